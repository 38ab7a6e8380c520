"""The symptom table: bands, rows, codes, and the count that they are held against.

A row without synonyms is one line, ``Label 0001234``. With synonyms, its label, each synonym and
its code have a line each, and ``[ more ]`` stands before the code from two synonyms up. The line
``Showing of N |`` stands above and below the table. What contradicts this is refused: a line that
was lost or doubled would otherwise put a code to another row's label.
"""

import re
from dataclasses import dataclass

from whimkg.errors import CutPageError, TableError
from whimkg.gard.marks import date_of, opens
from whimkg.gard.order import check_order
from whimkg.gard.text import Line, Text, fold
from whimkg.record import Row, RowSpans
from whimkg.tables import Band, Tables

__all__ = ["Table", "find_table", "read_table"]

_CODE = re.compile(r"(?:(.*\S)\s+)?([0-9]{7})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Table:
    """A table's lines, from the count above it to the count below it; cut if that is missing."""

    lines: list[Line]
    count: int
    closed: bool


def _count(line: Line, tables: Tables) -> int | None:
    showing, of = tables.layout["count"].split()
    link = re.escape(tables.layout["count_link"])
    number = r"\d{1,3}(?:,\d{3})*|\d{1,5}"
    match = re.fullmatch(
        rf"{showing} (?:(?:{number}) )?{of} ({number}) \|(?: {link})?", fold(line.content)
    )
    return int(match[1].replace(",", "")) if match else None


def find_table(page: Text, tables: Tables) -> Table | None:
    """The table's lines, or None on a page without one.

    Raises:
        TableError: two tables, or two counts that differ.
    """
    counts = [
        (i, n) for i, line in enumerate(page.lines) if (n := _count(line, tables)) is not None
    ]
    if not counts:
        return None
    if len(counts) > 2:
        raise TableError(
            "a second table begins here",
            where=f"line {page.lines[counts[2][0]].number}",
            remedy="give a page with one symptom table",
        )
    first, count = counts[0]
    end = _next_mark(page.lines, first, tables)
    if len(counts) == 1:
        return Table(page.lines[first:end], count, closed=False)
    last, again = counts[1]
    if again != count:
        raise _wrong(page.lines[last], f"the count above the table is {count}, below it {again}")
    if end < last:
        raise _wrong(page.lines[end], "a line of another section stands in the symptom table")
    return Table(page.lines[first : last + 1], count, closed=True)


def _next_mark(lines: list[Line], after: int, tables: Tables) -> int:
    """The place of the next line that opens or dates a section; the end where there is none."""
    for at in range(after + 1, len(lines)):
        if opens(lines[at], tables) or date_of(lines[at], tables):
            return at
    return len(lines)


def read_table(
    page: Text, table: Table, section: int, tables: Tables, *, partial: bool
) -> tuple[Row, ...]:
    """The rows of a table.

    Args:
        page: the page.
        table: its table.
        section: number of the table's section.
        tables: the data tables.
        partial: whether to give the whole rows of a table that is cut.

    Raises:
        CutPageError: the table breaks off, and ``partial`` is False.
        TableError: the lines contradict each other, whether cut or not.
    """
    reader = _Reader(page, section, tables)
    body = table.lines[1:-1] if table.closed else table.lines[1:]
    for line in _without_columns(body, table.closed, tables):
        reader.take(line)
    if table.closed:
        reader.end_band()
    _check_count(table, len(reader.rows), partial)
    check_order(reader.rows)
    return tuple(reader.rows)


def _check_count(table: Table, found: int, partial: bool) -> None:
    if not partial and (not table.closed or found < table.count):
        raise CutPageError(
            f"the symptom table has {found} whole rows of {table.count}",
            where=f"line {table.lines[-1].number}",
            remedy="give the whole page, or take its whole rows with partial=True",
        )
    if found > table.count:
        raise _wrong(table.lines[0], f"{found} rows, but the page counts {table.count}")


def _without_columns(lines: list[Line], closed: bool, tables: Tables) -> list[Line]:
    """The lines after the column headings; a cut table may end within the headings."""
    columns: list[str] = tables.layout["columns"]
    found = [fold(line.content) for line in lines[: len(columns)]]
    if found != columns and (closed or found != columns[: len(found)]):
        cut = not closed and len(lines) <= len(columns)
        if not cut:
            raise TableError(
                "the table's column headings are not as expected",
                where=f"line {lines[0].number}" if lines else "",
                remedy="compare with the page on the site",
            )
    return lines[len(columns) :]


class _Reader:
    """A table being read: the band and the lines of a row that are open, the rows so far."""

    def __init__(self, page: Text, section: int, tables: Tables) -> None:
        self.rows: list[Row] = []
        self._page, self._section, self._tables = page, section, tables
        self._band: tuple[Band, Line] | None = None
        self._open: list[Line] = []

    def take(self, line: Line) -> None:
        """Read the next line."""
        content = fold(line.content)
        bands = self._tables.bands
        band = next((band for band in bands if content.startswith(band.heading)), None)
        if band:
            self._begin_band(line, band)
        elif match := _CODE.fullmatch(line.content):
            self._end_row(line, match[1])
        else:
            self._open.append(line)

    def end_band(self) -> None:
        """Refuse a band without rows, and a row without code."""
        if self._open:
            raise _wrong(self._open[0], "a row has no code")
        if self._band:
            band, heading = self._band
            if not self.rows or self.rows[-1].spans.band.begin != heading.begin:
                raise _wrong(heading, f"the band {band.band} has no rows")

    def _begin_band(self, line: Line, band: Band) -> None:
        self.end_band()
        bands = self._tables.bands
        if self._band and bands.index(band) <= bands.index(self._band[0]):
            raise _wrong(line, f"the band {band.band} stands below {self._band[0].band}")
        self._band = (band, line)

    def _end_row(self, line: Line, label: str | None) -> None:
        """A line that ends in a code ends its row; the label stands in it, or above."""
        if label is None:
            synonyms = _synonyms(self._open, line, self._tables)
            self._add(self._open[0], synonyms, line)
            self._open = []
        elif self._open:
            raise _wrong(self._open[0], "a row has no code")
        else:
            self._add(Line(line.number, line.begin, line.begin + len(label), label), [], line)

    def _add(self, label: Line, synonyms: list[Line], code: Line) -> None:
        if self._band is None:
            raise _wrong(code, "a row stands above the first band")
        band, heading = self._band
        term = f"{self._tables.layout['code_prefix']}:{code.content[-7:]}"
        span = self._page.span
        row = Row(
            number=len(self.rows) + 1,
            kind=self._tables.hpo_kinds.get(term, "phenotype"),
            term=term,
            label=fold(label.content),
            band=band.band,
            section=self._section,
            spans=RowSpans(
                band=span(heading.begin, heading.end, keep=band.term is not None),
                label=span(label.begin, label.end, keep=True),
                code=span(code.end - 7, code.end, keep=True),
            ),
            synonyms=tuple(fold(line.content) for line in synonyms),
        )
        if row.kind not in self._tables.statements:
            raise _wrong(code, f"{term} is a {row.kind}, which no row can be")
        self.rows.append(row)


def _synonyms(lines: list[Line], code: Line, tables: Tables) -> list[Line]:
    """The synonyms of a row whose code stands alone, held against ``[ more ]``."""
    if not lines:
        raise _wrong(code, "a code has no label")
    mark = tables.layout["more"]
    folded = fold(lines[-1].content) == mark
    synonyms = lines[1:-1] if folded else lines[1:]
    if any(fold(line.content) == mark for line in [lines[0], *synonyms]):
        raise _wrong(lines[0], "a row is broken: its folding mark stands in the wrong place")
    if folded != (len(synonyms) >= 2) or not synonyms:
        raise _wrong(lines[0], "a row is broken: its synonyms do not fit its folding mark")
    return synonyms


def _wrong(line: Line, problem: str) -> TableError:
    return TableError(
        problem, where=f"line {line.number}", remedy="compare with the page on the site"
    )


def check_dated(page: Text, table: Table | None, tables: Tables) -> None:
    """Refuse a table without its date: another section's date would be taken for it.

    Raises:
        TableError: the line below the table is not its "Last updated" line.
        CutPageError: there is no line below the table.
    """
    if table is None or not table.closed:
        return
    below = page.lines[page.lines.index(table.lines[-1]) + 1 :]
    if not below:
        raise CutPageError(
            "the page ends before the date of its symptom table",
            where=f"line {table.lines[-1].number}",
            remedy="give the whole page, or take its whole rows with partial=True",
        )
    if not fold(below[0].content).startswith(tables.layout["updated"]):
        raise _wrong(below[0], "the symptom table is not followed by its date")
