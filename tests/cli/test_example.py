"""``whimkg example``: the invented page is wholly understood, and its statements hold."""

from pathlib import Path

import pytest

import whimkg
from tests.cli.conftest import Run


@pytest.fixture
def page(run: Run, tmp_path: Path) -> Path:
    file = tmp_path / "lantern.txt"
    assert run("example", "-o", file).out == f"wrote an invented page to {file}\n"
    return file


def test_it_goes_to_standard_output(run: Run, page: Path) -> None:
    assert run("example").out == page.read_text(encoding="utf-8")


def test_it_is_wholly_understood(page: Path) -> None:
    ledger = whimkg.coverage(page)
    assert ledger.count("not understood") == 0
    assert ledger.count("modelled") > ledger.count("left out")


def test_its_graph_conforms_and_holds(page: Path) -> None:
    graph = whimkg.build(page)
    assert graph.validate().conforms
    outcome = whimkg.verify(page, graph)
    assert (outcome.statements, outcome.verified) == (10, 10)


def test_every_kind_of_place_is_on_it(page: Path) -> None:
    kinds = {claim.kind for claim in whimkg.read(page).claims}
    assert {"gene-causes", "inheritance", "onset", "treats", "treats-condition"} <= kinds
