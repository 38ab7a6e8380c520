"""Reads a GARD page of 2020: stored text in, disease record and coverage ledger out."""

import re
from dataclasses import dataclass

import msgspec

from whimkg.errors import CutPageError
from whimkg.gard import identity, layout
from whimkg.gard.claims import Omission, Said, read_unit
from whimkg.gard.head import Head, read_head
from whimkg.gard.ledger import Entry, Ledger
from whimkg.gard.mentions import Mentions, references, study
from whimkg.gard.sections import Part, check_end, parts, sections
from whimkg.gard.sentences import Unit, stock_digest, units
from whimkg.gard.table import Table, check_dated, find_table, read_table
from whimkg.gard.text import Line, Text, fold
from whimkg.record import Claim, Disease, Identifier, Record, Reference, Row, Study
from whimkg.tables import Tables

__all__ = ["Reading", "read"]

_CITES = re.compile(r"(?:\[\d{1,3}\])+")
_RESOURCE = "description of a resource"
_PHENOTYPE = "phenotype"
_EXACT = "skos:exactMatch"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page gives: its record, and what became of every line."""

    record: Record
    ledger: Ledger


def read(text: str, tables: Tables, *, url: str | None = None, partial: bool = False) -> Reading:
    """Read a page.

    Args:
        text: stored text: UTF-8 decoded, no byte-order mark, line ends LF.
        tables: the data tables.
        url: the page's address, for a page that is not in ``data/pages.tsv``.
        partial: give the whole rows of a page that is cut, marked as incomplete.

    Raises:
        LayoutError: another layout or language, or no page of a disease.
        CutPageError: the page breaks off, and ``partial`` is False.
        TableError: the symptom table contradicts itself.
    """
    page = Text(text)
    layout.check(page, tables.layout, url)
    reader = _Reader(page, tables)
    complete = True
    try:
        reader.check_whole()
    except CutPageError:
        if not partial:
            raise
        complete = False
    rows = reader.rows(partial=not complete)
    return reader.finish(rows, url, complete)


class _Reader:
    """A page being read."""

    def __init__(self, page: Text, tables: Tables) -> None:
        self.page, self.tables = page, tables
        self.head: Head = read_head(page, tables.layout)
        self.table: Table | None = find_table(page, tables)
        self.parts: list[Part] = parts(page, self.head, self.table, tables)
        self.names = self.head.words
        self.mentions = Mentions(tables)
        self.claims: list[Claim] = []
        self.studies: list[Study] = []
        self.references: list[Reference] = []
        self.identifiers: list[Identifier] = []
        self.entries: list[Entry] = []

    def check_whole(self) -> None:
        """Raise CutPageError if the page breaks off."""
        if self.table:
            self.rows(partial=False)
        check_dated(self.page, self.table, self.tables)
        check_end(self.page, self.parts, self.tables)

    def rows(self, *, partial: bool) -> tuple[Row, ...]:
        """The rows of the table, if there is one."""
        if self.table is None:
            return ()
        number = 1 + next(i for i, part in enumerate(self.parts) if self.table.lines[0] in part.lines)
        return read_table(self.page, self.table, number, self.tables, partial=partial)

    def finish(self, rows: tuple[Row, ...], url: str | None, complete: bool) -> Reading:
        """Read everything beside the table, and put the record together."""
        row_terms = {row.term for row in rows}
        for number, part in enumerate(self.parts, 1):
            self._read_part(number, part, row_terms)
        page = identity.page_of(self.page, self.head.title.text, url, complete, self.tables)
        lists = {key: names for key, names in self.head.lists.items() if key != "categories"}
        record = Record(
            page=page,
            disease=Disease(
                title=self.head.title, id=identity.disease(page.gard_id, self.tables), **lists
            ),
            sections=sections(self.page, self.parts, self.tables),
            rows=rows,
            claims=tuple(self.claims),
            identifiers=tuple(self.identifiers),
            studies=tuple(self.studies),
            resources=tuple(self.mentions.found.values()),
            references=tuple(self.references),
        )
        self.entries.sort(key=lambda entry: entry.begin)
        return Reading(record, Ledger(tuple(self.entries)))

    def _read_part(self, number: int, part: Part, row_terms: set[str]) -> None:
        if part.kind.kind == "head":
            self._read_head(part)
        elif part.kind.kind == "references":
            self._read_references(number, part)
        else:
            table = set(self.table.lines) if self.table else set()
            for line, after in zip(part.lines, [*part.lines[1:], None], strict=True):
                if line in table:
                    self._line(line, *self._in_table(line))
                elif line is part.updated:
                    self._line(line, "modelled", "date of the section")
                elif not self._known_line(number, line, after):
                    self._prose(number, part, line, row_terms)

    def _read_head(self, part: Part) -> None:
        self._line(part.lines[0], "left out", "site header")
        self._line(part.lines[1], "modelled", "title of the page")
        labels = {*self.tables.layout["labels"].values(), *self.tables.layout["furniture"]}
        for line in part.lines[2:]:
            if line.content in labels:
                self._line(line, "left out", "heading")
            else:
                self._line(line, "modelled", "names of the disease")

    def _read_references(self, number: int, part: Part) -> None:
        for line, reference in references(self.page, part, number, self.tables):
            self.references.append(reference)
            self._line(line, "modelled", f"reference {reference.number}")

    def _in_table(self, line: Line) -> tuple[str, str]:
        content = fold(line.content)
        wording = self.tables.layout
        furniture = [*wording["columns"], wording["more"]]
        if content in furniture or content.startswith(wording["count"]):
            return "left out", "table furniture"
        return "modelled", "symptom table"

    def _known_line(self, number: int, line: Line, after: Line | None) -> bool:
        """Whether the layout explains a whole line: a contact, or an identifier."""
        wording = self.tables.layout
        contact = layout.is_contact(line, wording)
        if contact or (after and layout.is_contact(after, wording) and _is_name(line.content)):
            self._line(line, "left out", "personal contact", private=True)
            return True
        match = re.fullmatch(rf"{re.escape(wording['orpha_number'])}\s*(\d+)", line.content)
        if match:
            span = self.page.span(line.end - len(match[1]), line.end, keep=True)
            curie = f"{wording['orpha_prefix']}:{match[1]}"
            self.identifiers.append(Identifier(curie, number, span))
            self._line(line, "modelled", f"identifier {curie}")
        return match is not None

    def _prose(self, number: int, part: Part, line: Line, row_terms: set[str]) -> None:
        """Read the sentences of a line; a heading is a line of one sentence."""
        for unit in units(self.page, line, self.tables.layout):
            said = read_unit(self.page, unit, part.kind.kind, number, self.tables)
            self._settle(said, row_terms, _cites(line, unit))
            for free in said.free:
                found = study(self.page, free, number, self.tables)
                if all(found.span != known.span for known in self.studies):
                    self.studies.append(found)
            private = part.kind.kind == "questions"
            named = [] if private else self.mentions.read(self.page, unit, number)
            self._unit(unit, said, named, private=private)

    def _settle(self, said: Said, row_terms: set[str], cites: tuple[int, ...]) -> None:
        """Keep the claims; a phenotype in prose only adds evidence to a row of the table."""
        kept = []
        for claim in said.claims:
            phenotype = claim.mentions[0]
            if claim.kind != _PHENOTYPE:
                kept.append(msgspec.structs.replace(claim, cites=cites))
            elif phenotype.term in row_terms and phenotype.match == _EXACT:
                kept.append(msgspec.structs.replace(claim, cites=cites))
            else:
                what = f"{phenotype.words} ({phenotype.term})"
                said.omissions.append(Omission(what, "no row in the table"))
        said.claims = kept
        self.claims.extend(kept)

    def _unit(self, unit: Unit, said: Said, named: list[str], *, private: bool) -> None:
        stock = stock_digest(unit.words, self.names)
        reason = self.tables.stock.get(stock, "")
        if said.claims or said.free:
            kinds = dict.fromkeys([claim.kind for claim in said.claims] or ["study"])
            verdict, about = "modelled", ", ".join(kinds)
        elif named and reason == _RESOURCE:
            verdict, about = "modelled", f"names {', '.join(named)}"
        elif reason:
            verdict, about = "left out", reason
        elif said.omissions:
            verdict, about = "left out", said.omissions[0].reason
        else:
            verdict, about = "not understood", ""
        self.entries.append(
            Entry(
                line=unit.line,
                begin=unit.begin,
                end=unit.end,
                sentence=True,
                verdict=verdict,  # type: ignore[arg-type]
                about=about,
                omissions=tuple(said.omissions),
                sha256=stock,
                private=private,
            )
        )

    def _line(self, line: Line, verdict: str, about: str, *, private: bool = False) -> None:
        self.entries.append(
            Entry(line.number, line.begin, line.end, False, verdict, about, private=private)  # type: ignore[arg-type]
        )


def _is_name(content: str) -> bool:
    """Whether a line above a contact's number can be a person's or an office's name."""
    return len(content.split()) <= 8 and not content.endswith((".", "?", "!"))


def _cites(line: Line, unit: Unit) -> tuple[int, ...]:
    """The references that the sentence's paragraph cites: the first run at or after it."""
    for run in _CITES.finditer(line.content):
        if line.begin + run.end() > unit.begin:
            return tuple(int(number) for number in re.findall(r"\d+", run[0]))
    return ()
