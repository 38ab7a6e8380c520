"""Units of a page: the line in tables, lists of names and headings, the sentence in prose."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from whimkg.gard.text import Folded, Line, Text, digest

__all__ = ["CITES", "Unit", "is_ended", "is_prose", "nameless", "stock_digest", "units"]

#: A run of citations; the site once printed one without its end.
CITES = r"\[\d[\d\[\]]*"
#: The end of a sentence: its mark, closing brackets and quotes, citations; then a blank. Where that
#: is missing, a word in small letters stands before, and one that begins a sentence behind.
_END = re.compile(
    r"""[.!?]["'\u201d\u2019)\]]*(?:\s?\[[\d\[\]]+)?(?=\s|$)"""
    r"""|(?:(?<=[a-z]{3})|(?<=\)))\.(?=[A-Z][a-z]*\s[a-z])"""
)
_LAST = re.compile(r"""[.!?\u2026][)\]"'\u201d\u2019]*(?:\s?\[[\d\[\]]+)?$""")
_WORD_BEFORE = re.compile(r"([\w.]+)$")
_LONGEST_WORD = 40
_BLANKS = re.compile(r"\s*")
_OPENING = re.compile(r"[\"'\u201c\u2018(\[]*")


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of a line that is read as one: offsets, line number and folded text."""

    begin: int
    end: int
    line: int
    folded: Folded

    @property
    def words(self) -> str:
        """The characters, white space folded."""
        return self.folded.text


def units(page: Text, line: Line, layout: dict[str, Any]) -> list[Unit]:
    """The sentences of a line, one at least; a bullet before them belongs to none."""
    begin = line.begin
    if line.content.startswith(layout["bullet"]) and line.content != layout["bullet"]:
        rest = line.content[len(layout["bullet"]) :]
        begin += len(line.content) - len(rest.lstrip())
    found = []
    for start, end in _split(page.text[begin : line.end], layout["abbreviations"]):
        found.append(
            Unit(
                begin + start,
                begin + end,
                line.number,
                Folded(page.text, begin + start, begin + end),
            )
        )
    return found


def is_ended(words: str) -> bool:
    """Whether words end as a sentence does: its mark, closing brackets and quotes, citations."""
    return _LAST.search(words) is not None


def is_prose(page: Text, line: Line, layout: dict[str, Any]) -> bool:
    """Whether a line in which names and labels stand holds a sentence."""
    return is_ended(line.content) or len(units(page, line, layout)) > 1


def _split(text: str, abbreviations: list[str]) -> list[tuple[int, int]]:
    found, start = [], 0
    for match in _END.finditer(text):
        after = _BLANKS.match(text, match.end())
        begin = after.end() if after else match.end()
        if begin < len(text) and not _is_end(text, match, begin, abbreviations):
            continue
        found.append((start, match.end()))
        start = begin
    if start < len(text):
        found.append((start, len(text)))
    return found


def _is_end(text: str, mark: re.Match[str], begin: int, abbreviations: list[str]) -> bool:
    """Whether a full stop ends a sentence: not after an abbreviation or an initial."""
    opening = _OPENING.match(text, begin)
    first = text[opening.end() : opening.end() + 1] if opening else ""
    if not first or not (first.isupper() or first.isdigit()):
        return False
    if mark[0] != ".":
        return True
    word = _WORD_BEFORE.search(text, max(0, mark.start() - _LONGEST_WORD), mark.start())
    return word is None or not (word[1] in abbreviations or re.fullmatch(r"[A-Z]", word[1]))


def nameless(words: str, names: list[str], slot: str = "{disease}") -> str:
    """A unit's text with the page's names replaced by a slot.

    Within a sentence GARD writes a name in small letters: its first letter counts in either case.

    Args:
        words: the unit's text, white space folded.
        names: the page's title and other names, longest first.
        slot: what stands for them.
    """
    return _any_of(tuple(names)).sub(slot, words) if names else words


@lru_cache(maxsize=4)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    either = (
        f"[{re.escape(name[0].upper() + name[0].lower())}]{re.escape(name[1:])}" for name in names
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(either)})(?!\w)")


def stock_digest(words: str, names: list[str]) -> str:
    """The digest that a stock line is known by; arguments as in ``nameless``."""
    return digest(nameless(words, names))
