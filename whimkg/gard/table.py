"""The symptom table: bands, rows, codes, and the count that they are held against.

A row without synonyms is one line, ``Label 0001234``. With synonyms, its label, each synonym and
its code have a line each, and ``[ more ]`` stands before the code from two synonyms up. The line
``Showing of N |`` stands above and below the table. What contradicts this is refused: a line that
was lost or doubled would otherwise put a code to another row's label.
"""

import re
from dataclasses import dataclass, field

from whimkg.errors import CutPageError, TableError
from whimkg.gard.text import Line, Text, fold
from whimkg.record import Row, RowSpans
from whimkg.tables import Band, Tables

__all__ = ["Table", "find_table", "read_table"]

_CODE = re.compile(r"(?:(.*\S)\s+)?(\d{7})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Table:
    """A table's lines, from the count above it to the count below it; cut if that is missing."""

    lines: list[Line]
    count: int
    closed: bool


@dataclass(slots=True)
class _State:
    """Where the reading of a table stands."""

    rows: list[Row] = field(default_factory=list)
    band: tuple[Band, Line] | None = None
    open_lines: list[Line] = field(default_factory=list)


def _count(line: Line, tables: Tables) -> int | None:
    phrase, link = (re.escape(tables.layout[key]) for key in ("count", "count_link"))
    match = re.fullmatch(rf"{phrase} (\d{{1,5}}) \|(?: {link})?", fold(line.content))
    return int(match[1]) if match else None


def find_table(page: Text, tables: Tables) -> Table | None:
    """The table's lines, or None on a page without one.

    Raises:
        TableError: two tables, or two counts that differ.
    """
    counts = [(i, n) for i, line in enumerate(page.lines) if (n := _count(line, tables)) is not None]
    if not counts:
        return None
    if len(counts) > 2:
        raise TableError(
            "a second table begins here",
            where=f"line {page.lines[counts[2][0]].number}",
            remedy="give a page with one symptom table",
        )
    first, count = counts[0]
    if len(counts) == 1:
        return Table(page.lines[first:], count, closed=False)
    last, again = counts[1]
    if again != count:
        raise TableError(
            f"the count above the table is {count}, below it {again}",
            where=f"line {page.lines[last].number}",
            remedy="compare with the page on the site",
        )
    return Table(page.lines[first : last + 1], count, closed=True)


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
    state = _State()
    body = table.lines[1:-1] if table.closed else table.lines[1:]
    for line in _without_columns(body, table.closed, tables):
        _take(page, line, section, state, tables)
    if table.closed:
        _check_end(state)
    if not partial and (not table.closed or len(state.rows) < table.count):
        raise CutPageError(
            f"the symptom table has {len(state.rows)} whole rows of {table.count}",
            where=f"line {table.lines[-1].number}",
            remedy="give the whole page, or take its whole rows with --partial",
        )
    if len(state.rows) > table.count:
        raise TableError(
            f"{len(state.rows)} rows, but the page counts {table.count}",
            where=f"line {table.lines[0].number}",
            remedy="compare with the page on the site",
        )
    return tuple(state.rows)


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


def _take(page: Text, line: Line, section: int, state: _State, tables: Tables) -> None:
    content = fold(line.content)
    band = next((band for band in tables.bands if content.startswith(band.heading)), None)
    if band:
        _open_band(line, band, state, tables)
        return
    match = _CODE.fullmatch(line.content)
    if match is None:
        state.open_lines.append(line)
        return
    if state.band is None:
        raise _wrong(line, "a row stands above the first band")
    label_lines = state.open_lines
    if match[1] is not None:
        if label_lines:
            raise _wrong(label_lines[0], "a row has no code")
        label = Line(line.number, line.begin, line.begin + len(match[1]), match[1])
        state.rows.append(_row(page, label, [], line, section, state, tables))
        return
    synonyms = _synonyms(label_lines, line, tables)
    state.rows.append(_row(page, label_lines[0], synonyms, line, section, state, tables))
    state.open_lines = []


def _open_band(line: Line, band: Band, state: _State, tables: Tables) -> None:
    if state.open_lines:
        raise _wrong(state.open_lines[0], "a row has no code")
    if state.band:
        before, heading = state.band
        if tables.bands.index(band) <= tables.bands.index(before):
            raise _wrong(line, f"the band {band.band} stands below {before.band}")
        if not state.rows or state.rows[-1].spans.band.begin != heading.begin:
            raise _wrong(heading, f"the band {before.band} has no rows")
    state.band = (band, line)


def _synonyms(lines: list[Line], code: Line, tables: Tables) -> list[Line]:
    """The synonyms of a row whose code stands alone, held against ``[ more ]``."""
    if not lines:
        raise _wrong(code, "a code has no label")
    more = fold(lines[-1].content) == tables.layout["more"]
    synonyms = lines[1:-1] if more else lines[1:]
    if any(fold(line.content) == tables.layout["more"] for line in [lines[0], *synonyms]):
        raise _wrong(lines[0], "a row is broken: its folding mark stands in the wrong place")
    if more != (len(synonyms) >= 2) or not synonyms:
        raise _wrong(lines[0], "a row is broken: its synonyms do not fit its folding mark")
    return synonyms


def _row(
    page: Text,
    label: Line,
    synonyms: list[Line],
    code: Line,
    section: int,
    state: _State,
    tables: Tables,
) -> Row:
    assert state.band is not None  # noqa: S101
    band, heading = state.band
    term = f"{tables.layout['code_prefix']}:{code.content[-7:]}"
    return Row(
        number=len(state.rows) + 1,
        kind=tables.hpo_kinds.get(term, "phenotype"),
        term=term,
        label=fold(label.content),
        band=band.band,
        section=section,
        spans=RowSpans(
            band=page.span(heading.begin, heading.end, keep=True),
            label=page.span(label.begin, label.end, keep=True),
            code=page.span(code.end - 7, code.end, keep=True),
        ),
        synonyms=tuple(fold(line.content) for line in synonyms),
    )


def _check_end(state: _State) -> None:
    if state.open_lines:
        raise _wrong(state.open_lines[0], "a row has no code")
    if state.band and (
        not state.rows or state.rows[-1].spans.band.begin != state.band[1].begin
    ):
        raise _wrong(state.band[1], f"the band {state.band[0].band} has no rows")


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
            remedy="give the whole page, or take its whole rows with --partial",
        )
    if not fold(below[0].content).startswith(tables.layout["updated"]):
        raise _wrong(below[0], "the symptom table is not followed by its date")
