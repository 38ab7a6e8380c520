"""TriG: the named graphs apart, each laid out as in Turtle.

The graphs of a page come in the order statements, evidence, identities, description; pages come
in the order of their names; the default graph, if any, comes first.
"""

from collections.abc import Iterator
from itertools import groupby

from whimkg.export.rdf._spooling import headed
from whimkg.export.rdf.content import Content
from whimkg.export.rdf.turtle import TurtleWriter

__all__ = ["write"]


def write(content: Content) -> Iterator[bytes]:
    """The bytes, in pieces."""
    writer = TurtleWriter(content.names, content.prefixes)
    return headed(writer.header, _graphs(content, writer))


def _graphs(content: Content, writer: TurtleWriter) -> Iterator[str]:
    for name, nodes in groupby(content.by_graph(), key=lambda placed: placed.where):
        blocks = (writer.block(placed.iri, placed.node) for placed in nodes)
        if name:
            yield "\n"
            yield from writer.graph_parts(name, blocks)
        else:
            yield from (f"\n{block}" for block in blocks)
