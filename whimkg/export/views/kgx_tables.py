"""Nodes and edges as KGX has them, in tables of DuckDB: what property graphs are made from.

``queries/export/kgx.sql`` gives the values of each slot; here they become the columns that
``data/kgx.tsv`` lists: those that each table has, and of the others those that have a value. What
has no place in them is counted and named in a ``GraphWarning``. ``data/biolink.tsv`` says which
classes an older release of the Biolink Model lacks, ``data/monarch.tsv`` what Monarch's graph has
from its own sources.

Source: the KGX format, https://kgx.readthedocs.io/, and the Biolink Model.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from whimkg.base import namespaces
from whimkg.errors import GraphError, GraphWarning
from whimkg.export.views.kgx_slots import (
    SQL,
    Slot,
    known_slots,
    names,
    own_predicates,
    prefixes,
    properties,
    relations,
    table_rows,
)
from whimkg.export.views.triples import batches, fill_table, make_triples, run_file
from whimkg.rdf.quad_table import QuadTable

if TYPE_CHECKING:
    from whimkg.export import Options

__all__ = ["BOUNDS", "Entity", "KgxTables", "make_tables"]

#: A node or an edge: slot to a text or a list of texts, in the order of the columns.
Entity: TypeAlias = dict[str, str | list[str]]

#: What an edge must have.
_NEEDED = ("id", "subject", "predicate", "object")
#: What two edges that have the same id differ by.
_OWN = ("iri", "subject", "predicate", "object")
#: What drawings have of edges beside KGX's columns, in percent of people.
BOUNDS = ("frequency_low", "frequency_high")
#: Nodes, or edges, whose values are brought together at once.
_AT_ONCE = 20_000
_APART = (
    "export apart what was built of different versions of the page, or with different base=…;"
    " whimkg.validate(…) tells more"
)
#: Of these a statement can have several values: dates, of which the latest stands, and lists.
_SEVERAL = """WITH twice AS (
  SELECT place, slot FROM edge_value
  WHERE slot NOT IN (
    SELECT name FROM slot
    WHERE kind = 'edges' AND (many OR type = 'date') AND name <> 'category')
  GROUP BY place, slot HAVING count(*) > 1)
SELECT any_value(edge.iri), slot, list(value ORDER BY value) AS words
FROM twice JOIN edge_value USING (place, slot) JOIN edge ON edge.rowid = place
LEFT JOIN slot AS known ON known.kind = 'edges' AND known.name = slot
GROUP BY place, slot ORDER BY place, min(known.place) LIMIT 1"""
_NO_TRUTH = """SELECT iri, slot, value FROM edge_value JOIN edge ON edge.rowid = place
WHERE slot = 'negated' AND value <> 'true' ORDER BY iri LIMIT 1"""
_BLANK = """SELECT iri, slot FROM edge_term JOIN edge ON edge.rowid = place
WHERE value[1] = '0' AND slot NOT IN ('id', 'iri', 'subject', 'object')
ORDER BY iri, slot LIMIT 1"""
_SAME_ID = """SELECT iri, subject, predicate, object FROM edges
WHERE id = (SELECT id FROM edges GROUP BY id HAVING count(*) > 1 ORDER BY id LIMIT 1)"""
_INCOMPLETE = """SELECT iri FROM statement
WHERE subject IS NULL OR predicate IS NULL OR object IS NULL ORDER BY iri"""
#: Of these a node has one value in any case, whatever is stated.
_SEVERAL_OF_NODES = """SELECT slot, sum(number - 1)::BIGINT, min(node) FROM (
  SELECT node, slot, count(*) AS number FROM node_value
  WHERE slot IN (SELECT name FROM slot WHERE kind = 'nodes' AND NOT many AND name <> 'name')
  GROUP BY ALL HAVING count(*) > 1)
