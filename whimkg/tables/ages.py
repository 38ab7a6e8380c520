"""Ages in words, as *between the ages of 5 and 25*, and the HPO terms of onset that hold them.

``data/ages.tsv`` says how ages are written, ``data/numbers.tsv`` which words are numbers, and
``data/onset_ages.tsv`` the ages of HPO's terms, by their definitions, and of those that a site
prints. The narrowest term that holds all ages of the words is a broad match; one of just these
ages a close match.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import inf

__all__ = ["AgeForm", "Ages", "OnsetAge"]

_SLOT = re.compile(r"\{(first|last)\}")
_BOUND = re.compile(r"(first|last)([+-]\d+)?")
#: A month: what begins before is at birth, or neonatal, and that is said in other words.
_FIRST = Fraction(1, 12)


@dataclass(frozen=True, slots=True)
class AgeForm:
    """How ages are written.

    Attributes:
        form: a regular expression, in which ``{first}`` and ``{last}`` are numbers.
        years: the unit of these numbers, in years.
        low, high: the ages, as *first-1*; empty for no bound.
    """

    form: str
    years: Fraction
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class OnsetAge:
    """A term of onset, and its ages in years.

    Attributes:
        term, label: CURIE and label.
        low, high: by HPO's definition; below 0 before birth, ``high`` infinite where it has no end.
        site_low, site_high: as the site prints them for its own age; ``site_low`` is None where it
            has none.
    """

    term: str
    label: str
    low: Fraction
    high: Fraction | float
    site_low: Fraction | None = None
    site_high: Fraction | float = inf

    def meets(self, listed: "OnsetAge") -> bool:
        """Whether these ages share some time with one of the site's own, or adjoin it.

        The bounds of that one are the wider ones, of HPO's definition and of what the site prints.
        """
        if listed.site_low is None:
            return False
        low, high = min(listed.low, listed.site_low), max(listed.high, listed.site_high)
        return self.low <= high and low <= self.high


@dataclass(frozen=True)
class Ages:
    """The ages that words can name."""

    forms: tuple[AgeForm, ...]
    numbers: dict[str, int]
    onsets: tuple[OnsetAge, ...]

    @cached_property
    def expression(self) -> str:
        """A regular expression, without groups, of all words that name ages."""
        return "|".join(_SLOT.sub(lambda _: f"(?:{self._number})", row.form) for row in self.forms)

    @cached_property
    def _number(self) -> str:
        words = sorted(self.numbers, key=len, reverse=True)
        return "|".join([r"\d{1,2}", *words])

    @cached_property
    def _compiled(self) -> tuple[tuple[re.Pattern[str], AgeForm], ...]:
        def named(slot: re.Match[str]) -> str:
            return f"(?P<{slot[1]}>{self._number})"

        return tuple(
            (re.compile(_SLOT.sub(named, row.form), re.IGNORECASE), row) for row in self.forms
        )

    @cached_property
    def _by_term(self) -> dict[str, OnsetAge]:
        return {row.term: row for row in self.onsets}

    def meet(self, term: str, listed: str) -> bool:
        """Whether the ages of a term of onset share some time with a site's own age, or adjoin it.

        False where a term has no ages in ``data/onset_ages.tsv``.

        >>> from whimkg.tables import load
        >>> load().ages.meet("HP:0003577", "HP:0003623")  # congenital, newborn
        True
        """
        known = self._by_term
        return term in known and listed in known and known[term].meets(known[listed])

    def onset(self, words: str) -> tuple[OnsetAge, bool] | None:
        """The narrowest term whose ages hold those of the words, and whether they are the same.

        >>> from whimkg.tables import load
        >>> load().ages.onset("between the ages of five and 12")[0].label
        'Juvenile onset'
        """
        found = self.span(words)
        if found is None:
            return None
        low, high = found
        holding = [row for row in self.onsets if row.low <= low and high <= row.high]
        narrowest = min(holding, key=lambda row: row.high - row.low, default=None)
        if narrowest is None:
            return None
        return narrowest, (low, high) == (narrowest.low, narrowest.high)

    def span(self, words: str) -> tuple[Fraction | float, Fraction | float] | None:
        """The ages in years, from and to; None where the words name none, or none in order."""
        for expression, row in self._compiled:
            if match := expression.fullmatch(words):
                low = self._bound(row.low, match, row.years)
                high = self._bound(row.high, match, row.years)
                bounds = (_FIRST if low is None else low), (inf if high is None else high)
                return bounds if bounds[0] < bounds[1] else None
        return None

    def _bound(self, cell: str, match: re.Match[str], years: Fraction) -> Fraction | None:
        parsed = _BOUND.fullmatch(cell)
        if parsed is None:
            return None
        said = match[parsed[1]].lower()
        number = self.numbers[said] if said in self.numbers else int(said)
        return (number + int(parsed[2] or 0)) * years
