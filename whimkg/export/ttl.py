"""Turtle: the union of the graphs, laid out for a reader.

Subjects are grouped under a heading each; inside a group they stand as on the page. Only the
prefixes used are declared. After an identifier, its name in this graph follows as a comment.
"""

from whimkg.export._document import Document
from whimkg.export._turtle import TurtleWriter

__all__ = ["write"]


def write(document: Document) -> bytes:
    """The bytes."""
    index = document.index
    writer = TurtleWriter(index, document.prefixes)
    blocks = []
    for heading, subjects in document.groups.items():
        blocks.append(f"# --- {heading} ---\n")
        blocks.extend(writer.block(subject, index[subject]) for subject in subjects)
    return "\n".join([writer.header(), *blocks]).encode()
