"""Matching: what stands at a place of a sentence, found without regular expressions of all phrases.

A part is words, a set of phrases, a slot, or a sequence of them. It gives the places where it may
end, the preferred one first, so that a sequence can go back to the next one. What a set of phrases
or a list finds at a place is remembered: many wordings begin alike, and none is tried twice there.
The letter case plays no part, but where an expression says so.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from whimkg.gard.text import lowered
from whimkg.tables import Phrase

__all__ = [
    "Chain",
    "End",
    "Expression",
    "Free",
    "Joint",
    "ListOf",
    "Mark",
    "Match",
    "Maybe",
    "OneOf",
    "Part",
    "Scan",
    "Slot",
    "Words",
]

#: A word, which a hyphen does not end, or a character that is none.
_TOKEN = re.compile(r"[\w-]+|[^\w\s-]")
#: The same where it does not go on with a word.
_PLACE = re.compile(rf"(?<![\w-])(?:{_TOKEN.pattern})")


class Mark(NamedTuple):
    """Where the words of a slot stand, by its name, or a phrase of a set."""

    what: str | Phrase
    begin: int
    end: int


#: Where a part ends, and what is marked in it, in the order of the words.
End = tuple[int, tuple[Mark, ...]]


class Match(NamedTuple):
    """Where a part was found: offsets, and the slots and phrases in it, in the order of words."""

    begin: int
    end: int
    marks: tuple[Mark, ...]

    @property
    def span(self) -> tuple[int, int]:
        """Where it begins and ends."""
        return self.begin, self.end

    def slots(self) -> list[tuple[str, tuple[int, int]]]:
        """Slots, and where their words stand."""
        return [(what, (begin, end)) for what, begin, end in self.marks if isinstance(what, str)]

    def phrases(self) -> list[tuple[Phrase, tuple[int, int]]]:
        """Phrases that have an effect, and where they stand."""
        return [
            (what, (begin, end))
            for what, begin, end in self.marks
            if isinstance(what, Phrase) and what.effect
        ]


class Scan:
    """A text that parts are looked for in, and what was found in it so far."""

    def __init__(self, text: str, end: int | None = None) -> None:
        """Take a text up to an offset; white space is folded in it."""
        self.text = text
        self.end = len(text) if end is None else end
        self.lowered = lowered(text)
        self.known: dict[tuple[Part, int], list[End]] = {}
        self._holds: dict[Part, bool] = {}
        #: Where a word begins, or a character that follows none, and what stands there.
        self.tokens = {m.start(): m[0] for m in _PLACE.finditer(self.lowered, 0, self.end)}
        self._starts = [*self.tokens]

    def starts(self, begin: int, end: int) -> Iterator[int]:
        """The places of words within a stretch, in order."""
        found = range(bisect_left(self._starts, begin), bisect_left(self._starts, end))
        return (self._starts[index] for index in found)

    def token(self, position: int) -> str:
        """The word or the character at a place; empty at a blank and at the end."""
        if position in self.tokens:
            return self.tokens[position]
        match = _TOKEN.match(self.lowered, position, self.end)
        return match[0] if match else ""

    def match(self, part: "Part", begin: int = 0, end: int | None = None) -> Match | None:
        """A part at a place; its last word ends there, too."""
        limit = self.end if end is None else end
        for stop, marks in part.ends(self, begin):
            if stop == limit or (stop < limit and not self._joined(stop)):
                return Match(begin, stop, marks)
        return None

    def fullmatch(self, part: "Part", begin: int = 0, end: int | None = None) -> Match | None:
        """A part that takes all of a stretch."""
        limit = self.end if end is None else end
        ends = part.ends(self, begin)
        return next((Match(begin, stop, marks) for stop, marks in ends if stop == limit), None)

    def search(self, part: "Part", begin: int = 0, end: int | None = None) -> Match | None:
        """The first place within a stretch where a part stands, as whole words."""
        limit = self.end if end is None else end
        for position in part.places(self, begin, limit):
            if match := self.match(part, position, limit):
                return match
        return None

    def holds(self, part: "Part") -> bool:
        """Whether a part may stand anywhere: cheap to ask before a wording that needs it."""
        if part not in self._holds:
            self._holds[part] = part.stands_in(self)
        return self._holds[part]

    def _joined(self, position: int) -> bool:
        """Whether a character is of a word, or a hyphen."""
        character = self.text[position]
        return character.isalnum() or character in "_-"


class Part:
    """What may stand at a place of a text."""

    #: The words that it begins with; empty where they may differ.
    begins = ""
    #: The tokens that it may begin with; None for any.
    tokens: frozenset[str] | None = None

    def ends(self, scan: Scan, begin: int) -> Iterable[End]:
        """Where it may end that begins at a place, the preferred end first."""
        raise NotImplementedError

    def places(self, scan: Scan, begin: int, end: int) -> Iterator[int]:
        """The places of words within a stretch where it may begin, in order."""
        tokens = self.tokens
        starts = scan.starts(begin, end)
        return starts if tokens is None else (at for at in starts if scan.tokens[at] in tokens)

    def stands_in(self, scan: Scan) -> bool:
        """Whether it may stand somewhere; True if in doubt."""
        return any(any(self.ends(scan, place)) for place in self.places(scan, 0, scan.end))

    def slots(self) -> Iterable[str]:
        """The names of the slots in it, whether they must be filled or not."""
        return ()


class Words(Part):
    """Words as they stand."""

    def __init__(self, words: str) -> None:
        self.begins = words.lower()
        self.tokens = frozenset({_first_token(self.begins)})

    def ends(self, scan: Scan, begin: int) -> Iterable[End]:
        """Behind them, where they stand."""
        if scan.lowered.startswith(self.begins, begin, scan.end):
            yield begin + len(self.begins), ()

    def stands_in(self, scan: Scan) -> bool:
        """Whether they stand anywhere."""
        return self.begins in scan.lowered


class Expression(Part):
    """What a regular expression describes, and the shorter stretches that it describes, too."""

    def __init__(self, source: str, needed: Part | None = None) -> None:
        """Take the expression, and what all that it describes must hold: cheap to ask first."""
        self._compiled = re.compile(source, re.IGNORECASE)
        self._needed = needed

    def ends(self, scan: Scan, begin: int) -> Iterator[End]:
        """The longest stretch first."""
        if self._needed and not scan.holds(self._needed):
            return
        longest = self._compiled.match(scan.text, begin, scan.end)
        for end in self._tried(scan, begin, longest.end()) if longest else ():
            if self._compiled.fullmatch(scan.text, begin, end):
                yield end, ()

    def _tried(self, scan: Scan, begin: int, last: int) -> Iterable[int]:
        return range(last, begin, -1)


class Free(Expression):
    """Any words that an expression describes, before what follows them in one wording."""

    def __init__(self, source: str, *, lazy: bool) -> None:
        """Take the expression, and whether the shortest stretch goes first."""
        super().__init__(source)
        self._lazy = lazy
        #: The words that must stand behind it; empty where they may differ.
        self.following = ""
        #: What is repeated: behind each repetition it may end, however long the sentence.
        self._repeated = re.compile(source[:-1], re.IGNORECASE) if source.endswith(")+") else None

    def ends(self, scan: Scan, begin: int) -> Iterator[End]:
        """Where the words that follow stand."""
        if self._repeated is None:
            yield from super().ends(scan, begin)
            return
        reached = [*self._repetitions(self._repeated, scan, begin)]
        for end in reached if self._lazy else reversed(reached):
            if scan.lowered.startswith(self.following, end):
                yield end, ()

    @staticmethod
    def _repetitions(repeated: re.Pattern[str], scan: Scan, begin: int) -> Iterator[int]:
        while match := repeated.match(scan.text, begin, scan.end):
            begin = match.end()
            yield begin

    def _tried(self, scan: Scan, begin: int, last: int) -> Iterable[int]:
        ends = range(begin + 1, last + 1) if self._lazy else range(last, begin, -1)
        return (end for end in ends if scan.lowered.startswith(self.following, end))


class _Remembered(Part):
    """A part that is looked for at a place only once."""

    def ends(self, scan: Scan, begin: int) -> list[End]:
        """Each end once: a longer way to the same one would go on in the same way."""
        key = self, begin
        if key not in scan.known:
            found: dict[int, tuple[Mark, ...]] = {}
            for end, marks in self.find(scan, begin):
                found.setdefault(end, marks)
            scan.known[key] = list(found.items())
        return scan.known[key]

    def find(self, scan: Scan, begin: int) -> Iterable[End]:
        """Look for its ends."""
        raise NotImplementedError


class OneOf(_Remembered):
    """The first of several phrases that stands at a place, or a later one; found by first words."""

    def __init__(self, alternatives: Iterable[tuple[Part, Phrase | None]]) -> None:
        """Take the phrases, the preferred one first, and what marks each."""
        given = list(alternatives)
        starts = [part.tokens for part, _ in given if part.tokens is not None]
        self._any = [each for each in given if each[0].tokens is None]
        self._index: dict[str, list[tuple[Part, Phrase | None]]]
        self._index = {token: [] for tokens in starts for token in tokens}
        for each in given:
            for token in self._index if each[0].tokens is None else each[0].tokens:
                self._index[token].append(each)
        self.tokens = None if self._any else frozenset(self._index)
        self._slots = {slot: None for part, _ in given for slot in part.slots()}

    def find(self, scan: Scan, begin: int) -> Iterator[End]:
        """The ends of each phrase in turn."""
        for part, phrase in self._index.get(scan.token(begin), self._any):
            if scan.lowered.startswith(part.begins, begin):
                for end, marks in part.ends(scan, begin):
                    yield end, (*marks, Mark(phrase, begin, end)) if phrase else marks

    def slots(self) -> Iterable[str]:
        """The slots of all phrases."""
        return self._slots


class Slot(Part):
    """A part whose words are marked with the name of a slot."""

    def __init__(self, name: str, part: Part) -> None:
        self._name, self.part, self.tokens = name, part, part.tokens

    def ends(self, scan: Scan, begin: int) -> Iterator[End]:
        """The ends of the part."""
        for end, marks in self.part.ends(scan, begin):
            yield end, (*marks, Mark(self._name, begin, end))

    def slots(self) -> Iterable[str]:
        """Those in it, and its own name."""
        return [*self.part.slots(), self._name]


class Maybe(Part):
    """A part that may be missing; it is taken where it stands."""

    def __init__(self, part: Part) -> None:
        self.part = part

    def ends(self, scan: Scan, begin: int) -> Iterator[End]:
        """The ends of the part, and the place itself."""
        yield from self.part.ends(scan, begin)
        yield begin, ()

    def slots(self) -> Iterable[str]:
        """Those of the part."""
        return self.part.slots()


class Chain(Part):
    """Parts one behind the other."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)
        self.begins = parts[0].begins
        self.tokens = _first_tokens(parts)
        for part, after in pairwise(parts):
            if isinstance(part, Slot) and isinstance(part.part, Free):
                part.part.following = after.begins

    def ends(self, scan: Scan, begin: int) -> Iterable[End]:
        """The ends of the last part, behind each end of those before it in turn."""
        return self._from(0, scan, begin)

    def _from(self, index: int, scan: Scan, begin: int) -> Iterator[End]:
        if index == len(self.parts):
            yield begin, ()
            return
        for end, marks in self.parts[index].ends(scan, begin):
            for last, more in self._from(index + 1, scan, end):
                yield last, marks + more

    def slots(self) -> Iterable[str]:
        """Those of its parts, in order."""
        return [slot for part in self.parts for slot in part.slots()]


