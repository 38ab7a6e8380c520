"""TriG: the named graphs apart, each laid out as in Turtle.

The graphs of a page come in the order statements, evidence, identities, description; pages come
in the order of their names; the default graph, if any, comes first.
"""

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from whimkg.export._document import Document
from whimkg.export._terms import Index, Natural, indexed, natural
from whimkg.export._turtle import TurtleWriter

__all__ = ["write"]

_GRAPHS = ("statements", "evidence", "identities", "description")


def write(document: Document) -> bytes:
    """The bytes."""
    writer = TurtleWriter(document.index, document.prefixes)
    ranks = {subject: rank for rank, subject in enumerate(document.subjects)}
    graphs = _graphs(document.quads)
    blocks = [
        _graph(writer, name, indexed(graphs[name]), ranks) for name in sorted(graphs, key=_place)
    ]
    return "\n".join([writer.header(), *blocks]).encode()


def _graphs(quads: Iterable[Quad]) -> dict[str, list[Quad]]:
    """Graph name to quads; the default graph's name is empty."""
    graphs: dict[str, list[Quad]] = {}
    for quad in quads:
        name = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
        graphs.setdefault(name, []).append(quad)
    return graphs


def _place(name: str) -> tuple[Natural, int, Natural]:
    page, _, part = name.rpartition("/")
    rank = _GRAPHS.index(part) if part in _GRAPHS else len(_GRAPHS)
    return natural(page), rank, natural(name)


def _graph(writer: TurtleWriter, name: str, index: Index, ranks: dict[str, int]) -> str:
    blocks = [writer.block(iri, index[iri]) for iri in sorted(index, key=ranks.__getitem__)]
    return writer.graph(name, blocks) if name else "\n".join(blocks)
