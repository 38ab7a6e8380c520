"""Bytes to quads, by pyoxigraph; the only place where its parse errors are translated."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from whimkg.errors import GraphError, UnknownNameError
from whimkg.export._unfolding import refuse_unfolding

__all__ = ["parsed", "read", "streamed"]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_KNOWN = ("jsonld", "n3", "nq", "nt", "rdf", "trig", "ttl", "xml")
_FORMATS = {name: form for name in _KNOWN if (form := RdfFormat.from_extension(name))}


def read(data: bytes, format_name_or_suffix: str) -> list[Quad]:
    """The quads of a file; see ``whimkg.export.read_quads``."""
    found = RdfFormat.from_extension(format_name_or_suffix.removeprefix(".").lower())
    if found is None:
        raise UnknownNameError(
            f"no reader for {format_name_or_suffix!r}", remedy=f"known are {', '.join(_KNOWN)}"
        )
    quads = parsed(data, found)
    if not quads:
        raise _empty(found)
    return quads


def _empty(rdf_format: RdfFormat) -> GraphError:
    return GraphError(f"the {rdf_format.name} holds no triples")


def parsed(data: bytes, rdf_format: RdfFormat, first_line: int = 1) -> list[Quad]:
    """The quads of some lines, of which the first has a number in its file."""
    if rdf_format == RdfFormat.RDF_XML:
        refuse_unfolding(data)
    try:
        return list(parse(data.removeprefix(_BYTE_ORDER_MARK), format=rdf_format))
    except SyntaxError as error:
        raise _translated(error, rdf_format, first_line) from error


def streamed(path: Path, format_name: str, *, required: bool = False) -> Iterator[Quad]:
    """The quads of a file in a known format, one by one.

    Raises:
        GraphError: it is no RDF of this format, with line and column; or it holds no triples, and
            some are required.
    """
    rdf_format = _FORMATS[format_name]
    with path.open("rb") as file:
        if file.read(len(_BYTE_ORDER_MARK)) != _BYTE_ORDER_MARK:
            file.seek(0)
        try:
            quads = parse(file, format=rdf_format)
            if required:
                yield _first(quads, rdf_format)
            yield from quads
        except SyntaxError as error:
            raise _translated(error, rdf_format) from error


def _first(quads: Iterator[Quad], rdf_format: RdfFormat) -> Quad:
    for quad in quads:
        return quad
    raise _empty(rdf_format)


def _translated(error: SyntaxError, rdf_format: RdfFormat, first_line: int = 1) -> GraphError:
    place = _place(error, first_line)
    if "remote context" in str(error.msg):  # the engine, too, fetches none
        return GraphError(
            "its @context stands elsewhere, and whimkg fetches no context",
            where=place,
            remedy="write the context itself into the file, or convert the file to another format",
        )
    return GraphError(f"no {rdf_format.name}: {error.msg}", where=place)


def _place(error: SyntaxError, first_line: int) -> str:
    if error.lineno is None:  # some XML errors have no position
        return ""
    return f"line {error.lineno + first_line - 1}, column {error.offset}"
