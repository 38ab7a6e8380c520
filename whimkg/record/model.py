"""The types of a record; what contradicts itself cannot be made."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from whimkg.notebook import html_table

__all__ = [
    "Claim",
    "Disease",
    "Identifier",
    "Mention",
    "Name",
    "Page",
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

#: How firmly the page speaks, from the firmest down; a row of a table is only listed.
Status = Literal[
    "established", "recommended", "reported", "assumed", "mentioned", "investigational", "listed"
]

#: A prefix, a colon and an identifier; whether the prefix is known shows when it is expanded.
_Curie = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_.]*:[^\s/:]\S*\Z")]
_Offset = Annotated[int, Meta(ge=0)]
_Count = Annotated[int, Meta(ge=1)]
_Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
#: A file's name and a part of an IRI on any system, whatever is put behind it.
_Slug = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,199}\Z")]
_GardId = Annotated[str, Meta(pattern=r"^GARD:\d{7}\Z")]
_Named = Annotated[str, Meta(pattern=r"^(resource|organization)\Z")]
_Month = Annotated[str, Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])\Z")]
_Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}\Z")]


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    pass


class Span(_Part, frozen=True):
    """Exact characters of the page.

    Attributes:
        begin: offset of the first character, in code points from 0.
        end: offset after the last character; greater than ``begin``.
        line: line of the first character, from 1.
        column: its place in that line, from 1.
        sha256: digest of exactly these characters, 64 hex digits.
        text: the characters, only where they may stand: names and table cells.
    """

    begin: _Offset
    end: _Offset
    line: _Count
    column: _Count
    sha256: _Digest
    text: str | None = None

    def __post_init__(self) -> None:
        if self.begin >= self.end:
            raise ValueError(f"no character stands from {self.begin} to {self.end}")
        if self.text is not None and not self._is(self.text):
            raise ValueError(f"{self.text!r} has another length or digest than the span")

    def _is(self, text: str) -> bool:
        digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return len(text) == self.end - self.begin and digest == self.sha256


class Page(_Part, frozen=True):
    """The snapshot that was read.

    Attributes:
        sha256: digest of the stored text (UTF-8, no byte-order mark, line ends LF).
        length: its length in code points.
        slug: short name for files and graphs, as in the page's address.
        gard_id: ``GARD:`` and seven digits, where known.
        url: the page's own address, where known.
        archived: month of archiving, ``YYYY-MM``, where known.
        reviewed: whether a person has compared the record with the page.
        complete: False for the whole rows of a page that was cut.
    """

    sha256: _Digest
    length: _Count
    slug: _Slug
    gard_id: _GardId | None = None
    url: str | None = None
    archived: _Month | None = None
    reviewed: bool = False
    complete: bool = True


class Name(_Part, frozen=True):
    """A name that the page gives, and where."""

    text: str
    span: Span

    def __post_init__(self) -> None:
        _check_words(self.text, self.span)


class Disease(_Part, frozen=True):
    """What the page is about.

    Attributes:
        id: CURIE of the term that the GARD id is grounded in; None where none is known.
        title: the page's title.
        names, subtypes, groups: as listed under the title, without repeats, in page order.
    """

    title: Name
    id: _Curie | None = None
    names: tuple[Name, ...] = ()
    subtypes: tuple[Name, ...] = ()
    groups: tuple[Name, ...] = ()


class Section(_Part, frozen=True):
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

    number: _Count
    kind: str
    begin: _Offset
    end: _Offset
    line: _Count
    column: _Count
    sha256: _Digest
    source: _Curie
    date: _Day | None = None
    dated: Span | None = None

    def __post_init__(self) -> None:
        if (self.date is None) != (self.dated is None):
            raise ValueError("a date needs the place where it stands, and a place its date")
        if self.date:
            date.fromisoformat(self.date)

    def holds(self, span: Span) -> bool:
        """Whether a span lies in the section."""
        return self.begin <= span.begin and span.end <= self.end


class RowSpans(_Part, frozen=True):
    """The three places of a table row: its band's heading, its label, its seven-digit code."""

    band: Span
    label: Span
    code: Span


