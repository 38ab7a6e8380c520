"""Tables for ``neo4j-admin database import full`` with the headings of Monarch's, and a script.

Lists are joined by ``;``, which Neo4j cannot escape: in a text it becomes a comma, in an identifier
``%3B``. A line end becomes a blank, since a row has one line. After a backslash that LOAD CSV would
take to escape a quote stands a blank.

Source: the operations manual of Neo4j, https://neo4j.com/docs/operations-manual/.
"""

from __future__ import annotations

import csv
import io
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


def write(graph: KgxTables) -> dict[str, bytes]:
    """The two tables and the script."""
    node_columns, edge_columns = (_columns(graph, kind) for kind in ("nodes", "edges"))
    nodes = [_row(each, node_columns) for each in graph.nodes()]
    edges = [_row(each, edge_columns) for each in graph.edges()]
    loading = cypher.script(
        common="".join(each.besides for each in node_columns),
        labels=_distinct(nodes, node_columns, cypher.LABELS),
        types=_distinct(edges, edge_columns, cypher.TYPE),
        nodes=graph.slots("nodes"),
        edges=graph.slots("edges"),
    )
    return {
        "_nodes.neo4j.csv": _table(nodes, node_columns),
        "_edges.neo4j.csv": _table(edges, edge_columns),
        ".cypher": loading.encode(),
    }


def _columns(graph: KgxTables, kind: str) -> list[_Column]:
    return list(_layout(graph.slots(kind), kind))


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


def _distinct(table: Iterable[list[str]], columns: Sequence[_Column], heading: str) -> list[str]:
    place = [each.heading for each in columns].index(heading)
    return sorted({row[place] for row in table})


def _table(table: Iterable[list[str]], columns: Sequence[_Column]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([each.heading for each in columns])
    writer.writerows(table)
    return text.getvalue().encode()
