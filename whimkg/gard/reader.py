"""Reads a GARD page of 2020: stored text in, disease record and coverage ledger out."""

import re
from dataclasses import dataclass
from time import monotonic

import msgspec

from whimkg.errors import CutPageError
from whimkg.gard import identity, layout
from whimkg.gard.claims import Omission, SentenceResult
from whimkg.gard.head import Head, read_head
from whimkg.gard.ledger import Ledger, LedgerBuilder, Verdict
from whimkg.gard.masking import Names
from whimkg.gard.mentions import Mentions, references, study
from whimkg.gard.notes import Note
from whimkg.gard.prose import Before, Setting, read_passage
from whimkg.gard.sections import Part, check_end, check_no_question, parts, sections
from whimkg.gard.sentences import Unit, is_prose
from whimkg.gard.table import Table, check_dated, find_table, read_table
from whimkg.gard.text import Line, Text, fold
from whimkg.gard.wholeness import (
    check_references,
    check_rows,
    check_table,
    is_citing_what_is_missing,
    misplaced_codes,
)
from whimkg.record import Claim, Disease, Identifier, Mention, Record, Reference, Row, Study
from whimkg.tables import Tables

__all__ = ["Reading", "read"]

_CITES = re.compile(r"(?:\[\d{1,3}\])+")
_PHENOTYPE = "phenotype"
#: Seconds that reading a page may take; the longest page known takes a hundredth of one.
LIMIT = 60.0
_EXACT = "skos:exactMatch"
_UNKEPT = "categories"
#: What becomes of a line under the title, by the list that stands in it.
_LISTED: dict[str | None, tuple[Verdict, str]] = {
    None: ("left out", "heading"),
    "names": ("modelled", "names of the disease"),
    "subtypes": ("modelled", "subtypes of the disease"),
    "groups": ("modelled", "groups of the disease"),
    _UNKEPT: ("left out", "claim without an exact term"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page gives: its record, what became of every line, and what was noticed beside."""

    record: Record
    ledger: Ledger
    notes: tuple[Note, ...] = ()

    def __repr__(self) -> str:
        return f"<Reading: {self.record!r}, {self.ledger!r}>"

    def _repr_html_(self) -> str:
        """The record's rows and the ledger, for notebooks."""
        return f"<div>{self.record._repr_html_()}{self.ledger._repr_html_()}</div>"


def read(
    page: Text,
    tables: Tables,
    *,
    url: str | None = None,
    gard_id: str | None = None,
    partial: bool = False,
) -> Reading:
    """Read a page.

    Args:
        page: its stored text.
        tables: the data tables.
        url: the page's address, for a page that is not in ``data/pages.tsv``.
        gard_id: its GARD id, where it is known without an address.
        partial: give the whole rows of a page that is cut, marked as incomplete.

    Raises:
        LayoutError: another layout or language, or no page of a disease.
        CutPageError: the page breaks off, and ``partial`` is False.
        TableError: the symptom table contradicts itself.
    """
    layout.check(page, tables.layout, url)
    reader = _Reader(page, tables)
    check_no_question(reader.parts, tables)
    try:
        complete = reader.check_whole()
    except CutPageError:
        if not partial:
            raise
        complete = False
    return reader.finish(url, gard_id, complete)


class _Reader:
    """A page being read, section by section."""

    def __init__(self, page: Text, tables: Tables) -> None:
        self.page, self.tables = page, tables
        self.head: Head = read_head(page, tables.layout)
        self.table: Table | None = find_table(page, tables)
        self.parts: list[Part] = parts(page, self.head, self.table, tables)
        self.names = self.head.words
        self.known = Names(self.names, page.text)
        self.before = Before()
        self.deadline = monotonic() + LIMIT
        self.builder = LedgerBuilder(page, self.names, tables)
        self.mentions = Mentions(tables)
        self.row_of: dict[int, str] = {}
        self.claims: list[Claim] = []
        self.studies: list[Study] = []
        self.references: list[Reference] = []
        self.identifiers: list[Identifier] = []

    def check_whole(self) -> bool:
        """Raise CutPageError if the page breaks off; False if it cites what it does not list."""
        check_rows(self.rows(partial=False))
        check_dated(self.page, self.table, self.tables)
        check_end(self.page, self.parts, self.names, self.tables)
        check_references(self.page, self.parts)
        check_table(self.page, self.table, self.tables)
        return not is_citing_what_is_missing(self.parts)

    def rows(self, *, partial: bool) -> tuple[Row, ...]:
        """The rows of the table, if there is one."""
        if self.table is None:
            return ()
        first = self.table.lines[0]
        number = next(n for n, part in enumerate(self.parts, 1) if first in part.lines)
        return read_table(self.page, self.table, number, self.tables, partial=partial)

    def finish(self, url: str | None, gard_id: str | None, complete: bool) -> Reading:
        """Read everything, and put the record together."""
        rows = self.rows(partial=not complete)
        row_terms = {row.term for row in rows}
        for row in rows:
            for line in range(row.spans.label.line, row.spans.code.line + 1):
                self.row_of[line] = f"row {row.number}, {row.term}"
        for number, part in enumerate(self.parts, 1):
            self._read_part(number, part, row_terms)
        page = identity.page_of(
            self.page, self.head.title.text, url, complete, self.tables, gard_id=gard_id
        )
        lists = {key: names for key, names in self.head.lists.items() if key != _UNKEPT}
        term = identity.disease(page.gard_id, self.tables, self.names)
        record = Record(
            page=page,
            disease=Disease(title=self.head.title, id=term, **lists),
            sections=sections(self.page, self.parts, self.tables),
            rows=rows,
            claims=tuple(self.claims),
            identifiers=tuple(self.identifiers),
            studies=tuple(self.studies),
            resources=tuple(self.mentions.found.values()),
            references=tuple(self.references),
        )
        return Reading(record, self.builder.close(), tuple(misplaced_codes(rows)))

    def _read_part(self, number: int, part: Part, row_terms: set[str]) -> None:
        if part.kind.kind == "head":
            self._read_head(part)
        elif part.kind.kind == "references":
            self._read_references(number, part)
        else:
            self._read_lines(number, part, row_terms)

    def _read_head(self, part: Part) -> None:
        if is_prose(self.page, part.lines[0], self.tables.layout):
            self.builder.line(part.lines[0], "not understood", "")
        else:
            self.builder.line(part.lines[0], "left out", "site header")
        self.builder.line(part.lines[1], "modelled", "title of the page")
        for line in part.lines[2:]:
            self.builder.line(line, *_LISTED[self.head.holds.get(line.number)])

    def _read_references(self, number: int, part: Part) -> None:
        for line, reference in references(self.page, part, number, self.tables):
            self.references.append(reference)
            self.builder.line(line, "modelled", f"reference {reference.number}")

    def _read_lines(self, number: int, part: Part, row_terms: set[str]) -> None:
        table = set(self.table.lines) if self.table else set()
        self.before = Before()
        for line, after in zip(part.lines, [*part.lines[1:], None], strict=True):
            if line in table:
                self.builder.line(line, *self._in_table(line))
            elif line is part.updated:
                self.builder.line(line, "modelled", "date of the section")
            elif self._is_contact(line, after):
                self.builder.line(line, "left out", "personal contact", private=True)
            elif not self._prints_identifier(number, line):
                self._read_prose(number, part, line, row_terms)

    def _in_table(self, line: Line) -> tuple[Verdict, str]:
        content = fold(line.content)
        wording = self.tables.layout
        if is_prose(self.page, line, wording):
            return "not understood", ""
        furniture = [*wording["columns"], wording["more"]]
        if content in furniture or content.startswith(wording["count_words"]):
            return "left out", "table furniture"
        if any(content.startswith(band.heading) for band in self.tables.bands):
            return "modelled", "frequency band"
        row = self.row_of.get(line.number)  # none where the page is cut within a row
        return ("modelled", row) if row else ("not understood", "")

    def _is_contact(self, line: Line, after: Line | None) -> bool:
        """Whether a line is a number or address of a person, or the name above one."""
        wording = self.tables.layout
        if layout.is_contact(line, wording):
            return True
        below = after is not None and layout.is_contact(after, wording)
        return below and layout.is_name(line)

    def _prints_identifier(self, number: int, line: Line) -> bool:
        wording = self.tables.layout
        match = re.fullmatch(rf"{re.escape(wording['orpha_number'])}\s*([0-9]+)", line.content)
        if match:
            span = self.page.span(line.end - len(match[1]), line.end, keep=True)
            curie = f"{wording['orpha_prefix']}:{match[1]}"
            self.identifiers.append(Identifier(curie, number, span))
            self.builder.line(line, "modelled", f"identifier {curie}")
        return match is not None

    def _read_prose(self, number: int, part: Part, line: Line, row_terms: set[str]) -> None:
        """Read the sentences of a line; a heading is a line of one sentence."""
        private = part.kind.kind == "questions"
        setting = Setting(part.kind.kind, number, self.known, self.tables, self.deadline)
        passage = read_passage(self.page, line, setting, self.before)
        cites = _Cites(line)
        for unit, result in passage:
            self._settle(result, row_terms, cites.after(unit))
            self._keep_studies(result, number)
            named = [] if private else self.mentions.read(self.page, unit, number)
            self.builder.sentence(unit, result, named, private=private)

    def _settle(self, result: SentenceResult, row_terms: set[str], cites: tuple[int, ...]) -> None:
        """Keep the claims; a phenotype in prose only adds evidence to a row of the table."""
        kept = []
        for claim in result.claims:
            first = claim.mentions[0]
            if claim.kind == _PHENOTYPE and not (first.term in row_terms and first.match == _EXACT):
                result.omissions.append(Omission(_shown(first), "no row in the table"))
            else:
                kept.append(msgspec.structs.replace(claim, cites=cites))
        result.claims = kept
        self.claims.extend(kept)

    def _keep_studies(self, result: SentenceResult, number: int) -> None:
        for free in result.free:
            found = study(self.page, free, number, self.tables)
            if all(found.span != known.span for known in self.studies):
                self.studies.append(found)


def _shown(mention: Mention) -> str:
    return f"{mention.words} ({mention.term})"


class _Cites:
    """The runs of citations of a paragraph, asked for from its first sentence to its last."""

    def __init__(self, line: Line) -> None:
        self._runs = [
            (line.begin + run.end(), tuple(int(number) for number in re.findall(r"\d+", run[0])))
            for run in reversed(list(_CITES.finditer(line.content)))
        ]

    def after(self, unit: Unit) -> tuple[int, ...]:
        """The references that the paragraph cites for a sentence: the first run at or after it."""
        while self._runs and self._runs[-1][0] <= unit.begin:
            self._runs.pop()
        return self._runs[-1][1] if self._runs else ()
