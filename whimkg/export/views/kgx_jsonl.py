"""KGX as JSON Lines: a node or an edge a line, lists as lists, nothing that is empty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from whimkg.export.views.kgx_slots import Slot
from whimkg.export.views.kgx_tables import Entity, KgxTables

__all__ = ["write"]


def write(graph: KgxTables) -> dict[str, Iterator[bytes]]:
    """The nodes and the edges."""
    return {
        "_nodes.jsonl": _lines(graph.nodes(), graph.slots("nodes")),
        "_edges.jsonl": _lines(graph.edges(), graph.slots("edges")),
    }


def _lines(entities: Iterable[Entity], columns: Iterable[Slot]) -> Iterator[bytes]:
    others = [slot for slot in columns if slot.type in ("boolean", "integer", "float")]

    def typed(entity: Entity) -> dict[str, Any]:
        return {**entity, **{s.name: s.typed(entity[s.name]) for s in others if s.name in entity}}

    encoder = msgspec.json.Encoder()
    return (encoder.encode(typed(entity)) + b"\n" for entity in entities)
