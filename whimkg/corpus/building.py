"""Many pages: read side by side, written together or merged into one file, in bounded memory."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from whimkg.base.namespaces import BASE
from whimkg.base.pool import each
from whimkg.base.temporary import spool_folder
from whimkg.errors import ConformanceError, UnknownNameError, WhimkgError
from whimkg.source import Packed
from whimkg.source.addresses import told
from whimkg.tables import PageIdentity

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from whimkg.pipeline import KnowledgeGraph
    from whimkg.shacl import Layer, Report

__all__ = [
    "DATASET",
    "Built",
    "Options",
    "Outcome",
    "build_all",
    "build_page",
    "merge_all",
]

#: The ending of a Parquet dataset.
DATASET = ".parquet"


@dataclass(frozen=True, slots=True)
class Options:
    """How pages are built; fields as in ``whimkg.build``, tables as paths.

    Attributes:
        validate: refuse a graph that does not conform to the shapes: to the strict ones, but for
            pages of another site, which another package reads.
    """

    formats: tuple[str, ...]
    url: str | None = None
    partial: bool = False
    reader: str = ""
    base: str = BASE
    quotes: bool = False
    mappings: Path | None = None
    wordings: Path | None = None
    validate: bool = True


@dataclass(slots=True)
class Built:
    """What became of one page.

    Attributes:
        origin: what the user gave, as messages call it.
        error: why it was not built; the rest is empty then.
        report: what validation said, where it was asked for; whole even if it is the error.
        slug, title, subject: the page's short name, its title, and its disease's CURIE if known.
        url: the page's own address, if it is known.
        counts: number of statements by kind.
        statements, triples: number of statements, and of distinct triples.
        missed: sentences and lines of which the reader makes nothing, and words, in all.
        names_differ: whether Mondo knows the disease by other names than the page.
        address_differs: whether the words of the page's address fit none of its names.
        notes: what is to be known about the disease's identity, in sentences.
        noted: what was noticed about the page: kind of note, words, line.
        files: bytes by format; moved to the disk and emptied where pages are merged.
    """

    origin: str
    error: WhimkgError | None = None
    report: Report | None = None
    slug: str = ""
    title: str = ""
    subject: str | None = None
    url: str | None = None
    bands: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    evidence: int = 0
    spans: int = 0
    triples: int = 0
    complete: bool = True
    missed: tuple[int, int] = (0, 0)
    names_differ: bool = False
    address_differs: bool = False
    notes: tuple[str, ...] = ()
    noted: tuple[tuple[str, str, int], ...] = ()
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def statements(self) -> int:
        """Number of statements."""
        return sum(self.counts.values())


@dataclass(slots=True)
class Outcome:
    """The sum over all pages; ``failed`` in the order of the inputs."""

    pages: int = 0
    warnings: int = 0
    statements: int = 0
    triples: int = 0
    failed: list[WhimkgError] = field(default_factory=list)

    def add(self, built: Built) -> None:
        """Count a page."""
        if built.error:
            self.failed.append(built.error)
        else:
            self.pages += 1
            self.warnings += built.report.count("warning") if built.report else 0
            self.statements += built.statements
            self.triples += built.triples


Reporter = Callable[[Built], None]


def summary(
    origin: str,
    graph: KnowledgeGraph,
    formats: Iterable[str],
    *,
    validate: bool = True,
    layer: Layer = "strict",
) -> Built:
    """A graph's counts and files; of a graph that does not conform, the refusal.

    Args:
        origin: what the user gave.
        graph: the graph.
        formats: the files' formats.
        validate: as in ``Options``.
        layer: the shapes' layer.
    """
    from whimkg.gard import address_differs, identity_notes, names_differ
    from whimkg.graph import Names, statements

    report = graph.validate(layer=layer) if validate else None
    if report and not report.conforms:
        return Built(origin, _refusal(report).at(origin), report)
    record = graph.record
    found = statements(record, graph.tables, Names(record, graph.base))
    built = Built(
        origin,
        report=report,
        slug=record.page.slug,
        title=record.disease.title.text,
        subject=record.disease.id,
        url=record.page.url,
    )
    for statement in found:
        kind = statement.kind.kind
        built.counts[kind] = built.counts.get(kind, 0) + 1
        built.evidence += len(statement.pieces)
        if kind == "phenotype" and statement.band:
            built.bands[statement.band] = built.bands.get(statement.band, 0) + 1
    built.spans = len({span for s in found for piece in s.pieces for span in piece.spans})
    built.triples = graph.triples
    built.complete = record.page.complete
    built.missed = graph.ledger.missed if graph.ledger else (0, 0)
    built.names_differ, built.address_differs = names_differ(record), address_differs(record)
    built.notes = tuple(identity_notes(record))
    built.noted = tuple((note.kind, note.words, note.line) for note in graph.notes)
    built.files = graph.serialize_all(formats)
    return built


def _refusal(report: Report) -> ConformanceError:
    remedy = "correct what the findings name, or write the graph as it is with --no-validate"
    return ConformanceError(f"the graph {report.verdict}", remedy=remedy)


def build_page(options: Options, given: str | Path | Packed | PageIdentity) -> Built:
    """One page; why it was refused stands in the result."""
    from whimkg import tables
    from whimkg.pipeline import build

    known = given if isinstance(given, PageIdentity) else None
    page = given.file if isinstance(given, PageIdentity) else given
    origin = told(page)
    try:
        using = tables.load(mappings=options.mappings, wordings=options.wordings)
        graph = build(
            page,
            url=known.url if known else options.url,
            gard_id=known.gard_id if known else None,
            partial=options.partial,
            reader=options.reader,
            base=options.base,
            quotes=options.quotes,
            using=using,
        )
        # The strict layer knows the sections of GARD's pages, and who speaks in each of them.
        layer: Layer = "base" if options.reader else "strict"
        return summary(origin, graph, options.formats, validate=options.validate, layer=layer)
    except WhimkgError as error:
        return Built(origin, error if origin in str(error) else error.at(origin))


def _accepted(
    pages: Iterable[str | Path | Packed | PageIdentity],
    options: Options,
    outcome: Outcome,
    *,
    jobs: int,
    keep_going: bool,
    report: Reporter,
    executor: Executor | None,
) -> Iterator[Built]:
    """Build each page, report and count it; those that are refused are passed over, if so asked."""
    seen: dict[str, str] = {}
    for page in each(partial(build_page, options), pages, jobs, executor):
        built = _once(page, seen)
        report(built)
        if built.error and not keep_going:
            raise built.error
        outcome.add(built)
        if not built.error:
            yield built


def _once(built: Built, seen: dict[str, str]) -> Built:
    """Refuse a second page of the same short name: its files would replace the first's."""
    if built.error or built.slug not in seen:
        seen.setdefault(built.slug, built.origin)
        return built
    error = UnknownNameError(
        f"a second page is called {built.slug!r}, after {seen[built.slug]}",
        where=built.origin,
        remedy="build it alone: with its address (--url), or into another folder",
    )
    return Built(built.origin, error)


