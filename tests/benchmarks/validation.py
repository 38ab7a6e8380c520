"""Validation against pySHACL by itself, with the same shapes, in the same run.

``python -m tests.benchmarks.validation [PAGES]`` prints the table; ``inside`` and ``alone FILE``
are the processes that it is made from.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.graphs import merged
from tests.benchmarks.measure import PYTHON, WHIMKG, cost

__all__ = ["rows"]

REPEATS = 7
MANY = 1_000
#: Pages in one file that pySHACL is given whole, and seconds after which that has no end.
SIZES = (1, 3, 10, 30)
PATIENCE = 1_800

Row = tuple[str, str, str, str, str]
HEADINGS: Row = ("what", "whimkg", "peer", "ratio", "aim")


def rows(folder: Path, many: int = MANY) -> Iterator[Row]:
    """The rows of the table.

    Args:
        folder: for files.
        many: number of pages of the last rows.
    """
    yield from _bundled(folder)
    yield from _whole(folder)
    yield from _many(folder, many)


def _run(*arguments: str) -> tuple[str, ...]:
    return (*PYTHON, "-m", "tests.benchmarks.validation", *arguments)


def _bundled(folder: Path) -> Iterator[Row]:
    told = json.loads(cost(_run("inside"), Path()).output)
    ours, alone = told["ours"], told["alone"]
    yield (
        "the bundled graph, strict, in a process",
        f"{ours * 1000:.0f} ms",
        f"`pyshacl.validate`: {alone * 1000:.0f} ms",
        f"{ours / alone:.2f} times as long",
        "at most 1.5",
    )
    for part, seconds in told["parts"].items():
        share = f"{seconds / sum(told['parts'].values()):.0%}"
        yield f"of that, {part}", f"{seconds * 1000:.0f} ms", "", share, ""


def _whole(folder: Path) -> Iterator[Row]:
    for size in SIZES:
        file = merged(folder, size)
        ours = cost((*WHIMKG, "validate", str(file)), folder).seconds
        alone = _alone(file)
        peer = f"{alone:.1f} s" if alone else f"no end in {PATIENCE} s"
        yield (
            f"{size} invented pages in one file, page by page",
            f"{ours:.1f} s",
            f"`pyshacl.validate` of the whole: {peer}",
            f"{alone / ours:.0f} times as fast" if alone else "",
            "",
        )
        if not alone:
            return


def _many(folder: Path, count: int) -> Iterator[Row]:
    file, single = merged(folder, count), 0.0
    with file.open("rb") as lines:
        triples = sum(1 for _ in lines)
    for jobs in (1, 2):
        found = cost((*WHIMKG, "validate", str(file), f"--jobs={jobs}"), folder)
        single = single or found.seconds
        yield (
            f"{count:,} pages, {triples:,} triples, `whimkg validate --jobs {jobs}`",
            f"{count / found.seconds:.1f} pages/s, {found.megabytes:.0f} MB a process at most",
            f"`--jobs 1`: {count / single:.1f} pages/s",
            f"{single / found.seconds:.1f} times as fast",
            "",
        )


def _alone(file: Path) -> float:
    """Seconds that pySHACL takes for a file as a whole; 0 where it does not end."""
    try:
        done = subprocess.run(
            _run("alone", str(file)), capture_output=True, text=True, timeout=PATIENCE, check=True
        )
    except subprocess.TimeoutExpired:
        return 0.0
    return float(done.stdout)


def _timed(work: Callable[[], Any]) -> float:
    """Seconds of this process, which other processes do not add to."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _shapes() -> Any:
    import rdflib

    from whimkg.base import resources

    shapes = rdflib.Graph()
    for name in resources.names("shapes"):
        if name.endswith(".ttl"):
            shapes.parse(data=resources.text(f"shapes/{name}"), format="turtle")
    return shapes


def inside() -> dict[str, Any]:
    """Median seconds of one run in a process that has run before; and ours in parts."""
    import pyshacl

    import whimkg
    from whimkg.shacl import validate

    built = whimkg.build()
    quads, graph, shapes = built.quads, built.graph(), _shapes()
    validate(quads), pyshacl.validate(graph, shacl_graph=shapes)
    pairs = [
        (
            _timed(lambda: validate(quads)),
            _timed(lambda: pyshacl.validate(graph, shacl_graph=shapes)),
        )
        for _ in range(REPEATS)
    ]
    ours, alone = (statistics.median(column) for column in zip(*pairs, strict=True))
    return {"ours": ours, "alone": alone, "parts": _parts(quads)}


def _parts(quads: Any) -> dict[str, float]:
    """Where the time goes, each part by itself."""
    from whimkg.shacl.shapes import bundled
    from whimkg.shacl.triples import TripleIndex

    shapes = bundled("strict")

    def made() -> TripleIndex:
        return TripleIndex(quads)

    data = made()
    focus = {target.shape: target.focus(data) for target in shapes.targets}
    queries = {node for node, shape in shapes.compiled.items() if shape and shape.queries}

    def results(asked: bool) -> float:
        chosen = {s: nodes for s, nodes in focus.items() if (s in queries) == asked}
        return _timed(lambda: list(shapes.results(data, chosen)))

    parts: dict[str, Callable[[], float]] = {
        "the graph in memory": lambda: _timed(made),
        "the same in Oxigraph, for SPARQL": lambda: _timed(lambda: made().store),
        "focus nodes": lambda: _timed(lambda: [target.focus(data) for target in shapes.targets]),
        "rules on the whole graph, in SPARQL": lambda: results(True),
        "all other rules": lambda: results(False),
    }
    return {name: statistics.median(part() for _ in range(REPEATS)) for name, part in parts.items()}


def alone(file: str) -> float:
    """Seconds that pySHACL takes for a file, reading included."""
    import pyshacl
    import rdflib

    shapes: Any = _shapes()

    def work() -> None:
        data: Any = rdflib.Dataset(default_union=True)
        data.parse(file, format="nquads")
        pyshacl.validate(data, shacl_graph=shapes)

    return _timed(work)


def main() -> None:
    """Print the table, or what one of its processes measured."""
    if sys.argv[1:] == ["inside"]:
        print(json.dumps(inside()))
    elif sys.argv[1:2] == ["alone"]:
        print(alone(sys.argv[2]))
    else:
        many = int(sys.argv[1]) if sys.argv[1:] else MANY
        with tempfile.TemporaryDirectory() as folder:
            for row in (HEADINGS, ("---",) * len(HEADINGS), *rows(Path(folder), many)):
                print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
