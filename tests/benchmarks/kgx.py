"""Nodes and edges of KGX from a graph of many pages, against kgx and against plain rows.

From the same file of N-Triples, kgx finds all our edges with their qualifiers, and takes all other
triples between IRIs for edges, too: 14 times as many. Classes are types there, and the publications
and texts stay with the pieces of evidence, which are nodes. So it is also given nothing but our
nodes and edges, as JSON Lines, to be written as tables: there it has nothing to find.
WHIMKG_TOOLS names a folder that keeps the environments of ``.ci/tools``; else kgx is installed.

    python -m tests.benchmarks.kgx GRAPH FOLDER
"""

import csv
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tests.benchmarks.measure import PYTHON, WHIMKG, cost
from tests.benchmarks.pages import without_graphs, write

__all__ = ["rows"]

PAGES = 1_000
REPEATS = 3
PINS = Path(__file__).parents[1] / "export" / "tools" / "kgx.txt"
SHIM = PINS.with_name("kgx_offline.py")

Row = tuple[str, str, str, str, str]
Command = tuple[str, ...]


def rows(folder: Path) -> Iterator[Row]:
    """Rows of the table: from the store and from the file, against kgx and plain modules."""
    pages, graph = folder / "pages", folder / "graph.nq"
    write(pages, PAGES)
    cost((*WHIMKG, "build", str(pages), "--merge", str(graph), "--no-validate"), folder)
    told = json.loads(
        cost((*PYTHON, "-m", "tests.benchmarks.kgx", str(graph), str(folder)), Path()).output
    )
    yield from (_plain(told, name) for name in ("jsonl", "tsv"))
    python = _kgx(folder)
    if python is None:
        yield ("KGX against kgx", "", "kgx could not be installed", "", "at least 20")
        return
    transform = (str(python), str(SHIM), "transform", "-o", "theirs")
    triples = without_graphs(graph)
    for name in ("jsonl", "tsv"):
        ours = cost((*WHIMKG, "export", f"kgx-{name}", str(triples), "-o", str(folder)), folder)
        theirs = cost((*transform, "-i", "nt", "-f", name, str(triples)), folder)
        assert _found(folder, name) == told["edges"], (_found(folder, name), told["edges"])
        yield (
            f"KGX as {name} from a file of N-Triples, {told['edges']:,} edges",
            f"{ours.seconds:.0f} s, {ours.megabytes:.0f} MB",
            f"`kgx transform` of the same file: {theirs.seconds:.0f} s, {theirs.megabytes:.0f} MB",
            f"{theirs.seconds / ours.seconds:.1f} times as fast",
            "at least 20",
        )
    yield from _tables(folder, graph, transform, told)


def _tables(folder: Path, graph: Path, transform: Command, told: dict[str, float]) -> Iterator[Row]:
    """Where kgx finds the nodes and edges ready in its files."""
    whole = cost((*WHIMKG, "export", "kgx-tsv", str(graph), "-o", str(folder)), folder).seconds
    files = [str(folder / f"ours_{kind}.jsonl") for kind in ("nodes", "edges")]
    theirs = cost((*transform, "-i", "jsonl", "-f", "tsv", *files), folder).seconds
    done = (folder / "theirs_edges.tsv").read_text(encoding="utf-8").count("\n") - 1
    assert done == told["edges"], (done, told["edges"])
    size = f"{told['edges']:,} edges, {told['nodes']:,} nodes"
    for what, seconds in (("a loaded store", told["tsv"]), ("the file of N-Quads", whole)):
        yield (
            f"KGX tables from {what}, {size}",
            f"{seconds:.1f} s",
            f"`kgx transform`, JSON Lines to tables: {theirs:.0f} s",
            f"{theirs / seconds:.1f} times as fast",
            "at least 20",
        )


def _found(folder: Path, name: str) -> int:
    """How many of the edges that kgx has written are ours: only they name the kind of agent."""
    with (folder / f"theirs_edges.{name}").open(encoding="utf-8", newline="") as file:
        if name == "jsonl":
            return sum("agent_type" in json.loads(line) for line in file)
        return sum(bool(row["agent_type"]) for row in csv.DictReader(file, delimiter="\t"))


def _plain(told: dict[str, float], name: str) -> Row:
    module = {"jsonl": "json", "tsv": "csv"}[name]
    return (
        f"KGX as {name} from a loaded store",
        f"{told[name]:.1f} s",
        f"the same rows in memory by `{module}`: {told[module]:.1f} s",
        f"{told[name] / told[module]:.1f} times as long",
        "at most 3",
    )


def _kgx(folder: Path) -> Path | None:
    """The Python of an environment with kgx."""
    kept = Path(os.environ.get("WHIMKG_TOOLS", folder)) / "kgx"
    python = kept / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(kept)], check=True)
        install = [str(python), "-m", "pip", "install", "-q", "-r", str(PINS)]
        if subprocess.run(install, check=False, capture_output=True).returncode:
            return None
    return python


def main(graph: Path, folder: Path) -> None:
    """Print the median seconds, with the graph loaded and the rows at hand."""
    from whimkg.export import view
    from whimkg.rdf.memory import graph_store

    store = graph_store(graph)

    def export(name: str) -> None:
        for suffix, data in view(store, f"kgx-{name}").items():
            (folder / f"ours{suffix}").write_bytes(data)

    told: dict[str, float] = {name: _seconds(partial(export, name)) for name in ("jsonl", "tsv")}
    for kind in ("nodes", "edges"):
        lines = (folder / f"ours_{kind}.jsonl").read_text(encoding="utf-8").splitlines()
        found = [json.loads(line) for line in lines]
        head = (folder / f"ours_{kind}.tsv").read_text(encoding="utf-8").partition("\n")[0]
        target = folder / f"plain_{kind}"
        for name, act in (("json", _json), ("csv", _csv)):
            spent = _seconds(partial(act, found, head.split("\t"), target))
            told[name] = told.get(name, 0) + spent
        told[kind] = len(found)
    print(json.dumps(told))


def _json(entities: list[dict[str, Any]], _: list[str], target: Path) -> None:
    with target.open("w", encoding="utf-8") as file:
        for entity in entities:
            file.write(json.dumps(entity) + "\n")


def _csv(entities: list[dict[str, Any]], head: list[str], target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, head, delimiter="\t")
        writer.writeheader()
        for entity in entities:
            texts = {n: "|".join(v) if isinstance(v, list) else v for n, v in entity.items()}
            writer.writerow(texts)


def _seconds(act: Callable[[], None]) -> float:
    spent = []
    for _ in range(REPEATS):
        begin = time.perf_counter()
        act()
        spent.append(time.perf_counter() - begin)
    return statistics.median(spent)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