class Row(_Part, frozen=True):
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

    number: _Count
    kind: str
    term: _Curie
    label: str
    band: str
    section: _Count
    spans: RowSpans
    synonyms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_words(self.label, self.spans.label)
        code = self.spans.code.text
        if code is not None and not self.term.endswith(f":{code}"):
            raise ValueError(f"the page's code {code} is not that of {self.term}")


class Mention(_Part, frozen=True):
    """Words of the page that stand for a term.

    Attributes:
        slot: the part that they play, a slot of ``data/slots.tsv``.
        words: as in the mapping table, white space folded.
        term: CURIE.
        match: CURIE of the mapping predicate (``skos:exactMatch`` …).
        span: where the words stand; None where the claim's wording implies the term.
    """

    slot: str
    words: str
    term: _Curie
    match: _Curie
    span: Span | None = None


class Claim(_Part, frozen=True):
    """A statement that a wording makes in a sentence.

    Attributes:
        kind: a kind of ``data/statements.tsv``.
        status: how firmly the page says it.
        section: number of its section.
        sentence: the whole sentence.
        mentions: the terms, in the order of their slots in the statement's kind.
        cites: numbers of the references that the paragraph cites.
        qualified: words such as *usually* by which the page holds of most, not all.
        alternatives: CURIEs of what *or* joins to the statement's own term, in order.
    """

    kind: str
    status: Status
    section: _Count
    sentence: Span
    mentions: tuple[Mention, ...] = ()
    cites: tuple[_Count, ...] = ()
    qualified: tuple[str, ...] = ()
    alternatives: tuple[_Curie, ...] = ()


class Reference(_Part, frozen=True):
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
    section: _Count
    span: Span
    id: _Curie | None = None
    title: str | None = None
    url: str | None = None


class Resource(_Part, frozen=True):
    """A resource or organization that the page names.

    Attributes:
        kind: ``resource`` or ``organization``.
        label: its name in the mapping table.
        id: CURIE; None where no identifier could be verified.
        section: number of the section of its first mention.
        span: the first mention.
    """

    kind: _Named
    label: str
    section: _Count
    span: Span
    id: _Curie | None = None


class Study(_Part, frozen=True):
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
    section: _Count
    span: Span
    protocol: str | None = None
    id: _Curie | None = None
    match: _Curie | None = None


class Identifier(_Part, frozen=True):
    """An identifier of the disease that the page itself prints."""

    id: _Curie
    section: _Count
    span: Span


class Record(_Part, frozen=True):
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

    def __repr__(self) -> str:
        return f"<Record {self._told}>"

    @property
    def _told(self) -> str:
        return f"{self.disease.title.text}: {len(self.rows)} rows, {len(self.claims)} claims"

    def _repr_html_(self) -> str:
        """The rows of the table, for notebooks."""
        rows = ((row.term, row.label, row.kind, row.band) for row in self.rows)
        return html_table(self._told, ("term", "label", "kind", "band"), rows)

    def __post_init__(self) -> None:
        self._check_sections()
        sections = {section.number: section for section in self.sections}
        for what, span, number in self._placed():
            if number is None:
                held = any(section.holds(span) for section in self.sections)
            elif number not in sections:
                raise ValueError(f"{what} is of section {number}, which is missing")
            else:
                held = sections[number].holds(span)
            if not held:
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
        for name in (about.title, *about.names, *about.subtypes, *about.groups):
            yield f"name {name.text!r}", name.span, None
        for section in self.sections:
            if section.dated:
                yield f"date of section {section.number}", section.dated, section.number
        for row in self.rows:
            for span in (row.spans.band, row.spans.label, row.spans.code):
                yield f"row {row.number}", span, row.section
        for claim in self.claims:
            spans = [mention.span for mention in claim.mentions if mention.span]
            for span in (claim.sentence, *spans):
                yield f"claim of line {claim.sentence.line}", span, claim.section
        for part in (self.identifiers, self.studies, self.resources, self.references):
            for thing in part:
                yield (
                    f"{type(thing).__name__.lower()} of line {thing.span.line}",
                    thing.span,
                    thing.section,
                )


def _check_words(words: str, span: Span) -> None:
    if span.text is not None and span.text.split() != words.split():
        raise ValueError(f"{words!r} is not what stands there: {span.text!r}")
