"""Are two names of a disease the same but for spelling?"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["same_name", "share_a_name", "spelling"]

#: Endings that are no plural, though they end in s.
_SINGULAR = ("ss", "is", "us", "os")
_LONG_ENOUGH = 4


@lru_cache(maxsize=1 << 12)
def spelling(name: str) -> str:
    """A name without what spellings differ in: case, accents, punctuation, possessive, plural.

    >>> spelling("Marfan's syndromes, Type-1")
    'marfan syndrome type 1'
    """
    plain = unicodedata.normalize("NFKD", name.casefold().replace("\u2019", "'"))
    ascii_only = re.sub(r"'s\b|[\u0300-\u036f]", "", plain)
    return " ".join(_singular(word) for word in re.findall(r"[^\W_]+", ascii_only))


def _singular(word: str) -> str:
    plural = len(word) >= _LONG_ENOUGH and word.endswith("s") and not word.endswith(_SINGULAR)
    return word[:-1] if plural else word


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for spelling.

    >>> same_name("Marfan's syndrome", "Marfan syndrome"), same_name("WHIMS", "WILM")
    (True, False)
    """
    return spelling(one) == spelling(other)


def share_a_name(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether one of some names is the same as one of others, but for spelling."""
    return not {spelling(name) for name in some}.isdisjoint(map(spelling, others))
