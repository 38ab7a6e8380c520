"""SPARQL 1.1: queries, their syntax, and their answers."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import rdflib
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Store,
    Triple,
    parse_query_results,
    serialize,
)
from rdflib.compare import isomorphic
from rdflib.namespace import RDF

from tests.conformance.outcome import MF, Outcome, evaluate, manifest, path_of, read, refused, same
from whimkg.rdf.memory import graph_store
from whimkg.rdf.rdflib_terms import to_oxigraph
from whimkg.sparql import Answer, Limits, engine
from whimkg.sparql.results import write

_SUITE = "SPARQL 1.1 queries"
_RS = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
_QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
#: Of these, whimkg has nothing: it draws no conclusions, changes nothing, and is no server.
_OTHERS = ("entailment", "service", "service-description", "protocol", "syntax-fed")
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS: dict[str, Callable[[str], object]] = {
    f"{_XSD}integer": int,
    f"{_XSD}decimal": lambda text: Decimal(text).normalize(),
    f"{_XSD}double": float,
    f"{_XSD}float": float,
    f"{_XSD}boolean": {"0": "false", "1": "true", "false": "false", "true": "true"}.__getitem__,
}
_KINDS = (
    *("NegativeSyntaxTest11", "PositiveSyntaxTest11"),
    *("QueryEvaluationTest", "CSVResultFormatTest"),
)
_LIMITS = Limits(seconds=60)


def outcomes(folder: Path) -> Iterator[Outcome]:
    for path in sorted((folder / "rdf-tests" / "sparql" / "sparql11").rglob("manifest.ttl")):
        if path.parent.name not in _OTHERS:
            yield from _of(path)


def _of(path: Path) -> Iterator[Outcome]:
    graph = manifest(path)
    for test, action in sorted(graph.subject_objects(MF.action)):
        kind = str(graph.value(test, RDF.type)).rpartition("#")[2]
        name = f"{path.parent.name}/{str(test).rpartition('#')[2]}"
        if kind in _KINDS:
            yield _outcome(graph, test, action, kind, name)


def _outcome(
    graph: rdflib.Graph, test: rdflib.term.Node, action: rdflib.term.Node, kind: str, name: str
) -> Outcome:
    if kind == "NegativeSyntaxTest11":
        return refused(_SUITE, name, lambda: _asked(Store(), path_of(action)))
    if kind == "PositiveSyntaxTest11":
        return evaluate(_SUITE, name, lambda: bool(_asked(Store(), path_of(action))))
    result = next(graph.objects(test, MF.result))
    return evaluate(_SUITE, name, lambda: _is_right(graph, action, path_of(result)))


def _asked(store: Store, query: Path) -> Answer:
    text = f"BASE <{query.as_uri()}>\n{query.read_text(encoding='utf-8')}"
    return engine.run(store, text, _LIMITS)


def _store(graph: rdflib.Graph, action: rdflib.term.Node) -> Store:
    """The data of a test: as the command reads it, but where the test has named graphs."""
    files = [path_of(each) for each in graph.objects(action, _QT.data)]
    named = [path_of(each) for each in graph.objects(action, _QT.graphData)]
    if len(files) == 1 and not named and _read(files[0]):
        return graph_store(files[0], base_iri=files[0].as_uri())
    store = Store()
    for file in files:
        store.extend(Quad(*quad.triple) for quad in _read(file))
    for file in named:
        name = NamedNode(file.as_uri())
        store.extend(Quad(q.subject, q.predicate, q.object, name) for q in _read(file))
    return store


def _is_right(graph: rdflib.Graph, action: rdflib.term.Node, expected: Path) -> bool:
    store = _store(graph, action)
    query = next(graph.objects(action, _QT.query))
    answer = _asked(store, path_of(query))
    if expected.suffix == ".ttl" and answer.kind == "table":
        return _is_in_turtle(answer, expected)
    if answer.kind == "graph":
        given = [Quad(*triple) for triple in answer.triples]
        return same(given, read(expected, expected.as_uri()))
    return _is_table(answer, expected)


def _is_in_turtle(answer: Answer, expected: Path) -> bool:
    """Results in the vocabulary of result sets, as older tests have them."""
    graph = rdflib.Graph().parse(expected, format="turtle")
    wanted = []
    for solution in graph.objects(None, _RS.solution):
        bound = {
            str(graph.value(cell, _RS.variable)): to_oxigraph(next(graph.objects(cell, _RS.value)))
            for cell in graph.objects(solution, _RS.binding)
        }
        wanted.append(tuple(bound.get(name) for name in answer.columns))
    return isomorphic(_as_graph(answer.rows, answer.columns), _as_graph(wanted, answer.columns))


def _read(file: Path) -> list[Quad]:
    return read(file, file.as_uri(), required=False)


def _is_table(answer: Answer, expected: Path) -> bool:
    if expected.suffix == ".csv":
        return _csv_rows(write(answer, "csv")) == _csv_rows(expected.read_bytes())
    form = QueryResultsFormat.from_extension(expected.suffix.removeprefix("."))
    assert form is not None, expected
    wanted = parse_query_results(expected.read_bytes(), form)
    if isinstance(wanted, QueryBoolean):
        return answer.kind == "boolean" and answer.boolean == bool(wanted)
    columns = [variable.value for variable in wanted.variables]
    return set(columns) == set(answer.columns) and isomorphic(
        _as_graph(answer.rows, answer.columns), _as_graph(map(tuple, wanted), columns)
    )


def _csv_rows(data: bytes) -> list[list[tuple[str, str]]]:
    """Rows of CSV in any order, with numbers by their value and blank nodes without labels."""
    rows = csv.DictReader(data.decode().splitlines())
    return sorted(sorted((name, _csv_cell(cell)) for name, cell in row.items()) for row in rows)


def _csv_cell(cell: str) -> str:
    if cell.startswith("_:"):
        return "_:"
    try:
        return str(float(cell))
    except ValueError:
        return cell


def _as_graph(rows: Iterable[tuple[Any, ...]], columns: Sequence[str]) -> rdflib.Graph:
    """Rows as nodes without names: as often as they come, and in any order."""
    made = []
    for number, row in enumerate(rows):
        node = BlankNode(f"row{number}")  # a child process has made its own with the same dice
        made.append(Triple(node, NamedNode("x:row"), Literal("")))
        cells = zip(columns, row, strict=True)
        made += [Triple(node, NamedNode(f"x:{c}"), _by_value(v)) for c, v in cells if v is not None]
    return rdflib.Graph().parse(serialize(made, format=RdfFormat.N_TRIPLES), format="nt")


def _by_value(term: Any) -> Any:
    """A number or truth by its value: how it is written is the engine's own affair."""
    if not isinstance(term, Literal) or term.datatype.value not in _NUMBERS:
        return term
    try:
        value = _NUMBERS[term.datatype.value](term.value)
    except (ValueError, KeyError, InvalidOperation):  # ill-typed, as RDF allows
        return term
    return Literal(str(value), datatype=term.datatype)
