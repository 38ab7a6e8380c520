"""Which disease is a page about, by its GARD id; and do its names fit the class found?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from whimkg.base import resources
from whimkg.terms.kinds import DiseaseTerm
from whimkg.terms.lookup import disease, diseases_named
from whimkg.terms.names import share_a_name, spelling

__all__ = ["Grounding", "candidates", "fits_words", "ground", "names_a_disease"]

_LONG_ENOUGH = 4
#: The site cuts its addresses at 60 characters.
_MAY_BE_CUT = 50


@dataclass(frozen=True, slots=True)
class Grounding:
    """What Mondo knows of a GARD id, beside the names of a page.

    Attributes:
        gard_id: ``GARD:`` and seven digits.
        term: the class; None where Mondo has none.
        former: whether only an earlier release gave it that id.
        names_agree: whether one of the page's names is one of the class's, but for spelling.
        title_elsewhere: whether the page's title is the label of another class.
    """

    gard_id: str
    term: DiseaseTerm | None
    former: bool = False
    names_agree: bool = False
    title_elsewhere: bool = False

    @property
    def id(self) -> str:
        """CURIE of the disease: of the class, else the GARD id itself.

        An id that only an earlier release knew counts only together with a name: it may have been
        taken away because it never fitted, as where the title is that of a type of the class.
        """
        named = self.names_agree and not self.title_elsewhere
        trusted = self.term and (named or not self.former)
        return self.term.id if self.term and trusted else self.gard_id


def ground(gard_id: str, names: Iterable[str]) -> Grounding:
    """What Mondo knows of a GARD id, compared with a page's names.

    Args:
        gard_id: ``GARD:`` and seven digits.
        names: the page's title, which comes first, and other names.
    """
    term, names = disease(gard_id), tuple(names)
    if term is None:
        return Grounding(gard_id, None)
    return Grounding(
        gard_id,
        term,
        former=gard_id in term.former_gard_ids,
        names_agree=share_a_name(names, term.all_names),
        title_elsewhere=bool(names) and _is_label_elsewhere(names[0], term),
    )


def _is_label_elsewhere(title: str, term: DiseaseTerm) -> bool:
    """Whether a title is the label of another class, and not that of a class."""
    labelled = {
        each.id for each in diseases_named(title) if spelling(each.label) == spelling(title)
    }
    return bool(labelled) and term.id not in labelled


def candidates(title: str) -> tuple[DiseaseTerm, ...]:
    """Classes of the same name as a page: it may be about one of them, and a name proves nothing.

    Those whose label it is; only where there is none, those that have it as another name.
    """
    named = diseases_named(title)
    return tuple(term for term in named if spelling(term.label) == spelling(title)) or named


def fits_words(words: str, title: str, names: Iterable[str] = ()) -> bool:
    """Whether the words of an address fit a page's title, or one of its other names.

    They do where a name holds them all, or begins with long ones, since addresses are cut; or where
    they hold all words of the title. Those of another name are not enough: it may be that of a
    group, and the address that of another type.

    >>> fits_words("alpha-disease", "Alpha disease 1"), fits_words("alpha-1", "Alpha", ["Beta"])
    (True, True)
    >>> fits_words("alpha-disease-2", "Alpha disease 1", ["Alpha disease"])
    False
    """
    given, squeezed = _words(words), _squeezed(words)
    return _words(title) <= given or any(
        given <= _words(name)
        or (squeezed and squeezed == _squeezed(name))
        or (len(words) >= _MAY_BE_CUT and _squeezed(name).startswith(squeezed))
        for name in (title, *names)
    )


def _words(name: str) -> set[str]:
    return set(spelling(name.replace("-", " ")).split())


def _squeezed(name: str) -> str:
    """A name as the site's addresses spell it: without letters that have an accent."""
    return "".join(re.findall(r"[a-z0-9]+", name.casefold()))


@lru_cache(maxsize=1 << 10)
def names_a_disease(words: str) -> bool:
    """Whether a word of an address stands in the name of any disease of Mondo.

    >>> names_a_disease("a-page"), names_a_disease("epidermolysis-bullosa")
    (False, True)
    """
    index = resources.mapped("data/terms/mondo.index.tsv")
    found = (word.encode() for word in words.casefold().split("-") if len(word) >= _LONG_ENOUGH)
    return any(re.search(rb"(?m)^[^\t]*\b" + re.escape(word) + rb"\b", index) for word in found)
