"""No question's plan makes rows that grow faster than the graph: counted, not timed.

Oxigraph's command line tells how many rows each step of a plan gave. With each copy of the bundled
page, these must grow by the same number. What an engine reads to find a row is not counted: one in
memory may read all triples of a node. Nor is that ``ORDER BY`` compares n rows n log n times.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.graphs import copied
from tests.sparql.questions import Question, questions

OXIGRAPH = shutil.which("oxigraph") or shutil.which(
    "oxigraph", path=str(Path(sys.executable).parent)
)
pytestmark = [
    pytest.mark.judge,
    pytest.mark.skipif(OXIGRAPH is None, reason="the command oxigraph is not installed"),
]
COPIES = (4, 8, 12)
FORMATS = {"SELECT": "tsv", "ASK": "json", "CONSTRUCT": "nt", "DESCRIBE": "nt"}
#: Each dataset with each, while the answer has one row.
SQUARE = """PREFIX dcat: <http://www.w3.org/ns/dcat#>
SELECT (COUNT(*) AS ?pairs) WHERE { ?one a dcat:Dataset . ?other a dcat:Dataset }
"""


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One for each number of copies, on the disk, with the union as its default graph."""
    return [_store(tmp_path_factory.mktemp(f"copies-{count}"), count) for count in COPIES]


def _store(folder: Path, count: int) -> Path:
    lines = copied(folder, count).read_text(encoding="utf-8").splitlines()
    union = folder / "union.nt"
    union.write_text("".join(sorted({f"{line.rsplit(' ', 2)[0]} .\n" for line in lines})))
    _run("load", "-l", folder / "store", "-f", union)
    return folder / "store"


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_each_copy_of_the_page_adds_the_same_work(stores: list[Path], question: Question) -> None:
    assert _bend(stores, question) == 0


def test_work_that_grows_faster_is_seen(stores: list[Path]) -> None:
    assert _bend(stores, Question("square", {}, SQUARE, SQUARE)) > 0


def _bend(stores: list[Path], question: Question) -> int:
    """By how much the second four copies add more than the first four."""
    few, some, many = (_work(store, question) for store in stores)
    return (many - some) - (some - few)


def _work(store: Path, question: Question) -> int:
    plan = store.with_name("plan.json")
    answer = store.with_name("answer")
    asked = ("query", "-l", store, "-q", question.text, "-r", answer, "--explain-file", plan)
    _run(*asked, "--stats", "--results-format", FORMATS[question.form])
    return _rows(json.loads(plan.read_text(encoding="utf-8"))["plan"])


def _rows(step: dict[str, Any]) -> int:
    """That a step gave, and all below it."""
    return int(step["number of results"] or 0) + sum(map(_rows, step.get("children", ())))


def _run(*arguments: str | Path) -> None:
    assert OXIGRAPH is not None
    subprocess.run((OXIGRAPH, *arguments), check=True, capture_output=True)
