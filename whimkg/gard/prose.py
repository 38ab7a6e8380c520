"""Prose: the sentences of a stretch of text, what each says, and what *it* means in it.

Nothing here depends on the layout that the text stands in: ``read_passage`` takes any stretch of a
stored text. Words such as *it* or *this condition* mean the page's disease only where the sentence
before speaks of that disease, or of its signs, and of nothing else.
"""

import re
from time import monotonic

from whimkg.errors import PageError
from whimkg.gard.antecedents import OWN, Context, context_behind
from whimkg.gard.claims import SentenceResult, Setting, read_unit
from whimkg.gard.continuations import is_harmless
from whimkg.gard.masking import Masked
from whimkg.gard.matching import Scan
from whimkg.gard.sentences import CITES, Unit, is_ended, units
from whimkg.gard.text import Line, Text
from whimkg.gard.wordings import Grammar, grammar

__all__ = ["Before", "Setting", "read_passage"]

_CITES = re.compile(rf"\s?{CITES}")
#: A sentence of at most so many words may take back the one before it.
_SHORT = 20
#: Sets of words that tell in a heading that what is below it is of something else.
_OF_OTHERS = ("animals", "single types")


class Before:
    """What a text said before a place, which tells what *it* means there.

    That takes long and is asked for seldom, so it is found out when asked.
    """

    def __init__(self) -> None:
        """At the start of a text, or of a section."""
        self._context = OWN
        self._last: tuple[Unit, Setting] | None = None
        self._since: list[tuple[Unit, bool, Setting]] = []
        self._framed = False
        self._unasked: list[tuple[Unit, Setting]] = []

    def add(self, unit: Unit, result: SentenceResult, setting: Setting) -> None:
        """Go on behind a sentence."""
        self._last = unit, setting
        self._unasked.append(self._last)
        self._since.append((unit, result.understood, setting))

    def frames(self) -> bool:
        """Whether a sentence before speaks of what is said next, as of an error, or of a type."""
        self._framed = self._framed or any(_frames_all(*each) for each in self._unasked)
        self._unasked.clear()
        return self._framed or (self._last is not None and _frames_next(*self._last))

    def context(self) -> Context:
        """What *it* and *this condition* mean here."""
        for unit, understood, setting in self._since:
            text, rules = Masked(unit.words, setting.names).text, grammar(setting.tables)
            self._context = context_behind(text, understood, rules, self._context)
        self._since.clear()
        return self._context


def _frames_next(unit: Unit, setting: Setting) -> bool:
    """Whether a sentence speaks of the one behind it, as a heading of a type or of animals does."""
    rules, text = grammar(setting.tables), _CITES.sub("", unit.words)
    scan = Scan(text)
    if not is_ended(text) and any(rules.holds(name, scan) for name in _OF_OTHERS):
        return True
    announcing = Scan(text, len(text.rstrip(" ."))).fullmatch(rules.set("announcing"))
    return announcing is not None or rules.holds("frames", scan)


def _frames_all(unit: Unit, setting: Setting) -> bool:
    """Whether a sentence speaks of all that is said behind it, as one on several errors does."""
    rules, scan = grammar(setting.tables), Scan(_CITES.sub("", unit.words))
    return rules.holds("frames", scan) and rules.holds("several", scan)


def read_passage(
    page: Text, line: Line, setting: Setting, before: Before
) -> list[tuple[Unit, SentenceResult]]:
    """Read a paragraph of prose; gives each sentence with what it says, in order.

    Args:
        page: the stored text.
        line: the paragraph: ``Line(number, begin, end, page.text[begin:end])``, a line of the
            stored text or a part of one.
        setting: where it stands: ``Setting("text", section, Names([title, *other_names],
            page.text), tables)`` for a summary.
        before: what the text said before: ``Before()`` at its start. It goes on behind the
            paragraph, for the next.

    Raises:
        PageError: the deadline has passed.

    The claims cite nothing yet. For the ledger, ``LedgerBuilder.sentence`` takes each sentence as
    it is.
    """
    found: list[tuple[Unit, SentenceResult]] = []
    rules = grammar(setting.tables)
    for unit in units(page, line, setting.tables.layout):
        if monotonic() > setting.deadline:
            raise PageError(
                "the page takes too long to read",
                where=f"line {line.number}",
                remedy="give a page of a usual length",
            )
        result = read_unit(page, unit, setting, before.context)
        if result.claims and before.frames():
            result.withhold()
        if found and _takes_back(unit, rules):
            several = rules.begins("taking all up", Scan(unit.words))
            for _, taken in found if several else found[-1:]:
                taken.withhold()
        elif found and found[-1][1].claims and _may_limit(unit, result, setting):
            found[-1][1].withhold_limited()
        found.append((unit, result))
        before.add(unit, result, setting)
    return found


def _may_limit(unit: Unit, result: SentenceResult, setting: Setting) -> bool:
    """Whether a sentence may speak of a claim before it in words that limit the claim."""
    if result.claims or result.understood:
        return False
    text = _CITES.sub("", Masked(unit.words, setting.names).text)
    return not is_harmless(text, grammar(setting.tables))


def _takes_back(unit: Unit, rules: Grammar) -> bool:
    """Whether a short sentence takes the one before it back, as *This is not true* does."""
    result = _CITES.sub("", unit.words)
    short = result.rstrip(" .!?\"'\u201d\u2019)")
    if len(short.split()) > _SHORT:
        return False
    scan = Scan(short)
    if "?" in result[len(short) :] and rules.begins("taking up", scan):
        return True
    return scan.fullmatch(rules.set("taking back")) is not None
