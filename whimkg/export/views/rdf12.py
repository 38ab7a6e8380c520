"""RDF 1.2 as Turtle 1.2: a statement is a triple with a reifier, laid out as Turtle is.

Everything stands in it that stands in the graph, but for what a reifier says by itself:
``queries/export/rdf12.rq`` tells which triples that replaces. The statement keeps its IRI and
annotates its triple; where the graph does not hold that triple, it only reifies it, so that
nothing is stated that the graph does not state.

Source: RDF 1.2 Turtle, https://www.w3.org/TR/rdf12-turtle/.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from pyoxigraph import NamedNode, Triple

from whimkg.base.namespaces import expand, prefix_map
from whimkg.export.rdf.content import SmallContent
from whimkg.export.rdf.nodes import Index, Node, Term
from whimkg.export.rdf.turtle import TurtleWriter
from whimkg.export.views.source import Source

__all__ = ["write"]

_VERSION = 'VERSION "1.2"\n'
_REIFIES = expand("rdf:reifies")


class _Reified(NamedTuple):
    """A triple that a reifier speaks of."""

    subject: str
    predicate: str
    object: Term


def write(source: Source) -> dict[str, bytes]:
    """The union of the graphs."""
    (document,) = SmallContent(source.quads(), prefix_map()).documents()
    index, groups = document.index, document.groups
    statement, replaced = _reified(source)
    stated = {each for each in statement.values() if _states(index, each)}
    for each in (*replaced, *stated):
        _remove(index, each)
    writer = _Writer(index, document.prefixes)
    blocks = []
    for heading, subjects in groups.items():
        blocks.append(f"# --- {heading} ---\n")
        for iri in subjects:
            if iri in statement:
                write_one = writer.annotation if statement[iri] in stated else writer.reification
                blocks.append(write_one(iri, statement[iri], index[iri]))
            elif index[iri]:
                blocks.append(writer.block(iri, index[iri]))
    return {".rdf12.ttl": "\n".join([_VERSION + writer.header(), *blocks]).encode()}


def _reified(source: Source) -> tuple[dict[str, _Reified], list[_Reified]]:
    """What each reifier says, and the triples that this replaces."""
    statement, replaced = {}, []
    for triple in source.triples("rdf12"):
        if isinstance(triple.object, Triple):
            statement[_plain(triple).subject] = _plain(triple.object)
        else:
            replaced.append(_plain(triple))
    return statement, replaced


def _plain(triple: Any) -> _Reified:
    """Any, since the types of pyoxigraph allow nodes that no graph of ours has."""
    return _Reified(triple.subject.value, triple.predicate.value, triple.object)


def _states(index: Index, statement: _Reified) -> bool:
    return statement.object in index.get(statement.subject, {}).get(statement.predicate, [])


def _remove(index: Index, statement: _Reified) -> None:
    node = index[statement.subject]
    node[statement.predicate].remove(statement.object)
    if not node[statement.predicate]:
        del node[statement.predicate]


class _Writer(TurtleWriter):
    """Turtle, and the two ways in which a reifier stands there."""

    def annotation(self, reifier: str, statement: _Reified, node: Node) -> str:
        """The triple on two lines, since each end has its name as a comment, then its reifier."""
        subject = f"{self.iri(statement.subject)}{self.note(NamedNode(statement.subject))}"
        object_ = f"{self.term(statement.object)}{self.note(statement.object)}"
        about = "".join(f"        {line}" for line in self.lines(node, ""))
        return (
            f"{subject}\n    {self.iri(statement.predicate)} {object_}\n    ~ {self.iri(reifier)}"
            + (f" {{|\n{about}    |}} .\n" if about else " .\n")
        )

    def reification(self, reifier: str, statement: _Reified, node: Node) -> str:
        """A node like any other, of which one triple has a triple as its object."""
        subject, predicate = self.iri(statement.subject), self.iri(statement.predicate)
        triple = f"{subject} {predicate} {self.term(statement.object)}"
        end = " ;" if node else " ."
        reified = f"{self.iri(_REIFIES)} <<( {triple} )>>{end}\n"
        return f"{self.iri(reifier)} " + "    ".join([reified, *self.lines(node, " .")])
