"""Many pages in one file: which quads, or which lines of N-Quads, belong to which page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Quad, RdfFormat

from whimkg.errors import GraphError
from whimkg.rdf.parsing import parsed

__all__ = ["OTHERS", "PAGE", "Stretch", "by_page", "read_page", "stretches"]

#: First byte, the byte after the last, and the number of the first line, of some lines of a file.
Stretch = tuple[int, int, int]

#: What stands in for a page's name for quads that are of no page, in a file of many.
OTHERS = "(no page)"
#: The name of a part of a page's graph, or of the whole, as ``whimkg load`` makes it.
PAGE = re.compile(r"/graph/([^/]+)(?:/[^/]+)?$")
#: A line of N-Quads; the group is the graph's name.
_QUAD = re.compile(
    rb"""\s*(?:<[^>]*>|_:[^\s<]+)\s*<[^>]*>\s*
    (?:<[^>]*>|_:[^\s<]+|"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?)\s*
    (<[^>]*>|_:[^\s.]+)?\s*\.""",
    re.VERBOSE,
)


def _page(graph: str) -> str:
    found = PAGE.search(graph)
    return found[1] if found else ""


def by_page(quads: list[Quad]) -> dict[str, list[Quad]]:
    """The quads of each page by its short name; under an empty name if there are not several."""
    pages: dict[str, list[Quad]] = {}
    known: dict[object, str] = {}
    for quad in quads:
        graph = quad.graph_name
        if graph not in known:
            known[graph] = _page(getattr(graph, "value", ""))
        pages.setdefault(known[graph], []).append(quad)
    if len(pages.keys() - {""}) < 2:
        return {"": quads}
    return {name or OTHERS: found for name, found in pages.items()}


def stretches(path: Path) -> dict[str, list[Stretch]]:
    """The lines of each page in a file of N-Quads, in order of their first appearance.

    The pages of a merged file follow each other, and each has one stretch; in a file that was
    sorted as a whole they have many. A file of fewer than two pages gives none.
    """
    pages: dict[str, list[Stretch]] = {}
    page, begin, first = None, 0, 1
    for at, number, name in _named_lines(path):
        if name != page:
            if page is not None:
                pages.setdefault(page, []).append((begin, at, first))
            page, begin, first = name, at, number
    if page is not None:
        pages.setdefault(page, []).append((begin, path.stat().st_size, first))
    if len(pages.keys() - {""}) < 2:
        return {}
    return {name or OTHERS: found for name, found in pages.items()}


def _named_lines(path: Path) -> Iterator[tuple[int, int, str]]:
    """Offset, number and page of each line that holds a quad."""
    at = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            # What is no quad goes with the lines before it, and its error shows when they are read.
            if quad := _QUAD.match(line):
                yield at, number, _page_of(quad[1] or b"")
            at += len(line)


@lru_cache(maxsize=64)
def _page_of(graph: bytes) -> str:
    return _page(graph.decode("utf-8", "replace").strip("<>"))


def read_page(path: Path, lines: Iterable[Stretch]) -> list[Quad]:
    """The quads of some lines of a file of N-Quads.

    Raises:
        GraphError: they are no N-Quads, with line and column in the file, or hold no triples.
    """
    found: list[Quad] = []
    with path.open("rb") as file:
        for begin, end, first in lines:
            file.seek(begin)
            found += parsed(file.read(end - begin), RdfFormat.N_QUADS, first)
    if not found:
        raise GraphError("the lines of this page hold no triples")
    return found
