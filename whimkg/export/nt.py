"""N-Triples: the union of the graphs, one distinct triple a line, lines sorted by their bytes."""

from collections.abc import Iterable, Mapping

from pyoxigraph import Quad, RdfFormat, serialize


def write(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> bytes:
    """The bytes; the format knows no prefixes."""
    del prefixes
    triples = {quad.triple for quad in quads}
    written = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    return b"".join(sorted(written.splitlines(keepends=True)))
