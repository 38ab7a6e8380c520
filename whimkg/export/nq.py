"""N-Quads: one quad a line, lines sorted by their bytes.

This is the canonical form: as there are no blank nodes, equal datasets have equal files, and the
SHA-256 of the file is a digest of the dataset (W3C RDF Dataset Canonicalization says the same).
"""

from pyoxigraph import RdfFormat, serialize

from whimkg.export._document import Document

__all__ = ["write"]


def write(document: Document) -> bytes:
    """The bytes."""
    written = serialize(document.quads, format=RdfFormat.N_QUADS) or b""
    return b"".join(sorted(written.splitlines(keepends=True)))
