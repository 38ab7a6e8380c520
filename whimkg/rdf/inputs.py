"""What a user names as graphs (files, folders, stores, ``-``, addresses), page by page.

A file may hold many pages: then the names of its graphs are ``…/graph/<page>/<part>``. N-Quads of
many pages are never read as a whole. One pass finds out which lines belong to which page; each page
is read from the file when its turn comes, in whatever process that is.
"""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn
from urllib.parse import quote, urljoin, urlsplit

from whimkg.base.log import logger
from whimkg.errors import GraphError, GraphWarning, WhimkgError
from whimkg.rdf.disk_store import is_store, write_stored
from whimkg.rdf.pages import Stretch, by_page, read_page, stretches
from whimkg.rdf.parsing import unreadable
from whimkg.rdf.syntaxes import SYNTAXES
from whimkg.source.addresses import redacted_url, scheme
from whimkg.source.paths import is_folder, is_stream

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from whimkg.rdf.converting import Converter

__all__ = ["Block", "blocks", "files"]

_log = logger(__name__)
_SUFFIXES = {row.suffix: row.name for row in SYNTAXES.values()}
_MEDIA_TYPES = {row.media_type: row.name for row in SYNTAXES.values()}
#: Names for RDF that say too little: the address must end as a file of RDF does.
_VAGUE = ("text/plain", "application/octet-stream", "application/json", "application/xml")
#: Endings that no writer of ours uses, and their formats as the reader calls them.
_OTHERS = {".n3": "n3", ".xml": "xml", ".owl": "rdf", ".json-ld": "jsonld", ".ntriples": "nt"}
#: A corpus; see ``quad_dataset``.
_DATASET = "parquet"
_FORMATS = {**_SUFFIXES, **_OTHERS, f".{_DATASET}": _DATASET}
_PACKED = (".gz", ".bz2", ".xz", ".zst", ".zip", ".7z", ".tar", ".tgz")
#: Stores of property graphs by the endings of their names, which ``whimkg.stores`` has, too.
_PROPERTY_GRAPHS = {".duckdb": "DuckDB", ".lbug": "Ladybug"}
#: Bytes of a graph that is fetched, and seconds that it may take.
_LARGEST, _LONGEST = 500_000_000, 600.0


