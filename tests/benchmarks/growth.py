"""How the time of each bundled question grows with the graph."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.answering import Engine, Told, names
from tests.benchmarks.graphs import copied, invented

__all__ = ["rows"]

#: How a graph is made, to its sizes; the sizes of both come to as many triples.
GRAPHS: dict[Callable[[Path, int], Path], tuple[int, ...]] = {
    invented: (100, 400, 1_600),
    copied: (50, 200, 800),
}
REPEATS = 5
#: Exponents above are flagged, where the longer time is long enough to be measured.
LINEAR = 1.15
SHORT = 0.2
#: One look-up for each place of a page: linear by its nature, it shows what a larger memory costs.
YARDSTICK = (
    "SELECT (COUNT(?sum) AS ?sums) { ?span a <http://persistence.uni-leipzig.org/nlp2rdf/ontologies"
    "/nif-core#RFC5147String> ; <https://w3id.org/whimkg/vocab#sha256> ?sum }"
)

Row = tuple[str, str, str, str, str]


def rows(folder: Path) -> Iterator[Row]:
    """A row for each question and kind of graph, and how many grow faster than the graph."""
    for make, sizes in GRAPHS.items():
        told = [_answers(make(folder, size)) for size in sizes]
        pages = f"{' · '.join(f'{size:,}' for size in sizes)} {make.__name__} pages"
        faster = []
        for name in told[0]:
            found = [each[name] for each in told]
            exponent = _exponent(found, sizes)
            if exponent and exponent > LINEAR:
                faster.append(f"`{name}`")
            yield _row(name, found, exponent)
        yield (f"{pages}, exponent above {LINEAR}", f"{len(faster)}", "", ", ".join(faster), "0")


def _answers(file: Path) -> dict[str, Told]:
    with Engine("alone", file, REPEATS) as engine:
        return {name: engine.ask(name) for name in (YARDSTICK, *names())}


def _exponent(found: list[Told], sizes: tuple[int, ...]) -> float | None:
    """Of the last step; none where it is too short to measure."""
    before, after = (min(told.seconds) for told in found[-2:])
    if after < SHORT:
        return None
    return math.log(after / before) / math.log(sizes[-1] / sizes[-2])


def _row(name: str, found: list[Told], exponent: float | None) -> Row:
    return (
        "one look-up for each place" if name == YARDSTICK else f"`{name}`",
        f"{' · '.join(f'{min(told.seconds) * 1000:,.0f}' for told in found)} ms",
        f"{' · '.join(f'{told.rows:,}' for told in found)} rows",
        f"exponent {exponent:.2f}" if exponent else f"below {SHORT} s",
        f"at most {LINEAR}",
    )
