"""RDF that others wrote, into N-Quads on the disk, which all else reads.

Parsers of nested formats can be made to take any amount of time and memory, or to break down. So
they work in a child process with limits of both; what it leaves is flat. The parser of JSON-LD
drops triples that are none, as its standard wants it; here they are found and reported.
"""

from __future__ import annotations

import errno
import json
import re
from codecs import BOM_UTF8
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from whimkg.errors import GraphError, LimitError, OutputError
from whimkg.rdf.jsonld_context import refuse_relative_mappings
from whimkg.rdf.parsing import quads_of, relative, unreadable
from whimkg.rdf.precheck import dot_segments, has_empty_language, precheck, refuse_long_lines
from whimkg.sandbox import Worker, share_of_memory

__all__ = ["Converter", "is_flat"]

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FLAT = ("nq", "nt")
_NESTED_TERM = re.compile(rb"<<\(")  # compiled it is found twice as fast as by ``in``
#: Bytes that are looked through at once.
_CHUNK = 1 << 20
#: Seconds that any file may take, and how many bytes may take another.
_SECONDS, _BYTES = 60.0, 200_000
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|_:")
#: Keys that are named, and characters that are shown of a text.
_NAMED, _SHOWN = 5, 60
_ODD = (BlankNode, Triple)
_MARKUP = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral")
#: A declaration of a namespace that comes again in the same tag.
_TWICE = re.compile(r"""( xmlns(?::[\w.-]+)?="[^"<]*")(?=(?: [^\s"<>=]+="[^"<]*")*\1[ />])""")
#: A segment of an IRI's path that stands for its own folder or the one above.
_DOTS = re.compile(rb"<([A-Za-z][\w+.-]*:[^<>\s\"?#]*/\.\.?(?:[/?#][^<>\s\"]*)?)>")


class Converter:
    """A child process that converts one file after the other; it ends with ``close``."""

    def __init__(self) -> None:
        """Nothing is started yet."""
        self._worker = Worker(_work, share_of_memory(), opens=True)

    def convert(self, source: Path, target: Path, format_name: str, base_iri: str) -> list[str]:
        """Write a file anew as N-Quads.

        Args:
            source: the file.
            target: the file to be.
            format_name: the source's format.
            base_iri: what relative IRIs are resolved against; empty: they are refused.

        Returns:
            What the reader ought to know of how the file was read.

        Raises:
            GraphError: it is no RDF of its format, or some of it would be lost, or it takes more
                time or memory than any file of its size that is meant.
            OSError: one of the files cannot be opened.
            OutputError: there is no room for the target.
        """
        job = _Conversion(str(source), str(target), format_name, base_iri)
        seconds = _SECONDS + source.stat().st_size / _BYTES
        try:
            found: list[str] = json.loads(self._worker.ask(json.dumps(job).encode(), seconds))
        except LimitError as error:
            raise GraphError(
                f"it cannot be read: {error.problem}",
                remedy="write the graph in another format, such as N-Triples",
            ) from None
        return found

    def close(self) -> None:
        """End the process."""
        self._worker.close()


def is_flat(path: Path, format_name: str) -> bool:
    """Whether a file is lines of N-Quads or N-Triples whose terms hold no others, and no more.

    A byte-order mark, for one, the engine takes for text.

    Raises:
        OSError: it cannot be read.
    """
    if format_name not in _FLAT:
        return False
    before = b""
    with path.open("rb") as file:  # mapped, all that is looked at would count as memory in use
        if file.read(len(BOM_UTF8)) == BOM_UTF8:
            return False
        file.seek(0)
        while chunk := file.read(_CHUNK):
            if _NESTED_TERM.search(chunk) or _NESTED_TERM.search(before + chunk[:2]):
                return False
            before = chunk[-2:]
    return True


class _Conversion(NamedTuple):
    source: str
    target: str
    format: str
    base_iri: str


def _work(request: bytes) -> bytes:
    """Convert a file; runs in the child."""
    job = _Conversion(*json.loads(request))
    try:
        return json.dumps(_converted(job)).encode()
    except OSError as error:
        if error.errno in _FULL:
            raise OutputError(
                "no room for temporary files",
                where=str(Path(job.target).parent),
                remedy="free some space, or name another folder in TMPDIR",
            ) from error
        raise unreadable("", error) from error


def _converted(job: _Conversion) -> list[str]:
    source, target = Path(job.source), Path(job.target)
    form = RdfFormat.from_extension(job.format)
    assert form is not None  # noqa: S101  # a block has a known format
    notes = precheck(source, job.format)
    if form == RdfFormat.JSON_LD:
        try:
            return _from_jsonld(source, target, job.base_iri)
        except GraphError:
            refuse_relative_mappings(source, job.base_iri)
            raise
    _write(source, target, form, job.base_iri)
    dotted = _dotted(target)
    if dotted:
        notes.append(f"IRIs with dot segments, such as <{dotted}>, are left as they are")
    return notes


def _from_jsonld(source: Path, target: Path, base_iri: str) -> list[str]:
    number = _write(source, target, RdfFormat.JSON_LD, base_iri)
    if dotted := _dotted(target):
        raise dot_segments(dotted)
    notes = _dropped(source, base_iri, number)
    if notes:
        refuse_relative_mappings(source, base_iri)
    return notes


