"""Makes the masked twin of a page, so that tests can read a page that may not stand here.

    python tests/pages/mask.py PAGE

The twin has the page's length, lines, white space and punctuation; its title, names, symptom table
and dates; and the words that the data tables match on: labels, openings of sections, the wordings
that make the record's claims with their terms, resources and organizations where the record
places them, titles, numbers and addresses of references, marks of citations. Every other letter
is ``x`` or ``X``, every other digit ``0``; so are persons, their telephone and e-mail, and what a
reader asked. A wording that only leaves something out is masked in a sentence that has claims.

Beside it stand the two tables that know a text by its digest, made for the twin: ``pages.tsv``
and ``stock.tsv``. The script ends with an error, and writes nothing, where the twin does not read
as the page does.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from whimkg import pipeline, tables
from whimkg.gard import Ledger, Reading, read
from whimkg.gard.head import Head, read_head
from whimkg.gard.ledger import Entry
from whimkg.gard.sections import Part, parts
from whimkg.gard.sentences import Unit, stock_digest, units
from whimkg.gard.table import Table, find_table
from whimkg.gard.text import Folded, Line, Text, fold
from whimkg.gard.wordings import Pattern, patterns
from whimkg.record import Claim, Record, Reference
from whimkg.tables import Tables
from whimkg.tables.tsv import rows

TWIN = Path(__file__).parent / "whim-masked.txt"
TABLES = TWIN.with_suffix(".tables")

_TOKEN = re.compile(r"\{(\w+)\}|\s?\.\.\.\s?")
_CITES = re.compile(r"(?:\[\d{1,3}\])+")
_NUMBER = re.compile(r"\d{1,3}\.\s")
_JOINT = re.compile(r"(?<!\w)(?:and|or)(?!\w)")

Stretch = tuple[int, int]


def mask(text: str, reading: Reading, using: Tables) -> str:
    """The text with all but the kept stretches made unreadable."""
    kept = bytearray(len(text))
    for begin, end in _Keeper(text, reading, using).stretches():
        kept[begin:end] = b"\x01" * (end - begin)
    return "".join(
        letter if keep else _masked(letter) for letter, keep in zip(text, kept, strict=True)
    )


def _masked(letter: str) -> str:
    if letter.isalpha():
        return "X" if letter.isupper() else "x"
    return "0" if letter.isdigit() else letter


@dataclass(frozen=True)
class _Keeper:
    """Says which stretches of a page the twin keeps."""

    text: str
    reading: Reading
    tables: Tables

    @cached_property
    def page(self) -> Text:
        return Text(self.text)

    @cached_property
    def head(self) -> Head:
        return read_head(self.page, self.tables.layout)

    @cached_property
    def table(self) -> Table | None:
        return find_table(self.page, self.tables)

    @cached_property
    def entries(self) -> dict[int, Entry]:
        return {entry.begin: entry for entry in self.reading.ledger.entries}

    def stretches(self) -> Iterator[Stretch]:
        first, *rest = self.head.lines
        yield self._prefix(first, self.tables.layout["header"])
        yield from ((line.begin, line.end) for line in rest)
        yield from self._table()
        yield from self._named()
        for part in parts(self.page, self.head, self.table, self.tables)[1:]:
            yield from self._part(part)

    def _prefix(self, line: Line, words: str) -> Stretch:
        return Folded(self.text, line.begin, line.end).offsets(0, len(words))

    def _table(self) -> Iterator[Stretch]:
        for line in self.table.lines if self.table else ():
            content = fold(line.content)
            headings = [band.heading for band in self.tables.bands]
            band = next((words for words in headings if content.startswith(words)), None)
            yield self._prefix(line, band) if band else (line.begin, line.end)

    def _named(self) -> Iterator[Stretch]:
        record = self.reading.record
        spans = [resource.span for resource in record.resources]
        spans += [study.span for study in record.studies]
        spans += [identifier.span for identifier in record.identifiers]
        mentions = [mention for claim in record.claims for mention in claim.mentions]
        spans += [mention.span for mention in mentions if mention.span]
        yield from ((span.begin, span.end) for span in spans)

    def _part(self, part: Part) -> Iterator[Stretch]:
        if part.kind.opening:
            yield self._prefix(part.lines[0], part.kind.opening)
        if part.updated:
            yield part.updated.begin, part.updated.end
        if part.kind.kind == "references":
            yield from self._references()
            return
        for line in part.lines:
            yield from self._line(line)
            for unit in units(self.page, line, self.tables.layout):
                yield from self._unit(unit, part.kind.kind)

    def _references(self) -> Iterator[Stretch]:
        for reference in self.reading.record.references:
            yield from self._reference(reference)

    def _reference(self, reference: Reference) -> Iterator[Stretch]:
        begin, end = reference.span.begin, reference.span.end
        yield self.text.rindex("\n", 0, begin), begin
        folded = Folded(self.text, begin, end)
        for words in filter(None, (reference.title, reference.url)):
            start = folded.text.index(words)
            yield folded.offsets(start, start + len(words))

    def _line(self, line: Line) -> Iterator[Stretch]:
        layout = self.tables.layout
        yield from (
            self._prefix(line, label)
            for label in (*layout["contact"], layout["orpha_number"])
            if line.content.startswith(label)
        )
        shortened = "|".join(map(re.escape, layout["abbreviations"]))
        for expression in (_CITES, re.compile(rf"(?<![\w.])(?:{shortened})(?=\.)")):
            yield from _found(expression, line.content, line.begin)

    def _unit(self, unit: Unit, place: str) -> Iterator[Stretch]:
        if place != "questions":
            for name in self.head.words:
                first, rest = re.escape(name[0]), re.escape(name[1:])
                expression = re.compile(rf"(?<!\w)(?i:{first}){rest}(?!\w)")
                yield from self._offsets(unit, _found(expression, unit.words))
        for pattern in patterns(self.tables, place):
            for match in pattern.known.finditer(unit.words):
                if self._counts(pattern, match, unit):
                    yield from self._offsets(unit, _literals(pattern, match))

    def _offsets(self, unit: Unit, found: Iterable[Stretch]) -> Iterator[Stretch]:
        for begin, end in found:
            if begin < end:
                yield unit.folded.offsets(begin, end)

    def _counts(self, pattern: Pattern, match: re.Match[str], unit: Unit) -> bool:
        """Whether the record, or the verdict on the sentence, rests on this match."""
        row = pattern.wording
        if row.omitted:
            entry = self.entries.get(unit.begin)
            return bool(
                entry and entry.about == row.omitted and entry.sha256 not in self.tables.stock
            )
        if row.kind not in self.tables.statements:
            return True
        begin, end = unit.folded.offsets(*match.span())
        return any(
            (claim.kind, claim.status) == (row.kind, row.status) and _within(claim, begin, end)
            for claim in self.reading.record.claims
        )


def _within(claim: Claim, begin: int, end: int) -> bool:
    spans = [mention.span for mention in claim.mentions if mention.span]
    return all(begin <= span.begin and span.end <= end for span in spans)


def _found(expression: re.Pattern[str], text: str, offset: int = 0) -> Iterator[Stretch]:
    for match in expression.finditer(text):
        yield match.start() + offset, match.end() + offset


def _literals(pattern: Pattern, match: re.Match[str]) -> Iterator[Stretch]:
    """Where a wording's own words and its terms stand, but not what its dots stand for."""
    tokens = _TOKEN.split(pattern.wording.wording)
    literals, slots = tokens[::2], [*tokens[1::2], ""]
    position, after_gap = match.start(), False
    for literal, slot in zip(literals, slots, strict=True):
        if after_gap:
            position = _after_gap(literal, slot, match, position)
        yield position, position + len(literal)
        position += len(literal)
        after_gap = slot is None
        if slot:
            yield from _slot(slot, match)
            position = match.end(slot)


