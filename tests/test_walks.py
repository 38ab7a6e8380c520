"""The walks of CONTRIBUTING.md are those that the code goes: these functions, in this order."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType

import pytest

import whimkg
from whimkg.cli import main

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "data" / "examples" / "lantern-syndrome.txt"
STEP = re.compile(r"`(whimkg/[\w/]+\.py)`, `(\w+)`")
SECTION = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Two walks")[1]
FACT, TRIPLE = SECTION.split("\n## ")[0].split("One triple,")


def called(work: Callable[[], object]) -> list[tuple[str, str]]:
    """The functions of the package that are called, in the order of their first calls."""
    found: dict[CodeType, None] = {}

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code not in found:
            found[frame.f_code] = None

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    ours = [code for code in found if code.co_filename.startswith(f"{ROOT}/whimkg/")]
    return [(code.co_filename.removeprefix(f"{ROOT}/"), code.co_qualname) for code in ours]


def build() -> None:
    assert whimkg.build(PAGE).serialize("ttl")


@pytest.mark.parametrize(("text", "number"), [(FACT, 10), (TRIPLE, 8)], ids=["fact", "triple"])
def test_the_walk_is_as_told(text: str, number: int, tmp_path: Path) -> None:
    graph = str(ROOT / "data" / "whim-syndrome.nq")
    command = ["export", "kgx-tsv", graph, "-o", f"{tmp_path}/"]
    build()  # what is kept from one page to the next, such as tables, is no part of the walk
    passed = called(build if text is FACT else lambda: main(command))
    walk = STEP.findall(text)
    assert len(walk) == number
    assert [step for step in passed if step in walk] == walk
    assert len({path.split("/")[1] for path, _ in walk}) <= 6
