"""Makes the masked twin of a page, so that tests can read a page that may not stand here.

    python tests/pages/mask.py PAGE

The twin has the page's length, lines, white space and punctuation; its title, names, symptom table
and dates; and the words that the data tables match on: labels, openings of sections, the wordings
that make the record's claims with their terms, resources and organizations where the record
places them, titles, numbers, years and addresses of references, marks of citations. Every other
letter is ``x`` or ``X``, every other digit ``0``; so are persons, their telephone and e-mail, what
a reader asked, and asides. Words such as *may* are replaced by others of their set: no sentence of
the page stands in the twin as it is.

Beside it stand the tables that know it: ``pages.tsv`` and ``stock.tsv`` by its digests, and
``phrases.tsv`` its masked asides. The script ends with an error, and writes nothing, where the
twin does not read as the page does.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from whimkg import pipeline, tables
from whimkg.gard import Ledger, Reading, read
from whimkg.gard.clauses import Parsed, parse
from whimkg.gard.head import Head, read_head
from whimkg.gard.masking import Masked, Names
from whimkg.gard.matching import Scan
from whimkg.gard.sections import Part, parts
from whimkg.gard.sentences import Unit, stock_digest, units
from whimkg.gard.table import Table, find_table
from whimkg.gard.text import Folded, Line, Text, fold
from whimkg.gard.wordings import grammar
from whimkg.record import Record, Reference
from whimkg.source import load as load_source
from whimkg.tables import Phrase, Tables
from whimkg.tables.tsv import rows

TWIN = Path(__file__).parent / "whim-masked.txt"
TABLES = TWIN.with_suffix(".tables")

_CITES = re.compile(r"(?:\[\d{1,3}\])+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBER = re.compile(r"\d{1,3}\.\s")
_FREE = {"words", "kind", "any", "detail"}
#: Sets of which the twin has other phrases: no sentence of the page stands in it as it is.
_SETS = frozenset(["symptoms", "begin", "changes", "may"])

Stretch = tuple[int, int]


def mask(text: str, reading: Reading, using: Tables) -> str:
    """The text with all but the kept stretches made unreadable."""
    kept = bytearray(len(text))
    keeper = _Keeper(text, reading, using)
    for begin, end in keeper.stretches():
        kept[begin:end] = b"\x01" * (end - begin)
    for begin, end, words in keeper.other_words:
        text = text[:begin] + words + text[end:]
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
    other_words: list[tuple[int, int, str]] = field(default_factory=list)

    @cached_property
    def page(self) -> Text:
        return Text(self.text)

    @cached_property
    def head(self) -> Head:
        return read_head(self.page, self.tables.layout)

    @cached_property
    def table(self) -> Table | None:
        return find_table(self.page, self.tables)

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
        yield from _found(_YEAR, self.text[begin:end], begin)
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
        masked = Masked(unit.words, self.names)
        for begin, end in _read(masked.text, place, self.tables):
            yield from self._offsets(unit, [masked.origin(begin, end)])
        for begin, end, words in _other_words(masked.text, place, self.tables):
            where = unit.folded.offsets(*masked.origin(begin, end))
            self.other_words.append((*where, words))

    @cached_property
    def names(self) -> Names:
        return Names(self.head.words, self.text)

    def _offsets(self, unit: Unit, found: Iterable[Stretch]) -> Iterator[Stretch]:
        for begin, end in found:
            if begin < end:
                yield unit.folded.offsets(begin, end)


def _found(expression: re.Pattern[str], text: str, offset: int = 0) -> Iterator[Stretch]:
    for match in expression.finditer(text):
        yield match.start() + offset, match.end() + offset


def _read(text: str, place: str, using: Tables) -> Iterator[Stretch]:
    """What a reading of a sentence rests on, without free words and asides."""
    rules = grammar(using)
    for name in ("disease subjects", "kept subjects") if place == "text" else ():
        if match := Scan(text).match(rules.set(name)):
            yield match.span
    parsed = parse(text, place, rules)
    if parsed.whole:
        position = 0
        for begin, end in sorted([*_hidden(parsed), (len(text), len(text))]):
            if position < begin:
                yield position, begin
            position = max(position, end)


def _hidden(parsed: Parsed) -> Iterator[Stretch]:
    """Where free words and asides stand."""
    for clause in parsed.clauses:
        yield from (where for slot, where in clause.match.slots() if slot in _FREE)
    for begin, end in (where for _, where in parsed.asides):
        yield begin + parsed.scan.text[begin:end].index("(") + 1, end - 1


def _other_words(text: str, place: str, using: Tables) -> Iterator[tuple[int, int, str]]:
    """Where a phrase stands for which its set has another of the same length and effect."""
    rules = grammar(using)
    parsed = parse(text, place, rules)
    for clause in parsed.clauses if parsed.whole else ():
        for what, begin, end in clause.match.marks:
            if isinstance(what, Phrase) and what.set in _SETS:
                yield begin, end, _alike(what.set, text[begin:end], using)


def _alike(name: str, words: str, using: Tables) -> str:
    """The first of the phrases of a set that have the length and the effect of one of them."""
    known = [p for p in using.phrases[name] if "{" not in p.phrase and "[" not in p.phrase]
    effect = next((p.effect for p in known if p.phrase == words.lower()), None)
    alike = [p.phrase for p in known if p.effect == effect and len(p.phrase) == len(words)]
    found = min(alike, default=words)
    return found.capitalize() if words[0].isupper() else found


def phrases(text: str, using: Tables) -> list[tables.Phrase]:
    """The asides of a page as phrases, masked."""
    page = Text(text)
    head = read_head(page, using.layout)
    names, rules = Names(head.words, text), grammar(using)
    found: dict[str, tables.Phrase] = {}
    for part in parts(page, head, find_table(page, using), using)[1:]:
        for unit in (unit for line in part.lines for unit in units(page, line, using.layout)):
            masked = Masked(unit.words, names).text
            for phrase, (begin, end) in parse(masked, part.kind.kind, rules).asides:
                shown = "".join(map(_masked, masked[begin:end].strip(" ()")))
                found[shown] = replace(phrase, phrase=shown)
    return [found[key] for key in sorted(found)]


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
    own = [tables.Phrase(**row) for row in _rows(folder / "phrases.tsv")]
    return replace(
        using,
        pages=pages,
        stock={row["sha256"]: row["reason"] for row in known},
        phrases=with_phrases(using, own),
    )


def with_phrases(using: Tables, own: list[tables.Phrase]) -> dict[str, tuple[tables.Phrase, ...]]:
    """The sets of phrases, with further ones."""
    return {
        name: known + tuple(phrase for phrase in own if phrase.set == name)
        for name, known in using.phrases.items()
    }


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
    source = load_source(page)
    reading = pipeline.reading(source)
    text = mask(source.text, reading, using)
    known = using.pages[Text(source.text).sha256]
    own = replace(
        using,
        pages={Text(text).sha256: replace(known, sha256=Text(text).sha256)},
        stock=stock(text, reading, using),
        phrases=with_phrases(using, phrases(source.text, using)),
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
    _write(
        "phrases.tsv",
        "set\tphrase\teffect\treason",
        (
            "\t".join((phrase.set, phrase.phrase, phrase.effect, phrase.reason))
            for phrase in phrases(source.text, using)
        ),
    )
    row = (known.gard_id, known.url, known.archived, known.slug, "yes" if known.reviewed else "no")
    _write(
        "pages.tsv",
        "sha256\tgard_id\turl\tarchived\tslug\treviewed",
        ["\t".join([Text(text).sha256, *row])],
    )


if __name__ == "__main__":
    main(sys.argv[1])
