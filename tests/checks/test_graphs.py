"""A graph held against its page without the record: changed pages, and graphs that are not true."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

import whimkg
from tests.checks.test_records import TEXT, rests_on, twin
from tests.cli.conftest import small
from tests.pages.mask import TWIN
from whimkg.base.namespaces import expand
from whimkg.checks import Graph, Page, Verification, verify_graph, verify_record
from whimkg.checks.spans import place
from whimkg.checks.verifying import verify_quads
from whimkg.errors import GraphError
from whimkg.export import SERIALIZATIONS
from whimkg.gard.text import Text
from whimkg.rdf.parsing import read_quads
from whimkg.tables import load

XSD = "http://www.w3.org/2001/XMLSchema#"


@cache
def quads() -> tuple[Quad, ...]:
    return whimkg.build(twin()).quads


@cache
def graph() -> Graph:
    return Graph(quads(), load())


def held(text: str, given: Graph | None = None) -> Verification:
    about = given or graph()
    page = Page("page.txt", Text(text))
    return verify_graph(about, dict.fromkeys(about.snapshots, page))


def test_the_graph_of_a_page_holds() -> None:
    outcome = held(TEXT)
    assert (outcome.statements, outcome.verified, outcome.skipped) == (52, 52, 0)
    assert outcome.holds
    assert outcome.spans == 144
    (snapshot,) = outcome.snapshots
    assert snapshot.same and snapshot.sha256 == twin().page.sha256


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(TEXT) - 1))
def test_one_other_character_fails_what_rests_on_it_and_nothing_else(at: int) -> None:
    changed = TEXT[:at] + ("y" if TEXT[at] != "y" else "z") + TEXT[at + 1 :]
    outcome = held(changed)
    failed = {failure.id for failure in outcome.failures if failure.id}
    assert failed == {
        uuid for uuid, places in rests_on().items() if any(b <= at < e for b, e in places)
    }
    assert outcome.verified == 52 - len(failed)
    assert all(failure.changed for failure in outcome.failures)
    assert not outcome.snapshots[0].same


def test_a_record_and_its_graph_find_the_same() -> None:
    for at in range(0, len(TEXT), 37):
        changed = TEXT[:at] + "\x7f" + TEXT[at + 1 :]
        by_record = verify_record(changed, twin(), load())
        by_graph = held(changed)
        assert {(f.id, f.span, f.found) for f in by_graph.failures if f.id} == {
            (f.id, f.span, f.found) for f in by_record.failures if f.id
        }
        assert {f.span for f in by_graph.failures} == {f.span for f in by_record.failures}


@pytest.mark.parametrize("name", SERIALIZATIONS)
def test_every_form_says_what_is_needed(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"graph{SERIALIZATIONS[name].suffix}"
    file.write_bytes(whimkg.build(twin()).serialize(name))
    assert whimkg.verify(TWIN, file).holds
    page = tmp_path / "page.txt"
    page.write_text(TEXT.replace("Lymphopenia", "Lymphopenix"), encoding="utf-8")
    (failure,) = whimkg.verify(page, file).failures
    assert failure.what.endswith("biolink:has_phenotype HP:0001888")
    assert failure.span and (failure.span.text, failure.found) == ("Lymphopenia", "Lymphopenix")


def test_graphs_in_memory() -> None:
    built = whimkg.build(twin())
    for each in (built, built.graph(), built.dataset(), built.quads, iter(built.quads)):
        assert whimkg.verify(TWIN, each).holds


# A graph that is not true

SPAN = "#char=1852,1863"


def swapped(subject: str, predicate: str, *terms: Literal | NamedNode | BlankNode) -> list[Quad]:
    """The graph in which a property of a node, known by its end, has other values."""
    wanted = NamedNode(expand(predicate))
    kept, node, name = [], None, None
    for quad in quads():
        about = quad.subject
        if isinstance(about, NamedNode) and about.value.endswith(subject):
            node, name = about, quad.graph_name
            if quad.predicate == wanted:
                continue
        kept.append(quad)
    assert node is not None and name is not None
    return [*kept, *(Quad(node, wanted, term, name) for term in terms)]


def number(text: str, kind: str = "nonNegativeInteger") -> Literal:
    return Literal(text, datatype=NamedNode(XSD + kind))


HOSTILE: dict[str, tuple[str, list[Literal | NamedNode | BlankNode], str]] = {
    "a span beyond any text": ("nif:endIndex", [number("9" * 14)], "other characters"),
    "a number of a thousand digits": ("nif:endIndex", [number("9" * 1000)], "whole number"),
    "a negative offset": ("nif:beginIndex", [number("-1", "integer")], "whole number"),
    "no number": ("nif:beginIndex", [Literal("NaN", datatype=NamedNode(XSD + "double"))], "NaN"),
    "a plain literal": ("nif:beginIndex", [Literal("1852")], "whole number"),
    "digits of another script": ("nif:beginIndex", [number("١٨٥٢")], "whole number"),
    "an IRI": ("nif:beginIndex", [NamedNode("http://example.org/")], "whole number"),
    "a blank node": ("nif:beginIndex", [BlankNode("b")], "whole number"),
    "a decimal": ("nif:endIndex", [number("1863.0", "decimal")], "whole number"),
    "two begins": ("nif:beginIndex", [number("1852"), number("1")], "2 beginIndex"),
    "no begin": ("nif:beginIndex", [], "no beginIndex"),
    "no end": ("nif:endIndex", [], "no endIndex"),
    "an end before its begin": ("nif:endIndex", [number("5")], "no character stands"),
    "another end": ("nif:endIndex", [number("1862")], "other characters"),
    "two digests": ("whimkg:sha256", [Literal("0" * 64), Literal("1" * 64)], "2 digests"),
    "no digest": ("whimkg:sha256", [], "no digest"),
    "a digest that is none": ("whimkg:sha256", [Literal("latest")], "no SHA-256"),
    "other words": ("nif:anchorOf", [Literal("Leukopenia.")], "words are not"),
    "two texts": ("nif:anchorOf", [Literal("Lymphopenia"), Literal("x")], "2 texts of its own"),
    "another line": ("whimkg:line", [number("24", "integer")], "line 23, column 1, not in line 24"),
    "another column": ("whimkg:column", [number("9", "integer")], "not in line 23, column 9"),
    "a line that is none": ("whimkg:line", [Literal("x")], "its line is no whole number"),
    "no text": ("nif:referenceContext", [], "no text"),
    "two contexts": (
        "nif:referenceContext",
        [NamedNode("http://example.org/a"), NamedNode("http://example.org/b")],
        "2 texts",
    ),
    "another text": (
        "nif:referenceContext",
        [NamedNode("http://example.org/other")],
        "characters of another text",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_span_that_is_not_true_fails_its_statement(case: str) -> None:
    predicate, terms, told = HOSTILE[case]
    outcome = held(TEXT, Graph(swapped(SPAN, predicate, *terms), load()))
    failures = [each for each in outcome.failures if each.id]
    assert [failure.what.split()[-1] for failure in failures] == ["HP:0001888"]
    assert told in failures[0].problem
    assert (outcome.statements, outcome.verified) == (52, 51)
    assert not outcome.holds


def statement(term: str) -> str:
    """The end of the IRI of the statement about a term."""
    found = [
        quad.subject.value
        for quad in quads()
        if quad.predicate.value == expand("biolink:object")
        and quad.object == NamedNode(expand(term))
        and isinstance(quad.subject, NamedNode)
    ]
    return found[0]


@pytest.mark.parametrize(
    ("predicate", "terms", "told"),
    [
        ("biolink:object", [NamedNode(expand("HP:0000118"))], "plain triple is missing"),
        ("biolink:object", [NamedNode(expand("HP:0000118"))], "its id is of another"),
        ("biolink:predicate", [NamedNode(expand("biolink:treats"))], "its id is of another"),
        ("biolink:subject", [], "it has no subject"),
        ("biolink:subject", [NamedNode("a:b"), NamedNode("a:c")], "it has 2 subject"),
        ("prov:wasDerivedFrom", [], "other places than its evidence"),
        ("whimkg:evidence", [], "other places than its evidence"),
        ("whimkg:evidence", [NamedNode("http://example.org/none")], "names no place"),
        ("biolink:disease_context_qualifier", [NamedNode("a:b")], "its id is of another"),
    ],
)
def test_a_statement_that_is_not_true_fails(
    predicate: str, terms: list[NamedNode], told: str
) -> None:
    changed = swapped(statement("HP:0001888"), predicate, *terms)
    outcome = held(TEXT, Graph(changed, load()))
    assert any(told in failure.problem for failure in outcome.failures)
    assert outcome.verified == 51
    assert not outcome.holds


def test_a_statement_with_a_new_id_fails_by_the_code_on_the_page() -> None:
    """Whoever changes the term, the plain triple and the id still rests on the page's own code."""
    old, new = statement("HP:0001888"), "https://w3id.org/whimkg/association/other"
    lymphopenia, seizure = NamedNode(expand("HP:0001888")), NamedNode(expand("HP:0000118"))
    changed = [
        Quad(
            NamedNode(new) if quad.subject == NamedNode(old) else quad.subject,
            quad.predicate,
            seizure if quad.object == lymphopenia else quad.object,
            quad.graph_name,
        )
        for quad in quads()
    ]
    outcome = held(TEXT, Graph(changed, load()))
    assert "the code on the page is 0001888" in {failure.problem for failure in outcome.failures}
    assert outcome.verified == 51


