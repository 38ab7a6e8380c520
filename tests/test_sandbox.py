"""Limits of time, memory and files: told in a line, whatever the engine would do."""

import subprocess
import sys
from pathlib import Path

import pytest

from whimkg.errors import LimitError
from whimkg.sandbox import run_limited, share_of_memory

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")


def test_work_ends_with_its_time() -> None:
    def endless() -> bytes:
        while True:
            pass

    with pytest.raises(LimitError, match=r"no answer within 0\.2 seconds") as caught:
        run_limited(endless, 0.2, 1 << 30)
    assert caught.value.overdue


def test_work_ends_with_its_memory() -> None:
    with pytest.raises((LimitError, MemoryError)):
        run_limited(lambda: bytes(1 << 30), 20, 1 << 28)


def test_the_share_of_memory_has_bounds() -> None:
    assert 256 << 20 <= share_of_memory() <= 4 << 30


def limited(limit: str, *arguments: str, cwd: Path) -> str:
    """What a command says within a limit of the shell's; it must end with 2, and no traceback."""
    line = f'ulimit {limit}; exec "$0" -m whimkg "$@"'
    command = ["bash", "-c", line, sys.executable, *arguments]
    root = str(Path(__file__).parents[1])
    done = subprocess.run(
        command, cwd=cwd, env={"PYTHONPATH": root}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    return done.stderr


def test_too_little_memory_for_a_store(tmp_path: Path) -> None:
    assert "this process may map 390; allow more" in limited(
        "-v 400000", "load", "db", cwd=tmp_path
    )
    assert not (tmp_path / "db").exists()


def test_too_little_memory_for_tables(tmp_path: Path) -> None:
    told = limited("-v 600000", "load", "it.duckdb", cwd=tmp_path)
    assert "allow this process more memory (ulimit -v)" in told
    assert not (tmp_path / "it.duckdb").exists()


def test_too_few_files(tmp_path: Path) -> None:
    (tmp_path / "it.ttl").write_text("<a:s> <a:p> <a:o> .", encoding="utf-8")
    told = limited("-n 8", "export", "nt", "it.ttl", cwd=tmp_path)
    assert "too many files would be open at once" in told
    assert "Run e.g. `ulimit -n 512`" in limited("-n 16", "load", "db", cwd=tmp_path)
