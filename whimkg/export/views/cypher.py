"""A script of Cypher that loads the two tables for Neo4j into a database that is running.

A label or a type cannot be a parameter, so there is a statement for each set of labels and for each
type that the tables have. Nodes are known by their id and relationships by theirs: run it again,
and nothing stands there twice; two statements of the same subject, predicate and object stay two.

Source: LOAD CSV in the Cypher manual, https://neo4j.com/docs/cypher-manual/.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from whimkg.export.views.kgx_slots import Slot

__all__ = ["LABELS", "TYPE", "heading", "quoted", "script"]

#: The columns of a node's labels, and of a relationship's type.
LABELS, TYPE = ":LABEL", ":TYPE"
#: What a column holds that is no text, and the function of Cypher that reads it.
_TYPES = {
    "boolean": ("boolean", "toBoolean"),
    "integer": ("long", "toInteger"),
    "float": ("double", "toFloat"),
}

_HEAD = """\
// Loads two tables into a Neo4j that is running. (An empty database takes them faster from
// neo4j-admin database import full.) Put both into the server's import folder, and name them:
//     :param nodes => 'file:///NAME_nodes.neo4j.csv'
//     :param edges => 'file:///NAME_edges.neo4j.csv'
// Run it again, and nothing stands there twice.

CREATE CONSTRAINT IF NOT EXISTS FOR (n:{common}) REQUIRE n.id IS UNIQUE;
"""
_LABELS = """\
LOAD CSV WITH HEADERS FROM $nodes AS row
WITH row WHERE row.`:LABEL` = {value}
MERGE (n{names} {{id: row.id}});
"""
# Without WITH, ArcadeDB matches nothing.
_NODES = """\
LOAD CSV WITH HEADERS FROM $nodes AS row
WITH row
MATCH (n:{common} {{id: row.id}})
SET n += {{
{properties}
}};
"""
_TYPE = """\
LOAD CSV WITH HEADERS FROM $edges AS row
WITH row WHERE row.`:TYPE` = {value}
MATCH (s:{common} {{id: row.subject}})
MATCH (o:{common} {{id: row.object}})
MERGE (s)-[r{names} {{id: row.id}}]->(o);
"""
_EDGES = """\
LOAD CSV WITH HEADERS FROM $edges AS row
WITH row
MATCH (s:{common} {{id: row.subject}})-[r {{id: row.id}}]->(o:{common} {{id: row.object}})
SET r += {{
{properties}
}};
"""


def heading(slot: Slot) -> str:
    """Of a slot's column: its name, and what it holds where that is not a text."""
    type_, _ = _TYPES.get(slot.type, ("string", ""))
    if slot.many:
        return f"{slot.name}:{type_}[]"
    return slot.name if type_ == "string" else f"{slot.name}:{type_}"


def script(
    *,
    common: str,
    labels: Iterable[str],
    types: Iterable[str],
    nodes: Sequence[Slot],
    edges: Sequence[Slot],
) -> str:
    """The script.

    Args:
        common: the label that all nodes have.
        labels: each set of labels as it stands in the table, joined by ``;``.
        types: each type of a relationship.
        nodes: the columns of the one table.
        edges: the columns of the other.
    """
    shared = {"common": quoted(common)}
    parts = [
        _HEAD.format(**shared),
        *(_LABELS.format(value=_text(each), names=_names(each), **shared) for each in labels),
        _NODES.format(properties=_properties(nodes), **shared),
        *(_TYPE.format(value=_text(each), names=_names(each), **shared) for each in types),
        _EDGES.format(properties=_properties(edges), **shared),
    ]
    return "\n".join(parts)


def _properties(columns: Sequence[Slot]) -> str:
    """What is empty stays away; some engines would read it as an empty text."""
    lines = []
    for slot in columns:
        cell = f"row.{quoted(heading(slot))}"
        _, reader = _TYPES.get(slot.type, ("", ""))
        value = f"split({cell}, ';')" if slot.many else cell
        if reader:
            each = f"[each IN {value} | {reader}(each)]"
            value = each if slot.many else f"{reader}({cell})"
        lines.append(f"  {slot.name}: CASE WHEN {cell} <> '' THEN {value} END")
    return ",\n".join(lines)


def _names(joined: str) -> str:
    return "".join(f":{quoted(each)}" for each in joined.split(";"))


def quoted(name: str) -> str:
    """The name of a label, a type or a property, as it stands in a statement."""
    return "`" + name.replace("`", "``") + "`"


def _text(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
