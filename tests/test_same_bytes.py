"""Same input, same bytes: whatever the hash seed, the locale, the time zone or the folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TWIN = ROOT / "tests" / "pages" / "whim-masked.txt"
SURROUNDINGS = (
    {"PYTHONHASHSEED": "0"},
    {"PYTHONHASHSEED": "1", "LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "Pacific/Kiritimati"},
    {"PYTHONHASHSEED": "4294967295", "LC_ALL": "C.UTF-8", "TZ": "America/Adak"},
)


@pytest.mark.parametrize("pages", [(), (TWIN,)], ids=["bundled", "page"])
def test_surroundings_leave_no_trace(pages: tuple[Path, ...], tmp_path: Path) -> None:
    first, *others = [
        built(tmp_path / str(number), pages, surroundings)
        for number, surroundings in enumerate(SURROUNDINGS)
    ]
    assert len(first) == 6
    assert all(other == first for other in others)


def built(folder: Path, pages: tuple[Path, ...], surroundings: dict[str, str]) -> dict[str, bytes]:
    folder.mkdir()
    subprocess.run(
        [sys.executable, "-m", "whimkg", "build", *pages],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **surroundings},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return {path.name: path.read_bytes() for path in (folder / "out").iterdir()}
