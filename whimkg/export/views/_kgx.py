"""Nodes and edges as KGX has them: what every property-graph format is made from.

The slots are the Biolink Model's, and no others; ``data/kgx.tsv`` lists them in the order of the
columns, and which hold lists. What is empty is left out. ``data/biolink.tsv`` says which classes an
older release lacks, ``data/monarch.tsv`` what Monarch's graph has from its own sources.

Source: the KGX format, https://kgx.readthedocs.io/, and the Biolink Model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from sqlite3 import Connection
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from whimkg import resources
from whimkg.errors import GraphError
from whimkg.export._scratch import scratch
from whimkg.tables.tsv import rows

if TYPE_CHECKING:
    from whimkg.export import Options

__all__ = [
    "Answers",
    "Entity",
    "Key",
    "Lists",
    "Row",
    "Slot",
    "edge",
    "edges",
    "node",
    "nodes",
    "one_of",
    "slots",
]

#: A node or an edge: slot to a text or a list of texts, in the order of the columns.
Entity: TypeAlias = dict[str, str | list[str]]
#: What a question answers with one value: variable to text. And slot to many, each once, sorted.
Row: TypeAlias = dict[str, str]
Lists: TypeAlias = dict[str, list[str]]
#: What nodes or edges are sorted by.
Key: TypeAlias = tuple[str, ...]

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


class Answers(Protocol):
    """What nodes and edges are made from: a graph that is asked as a whole, or in parts.

    Attributes:
        options: what the user chose.
        receiver: the format that is written, for messages.
    """

    options: Options
    receiver: str

    def told(self, kind: str) -> Iterator[tuple[Key, Entity]]:
        """The ``nodes`` or the ``edges``, sorted by their keys, no two of which are equal."""


def nodes(graph: Answers) -> Iterator[Entity]:
    """The nodes, by id.

    Raises:
        GraphError: there are none, or one has no id.
    """
    known = _left_to_others(graph.options, "nodes")
    for _, node in _some(graph, "nodes"):
        if "id" not in node:  # the identifier of a trial may be an empty text
            raise _lacking("a node", "id")
        if str(node["id"]).partition(":")[0] not in known:
            yield node


def edges(graph: Answers) -> Iterator[Entity]:
    """The edges, by subject, predicate, object and the statement's IRI; no two have one id.

    Of several dates an edge has the latest.

    Raises:
        GraphError: there are none, one lacks an end, or two would have one id: where a graph of
            two versions of a page gives a statement two values, or of two bases two IRIs.
    """
    known = _left_to_others(graph.options, "edges")
    with scratch() as database:
        database.execute(f"CREATE TABLE edge (id, {', '.join(_OWN)})")
        for _, edge in _some(graph, "edges"):
            for name in _OWN:
                if name not in edge:
                    raise _lacking(f"the statement {edge['iri']}", name)
            own = (edge["id"], *(edge[name] for name in _OWN))
            database.execute("INSERT INTO edge VALUES (?, ?, ?, ?, ?)", own)
            if edge["predicate"] not in known:
                yield edge
        _refuse_repeated(database)


def _some(graph: Answers, kind: str) -> Iterator[tuple[Key, Entity]]:
    found = graph.told(kind)
    first = next(found, None)
    if first is None:
        raise GraphError(
            f"the graph has no statements that {graph.receiver} could hold",
            remedy="give a graph that whimkg build has made",
        )
    return chain([first], found)


def _lacking(what: str, name: str) -> GraphError:
    return GraphError(
        f"{what} has no {name}, or an empty one",
        remedy="see what whimkg validate finds in the graph",
    )


def one_of(rows: Iterable[Row]) -> Row:
    """What the rows of one statement say.

    Raises:
        GraphError: it has two values where one can be, but for dates: the latest stands.
    """
    first, *others = rows
    return _united([first, *others]) if others else first


def _united(rows: list[Row]) -> Row:
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


def node(row: Row, lists: Lists) -> Entity:
    """A node; its name is today's label, where known; what else the page calls it is a synonym."""
    name = row.get("current") or row.get("words")
    synonyms = [each for each in lists.get("synonym", []) if each != name]
    found: Entity = {**row, "category": [row["category"]], **lists, "synonym": synonyms}
    return _ordered(found | ({"name": name} if name else {}), "nodes")


def edge(row: Row, lists: Lists, release: str) -> Entity:
    """An edge, with the class that a release of the Biolink Model has for it."""
    classes = _classes(release)
    category = [classes.get(row["category"], row["category"])]
    # Biolink's own form of a UUID as an id; KGX's RDF knows no other.
    identity = f"urn:uuid:{row['iri'].rpartition('/')[2]}"
    return _ordered({**row, **lists, "id": identity, "category": category}, "edges")


def _ordered(entity: Entity, kind: str) -> Entity:
    ordered: Entity = {}
    for slot in slots(kind):
        if value := entity.get(slot.name):
            ordered[slot.name] = [value] if slot.many and isinstance(value, str) else value
    return ordered


def _left_to_others(options: Options, kind: str) -> set[str]:
    """What the receiver of a profile has already: prefixes of nodes, predicates of edges."""
    if not options.profile:
        return set()
    return {row["value"] for row in _table(options.profile) if row["of"] == kind}


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