def build_all(
    pages: Iterable[str | Path | Packed | PageIdentity],
    folder: Path,
    options: Options,
    *,
    jobs: int = 1,
    keep_going: bool = False,
    report: Reporter = lambda built: None,
    executor: Executor | None = None,
) -> Outcome:
    """Write each page's files into a folder; they all appear, or none.

    Args:
        pages: files and addresses; with a row's identity where a table gives it.
        folder: made if missing.
        options: how to build.
        jobs: number of processes.
        keep_going: write the other pages although some are refused.
        report: called with each page.
        executor: builds the pages instead of processes here, for instance on other machines.

    Raises:
        WhimkgError: the first refused page, unless ``keep_going``; nothing was written. It is a
            ConformanceError for a graph that does not conform; ``report`` has had its findings.
        OutputError: a file could not be written; nothing was left behind.
    """
    from whimkg.base.files import together
    from whimkg.export import SERIALIZATIONS

    outcome = Outcome()
    with together() as opened:
        for built in _accepted(
            pages,
            options,
            outcome,
            jobs=jobs,
            keep_going=keep_going,
            report=report,
            executor=executor,
        ):
            for name, data in built.files.items():
                with opened(folder / f"{built.slug}{SERIALIZATIONS[name].suffix}") as file:
                    file.write(data)
    return outcome


def merge_all(
    pages: Iterable[str | Path | Packed | PageIdentity],
    file: Path,
    options: Options,
    *,
    jobs: int = 1,
    keep_going: bool = False,
    report: Reporter = lambda built: None,
    executor: Executor | None = None,
) -> Outcome:
    """Write all pages into one file: pages in order of slug, each page's block sorted.

    The file is N-Quads, or a Parquet dataset of quads if its name ends in ``.parquet``. Memory does
    not grow with the number of pages; the blocks wait in a folder beside the file.
    Arguments and errors as in ``build_all``.
    """
    from whimkg.base.files import writing

    outcome, slugs = Outcome(), list[str]()
    with writing(file) as merged, spool_folder(file.parent) as spool:
        for built in _accepted(
            pages,
            options,
            outcome,
            jobs=jobs,
            keep_going=keep_going,
            report=report,
            executor=executor,
        ):
            slugs.append(built.slug)
            (spool / f"{built.slug}.nq").write_bytes(built.files["nq"])
            built.files.clear()
        blocks = [spool / f"{slug}.nq" for slug in sorted(slugs)]
        if file.suffix.lower() == DATASET:
            blocks = [_as_dataset(blocks, spool / "corpus")]
        for block in blocks:
            with block.open("rb") as opened:
                shutil.copyfileobj(opened, merged)
    return outcome


def _as_dataset(blocks: Sequence[Path], file: Path) -> Path:
    from whimkg.rdf.quad_dataset import write_dataset

    write_dataset(blocks, file)
    return file
