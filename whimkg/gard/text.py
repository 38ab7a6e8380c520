"""Stored text with its lines, and the folding of white space that words are matched on."""

import hashlib
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache

from whimkg.record import Span

__all__ = ["Folded", "Line", "Text", "digest", "fold", "lowered"]

_WORD = re.compile(r"\w[\w'\u2019-]*")
_SPACE = re.compile(r"\s+")


def digest(text: str) -> str:
    """SHA-256 of the UTF-8 of a text, in hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@lru_cache(maxsize=1 << 10)
def fold(text: str) -> str:
    """A text with each run of white space (no-break spaces too) as one blank, none at the ends.

    Each line of a page is asked for many times; the bound lets go of the pages before.
    """
    return _SPACE.sub(" ", text).strip()


def lowered(text: str) -> str:
    """A text in small letters, each at its place."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its number from 1, and the offsets of its first and last ink."""

    number: int
    begin: int
    end: int
    content: str


@dataclass(frozen=True)
class Text:
    """The stored text of a page: UTF-8 without byte-order mark, line ends LF.

    Attributes:
        text: the whole text, in which all positions count.
        kept: numbers of the lines that are the page's own; None for all. HTML holds others, too.
    """

    text: str
    kept: frozenset[int] | None = None

    @cached_property
    def sha256(self) -> str:
        """Digest of the whole text."""
        return digest(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def lines(self) -> list[Line]:
        """The lines that are not blank, without white space at their ends."""
        found = []
        for number, (start, raw) in enumerate(
            zip(self._starts, self.text.split("\n"), strict=True), 1
        ):
            if (content := raw.strip()) and (self.kept is None or number in self.kept):
                begin = start + len(raw) - len(raw.lstrip())
                found.append(Line(number, begin, begin + len(content), content))
        return found

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def count_words(self, begin: int, end: int) -> int:
        """The number of words in ``text[begin:end]``."""
        return len(_WORD.findall(self.text, begin, end))

    def span(self, begin: int, end: int, *, keep: bool = False) -> Span:
        """The span of ``text[begin:end]``; ``keep`` its characters only where they may stand."""
        line, column = self.place(begin)
        exact = self.text[begin:end]
        return Span(begin, end, line, column, digest(exact), exact if keep else None)


class Folded:
    """A stretch of text with its white space folded, and the way back to its offsets."""

    def __init__(self, text: str, begin: int, end: int) -> None:
        letters: list[str] = []
        self._offsets: list[int] = []
        for offset in range(begin, end):
            blank = text[offset].isspace()
            if blank and letters and letters[-1] == " ":
                continue
            letters.append(" " if blank else text[offset])
            self._offsets.append(offset)
        self.text = "".join(letters)
        self._end = end

    def offsets(self, begin: int, end: int) -> tuple[int, int]:
        """Offsets in the stored text of ``self.text[begin:end]``, which is not empty."""
        return self._offsets[begin], self._offsets[end - 1] + 1
