"""N-Quads: one quad a line, lines sorted by their bytes.

This is the canonical form: as there are no blank nodes, equal datasets have equal files, and the
SHA-256 of the file is a digest of the dataset (W3C RDF Dataset Canonicalization says the same).
"""

from collections.abc import Iterator

from whimkg.export.rdf.content import Content

__all__ = ["write"]


def write(content: Content) -> Iterator[bytes]:
    """The bytes, in pieces."""
    return content.quads()
