"""Turtle: the union of the graphs, laid out for a reader.

Subjects are grouped under a heading each; inside a group they stand as on the page. Only the
prefixes used are declared. After an identifier, its name in this graph follows as a comment.
"""

from collections.abc import Iterable, Mapping

from pyoxigraph import Quad

from whimkg.export._order import grouped
from whimkg.export._terms import indexed
from whimkg.export._turtle import TurtleWriter


def write(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> bytes:
    """The bytes."""
    index = indexed(quads)
    writer = TurtleWriter(index, prefixes)
    blocks = []
    for heading, subjects in grouped(index).items():
        blocks.append(f"# --- {heading} ---\n")
        blocks.extend(writer.block(subject, index[subject]) for subject in subjects)
    return "\n".join([writer.header(), *blocks]).encode()
