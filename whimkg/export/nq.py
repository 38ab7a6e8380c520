"""N-Quads: one quad a line, lines sorted by their bytes.

This is the canonical form: as there are no blank nodes, equal datasets have equal files, and the
SHA-256 of the file is a digest of the dataset (W3C RDF Dataset Canonicalization says the same).
"""

from collections.abc import Iterable, Mapping

from pyoxigraph import Quad, RdfFormat, serialize


def write(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> bytes:
    """The bytes; the format knows no prefixes."""
    del prefixes
    written = serialize(quads, format=RdfFormat.N_QUADS) or b""
    return b"".join(sorted(written.splitlines(keepends=True)))
