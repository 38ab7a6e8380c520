"""Nanopublications as TriG: each statement with its provenance, to be signed and published alone.

A nanopublication is four graphs: a head that names the others, the assertion, its provenance, and
what is known of the nanopublication itself. ``queries/export/nanopub-*.rq`` say what stands in
each. Their IRIs are those of the statement with ``/nanopub/`` behind it. Nothing here is signed,
dated or attributed to anybody, since a graph knows neither key nor clock nor author: that is added
by who publishes.

Source: the nanopublication guidelines, https://nanopub.net/guidelines/working_draft/.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby, zip_longest

from pyoxigraph import NamedNode, Triple

from whimkg.base.namespaces import contract, expand, prefix_map
from whimkg.errors import GraphError
from whimkg.export.rdf.nodes import Index, Node, Term, indexed
from whimkg.export.rdf.order import grouped
from whimkg.export.rdf.turtle import TurtleWriter
from whimkg.export.views.kgx_slots import slots
from whimkg.export.views.source import Source
from whimkg.rdf.integers import as_stated

__all__ = ["write"]

_PARTS = ("head", "assertion", "provenance", "pubinfo")
_TYPE = expand("rdf:type")
#: Prefixes that each nanopublication has for itself; no IRI begins with a blank.
_TAKEN = {"this": " this", "sub": " sub"}


def write(source: Source) -> dict[str, bytes]:
    """The nanopublications, by the IRIs of their statements.

    Raises:
        GraphError: there are no statements, or one without provenance, or one that the graph gives
            two values where one can be: signed, it would contradict itself.
    """
    declared = {
        name: iri for part in _PARTS for name, iri in source.prefixes(_question(part)).items()
    }
    prefixes = {**prefix_map(), **declared, **_TAKEN}
    writer = TurtleWriter(indexed(source.triples("nanopub-names")), prefixes)
    written = [_nanopub(writer, graphs) for graphs in _nanopubs(source)]
    if not written:
        raise GraphError(
            "the graph has no statements, so there is nothing to publish",
            remedy="give a graph whose page says something of its disease",
        )
    return {".nanopub.trig": "\n".join([writer.header(), *written]).encode()}


def _question(part: str) -> str:
    return f"nanopub-{part}"


def _nanopubs(source: Source) -> Iterator[dict[str, Index]]:
    """The graphs of each nanopublication by their names; all parts come in the same order."""
    parts = [_graphs(source, part) for part in _PARTS]
    for graphs in zip_longest(*parts, fillvalue=("", {})):
        starts = sorted(name.rpartition("/")[0] for name, _ in graphs)
        if starts[0] != starts[-1]:
            raise GraphError(
                f"the statement {next(filter(None, starts)).rpartition('/')[0]} has no provenance",
                remedy="run whimkg.validate(…), which names what statements lack",
            )
        named = dict(graphs)
        _refuse_two_values(*_about(named, starts[0]))
        yield named


def _about(graphs: dict[str, Index], start: str) -> tuple[str, Node]:
    """A statement, and what its assertion says of it."""
    statement = start.rpartition("/")[0]
    return statement, graphs[f"{start}/assertion"].get(statement, {})


def _refuse_two_values(statement: str, node: Node) -> None:
    for slot in _single():
        values = sorted({contract(term.value) or term.value for term in node.get(slot, [])})
        if len(values) > 1:
            name = slot.rpartition("/")[2]
            raise GraphError(
                f"the statement {statement} would assert that its {name} is {' and '.join(values)}",
                remedy="export apart what was built of different versions of the page;"
                " whimkg.validate(…) tells more",
            )


@cache
def _single() -> list[str]:
    """What Biolink's edges have one of."""
    return [expand(f"biolink:{slot.name}") for slot in slots("edges") if not slot.many]


def _graphs(source: Source, part: str) -> Iterator[tuple[str, Index]]:
    cells = source.cells(_question(part))
    for name, rows in groupby(cells, key=lambda row: row[0]):
        yield name.value, indexed(_triple(*row[1:]) for row in rows)


def _triple(subject: NamedNode, predicate: NamedNode, value: Term) -> Triple:
    return Triple(subject, predicate, as_stated(predicate.value, value))


def _nanopub(writer: TurtleWriter, graphs: dict[str, Index]) -> str:
    """With prefixes of its own, as is the custom: one for itself, one for what is below it."""
    iri = f"{min(graphs).rpartition('/')[0]}/"
    writer.names = {iri: "this:", **{name: f"sub:{name.removeprefix(iri)}" for name in graphs}}
    declared = f"@prefix this: <{iri}> .\n@prefix sub: <{iri}> .\n"
    return "\n".join([declared, *(_graph(writer, *graph) for graph in graphs.items())])


def _graph(writer: TurtleWriter, name: str, index: Index) -> str:
    """What the graphs are about comes first, then nodes of which only one thing is said."""
    subjects = [iri for listed in grouped(index).values() for iri in listed]
    subjects.sort(key=lambda iri: (iri not in writer.names, _TYPE in index[iri]))
    return writer.graph(name, (writer.block(iri, index[iri]) for iri in subjects))
