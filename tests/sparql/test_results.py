"""The W3C's formats of an answer, as others read them; and answers as Python values."""

import csv
import io
import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    Triple,
    parse_query_results,
)
from rdflib import BNode, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.query import Result

from tests.sparql.answers import of_rows
from tests.sparql.graphs import bundled
from whimkg.errors import QueryError
from whimkg.sparql import Limits, run
from whimkg.sparql.results import (
    FORMATS,
    Answer,
    Term,
    of_boolean,
    of_solutions,
    of_triples,
    write,
    write_safe_csv,
)
from whimkg.sparql.rows import Iri, rows

XSD = "http://www.w3.org/2001/XMLSchema#"


def typed(value: str, kind: str) -> Literal:
    return Literal(value, datatype=NamedNode(XSD + kind))


CELLS: list[Term | None] = [
    NamedNode("http://x/a?b=1&c=2#d"),
    NamedNode("http://x/ü,'"),
    BlankNode("b"),
    Literal(""),
    Literal(" leading, trailing "),
    Literal("a \"quoted\", \\ tab\t cr\r lf\n <b> & 'x'"),
    Literal("?x", language="en"),
    Literal("Ünï 😀", language="de-AT"),
    typed("042", "integer"),
    typed("1.50", "decimal"),
    typed("1e3", "double"),
    typed("true", "boolean"),
    typed("2011-11-13", "date"),
    typed("no date", "date"),
    None,
]
ANSWER = of_rows(["x", "y"], [(cell, Literal(str(n))) for n, cell in enumerate(CELLS)])


def test_a_table_holds_every_term_exactly() -> None:
    assert ANSWER.columns == ("x", "y")
    assert [row[0] for row in ANSWER.rows] == CELLS


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
KINDS = st.sampled_from(["string", "integer", "decimal", "double", "boolean", "date", "token"])
NUMBERS = st.from_regex(r"[+-]?[0-9]{0,3}\.?[0-9]{0,2}([eE][+-]?[0-9])?", fullmatch=True)
TERMS: st.SearchStrategy[Term] = st.one_of(
    st.builds(Literal, TEXTS),
    st.builds(typed, TEXTS | NUMBERS, KINDS),
    st.builds(lambda text: Literal(text, language="en"), TEXTS),
    st.sampled_from([NamedNode("http://x/a,b"), NamedNode("http://x/<".replace("<", "%3C"))]),
    st.sampled_from([BlankNode("b"), BlankNode("b.1-c")]),
)
NESTED = TERMS | st.builds(Triple, st.just(NamedNode("a:s")), st.just(NamedNode("a:p")), TERMS)


@given(st.lists(st.tuples(NESTED | st.none(), TERMS), max_size=6), st.integers(1, 8))
def test_what_the_engine_writes_are_the_same_rows(
    rows: list[tuple[Term | None, Term]], limit: int
) -> None:
    answer = of_solutions(solutions(rows), limit)
    assert answer.columns == ("x", "y")
    assert answer.rows == rows[:limit]
    assert answer.cut == (len(rows) > limit)


def solutions(rows: list[tuple[Term | None, Term]]) -> QuerySolutions:
    """As if an engine had found them: SPARQL has no form for a blank node that it knows."""
    named = [{"x": x, "y": y} for x, y in rows]
    bindings = [{n: described(c) for n, c in row.items() if c is not None} for row in named]
    shell = {"head": {"vars": ["x", "y"]}, "results": {"bindings": bindings}}
    found = parse_query_results(json.dumps(shell), QueryResultsFormat.JSON)
    assert isinstance(found, QuerySolutions)
    return found


def described(cell: Term) -> dict[str, object]:
    if isinstance(cell, Triple):
        parts = ("subject", "predicate", "object")
        return {"type": "triple", "value": dict(zip(parts, map(described, cell), strict=True))}
    if isinstance(cell, Literal):
        extra = {"xml:lang": cell.language} if cell.language else {"datatype": cell.datatype.value}
        return {"type": "literal", "value": cell.value, **extra}
    return {"type": "uri" if isinstance(cell, NamedNode) else "bnode", "value": cell.value}


