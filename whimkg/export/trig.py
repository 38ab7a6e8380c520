"""TriG: the named graphs apart, each laid out as in Turtle.

The graphs of a page come in the order statements, evidence, identities, description; pages come
in the order of their names; the default graph, if any, comes first.
"""

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode, Quad

from whimkg.export._order import grouped
from whimkg.export._terms import Index, Natural, indexed, natural
from whimkg.export._turtle import TurtleWriter

_GRAPHS = ("statements", "evidence", "identities", "description")


def write(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> bytes:
    """The bytes."""
    graphs = _graphs(quads)
    union = indexed(quad for part in graphs.values() for quad in part)
    writer = TurtleWriter(union, prefixes)
    order = [subject for subjects in grouped(union).values() for subject in subjects]
    blocks = [
        _graph(writer, name, indexed(graphs[name]), order) for name in sorted(graphs, key=_place)
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


def _graph(writer: TurtleWriter, name: str, index: Index, order: list[str]) -> str:
    blocks = "\n".join(writer.block(iri, index[iri]) for iri in order if iri in index)
    if not name:
        return blocks
    # Not by textwrap: it takes a line separator inside a literal for a line end.
    body = "\n".join(f"    {line}" if line else "" for line in blocks.split("\n"))
    return f"{writer.iri(name)} {{\n\n{body}\n}}\n"
