"""A graph put together of two versions of a page."""

from pathlib import Path

import pyoxigraph as ox

import whimkg
from tests.export.views.property_graphs import INVENTED, store_of
from whimkg.base.namespaces import BASE

__all__ = ["BAND", "DAY", "quads", "versions"]

#: What can change: the frequency of a phenotype, and the day by which its table is dated.
BAND, DAY = ("80%-99%", "30%-79%"), ("7/1/2020", "7/1/2021")


def versions(
    folder: Path, *changes: tuple[str, str], bases: tuple[str, str] = (BASE, BASE)
) -> ox.Store:
    """The graph of a page and of the page with changed words."""
    return store_of(quads(folder, *changes, bases=bases))


def quads(
    folder: Path, *changes: tuple[str, str], bases: tuple[str, str] = (BASE, BASE)
) -> list[ox.Quad]:
    """The quads of that graph."""
    page = changed = (INVENTED / "23-row-and-sentence.txt").read_text(encoding="utf-8")
    for before, after in changes:
        assert before in changed
        changed = changed.replace(before, after)
    found: list[ox.Quad] = []
    for number, (text, base) in enumerate(zip((page, changed), bases, strict=True)):
        version = folder / f"{number}.txt"
        version.write_text(text, encoding="utf-8")
        found += whimkg.build(version, base=base).quads
    return found
