"""A graph on its way into files that may not fit into memory: DuckDB keeps and sorts it.

What is in memory does not grow with the graph, but for its largest node.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import groupby
from operator import itemgetter

from pyoxigraph import Quad, RdfFormat, parse

from whimkg.base.namespaces import expand
from whimkg.export.rdf.content import MOST, nodes
from whimkg.export.rdf.document import Document, check
from whimkg.export.rdf.nodes import Node
from whimkg.rdf.pages import PAGE
from whimkg.rdf.quad_rows import QuadRow
from whimkg.rdf.quad_table import LINES, QuadTable, distinct_lines, quad_table, sql_text

__all__ = ["large_content"]

#: What DuckDB may take; with more threads it needs more, and is hardly faster.
_MEMORY = "144MB"
#: Rows that are taken at once.
_BATCH = 8192
#: The lines of the table, and what the page of each is called.
_VIEW = """CREATE VIEW line AS SELECT
  concat_ws(' ', subject, predicate, object, nullif(graph, ''), '.') AS quad,
  concat_ws(' ', subject, predicate, object, '.') AS triple,
  regexp_extract(graph[2:-2], {pattern}, 1) AS page,
  starts_with(subject, '_:') OR starts_with(object, '_:') OR starts_with(graph, '_:')
    OR starts_with(object, '<<')
    OR regexp_matches(object, '"@[A-Za-z0-9-]+--(ltr|rtl)$') AS refused
FROM quads"""
_FIRST_REFUSED = "SELECT quad FROM line WHERE refused ORDER BY quad LIMIT 1"
_SEVERAL_PAGES = "SELECT count(DISTINCT nullif(page, '')) > 1 FROM line"
_BY_PAGE = "SELECT IF($several, page, '') AS page, quad FROM line ORDER BY ALL"
_SCHEMES = r"""WITH iri AS (
  SELECT subject AS iri FROM quads UNION SELECT predicate FROM quads
  UNION SELECT object FROM quads WHERE object[1] = '<'
  UNION SELECT coalesce(nullif(regexp_extract(object, '\^\^(<[^>]*>)$', 1), ''), $untyped)
  FROM quads WHERE object[1] = '"')
SELECT DISTINCT split_part(iri[2:], ':', 1) FROM iri"""
#: That of literals whose lines name none.
_UNTYPED = f"<{expand('xsd:string')}>"


@contextmanager
def large_content(
    rows: Iterable[list[QuadRow]], prefixes: Mapping[str, str]
) -> Iterator[LargeContent]:
    """The content of a graph that has statements, while the block lasts; errors as for it."""
    with quad_table(threads=1, memory=_MEMORY) as table:
        table.add(rows)
        yield LargeContent(table, prefixes)


class LargeContent:
    """A graph in a table; see ``Content``."""

    def __init__(self, table: QuadTable, prefixes: Mapping[str, str]) -> None:
        self.prefixes = prefixes
        self._table = table
        table.run(_VIEW.format(pattern=sql_text(PAGE.pattern)))
        if refused := table.run(_FIRST_REFUSED).fetchone():
            for quad in _parsed(refused):
                check(quad)

    def quads(self) -> Iterator[bytes]:
        """See ``Content``."""
        return self._sorted("SELECT quad FROM line ORDER BY quad")

    def triples(self) -> Iterator[bytes]:
        """See ``Content``."""
        return self._sorted("SELECT triple FROM line ORDER BY triple")

    def _sorted(self, select: str) -> Iterator[bytes]:
        file = self._table.folder / "sorted"
        self._table.run(f"COPY ({select}) TO {sql_text(file)} ({LINES})")
        yield from distinct_lines(file)
        file.unlink()

    def documents(self) -> Iterator[Document]:
        """See ``Content``."""
        several = self._table.run(_SEVERAL_PAGES).fetchone() == (True,)
        found = self._table.connection.cursor()
        found.execute(_BY_PAGE, {"several": several})
        batches = iter(partial(found.fetchmany, _BATCH), [])
        for page, lines in _parts(row for batch in batches for row in batch):
            yield Document(_parsed(lines), self.prefixes, page)

    def nodes(self) -> Iterator[tuple[str, Node]]:
        """See ``Content``."""
        return nodes(self)

    def schemes(self) -> set[str]:
        """See ``Content``."""
        return {scheme for (scheme,) in self._table.run(_SCHEMES, untyped=_UNTYPED).fetchall()}


def _parsed(lines: Iterable[str]) -> list[Quad]:
    return list(parse("\n".join(dict.fromkeys(lines)), format=RdfFormat.N_QUADS))


def _parts(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """The lines of each page, which are sorted; of many quads, cut between subjects."""
    for page, found in groupby(rows, key=itemgetter(0)):
        part: list[str] = []
        for _, line in found:
            if len(part) >= MOST and _subject(line) != _subject(part[-1]):
                yield page, part
                part = []
            part.append(line)
        yield page, part


def _subject(line: str) -> str:
    return line.partition(" ")[0]
