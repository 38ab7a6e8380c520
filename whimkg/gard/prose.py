"""Prose: the sentences of a stretch of text, what each says, and what *it* means in it.

Nothing here depends on the layout that the text stands in: ``read_passage`` takes any stretch of a
stored text. Words such as *it* or *this condition* mean the page's disease only where the sentence
before speaks of that disease, or of its signs, and of nothing else.
"""

import re
from dataclasses import dataclass
from time import monotonic

from whimkg import terms
from whimkg.errors import PageError
from whimkg.gard.claims import OWN, Context, Said, Setting, read_unit
from whimkg.gard.masking import Masked
from whimkg.gard.sentences import CITES, Unit, units
from whimkg.gard.text import Line, Text
from whimkg.gard.wordings import Grammar, grammar

__all__ = ["OWN", "Context", "Passage", "Setting", "read_passage"]

_CITES = re.compile(rf"\s?{CITES}")
#: A sentence of at most so many words may take back the one before it.
_SHORT = 14
#: Words; with which of a sentence the name of a disease may begin, and how many it has at most.
_WORD = re.compile(r"[\w'-]+")
_FIRST = range(3)
_LONGEST_NAME = 4


@dataclass(slots=True)
class Passage:
    """A paragraph that was read.

    Attributes:
        sentences: each sentence with what it says, in order.
        context: what *it* and *this condition* would mean in a sentence behind the last.
    """

    sentences: list[tuple[Unit, Said]]
    context: Context


def read_passage(page: Text, line: Line, setting: Setting, context: Context = OWN) -> Passage:
    """Read a paragraph of prose.

    Args:
        page: the stored text.
        line: the paragraph: ``Line(number, begin, end, page.text[begin:end])``, a line of the
            stored text or a part of one.
        setting: where it stands: ``Setting("text", section, Names([title, *other_names],
            page.text), tables)`` for a summary.
        context: what *it* means at its start, by the text before.

    Raises:
        PageError: the deadline has passed.

    The claims cite nothing yet. For the ledger, ``Clerk.sentence`` takes each sentence as it is.
    """
    found: list[tuple[Unit, Said]] = []
    for unit in units(page, line, setting.tables.layout):
        if monotonic() > setting.deadline:
            raise PageError(
                "the page takes too long to read",
                where=f"line {line.number}",
                remedy="give a page of a usual length",
            )
        said = read_unit(page, unit, setting, context)
        if found and _takes_back(unit, grammar(setting.tables)):
            found[-1][1].deny()
        found.append((unit, said))
        context = _context_behind(unit, said, setting, context)
    return Passage(found, context)


def _takes_back(unit: Unit, rules: Grammar) -> bool:
    """Whether a short sentence takes the one before it back, as *This is not true* does."""
    said = _CITES.sub("", unit.words)
    short = said.rstrip(" .!?\"'\u201d\u2019)")
    if len(short.split()) > _SHORT:
        return False
    if "?" in said[len(short) :] and rules.phrases("taking up").expression.match(short):
        return True
    return rules.phrases("taking back").expression.fullmatch(short) is not None


def _begins_with_a_disease(text: str) -> bool:
    """Whether a sentence begins with the name of another disease, as Mondo knows it."""
    found = _WORD.findall(text)
    runs = (found[n : n + size] for n in _FIRST for size in range(1, _LONGEST_NAME + 1))
    return any(terms.diseases_named(" ".join(run)) for run in runs)


def _context_behind(unit: Unit, said: Said, setting: Setting, before: Context) -> Context:
    """What *it* and *this condition* mean behind a sentence.

    A sentence that is understood as a whole speaks of the disease alone. One whose subject is
    plural, as *symptoms*, leaves *it* to mean what it meant before.
    """
    text = Masked(unit.words, setting.names).text
    rules = grammar(setting.tables)

    def holds(name: str) -> bool:
        return rules.search(name, text, 0, len(text)) is not None

    def begins(name: str) -> bool:
        return rules.phrases(name).expression.match(text) is not None

    own = begins("disease subjects")
    if holds("other diseases") or (holds("single types") and not own):
        return Context(it=False, condition=False, subject=False)
    if said.claims and not said.unknown:
        return OWN
    alone = not holds("other matters")
    if own:
        return Context(it=alone, condition=True, subject=True)
    if begins("persons"):
        return Context(it=False, condition=False, subject=False)
    if begins("kept subjects"):
        return Context(before.subject and alone, before.condition, before.subject)
    condition = before.condition and not holds("definitions") and not _begins_with_a_disease(text)
    return Context(it=False, condition=condition, subject=False)
