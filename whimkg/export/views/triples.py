"""Quads in DuckDB as triples of short names: what the SQL of ``queries/export/`` is run over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from whimkg.base import namespaces, resources
from whimkg.rdf.quad_table import QuadTable, sql_text

__all__ = ["batches", "curies_in", "fill_table", "make_triples", "named_iris", "run_file"]

#: A CURIE as a text of SQL.
_CURIE = re.compile(r"'([A-Za-z]\w*:[A-Za-z_]\w*)'")
#: The macro ``iri`` of such a one.
_CONSTANT = re.compile(r"\biri\('(\w+):(\w*)'\)")
_ROWS = 2048


def make_triples(
    table: QuadTable, names: Mapping[str, str], prefixes: Mapping[str, str] | None = None
) -> None:
    """Make the table ``triple``, and the macros of ``queries/export/triples.sql``.

    Args:
        table: with all quads that have one of the predicates.
        names: the IRIs of the predicates that are wanted, and their CURIEs.
        prefixes: prefix to IRI prefix; default those of ``data/prefixes.json``.
    """
    table.run(_curie_macros(prefixes or namespaces.prefix_map()))
    rows = [(f"<{iri}>", name) for iri, name in sorted(names.items())]
    fill_table(table, "name", "iri VARCHAR, curie VARCHAR", rows)
    run_file(table, "triples.sql")


def run_file(table: QuadTable, name: str) -> None:
    """Run a file of ``queries/export/``."""
    table.run(_with_constants(resources.text(f"queries/export/{name}")))


def _with_constants(sql: str) -> str:
    """The IRI of a constant as a text: DuckDB would plan the map of all prefixes for each."""
    starts = namespaces.prefix_map()
    return _CONSTANT.sub(lambda found: sql_text(f"1{starts[found[1]]}{found[2]}"), sql)


@cache
def curies_in(name: str) -> frozenset[str]:
    """The CURIEs that a file of ``queries/export/`` names."""
    found = _CURIE.findall(resources.text(f"queries/export/{name}"))
    return frozenset(filter(namespaces.is_curie, found))


@cache
def named_iris(name: str) -> dict[str, str]:
    """The IRIs of those CURIEs, to their CURIEs: among them all predicates that the file needs."""
    return {namespaces.expand(curie): curie for curie in curies_in(name)}


def fill_table(
    table: QuadTable, name: str, columns: str, values: Sequence[tuple[Any, ...]]
) -> None:
    """Make a table of some rows."""
    table.run(f"CREATE TABLE {name} ({columns})")
    if values:  # in one statement: one for each row takes a quarter of a second
        found = ", ".join(f"({', '.join(map(_constant, row))})" for row in values)
        table.run(f"INSERT INTO {name} VALUES {found}")  # noqa: S608


def batches(table: QuadTable, query: str) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a query, some at a time; others may be read beside them."""
    found = table.connection.cursor().execute(query)
    while batch := found.fetchmany(_ROWS):
        yield batch


def _constant(value: object) -> str:
    return sql_text(value) if isinstance(value, str) else str(value)


def _curie_macros(prefixes: Mapping[str, str]) -> str:
    """As ``namespaces.contract``: by the longest prefix that fits."""
    starts = {start: prefix for prefix, start in prefixes.items()}
    longest = "|".join(map(re.escape, sorted(starts, key=len, reverse=True)))
    pattern = sql_text(f"^({longest})([A-Za-z0-9_.-]+)$")
    names = ", ".join(f"{sql_text(start)}: {sql_text(name)}" for start, name in starts.items())
    expanded = ", ".join(f"{sql_text(name)}: {sql_text(start)}" for start, name in starts.items())
    return (
        f"CREATE MACRO curie(iri) AS coalesce(MAP {{{names}}}[regexp_extract(iri, {pattern}, 1)]"
        f" || ':' || regexp_extract(iri, {pattern}, 2), iri);"
        f"CREATE MACRO expanded(curie) AS MAP {{{expanded}}}[split_part(curie, ':', 1)]"
        " || split_part(curie, ':', 2)"
    )