@given(st.lists(TERMS, max_size=6), st.integers(1, 8))
def test_what_the_engine_writes_are_the_same_triples(objects: list[Term], limit: int) -> None:
    triples = [Triple(NamedNode("a:s"), NamedNode("a:p"), each) for each in objects]
    distinct = list(dict.fromkeys(triples))
    answer = of_triples(triples, limit)
    assert answer.rows == [tuple(triple) for triple in distinct[:limit]]
    assert answer.triples == distinct[:limit]
    assert answer.cut == (len(distinct) > limit)


@pytest.mark.parametrize("name", ["json", "xml"])
def test_rdflib_reads_the_same_terms(name: str) -> None:
    read = Result.parse(io.BytesIO(write(ANSWER, name)), format=name)
    assert [str(each) for each in read.vars or []] == ["x", "y"]
    found = [binding.get(read.vars[0]) for binding in read.bindings]  # type: ignore[index]
    for term, cell in zip(found, CELLS, strict=True):
        assert same(term, cell), (term, cell)


def same(read: object, cell: Term | None) -> bool:
    if isinstance(cell, Literal):
        kind = cell.datatype.value
        plain = cell.language or kind == f"{XSD}string"
        return read == RdflibLiteral(
            cell.value, lang=cell.language, datatype=None if plain else kind
        )
    if isinstance(cell, NamedNode):
        return read == URIRef(cell.value)
    return isinstance(read, BNode) if cell else read is None


def test_csv_as_a_spreadsheet_reads_it() -> None:
    data = write(ANSWER, "csv").decode()
    assert data.startswith("x,y\r\n")
    read = list(csv.reader(io.StringIO(data, newline="")))
    values = [getattr(cell, "value", "") for cell in CELLS]
    values[2] = "_:b"
    assert [row[0] for row in read[1:]] == values


def test_tsv_has_turtle_terms_and_question_marks() -> None:
    lines = write(ANSWER, "tsv").decode().split("\n")
    assert lines[0] == "?x\t?y"
    assert lines[1].startswith("<http://x/a?b=1&c=2#d>\t")
    assert lines[len(CELLS)] == f'\t"{len(CELLS) - 1}"'
    assert len(lines) == len(CELLS) + 2


def test_json_to_the_letter() -> None:
    found = json.loads(write(ANSWER, "json"))
    assert found["head"] == {"vars": ["x", "y"]}
    bindings = found["results"]["bindings"]
    assert bindings[0]["x"] == {"type": "uri", "value": "http://x/a?b=1&c=2#d"}
    assert bindings[6]["x"] == {"type": "literal", "value": "?x", "xml:lang": "en"}
    assert bindings[8]["x"] == {"type": "literal", "value": "042", "datatype": f"{XSD}integer"}
    assert "x" not in bindings[-1]


def test_a_boolean() -> None:
    assert json.loads(write(of_boolean(True), "json")) == {"head": {}, "boolean": True}
    read = Result.parse(io.BytesIO(write(of_boolean(False), "xml")), format="xml")
    assert (read.type, read.askAnswer) == ("ASK", False)
    for name in ("csv", "tsv"):
        with pytest.raises(QueryError, match="the answer to an ASK has no form as"):
            write(of_boolean(True), name)


def test_a_graph_has_none_of_these_forms() -> None:
    triple = Triple(NamedNode("a:s"), NamedNode("a:p"), BlankNode("o"))
    graph = of_triples([triple, triple], 1)
    assert (graph.triples, graph.cut) == ([triple], False)
    for name in FORMATS:
        with pytest.raises(QueryError, match="take ttl or jsonld"):
            write(graph, name)


def test_a_character_that_xml_cannot_hold_is_told() -> None:
    answer = of_rows(["x"], [(Literal("\x07"),)])
    assert json.loads(write(answer, "json"))["results"]["bindings"][0]["x"]["value"] == "\x07"
    with pytest.raises(QueryError, match="XML cannot; take json"):
        write(answer, "xml")


@pytest.mark.parametrize(
    ("text", "table", "tabs", "bindings"),
    [
        ("SELECT * {}", b"\r\n\r\n", b"\n\n", [{}]),
        ("SELECT ?x {}", b'x\r\n""\r\n', b"?x\n\n", [{}]),
        ("SELECT ?x ?y {}", b"x,y\r\n,\r\n", b"?x\t?y\n\t\n", [{}]),
        ("SELECT ?x { ?x ?y ?z }", b"x\r\n", b"?x\n", []),
    ],
)
def test_without_columns_or_rows(
    text: str, table: bytes, tabs: bytes, bindings: list[object]
) -> None:
    answer = run(Store(), text)
    assert write(answer, "csv") == table
    assert write(answer, "tsv") == tabs
    assert json.loads(write(answer, "json"))["results"]["bindings"] == bindings