def test_statements_without_evidence_are_counted_and_named() -> None:
    name = statement("HP:0001888")
    bare = [
        quad
        for quad in quads()
        if not (
            quad.subject == NamedNode(name)
            and quad.predicate.value in (expand("whimkg:evidence"), expand("prov:wasDerivedFrom"))
        )
    ]
    has = NamedNode(expand("biolink:has_phenotype"))
    disease = next(quad.subject for quad in quads() if quad.predicate == has)
    bare.append(Quad(disease, has, NamedNode(expand("HP:0000118"))))
    outcome = held(TEXT, Graph(bare, load()))
    assert (outcome.statements, outcome.verified, outcome.skipped) == (53, 51, 2)
    assert {skip.what.split()[-1] for skip in outcome.skips} == {"HP:0001888", "HP:0000118"}
    assert {skip.reason for skip in outcome.skips} == {"it has no evidence"}
    assert not outcome.holds


def test_evidence_that_points_nowhere_fails() -> None:
    kept = [q for q in quads() if not (str(q.subject).endswith(f"{SPAN}>"))]
    outcome = held(TEXT, Graph(kept, load()))
    problems = {failure.problem for failure in outcome.failures if failure.id}
    assert len(problems) == 1 and problems.pop().startswith("the graph does not describe it")


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        (TEXT, "its digest is wrong: the page is the one that the graph names"),
        (f"{TEXT}more", "its digest is not that of its words: 'Lymphopenia'"),
    ],
)
def test_a_digest_that_the_graph_has_wrong_is_no_change_of_the_page(
    page: str, problem: str
) -> None:
    changed = swapped("#char=1852,1863", "whimkg:sha256", Literal("0" * 64))
    (failure,) = held(page, Graph(changed, load())).failures
    assert not failure.changed and problem in failure.problem


