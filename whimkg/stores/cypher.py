"""A graph into a database that speaks Cypher, in transactions that are the caller's.

An edge belongs to one graph, which stands in its ``whimkg_graph``; its type is its predicate. Nodes
are shared: see ``shared_nodes``, where DuckDB works out what becomes of each. The database gets
rows: a driver says how, and whether a node can have several labels there.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Protocol

from whimkg.base import resources
from whimkg.errors import StoreError
from whimkg.export.views import known_slots
from whimkg.export.views.cypher import quoted
from whimkg.rdf.quad_table import QuadTable, quad_table, sql_text
from whimkg.stores.graph_input import PropertyGraph, Tell
from whimkg.stores.property_stores import Counts
from whimkg.stores.shared_nodes import (
    MARK,
    MARKS,
    VERSIONS,
    Sent,
    merge,
    sql_list,
    store_known,
    typed,
)
from whimkg.tables.tsv import rows

__all__ = ["STAGING", "Transaction", "clear", "common_label", "count", "put", "stage"]

#: What is added to the IRI of a graph for the parts that are not in their place yet.
STAGING = "#staging"
#: The rows of a query that gives none.
_NO_NODES = "(SELECT '' AS id WHERE false)"
_COUNTS = {
    "nodes": "WHERE $graph IN n.{marks}",
    "shared": "WHERE $graph IN n.{marks} AND (n.{versions} IS NULL OR size(n.{marks}) > 1)",
}


class Transaction(Protocol):
    """Runs statements."""

    #: Whether a node can have other labels beside the common one.
    labels: bool

    def __call__(self, statement: str, /, **values: Any) -> list[Sequence[Any]]:
        """Run a statement with values for its ``$names``."""

    def each(
        self, table: QuadTable, query: str, statement: str, /, **values: Any
    ) -> Iterator[Sequence[Any]]:
        """Run a statement for each row of a query of DuckDB, whose columns are its variables.

        Some may be run only once the rows that others give were taken.
        """


@cache
def common_label() -> str:
    """The label that all nodes have."""
    file = "data/neo4j.tsv"
    (label,) = (row["besides"] for _, row in rows(resources.text(file), file) if row["besides"])
    return label


def put(run: Transaction, graph: PropertyGraph, tell: Tell, *, staged: bool = False) -> None:
    """Put a graph in the place of what has its name, in one transaction.

    Args:
        run: runs statements in that transaction.
        graph: what is put in place.
        tell: hears how far it is.
        staged: whether its edges are there already, and need only their mark.

    Raises:
        StoreError: the database does not hold what was sent to it.
    """
    staging = graph.iri + STAGING
    _edges(run, graph.iri, "DELETE e")
    if not staged:
        _edges(run, staging, "DELETE e")
    _write_nodes(run, Sent(graph.iri, graph.nodes.sql, graph.nodes.slots, (graph.iri, staging)))
    tell(f"sent {graph.nodes.number:,} nodes")
    if staged:
        _edges(run, staging, f"SET e.{MARK} = $name", name=graph.iri)
    else:
        _create_edges(run, graph, graph.iri, tell)
    _compare(run, graph)


def stage(run: Transaction, graph: PropertyGraph, tell: Tell) -> None:
    """Send a graph to its staging graph, in as many transactions as there are statements.

    Its nodes are marked, or created if they are not there yet, with nothing but their ids.
    """
    staging = graph.iri + STAGING
    ids = f"(SELECT id FROM {graph.nodes.sql})"  # noqa: S608
    _write_nodes(run, Sent(staging, ids, graph.nodes.slots[:1]))
    tell(f"sent {graph.nodes.number:,} nodes")
    _create_edges(run, graph, staging, tell)


def clear(run: Transaction, iri: str) -> None:
    """Remove a graph: its edges, and the nodes that nobody else needs."""
    _edges(run, iri, "DELETE e")
    _write_nodes(run, Sent(iri, _NO_NODES, known_slots("nodes")[:1], (iri,)))


def count(run: Transaction, iri: str) -> Counts:
    """How many nodes and edges a graph has, and how many of the nodes it shares."""
    counts = {"edges": int(_edges(run, iri, "RETURN count(e)")[0][0])}
    for name, where in _COUNTS.items():
        condition = where.format(marks=MARKS, versions=VERSIONS)
        counts[name] = int(run(f"MATCH {_node()} {condition} RETURN count(n)", graph=iri)[0][0])
    return counts


def _read_known(run: Transaction, table: QuadTable, sent: Sent) -> Iterator[Sequence[Any]]:
    """The nodes of the graphs that are replaced, and those that are sent."""
    found = f"RETURN n.id, n.{MARKS}, n.{VERSIONS}, n.category"
    names = f"SELECT unnest({sql_list(sent.replaced)}) AS name"
    yield from run.each(table, names, f"MATCH {_node()} WHERE `name` IN n.{MARKS} {found}")
    ids = f"SELECT id FROM {sent.sql}"  # noqa: S608
    yield from run.each(table, ids, f"MATCH {_node('`id`')} {found}")


def _write_nodes(run: Transaction, sent: Sent) -> None:
    """Bring the nodes that are sent to the database, and away those that nobody needs any more."""
    with quad_table(threads=1) as table:  # each takes memory
        store_known(table, _read_known(run, table, sent))
        merge(table, sent)
        _write_changed(run, table)
        _write(run, table, "FROM marked", _change(["id", MARKS], [], []))
        lonely = f"MATCH {_node('`id`')} WHERE NOT EXISTS {{ MATCH (n)--() }} DELETE n"
        _write(run, table, "FROM orphan", lonely)
        # Others have linked those that are still there, which are theirs from now on.
        left = f"MATCH {_node('`id`')} SET n.{MARKS} = NULL, n.{VERSIONS} = NULL"
        _write(run, table, "FROM orphan", left)


def _write_changed(run: Transaction, table: QuadTable) -> None:
    """With a statement for each set of labels, since they cannot be variables."""
    groups = "new, added, removed" if run.labels else "new, [], []"
    found = table.run(f"SELECT DISTINCT {groups} FROM changed").fetchall()  # noqa: S608
    for new, *labels in found:
        condition = f"new = {new}"
        if run.labels:
            added, removed = map(sql_list, labels)
            condition += f" AND added = {added} AND removed = {removed}"
        query = f"SELECT * EXCLUDE (new, added, removed) FROM changed WHERE {condition}"  # noqa: S608
        columns = [name for name, *_ in table.run(f"DESCRIBE {query}").fetchall()]
        _write(run, table, query, (_create if new else _change)(columns, *labels))


def _create(columns: Sequence[str], labels: Sequence[str], _: Sequence[str]) -> str:
    return f"CREATE (n:{quoted(common_label())}{_labels(labels)} {_properties(columns)})"


def _change(columns: Sequence[str], added: Sequence[str], removed: Sequence[str]) -> str:
    values = ", ".join(f"n.{quoted(each)} = {quoted(each)}" for each in columns if each != "id")
    statement = f"MATCH {_node('`id`')} SET {values}"
    for verb, labels in (("SET", _labels(added)), ("REMOVE", _labels(removed))):
        statement += f" {verb} n{labels}" if labels else ""
    return statement


def _create_edges(run: Transaction, graph: PropertyGraph, mark: str, tell: Tell) -> None:
    """With a statement for each type, since that cannot be a variable."""
    names = [slot.name for slot in graph.edges.slots]
    properties, number = _properties(names, f"{MARK}: $graph"), 0
    ends = f"MATCH {_node('`subject`', 's')} MATCH {_node('`object`', 'o')}"
    columns = f"SELECT {typed(graph.edges.slots)} FROM {graph.edges.sql}"  # noqa: S608
    with quad_table(threads=1) as table:  # another one: the nodes' would keep their memory
        for predicate, edges in graph.predicates.items():
            statement = f"{ends} CREATE (s)-[:{quoted(predicate)} {properties}]->(o)"
            query = f"{columns} WHERE predicate = {sql_text(predicate)}"
            _write(run, table, query, statement, graph=mark)
            number += edges
            tell(f"sent {number:,} edges")


def _write(run: Transaction, table: QuadTable, query: str, statement: str, **values: Any) -> None:
    for _ in run.each(table, query, statement, **values):
        pass


def _edges(run: Transaction, iri: str, then: str, **values: Any) -> list[Sequence[Any]]:
    """Do something with all edges of a graph, as ``e``."""
    pattern = f"MATCH {_node(name='')}-[e]->{_node(name='')}"
    return run(f"{pattern} WHERE e.{MARK} = $graph {then}", graph=iri, **values)


def _node(identity: str = "", name: str = "n") -> str:
    """The pattern of a node, perhaps with its id."""
    return f"({name}:{quoted(common_label())}{f' {{id: {identity}}}' if identity else ''})"


def _properties(columns: Sequence[str], *further: str) -> str:
    same = (f"{quoted(each)}: {quoted(each)}" for each in columns)
    return f"{{{', '.join((*same, *further))}}}"


def _labels(names: Sequence[str]) -> str:
    return "".join(f":{quoted(each)}" for each in names if each != common_label())


def _compare(run: Transaction, graph: PropertyGraph) -> None:
    found = count(run, graph.iri)
    for kind, sent in (("nodes", graph.nodes.number), ("edges", graph.edges.number)):
        if found[kind] != sent:
            raise StoreError(
                f"of {sent:,} {kind} the store holds {found[kind]:,}",
                remedy="see whether each end of a statement has a type (whimkg.validate(…)), and "
                "whether two nodes of the store have the same id; then load again",
            )
