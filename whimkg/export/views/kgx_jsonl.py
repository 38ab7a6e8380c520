"""KGX as JSON Lines: a node or an edge a line, lists as lists, nothing that is empty."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from whimkg.export.views import _kgx
from whimkg.export.views._source import Source

__all__ = ["write"]


def write(source: Source) -> dict[str, bytes]:
    """The nodes and the edges."""
    return {
        "_nodes.jsonl": _lines(_kgx.nodes(source)),
        "_edges.jsonl": _lines(_kgx.edges(source)),
    }


def _lines(entities: Iterable[_kgx.Entity]) -> bytes:
    return msgspec.json.Encoder().encode_lines(entities)
