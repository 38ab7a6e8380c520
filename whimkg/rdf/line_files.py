"""Files of N-Quads and N-Triples that DuckDB reads itself, several times as fast as Python does.

That goes where each line is written as the engine writes it: without blank nodes, letters beyond
ASCII in IRIs, and what else is rare. Others are for ``whimkg.rdf.quad_rows``, which also says what
is wrong with a file.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import duckdb

from whimkg.rdf.quad_table import LINE, QuadTable, sql_text

if TYPE_CHECKING:
    from whimkg.rdf.inputs import Block

__all__ = ["add_plain_file", "lines_source", "plain_predicates"]

_IRI = r'<[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\\[\]\x7f-\x{10ffff}]*>'
_TEXT = r'"[^\x00-\x1f"\\\x7f]*(?:\\[tbnrf"\\][^\x00-\x1f"\\\x7f]*)*"'
_OBJECT = rf"(?:{_IRI}|{_TEXT}(?:@[a-z]{{2,3}}(?:-[a-z]{{2}})?|\^\^{_IRI})?)"
_PATTERNS = {
    "nt": rf"{_IRI} {_IRI} {_OBJECT} \.",
    "nq": rf"{_IRI} {_IRI} {_OBJECT}(?: {_IRI})? \.",
}
#: The engine leaves it out.
_STRING = "^^<http://www.w3.org/2001/XMLSchema#string>"
#: Neither quotes nor escapes: a line is one text, whatever is in it.
_LINES = """read_csv({file}, columns = {{'line': 'VARCHAR'}}, delim = '\x01', quote = '',
escape = '', header = false, auto_detect = false, max_line_size = {longest})"""
_PREDICATES = """SELECT split_part(line, ' ', 2), count(*),
  bool_and(coalesce(regexp_full_match(line, {pattern}) AND NOT contains(line, {string}), false))
FROM {source} GROUP BY ALL"""
# A text may hold blanks; the name of a graph, and what stands before an object, cannot.
_QUADS = """INSERT INTO quads
WITH part AS (
  SELECT split_part(line, ' ', 1) AS subject, split_part(line, ' ', 2) AS predicate,
    line[length(subject) + length(predicate) + 3:-3] AS rest,
    split_part(rest, ' ', -1) AS last
  FROM {source} WHERE split_part(line, ' ', 2) IN (SELECT unnest($wanted))
), named AS (
  SELECT *, length(last) < length(rest) AND starts_with(last, '<') AND NOT contains(last, '"')
    AS in_graph FROM part
)
SELECT subject, predicate, IF(in_graph, rest[:-length(last) - 2], rest), IF(in_graph, last, '')
FROM named"""


def add_plain_file(table: QuadTable, block: Block, predicates: Collection[str]) -> bool:
    """Add the quads of a file that have one of some predicates, or tell that it is not plain.

    Returns:
        Whether it was read; if not, nothing was added.
    """
    found = plain_predicates(table, block)
    if not found:
        return False
    wanted = {f"<{iri}>" for iri in predicates}
    table.run(_QUADS.format(source=lines_source(block)), wanted=sorted(wanted & found.keys()))
    table.pass_over(found, wanted)
    return True


def plain_predicates(table: QuadTable, block: Block) -> dict[str, int]:
    """How many quads of a file have which predicate, as terms; none if it is not plain."""
    if not block.path.is_file():  # a pipe can be read but once
        return {}
    pattern, string = sql_text(_PATTERNS[block.format]), sql_text(_STRING)
    statement = _PREDICATES.format(pattern=pattern, string=string, source=lines_source(block))
    try:
        found = table.run(statement).fetchall()
    except duckdb.InvalidInputException:  # no UTF-8, or a very long line
        return {}
    if not all(plain for _, _, plain in found):
        return {}
    return {predicate: number for predicate, number, _ in found}


def lines_source(block: Block) -> str:
    """SQL for the lines of a file, as a table of the column ``line``."""
    return _LINES.format(file=sql_text(block.path), longest=LINE)
