"""Bytes to quads, by pyoxigraph; the only place where its parse errors are translated."""

from pyoxigraph import Quad, RdfFormat, parse

from whimkg.errors import GraphError, UnknownNameError

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_KNOWN = ("jsonld", "n3", "nq", "nt", "rdf", "trig", "ttl", "xml")


def read(data: bytes, format_name_or_suffix: str) -> list[Quad]:
    """The quads of a file; see ``whimkg.export.read_quads``."""
    found = RdfFormat.from_extension(format_name_or_suffix.removeprefix(".").lower())
    if found is None:
        raise UnknownNameError(
            f"no reader for {format_name_or_suffix!r}", remedy=f"known are {', '.join(_KNOWN)}"
        )
    quads = _parsed(data.removeprefix(_BYTE_ORDER_MARK), found)
    if not quads:
        raise GraphError(f"the {found.name} holds no triples")
    return quads


def _parsed(data: bytes, rdf_format: RdfFormat) -> list[Quad]:
    try:
        return list(parse(data, format=rdf_format))
    except SyntaxError as error:
        raise GraphError(f"no {rdf_format.name}: {error.msg}", where=_place(error)) from error


def _place(error: SyntaxError) -> str:
    if error.lineno is None:  # some XML errors have no position
        return ""
    return f"line {error.lineno}, column {error.offset}"