def test_a_graph_of_a_snapshot_with_two_digests() -> None:
    changed = [*quads()]
    snapshot = next(iter(graph().snapshots))
    changed.append(Quad(NamedNode(snapshot), NamedNode(expand("whimkg:sha256")), Literal("0" * 64)))
    outcome = held(TEXT, Graph(changed, load()))
    assert [failure.problem for failure in outcome.failures] == ["it has 2 digests"]
    assert outcome.verified == 52 and not outcome.holds


def test_sections_are_compared_in_the_very_text_alone() -> None:
    changed = swapped("/section/4", "whimkg:sha256", Literal("0" * 64))
    (failure,) = held(TEXT, Graph(changed, load())).failures
    assert failure.what == "section 4"
    assert failure.problem == "its digest is wrong: the page is the one that the graph names"
    other = TEXT.rstrip("\n") + "x"
    assert held(other).verified == 52


TERMS = st.one_of(
    st.builds(Literal, st.text(max_size=9)),
    st.builds(number, st.integers(-5, 10**16).map(str), st.sampled_from(["integer", "double"])),
    st.just(NamedNode("http://example.org/x")),
    st.just(BlankNode("b")),
    st.deferred(lambda: st.sampled_from([quad.object for quad in quads()][::17])),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4182), TERMS), min_size=1, max_size=6), st.text())
def test_whatever_a_graph_says_there_is_an_outcome(
    changes: list[tuple[int, Literal | NamedNode | BlankNode]], text: str
) -> None:
    changed = list(quads())
    for at, term in changes:
        quad = changed[at % len(changed)]
        changed[at % len(changed)] = Quad(quad.subject, quad.predicate, term, quad.graph_name)
    for page in (TEXT, text):
        outcome = held(page, Graph(changed, load()))
        assert outcome.statements >= outcome.verified + outcome.skipped


# Many pages


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of three pages."""
    for number, title in enumerate(("Gamma disease", "Alpha disease", "Beta disease"), 1):
        (tmp_path / f"{number}.txt").write_text(small(title), encoding="utf-8")
    return tmp_path


def test_a_graph_of_another_page_is_skipped(pages: Path) -> None:
    built = [whimkg.build(path) for path in sorted(pages.iterdir())]
    outcome = verify_quads(sorted(pages.iterdir())[0], [each.quads for each in built])
    own = built[0].statements
    assert outcome.verified == own
    assert outcome.skipped == outcome.statements - own > 0
    assert all(skip.reason.startswith("no page is given for <") for skip in outcome.skips)
    assert [snapshot.same for snapshot in outcome.snapshots] == [True, False, False]


def test_many_pages_find_their_graphs(pages: Path) -> None:
    built = [whimkg.build(path) for path in sorted(pages.iterdir())]
    one = pages / "2.txt"
    one.write_text(one.read_text("utf-8").replace("Seizure", "Leisure"), encoding="utf-8")
    outcome = verify_quads(pages, [each.quads for each in built])
    assert outcome.skipped == 0
    (failure,) = {f for f in outcome.failures if f.id}
    assert failure.page.endswith("2.txt") and failure.found == "Leisure"
    merged = [quad for each in built for quad in each.quads]
    assert {(f.id, f.page) for f in verify_quads(pages, [merged]).failures} == {
        (f.id, f.page) for f in outcome.failures
    }


def test_no_graph(tmp_path: Path) -> None:
    file = tmp_path / "empty.nt"
    file.write_text("")
    with pytest.raises(GraphError, match="no triples"):
        whimkg.verify(TWIN, file)
    file.write_text("<a:b> <a:c> <a:d> .\n")
    with pytest.raises(GraphError, match="holds no statement"):
        whimkg.verify(TWIN, file)


def test_a_place_has_no_span_where_it_has_none() -> None:
    nodes = graph().nodes
    assert place(nodes, "http://example.org/none").span is None
    read = read_quads(whimkg.build(twin()).canonical, "nq")
    assert Graph(read, load()).snapshots == graph().snapshots