def test_empty() -> None:
    assert run(Store(), "SELECT * { ?s ?p ?o }").empty
    assert run(Store(), "CONSTRUCT WHERE { ?s ?p ?o }").empty
    assert not run(Store(), "SELECT * {}").empty
    assert not run(Store(), "ASK { ?s ?p ?o }").empty
    assert Answer("table", b"?x\n\n").rows == [(None,)]


def test_python_values() -> None:
    values = [row[0] for row in rows(ANSWER)]
    assert values[0] == "http://x/a?b=1&c=2#d" and isinstance(values[0], Iri)
    assert values[2] == "_:b"
    assert values[6] == "?x"
    assert values[8:] == [42, Decimal("1.50"), 1000.0, True, date(2011, 11, 13), "no date", None]
    stamp = of_rows(["x"], [(typed("2011-11-13T01:02:03Z", "dateTime"),)])
    assert isinstance(rows(stamp).rows[0][0], datetime)


def test_rows_are_a_sequence_of_tuples() -> None:
    found = rows(ANSWER)
    assert (found.columns, len(found), found.cut) == (("x", "y"), len(CELLS), False)
    assert found
    assert found.dicts()[8] == {"x": 42, "y": "8"}
    assert hash(found)


def test_the_truth_of_an_ask_is_its_answer() -> None:
    assert rows(of_boolean(True)) and not rows(of_boolean(False))
    assert rows(of_boolean(False)).rows == ((False,),)


@pytest.mark.judge
def test_pandas() -> None:
    pytest.importorskip("pandas")
    frame = rows(ANSWER).to_pandas()
    assert list(frame.columns) == ["x", "y"] and frame.shape == (len(CELLS), 2)
    assert frame["x"][8] == 42


@pytest.mark.judge
def test_polars() -> None:
    polars = pytest.importorskip("polars")
    answer = of_rows(["i", "n"], [(NamedNode("a:b"), typed("1", "integer")), (None, None)])
    frame = rows(answer).to_polars()
    assert frame.schema == {"i": polars.String, "n": polars.Int64}
    assert frame.rows() == [("a:b", 1), (None, None)]


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_a_missing_package_is_named(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(QueryError, match=f"{package} is not installed; pip install {package}"):
        getattr(rows(ANSWER), f"to_{package}")()


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("SELECT * { ?z ?p ?a }", ("z", "p", "a")),
        ("SELECT DISTINCT * { ?z ?p ?a . ?a ?p ?z }", ("z", "p", "a")),
        ("SELECT * { ?z ?p ?a # ?b\n FILTER(!BOUND(?hidden)) }", ("z", "p", "a")),
        ("SELECT ?a ?z { ?z ?p ?a }", ("a", "z")),
        ("SELECT * { { SELECT ?o ?a { ?z ?o ?a } } ?a ?b ?c }", ("o", "a", "b", "c")),
    ],
)
def test_the_columns_of_select_all_stand_as_in_the_query(
    text: str, columns: tuple[str, ...]
) -> None:
    answer = run(bundled(), text, Limits(rows=3))
    assert answer.columns == columns
    assert all(len(row) == len(columns) for row in answer.rows)
    if columns[0] == "z":
        assert str(answer.rows[0][1]) in {str(row[0]) for row in _predicates()}


def _predicates() -> list[tuple[object, ...]]:
    return [*run(bundled(), "SELECT DISTINCT ?p { ?s ?p ?o }").rows]


def test_csv_for_spreadsheets_holds_no_formula() -> None:
    text = 'SELECT * { VALUES (?a ?b) { ("=1+1" "a=b") ("-2" "@x") ("+3" "plain, so") } }'
    answer = run(bundled(), text)
    assert b"=1+1,a=b" in write(answer, "csv") and b"'" not in write(answer, "csv")
    found = [*csv.reader(io.StringIO(write_safe_csv(answer).decode(), newline=""))]
    assert found == [["a", "b"], ["'=1+1", "a=b"], ["'-2", "'@x"], ["'+3", "plain, so"]]
    with pytest.raises(QueryError, match="only a table"):
        write_safe_csv(of_boolean(True))
