"""Bytes to quads, by pyoxigraph; the only place where its parse errors are translated."""

import errno
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import Quad, RdfFormat, parse

from whimkg.errors import GraphError, UnknownNameError
from whimkg.rdf.precheck import refuse_unfolding, too_long

__all__ = [
    "FORMATS",
    "NO_TRIPLES",
    "parsed",
    "quads_of",
    "quads_of_file",
    "read_quads",
    "relative",
    "unreadable",
]

NO_TRIPLES = "it holds no triples"
_KNOWN = ("jsonld", "n3", "nq", "nt", "rdf", "trig", "ttl", "xml")
FORMATS = {name: form for name in _KNOWN if (form := RdfFormat.from_extension(name))}
#: Formats whose IRIs stand as they are.
_ABSOLUTE = (RdfFormat.N_QUADS, RdfFormat.N_TRIPLES)


def read_quads(data: bytes, format_name_or_suffix: str) -> list[Quad]:
    """Reads a graph back, in the order of the file.

    Args:
        data: the file's bytes, in UTF-8, with or without a byte-order mark.
        format_name_or_suffix: a format's name or a file name's ending, with or without its dot.

    Raises:
        UnknownNameError: no reader for this format.
        GraphError: the data is no RDF of this format (with line and column), holds no triples,
            has a JSON-LD context that would have to be fetched, or entities of XML that unfold
            into long texts.
    """
    found = RdfFormat.from_extension(format_name_or_suffix.removeprefix(".").lower())
    if found is None:
        raise UnknownNameError(
            f"no reader for {format_name_or_suffix!r}", remedy=f"known are {', '.join(_KNOWN)}"
        )
    quads = parsed(data, found)
    if not quads:
        raise GraphError(NO_TRIPLES)
    return quads


def parsed(data: bytes, rdf_format: RdfFormat, first_line: int = 1) -> list[Quad]:
    """The quads of some lines, of which the first has a number in its file."""
    if rdf_format == RdfFormat.RDF_XML:
        refuse_unfolding(BytesIO(data))
    return list(quads_of(BytesIO(data), rdf_format, first_line=first_line))


def quads_of_file(path: Path, format_name: str, *, required: bool = False) -> Iterator[Quad]:
    """The quads of a file in a known format, one by one.

    Raises:
        GraphError: it is no RDF of this format, with line and column; or it holds no triples, and
            some are required.
    """
    rdf_format = FORMATS[format_name]
    with path.open("rb") as file:
        quads = quads_of(file, rdf_format)
        if required:
            yield _first(quads)
        yield from quads


def quads_of(
    file: BinaryIO,
    rdf_format: RdfFormat,
    base_iri: str = "",
    *,
    first_line: int = 1,
    lenient: bool = False,
) -> Iterator[Quad]:
    """The quads of a file, one by one.

    Args:
        file: a file, with or without a byte-order mark.
        rdf_format: its format.
        base_iri: what relative IRIs are resolved against; without, they are an error.
        first_line: the number of the first line.
        lenient: whether to leave terms unchecked.

    Raises:
        GraphError: it is no RDF of this format, with line and column.
    """
    file.seek(0)
    if file.read(len(BOM_UTF8)) != BOM_UTF8:
        file.seek(0)
    try:
        yield from parse(file, format=rdf_format, base_iri=base_iri or None, lenient=lenient)
    except SyntaxError as error:
        raise _translated(error, rdf_format, first_line, file) from error
    except MemoryError as error:
        raise too_long() from error


def _first(quads: Iterator[Quad]) -> Quad:
    for quad in quads:
        return quad
    raise GraphError(NO_TRIPLES)


def _translated(
    error: SyntaxError, rdf_format: RdfFormat, first_line: int, file: BinaryIO
) -> GraphError:
    place = _place(error, first_line)
    if "remote context" in str(error.msg):  # the engine, too, fetches none
        return GraphError(
            "its @context stands elsewhere, and whimkg fetches no context",
            where=place,
            remedy="write the context itself into the file, or convert the file to another format",
        )
    if "No scheme found" in str(error.msg):
        return relative(_named(error, file), rdf_format, place)
    remedy = "save it in UTF-8" if "UTF-8" in str(error.msg) else ""
    return GraphError(f"no {rdf_format.name}: {error.msg}", where=place, remedy=remedy)


def _named(error: SyntaxError, file: BinaryIO) -> str:
    """What an error is about: as it says itself, or as it stands in the file."""
    if found := re.search(r"IRI '([^']*)'", str(error.msg)):
        return f"<{found[1]}>"
    file.seek(0)
    line = next(islice(file, (error.lineno or 1) - 1, None), b"").decode(errors="replace")
    return line[(error.offset or 1) - 1 : (error.end_offset or 1) - 1].strip() or "one of its IRIs"


def relative(name: str, rdf_format: RdfFormat, place: str = "") -> GraphError:
    """A relative IRI where nothing says to what."""
    if rdf_format in _ABSOLUTE:
        return GraphError(
            f"{name} is a relative IRI, which {rdf_format.name} does not have",
            where=place,
            remedy="write the IRI in full",
        )
    return GraphError(
        f"{name} is a relative IRI, and the file does not say to what",
        where=place,
        remedy="say it with base_iri=…: the address that the file has or will have",
    )


def _place(error: SyntaxError, first_line: int) -> str:
    if error.lineno is None:  # some XML errors have no position
        return ""
    return f"line {error.lineno + first_line - 1}, column {error.offset}"


def unreadable(origin: str, error: OSError, remedy: str = "give an RDF file") -> GraphError:
    """A file that the system does not give us."""
    if isinstance(error, FileNotFoundError):
        return GraphError("no such file", where=origin, remedy=remedy)
    if error.errno == errno.EMFILE:
        remedy = "allow more open files, as with ulimit -n 256"
    return GraphError(f"cannot be read: {error.strerror}", where=origin, remedy=remedy)
