"""What becomes of the nodes that several graphs, and others than whimkg, share in a store.

The graphs that name a node stand in its ``whimkg_graphs``; ``whimkg_versions`` has, in the same
order, the node as each of them has it, as JSON, and its properties are what these say together. A
node without versions is not whimkg's: it is marked, but neither changed nor deleted.

DuckDB works that out, in tables of a scratch database: of ``known``, the nodes as the store has
them, it makes ``changed``, ``marked`` and ``orphan``.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from whimkg.export.views import Slot, known_slots
from whimkg.rdf.quad_table import QuadTable, sql_text

__all__ = [
    "MARK",
    "MARKS",
    "VERSIONS",
    "Sent",
    "merge",
    "merged",
    "sql_list",
    "store_known",
    "typed",
]

#: What marks an edge as part of a graph, a node as part of several, and a node as whimkg's own: its
#: versions are the node as each of these graphs has it.
MARK, MARKS, VERSIONS = "whimkg_graph", "whimkg_graphs", "whimkg_versions"
_AT_ONCE = 20_000  # nodes whose versions are brought together: DuckDB spills no lists
#: The types of columns that hold no texts.
_TYPES = {"boolean": "BOOLEAN", "integer": "BIGINT", "float": "DOUBLE"}
_KNOWN = {"id": "VARCHAR", "graphs": "VARCHAR[]", "versions": "VARCHAR[]", "category": "VARCHAR[]"}
_VERSIONS = """
CREATE TABLE version AS
SELECT id, unnest(graphs) AS graph, unnest(versions) AS version FROM known
WHERE versions IS NOT NULL
"""
_OF_GRAPHS = """
CREATE TABLE nodes_of_graphs ({columns}, whimkg_graph VARCHAR, version VARCHAR);
INSERT INTO nodes_of_graphs BY NAME
SELECT *, {graph} AS whimkg_graph, json_merge_patch('{{}}', to_json(sent)) AS version
FROM {sent} AS sent;
INSERT INTO nodes_of_graphs BY NAME
SELECT unnest(from_json(version, {structure})), graph AS whimkg_graph, version FROM version
WHERE NOT list_contains({replaced}, graph)
"""
_MERGED = "list(version ORDER BY whimkg_graph) AS whimkg_versions"
#: Nodes to create, and those that are no longer as they were; with labels to add and to remove.
_CHANGED = """
CREATE TABLE changed AS
SELECT wanted.*, known.id IS NULL AS new,
  list_filter(coalesce(wanted.category, []),
    lambda each: NOT list_contains(coalesce(known.category, []), each)) AS added,
  list_filter(coalesce(known.category, []),
    lambda each: NOT list_contains(coalesce(wanted.category, []), each)) AS removed
FROM wanted LEFT JOIN known USING (id)
WHERE known.id IS NULL OR known.versions IS NOT NULL
AND (graphs, versions) IS DISTINCT FROM (whimkg_graphs, whimkg_versions)
"""
#: Nodes of others, of which only the mark changes.
_MARKED = """
CREATE TABLE marked AS
SELECT id, nullif(list_sort(list_distinct(list_concat(
  list_filter(graphs, lambda each: NOT list_contains({replaced}, each)),
  CASE WHEN id IN (SELECT id FROM {sent}) THEN [{graph}] END))), []) AS whimkg_graphs
FROM known WHERE versions IS NULL
"""
_ORPHANS = """
CREATE TABLE orphan AS
SELECT id FROM known ANTI JOIN wanted USING (id) WHERE versions IS NOT NULL
"""


class Sent(NamedTuple):
    """Nodes of a graph for a store.

    Attributes:
        graph: its IRI.
        sql: for a table of them.
        slots: its columns.
        replaced: the IRIs of graphs of which nothing stays in the store.
    """

    graph: str
    sql: str
    slots: tuple[Slot, ...]
    replaced: tuple[str, ...] = ()


def store_known(table: QuadTable, nodes: Iterable[Sequence[Any]]) -> None:
    """Make the table ``known``.

    Args:
        table: the scratch database.
        nodes: as the store has them, some perhaps twice: id, graphs, versions, categories.
    """
    file = table.folder / "known.json"
    with file.open("w", encoding="utf-8") as lines:
        for node in nodes:
            json.dump(dict(zip(_KNOWN, node, strict=True)), lines)
            lines.write("\n")
    source = f"read_json({sql_text(file)}, format = 'newline_delimited', columns = {_KNOWN})"
    table.run(f"CREATE TABLE known AS SELECT DISTINCT * FROM {source}")  # noqa: S608


def merge(table: QuadTable, sent: Sent) -> None:
    """Make the tables of what is to be changed, in a scratch database with the table ``known``."""
    names = {"graph": sql_text(sent.graph), "replaced": sql_list(sent.replaced), "sent": sent.sql}
    table.run(_VERSIONS)
    keys = table.run("SELECT DISTINCT unnest(json_keys(version)) FROM version").fetchall()
    found = {"category", *(slot.name for slot in sent.slots), *(key for (key,) in keys)}
    columns = [slot for slot in known_slots("nodes") if slot.name in found]
    structure = {slot.name: ["VARCHAR"] if slot.many else "VARCHAR" for slot in columns}
    table.run(
        _OF_GRAPHS.format(
            columns=", ".join(f'"{slot.name}" {_type(slot)}' for slot in columns),
            structure=sql_text(json.dumps(structure)),
            **names,
        )
    )
    _merge_versions(table, columns)
    table.run(_CHANGED)
    table.run(_MARKED.format(**names))
    table.run(_ORPHANS)


def _merge_versions(table: QuadTable, slots: Sequence[Slot]) -> None:
    (number,) = table.run("SELECT count(*) FROM nodes_of_graphs").fetchone() or (0,)
    parts = int(number) // _AT_ONCE + 1
    for part in range(parts):
        source = f"nodes_of_graphs WHERE hash(id) % {parts} = {part}"
        into = "INSERT INTO wanted" if part else "CREATE TABLE wanted AS"
        table.run(f"{into} {merged(source, slots, _MERGED)}")


def merged(source: str, slots: Sequence[Slot], *further: str) -> str:
    """SQL for each node once: all that is in its lists, or what the first graph says, by its IRI.

    Args:
        source: a table of nodes, each marked with its graph.
        slots: the columns of the nodes, with that of their id.
        further: columns to add.
    """
    columns = [_merged(slot) for slot in slots if slot.name != "id"]
    marks = f"list_sort(list({MARK})) AS {MARKS}"
    selected = ", ".join(("id", *columns, marks, *further))
    return f"SELECT {selected} FROM {source} GROUP BY id"  # noqa: S608


def _merged(slot: Slot) -> str:
    column = f'"{slot.name}"'
    if slot.many:
        lists = f"list({column}) FILTER ({column} IS NOT NULL)"
        return f"list_sort(list_distinct(flatten({lists}))) AS {column}"
    return f"first({column} ORDER BY {MARK}) FILTER ({column} IS NOT NULL) AS {column}"


def typed(slots: Sequence[Slot]) -> str:
    """SQL for columns, each in its own type; a date is a text."""
    return ", ".join(f'CAST("{s.name}" AS {_type(s)}) AS "{s.name}"' for s in slots)


def _type(slot: Slot) -> str:
    return _TYPES.get(slot.type, "VARCHAR") + ("[]" if slot.many else "")


def sql_list(values: Sequence[str]) -> str:
    """Texts as a list of SQL."""
    return f"[{', '.join(map(sql_text, values))}]::VARCHAR[]"
