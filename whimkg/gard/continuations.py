"""Continuations: whether a sentence leaves the claims of the one before it as they are.

A sentence that may speak of the claim itself, as *This was a guess* does, may take it back in words
that no list holds. So it must be of a known shape: it is on a matter of its own, as treatment, or
it goes on about the disease, its gene or its bearers with a verb that tells more of them. The sets
of words stand in ``data/phrases.tsv``.
"""

import re

from whimkg.gard.antecedents import begins_with_sign
from whimkg.gard.matching import Scan
from whimkg.gard.wordings import Grammar

__all__ = ["is_harmless"]

#: Within how many words a sentence must name its matter, and within how many its verb stands.
_MATTER, _VERB = 6, 16
_WORDS = re.compile(r"\S+\s*")


def is_harmless(text: str, rules: Grammar) -> bool:
    """Whether a sentence behind a claim is of a shape that does not limit the claim.

    Args:
        text: the sentence, names of the disease masked, citations gone.
        rules: the sets of phrases.
    """
    scan = Scan(text)
    if rules.begins("harmless openings", scan):
        return True
    start = Scan(_first(text, _MATTER))
    pointing = rules.begins("pointing", scan) and not rules.begins("resumed subjects", scan)
    if pointing or rules.holds("sources", start):
        return False
    if rules.holds("own matters", scan) or begins_with_sign(text):
        return True
    told = rules.holds("telling verbs", Scan(_first(text, _VERB)))
    limits = rules.holds("limiting", rules.without("harmless negations", scan))
    return rules.holds("claimed matters", start) and told and not limits


def _first(text: str, count: int) -> str:
    """The first words of a text."""
    words = list(_WORDS.finditer(text))[:count]
    return text[: words[-1].end()].rstrip() if words else text
