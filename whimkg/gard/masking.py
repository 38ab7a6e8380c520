"""A sentence as wordings see it: names of the page's disease are one mark, citations are gone.

What a page calls its disease differs from page to page; with one mark for all of its names, the
expressions of the wordings are the same for every page.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from whimkg.gard.sentences import CITES

__all__ = ["NAME", "Masked", "Names"]

#: Stands for any name of the page's disease; a character that no page holds.
NAME = "\ue000"
_CITES = re.compile(rf"\s?{CITES}")
#: Letters that may have an accent: all but those of ASCII.
_ACCENTED = re.compile(r"[^\W\x00-\x7f]")
#: A name in full words is known in any case; a shorter one, as an acronym, letter by letter.
_SHORTEST = 6
_ACRONYM = r"\s?\((?P<acronym>[A-Z][A-Za-z0-9-]{1,11})\)"
_ACRONYMS = re.compile(_ACRONYM)
#: Words before a name that make it the name of something else: no acronym is taken from there.
_FREE_BEFORE = re.compile(r"(?:^|[\n.;:(]|\b(?:of|with|in|has|have|for|called|and|the|a|an))\s*$")
#: Between the words of a name: a blank, hyphen or comma, perhaps an acronym of what is before.
_BETWEEN = r"(?: \([A-Z][A-Za-z0-9-]*\))?(?:,\s|[-\s])"
_SEPARATORS = re.compile(r"(?:,\s|[-\s])+")
_ACRONYM_BEHIND = re.compile(r"([^()]+) \(([A-Z][A-Z0-9-]+)\)")
#: *X, blue type*: the same as *blue X*.
_TURNED = re.compile(r"([^,()]+), ([^,()]+?)(?: type| form)?")
_ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
_NUMBERED = re.compile(rf"(.+?) (?:type )?({'|'.join(_ROMAN)}|1[0-2]|[1-9])")
_LAST_WORD = re.compile(r"([A-Z][A-Z0-9-]+) (?:syndrome|disease|disorder)", re.IGNORECASE)


class Names:
    """The names of a page's disease: title, other names, and acronyms that the page gives it."""

    def __init__(self, names: Iterable[str], text: str = "") -> None:
        """Take the names, and look for their acronyms.

        Args:
            names: title and other names.
            text: what the page says: an acronym is one that stands in parentheses behind a name.
        """
        given = {_without_accents(name.strip()) for name in names if len(name.strip()) > 1}
        self.known = sorted(given | {form for name in given for form in _forms(name)})
        self._compiled: dict[tuple[str, ...], re.Pattern[str]] = {}
        self._index()
        if more := sorted(self._acronyms(_without_accents(text)) - set(self.known)):
            self.known += more
            self._index()

    def _index(self) -> None:
        """The words of each name in small letters, for a quick look; the longest name first."""
        longest_first = sorted(self.known, key=lambda name: (-len(name), name))
        self._words = [(name, _SEPARATORS.split(name.lower())) for name in longest_first]

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where names stand in a text, with or without the accents of their letters."""
        plain = _without_accents(text)
        return (match.span() for match in self._within(plain).finditer(plain))

    def _within(self, text: str) -> re.Pattern[str]:
        """Finds the names that a text may hold: few expressions are made, as most hold none."""
        lowered = text.lower()
        names = tuple(name for name, parts in self._words if all(part in lowered for part in parts))
        if names not in self._compiled:
            self._compiled[names] = _any_of(names)
        return self._compiled[names]

    def _acronyms(self, text: str) -> set[str]:
        """Acronyms that stand in parentheses behind a name that is no part of a longer one."""
        longest = 2 * max(map(len, self.known), default=0)
        ends = tuple(parts[-1] for _, parts in self._words)
        found = set[str]()
        for acronym in _ACRONYMS.finditer(text):
            begin = max(0, acronym.start() - longest)
            if not text[begin : acronym.start()].lower().endswith(ends):
                continue
            name = re.compile(self._within(text[begin : acronym.end()]).pattern + _ACRONYM)
            match = name.search(text, begin, acronym.end())
            if match and _FREE_BEFORE.search(text, max(0, match.start() - 20), match.start()):
                found.add(acronym["acronym"])
        return found


def _without_accents(text: str) -> str:
    """A text with each letter as it is without its accent; as long as before.

    >>> _without_accents("Ménétrier")
    'Menetrier'
    """
    return text if text.isascii() else _ACCENTED.sub(_base_letter, text)


def _base_letter(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFD", found[0])[0]


def _forms(name: str) -> Iterator[str]:
    """Other spellings of a name, and the acronym in it.

    >>> sorted(_forms("Alpha syndrome, blue type 2"))
    ['Alpha syndrome, blue 2', 'Alpha syndrome, blue II', 'Alpha syndrome, blue type II', \
'blue type 2 Alpha syndrome']
    >>> list(_forms("Alpha syndrome (AS)")), list(_forms("ABC syndrome"))
    (['Alpha syndrome', 'AS'], ['ABC'])
    """
    if match := _ACRONYM_BEHIND.fullmatch(name):
        yield from match.groups()
    if (match := _LAST_WORD.fullmatch(name)) and match[1].isupper():
        yield match[1]
    if (match := _TURNED.fullmatch(name)) and not match[2].isdigit():
        yield f"{match[2]} {match[1]}"
    if match := _NUMBERED.fullmatch(name):
        number = match[2] if match[2] in _ROMAN else _ROMAN[int(match[2]) - 1]
        arabic = str(_ROMAN.index(number) + 1)
        spelled = (f"{match[1]} {kind}{n}" for kind in ("", "type ") for n in (arabic, number))
        yield from (form for form in spelled if form != name)
    if name.endswith("disorder"):
        yield f"{name}s"


def _any_of(longest_first: Iterable[str]) -> re.Pattern[str]:
    known = "|".join(map(_expression, longest_first)) or "(?!)"
    return re.compile(rf"(?<![\w-])(?:{known})(?![\w-])")


def _expression(name: str) -> str:
    tokens = _SEPARATORS.split(name.strip())
    escaped = _BETWEEN.join(map(re.escape, tokens))
    if len(name) >= _SHORTEST and any(map(str.islower, name)):
        return f"(?i:{escaped})"
    return escaped


class Masked:
    """The masked words of a sentence, and the way back to its folded text."""

    def __init__(self, folded: str, names: Names) -> None:
        pieces: list[str] = []
        self._starts: list[int] = []
        self._origins: list[tuple[int, int, bool]] = []
        self._length = 0
        last = 0
        for begin, end, mark in _marks(folded, names):
            self._add(pieces, folded[last:begin], last, begin, whole=False)
            if mark:
                self._add(pieces, mark, begin, end, whole=True)
            last = end
        self._add(pieces, folded[last:], last, len(folded), whole=False)
        self.text = "".join(pieces)

    def _add(self, pieces: list[str], text: str, begin: int, end: int, *, whole: bool) -> None:
        if text:
            pieces.append(text)
            self._starts.append(self._length)
            self._origins.append((begin, end, whole))
            self._length += len(text)

    def origin(self, begin: int, end: int) -> tuple[int, int]:
        """Offsets in the folded text of ``self.text[begin:end]``, which is not empty."""
        return self._at(begin, last=False), self._at(end - 1, last=True)

    def _at(self, position: int, *, last: bool) -> int:
        piece = bisect_right(self._starts, position) - 1
        begin, end, whole = self._origins[piece]
        if whole:
            return end if last else begin
        return begin + position - self._starts[piece] + last


def _marks(folded: str, names: Names) -> list[tuple[int, int, str]]:
    """Names and citations, in order; a name within a citation is none."""
    found = [(*match.span(), "") for match in _CITES.finditer(folded)]
    found += [(begin, end, NAME) for begin, end in names.spans(folded)]
    found.sort()
    kept: list[tuple[int, int, str]] = []
    for mark in found:
        if not kept or mark[0] >= kept[-1][1]:
            kept.append(mark)
    return kept
