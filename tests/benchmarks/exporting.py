"""``whimkg export`` of RDF: memory and time at two sizes, and rdflib on the smaller graph."""

from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.graphs import merged
from tests.benchmarks.measure import PYTHON, WHIMKG, Cost, cost

__all__ = ["rows"]

_FEW, _MANY = 100, 1_000  # pages: about 220,000 and 2.2 million quads
_FORMATS = ("nt", "nq", "ttl", "trig", "jsonld", "rdf")
_RDFLIB = """
import sys, rdflib
dataset = rdflib.Dataset(default_union=True)
dataset.parse(sys.argv[1], format="nquads")
dataset.serialize(sys.argv[2], format="turtle")
"""

Row = tuple[str, str, str, str, str]


def rows(folder: Path) -> Iterator[Row]:
    """Two rows for each format, and one for rdflib."""
    few, many = (merged(folder, size) for size in (_FEW, _MANY))
    for name in _FORMATS:
        yield from _growth(name, _export(few, name), _export(many, name))
    ours = _export(few, "ttl")
    theirs = cost((*PYTHON, "-c", _RDFLIB, str(few), str(folder / "rdflib.ttl")), folder)
    yield (
        f"{_FEW:,} pages, `whimkg export ttl`",
        f"{ours.seconds:.1f} s, {ours.megabytes:.0f} MB",
        f"rdflib, parse and serialize: {theirs.seconds:.1f} s, {theirs.megabytes:.0f} MB",
        f"{theirs.seconds / ours.seconds:.1f} times as fast",
        "",
    )


def _export(file: Path, name: str) -> Cost:
    output = file.with_name(f"export.{name}")
    return cost((*WHIMKG, "export", name, str(file), "-o", str(output)), file.parent)


def _growth(name: str, few: Cost, many: Cost) -> Iterator[Row]:
    for what, before, after, unit, aim in (
        ("memory", few.megabytes, many.megabytes, "MB", "flat"),
        ("time", few.seconds, many.seconds, "s", f"{_MANY / _FEW:.0f} times"),
    ):
        yield (
            f"{what}, {_MANY:,} pages, `whimkg export {name}`",
            f"{after:.0f} {unit}",
            f"{_FEW:,} pages: {before:.0f} {unit}",
            f"{after / before:.2f} times as much",
            aim,
        )