GROUP BY slot ORDER BY slot"""
_STATED = """SELECT DISTINCT slot FROM {kind}_value"""
_ASSOCIATIONS = 3  # that are named where some are left out
_PREDICATES = 20  # that are named, of triples that are left out


class KgxTables:
    """The tables ``nodes`` and ``edges``, in the order of KGX, for as long as their database lasts.

    Attributes:
        table: the database.
        options: what the user chose.
        receiver: the format that is written, for messages.
    """

    def __init__(self, table: QuadTable, options: Options, receiver: str) -> None:
        self.table, self.options, self.receiver = table, options, receiver
        self._slots = {kind: _filled(table, kind) for kind in ("nodes", "edges")}

    def slots(self, kind: str) -> tuple[Slot, ...]:
        """The columns of ``nodes`` or of ``edges``: those of each graph, and others with values."""
        return self._slots[kind]

    def nodes(self, *, by_id: bool = False) -> Iterator[Entity]:
        """The nodes, by their IRIs, or by their ids."""
        return self._entities("nodes", order="id" if by_id else "")

    def edges(self, further: Sequence[str] = ()) -> Iterator[Entity]:
        """The edges, by subject, predicate, object and the statement's IRI.

        Args:
            further: of ``BOUNDS``, those that they are to have besides.
        """
        return self._entities("edges", further)

    def number(self, kind: str) -> int:
        """How many ``nodes`` or ``edges`` there are."""
        (number,) = self.table.run(f"SELECT count(*) FROM {kind}").fetchone() or (0,)  # noqa: S608
        return int(number)

    def distinct(self, kind: str, name: str) -> list[Any]:
        """The values of a column of ``nodes`` or ``edges``, each once, in no order."""
        found = self.table.run(f'SELECT DISTINCT "{name}" FROM {kind}')  # noqa: S608
        return [value for (value,) in found.fetchall()]

    def select(self, kind: str) -> str:
        """SQL for the columns of ``nodes`` or ``edges``."""
        return _select([slot.name for slot in self.slots(kind)], kind)

    def _entities(
        self, kind: str, further: Sequence[str] = (), order: str = ""
    ) -> Iterator[Entity]:
        names = [*(slot.name for slot in self.slots(kind)), *further]
        ordered = f" ORDER BY {order}" if order else ""
        for batch in batches(self.table, _select(names, kind) + ordered):
            for row in batch:
                yield {name: value for name, value in zip(names, row, strict=True) if value}


def _select(names: Iterable[str], kind: str) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    return f"SELECT {columns} FROM {kind}"  # noqa: S608


def make_tables(
    table: QuadTable,
    options: Options,
    receiver: str = "a property graph",
    tell: Callable[[str], None] = lambda _: None,
) -> KgxTables:
    """Make nodes and edges of the quads of a table.

    Args:
        table: with all quads that have one of ``predicates()``.
        options: the release of the Biolink Model, and the profile.
        receiver: the format that is written, for messages.
        tell: hears how far it is.

    Raises:
        GraphError: there are no nodes or edges; a node has no id; a statement has two values where
            one can be, or a value that is none; or two edges would have one id: where a graph of
            two versions of a page gives a statement two values, or of two bases two IRIs.
    """
    tell("making nodes and edges")
    _set_up(table, options)
    make_triples(table, names(), prefixes())
    run_file(table, SQL)
    _check_values(table)
    for kind in ("nodes", "edges"):
        _pivot(table, kind, _filled(table, kind))
        _refuse_empty(table, kind, receiver)
    _refuse_same_id(table)
    for kind, column in (("nodes", "split_part(id, ':', 1)"), ("edges", "predicate")):
        table.run(
            f"DELETE FROM {kind} WHERE list_contains($others, {column})",  # noqa: S608
            others=_left_to_others(options, kind),
        )
    _warn_left_out(table)
    return KgxTables(table, options, receiver)


def _set_up(table: QuadTable, options: Options) -> None:
    """The tables that ``kgx.sql`` takes for granted."""
    kinds = ("nodes", "edges")
    known = [
        (kind, place, slot.name, slot.many, slot.type)
        for kind in kinds
        for place, slot in enumerate(known_slots(kind))
    ]
    filling = [(kind, *each) for kind in kinds for each in properties(kind)]
    columns = "kind VARCHAR, place INTEGER, name VARCHAR, many BOOLEAN, type VARCHAR"
    fill_table(table, "slot", columns, known)
    columns = "kind VARCHAR, predicate VARCHAR, slot VARCHAR, type VARCHAR"
    fill_table(table, "property", columns, filling)
    found = [(name, f"1{namespaces.expand(name)}") for name in relations()]
    fill_table(table, "relation", "curie VARCHAR, iri VARCHAR", found)
    fill_table(table, "own", "curie VARCHAR", [(name,) for name in own_predicates()])
    fill_table(
        table, "older", "class VARCHAR, before VARCHAR", list(_classes(options.biolink).items())
    )


def _filled(table: QuadTable, kind: str) -> tuple[Slot, ...]:
    """The slots that have a column."""
    found = {slot for (slot,) in table.run(_STATED.format(kind=kind[:-1])).fetchall()}
    return tuple(slot for slot in known_slots(kind) if slot.always or slot.name in found)


def _pivot(table: QuadTable, kind: str, columns: Sequence[Slot]) -> None:
    """Make a table with a column for each slot, some rows at a time: DuckDB spills no lists."""
    besides = [Slot(name, many=False, type="integer") for name in BOUNDS if kind == "edges"]
    selected = ", ".join(f'{_column(s, kind)} AS "{s.name}"' for s in (*columns, *besides))
    of, places = ("edge", "edge") if kind == "edges" else ("node", "node_order")
    rows = f"SELECT {selected} FROM {of}_row WHERE place BETWEEN $first AND $last"  # noqa: S608
    table.run(f"CREATE TABLE {kind} AS {rows} GROUP BY place HAVING false", first=0, last=0)
    (number,) = table.run(f"SELECT count(*) FROM {places}").fetchone() or (0,)  # noqa: S608
    for first in range(0, number, _AT_ONCE):
        table.run(
            f"INSERT INTO {kind} {rows} GROUP BY place ORDER BY place",
            first=first,
            last=first + _AT_ONCE - 1,
        )


def _column(slot: Slot, kind: str) -> str:
    if kind == "nodes" and slot.name in ("name", "description", "synonym"):
        return _naming(slot.name)
    of = f"FILTER (slot = '{slot.name}')"
    if slot.many:
        return f"list(value ORDER BY value) {of}"
    return f"{'max' if slot.type in ('boolean', 'date') else 'min'}(value) {of}"


def _naming(slot: str) -> str:
    """SQL for today's label, where known, and for what else a page, or others, call a node."""
    if slot == "name":
        return _name()
    if slot == "description":
        return f"coalesce(min(value) FILTER (slot = 'description'), nullif({_words()}, {_name()}))"
    found = "list(value ORDER BY value) FILTER (slot = 'synonym')"
    others = f"list_filter({found}, lambda word: word IS DISTINCT FROM {_name()})"
    return f"nullif({others}, [])"