def _after_gap(literal: str, slot: str | None, match: re.Match[str], position: int) -> int:
    if slot is None:
        return match.string.lower().index(literal.lower(), position)
    return (match.start(slot) if slot else match.end()) - len(literal)


def _slot(slot: str, match: re.Match[str]) -> Iterator[Stretch]:
    """The words of a slot; of a list only what joins it, for its terms are claims of their own."""
    if slot.endswith("s"):
        yield from _found(_JOINT, match[slot], match.start(slot))
    else:
        yield match.span(slot)


def stock(text: str, reading: Reading, using: Tables) -> dict[str, str]:
    """The stock of a twin: the digest of each masked sentence that the page's stock knows."""
    names = read_head(Text(text), using.layout).words
    found: dict[str, str] = {}
    for entry in reading.ledger.entries:
        reason = using.stock.get(entry.sha256)
        if reason:
            words = Folded(text, entry.begin, entry.end).text
            if found.setdefault(stock_digest(words, names), reason) != reason:
                raise SystemExit(f"line {entry.line}: masked, two sentences of stock are one")
    return found


def twin_tables(folder: Path = TABLES) -> Tables:
    """The bundled tables, with the pages and the stock of the twin."""
    page, known = _rows(folder / "pages.tsv"), _rows(folder / "stock.tsv")
    using = tables.load()
    pages = {
        row["sha256"]: tables.KnownPage(**{**row, "reviewed": row["reviewed"] == "yes"})
        for row in page
    }
    return replace(using, pages=pages, stock={row["sha256"]: row["reason"] for row in known})


