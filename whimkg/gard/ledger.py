"""The coverage ledger: what became of every line, and of every sentence of prose."""

from dataclasses import dataclass
from typing import Literal

from whimkg.base.notebook import html_table
from whimkg.gard.claims import Omission, SentenceResult
from whimkg.gard.sentences import Unit, stock_digest
from whimkg.gard.text import Line, Text
from whimkg.tables import Tables

__all__ = ["Entry", "Ledger", "LedgerBuilder", "Verdict"]

Verdict = Literal["modelled", "left out", "not understood"]
#: The reason of a stock sentence that describes a resource: it is modelled where it names one.
_RESOURCE = "description of a resource"
_WORST: tuple[Verdict, ...] = ("modelled", "left out", "not understood")


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit of the page: a line of a table, list or heading, or a sentence of prose.

    Attributes:
        line: its line, from 1.
        begin, end: its offsets.
        sentence: whether it is a sentence of prose.
        verdict: what became of it.
        about: what was modelled, or the reason of ``data/reasons.tsv`` why it was left out.
        omissions: what a modelled sentence says beside, and why it is left out.
        unknown: offsets of the words of a sentence that nothing covers, in order.
        unknown_words: the number of those words.
        sha256: the digest that ``data/stock.tsv`` would know it by; empty for what the layout
            explains.
        private: its words are a person's, and are never shown.
    """

    line: int
    begin: int
    end: int
    sentence: bool
    verdict: Verdict
    about: str
    omissions: tuple[Omission, ...] = ()
    unknown: tuple[tuple[int, int], ...] = ()
    unknown_words: int = 0
    sha256: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """The entries of a page, in page order."""

    entries: tuple[Entry, ...]

    def __repr__(self) -> str:
        return f"<Ledger: {self._told}>"

    def _repr_html_(self) -> str:
        """What became of how many lines and sentences, and which, for notebooks."""
        found: dict[tuple[Verdict, str], list[int]] = {}
        for entry in self.entries:
            found.setdefault((entry.verdict, entry.about), []).append(entry.line)
        rows = [
            (verdict, about, len(lines), ", ".join(map(str, dict.fromkeys(lines))))
            for (verdict, about), lines in sorted(found.items())
        ]
        columns = ("verdict", "what, or why not", "lines and sentences", "on lines")
        return html_table(self._told, columns, sorted(rows, key=lambda row: -_WORST.index(row[0])))

    @property
    def _told(self) -> str:
        counts = ", ".join(f"{self.count(verdict)} {verdict}" for verdict in _WORST)
        return f"{len(self.lines)} lines, {counts}"

    @property
    def lines(self) -> dict[int, Verdict]:
        """Line number to verdict: that of its worst entry."""
        found: dict[int, Verdict] = {}
        for entry in self.entries:
            before = found.get(entry.line, "modelled")
            found[entry.line] = max(before, entry.verdict, key=_WORST.index)
        return found

    @property
    def sentences(self) -> int:
        """Number of sentences of prose."""
        return sum(entry.sentence for entry in self.entries)

    @property
    def unknown_words(self) -> int:
        """Number of words of prose that nothing covers."""
        return sum(entry.unknown_words for entry in self.entries)

    @property
    def missed(self) -> tuple[int, int]:
        """Number of units that are not understood, and of words that nothing covers."""
        units = sum(entry.verdict == "not understood" for entry in self.entries)
        return units, self.unknown_words

    def count(self, verdict: Verdict) -> int:
        """Number of lines of a verdict."""
        return sum(found == verdict for found in self.lines.values())


class LedgerBuilder:
    """Keeps the ledger while a page is read."""

    def __init__(self, page: Text, names: list[str], tables: Tables) -> None:
        self._page, self._names, self._stock = page, names, tables.stock
        self._entries: list[Entry] = []

    def line(
        self,
        line: Line,
        verdict: Verdict,
        about: str,
        *,
        private: bool = False,
        sha256: str = "",
    ) -> None:
        """Enter a line that the layout explains as a whole, or that is known by its digest."""
        self._entries.append(
            Entry(
                line.number,
                line.begin,
                line.end,
                False,
                verdict,
                about,
                private=private,
                sha256=sha256,
            )
        )

    def sentence(
        self, unit: Unit, result: SentenceResult, named: list[str], *, private: bool
    ) -> None:
        """Enter a sentence, by what it says, what it names, or the digest that it is known by."""
        sha256 = stock_digest(unit.words, self._names)
        reason = self._stock.get(sha256, "")
        verdict, about = _judge(result, named, reason)
        unknown = [] if reason else result.unknown
        self._entries.append(
            Entry(
                line=unit.line,
                begin=unit.begin,
                end=unit.end,
                sentence=True,
                verdict=verdict,
                about=about,
                omissions=tuple(result.omissions),
                unknown=tuple(unknown),
                unknown_words=sum(self._page.count_words(*where) for where in unknown),
                sha256=sha256,
                private=private,
            )
        )

    def close(self) -> Ledger:
        """The ledger, in page order."""
        return Ledger(tuple(sorted(self._entries, key=lambda entry: entry.begin)))


def _judge(result: SentenceResult, named: list[str], reason: str) -> tuple[Verdict, str]:
    if result.claims or result.free:
        kinds = dict.fromkeys(claim.kind for claim in result.claims)
        return "modelled", ", ".join(kinds) or "study"
    if named and reason == _RESOURCE:
        return "modelled", f"names {', '.join(named)}"
    if reason:
        return "left out", reason
    if result.omissions:
        return "left out", result.omissions[0].reason
    return "not understood", ""