def _write(source: Path, target: Path, form: RdfFormat, base_iri: str) -> int:
    """Write a file anew as N-Quads, and count them."""
    written = _Counted()
    with source.open("rb") as file, target.open("wb") as output:
        if form == RdfFormat.RDF_XML and has_empty_language(file):
            unchecked = quads_of(file, form, base_iri, lenient=True)
            quads: Iterable[Quad] = map(_without_empty_language, unchecked)
        else:
            quads = quads_of(file, form, base_iri)
        serialize(written.passed(quads, form), output, format=RdfFormat.N_QUADS)
    refuse_long_lines(target)
    return written.number


class _Counted:
    """How many quads have passed, with blank nodes numbered as they come: the same each time."""

    def __init__(self) -> None:
        self.number = 0
        self._blank: defaultdict[str, BlankNode] = defaultdict(
            lambda: BlankNode(f"b{len(self._blank)}")
        )

    def passed(self, quads: Iterable[Quad], form: RdfFormat) -> Iterator[Quad]:
        directed, markup = form == RdfFormat.JSON_LD, form == RdfFormat.RDF_XML
        for self.number, quad in enumerate(quads, 1):
            if directed and isinstance(quad.object, Literal) and quad.object.direction:
                raise GraphError(
                    f"the text {_short(quad.object.value)!r} has a base direction, which the RDF"
                    " of JSON-LD 1.1 has not",
                    remedy="leave out @direction, or write the graph as Turtle 1.2",
                )
            whole = _well_formed(quad) if markup else quad
            blank = any(isinstance(term, _ODD) for term in whole)
            yield Quad(*map(self._numbered, whole)) if blank else whole

    def _numbered(self, term: Any) -> Any:
        if isinstance(term, BlankNode):
            return self._blank[term.value]
        if isinstance(term, Triple):
            return Triple(*map(self._numbered, term))
        return term


def _well_formed(quad: Quad) -> Quad:
    """A quad whose text of XML is one: the engine declares namespaces twice.

    Raises:
        GraphError: it is none.
    """
    term = quad.object
    if not isinstance(term, Literal) or term.datatype != _MARKUP:
        return quad
    text = _TWICE.sub("", term.value)
    try:
        ParserCreate().Parse(f"<x>{text}</x>", True)
    except ExpatError as error:
        raise GraphError(
            f"the text {_short(text)!r} would be no XML any more: {error}",
            remedy="declare its namespaces at the root of the file, or write it as plain text",
        ) from error
    return Quad(quad.subject, quad.predicate, Literal(text, datatype=_MARKUP), quad.graph_name)


def _dotted(path: Path) -> str:
    """An IRI with dot segments in a file of lines, if there is one."""
    with path.open("rb") as file:
        while lines := file.readlines(_CHUNK):
            if found := _DOTS.search(b"".join(lines)):
                return found[1].decode(errors="replace")
    return ""


def _dropped(source: Path, base_iri: str, number: int) -> list[str]:
    """What to say of triples that the parser of JSON-LD has dropped.

    Without its checks, it gives them all.

    Raises:
        GraphError: one of them is meant as a triple: an IRI or a language tag is malformed.
    """
    if sum(1 for _ in _unchecked(source, base_iri)) == number:
        return []
    keys: Counter[str] = Counter()
    for quad in _unchecked(source, base_iri):
        key = quad.predicate.value
        if ":" in key:
            _refuse_malformed(quad)
        else:
            keys[key] += 1
    if not keys:
        raise GraphError("two ways to read it give different numbers of triples")
    named = ", ".join(sorted(keys)[:_NAMED]) + (", …" if len(keys) > _NAMED else "")
    return [f"{sum(keys.values())} values are passed over, whose keys no @context defines: {named}"]


def _unchecked(source: Path, base_iri: str) -> Iterator[Quad]:
    with source.open("rb") as file:
        yield from quads_of(file, RdfFormat.JSON_LD, base_iri, lenient=True)


def _without_empty_language(quad: Quad) -> Quad:
    """A quad of RDF/XML with ``xml:lang=""``, which the engine reads only if it checks nothing."""
    term = quad.object
    if isinstance(term, Literal) and term.language == "":
        quad = Quad(quad.subject, quad.predicate, Literal(term.value), quad.graph_name)
    _refuse_malformed(quad)
    return quad


def _refuse_malformed(quad: Quad | Triple) -> None:
    for term in quad:
        if isinstance(term, Triple):
            _refuse_malformed(term)
        if isinstance(term, Literal):
            _check_language(term)
            _check_iri(term.datatype.value)
        elif isinstance(term, NamedNode):
            _check_iri(term.value)


def _check_language(literal: Literal) -> None:
    try:
        if literal.language is not None:
            Literal("", language=literal.language)
    except ValueError as error:
        raise GraphError(
            f"{literal.language!r}, of the text {_short(literal.value)!r}, is no language tag",
            remedy="write it as in en or en-GB, or leave it out",
        ) from error


def _check_iri(iri: str) -> None:
    try:
        NamedNode(iri)
    except ValueError as error:
        if not _SCHEME.match(iri):
            raise relative(f"<{_short(iri)}>", RdfFormat.JSON_LD) from error
        raise GraphError(
            f"<{_short(iri)}> is no IRI: {error}", remedy="escape what may not stand in an IRI"
        ) from error


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
