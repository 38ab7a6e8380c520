"""Continuations: whether a sentence leaves the claims of the one before it as they are.

A sentence that points back, as *This was a guess* does, or speaks of who says so, may take a claim
back in words that no list holds. Only openings that are known to say more of the disease (*this
means that*) pass. The sets of words stand in ``data/phrases.tsv``.
"""

import re

from whimkg.gard.matching import Scan
from whimkg.gard.wordings import Grammar

__all__ = ["is_harmless"]

#: Within how many words a sentence names what it speaks of.
_SUBJECT = 6
_WORDS = re.compile(r"\S+\s*")


def is_harmless(text: str, rules: Grammar) -> bool:
    """Whether a sentence behind a claim does not point back at it, or is known to leave it.

    Args:
        text: the sentence, names of the disease masked, citations gone.
        rules: the sets of phrases.
    """
    scan = Scan(text)
    if any(rules.begins(name, scan) for name in ("harmless openings", "resumed subjects")):
        return True
    start = Scan("".join(_WORDS.findall(text)[:_SUBJECT]).rstrip())
    return not (rules.begins("pointing", scan) or rules.holds("sources", start))
