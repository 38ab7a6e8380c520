"""Evidence mutation score: pages with one other character, which are noticed, and which falsely.

For every place of a graph, one character beneath it is changed; and as often one that is beneath no
place. Verified is by the graph alone, as read back from each of the six forms of RDF. A change is
noticed if just the statements that rest on the place fail, and what else rests there; it is falsely
noticed if anything fails that does not.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import whimkg
from tests.pages.mask import TWIN
from whimkg.base import resources
from whimkg.checks import Graph, Page, verify_graph
from whimkg.errors import WhimkgError
from whimkg.export import SERIALIZATIONS
from whimkg.gard.text import Text
from whimkg.rdf.parsing import read_quads
from whimkg.source import load as load_source
from whimkg.tables import load

__all__ = ["Score", "pages", "rows", "score"]


@dataclass(frozen=True)
class Score:
    """Numbers of mutants, and of the wrong answers.

    Attributes:
        beneath: pages with another character beneath a place.
        elsewhere: pages with another character beneath no place.
        unnoticed: of the former, those of which a statement that rests there did not fail.
        false: of both, those of which something failed that does not rest there.
    """

    beneath: int
    elsewhere: int
    unnoticed: int
    false: int


def pages(folder: Path) -> Iterator[Path]:
    """The pages that are at hand: the example, the masked twin, and invented ones that are read."""
    example = folder / "example.txt"
    example.write_text(resources.text("data/examples/lantern-syndrome.txt"), encoding="utf-8")
    for path in (example, TWIN, *sorted((TWIN.parent / "invented").glob("*.txt"))):
        try:
            whimkg.build(path).canonical  # noqa: B018  # statements may contradict each other
        except WhimkgError:  # what is refused has no graph
            continue
        yield path


def score(page: Path, form: str) -> Score:
    """The score of a page, whose graph is read back from a form of RDF."""
    graph = Graph(read_quads(whimkg.build(page).serialize(form), form), load())
    text = load_source(page).text
    rests = _resting(graph)
    covered = {at for begin, end in rests for at in range(begin, end)}
    free = [at for at in range(len(text)) if at not in covered]
    chance = random.Random(1)  # noqa: S311  # the same changes each time
    beneath = [chance.randrange(begin, end) for begin, end in sorted(rests)]
    elsewhere = chance.sample(free, min(len(free), len(beneath)))
    unnoticed = false = 0
    for at in (*beneath, *elsewhere):
        wanted = {id_ for place, ids in rests.items() if place[0] <= at < place[1] for id_ in ids}
        failures = verify_graph(graph, _with_another(graph, text, at)).failures
        found = {failure.id for failure in failures if failure.id}
        spans = {failure.span for failure in failures}
        unnoticed += not wanted <= found or (at in covered and not failures)
        false += not found <= wanted or not all(s and s.begin <= at < s.end for s in spans)
    return Score(len(beneath), len(elsewhere), unnoticed, false)


def _resting(graph: Graph) -> dict[tuple[int, int], set[str]]:
    """The graph's places, each with the ids of the statements that rest on it."""
    from whimkg.checks.spans import place

    found: dict[tuple[int, int], set[str]] = {}
    for iri in graph.places:
        at = place(graph.nodes, iri)
        found[at.begin, at.end] = {
            graph.uuid(name)
            for name, pieces in graph.statements.items()
            if any(iri in graph.places_of(node) for node in (name, *pieces))
        }
    return found


def _with_another(graph: Graph, text: str, at: int) -> dict[str, Page]:
    other = "y" if text[at] != "y" else "z"
    page = Page("page", Text(text[:at] + other + text[at + 1 :]))
    return dict.fromkeys(graph.snapshots, page)


def rows(folder: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """The scores of all pages by form."""
    found = list(pages(folder))
    for form in SERIALIZATIONS:
        yield _row(form, len(found), [score(page, form) for page in found])


def _row(form: str, number: int, scores: Sequence[Score]) -> tuple[str, str, str, str, str]:
    beneath, elsewhere = (
        sum(getattr(s, name) for s in scores) for name in ("beneath", "elsewhere")
    )
    unnoticed, false = (sum(getattr(s, name) for s in scores) for name in ("unnoticed", "false"))
    return (
        f"evidence mutations, {number} pages, from `{form}` alone",
        f"{beneath - unnoticed:,} of {beneath:,} noticed",
        f"{false} of {beneath + elsewhere:,} falsely",
        f"{(beneath - unnoticed) / beneath:.1%}",
        "all noticed, none falsely",
    )
