"""Turtle: the union of the graphs, laid out for a reader.

Subjects are grouped under a heading each; inside a group they stand as on the page. Only the
prefixes used are declared. After an identifier, its name in this graph follows as a comment.
"""

from collections.abc import Iterator

from whimkg.export.rdf.content import Content
from whimkg.export.rdf.document import Document
from whimkg.export.rdf.turtle import TurtleWriter, write_documents

__all__ = ["write"]


def write(content: Content) -> Iterator[bytes]:
    """The bytes, a page at a time."""
    return write_documents(content, _blocks)


def _blocks(document: Document, writer: TurtleWriter) -> Iterator[str]:
    for heading, subjects in document.groups.items():
        yield f"\n# --- {heading} ---\n"
        for iri in subjects:
            yield f"\n{writer.block(iri, document.index[iri])}"
