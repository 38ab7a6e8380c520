"""The bundled questions against rdflib's engine, on the same graph in the same run."""

import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.answering import PATIENCE, Engine, Told, names
from tests.benchmarks.graphs import invented

__all__ = ["rows"]

PAGES = 1_000
REPEATS = 3
#: Questions below are so short for rdflib that the child process, in which whimkg can end a query
#: after its time, costs more than the answer.
LONG = 1

Row = tuple[str, str, str, str, str]


class Pair(NamedTuple):
    """A question as both have answered it; rdflib perhaps without end."""

    question: str
    ours: Told
    theirs: Told

    @property
    def ended(self) -> bool:
        return bool(self.theirs.seconds)

    @property
    def equal(self) -> bool:
        return self.ended and self.ours.digest == self.theirs.digest

    @property
    def theirs_seconds(self) -> float:
        """At least so many if rdflib came to no end."""
        return statistics.median(self.theirs.seconds) if self.ended else PATIENCE

    @property
    def ratio(self) -> float:
        """How many times as fast; at least so many if rdflib came to no end."""
        return self.theirs_seconds / statistics.median(self.ours.seconds)


def rows(folder: Path, pages: int = PAGES) -> Iterator[Row]:
    """A row for each question, the median, and how many answers agreed."""
    file, repeats = invented(folder, pages), REPEATS
    pairs = []
    with Engine("whimkg", file, repeats) as ours, Engine("rdflib", file, repeats) as theirs:
        for name in names():
            pairs.append(Pair(name, ours.ask(name), theirs.ask(name)))
            yield _row(pairs[-1])
    long = [pair for pair in pairs if pair.theirs_seconds >= LONG]
    yield _median(f"{len(pairs)} bundled questions, {pages:,} pages", pairs, "at least 20")
    yield _median(f"of these, {len(long)} that take rdflib {LONG} s or more", long, "")
    yield _agreement(pairs)


def _row(pair: Pair) -> Row:
    theirs = f"{_seconds(pair.theirs)}" if pair.ended else f"no end in {PATIENCE} s"
    apart = "" if pair.equal or not pair.ended else f", another answer: {pair.theirs.rows:,} rows"
    return (
        f"`{pair.question}`, {pair.ours.rows:,} rows",
        _seconds(pair.ours),
        f"rdflib: {theirs}{apart}",
        f"{'' if pair.ended else 'more than '}{pair.ratio:.1f} times as fast",
        "",
    )


def _seconds(told: Told) -> str:
    return f"{statistics.median(told.seconds) * 1000:,.0f} ms"


def _median(what: str, pairs: list[Pair], aim: str) -> Row:
    endless = sum(not pair.ended for pair in pairs)
    slower = sum(pair.ratio < 1 for pair in pairs)
    return (
        what,
        f"{slower} slower than rdflib",
        f"rdflib: {endless} without end in {PATIENCE} s, counted as ended",
        f"{statistics.median(pair.ratio for pair in pairs):.1f} times as fast in the median",
        aim,
    )


def _agreement(pairs: list[Pair]) -> Row:
    ended = [pair for pair in pairs if pair.ended]
    equal = sum(pair.equal for pair in ended)
    return (f"{equal} of {len(ended)} answers are equal", "", "", "", "all")
