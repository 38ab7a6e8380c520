"""Nodes and edges as KGX has them: what every property-graph format is made from.

The slots are the Biolink Model's, and no others; ``data/kgx.tsv`` lists them in the order of the
columns, and which hold lists. What is empty is left out. ``data/biolink.tsv`` says which classes an
older release lacks, ``data/monarch.tsv`` what Monarch's graph has from its own sources.

Source: the KGX format, https://kgx.readthedocs.io/, and the Biolink Model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from sqlite3 import Connection
from typing import NamedTuple, TypeAlias

from whimkg import resources
from whimkg.errors import GraphError
from whimkg.export._scratch import scratch
from whimkg.export.views._source import Answers
from whimkg.tables.tsv import rows

__all__ = ["Entity", "Slot", "edges", "nodes", "one_each", "slots"]

#: A node or an edge: slot to a text or a list of texts, in the order of the columns.
Entity: TypeAlias = dict[str, str | list[str]]

#: What edges that have the same id differ by.
_OWN = ("iri", "subject", "predicate", "object")


class Slot(NamedTuple):
    """A column of KGX.

    Attributes:
        name: of the slot in the Biolink Model, in snake case.
        many: whether it holds a list.
        type: of what it holds: ``text``, ``id``, ``boolean`` or ``date``.
    """

    name: str
    many: bool
    type: str


@cache
def slots(kind: str) -> tuple[Slot, ...]:
    """The slots of ``nodes`` or of ``edges``, in the order of the columns."""
    found = (row for row in _table("kgx") if row["of"] == kind)
    return tuple(Slot(row["slot"], row["many"] == "yes", row["type"]) for row in found)


def nodes(source: Answers) -> Iterator[Entity]:
    """The nodes, by id.

    Raises:
        GraphError: there are none.
    """
    lists = source.lists("kgx-node-lists")
    known = _left_to_others(source, "nodes")
    for row in source.rows("kgx-nodes", required=True):
        if row["id"].partition(":")[0] not in known:
            yield _ordered(_node(row, lists(row["id"])), "nodes")


def edges(source: Answers) -> Iterator[Entity]:
    """The edges, by subject, predicate, object and the statement's IRI; no two have one id.

    Of several dates an edge has the latest.

    Raises:
        GraphError: there are none, or two would have one id: where a graph of two versions of a
            page gives a statement two values, or of two bases two IRIs.
    """
    lists = source.lists("kgx-edge-lists")
    known = _left_to_others(source, "edges")
    classes = _classes(source.options.biolink)
    with scratch() as database:
        database.execute(f"CREATE TABLE edge (id, {', '.join(_OWN)})")
        for row in one_each(source.rows("kgx-edges", required=True)):
            # Biolink's own form of a UUID as an id; KGX's RDF knows no other.
            identity = f"urn:uuid:{row['iri'].rpartition('/')[2]}"
            own = (identity, *(row[name] for name in _OWN))
            database.execute("INSERT INTO edge VALUES (?, ?, ?, ?, ?)", own)
            if row["predicate"] not in known:
                category = [classes.get(row["category"], row["category"])]
                edge: Entity = {**row, **lists(row["iri"]), "id": identity}
                yield _ordered(edge | {"category": category}, "edges")
        _refuse_repeated(database)


def one_each(rows: Iterable[dict[str, str]]) -> Iterator[dict[str, str]]:
    """One row for each statement; those of one ``iri`` must be neighbours.

    Raises:
        GraphError: a statement has two values where one can be, but for dates: the latest stands.
    """
    for _, found in groupby(rows, key=lambda row: row["iri"]):
        several = list(found)
        yield several[0] if len(several) == 1 else _united(several)


def _united(rows: list[dict[str, str]]) -> dict[str, str]:
    dates = {slot.name for slot in slots("edges") if slot.type == "date"}
    united = {}
    for name in dict.fromkeys(name for row in rows for name in row):
        values = sorted({row[name] for row in rows if name in row})
        if len(values) > 1 and name not in dates:
            raise GraphError(
                f"the statement {rows[0]['iri']} would be two edges,"
                f" whose {name} is {' and '.join(values)}",
                remedy="export apart what was built of different versions of the page, or below"
                " different --base; whimkg validate tells more",
            )
        united[name] = values[-1]
    return united


def _refuse_repeated(database: Connection) -> None:
    twice = "SELECT id FROM edge GROUP BY id HAVING COUNT(*) > 1 ORDER BY id LIMIT 1"
    own = f"SELECT {', '.join(_OWN)} FROM edge WHERE id = ({twice})"  # noqa: S608
    rows = database.execute(own).fetchall()
    if rows:
        _united([dict(zip(_OWN, row, strict=True)) for row in rows])


def _node(row: dict[str, str], lists: dict[str, list[str]]) -> Entity:
    """Its name is today's label, where known; what else the page calls it is a synonym."""
    name = row.get("current") or row.get("words")
    synonyms = [each for each in lists.get("synonym", []) if each != name]
    node: Entity = {**row, "category": [row["category"]], **lists, "synonym": synonyms}
    return node | ({"name": name} if name else {})


def _ordered(entity: Entity, kind: str) -> Entity:
    ordered: Entity = {}
    for slot in slots(kind):
        if value := entity.get(slot.name):
            ordered[slot.name] = [value] if slot.many and isinstance(value, str) else value
    return ordered


def _left_to_others(source: Answers, kind: str) -> set[str]:
    """What the receiver of a profile has already: prefixes of nodes, predicates of edges."""
    if not source.options.profile:
        return set()
    return {row["value"] for row in _table(source.options.profile) if row["of"] == kind}


@cache
def _classes(release: str) -> dict[str, str]:
    """Class to what stands for it in a release that lacks it."""
    late = (row for row in _table("biolink") if _version(row["since"]) > _version(release))
    return {row["class"]: row["before"] for row in late}


def _version(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


def _table(name: str) -> Iterator[dict[str, str]]:
    file = f"data/{name}.tsv"
    return (row for _, row in rows(resources.text(file), file))
