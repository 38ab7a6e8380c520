"""What a graph says of a page, held against what reading that page again gives.

Characters that stand on a page do not prove that a statement says what they say. Reading is
deterministic, so a graph that whimkg made of a page can be made again: whatever the graph at hand
says more, less or otherwise (another term, frequency or status, a qualification that is gone) is a
failure. A graph of another version of whimkg may differ by what that version reads otherwise.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import Quad

from whimkg.base.namespaces import expand
from whimkg.checks.diff import Change, Summary, diff_graphs
from whimkg.checks.outcome import Failure, Verification
from whimkg.rdf.quad_rows import QuadRow, rows_of_quads

__all__ = ["add_differences"]

_NOT_GIVEN = "reading the page again does not give it"
_LACKING = "reading the page again gives it, and the graph lacks it"
_OTHERWISE = "its triples are not those that reading the page again gives"
#: With ``--quotes`` spans have their words, too, which are compared with the page.
_FREE = {f"<{expand(name)}>".encode() for name in ("nif:anchorOf", "void:triples")}
_PROBLEMS = {
    "added": _NOT_GIVEN,
    "removed": _LACKING,
    "moved": "reading the page again gives it on other characters",
}


def add_differences(
    outcome: Verification, graph: Iterable[Quad], again: Iterable[Quad], page: str
) -> None:
    """Add what a graph says more, less or otherwise than the page, read again.

    Args:
        outcome: what the verification of the graph found; a statement that differs is no longer
            verified.
        graph: the graph at hand.
        again: the graph of the page, read again.
        page: the page's name for messages.
    """
    given, read = rows_of_quads(graph), rows_of_quads(again)
    old, new = Summary(), Summary()
    old.add([read])
    new.add([given])
    found = diff_graphs(old, new)
    failed = {failure.id for failure in outcome.failures} | {skip.id for skip in outcome.skips}
    differing = {
        change.id for change in found.changes if change.kind in {"added", "changed", "moved"}
    }
    outcome.verified -= len(differing - failed)
    outcome.failures += [each for change in found.changes for each in _failures(change, page)]
    for triples, problem in ((found.added, _NOT_GIVEN), (found.removed, _LACKING)):
        outcome.failures += [Failure(" ".join(t), "", None, "", problem, page) for t in triples]
    if found.equal:
        nodes = {row[0].decode() for row in _compared(given) ^ _compared(read)}
        outcome.failures += [Failure(n, "", None, "", _OTHERWISE, page) for n in sorted(nodes)]


def _compared(rows: Iterable[QuadRow]) -> set[tuple[bytes, ...]]:
    """The triples that any graph of a page has; words of spans and a count of triples are free."""
    return {row[:3] for row in rows if row[1] not in _FREE}


def _failures(change: Change, page: str) -> Iterator[Failure]:
    statement = "" if change.kind == "relabelled" else change.id
    if change.kind in _PROBLEMS:
        yield Failure(change.what, statement, None, "", _PROBLEMS[change.kind], page)
    for name, old, new in change.details:
        was, now = (" ".join(values) or "nothing" for values in (old, new))
        problem = f"its {name} is {now}; read again, the page gives {was}"
        yield Failure(change.what, statement, None, "", problem, page)
