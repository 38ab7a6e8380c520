"""Page or record to graph in one call; the public API re-exports what stands here."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from whimkg import tables
from whimkg.base import plugins, resources
from whimkg.base.log import logger
from whimkg.base.namespaces import BASE, check_base, is_address
from whimkg.base.resources import BUNDLED
from whimkg.base.texts import read_text
from whimkg.errors import GraphError, PageWarning, RecordError, SourceError, WhimkgError
from whimkg.knowledge import KnowledgeGraph
from whimkg.record import Record, from_yaml, is_day
from whimkg.tables import Tables

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Quad

    from whimkg.gard import Ledger, Reading
    from whimkg.shacl import Layer, Report
    from whimkg.shacl.user_shapes import UserShapes
    from whimkg.source import Packed, Source

__all__ = [
    "KnowledgeGraph",
    "build",
    "bundled",
    "coverage",
    "load_record",
    "read",
    "reading",
    "validate",
]

_log = logger(__name__)
_RECORDS = {".yaml", ".yml", ".json"}


def bundled(name: str = BUNDLED) -> Record:
    """A record of ``data/records/``.

    Raises:
        UnknownNameError: no such record.
    """
    path = f"data/records/{name}.yaml"
    return from_yaml(resources.text(path), where=path)


def is_record(path: Path | str) -> bool:
    """Whether a path names a record rather than a page, by its ending."""
    return Path(path).suffix.lower() in _RECORDS and "://" not in str(path)


def load_record(path: Path | str) -> Record:
    """Read a record from a YAML or JSON file.

    Raises:
        RecordError: no such file, no YAML, or a wrong, unknown or missing field.
    """
    text = read_text(path, RecordError, remedy="give a record in YAML or JSON")
    return from_yaml(text, where=str(path))


def reading(
    page: Path | str | Packed | Source,
    *,
    url: str | None = None,
    gard_id: str | None = None,
    saved: str | None = None,
    partial: bool = False,
    reader: str = "",
    using: Tables | None = None,
) -> Reading:
    """Read a page: its record, and what became of every line.

    Args:
        page: a file, ``-``, an http(s) URL, saved HTML, or a loaded source.
        url: the page's own address, for a page that is not in ``data/pages.tsv``; a login in it,
            or a parameter that may be a secret, is not kept.
        gard_id: the page's GARD id, where no address is at hand: ``GARD:`` and seven digits.
        saved: the day on which the page was saved, as ``2022-12-05``; the page does not tell.
        partial: give the whole rows of a page that is cut, marked as incomplete.
        reader: one for pages of another site, which an installed package brings as an entry point
            of the group ``whimkg.readers``; default our own, for GARD's pages.
        using: data tables; default the bundled ones.

    Raises:
        SourceError: the page could not be had, the address is none, or ``saved`` is no day.
        UnknownNameError: no package brings such a reader.
        PluginError: that package clashes with another one, or does not work.
        PageError: it is no page that the reader knows, it contradicts itself, or the address or
            GARD id is that of another disease.

    Warns:
        PageWarning: a code of the symptom table that HPO gives to another label, or does not have.
    """
    from whimkg.source import Source, load
    from whimkg.source.addresses import redacted_url, without_secrets

    if url is not None and not is_address(url := without_secrets(url)):
        raise SourceError(
            f"{redacted_url(url)!r} is no http(s) address",
            remedy="copy the page's address from a browser",
        )
    if saved is not None and not is_day(saved):
        raise SourceError(f"{saved!r} is no day", remedy="write it as 2022-12-05")
    source = page if isinstance(page, Source) else load(page)
    using = using or tables.load()
    own: dict[str, Any] = {"url": url, "gard_id": gard_id, "partial": partial}
    if reader:
        found = _read_by_plugin(reader, source, using, **own)
    else:
        found = _read_gard(source, using, **own)
    return _saved(found, saved) if saved else found


def _read_gard(
    source: Source, using: Tables, *, url: str | None, gard_id: str | None, partial: bool
) -> Reading:
    from whimkg.gard import MISPLACED, check_address
    from whimkg.gard import read as read_text

    try:
        found = read_text(
            source.text,
            using,
            document=source.document,
            repaired=source.repaired,
            url=url or _address(source, using),
            gard_id=gard_id,
            partial=partial,
        )
        check_address(url or found.record.page.url, found.record)
    except WhimkgError as error:
        raise error.at(source.origin) from error
    _log.debug("made the record of %s: %s", source.origin, found.record)
    for note in found.notes:
        if note.kind == MISPLACED:
            place = f"{source.origin}, line {note.line}"
            warnings.warn(f"{place}: {note.words}", PageWarning, stacklevel=3)
    return found


def _saved(found: Reading, day: str) -> Reading:
    page = msgspec.structs.replace(found.record.page, saved=day)
    return replace(found, record=msgspec.structs.replace(found.record, page=page))


def _read_by_plugin(name: str, source: Source, using: Tables, **options: object) -> Reading:
    from whimkg.gard import Ledger, Reading

    plugin = plugins.find(plugins.READERS, name)
    read_page = plugin.load()
    if not callable(read_page):
        raise plugin.error("is no function")
    try:
        with plugin.blamed():
            found = read_page(source, using, **options)
    except WhimkgError as error:
        raise error.at(source.origin) from error
    if isinstance(found, Record):
        return Reading(found, Ledger(()))
    if not isinstance(found, Reading):
        raise plugin.error(f"gives {type(found).__name__}, not a Record or a Reading")
    return found


def _address(source: Source, using: Tables) -> str | None:
    """The page's own address, where it is the site's or the page was fetched from it."""
    from whimkg.gard import is_of_site

    own, fetched = source.address, source.fetched
    if own and is_address(own) and is_of_site(own, using):
        return own
    return fetched if fetched and is_address(fetched) else None


def read(
    page: Path | str | Packed,
    *,
    url: str | None = None,
    gard_id: str | None = None,
    saved: str | None = None,
    partial: bool = False,
    reader: str = "",
    using: Tables | None = None,
) -> Record:
    """Read a page's record; arguments and errors as in ``reading``."""
    found = reading(
        page,
        url=url,
        gard_id=gard_id,
        saved=saved,
        partial=partial,
        reader=reader,
        using=using,
    )
    return found.record


