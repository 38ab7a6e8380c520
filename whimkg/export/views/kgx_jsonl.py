"""KGX as JSON Lines: a node or an edge a line, lists as lists, nothing that is empty."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from whimkg.export.views.kgx_tables import Entity, KgxTables

__all__ = ["write"]


def write(graph: KgxTables) -> dict[str, bytes]:
    """The nodes and the edges."""
    return {
        "_nodes.jsonl": _lines(graph.nodes()),
        "_edges.jsonl": _lines(graph.edges()),
    }


def _lines(entities: Iterable[Entity]) -> bytes:
    return msgspec.json.Encoder().encode_lines(entities)
