"""Holds a graph against the texts that it was made from, without the record.

Compared are the places of all evidence, and what the graph says of them; a statement is verified
when all places of its evidence hold, and it is what its id says. What stands elsewhere on a page
plays no part, but for lines, columns and sections: they are compared where the page is the very
text that the graph was made from.

The graph is not trusted: whatever is wrong with it is a failure or a skipped statement.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from whimkg.base.namespaces import contract
from whimkg.checks.evidence import Graph
from whimkg.checks.outcome import CHANGED, Failure, Skip, Snapshot, Verification
from whimkg.checks.spans import PART_OF, Place, place
from whimkg.gard.text import Text

__all__ = ["Page", "verify_graph"]

#: Characters that are a term's local identifier, and nothing else.
_CODE = re.compile(r"[0-9]{5,}", re.ASCII)


class Page(NamedTuple):
    """A text at hand: its name for messages, and the stored text."""

    name: str
    text: Text


def verify_graph(graph: Graph, pages: Mapping[str, Page]) -> Verification:
    """Compare every place that a graph names with its text.

    Args:
        graph: the graph.
        pages: the texts at hand, by the IRIs of the snapshots that they are to be compared with.
    """
    return _Check(graph, pages).outcome()


class _Check:
    def __init__(self, graph: Graph, pages: Mapping[str, Page]) -> None:
        self._graph, self._pages = graph, pages
        self._found: dict[str, tuple[Place, str]] = {}
        self._same = {
            iri: page.text.sha256 in graph.snapshots.get(iri, ()) for iri, page in pages.items()
        }

    def outcome(self) -> Verification:
        outcome = Verification(snapshots=[*self._snapshots()])
        self._statements(outcome)
        for triple in self._graph.bare():
            named = " ".join(contract(part) or f"<{part}>" for part in triple)
            outcome.statements += 1
            outcome.skips.append(Skip(named, "", "it has no evidence"))
        outcome.skipped = len(outcome.skips)
        message = sorted(
            (self._order(iri), what, iri) for what, iri in dict.fromkeys(self._graph.beside())
        )
        for _, what, iri in message:
            outcome.failures += self._failures(what, "", [iri])
        outcome.failures += self._of_snapshots()
        outcome.failures += self._of_sections()
        outcome.spans = sum(where.context in self._pages for where, _ in self._found.values())
        return outcome

    def _statements(self, outcome: Verification) -> None:
        graph = self._graph
        places = {
            iri: dict.fromkeys(each for node in (*pieces, iri) for each in graph.places_of(node))
            for iri, pieces in graph.statements.items()
        }
        first = {iri: min(map(self._order, found), default=()) for iri, found in places.items()}
        for iri in sorted(places, key=lambda iri: (first[iri], iri)):
            what, uuid = graph.named(iri), graph.uuid(iri)
            outcome.statements += 1
            if not places[iri]:
                outcome.skips.append(Skip(what, uuid, "it has no evidence"))
                continue
            failed = self._failures(what, uuid, sorted(places[iri], key=self._order))
            failed += [Failure(what, uuid, None, "", fault) for fault in graph.faults(iri)]
            failed += self._codes(iri, what, uuid, places[iri]) if not failed else []
            outcome.failures += failed
            missing = {self._place(each)[0].context for each in places[iri]} - self._pages.keys()
            if missing and not failed:
                other = min(missing)
                reason = f"no page is given for <{other}>"
                outcome.skips.append(Skip(what, uuid, reason, other))
            outcome.verified += not failed and not missing

    def _order(self, iri: str) -> tuple[str, int, int, str]:
        found, _ = self._place(iri)
        return (found.context, found.begin, found.end, iri)

    def _place(self, iri: str) -> tuple[Place, str]:
        """A place, and what is wrong with it; nothing where its text is not at hand."""
        if iri not in self._found:
            found = place(self._graph.nodes, iri)
            self._found[iri] = (found, found.problem or self._compared(found))
        return self._found[iri]

    def _compared(self, found: Place) -> str:
        page = self._pages.get(found.context)
        if page is None:
            return ""
        same = self._same[found.context]
        if found.changed(page.text.text):
            return found.wrong_digest(page.text, same=same) or CHANGED
        return found.contradiction(page.text, same=same)

    def _failures(self, what: str, uuid: str, iris: Iterable[str]) -> list[Failure]:
        failed = []
        for found, problem in map(self._place, iris):
            if problem:
                message = problem if found.span else f"{problem} <{found.iri}>"
                failed.append(self._failure(what, uuid, found, message))
        return failed

    def _failure(self, what: str, uuid: str, found: Place, problem: str) -> Failure:
        page = self._pages.get(found.context)
        words = found.found(page.text.text) if page else ""
        return Failure(what, uuid, found.span, words, problem, page.name if page else "")

    def _codes(self, iri: str, what: str, uuid: str, places: Iterable[str]) -> list[Failure]:
        """A code on the page is that of a term at one of the statement's ends."""
        ends, failed = self._graph.ends(iri), []
        for each in places:
            found, _ = self._place(each)
            page = self._pages.get(found.context)
            words = found.found(page.text.text) if page else ""
            if _CODE.fullmatch(words) and not any(end.endswith(words) for end in ends):
                problem = f"the code on the page is {words}"
                failed.append(self._failure(what, uuid, found, problem))
        return failed

    def _snapshots(self) -> Iterator[Snapshot]:
        for iri, digests in self._graph.snapshots.items():
            page = self._pages.get(iri)
            digest = digests[0] if len(digests) == 1 else ""
            yield Snapshot(iri, digest, page.name if page else "", self._same.get(iri, False))

    def _of_snapshots(self) -> Iterator[Failure]:
        for iri, digests in self._graph.snapshots.items():
            what = f"snapshot <{iri}>"
            if len(digests) != 1:
                problem = f"it has {len(digests) or 'no'} digest{'s' * (len(digests) > 1)}"
                yield Failure(what, "", None, "", problem)
            elif re.fullmatch(r"[0-9a-f]{64}", end := iri.rpartition("/")[2]) and end != digests[0]:
                yield Failure(what, "", None, "", "its digest is not that of its name")
            if self._same.get(iri):
                length = len(self._pages[iri].text.text)
                message = self._graph.lengths(iri)
                if message and message != [str(length)]:
                    problem = f"it has {length} characters, not {' or '.join(message)}"
                    yield Failure(what, "", None, "", problem)

    def _of_sections(self) -> Iterator[Failure]:
        """Sections hold whole stretches of the page, so they are compared in the very text."""
        for iri in self._graph.sections:
            found = place(self._graph.nodes, iri, PART_OF)
            problem = found.problem
            if not problem and self._same.get(found.context):
                problem = self._compared(found)
            if problem:
                message = problem if found.span else f"{problem} <{iri}>"
                yield self._failure(f"section {iri.rpartition('/')[2]}", "", found, message)