def _name() -> str:
    """SQL for the name of a node."""
    return f"coalesce(min(value) FILTER (slot = 'current'), {_words()})"


def _words() -> str:
    """SQL for the page's word for a node."""
    return "min(value) FILTER (slot = 'words')"


def _check_values(table: QuadTable) -> None:
    """Raises: GraphError: a statement has two values where one can be, or one that is none."""
    if found := table.run(_SEVERAL).fetchone():
        raise _two_edges(*found)
    if found := table.run(_NO_TRUTH).fetchone():
        iri, slot, value = found
        raise GraphError(
            f"the statement {_shorten(table, iri)} has {value!r} as {slot}",
            remedy="write true or false: whether a statement is negated must not be guessed",
        )
    if found := table.run(_BLANK).fetchone():
        iri, slot = found
        raise GraphError(
            f"the statement {_shorten(table, iri)} has a blank node as {slot},"
            " whose own triples would be lost",
            remedy="give it an IRI; several values are several triples, not a list",
        )


def _warn_left_out(table: QuadTable) -> None:
    """Tell what has no place in nodes and edges.

    Of graphs that hold statements of whimkg's, the predicates that stand there beside nodes and
    edges, such as those of places on the page, are not counted.
    """
    if found := [iri for (iri,) in table.run(_INCOMPLETE).fetchall()]:
        named = [_shorten(table, iri) for iri in found[:_ASSOCIATIONS]]
        shown = ", ".join(named) + (", …" if len(found) > _ASSOCIATIONS else "")
        warnings.warn(
            f"left out, for want of a subject, predicate or object: {len(found)} "
            f"associations: {shown}",
            GraphWarning,
            stacklevel=3,
        )
    counted = [*_left_out(table)]
    if counted:
        shown = "; ".join(counted[:_PREDICATES])
        more = len(counted) - _PREDICATES
        further = f"; and {more} more predicates" if more > 0 else ""
        warnings.warn(
            f"left out, since nodes and edges have no place for it: {shown}{further}",
            GraphWarning,
            stacklevel=3,
        )


