"""The types of a record; what contradicts itself cannot be made."""

from collections.abc import Iterator
from datetime import date

from whimkg.base.notebook import html_table, terms
from whimkg.record.spans import (
    Count,
    Curie,
    Day,
    Digest,
    GardId,
    Ground,
    Month,
    Name,
    Named,
    Offset,
    Part,
    Qualifier,
    RowSpans,
    Slug,
    Span,
    Status,
    check_words,
    is_day,
)

__all__ = [
    "Claim",
    "Disease",
    "Ground",
    "Identifier",
    "Mention",
    "Name",
    "Page",
    "Population",
    "Record",
    "Reference",
    "Resource",
    "Row",
    "RowSpans",
    "Section",
    "Span",
    "Status",
    "Study",
]


class Page(Part, frozen=True):
    """The snapshot that was read.

    Attributes:
        sha256: digest of the stored text (UTF-8, no byte-order mark, line ends LF).
        length: its length in code points.
        slug: short name for files and graphs, as in the page's address.
        gard_id: ``GARD:`` and seven digits, where known.
        url: the page's own address, where known.
        archived: month of archiving, ``YYYY-MM``, where known.
        saved: day of saving, as whoever saved the page says, ``YYYY-MM-DD``.
        reviewed: whether a person has compared the record with the page.
        complete: False for the whole rows of a page that was cut.
        repaired: whether the file had been saved wrongly, and was mended before it was read.
    """

    sha256: Digest
    length: Count
    slug: Slug
    gard_id: GardId | None = None
    url: str | None = None
    archived: Month | None = None
    saved: Day | None = None
    reviewed: bool = False
    complete: bool = True
    repaired: bool = False

    def __post_init__(self) -> None:
        if self.saved and not is_day(self.saved):
            raise ValueError(f"{self.saved} is no day of the calendar")


class Disease(Part, frozen=True):
    """What the page is about.

    Attributes:
        id: CURIE of the term that the GARD id is grounded in; None where none is known.
        title: the page's title.
        names, subtypes, groups, categories: as the page lists them, without repeats, in its order.
    """

    title: Name
    id: Curie | None = None
    names: tuple[Name, ...] = ()
    subtypes: tuple[Name, ...] = ()
    groups: tuple[Name, ...] = ()
    categories: tuple[Name, ...] = ()


class Section(Part, frozen=True):
    """A part of the page that shares one date and one source.

    Attributes:
        number: from 1, in page order.
        kind: a kind of ``data/sections.tsv``.
        begin, end: offsets; the sections do not overlap.
        line, column: of the first character, from 1.
        sha256: digest of the section's characters.
        source: ``infores`` CURIE of who says what the section says.
        date: ISO date of its "Last updated" line; None marks the section as undated.
        dated: the characters of the date.
    """

    number: Count
    kind: str
    begin: Offset
    end: Offset
    line: Count
    column: Count
    sha256: Digest
    source: Curie
    date: Day | None = None
    dated: Span | None = None

    def __post_init__(self) -> None:
        if (self.date is None) != (self.dated is None):
            raise ValueError("a date needs the place where it stands, and a place its date")
        if self.date:
            date.fromisoformat(self.date)

    def holds(self, span: Span) -> bool:
        """Whether a span lies in the section."""
        return self.begin <= span.begin and span.end <= self.end


class Row(Part, frozen=True):
    """A row of the symptom table.

    Attributes:
        number: from 1, in page order.
        kind: phenotype, inheritance, onset, course or modifier, by ``data/hpo_kinds.tsv``.
        term: CURIE of the row's code.
        label: as printed.
        band: a band of ``data/bands.tsv``, such as ``80%-99%`` or ``not available``.
        section: number of the table's section.
        synonyms: as printed, in page order.
    """

    number: Count
    kind: str
    term: Curie
    label: str
    band: str
    section: Count
    spans: RowSpans
    synonyms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_words(self.label, self.spans.label)
        code = self.spans.code.text
        if code is not None and not self.term.endswith(f":{code}"):
            raise ValueError(f"the page's code {code} is not that of {self.term}")

    def __repr__(self) -> str:
        line = self.spans.label.line
        return f"<Row {self.number}: {self.term} {self.label}, {self.band}, line {line}>"


class Mention(Part, frozen=True):
    """Words of the page that stand for a term.

    Attributes:
        slot: the part that they play, a slot of ``data/slots.tsv``.
        words: as in the mapping table, white space folded.
        term: CURIE; ``sssom:NoTermFound`` where a term was looked for in vain.
        match: CURIE of the mapping predicate (``skos:exactMatch`` …).
        span: where the words stand; None where the claim's wording implies the term.
        by: the name by which a vocabulary knows the term; None for words of the mapping table.
    """

    slot: str
    words: str
    term: Curie
    match: Curie
    span: Span | None = None
    by: Ground | None = None


