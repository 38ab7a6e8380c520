"""Where the places of an old text stand in a new one; never a guess.

A place is followed by its own characters alone: where all that stands before it, or all that stands
behind it, is the same in both texts; else where its words stand once in each text; else where they
do so together with what surrounds them, whole lines first. What has no such answer is ambiguous if
its words stand in the new text, and gone if they do not.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property

from whimkg.base.notebook import html_table, terms
from whimkg.checks.evidence import Graph
from whimkg.checks.graphs import Page
from whimkg.checks.spans import Place, place
from whimkg.gard.text import Text

__all__ = ["OUTCOMES", "Moved", "Transfer", "transfer_places"]

#: What can become of a place. Old places that do not hold in the old text are never looked for.
OUTCOMES = ("same", "moved", "ambiguous", "gone", "false")
#: Characters around a place that may tell which of several it is, on either side.
_AROUND = (8, 16, 32, 64, 128, 256, 512)
_NEAR = 5


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a place.

    Attributes:
        begin: offset in the old text.
        end: offset after it.
        words: what stands there.
        outcome: one of ``OUTCOMES``.
        places: where the words stand in the new text: one place where it is known which, else the
            first few.
        count: number of places where the words stand in the new text.
    """

    begin: int
    end: int
    words: str
    outcome: str
    places: tuple[tuple[int, int], ...] = ()
    count: int = 0

    @property
    def known(self) -> bool:
        """Whether it is known where the place is in the new text."""
        return self.outcome in ("same", "moved")


@dataclass(slots=True)
class Transfer:
    """The outcome.

    Attributes:
        places: every place of the graph, in page order.
        statements: each statement by its name, with its places that are not known in the new text.
        removed: lines of the old text that are not in the new one: number from 1, and content.
        added: lines of the new text that are not in the old one.
    """

    places: list[Moved] = field(default_factory=list)
    statements: dict[str, list[Moved]] = field(default_factory=dict)
    removed: list[tuple[int, str]] = field(default_factory=list)
    added: list[tuple[int, str]] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<Transfer: {self._summary}>"

    def _repr_html_(self) -> str:
        """The statements that are not kept, with their places, for notebooks."""
        rows = [
            (terms(name), place.outcome, f"{place.begin}-{place.end}", place.words, place.count)
            for name, lost in self.statements.items()
            for place in lost
        ]
        columns = ("statement", "outcome", "old characters", "words", "places in the new text")
        return html_table(self._summary, columns, rows)

    @property
    def _summary(self) -> str:
        counts = ", ".join(f"{count} {name}" for name, count in self.counts.items())
        return f"{self.kept} of {len(self.statements)} statements kept; places: {counts}"

    @property
    def counts(self) -> dict[str, int]:
        """Number of places by outcome."""
        return {name: sum(each.outcome == name for each in self.places) for name in OUTCOMES}

    @property
    def kept(self) -> int:
        """Number of statements all of whose places are known in the new text."""
        return sum(not lost for lost in self.statements.values())

    @property
    def holds(self) -> bool:
        """Whether every place is known in the new text."""
        return all(each.known for each in self.places)


def transfer_places(graph: Graph, old: Page, new: Page) -> Transfer:
    """Follow all places of a graph from its own text into another one.

    Args:
        graph: the graph of the old text.
        old: the text that it was made from.
        new: the other one.
    """
    texts = _Texts(old.text.text, new.text.text)
    own = {iri for iri, digests in graph.snapshots.items() if old.text.sha256 in digests}
    places = {iri: place(graph.nodes, iri) for iri in graph.places}
    found = {iri: texts.follow(each) for iri, each in places.items() if each.context in own}
    outcome = Transfer(sorted(found.values(), key=lambda each: (each.begin, each.end)))
    for iri, pieces in graph.statements.items():
        used = dict.fromkeys(each for node in (*pieces, iri) for each in graph.places_of(node))
        lost = [found[each] for each in used if each in found and not found[each].known]
        outcome.statements[f"{graph.named(iri)}  {graph.uuid(iri)}"] = lost
    outcome.statements = dict(sorted(outcome.statements.items()))
    outcome.removed, outcome.added = _changed_lines(old.text, new.text)
    return outcome


class _Texts:
    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new

    @cached_property
    def _prefix(self) -> int:
        """How many characters the texts begin with in common."""
        shorter = min(len(self._old), len(self._new))
        pairs = zip(self._old, self._new, strict=False)
        return next((at for at, (a, b) in enumerate(pairs) if a != b), shorter)

    @cached_property
    def _suffix(self) -> int:
        """How many characters the texts end with in common."""
        shorter = min(len(self._old), len(self._new))
        pairs = zip(reversed(self._old), reversed(self._new), strict=False)
        return next((at for at, (a, b) in enumerate(pairs) if a != b), shorter)

    def follow(self, found: Place) -> Moved:
        """What became of a place."""
        begin, end = found.begin, found.end
        if found.problem or found.changed(self._old):
            return Moved(begin, end, "", "false")
        words = found.found(self._old)
        there = list(_all(self._new, words))
        at = self._at(begin, end)
        if at is not None:
            outcome = "same" if at == begin else "moved"
            return Moved(begin, end, words, outcome, ((at, at + end - begin),), len(there))
        near = tuple((at, at + len(words)) for at in there[:_NEAR])
        return Moved(begin, end, words, "ambiguous" if there else "gone", near, len(there))

    def _at(self, begin: int, end: int) -> int | None:
        """The offset in the new text; None where it cannot be told."""
        if end <= self._prefix:
            return begin
        if begin >= len(self._old) - self._suffix:
            return begin + len(self._new) - len(self._old)
        for before, after in self._contexts(begin, end):
            words = self._old[before:after]
            if _once(self._old, words) and _once(self._new, words):
                return self._new.index(words) + begin - before
        return None

    def _contexts(self, begin: int, end: int) -> Iterator[tuple[int, int]]:
        """The place itself, its lines, and more and more of what stands around it."""
        yield begin, end
        line, last = self._old.rfind("\n", 0, begin) + 1, self._old.find("\n", end)
        last = len(self._old) if last < 0 else last
        yield line, last
        for size in _AROUND:
            yield max(0, begin - size), min(len(self._old), end + size)
            yield max(0, begin - size), end
            yield begin, min(len(self._old), end + size)


def _all(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _once(text: str, words: str) -> bool:
    at = text.find(words)
    return at >= 0 and text.find(words, at + 1) < 0


def _changed_lines(old: Text, new: Text) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    before, after = ([line.content for line in text.lines] for text in (old, new))
    removed, added = list[tuple[int, str]](), list[tuple[int, str]]()
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            removed += [(line.number, line.content) for line in old.lines[a:b]]
            added += [(line.number, line.content) for line in new.lines[c:d]]
    return removed, added
