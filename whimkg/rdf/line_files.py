"""Files of N-Quads and N-Triples that DuckDB reads itself, several times as fast as Python does.

That goes where each line is written as the engine writes it: without blank nodes, letters beyond
ASCII in IRIs, and what else is rare. Others are for ``whimkg.rdf.quad_rows``, which also says what
is wrong with a file.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from whimkg.rdf.lines import may_exceed
from whimkg.rdf.quad_table import QuadTable, sql_text

if TYPE_CHECKING:
    from whimkg.rdf.inputs import Block

__all__ = ["add_plain_file", "has_short_lines", "is_plain", "lines_source", "triple_line"]

_IRI = r'<[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\\[\]\x7f-\x{10ffff}]*>'
_TEXT = r'"[^\x00-\x1f"\\\x7f]*(?:\\[tbnrf"\\][^\x00-\x1f"\\\x7f]*)*"'
_OBJECT = rf"(?:{_IRI}|{_TEXT}(?:@[a-z]{{2,3}}(?:-[a-z]{{2}})?|\^\^{_IRI})?)"
_PATTERNS = {
    "nt": rf"{_IRI} {_IRI} {_OBJECT} \.",
    "nq": rf"{_IRI} {_IRI} {_OBJECT}(?: {_IRI})? \.",
}
#: Bytes of a line at most, and of what DuckDB has of a file in memory at once, in each thread.
_LONGEST, _BUFFER = 1 << 18, 1 << 22
#: The engine leaves it out.
_STRING = "^^<http://www.w3.org/2001/XMLSchema#string>"
#: Neither quotes nor escapes: a line is one text, whatever is in it.
_LINES = """read_csv({file}, columns = {{'line': 'VARCHAR'}}, delim = '\x01', quote = '',
escape = '', header = false, auto_detect = false, max_line_size = {longest},
buffer_size = {buffer})"""
#: Of the last word of a text and a graph that may stand behind it.
_IS_NAME = "starts_with({0}, '<') AND NOT contains({0}, '\"')"
# A text may hold blanks; the name of a graph, and what stands before an object, cannot.
_QUADS = """INSERT INTO quads
WITH part AS (
  SELECT split_part(line, ' ', 1) AS subject, split_part(line, ' ', 2) AS predicate,
    line[length(subject) + length(predicate) + 3:-3] AS rest,
    split_part(rest, ' ', -1) AS last
  FROM {source} WHERE split_part(line, ' ', 2) IN (SELECT unnest($wanted))
), named AS (
  SELECT *, length(last) < length(rest) AND {is_name} AS in_graph FROM part
)
SELECT subject, predicate, IF(in_graph, rest[:-length(last) - 2], rest), IF(in_graph, last, '')
FROM named"""


def add_plain_file(table: QuadTable, block: Block, predicates: Collection[str]) -> bool:
    """Add the quads of a file that have one of some predicates, or tell that it is not plain.

    Returns:
        Whether it was read; if not, nothing was added.
    """
    found = _plain_predicates(table, block)
    if not found:
        return False
    wanted = {f"<{iri}>" for iri in predicates}
    table.insert(
        _QUADS.format(source=lines_source(block), is_name=_IS_NAME.format("last")),
        wanted=sorted(wanted & found.keys()),
    )
    table.pass_over(found, wanted)
    return True


def _plain_predicates(table: QuadTable, block: Block) -> dict[str, int]:
    """How many quads of a file have which predicate, as terms; none if it is not plain."""
    if not has_short_lines(block.path):
        return {}
    select = f"split_part(line, ' ', 2), count(*), {_plain(block.format)}"
    found = _rows(table, f"SELECT {select} FROM {lines_source(block)} GROUP BY ALL")  # noqa: S608
    if not all(plain for _, _, plain in found):
        return {}
    return {predicate: number for predicate, number, _ in found}


def has_short_lines(path: Path) -> bool:
    """Whether it is a file, and DuckDB can be asked whether its lines are plain.

    A pipe can be read but once. A line that is longer than its buffer DuckDB refuses, or leaves out
    where it is the last one.
    """
    return path.is_file() and not may_exceed(path, _BUFFER)


def is_plain(table: QuadTable, source: str, form: str) -> bool:
    """Whether a table of the column ``line`` has lines, and all are as the engine writes them."""
    return _rows(table, f"SELECT {_plain(form)} FROM {source}") == [(True,)]  # noqa: S608


def triple_line() -> str:
    """SQL for a plain line without the name of its graph."""
    return (
        "IF(IF(starts_with(split_part(line, ' ', 3), '<'), split_part(line, ' ', 4) <> '.',"
        f" {_IS_NAME.format('split_part(line, chr(32), -2)')}),"
        " left(line, -length(split_part(line, ' ', -2)) - 3) || ' .', line)"
    )


def _plain(form: str) -> str:
    matches = f"regexp_full_match(line, {sql_text(_PATTERNS[form])})"
    plain = f"{matches} AND NOT contains(line, {sql_text(_STRING)}) AND strlen(line) < {_LONGEST}"
    return f"bool_and(coalesce({plain}, false))"


def _rows(table: QuadTable, statement: str) -> list[tuple[Any, ...]]:
    """Rows; none if a file is no text in UTF-8, has a very long line, or is no dataset."""
    try:
        return table.run(statement).fetchall()
    except (duckdb.InvalidInputException, duckdb.BinderException):
        return []


def lines_source(block: Block) -> str:
    """SQL for the lines of a file, as a table of the column ``line``."""
    return _LINES.format(file=sql_text(block.path), longest=_LONGEST, buffer=_BUFFER)
