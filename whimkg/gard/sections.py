"""The sections of a page: the text has no headings, so opening words and dates part it.

A text belongs to the next "Last updated" line below it, up to the previous one or to the opening
words of another section; what comes after the last such line is undated.
"""

import re
from dataclasses import dataclass

from whimkg.errors import CutPageError, LayoutError
from whimkg.gard.head import Head
from whimkg.gard.marks import date_of, opens
from whimkg.gard.matching import Scan
from whimkg.gard.sentences import is_ended, stock_digest, units
from whimkg.gard.table import Table
from whimkg.gard.text import Line, Text, digest
from whimkg.gard.wordings import grammar
from whimkg.record import Section, Span
from whimkg.tables import SectionKind, Tables

__all__ = ["Part", "check_end", "check_no_question", "parts", "sections"]

_NUMBERED = re.compile(r"(\d{1,3})\.\s")
#: Kinds whose sections a whole page closes with a date.
_DATED = {"head", "text", "symptoms", "orphanet"}


@dataclass(slots=True)
class Part:
    """A section's lines and kind, and the line that dates it."""

    kind: SectionKind
    lines: list[Line]
    updated: Line | None = None


def parts(page: Text, head: Head, table: Table | None, tables: Tables) -> list[Part]:
    """Part the page's lines into sections, in order; every line belongs to exactly one."""
    kinds = {kind.kind: kind for kind in tables.sections}
    found = [Part(kinds["head"], head.lines)]
    current: Part | None = None
    in_references = False
    numbered = _numbered(page)
    for line in page.lines[len(head.lines) :]:
        opened = opens(line, tables)
        if table and line is table.lines[0] and not (current and current.kind.kind == "symptoms"):
            opened = kinds["symptoms"]
        if opened is None and not in_references and line.number == numbered:
            opened = kinds["references"]
        in_references = in_references or opened is kinds["references"]
        if opened or current is None:
            current = Part(opened or kinds["text"], [])
            found.append(current)
        current.lines.append(line)
        if date_of(line, tables):
            current.updated = line
            current = None
    return found


def _numbered(page: Text) -> int:
    """The line at which the numbered list begins that ends the page; 0 where none does."""
    expected = None
    for line in reversed(page.lines):
        match = _NUMBERED.match(line.content)
        number = int(match[1]) if match else 0
        if number == 0 or expected not in {None, number}:
            return 0
        if number == 1:
            return line.number
        expected = number - 1
    return 0


def sections(page: Text, found: list[Part], tables: Tables) -> tuple[Section, ...]:
    """The sections of the record."""
    return tuple(_section(page, number, part, tables) for number, part in enumerate(found, 1))


def _section(page: Text, number: int, part: Part, tables: Tables) -> Section:
    begin, end = part.lines[0].begin, part.lines[-1].end
    line, column = page.place(begin)
    day, dated = _dated(page, part, tables)
    return Section(
        number=number,
        kind=part.kind.kind,
        begin=begin,
        end=end,
        line=line,
        column=column,
        sha256=digest(page.text[begin:end]),
        source=part.kind.source,
        date=day,
        dated=dated,
    )


def _dated(page: Text, part: Part, tables: Tables) -> tuple[str | None, Span | None]:
    stated = date_of(part.updated, tables) if part.updated else None
    if part.updated is None or stated is None:
        return None, None
    begin = part.updated.begin + stated[1]
    return stated[0], page.span(begin, part.updated.end, keep=True)


def check_no_question(found: list[Part], tables: Tables) -> None:
    """Refuse a page that answers a reader's question.

    It begins as the page of the disease does. Its first text has questions as headings, or what a
    person asks and one such heading; a line that is a question stands on other pages, too.

    Raises:
        LayoutError: the first text answers a question.
    """
    first = next((part for part in found if part.kind.kind == "text"), None)
    lines = first.lines if first else []
    bullet = tables.layout["bullet"]
    questions = [
        line for line in lines if line.content.endswith("?") and not line.content.startswith(bullet)
    ]
    asked = any(grammar(tables).holds("asking", Scan(line.content)) for line in lines)
    if len(questions) > 1 or (questions and asked):
        raise LayoutError(
            "this is a page that answers a reader's question",
            where=f"line {questions[0].number}",
            remedy="give the page of the disease itself",
        )


def check_end(page: Text, found: list[Part], names: list[str], tables: Tables) -> None:
    """Refuse a page that breaks off.

    Args:
        page: the page.
        found: its sections.
        names: the disease's names, longest first.
        tables: the data tables.

    Raises:
        CutPageError: the page ends in a text that lacks its date, or within a sentence.
    """
    last = found[-1]
    problem = ""
    if last.kind.kind in _DATED and last.updated is None:
        problem = "the page ends before the date of its last text"
    elif (
        last.updated is None
        and last.kind.kind != "references"
        and (_breaks_off(page, last, names, tables))
    ):
        problem = "the page ends within a sentence"
    if problem:
        raise CutPageError(
            problem,
            where=f"line {page.lines[-1].number}",
            remedy="give the whole page, or take its whole rows with partial=True",
        )


def _breaks_off(page: Text, part: Part, names: list[str], tables: Tables) -> bool:
    """Whether a part's last line neither is known nor ends as a sentence does."""
    last = units(page, part.lines[-1], tables.layout)[-1].words
    return not is_ended(last) and stock_digest(last, names) not in tables.stock
