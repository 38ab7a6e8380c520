"""KGX as JSON Lines: a node or an edge a line, lists as lists, nothing that is empty."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from whimkg.export.views import _kgx

__all__ = ["write"]


def write(graph: _kgx.Answers) -> dict[str, bytes]:
    """The nodes and the edges."""
    return {
        "_nodes.jsonl": _lines(_kgx.nodes(graph)),
        "_edges.jsonl": _lines(_kgx.edges(graph)),
    }


def _lines(entities: Iterable[_kgx.Entity]) -> bytes:
    return msgspec.json.Encoder().encode_lines(entities)
