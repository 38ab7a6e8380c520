"""What a report says of the bundled graph, whole and with something taken away."""

import json
from collections.abc import Callable

import pyoxigraph as ox
import pytest
import rdflib
from pyoxigraph import Quad

import whimkg
from tests.shacl.graphs import bundled, dropped, held, iri, names, node, objects, subjects
from whimkg.errors import GraphError
from whimkg.shacl import Report, Tally, validate

EVIDENCE, ROW = "whimkg:evidence", "biolink:DiseaseToPhenotypicFeatureAssociation"
STATEMENT = subjects("rdf:type", ROW)[0]


@pytest.fixture(scope="module")
def whole() -> Report:
    return validate(bundled())


@pytest.fixture(scope="module")
def broken() -> Report:
    """A statement without evidence and without its object."""
    gone = {iri(EVIDENCE), iri("biolink:object")}
    return validate([q for q in bundled() if node(q) != STATEMENT or q.predicate not in gone])


def test_the_bundled_graph_conforms_in_both_layers(whole: Report) -> None:
    assert (whole.findings, whole.unchecked, whole.layer) == ((), (), "strict")
    assert whole.conforms
    base = validate(bundled(), layer="base")
    assert base.conforms
    assert base.focus_nodes == whole.focus_nodes


def test_focus_nodes_are_counted(whole: Report) -> None:
    """By shape as SHACL targets them; nodes that several shapes target are counted once."""
    by_shape = {name.rpartition("#")[2]: n for name, n in whole.focus_nodes.items()}
    assert by_shape["PhenotypeAssociation"] == len(subjects("rdf:type", ROW)) == 35
    assert by_shape["Evidence"] == len(subjects("rdf:type", "whimkg:Evidence"))
    assert by_shape["Graph"] == by_shape["Dataset"] == 1
    assert max(whole.focus_nodes.values()) < whole.nodes < sum(whole.focus_nodes.values())


def test_the_verdict_is_a_line_with_numbers(whole: Report, broken: Report) -> None:
    checked = sum(map(bool, whole.focus_nodes.values()))
    assert whole.verdict == (
        f"conforms: {whole.nodes} focus nodes, {checked} shapes, 0 violations, 0 warnings"
    )
    assert broken.verdict.startswith(f"does not conform: {whole.nodes} focus nodes, ")
    assert f" {broken.count('violation')} violations, " in broken.verdict


def test_findings_name_rule_remedy_node_statement_and_place(broken: Report) -> None:
    found = [f for f in broken.findings if f.focus == STATEMENT and f.path == iri(EVIDENCE).value]
    assert found
    for finding in found:
        assert finding.severity == "violation"
        assert finding.shape.startswith("https://w3id.org/whimkg/shapes#association-")
        assert finding.message.endswith(".")
        assert (finding.node, finding.statement) == (STATEMENT, STATEMENT)
        assert finding.place is not None
        assert finding.place.line
        assert finding.place.snapshot == broken.snapshots[0]


def test_findings_of_the_whole_graph_are_about_their_value(broken: Report) -> None:
    found = [f for f in broken.findings if f.source.endswith("#Graph")]
    assert {f.node for f in found if str(f.value).startswith('"')} == {found[0].focus}
    about = [f for f in found if not str(f.value).startswith('"')]
    assert about
    for finding in about:
        assert finding.focus.endswith("/dataset/whim-syndrome")
        assert finding.shape != finding.source
        assert finding.node == finding.value != finding.focus
        assert finding.place is not None


def test_findings_are_sorted_and_none_is_there_twice(broken: Report) -> None:
    keys = [finding.key for finding in broken.findings]
    assert keys == sorted(keys)
    assert len(set(broken.findings)) == len(broken.findings)


def test_order_and_kind_of_the_graph_do_not_matter(broken: Report) -> None:
    kept = [q for q in bundled() if node(q) != STATEMENT or q.predicate != iri(EVIDENCE)]
    graph, dataset = whimkg.build().graph(), whimkg.build().dataset()
    for each in (graph, dataset):
        each.remove((rdflib.URIRef(STATEMENT), rdflib.URIRef(iri(EVIDENCE).value), None))
    first = validate(kept)
    assert first.findings
    for again in (kept[::-1], iter(kept), kept + kept[:9], graph, dataset):
        assert validate(again) == first


def test_base_leaves_evidence_to_strict() -> None:
    without = dropped(STATEMENT, EVIDENCE)
    strict, base = validate(without), validate(without, layer="base")
    assert "association-has-evidence" in names(f.shape for f in strict.findings)
    assert {f.shape for f in base.findings} < {f.shape for f in strict.findings}
    assert "association-has-evidence" not in names(f.shape for f in base.findings)


