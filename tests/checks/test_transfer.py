"""Places of an old page in a new one: followed by their own characters, never guessed."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

import whimkg
from tests.checks.test_graphs import graph, quads
from tests.checks.test_records import TEXT, twin
from tests.cli.conftest import Run, run
from tests.pages.mask import TWIN
from whimkg.base.namespaces import expand
from whimkg.checks import Graph, Page
from whimkg.checks.transfer import Transfer, transfer_places
from whimkg.errors import GraphError
from whimkg.gard.text import Text
from whimkg.tables import load

__all__ = ["run"]


def moved(new: str) -> Transfer:
    return transfer_places(graph(), Page("old", Text(TEXT)), Page("new", Text(new)))


def test_the_same_page() -> None:
    outcome = moved(TEXT)
    assert outcome.counts["same"] == len(outcome.places) == 144
    assert outcome.kept == 52 and outcome.holds
    assert not outcome.removed and not outcome.added


def test_what_is_put_before_moves_all() -> None:
    outcome = moved(f"New line\n{TEXT}")
    assert outcome.counts["moved"] == 144 and outcome.holds
    assert {each.places[0][0] - each.begin for each in outcome.places} == {9}
    assert outcome.added == [(1, "New line")]


def test_a_word_that_is_gone_is_named() -> None:
    outcome = moved(TEXT.replace("Lymphopenia", "Leukopenia"))
    assert {each.words for each in outcome.places if each.outcome == "gone"} == {"Lymphopenia"}
    assert outcome.kept == 51
    lost = [name for name, places in outcome.statements.items() if places]
    assert len(lost) == 1 and "HP:0001888" in lost[0]
    assert outcome.removed == [(23, "Lymphopenia")] and outcome.added == [(23, "Leukopenia")]


def test_a_row_that_is_moved_is_followed_by_its_own_words() -> None:
    lines = TEXT.split("\n")
    at = lines.index("Lymphopenia")
    row = lines[at : at + 5]
    assert row[-1] == "0001888"
    new = "\n".join([*lines[:at], *lines[at + 5 :], "", *row])
    (place,) = (each for each in moved(new).places if each.words == "Lymphopenia")
    begin = new.rindex("Lymphopenia")
    assert (place.outcome, place.places) == ("moved", ((begin, begin + 11),))


def test_two_of_which_one_is_gone_are_ambiguous() -> None:
    """The words stand twice on the old page and once on the new one: nobody can tell which."""
    old = "A first line\nfever\nits end\nA second line\nfever\nits end\n"
    text = Text(old)
    spans = [old.index("fever"), old.rindex("fever")]
    nodes = placed(text, spans)
    new = "All is new here\nfever\nand nothing is as it was\n"
    outcome = transfer_places(nodes, Page("old", text), Page("new", Text(new)))
    assert [each.outcome for each in outcome.places] == ["ambiguous", "ambiguous"]
    kept = "Before\n" + old[old.index("A second") :] + "x"
    outcome = transfer_places(nodes, Page("old", text), Page("new", Text(kept)))
    assert [each.outcome for each in outcome.places] == ["ambiguous", "moved"]


def placed(text: Text, begins: list[int]) -> Graph:
    """A graph of nothing but some places of five characters."""
    snapshot = f"https://w3id.org/whimkg/snapshot/{text.sha256}"
    integer = NamedNode(expand("xsd:integer"))
    found = [Quad(NamedNode(snapshot), NamedNode(expand("whimkg:sha256")), Literal(text.sha256))]
    for begin in begins:
        span = NamedNode(f"{snapshot}#char={begin},{begin + 5}")
        said: dict[str, NamedNode | Literal] = {
            "nif:referenceContext": NamedNode(snapshot),
            "nif:beginIndex": Literal(str(begin), datatype=integer),
            "nif:endIndex": Literal(str(begin + 5), datatype=integer),
            "whimkg:sha256": Literal(text.span(begin, begin + 5).sha256),
        }
        found += [Quad(span, NamedNode(expand(name)), value) for name, value in said.items()]
    return Graph(found, load())


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, len(TEXT)),
    st.integers(0, 300),
    st.text(st.sampled_from("xX0 \nabc"), max_size=60),
)
def test_what_is_followed_is_there_word_by_word(at: int, cut: int, words: str) -> None:
    new = TEXT[:at] + words + TEXT[at + cut :]
    for each in moved(new).places:
        assert each.outcome != "false"
        for begin, end in each.places:
            assert new[begin:end] == each.words == TEXT[each.begin : each.end]
        if each.end <= at:
            assert each.places[0][0] == each.begin
        elif each.begin >= at + cut:
            assert each.places[0][0] == each.begin + len(words) - min(cut, len(TEXT) - at)


def test_the_command(run: Run, tmp_path: Path) -> None:
    new = tmp_path / "new.txt"
    new.write_text(f"x\n{TEXT.replace('Lymphopenia', 'Leukopenia')}", encoding="utf-8")
    file = tmp_path / "graph.nq"
    file.write_bytes(whimkg.build(twin()).canonical)
    said = run("transfer", TWIN, new, file)
    assert said.code == 1
    assert said.out.splitlines() == [
        "gone  MONDO:8000006 biolink:has_phenotype HP:0001888",
        "  characters 1852 to 1863: 'Lymphopenia' stands nowhere",
        "-   23  Lymphopenia",
        "+    1  x",
        "+   24  Leukopenia",
        "the page: 1 line gone or changed, 2 new",
        "144 places: 0 the same, 143 moved, 0 ambiguous, 1 gone",
        "51 of 52 statements kept",
    ]
    plain = json.loads(run("transfer", TWIN, new, file, "--format", "json").out)
    assert (plain["kept"], plain["counts"]["moved"]) == (51, 143)
    assert run("transfer", TWIN, TWIN).last == "52 of 52 statements kept"


def test_a_graph_of_another_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="was not made from the old page"):
        whimkg.transfer(TWIN, TWIN, whimkg.build())
    assert whimkg.transfer(TWIN, TWIN, quads()).holds
