"""Wordings as expressions: slots for terms, lists and free text, dots for some words.

A wording is matched with white space folded and case ignored, but for the symbols of genes.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from whimkg.tables import FREE_SLOTS, SLOT, Tables, Wording

__all__ = ["Pattern", "patterns"]

#: Words of a term that no mapping knows, between two words of the wording.
_UNKNOWN = r"\w[\w-]*(?: [\w-]+){0,3}?"
_GAP = r"\b[^.]{0,160}?\b"
_CASED = {"gene"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A wording, compiled.

    Attributes:
        wording: its row.
        known: finds it with known terms in its slots.
        unknown: finds it with any words in its slots; None where they would have no end.
        anchor: its longest run of words, in lower case: cheap to look for first.
    """

    wording: Wording
    known: re.Pattern[str]
    unknown: re.Pattern[str] | None
    anchor: str


@lru_cache(maxsize=32)
def patterns(tables: Tables, place: str) -> tuple[Pattern, ...]:
    """The wordings of a kind of section, in the order of the table."""
    return tuple(_compile(row, tables) for row in tables.wordings if row.place == place)


def _compile(row: Wording, tables: Tables) -> Pattern:
    parts = SLOT.split(row.wording)[::2]
    unknown = None
    if row.kind in tables.statements and _is_bounded(row.wording):
        unknown = _expression(row.wording, None)
    return Pattern(row, _expression(row.wording, tables), unknown, max(parts, key=len).lower())


def _is_bounded(wording: str) -> bool:
    """Whether words stand on both sides of every slot."""
    return "{" in wording and not re.search(r"^\{|\}$|\}\W*\{|\.\.\.|s\}", wording)


def words(label: str) -> str:
    """The expression of plain words."""
    return re.escape(label).replace(r"\ ", " ")


def _expression(wording: str, tables: Tables | None) -> re.Pattern[str]:
    source, last = "", 0
    for slot in SLOT.finditer(wording):
        source += words(wording[last : slot.start()])
        source += _GAP if slot[1] is None else _slot(slot[1], tables)
        last = slot.end()
    return re.compile(rf"(?<!\w){source}{words(wording[last:])}(?!\w)", re.IGNORECASE)


def _slot(slot: str, tables: Tables | None) -> str:
    if slot in FREE_SLOTS:
        return f"(?P<{slot}>{FREE_SLOTS[slot]})"
    if slot.endswith("s"):
        return f"(?P<{slot}>[^.(]+[^.( ])"
    if tables is None:
        return f"(?:{_UNKNOWN})"
    alternatives = "|".join(map(words, tables.labels(slot))) or r"(?!)"
    flag = "(?-i:" if slot in _CASED else "(?:"
    return f"(?P<{slot}>{flag}{alternatives}))"