def test_the_python_api_takes_what_there_is(whole: Report) -> None:
    graph = whimkg.build()
    assert whimkg.validate() == whole
    assert whimkg.validate(graph) == graph.validate() == whole
    assert whimkg.validate(graph.quads) == whimkg.validate(graph.graph()) == whole
    assert whimkg.validate(layer="base").layer == "base"


@pytest.mark.parametrize("empty", [list, rdflib.Graph, rdflib.Dataset])
def test_an_empty_graph_is_an_error(empty: Callable[[], rdflib.Graph]) -> None:
    with pytest.raises(GraphError, match="holds no triples"):
        validate(empty())


def test_a_relative_iri_is_an_error() -> None:
    graph = whimkg.build().graph()
    graph.add((rdflib.URIRef("here"), rdflib.RDFS.label, rdflib.Literal("x")))
    with pytest.raises(GraphError, match="here is no term of RDF"):
        validate(graph)


@pytest.mark.parametrize("value", ["<<( ex:a ex:b ex:c )>>", '"words"@en--ltr'])
def test_what_is_not_rdf_1_1_is_an_error(value: str) -> None:
    with pytest.raises(GraphError, match=r"no term of RDF 1\.1"):
        held(f"ex:x a ex:Thing ; ex:a {value} .", RULES)


def test_ill_typed_words_are_found_and_not_logged(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    when = objects(STATEMENT, "whimkg:statedOn")
    date = ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")
    odd = [
        Quad(q.subject, q.predicate, ox.Literal("soon", datatype=date), q.graph_name)
        if (node(q), q.predicate) == (STATEMENT, iri("whimkg:statedOn"))
        else q
        for q in bundled()
    ]
    report = validate(odd)
    assert when
    assert '"soon"^^<http://www.w3.org/2001/XMLSchema#date>' in {f.value for f in report.findings}
    assert not caplog.records
    assert capsys.readouterr() == ("", "")


def test_plain_is_json(broken: Report) -> None:
    plain = json.loads(json.dumps(broken.plain()))
    assert plain["conforms"] is False
    assert len(plain["findings"]) == len(broken.findings)
    assert set(plain["findings"][0]) >= {"shape", "message", "focus", "place", "statement"}
    assert plain["snapshots"] == list(broken.snapshots)
    assert plain["pages"] == ["https://rarediseases.info.nih.gov/diseases/9297/whim-syndrome"]


RULES = """
ex:Thing a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:a, ex:b, ex:c .
ex:a sh:path ex:a ; sh:minCount 1 ; sh:message "Give a." .
ex:b sh:path ex:b ; sh:minCount 1 ; sh:message "Give b." ; sh:severity sh:Warning .
ex:c sh:path ex:c ; sh:minCount 1 ; sh:message "Give c." ; sh:severity sh:Info .
"""


@pytest.mark.parametrize(
    ("data", "counts", "conforms"),
    [
        ("ex:x a ex:Thing ; ex:a 1 ; ex:b 1 ; ex:c 1 .", (0, 0, 0), True),
        ("ex:x a ex:Thing ; ex:a 1 ; ex:c 1 .", (0, 1, 0), True),
        ("ex:x a ex:Thing ; ex:a 1 .", (0, 1, 1), True),
        ("ex:x a ex:Thing ; ex:b 1 ; ex:c 1 .", (1, 0, 0), False),
        ("ex:x a ex:Thing . ex:y a ex:Thing ; ex:a 1 .", (1, 2, 2), False),
    ],
)
def test_severities_are_counted_from_the_results(
    data: str, counts: tuple[int, int, int], conforms: bool
) -> None:
    report = held(data, RULES)
    assert (report.count("violation"), report.count("warning"), report.count("info")) == counts
    assert report.conforms is conforms


def test_a_warning_around_does_not_soften_a_violation() -> None:
    """pySHACL's own verdict does (0.40.1)."""
    rules = RULES.replace(
        "ex:Thing a sh:NodeShape", "ex:Thing a sh:NodeShape ; sh:severity sh:Warning"
    )
    assert not held("ex:x a ex:Thing ; ex:b 1 ; ex:c 1 .", rules).conforms


def test_a_tally_is_the_sum() -> None:
    good = held("ex:x a ex:Thing ; ex:a 1 ; ex:b 1 ; ex:c 1 .", RULES)
    bad = held("ex:x a ex:Thing . ex:y a ex:Thing .", RULES)
    tally = Tally.of([good, bad, good])
    assert not tally.conforms
    assert tally.verdict == (
        "does not conform: 4 focus nodes, 1 shapes, 2 violations, 2 warnings, 1 of 3 graphs"
    )
    assert Tally.of([good, good]).verdict == (
        "conforms: 2 focus nodes, 1 shapes, 0 violations, 0 warnings, 2 graphs"
    )
    assert tally.plain() == {
        "conforms": False,
        "nodes": 4,
        "shapes": 1,
        "violations": 2,
        "warnings": 2,
        "infos": 2,
        "unchecked": 0,
    }
