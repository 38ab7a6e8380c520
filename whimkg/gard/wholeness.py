"""Is a page whole, and do its rows mean what they say?

What is surely cut or broken is refused. What only looks wrong, as a code that HPO gives to another
label, is told.
"""

import re
from collections.abc import Iterator, Sequence

from whimkg import terms
from whimkg.errors import CutPageError, TableError
from whimkg.gard.notes import Note
from whimkg.gard.sections import Part
from whimkg.gard.sentences import is_ended
from whimkg.gard.table import Table
from whimkg.gard.text import Text, fold
from whimkg.record import Row
from whimkg.tables import Tables

__all__ = [
    "MISPLACED",
    "check_references",
    "check_rows",
    "check_table",
    "is_citing_what_is_missing",
    "misplaced_codes",
]

#: The kind of note on a row whose label is a name of another term.
MISPLACED = "code of another label"
_CITED = re.compile(r"\[(\d{1,3})\]")
_ENTRY = re.compile(r"(\d{1,3})\.\s")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_URL_END = re.compile(r"https?://\S+$")
_CODE = re.compile(r"(?<!\d)\d{7}(?!\d)")
_WHOLE = "give the whole page, or take its whole rows with partial=True"
_COMPARE = "compare with the page on the site"


def _entries(found: list[Part]) -> list[str]:
    lines = (line for part in found if part.kind.kind == "references" for line in part.lines)
    return [line.content for line in lines]


def is_citing_what_is_missing(found: list[Part]) -> bool:
    """Whether a text cites a number that no entry of the references has: the page is cut there."""
    known = {int(match[1]) for entry in _entries(found) if (match := _ENTRY.match(entry))}
    return any(
        int(match[1]) not in known
        for part in found
        if part.kind.kind != "references"
        for line in part.lines
        for match in _CITED.finditer(line.content)
    )


def check_references(page: Text, found: list[Part]) -> None:
    """Refuse a page that is cut within its last reference.

    Raises:
        CutPageError: the last entry does not end as one does, or has no year where all others have.
    """
    *others, last = _entries(found) or [""]
    if not last:
        return
    undated = others and all(map(_YEAR.search, others)) and not _YEAR.search(last)
    if undated or not (is_ended(last) or _URL_END.search(last)):
        raise CutPageError(
            "the page ends within a reference",
            where=f"line {page.lines[-1].number}",
            remedy=_WHOLE,
        )


def check_table(page: Text, table: Table | None, tables: Tables) -> None:
    """Refuse a page that speaks of a symptom table whose count is not understood.

    Raises:
        TableError: the first line that only a table has.
    """
    if table is not None:
        return
    opening = next(kind.opening for kind in tables.sections if kind.kind == "symptoms")
    marks = (opening, tables.layout["count_words"], *(band.heading for band in tables.bands))
    for line in page.lines:
        if fold(line.content).startswith(marks):
            raise TableError(
                "the page speaks of a symptom table, and no line counts its rows",
                where=f"line {line.number}",
                remedy=_COMPARE,
            )


def check_rows(rows: Sequence[Row]) -> None:
    """Refuse rows that contradict each other, or the term of their code.

    Raises:
        TableError: a label holds a code or stands at two codes, or a line above a row's label was
            taken for it.
    """
    seen: dict[str, Row] = {}
    for row in rows:
        before = seen.setdefault(row.label.casefold(), row)
        if before.term != row.term:
            raise _wrong(row, f"the label {row.label!r} stands at {before.term} and {row.term}")
        if _CODE.search(row.label):
            raise _wrong(row, f"the label {row.label!r} holds a code")
        term = terms.hpo(row.term)
        if term and row.synonyms[:1] == (term.label,) and row.label not in term.synonyms:
            raise _wrong(row, f"the label {row.label!r} stands above {term.label!r}, a row's own")


def misplaced_codes(rows: Sequence[Row]) -> Iterator[Note]:
    """Rows whose label is a name of a term other than that of their code."""
    for row in rows:
        term, named = terms.hpo(row.term), terms.phenotype(row.label)
        if named and named.id not in {row.term, *_others(term)}:
            name = f"is {term.label!r}" if term else "is no term"
            words = f"{row.term} {name} in HPO, where {row.label!r} is a name of {named.id}"
            yield Note(MISPLACED, words, row.spans.code.line)


def _others(term: terms.HpoTerm | None) -> tuple[str, ...]:
    """The identifiers that stand for a term as well: before a merge, or since it is obsolete."""
    return (term.id, *term.alternatives, *term.replaced_by) if term else ()


def _wrong(row: Row, problem: str) -> TableError:
    return TableError(problem, where=f"line {row.spans.label.line}", remedy=_COMPARE)
