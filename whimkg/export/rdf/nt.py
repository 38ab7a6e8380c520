"""N-Triples: the union of the graphs, one distinct triple a line, lines sorted by their bytes."""

from collections.abc import Iterator

from whimkg.export.rdf.content import Content

__all__ = ["write"]


def write(content: Content) -> Iterator[bytes]:
    """The bytes, in pieces."""
    return content.triples()
