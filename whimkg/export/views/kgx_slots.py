"""The columns of KGX, and what of RDF they are filled from.

``data/kgx.tsv`` lists them: those that each table has, and those that it has only if a graph states
a value; ``data/biolink_predicates.tsv`` the predicates whose triples are edges themselves. A slot
of a new release of the Biolink Model is a row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from whimkg.base import namespaces, resources
from whimkg.export.views.triples import curies_in
from whimkg.tables.tsv import rows

__all__ = [
    "SQL",
    "Slot",
    "known_slots",
    "names",
    "own_predicates",
    "predicates",
    "prefixes",
    "properties",
    "relations",
    "slots",
    "table_rows",
]

#: The file of ``queries/export/`` that makes the values of the columns.
SQL = "kgx.sql"
#: The slots that make an edge of an association.
_ENDS = ("subject", "predicate", "object")
#: What is an id, or an address, is told by the subject alone.
_NOT_FILLED = {"nodes": ("id",), "edges": ("id", "iri")}


class Slot(NamedTuple):
    """A column of KGX.

    Attributes:
        name: of the slot in the Biolink Model, in snake case.
        many: whether it holds a list.
        type: of what it holds: ``text``, ``id``, ``boolean``, ``date``, ``integer`` or ``float``.
        always: whether its column is there even if it is empty.
        properties: of RDF, as CURIEs, that fill it besides that of its own name.
    """

    name: str
    many: bool
    type: str
    always: bool = True
    properties: tuple[str, ...] = ()

    def typed(self, value: str | list[str]) -> Any:
        """A value, or a list of values, in its own type."""
        if isinstance(value, list):
            return [self._typed(each) for each in value]
        return self._typed(value)

    def _typed(self, value: str) -> str | bool | int | float:
        if self.type == "boolean":
            return value == "true"
        if self.type == "integer":
            return int(value)
        return float(value) if self.type == "float" else value


@cache
def slots(kind: str) -> tuple[Slot, ...]:
    """The slots of ``nodes`` or of ``edges`` that always have a column, in their order."""
    return tuple(slot for slot in known_slots(kind) if slot.always)


@cache
def known_slots(kind: str) -> tuple[Slot, ...]:
    """All slots that ``nodes`` or ``edges`` can have, in the order of the columns."""
    return tuple(
        Slot(
            row["slot"],
            row["many"] == "yes",
            row["type"],
            row["written"] == "always",
            tuple(row["also"].split()),
        )
        for row in table_rows("kgx")
        if row["of"] == kind
    )


@cache
def predicates() -> frozenset[str]:
    """The IRIs of all predicates that nodes and edges are made from, and of some classes."""
    return frozenset(names())


@cache
def names() -> dict[str, str]:
    """IRI to CURIE; rdf:subject and its like are the URIs of Biolink's slots for the ends."""
    curies = {name for kind in ("nodes", "edges") for name, *_ in properties(kind)}
    names = {namespaces.expand(name): name for name in (*curies_in(SQL), *curies, *relations())}
    for slot in known_slots("edges"):
        if slot.name in _ENDS:
            names |= {namespaces.expand(each): f"biolink:{slot.name}" for each in slot.properties}
    return names


def properties(kind: str) -> Iterator[tuple[str, str, str]]:
    """Predicate, slot, and its type, of all that fill columns."""
    for slot in known_slots(kind):
        if slot.name not in _NOT_FILLED[kind]:
            further = () if slot.name in _ENDS else slot.properties
            for name in (f"biolink:{slot.name}", *further):
                yield name, slot.name, slot.type


@cache
def relations() -> tuple[str, ...]:
    """The predicates that are edges of their own, and no column."""
    columns = {name for name, *_ in properties("nodes")}
    found = (row["predicate"] for row in table_rows("biolink_predicates"))
    return tuple(name for name in found if name not in columns)


@cache
def own_predicates() -> tuple[str, ...]:
    """The predicates of the graphs that whimkg builds."""
    terms = [term for term in namespaces.context_terms().values() if isinstance(term, dict)]
    named = {str(t[key]) for t in terms for key in ("@id", "@reverse") if key in t}
    return ("rdf:type", *sorted(named))


@cache
def prefixes() -> dict[str, str]:
    """Prefix to what it stands for: ours, and of the Biolink Model's those that ours do not cover.

    KGX takes nothing but CURIEs, and what others state has terms that no page of ours names.
    """
    further = json.loads(resources.text("data/biolink_prefixes.json"))
    return {**further, **namespaces.prefix_map()}


def table_rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table in ``data/``."""
    file = f"data/{name}.tsv"
    return (row for _, row in rows(resources.text(file), file))