def build(
    page: Path | str | Packed | Record | None = None,
    *,
    url: str | None = None,
    gard_id: str | None = None,
    saved: str | None = None,
    partial: bool = False,
    base: str = BASE,
    quotes: bool = False,
    reader: str = "",
    using: Tables | None = None,
) -> KnowledgeGraph:
    """The graph of a page, of a record, or of the bundled record.

    Args:
        page: a page as in ``reading``; a record or its file (YAML or JSON, by its name's
            ending); or None for the bundled record.
        url: as in ``reading``.
        gard_id: as in ``reading``.
        saved: as in ``reading``.
        partial: as in ``reading``.
        base: address that instances are named below; ends in a slash.
        quotes: give every span its characters; needs a page.
        reader: as in ``reading``.
        using: data tables; default the bundled ones.

    Raises:
        SourceError: the page could not be had, or what only a page has was asked of a record.
        PageError: it is no page that the reader knows, or it contradicts itself.
        RecordError: it is a record's file, and a field is wrong, unknown or missing.
        IdentifierError: the base is none.

    >>> graph = build()
    >>> graph.record.disease.id, graph.statements
    ('MONDO:8000006', 52)
    """
    check_base(base)
    using = using or tables.load()
    if isinstance(page, Path | str) and is_record(page):
        page = load_record(page)
    if page is None or isinstance(page, Record):
        asked = {"quotes": quotes, "partial": partial, "url": url, "gard_id": gard_id}
        asked |= {"saved": saved, "reader": reader}
        for name, value in asked.items():
            if value:
                raise SourceError(f"{name} needs a page, not a record", remedy="give the page")
        return KnowledgeGraph(page or bundled(), using, base)
    from whimkg.source import load

    source = load(page)
    found = reading(
        source,
        url=url,
        gard_id=gard_id,
        saved=saved,
        partial=partial,
        reader=reader,
        using=using,
    )
    text = source.text if quotes else None
    return KnowledgeGraph(found.record, using, base, text, found.ledger, found.notes)


def coverage(
    page: Path | str | Packed,
    *,
    url: str | None = None,
    partial: bool = False,
    reader: str = "",
    using: Tables | None = None,
) -> Ledger:
    """The coverage ledger of a page; arguments and errors as in ``reading``."""
    return reading(page, url=url, partial=partial, reader=reader, using=using).ledger


def validate(
    graph: KnowledgeGraph | rdflib.Graph | Iterable[Quad] | Path | str | None = None,
    *,
    layer: Layer = "strict",
    shapes: Iterable[Path | str] = (),
    timeout: float | None = None,
    memory: int | None = None,
) -> Report:
    """Validate a graph against the SHACL shapes.

    Args:
        graph: a built graph, quads, one of rdflib's graphs or datasets, a file of RDF, or its
            http(s) address; default the bundled graph.
        layer: ``base`` for what every graph in this model keeps, ``strict`` for what a graph keeps
            beyond that to be published.
        shapes: other shapes instead: files of RDF, folders of them, or the names of folders of
            shapes that installed packages bring as entry points of the group ``whimkg.shapes``.
        timeout: seconds that other shapes may take; default 120, and one for each 1,000 triples.
        memory: bytes that other shapes may take beside the graph (on Linux); default a 32nd part of
            the machine's.

    Raises:
        GraphError: the file cannot be read, is no RDF (with line and column), is empty, or holds
            many pages, whose shapes speak of one; or the shapes are faulty, or pass a limit.
        SourceError: the address could not be had.
        PluginError: a package that brings shapes clashes with another one, or does not work.

    >>> validate().conforms
    True
    """
    from whimkg import shacl

    if isinstance(graph, KnowledgeGraph):
        graph = graph.quads
    if graph is None or isinstance(graph, Path | str):
        graph = _quads(graph)
    own = _user_shapes(shapes)
    return shacl.validate(graph, layer=layer, shapes=own, timeout=timeout, memory=memory)


def _user_shapes(shapes: Iterable[Path | str]) -> UserShapes | None:
    files = plugins.shape_files(shapes)
    if not files:
        return None
    from whimkg.base.temporary import temporary_folder
    from whimkg.rdf.inputs import blocks
    from whimkg.shacl.user_shapes import UserShapes

    with temporary_folder() as spool:
        return UserShapes.read(blocks(files, spool))


def _quads(file: Path | str | None) -> list[Quad]:
    from whimkg.base.temporary import temporary_folder
    from whimkg.rdf.inputs import blocks
    from whimkg.rdf.parsing import read_quads

    if file is None:
        return read_quads(resources.text(f"data/{BUNDLED}.nq").encode(), "nq")
    with temporary_folder() as spool:
        graphs = [(b.origin, quads) for b in blocks([file], spool) for _, quads in b.graphs()]
    if len(graphs) != 1:
        raise GraphError(
            f"it holds {len(graphs)} graphs",
            where=graphs[0][0],
            remedy="give the graph of one page",
        )
    return graphs[0][1]
