"""Tables for ``neo4j-admin database import full`` with the headings of Monarch's, and a script.

Lists are joined by ``;``, which Neo4j cannot escape: in a text it becomes a comma, in an identifier
``%3B``. A line end becomes a blank, since a row has one line. After a backslash that LOAD CSV would
take to escape a quote stands a blank.

Source: the operations manual of Neo4j, https://neo4j.com/docs/operations-manual/.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from whimkg.base import resources
from whimkg.export.views import cypher
from whimkg.export.views.kgx_slots import Slot
from whimkg.export.views.kgx_tables import Entity, KgxTables
from whimkg.tables.tsv import rows

__all__ = ["write"]

_LINE_ENDS = re.compile(r"[\r\n\v\f\x85\u2028\u2029]+")
_ESCAPING = re.compile(r'\\(?="|$)')
#: What stands for the separator of lists.
_SEPARATOR = {"text": ",", "id": "%3B"}


class _Column(NamedTuple):
    """A column: its heading, the slot whose value it has, and what every row has besides."""

    heading: str
    slot: Slot
    besides: str = ""


def write(graph: KgxTables) -> dict[str, Iterator[bytes]]:
    """The two tables and the script."""
    columns = {kind: list(_layout(graph.slots(kind), kind)) for kind in ("nodes", "edges")}
    return {
        "_nodes.neo4j.csv": _table(graph.nodes(), columns["nodes"]),
        "_edges.neo4j.csv": _table(graph.edges(), columns["edges"]),
        ".cypher": iter([_script(graph, columns["nodes"], columns["edges"]).encode()]),
    }


def _script(graph: KgxTables, nodes: Sequence[_Column], edges: Sequence[_Column]) -> str:
    return cypher.script(
        common="".join(each.besides for each in nodes),
        labels=_distinct(graph, "nodes", nodes, cypher.LABELS),
        types=_distinct(graph, "edges", edges, cypher.TYPE),
        nodes=graph.slots("nodes"),
        edges=graph.slots("edges"),
    )


def _layout(found: Iterable[Slot], kind: str) -> Iterator[_Column]:
    file = "data/neo4j.tsv"
    own = {row["slot"]: row for _, row in rows(resources.text(file), file) if row["of"] == kind}
    for slot in found:
        if slot.name in own:
            yield _Column(own[slot.name]["column"], slot, own[slot.name]["besides"])
        yield _Column(cypher.heading(slot), slot)


def _row(entity: Entity, columns: Sequence[_Column]) -> list[str]:
    return [_cell(entity.get(each.slot.name, ""), each) for each in columns]


def _cell(value: str | list[str], column: _Column) -> str:
    if isinstance(value, str):
        return _clean(value)
    standing = _SEPARATOR.get(column.slot.type, ",")
    parts = [column.besides, *(_clean(each).replace(";", standing) for each in value)]
    return ";".join(dict.fromkeys(filter(None, parts)))


def _clean(text: str) -> str:
    return _ESCAPING.sub(r"\\ ", _LINE_ENDS.sub(" ", text))


def _distinct(graph: KgxTables, kind: str, columns: Sequence[_Column], heading: str) -> list[str]:
    """The cells of a column, each once, in order."""
    (column,) = (each for each in columns if each.heading == heading)
    return sorted({_cell(value, column) for value in graph.distinct(kind, column.slot.name)})


def _table(entities: Iterable[Entity], columns: Sequence[_Column]) -> Iterator[bytes]:
    writer = csv.writer(_Line(), lineterminator="\n")
    yield writer.writerow([each.heading for each in columns])
    for entity in entities:
        yield writer.writerow(_row(entity, columns))


class _Line:
    """What ``csv`` writes a row to, which hands it on."""

    def write(self, row: str) -> bytes:
        return row.encode()