class Joint(Part):
    """What parts the items of a list, a blank on either side where it is a word."""

    def __init__(self, parting: Part) -> None:
        self._parting = parting

    def ends(self, scan: Scan, begin: int) -> Iterator[End]:
        """Behind the blank that follows it, or behind a mark without one."""
        first = scan.text[begin : begin + 1]
        if begin >= scan.end or first.isalnum() or first == "_":
            return
        for end, marks in self._parting.ends(scan, begin + first.isspace()):
            if scan.text[end : end + 1].isspace() and end < scan.end:
                yield end + 1, marks
            if not (scan.text[end - 1].isalnum() or scan.text[end - 1] == "_"):
                yield end, marks


class ListOf(_Remembered):
    """A first item, and any number of further ones; nothing in it is marked."""

    def __init__(self, first: Part, further: Part) -> None:
        """Take the first item, and a further one with what parts it from those before."""
        self._first, self._further, self.tokens = first, further, first.tokens

    def find(self, scan: Scan, begin: int) -> Iterator[End]:
        """Behind the last item first; each end is reached once."""
        reached: set[int] = set()
        for first, _ in self._first.ends(scan, begin):
            open_ends = [(first, iter(self._further.ends(scan, first)))]
            while open_ends:
                more = next((stop for stop, _ in open_ends[-1][1] if stop not in reached), None)
                if more is None:
                    yield open_ends.pop()[0], ()
                else:
                    reached.add(more)
                    open_ends.append((more, iter(self._further.ends(scan, more))))

    def stands_in(self, scan: Scan) -> bool:
        """Whether its first item may."""
        return scan.holds(self._first)


def _first_token(words: str) -> str:
    match = _TOKEN.match(words)
    return match[0] if match else ""


def _first_tokens(parts: Sequence[Part]) -> frozenset[str] | None:
    """The tokens that parts may begin with, of which the first may be missing."""
    first = parts[0]
    if not isinstance(first, Maybe):
        return first.tokens
    own, further = first.part.tokens, _first_tokens(parts[1:]) if parts[1:] else None
    return None if own is None or further is None else own | further
