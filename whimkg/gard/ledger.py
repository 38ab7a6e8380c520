"""The coverage ledger: what became of every line, and of every sentence of prose."""

from dataclasses import dataclass
from typing import Literal

from whimkg.gard.claims import Omission

__all__ = ["Entry", "Ledger", "Verdict"]

Verdict = Literal["modelled", "left out", "not understood"]
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
    sha256: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """The entries of a page, in page order."""

    entries: tuple[Entry, ...]

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

    def count(self, verdict: Verdict) -> int:
        """Number of lines of a verdict."""
        return sum(found == verdict for found in self.lines.values())
