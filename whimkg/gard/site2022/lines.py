"""What became of every line of a page: modelled, left out with a reason, or not understood.

A line is explained by the elements that it is made of, else by its digest in ``data/stock.tsv``.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from whimkg.gard.ledger import LedgerBuilder, Verdict
from whimkg.gard.sentences import nameless
from whimkg.gard.site2022.layout import layout
from whimkg.gard.site2022.page import Page
from whimkg.gard.text import Line, digest, fold
from whimkg.record import Record
from whimkg.tables import Tables

__all__ = ["enter_lines"]

_DISAGREE = "copies disagree"
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """A stretch of the text that an element explains."""

    begin: int
    end: int
    verdict: Verdict
    about: str


def enter_lines(page: Page, record: Record, clerk: LedgerBuilder, tables: Tables) -> None:
    """Enter every line but those of the summary, whose sentences are entered by its reader."""
    on_line = _by_line(page.text.lines, _places(page, record))
    summary = [page.document.span(node) for node in page.select("summary", page.document.root)]
    if page.in_development("summary"):
        summary = []
    names = [record.disease.title.text]
    explanations = _by_line(
        page.text.lines, list(_selected(page, layout()["explanations"], "left out"))
    )
    for line in page.text.lines:
        if any(span and span[0] <= line.begin < span[1] for span in summary):
            continue
        found = on_line.get(line.number, [])
        if _explained(page, line, found):
            worst = max(found, key=lambda place: place.verdict == "modelled")
            clerk.line(line, worst.verdict, worst.about)
        else:
            _by_digest(line, names, explanations.get(line.number, []), clerk, tables)


def _places(page: Page, record: Record) -> list[_Place]:
    claimed = {claim.sentence for claim in record.claims}
    found = [
        *_selected(page, layout()["modelled"], "modelled"),
        *_selected(page, layout()["variable"], "left out"),
    ]
    for node in page.select("symptom", "symptoms"):
        span = page.document.span(node)
        if span:
            held = page.text.span(*span, keep=True) in claimed
            verdict, about = ("modelled", "symptom") if held else ("left out", _DISAGREE)
            found.append(_Place(*span, verdict, about))  # type: ignore[arg-type]
    return found


def _selected(page: Page, rows: list[dict[str, str]], verdict: Verdict) -> Iterator[_Place]:
    for row in rows:
        for node in page.select(row["selector"], page.document.root):
            if span := page.document.span(node):
                yield _Place(*span, verdict, row["about"])


def _by_line(lines: list[Line], places: list[_Place]) -> dict[int, list[_Place]]:
    """The places on each line, by its number, in the order of the text."""
    ends = [line.end for line in lines]
    found: dict[int, list[_Place]] = {}
    for place in sorted(places):
        at = bisect_right(ends, place.begin)
        while at < len(lines) and lines[at].begin < place.end:
            found.setdefault(lines[at].number, []).append(place)
            at += 1
    return found


def _explained(page: Page, line: Line, places: list[_Place]) -> bool:
    """Whether elements cover all words of a line."""
    if not places:
        return False
    text, reached = page.text.text, line.begin
    for place in places:
        if _LETTER.search(text, reached, place.begin):
            return False
        reached = max(reached, place.end)
    return _LETTER.search(text, reached, line.end) is None


def _by_digest(
    line: Line, names: list[str], explanations: list[_Place], clerk: LedgerBuilder, tables: Tables
) -> None:
    words = fold(line.content)
    bare = nameless(words, names)
    for each in dict.fromkeys((words, bare)):
        sha256 = digest(each)
        if reason := tables.stock.get(sha256):
            clerk.line(line, "left out", reason, sha256=sha256)
            return
    if explanations:
        clerk.line(line, "left out", explanations[0].about)
        return
    clerk.line(line, "not understood", "", sha256=digest(bare))
