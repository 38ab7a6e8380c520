"""N-Quads on the disk from records in memory, by whimkg and by rdflib; run in its own process.

rdflib is given its own terms ready-made: it is timed for adding the same quads to a dataset and
serializing that, whimkg for deciding which quads there are as well.

    python -m tests.benchmarks.nquads FOLDER
"""

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import rdflib

from tests.benchmarks.pages import page
from whimkg import tables
from whimkg.gard import read
from whimkg.pipeline import KnowledgeGraph
from whimkg.record import Record

PAGES = 50
REPEATS = 7

Quads = list[tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node, rdflib.URIRef]]


def by_whimkg(records: list[Record], file: Path) -> None:
    using = tables.load()
    with file.open("wb") as out:
        for record in records:
            out.write(KnowledgeGraph(record, using).canonical)


def by_rdflib(graphs: list[Quads], file: Path) -> None:
    with file.open("wb") as out:
        for found in graphs:
            dataset = rdflib.Dataset()
            named = {name: dataset.graph(name) for name in {quad[3] for quad in found}}
            dataset.addN((s, p, o, named[name]) for s, p, o, name in found)
            out.write(dataset.serialize(format="nquads", encoding="utf-8"))


def terms(record: Record) -> Quads:
    dataset = KnowledgeGraph(record, tables.load()).dataset()
    return [(s, p, o, rdflib.URIRef(str(name))) for s, p, o, name in dataset.quads()]


def seconds(act: Callable[[], None]) -> float:
    begin = time.process_time()
    act()
    return time.process_time() - begin


def lines(file: Path) -> int:
    return len([line for line in file.read_bytes().splitlines() if line])


def main(folder: Path) -> None:
    """Print the median seconds of both, and how many quads each wrote."""
    records = [read(page(number), tables.load()).record for number in range(1, PAGES + 1)]
    graphs = [terms(record) for record in records]
    ours, theirs = folder / "ours.nq", folder / "theirs.nq"
    # What was made ready is no part of the work: the collector need not walk through it again.
    gc.collect()
    gc.freeze()
    pairs = [
        (
            seconds(lambda: by_whimkg(records, ours)),
            seconds(lambda: by_rdflib(graphs, theirs)),
        )
        for _ in range(REPEATS)
    ]
    assert lines(ours) == lines(theirs), (lines(ours), lines(theirs))
    medians = [statistics.median(column) for column in zip(*pairs, strict=True)]
    print(json.dumps({"ours": medians[0], "theirs": medians[1], "quads": lines(ours)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
