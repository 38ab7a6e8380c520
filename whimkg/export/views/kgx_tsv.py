"""KGX as two tables: the columns that all have, and others with values; lists joined by ``|``.

KGX reads them without quotes and escapes, so that a tab, a line end or a ``|`` in a value becomes a
blank. ``negated`` is ``true`` or empty: KGX takes any text there for true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from whimkg.export.views.kgx_slots import Slot
from whimkg.export.views.kgx_tables import Entity, KgxTables

__all__ = ["write"]

_BREAKING = re.compile(r"[\s|]+")


def write(graph: KgxTables) -> dict[str, Iterator[bytes]]:
    """The nodes and the edges."""
    return {
        "_nodes.tsv": _table(graph.nodes(), graph.slots("nodes")),
        "_edges.tsv": _table(graph.edges(), graph.slots("edges")),
    }


def _table(entities: Iterable[Entity], columns: Iterable[Slot]) -> Iterator[bytes]:
    return (f"{line}\n".encode() for line in _lines(entities, columns))


def _lines(entities: Iterable[Entity], columns: Iterable[Slot]) -> Iterator[str]:
    names = [slot.name for slot in columns]
    yield "\t".join(names)
    for entity in entities:
        yield "\t".join(_cell(entity.get(name)) for name in names)


def _cell(value: str | list[str] | None) -> str:
    if not value:
        return ""
    return _clean(value) if isinstance(value, str) else "|".join(map(_clean, value))


def _clean(text: str) -> str:
    # What may break a row is not printable, or it is the bar; to ask so is faster.
    return text if text.isprintable() and "|" not in text else _BREAKING.sub(" ", text)
