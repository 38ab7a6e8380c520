"""N-Triples: the union of the graphs, one distinct triple a line, lines sorted by their bytes."""

from pyoxigraph import RdfFormat, serialize

from whimkg.export._document import Document

__all__ = ["write"]


def write(document: Document) -> bytes:
    """The bytes."""
    triples = {quad.triple for quad in document.quads}
    written = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    return b"".join(sorted(written.splitlines(keepends=True)))
