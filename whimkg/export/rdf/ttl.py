"""Turtle: the union of the graphs, laid out for a reader.

Subjects are grouped under a heading each; inside a group they stand as on the page. Only the
prefixes used are declared. After an identifier, its name in this graph follows as a comment.
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
    return headed(writer.header, _blocks(content, writer))


def _blocks(content: Content, writer: TurtleWriter) -> Iterator[str]:
    for heading, nodes in groupby(content.nodes(), key=lambda placed: placed.where):
        yield f"\n# --- {heading} ---\n"
        for placed in nodes:
            yield f"\n{writer.block(placed.iri, placed.node)}"
