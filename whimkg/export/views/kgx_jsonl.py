"""KGX as JSON Lines: a node or an edge a line, lists as lists, nothing that is empty."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from whimkg.export.views.kgx_tables import Entity, KgxTables, slots

__all__ = ["write"]


def write(graph: KgxTables) -> dict[str, bytes]:
    """The nodes and the edges."""
    return {
        "_nodes.jsonl": _lines(graph.nodes(), "nodes"),
        "_edges.jsonl": _lines(graph.edges(), "edges"),
    }


def _lines(entities: Iterable[Entity], kind: str) -> bytes:
    booleans = [slot.name for slot in slots(kind) if slot.type == "boolean"]

    def typed(entity: Entity) -> dict[str, Any]:
        return {**entity, **{n: entity[n] == "true" for n in booleans if n in entity}}

    return msgspec.json.Encoder().encode_lines(map(typed, entities))
