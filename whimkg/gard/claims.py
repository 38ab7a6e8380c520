"""Claims in prose: which statement, how firmly, a wording in a sentence makes.

The wordings stand in ``data/wordings.tsv``, the words for terms in ``data/mappings.sssom.tsv``.
"""

import re
from dataclasses import dataclass, field

from whimkg.gard.sentences import Unit
from whimkg.gard.text import Text
from whimkg.gard.wordings import Pattern, patterns, words
from whimkg.record import Claim, Mention, Span
from whimkg.tables import Mapping, StatementKind, Tables

__all__ = ["Omission", "Said", "read_unit"]

_PARTING = re.compile(r"\s*(?:,? and |,? or |[,;])\s*")
_UNVERIFIED = "no verified identifier"


@dataclass(frozen=True, slots=True)
class Omission:
    """Something that a sentence says and the record does not, with the reason."""

    what: str
    reason: str


@dataclass(slots=True)
class Said:
    """What a sentence says.

    Attributes:
        claims: statements, in the order of the table of wordings.
        free: offsets of the free slots of a wording that makes no statement, by slot.
        omissions: what is left out, and why.
    """

    claims: list[Claim] = field(default_factory=list)
    free: list[dict[str, tuple[int, int]]] = field(default_factory=list)
    omissions: list[Omission] = field(default_factory=list)


def read_unit(page: Text, unit: Unit, place: str, section: int, tables: Tables) -> Said:
    """Hold a sentence against the wordings of its place.

    Args:
        page: the page.
        unit: the sentence.
        place: the kind of its section.
        section: the number of its section.
        tables: the data tables.
    """
    reader = _Reader(page, unit, section, tables)
    lowered = unit.words.lower()
    for pattern in patterns(tables, place):
        if pattern.anchor in lowered:
            reader.apply(pattern)
    reader.said.claims.sort(key=_first_word)
    return reader.said


class _Reader:
    """A sentence being read."""

    def __init__(self, page: Text, unit: Unit, section: int, tables: Tables) -> None:
        self.page, self.unit, self.section, self.tables = page, unit, section, tables
        self.said = Said()

    def apply(self, pattern: Pattern) -> None:
        row = pattern.wording
        matches = list(pattern.known.finditer(self.unit.words))
        for match in matches:
            if row.omitted:
                self.said.omissions.append(Omission(match[0], row.omitted))
            elif row.kind in self.tables.statements:
                self._claim(pattern, match)
            else:
                slots = {slot: self._offsets(*match.span(slot)) for slot in match.groupdict()}
                self.said.free.append(slots)
        if not matches and pattern.unknown:
            for match in pattern.unknown.finditer(self.unit.words):
                self.said.omissions.append(Omission(match[0], _UNVERIFIED))

    def _offsets(self, begin: int, end: int) -> tuple[int, int]:
        return self.unit.folded.offsets(begin, end)

    def _claim(self, pattern: Pattern, match: re.Match[str]) -> None:
        """Add a claim, or one for each term of a slot that holds a list."""
        row = pattern.wording
        kind = self.tables.statements[row.kind]
        listed = [slot for slot in match.groupdict() if slot.endswith("s")]
        shared = [
            mention
            for slot in match.groupdict()
            if slot not in listed
            and (mention := self._mention(slot, match[slot], match.start(slot)))
        ]
        if row.implied:
            shared.append(self._implied(row.implied))
        terms = [[item] for slot in listed for item in self._items(slot, match)]
        sentence: Span = self.page.span(self.unit.begin, self.unit.end)
        for own in terms if listed else [[]]:
            mentions = _in_order([*own, *shared], kind)
            self.said.claims.append(
                Claim(kind.kind, row.status, self.section, sentence, mentions)  # type: ignore[arg-type]
            )

    def _mention(self, slot: str, found: str, begin: int) -> Mention | None:
        mapping = self.tables.ground(slot, found)
        if mapping is None:
            return None
        span = self.page.span(*self._offsets(begin, begin + len(found)))
        return _as_mention(slot, mapping, span)

    def _implied(self, implied: str) -> Mention:
        slot, _, found = implied.partition("=")
        mapping = self.tables.ground(slot, found)
        assert mapping is not None  # noqa: S101
        return _as_mention(slot, mapping, None)

    def _items(self, group: str, match: re.Match[str]) -> list[Mention]:
        slot = group.removesuffix("s")
        found = []
        for item, start in _items(match[group], self.tables.labels(slot)):
            mention = self._mention(slot, item, match.start(group) + start)
            if mention:
                found.append(mention)
            else:
                self.said.omissions.append(Omission(item, _UNVERIFIED))
        return found


def _first_word(claim: Claim) -> int:
    """Where a claim begins; a stable sort keeps the order of the wordings for the rest."""
    return min((m.span.begin for m in claim.mentions if m.span), default=claim.sentence.end)


def _as_mention(slot: str, mapping: Mapping, span: Span | None) -> Mention:
    return Mention(slot, mapping.subject_label, mapping.object, mapping.predicate, span)


def _in_order(mentions: list[Mention], kind: StatementKind) -> tuple[Mention, ...]:
    order = {kind.subject: 0, kind.object: 1}
    return tuple(sorted(mentions, key=lambda mention: order.get(mention.slot, 2)))


def _items(text: str, labels: tuple[str, ...]) -> list[tuple[str, int]]:
    """The items of a list in prose, and where; known labels first, for names hold commas too."""
    known = re.compile("|".join(map(words, labels)) or r"(?!)", re.IGNORECASE)
    found, last = [], 0
    for match in [*known.finditer(text), None]:
        gap = text[last : match.start()] if match else text[last:]
        found += [
            (piece.strip(), last + gap.index(piece))
            for piece in _PARTING.split(gap)
            if any(letter.isalnum() for letter in piece)
        ]
        if match:
            found.append((match[0], match.start()))
            last = match.end()
    return found
