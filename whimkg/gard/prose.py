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
from whimkg.gard.masking import Masked
from whimkg.gard.matching import Scan
from whimkg.gard.sentences import CITES, Unit, units
from whimkg.gard.text import Line, Text
from whimkg.gard.wordings import Grammar, grammar

__all__ = ["Before", "Setting", "read_passage"]

_CITES = re.compile(rf"\s?{CITES}")
#: A sentence of at most so many words may take back the one before it.
_SHORT = 20


class Before:
    """What a text said before a place, which tells what *it* means there.

    That takes long and is asked for seldom, so it is found out when asked.
    """

    def __init__(self) -> None:
        """At the start of a text, or of a section."""
        self._context = OWN
        self._last: tuple[Unit, Setting] | None = None
        self._since: list[tuple[Unit, bool, Setting]] = []

    def add(self, unit: Unit, result: SentenceResult, setting: Setting) -> None:
        """Go on behind a sentence."""
        self._last = unit, setting
        self._since.append((unit, result.understood, setting))

    def frames(self) -> bool:
        """Whether the sentence before speaks of what is said next, as of an error."""
        if self._last is None:
            return False
        unit, setting = self._last
        rules, text = grammar(setting.tables), _CITES.sub("", unit.words)
        announcing = Scan(text, len(text.rstrip(" ."))).fullmatch(rules.set("announcing"))
        return announcing is not None or rules.holds("frames", Scan(text))

    def context(self) -> Context:
        """What *it* and *this condition* mean here."""
        for unit, understood, setting in self._since:
            text, rules = Masked(unit.words, setting.names).text, grammar(setting.tables)
            self._context = context_behind(text, understood, rules, self._context)
        self._since.clear()
        return self._context


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
    for unit in units(page, line, setting.tables.layout):
        if monotonic() > setting.deadline:
            raise PageError(
                "the page takes too long to read",
                where=f"line {line.number}",
                remedy="give a page of a usual length",
            )
        result = read_unit(page, unit, setting, before.context)
        if result.claims and before.frames():
            result.deny()
        if found and _takes_back(unit, grammar(setting.tables)):
            found[-1][1].deny()
        found.append((unit, result))
        before.add(unit, result, setting)
    return found


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