class Claim(Part, frozen=True):
    """A statement that a wording makes in a sentence, or an item in a list.

    Attributes:
        kind: a kind of ``data/statements.tsv``.
        status: how firmly the page says it.
        section: number of its section.
        sentence: the whole sentence, or the item.
        mentions: the terms, in the order of their slots in the statement's kind.
        cites: numbers of the references that the paragraph cites.
        qualified: words such as *usually* by which the page holds of most, not all.
        alternatives: CURIEs of what *or* joins to the statement's own term, in order.
        listed: whether it is an item of a list.
        band: a band of ``data/bands.tsv``, if the page shows one.
        shown: where it shows it.
        synonym: another name that the page gives the item.
    """

    kind: str
    status: Status
    section: Count
    sentence: Span
    mentions: tuple[Mention, ...] = ()
    cites: tuple[Count, ...] = ()
    qualified: tuple[str, ...] = ()
    alternatives: tuple[Curie, ...] = ()
    listed: bool = False
    band: str | None = None
    shown: tuple[Span, ...] = ()
    synonym: Name | None = None

    def __repr__(self) -> str:
        terms = " ".join(mention.term for mention in self.mentions)
        return f"<Claim {self.kind}, {self.status}: {terms}, line {self.sentence.line}>"

    @property
    def spans(self) -> Iterator[Span]:
        """Every place that it names."""
        yield self.sentence
        for mention in self.mentions:
            if mention.span:
                yield mention.span
        yield from self.shown
        if self.synonym:
            yield self.synonym.span


class Population(Part, frozen=True):
    """How many people have the disease, as the page bounds it.

    Attributes:
        number: the bound.
        qualifier: how it bounds.
        place: where those people live.
        section: number of its section.
        words: the words that say how and where.
        figure: the number's characters.
    """

    number: Count
    qualifier: Qualifier
    place: str
    section: Count
    words: Span
    figure: Span


class Reference(Part, frozen=True):
    """An entry of the page's list of references; its wording is not kept.

    Attributes:
        number: as printed.
        section: number of its section.
        id: CURIE of the work, where known.
        title: the work's title, where it is in the mapping table.
        url: an address printed in the entry.
        span: the entry.
    """

    number: int
    section: Count
    span: Span
    id: Curie | None = None
    title: str | None = None
    url: str | None = None


class Resource(Part, frozen=True):
    """A resource or organization that the page names.

    Attributes:
        kind: ``resource`` or ``organization``.
        label: its name in the mapping table.
        id: CURIE; None where no identifier could be verified.
        section: number of the section of its first mention.
        span: the first mention.
    """

    kind: Named
    label: str
    section: Count
    span: Span
    id: Curie | None = None


class Study(Part, frozen=True):
    """A study that the page describes.

    Attributes:
        title: as printed.
        protocol: the protocol's number, as printed.
        section: number of its section.
        span: the title's characters.
        id: CURIE of a registry's entry.
        match: CURIE of the mapping predicate.
    """

    title: str
    section: Count
    span: Span
    protocol: str | None = None
    id: Curie | None = None
    match: Curie | None = None


class Identifier(Part, frozen=True):
    """An identifier of the disease that the page itself prints."""

    id: Curie
    section: Count
    span: Span


class Record(Part, frozen=True):
    """What one page says about one disease."""

    page: Page
    disease: Disease
    sections: tuple[Section, ...]
    rows: tuple[Row, ...] = ()
    claims: tuple[Claim, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    studies: tuple[Study, ...] = ()
    resources: tuple[Resource, ...] = ()
    references: tuple[Reference, ...] = ()
    population: Population | None = None

    def __repr__(self) -> str:
        return f"<Record {self._summary}>"

    @property
    def _summary(self) -> str:
        return f"{self.disease.title.text}: {len(self.rows)} rows, {len(self.claims)} claims"

    def _repr_html_(self) -> str:
        """The rows of the table, for notebooks."""
        rows = ((terms(row.term), row.label, row.kind, row.band) for row in self.rows)
        return html_table(self._summary, ("term", "label", "kind", "band"), rows)

    def __post_init__(self) -> None:
        self._check_sections()
        sections = {section.number: section for section in self.sections}
        for what, span, number in self._placed():
            if number is None:
                within = any(section.holds(span) for section in self.sections)
            elif number not in sections:
                raise ValueError(f"{what} is of section {number}, which is missing")
            else:
                within = sections[number].holds(span)
            if not within:
                where = f"section {number}" if number else "every section"
                raise ValueError(
                    f"{what}: characters {span.begin} to {span.end} lie outside {where}"
                )

    def _check_sections(self) -> None:
        reached, numbers = 0, set[int]()
        for section in self.sections:
            if not reached <= section.begin < section.end <= self.page.length:
                raise ValueError(f"section {section.number} lies within another, or off the page")
            if section.number in numbers:
                raise ValueError(f"two sections have the number {section.number}")
            reached = section.end
            numbers.add(section.number)

    def _placed(self) -> Iterator[tuple[str, Span, int | None]]:
        """Every span: what rests on it, and the section that must hold it (None: any)."""
        about = self.disease
        listed = (*about.names, *about.subtypes, *about.groups, *about.categories)
        for name in (about.title, *listed):
            yield f"name {name.text!r}", name.span, None
        for section in self.sections:
            if section.dated:
                yield f"date of section {section.number}", section.dated, section.number
        for row in self.rows:
            for span in (row.spans.band, row.spans.label, row.spans.code):
                yield f"row {row.number}", span, row.section
        for claim in self.claims:
            for span in claim.spans:
                yield f"claim of line {claim.sentence.line}", span, claim.section
        yield from self._beside()

    def _beside(self) -> Iterator[tuple[str, Span, int | None]]:
        if people := self.population:
            for span in (people.words, people.figure):
                yield "population", span, people.section
        for part in (self.identifiers, self.studies, self.resources, self.references):
            for thing in part:
                yield (
                    f"{type(thing).__name__.lower()} of line {thing.span.line}",
                    thing.span,
                    thing.section,
                )
