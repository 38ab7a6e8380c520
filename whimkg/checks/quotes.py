r"""Where a quote stands in a text: exactly, or else after folding; never nearly.

Folded are three kinds of differences that copying makes: white space (any run of it is one blank),
hyphens and dashes, quotation marks and apostrophes. Which of them was needed is part of the answer.

>>> find("a well\u2010known fact", "well-known")
Found(places=((2, 12),), count=1, folded=('hyphens',))
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, combinations

__all__ = ["FOLDINGS", "Found", "find"]

#: The kinds of differences that are folded.
FOLDINGS = ("hyphens", "quotes", "white space")
_HYPHENS = dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-"
)
_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4\u0060"), "'")
_QUOTES |= dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"), '"')
_BOTH = _HYPHENS | _QUOTES
#: How many places of a quote that stands several times are given.
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quote stands.

    Attributes:
        places: the first places, each its begin and end in code points from 0.
        count: number of places, which may overlap; 0 where it stands nowhere.
        folded: kinds of ``FOLDINGS`` without which it stands nowhere.
    """

    places: tuple[tuple[int, int], ...] = ()
    count: int = 0
    folded: tuple[str, ...] = ()


def find(text: str, quote: str, before: str = "", after: str = "") -> Found:
    """Find a quote.

    Args:
        text: the text.
        quote: what to find; not blank.
        before: what must stand right before it; as it is, without folding.
        after: what must stand right behind it.
    """
    places = _exact(text, before + quote + after)
    if places:
        shift, length = len(before), len(quote)
        return _found([(at + shift, at + shift + length) for at in places], ())
    if before or after:
        return Found()
    places_folded = _folded(text, quote)
    return _found(places_folded, _needed(text, quote, places_folded)) if places_folded else Found()


def _found(places: list[tuple[int, int]], folded: tuple[str, ...]) -> Found:
    return Found(tuple(places[:_SHOWN]), len(places), folded)


def _exact(text: str, words: str) -> list[int]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def _folded(text: str, quote: str) -> list[tuple[int, int]]:
    words = " ".join(quote.translate(_BOTH).split())
    folded = _fold_all(text)
    return [(folded.offset(at), folded.offset(at + len(words) - 1) + 1) for at in folded.all(words)]


class _Folded:
    """A text with all kinds of differences folded, and the way back to its own offsets.

    Hyphens and quotes are folded one to one, so that only white space moves what follows.
    """

    def __init__(self, text: str) -> None:
        found = list(re.finditer(r"\S+", text.translate(_BOTH)))
        self._text = " ".join(match[0] for match in found)
        self._offsets = [match.start() for match in found]
        ends = accumulate(len(match[0]) + 1 for match in found)
        self._starts = [0, *ends][: len(found)]

    def all(self, words: str) -> list[int]:
        """Where the words stand in the folded text."""
        return _exact(self._text, words) if words else []

    def offset(self, at: int) -> int:
        """The offset in the text of a character of the folded text that is no blank."""
        word = bisect_right(self._starts, at) - 1
        return self._offsets[word] + at - self._starts[word]


_fold_all = lru_cache(maxsize=4)(_Folded)


def _needed(text: str, quote: str, places: list[tuple[int, int]]) -> tuple[str, ...]:
    """The fewest kinds of folding with which the quote is the words of the first place."""
    begin, end = places[0]
    words = text[begin:end]
    for size in range(1, len(FOLDINGS)):
        for kinds in combinations(FOLDINGS, size):
            if _fold(words, kinds) == _fold(quote, kinds):
                return kinds
    return FOLDINGS


def _fold(text: str, kinds: tuple[str, ...]) -> str:
    if "hyphens" in kinds:
        text = text.translate(_HYPHENS)
    if "quotes" in kinds:
        text = text.translate(_QUOTES)
    return " ".join(text.split()) if "white space" in kinds else text