def _left_out(table: QuadTable) -> Iterator[str]:
    """Predicates with the number of their triples that were left out, the most frequent first."""
    (own,) = table.run("SELECT coalesce(bool_or(own), false) FROM statement").fetchone() or (False,)
    silent = set(own_predicates()) if own else set()
    numbers: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for predicate, number in table.passed_over.items():
        name = namespaces.contract(predicate) or predicate
        if name not in silent:
            numbers[name] += number
    for name, number, example in table.run("FROM left_out").fetchall():
        numbers[name] += number
        examples[name] = f" (such as of {_shorten(table, example)})"
    for slot, number, example in table.run(_SEVERAL_OF_NODES).fetchall():
        name = f"further values of biolink:{slot}"
        numbers[name] += number
        examples[name] = f" (such as of {_shorten(table, example)})"
    for name, number in sorted(numbers.items(), key=lambda each: (-each[1], each[0])):
        yield f"{number:,} {name}{examples.get(name, '')}"


def _shorten(table: QuadTable, key: str) -> str:
    """For messages alone: each query that calls ``short`` takes DuckDB 25 ms to plan."""
    (text,) = table.run("SELECT short($key)", key=key).fetchone() or ("",)
    return str(text)


def _two_edges(iri: str, slot: str, values: Sequence[str]) -> GraphError:
    return GraphError(
        f"the statement {iri.removeprefix('1')} would be two edges,"
        f" whose {slot} is {' and '.join(values)}",
        remedy=_APART,
    )


def _refuse_same_id(table: QuadTable) -> None:
    """Raises: GraphError: two statements would be edges of one id."""
    found = table.run(_SAME_ID).fetchall()
    for name, values in zip(_OWN, zip(*found, strict=True), strict=False):
        if len(set(values)) > 1:
            raise _two_edges(found[0][0], name, sorted(set(values)))


def _refuse_empty(table: QuadTable, kind: str, receiver: str) -> None:
    """Raises: GraphError: there are none, or one lacks what each must have."""
    needed = _NEEDED if kind == "edges" else ("id",)
    number, *filled = table.run(
        f"SELECT count(*), {', '.join(f'count({name})' for name in needed)} FROM {kind}"  # noqa: S608
    ).fetchone() or (0,)
    if not number:
        raise GraphError(
            f"the graph has no statements that {receiver} could hold",
            remedy="give a graph that whimkg has built",
        )
    for name, count in zip(needed, filled, strict=True):
        if count < number:
            raise GraphError(
                f"one of the {kind} has no {name}, or an empty one",
                remedy="see what whimkg.validate(…) finds in the graph",
            )


def _left_to_others(options: Options, kind: str) -> list[str]:
    """What the receiver of a profile has already: prefixes of nodes, predicates of edges."""
    if not options.profile:
        return []
    return [row["value"] for row in table_rows(options.profile) if row["of"] == kind]


@cache
def _classes(release: str) -> dict[str, str]:
    """Class to what stands for it in a release that lacks it."""
    late = (row for row in table_rows("biolink") if _version(row["since"]) > _version(release))
    return {row["class"]: row["before"] for row in late}


def _version(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))
