"""Print the table of ratios; named rows alone with ``python -m tests.benchmarks ROW…``."""

import argparse
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.claims import rows as claims
from tests.benchmarks.exporting import rows as exporting
from tests.benchmarks.growth import rows as growth
from tests.benchmarks.kgx import rows as kgx
from tests.benchmarks.loading import rows as loading
from tests.benchmarks.measure import PYTHON, WHIMKG, alternately, cost
from tests.benchmarks.mutations import rows as mutations
from tests.benchmarks.pages import write
from tests.benchmarks.questions import rows as questions
from tests.benchmarks.validation import rows as validation

REPEATS = 11
MANY = 1_000
SIZES = (100, 1_000, 10_000)
UNCHECKED = ("--no-validate",)

Row = tuple[str, str, str, str, str]
HEADINGS: Row = ("what", "whimkg", "peer", "ratio", "aim")


def start(folder: Path) -> Iterator[Row]:
    ours, peer = alternately((*WHIMKG, "--help"), (*PYTHON, "-c", "pass"), folder, REPEATS)
    yield slower("`whimkg --help`", ours, peer, "`python -c pass`", 5)
    engine = (*PYTHON, "-c", "import pyoxigraph")
    ours, peer = alternately((*WHIMKG, "query", "phenotypes"), engine, folder, REPEATS)
    told = "`whimkg query phenotypes`, cold"
    yield slower(told, ours, peer, "`python -c 'import pyoxigraph'`", 6)


def build(folder: Path) -> Iterator[Row]:
    peer = (*PYTHON, "-c", "import rdflib")
    for options, aim in ((UNCHECKED, 5), ((), 15)):
        command = (*WHIMKG, "build", *options)
        ours, theirs = alternately(command, peer, folder, REPEATS)
        told = f"`{' '.join(('whimkg', 'build', *options))}`"
        yield slower(told, ours, theirs, "`python -c 'import rdflib'`", aim)


def nquads(folder: Path) -> Iterator[Row]:
    told = json.loads(cost((*PYTHON, "-m", "tests.benchmarks.nquads", str(folder)), Path()).output)
    yield (
        "N-Quads on the disk from records in memory",
        f"{told['quads'] / told['ours']:,.0f} quads/s",
        f"rdflib, add and serialize: {told['quads'] / told['theirs']:,.0f} quads/s",
        f"{told['theirs'] / told['ours']:.1f} times as fast",
        "at least 10",
    )


def many(folder: Path) -> Iterator[Row]:
    pages = folder / "many"
    write(pages, MANY)
    for options in (UNCHECKED, ()):
        alone = 0.0
        for jobs in (1, 2):
            found = cost(merge(pages, f"--jobs={jobs}", *options), folder)
            triples = int(re.findall(r"\((\d+) triples\)", found.output)[-1])
            alone = alone or found.seconds
            yield (
                f"{MANY:,} pages, `{' '.join(('--merge', f'--jobs {jobs}', *options))}`",
                f"{MANY / found.seconds:.0f} pages/s, {triples / found.seconds:,.0f} triples/s",
                f"`--jobs 1`: {MANY / alone:.0f} pages/s",
                f"{alone / found.seconds:.1f} times as fast",
                "",
            )


def memory(folder: Path) -> Iterator[Row]:
    least = 0.0
    for size in SIZES:
        pages = folder / str(size)
        write(pages, size)
        found = cost(merge(pages, *UNCHECKED), folder).megabytes
        least = least or found
        yield (
            f"memory, {size:,} pages, `{' '.join(('--merge', *UNCHECKED))}`",
            f"{found:.0f} MB",
            f"{SIZES[0]} pages: {least:.0f} MB",
            f"{found / least:.2f} times as much",
            "flat",
        )


def merge(pages: Path, *options: str) -> tuple[str, ...]:
    return (*WHIMKG, "build", str(pages), "--merge", "merged.nq", *options)


def slower(what: str, ours: float, peer: float, named: str, aim: int) -> Row:
    return (
        what,
        f"{ours * 1000:.0f} ms",
        f"{named}: {peer * 1000:.0f} ms",
        f"{ours / peer:.1f} times as long",
        f"at most {aim}",
    )


#: Memory comes last but for what starts no process: one that was forked counts the memory of the
#: one that forked it.
TABLE: dict[str, Callable[[Path], Iterator[Row]]] = {
    "start": start,
    "build": build,
    "nquads": nquads,
    "many": many,
    "validation": validation,
    "questions": questions,
    "growth": growth,
    "loading": loading,
    "kgx": kgx,
    "exporting": exporting,
    "claims": claims,
    "memory": memory,
    "mutations": mutations,
}


def show(row: Row) -> None:
    print(f"| {' | '.join(row)} |", flush=True)


def main() -> None:
    reader = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    reader.add_argument("rows", nargs="*", metavar="ROW", help=f"of {', '.join(TABLE)}")
    chosen = reader.parse_args().rows or list(TABLE)
    if unknown := set(chosen) - set(TABLE):
        reader.error(f"no row {', '.join(sorted(unknown))}")
    show(HEADINGS)
    print("|---" * len(HEADINGS) + "|")
    for name in chosen:
        with tempfile.TemporaryDirectory() as folder:
            for row in TABLE[name](Path(folder)):
                show(row)


if __name__ == "__main__":
    main()
