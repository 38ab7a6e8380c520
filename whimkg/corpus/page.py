"""One page of a corpus: how it is built, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from whimkg.base.namespaces import BASE
from whimkg.errors import ConformanceError, WhimkgError
from whimkg.record import Record
from whimkg.source import Packed
from whimkg.source.addresses import redacted
from whimkg.tables import NO_TERM, PageIdentity, Tables

if TYPE_CHECKING:
    from whimkg.pipeline import KnowledgeGraph
    from whimkg.shacl import Layer, Report

__all__ = ["Built", "Given", "Options", "build_page", "page_of", "summary"]

#: A page as it is given: a file, an address, a member of an archive; or with a table's identity.
Given: TypeAlias = "str | Path | Packed | PageIdentity"


@dataclass(frozen=True, slots=True)
class Options:
    """How pages are built; fields as in ``whimkg.build``, tables as paths.

    Attributes:
        hpoa: HPO's annotations, which are asked for a second opinion; see ``annotations``.
        validate: refuse a graph that does not conform to the shapes: to the strict ones, but for
            pages of another site, which another package reads.
    """

    formats: tuple[str, ...]
    url: str | None = None
    saved: str | None = None
    partial: bool = False
    reader: str = ""
    base: str = BASE
    quotes: bool = False
    mappings: Path | None = None
    wordings: Path | None = None
    hpoa: Path | None = None
    validate: bool = True


@dataclass(slots=True)
class Built:
    """What became of one page.

    Attributes:
        origin: what the user gave, as messages call it.
        error: why it was not built; the rest is empty then.
        report: what validation said, where it is the error.
        slug, title, subject: the page's short name, its title, and its disease's CURIE if known.
        url: the page's own address, if it is known.
        counts: number of statements by kind.
        statements, triples: number of statements, and of distinct triples.
        terms, without_term: number of things that the page names and that have a term or none, by
            what they are, a slot of ``data/slots.tsv``.
        missed: sentences and lines of which the reader makes nothing, and words, in all.
        names_differ: whether Mondo knows the disease by other names than the page.
        address_differs: whether the words of the page's address fit none of its names.
        notes: what is to be known about the disease's identity, in sentences.
        noted: what was noticed about the page: kind of note, words, line.
        warnings: what the shapes warn of.
        files: bytes by format; moved to the disk and emptied where pages are written together.
        part: the name of the part that holds them then.
        resumed: whether an earlier build had left that part.
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
    terms: dict[str, int] = field(default_factory=dict)
    without_term: dict[str, int] = field(default_factory=dict)
    missed: tuple[int, int] = (0, 0)
    names_differ: bool = False
    address_differs: bool = False
    notes: tuple[str, ...] = ()
    noted: tuple[tuple[str, str, int], ...] = ()
    warnings: int = 0
    files: dict[str, bytes] = field(default_factory=dict)
    part: str = ""
    resumed: bool = False

    @property
    def statements(self) -> int:
        """Number of statements."""
        return sum(self.counts.values())


def summary(
    origin: str,
    graph: KnowledgeGraph,
    formats: Iterable[str],
    *,
    validate: bool = True,
    layer: Layer = "strict",
    hpoa: Path | None = None,
) -> Built:
    """A graph's counts and files; of a graph that does not conform, the refusal.

    Args:
        origin: what the user gave.
        graph: the graph.
        formats: the files' formats.
        validate: as in ``Options``.
        layer: the shapes' layer.
        hpoa: as in ``Options``.
    """
    from whimkg.corpus.annotations import excluded_symptoms
    from whimkg.gard import address_differs, identity_notes, names_differ
    from whimkg.graph import Names, statements

    report = graph.validate(layer=layer) if validate else None
    if report and not report.conforms:
        return Built(origin, _refusal(report).at(origin), report)
    record = graph.record
    found = statements(record, graph.tables, Names(record, graph.base))
    built = Built(
        origin,
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
    built.terms, built.without_term = _terms(record, graph.tables)
    built.spans = len({span for s in found for piece in s.pieces for span in piece.spans})
    built.triples = graph.triples
    built.complete = record.page.complete
    built.missed = graph.ledger.missed if graph.ledger else (0, 0)
    built.names_differ, built.address_differs = names_differ(record), address_differs(record)
    built.notes = tuple(identity_notes(record))
    excluded = excluded_symptoms(record, hpoa) if hpoa else ()
    built.noted = tuple((note.kind, note.words, note.line) for note in (*graph.notes, *excluded))
    built.warnings = report.count("warning") if report else 0
    built.files = graph.serialize_all(formats)
    return built


def _terms(record: Record, tables: Tables) -> tuple[dict[str, int], dict[str, int]]:
    """How many things of each kind have a term, and how many have none; each counts once."""
    found = {(tables.statements[row.kind].object, row.term) for row in record.rows}
    missing = set[tuple[str, str]]()
    for claim in record.claims:
        for mention in claim.mentions:
            if mention.term == NO_TERM:
                missing.add((mention.slot, mention.words))
            else:
                found.add((mention.slot, mention.term))
    counts = (Counter(slot for slot, _ in things) for things in (found, missing))
    with_term, without = (dict(sorted(count.items())) for count in counts)
    return with_term, without


def _refusal(report: Report) -> ConformanceError:
    remedy = "correct what the findings name, or write the graph as it is with validate=False"
    return ConformanceError(f"the graph {report.verdict}", remedy=remedy)


def page_of(given: Given) -> str | Path | Packed:
    """The page itself, without what a table says of it."""
    return given.file if isinstance(given, PageIdentity) else given


def build_page(options: Options, given: Given) -> Built:
    """One page; why it was refused stands in the result."""
    from whimkg import tables
    from whimkg.pipeline import build

    known = given if isinstance(given, PageIdentity) else None
    page = page_of(given)
    origin = redacted(page)
    try:
        using = tables.load(mappings=options.mappings, wordings=options.wordings)
        graph = build(
            page,
            url=known.url if known else options.url,
            gard_id=known.gard_id if known else None,
            saved=options.saved,
            partial=options.partial,
            reader=options.reader,
            base=options.base,
            quotes=options.quotes,
            using=using,
        )
        # The strict layer knows the sections of GARD's pages, and who speaks in each of them.
        layer: Layer = "base" if options.reader else "strict"
        return summary(
            origin,
            graph,
            options.formats,
            validate=options.validate,
            layer=layer,
            hpoa=options.hpoa,
        )
    except WhimkgError as error:
        return Built(origin, error if origin in str(error) else error.at(origin))