class _Options(NamedTuple):
    """What the user says of all files: a format's name and an IRI, each empty if unsaid."""

    format: str = ""
    base_iri: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A file, or the part of it that is one page's; light enough to be sent to another process.

    Attributes:
        origin: how the user named the file, for messages.
        path: where its bytes lie.
        format: a format's name.
        page: the page's short name; empty where the whole file is meant.
        lines: where in the file the page's lines are; empty for the whole file.
        base_iri: what relative IRIs in it are resolved against; empty if nothing says that.
        error: why it cannot be read, if that is known already.
    """

    origin: str
    path: Path
    format: str
    page: str = ""
    lines: tuple[Stretch, ...] = ()
    base_iri: str = ""
    error: WhimkgError | None = None

    def quads(self, *, required: bool = False) -> Iterator[Quad]:
        """The quads of a file in its order; it is never in memory as a whole.

        Args:
            required: whether a file without triples is an error.

        Raises:
            GraphError: it cannot be read, is no RDF of its format (with line and column), or holds
                no triples that are required.
        """
        from whimkg.rdf.parsing import quads_of_file

        with self._located_errors():
            yield from quads_of_file(self.path, self.format, required=required)

    def require_triples(self) -> None:
        """See that a file holds a triple.

        Raises:
            GraphError: it holds none, or cannot be read.
        """
        next(self.quads(required=True))

    def graphs(self) -> Iterator[tuple[str, list[Quad]]]:
        """The short name and the quads of each page; the name is empty if the file names none.

        Raises:
            GraphError: the file cannot be read, is no RDF of its format (with line and column), or
                holds no triples.
        """
        from whimkg.rdf.parsing import read_quads

        if self.error:
            raise self.error
        with self._located_errors():
            if self.lines:
                found = {self.page: read_page(self.path, self.lines)}
            else:
                found = by_page(read_quads(self.path.read_bytes(), self.format))
        yield from found.items()

    @contextmanager
    def _located_errors(self) -> Iterator[None]:
        try:
            yield
        except GraphError as error:
            raise error.at(self.origin) from error
        except OSError as error:
            raise unreadable(self.origin, error) from error


def blocks(
    graphs: Iterable[str | Path], spool: Path, *, format_name: str = "", base_iri: str = ""
) -> Iterator[Block]:
    """What a user names as graphs, page by page, in order; none is read before its turn.

    Args:
        graphs: files, folders (all files of RDF in and below them), stores on the disk, http(s)
            addresses, or ``-``.
        spool: a folder for what is no file of lines yet; it must last as long as the blocks.
        format_name: a key of ``SYNTAXES``; by default the ending of a name says it.
        base_iri: what relative IRIs are resolved against; default the address that a file was
            fetched from. Other files have none, since where a file lies is no part of its graph.

    What is not N-Quads or N-Triples is converted to N-Quads first, by a process with limits of time
    and memory; a ``GraphWarning`` tells what its standard wants passed over. The pages of a store
    come by name.

    Raises:
        GraphError: a file or store cannot be read, is no RDF, its format is not known, an IRI is
            relative to nothing, or a folder holds no graph.
        SourceError: an address could not be had.
        OSError: there is no room for what a store holds.
    """
    options = _Options(format_name, base_iri)
    for whole in _convert_all(_resolve(graphs, spool, options), spool):
        yield from _pages(whole)


def files(
    graphs: Iterable[str | Path], spool: Path, *, format_name: str = "", base_iri: str = ""
) -> Iterator[Block]:
    """As ``blocks``, but files with all their pages; what is wrong with one is raised."""
    options = _Options(format_name, base_iri)
    for block in _convert_all(_resolve(graphs, spool, options), spool):
        if block.error:
            raise block.error
        yield block


def _convert_all(found: Iterable[Block], spool: Path) -> Iterator[Block]:
    """Files as lines of N-Quads or N-Triples: themselves, or what they were converted to."""
    from whimkg.rdf.converting import Converter

    known: dict[Path, Block] = {}
    with closing(Converter()) as converter:
        for number, block in enumerate(found):
            if block.path not in known:
                known[block.path] = _as_lines(block, spool / f"{number}.nq", converter)
            yield known[block.path]


def _as_lines(block: Block, target: Path, converter: Converter) -> Block:
    from whimkg.rdf.converting import is_flat
    from whimkg.rdf.precheck import refuse_long_lines
    from whimkg.rdf.sniffing import refuse_other_syntax

    _log.info("reading %s as %s", block.origin, block.format)
    try:
        if block.format == _DATASET:
            from whimkg.rdf.quad_dataset import write_lines

            write_lines(block.path, target)
            return replace(block, path=target, format="nq")
        refuse_other_syntax(block.path, block.format)
        if is_flat(block.path, block.format):
            refuse_long_lines(block.path)
            return block
        notes = converter.convert(block.path, target, block.format, block.base_iri)
    except GraphError as error:
        return replace(block, error=error.at(block.origin))
    except OSError as error:
        return replace(block, error=unreadable(block.origin, error))
    for note in notes:
        warnings.warn(f"{block.origin}: {note}", GraphWarning, stacklevel=2)
    return replace(block, path=target, format="nq")


def _resolve(graphs: Iterable[str | Path], spool: Path, options: _Options) -> Iterator[Block]:
    for number, where in enumerate(graphs):
        copy = spool / str(number)
        if str(where) == "-":
            yield _standard_input(copy, options)
        elif kind := scheme(str(where)):
            yield _fetched(str(where), copy, options, kind)
        elif is_store(where):
            write_stored(where, copy)
            yield Block(str(where), copy, "nq")
        elif is_folder(where):
            yield from _folder(Path(where), options)
        elif is_stream(where):
            yield _streamed(Path(where), copy, options)
        elif str(where):
            yield _file(Path(where), options)
        else:  # as a path, it would be the folder that we are in
            raise GraphError(
                "a graph without a name", remedy="give a file, a folder, an address or a store"
            )


def _standard_input(copy: Path, options: _Options) -> Block:
    if not options.format:
        raise GraphError(
            "standard input has no name that tells its format",
            where="-",
            remedy=f"add input_format=…, one of {', '.join(SYNTAXES)}",
        )
    with copy.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
    return Block("-", copy, options.format, base_iri=options.base_iri)


def _fetched(url: str, copy: Path, options: _Options, kind: str) -> Block:
    from whimkg.source.fetch import Limits, Wanted, fetch

    if kind not in ("http", "https"):
        raise GraphError(
            f"{kind} is no kind of address that can be read",
            where=redacted_url(url),
            remedy="give a file, or an http or https address",
        )
    wanted = Wanted((*_MEDIA_TYPES, *_VAGUE), "RDF", "give the address of a file of RDF")
    answer = fetch(url, Limits(size=_LARGEST, total=_LONGEST), wanted)
    by_name = _by_ending(Path(urlsplit(url).path).suffix)
    name = options.format or _MEDIA_TYPES.get(answer.media_type) or by_name
    if not name:
        raise _unknown(redacted_url(url))
    copy.write_bytes(answer.data)
    return Block(redacted_url(url), copy, name, base_iri=options.base_iri or answer.address)


def _folder(folder: Path, options: _Options) -> Iterator[Block]:
    found = sorted(path for path in _below(folder) if _by_ending(path.suffix))
    if not found:
        raise GraphError(
            "the folder holds no graph", where=str(folder), remedy=f"graphs end in {_endings()}"
        )
    for path in found:
        # The base is the folder's own: each file has an address below it.
        below = quote(path.relative_to(folder).as_posix())
        base = options.base_iri and urljoin(options.base_iri, below)
        yield _file(path, _Options(base_iri=base))


def _below(folder: Path) -> Iterator[Path]:
    """All files in and below a folder; links to folders are not followed.

    Raises:
        GraphError: one of the folders cannot be read: what is in it would be passed over.
    """

    def refuse(error: OSError) -> NoReturn:
        raise unreadable(str(error.filename), error, "check the permissions") from error

    for where, _, names in os.walk(folder, onerror=refuse):
        yield from (Path(where) / name for name in names)


def _file(path: Path, options: _Options) -> Block:
    if store := _PROPERTY_GRAPHS.get(path.suffix.lower()):
        raise GraphError(
            f"it is a store of nodes and edges in {store}, not RDF",
            where=str(path),
            remedy="give the RDF graph that was loaded into it, or ask it with "
            f"{store}'s own tools",
        )
    name = options.format or _by_ending(path.suffix)
    if not name:
        raise _unknown(str(path))
    return Block(str(path), path, name, base_iri=options.base_iri)


def _streamed(pipe: Path, copy: Path, options: _Options) -> Block:
    """What can be read only once, on the disk."""
    block = _file(pipe, options)
    try:
        with pipe.open("rb") as source, copy.open("wb") as file:
            shutil.copyfileobj(source, file)
    except OSError as error:
        raise unreadable(block.origin, error) from error
    return replace(block, path=copy)


def _pages(whole: Block) -> Iterator[Block]:
    """A file as it is, or page by page if it holds several."""
    try:
        pages = stretches(whole.path) if whole.format == "nq" and not whole.error else {}
    except OSError as error:
        raise unreadable(whole.origin, error) from error
    if not pages:
        yield whole
    for page, lines in sorted(pages.items()) if is_store(whole.origin) else pages.items():
        yield replace(whole, page=page, lines=tuple(lines))


def _by_ending(suffix: str) -> str:
    """The format's name; empty if the ending tells none."""
    return _FORMATS.get(suffix.lower(), "")


def _endings() -> str:
    return ", ".join(_SUFFIXES)


def _unknown(where: str) -> GraphError:
    if where.lower().endswith(_PACKED):
        return GraphError("it is packed", where=where, remedy="unpack it first")
    return GraphError(
        "its format cannot be told from its name",
        where=where,
        remedy=f"names of graphs end in {_endings()}; or add input_format=…",
    )