def _rows(path: Path) -> list[dict[str, Any]]:
    return [row for _, row in rows(path.read_text(encoding="utf-8"), str(path))]


def blanked(record: Record) -> Any:
    """A record without its digests, and headings of bands without what no band is known by."""
    headings = [band.heading for band in tables.load().bands]

    def blank(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: blank(item) for key, item in value.items() if key != "sha256"}
        if isinstance(value, (list, tuple)):
            return [blank(item) for item in value]
        return next((h for h in headings if isinstance(value, str) and value.startswith(h)), value)

    return blank(msgspec.to_builtins(record))


def verdicts(ledger: Ledger) -> list[tuple[int, int, bool, str, str]]:
    """What became of every unit, without its words."""
    return [(e.begin, e.end, e.sentence, e.verdict, e.about) for e in ledger.entries]


def _write(name: str, header: str, lines: Iterable[str]) -> None:
    (TABLES / name).write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")


def main(page: str) -> None:
    """Write the twin of a page that ``data/pages.tsv`` knows, and its tables."""
    using = tables.load()
    source = pipeline.load_source(page)
    reading = pipeline.reading(source)
    text = mask(source.text, reading, using)
    known = using.pages[Text(source.text).sha256]
    own = replace(
        using,
        pages={Text(text).sha256: replace(known, sha256=Text(text).sha256)},
        stock=stock(text, reading, using),
    )
    again = read(text, own)
    if (blanked(again.record), verdicts(again.ledger)) != (
        blanked(reading.record),
        verdicts(reading.ledger),
    ):
        raise SystemExit("the twin does not read as the page does")
    TABLES.mkdir(exist_ok=True)
    TWIN.write_text(text, encoding="utf-8", newline="\n")
    _write("stock.tsv", "sha256\treason", (f"{k}\t{v}" for k, v in sorted(own.stock.items())))
    row = (known.gard_id, known.url, known.archived, known.slug, "yes" if known.reviewed else "no")
    _write(
        "pages.tsv",
        "sha256\tgard_id\turl\tarchived\tslug\treviewed",
        ["\t".join([Text(text).sha256, *row])],
    )


if __name__ == "__main__":
    main(sys.argv[1])
