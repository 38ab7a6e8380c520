"""Runs the suites of an archive, and prints how each came out.

``python -m tests.conformance ARCHIVE [--list]``, where the archive is a tar of the W3C's
repositories rdf-tests, json-ld-api and data-shapes. Exits with 1 if a test is silently wrong, or if
others are wrong with a warning than ``known_differences.tsv`` says.
"""

import argparse
import sys
import tarfile
import warnings
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conformance import jsonld, rdf, shacl, sparql
from tests.conformance.outcome import REFUSED, RIGHT, WARNED, WRONG, Outcome
from whimkg.tables.tsv import rows

KNOWN = Path(__file__).with_name("known_differences.tsv")


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    options.add_argument("archive", type=Path, help="a tar file")
    options.add_argument("--list", action="store_true", help="name what is not right, and why")
    given = options.parse_args()
    warnings.simplefilter("ignore")  # what is told on the way; the outcome is what counts
    with TemporaryDirectory() as folder, tarfile.open(given.archive) as archive:
        archive.extractall(folder, filter="data")
        every = chain.from_iterable(
            suite.outcomes(Path(folder)) for suite in (rdf, jsonld, sparql, shacl)
        )
        return report(every, named=given.list)


def report(outcomes: Iterable[Outcome], *, named: bool) -> int:
    """Print a table in Markdown; 1 if one is silently wrong, or others than are known."""
    counts: dict[str, Counter[str]] = {}
    warned: set[str] = set()
    wrong: set[str] = set()
    for each in outcomes:
        if each.kind in (WARNED, WRONG):
            (warned if each.kind == WARNED else wrong).add(each.name)
        counts.setdefault(each.suite, Counter())[each.kind] += 1
        if named and each.kind != RIGHT:
            print(f"{each.kind}\t{each.suite}\t{each.name}\t{each.told}", flush=True)
    print("| suite | files | right | refused with reason | wrong with a warning | silently wrong |")
    print("|---|---|---|---|---|---|")
    for suite, found in counts.items():
        row = (suite, found.total(), found[RIGHT], found[REFUSED], found[WARNED], found[WRONG])
        print(f"| {' | '.join(f'{n:,}' if isinstance(n, int) else n for n in row)} |")
    for name in sorted(wrong):
        print(f"{name}: silently wrong", file=sys.stderr)
    for name in sorted(warned ^ _known()):
        print(f"{name}: {'wrong' if name in warned else 'no longer wrong'}", file=sys.stderr)
    return 1 if wrong or warned != _known() else 0


def _known() -> set[str]:
    """The tests that are known to be wrong, with a warning."""
    return {row["test"] for _, row in rows(KNOWN.read_text(encoding="utf-8"), KNOWN.name)}


if __name__ == "__main__":
    sys.exit(main())
