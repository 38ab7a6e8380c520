"""TriG: the named graphs apart, each laid out as in Turtle.

The graphs of a page come in the order statements, evidence, identities, description; pages come
in the order of their names; the default graph, if any, comes first.
"""

from collections.abc import Iterator

from whimkg.export.rdf.content import Content
from whimkg.export.rdf.document import Document
from whimkg.export.rdf.turtle import TurtleWriter, write_documents

__all__ = ["write"]


def write(content: Content) -> Iterator[bytes]:
    """The bytes, a page at a time."""
    return write_documents(content, _graphs)


def _graphs(document: Document, writer: TurtleWriter) -> Iterator[str]:
    for name, index in document.graphs():
        blocks = (writer.block(iri, node) for iri, node in index.items())
        if name:
            yield f"\n{writer.graph(name, blocks)}"
        else:
            yield from (f"\n{block}" for block in blocks)
