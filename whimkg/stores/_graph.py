"""What is loaded: the graph that a user gave, as files of N-Triples on the disk, and counted."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import quote

from whimkg import resources
from whimkg.errors import GraphError, StoreError
from whimkg.export import files
from whimkg.export._inputs import Block
from whimkg.loading import is_store, write_stored
from whimkg.namespaces import BASE, is_address
from whimkg.stores._distinct import Distinct
from whimkg.stores._lines import Piece, pieces

__all__ = ["Given", "Spooled", "Wanted", "read", "spooled"]

#: The name of a page's graphs; the group is what they have in common.
_PAGE = re.compile(r"(.*/graph/[^/]+)/[^/]+")


class Spooled(NamedTuple):
    """One graph to be: its IRI, a file of N-Triples, and how many distinct triples it has."""

    iri: str
    path: Path
    triples: int


class Given(NamedTuple):
    """What a user gave.

    Attributes:
        graphs: to be loaded; one, or as many as it has names.
        triples: distinct triples of their union.
    """

    graphs: tuple[Spooled, ...]
    triples: int


class Wanted(NamedTuple):
    """What a user asked for: files, their format, an IRI for the graph, and whether names stay.

    A file may also be a folder of files, an address, ``-``, or a store in a folder.
    """

    files: tuple[str | Path, ...] = ()
    format_name: str = ""
    graph: str = ""
    named: bool = False


class _Part:
    """One graph while it is written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.distinct = Distinct(path.with_suffix(".hashes"))

    def add(self, triples: Iterable[bytes]) -> None:
        lines = list(triples)
        with self.path.open("ab") as file:
            file.write(b" .\n".join(lines) + b" .\n")
        self.distinct.add(lines)


@contextmanager
def spooled(wanted: Wanted, tell: Callable[[str], None]) -> Iterator[Given]:
    """The graph as N-Triples, as long as the block lasts.

    Args:
        wanted: what the user gave and asked for.
        tell: hears how far the reading is.

    Raises:
        GraphError: it cannot be read, is no RDF, has blank nodes, or holds no triples.
        StoreError: the IRI is none.
    """
    with TemporaryDirectory(prefix="whimkg-") as folder:
        yield _spooled(wanted, Path(folder), tell)


def read(wanted: Wanted, take: Callable[[Piece], None], tell: Callable[[str], None]) -> str:
    """Give what the user gave to ``take``, piece by piece.

    Returns:
        The IRI of the graph that all of it is to become.

    Raises:
        GraphError: it cannot be read, is no RDF, has blank nodes, or holds no triples.
        StoreError: the IRI is none, or nothing names the graph.
    """
    if wanted.graph and not is_address(wanted.graph):
        _no_graph_iri(wanted.graph)
    names, origins, number = set[bytes](), [], 0
    with TemporaryDirectory(prefix="whimkg-") as folder:
        for block in _files(wanted, Path(folder)):
            origins.append(block.origin)
            for piece in pieces(block):
                if piece.triples:
                    names.update(piece.graphs)
                    number += len(piece.triples)
                    take(piece)
                    tell(f"read {number:,} triples")
    if not number:
        raise GraphError("it holds no triples", where=", ".join(origins))
    return wanted.graph or _target(names, origins)


def _spooled(wanted: Wanted, folder: Path, tell: Callable[[str], None]) -> Given:
    whole, parts = _Part(folder / "union.nt"), dict[bytes, _Part]()

    def take(piece: Piece) -> None:
        if wanted.named:
            whole.distinct.add(piece.triples)
            _sort(piece, parts, folder)
        else:
            whole.add(piece.triples)

    target = read(wanted, take, tell)
    triples = whole.distinct.count()
    if not wanted.named:
        return Given((Spooled(target, whole.path, triples),), triples)
    graphs = (
        Spooled(name.decode()[1:-1] or target, part.path, part.distinct.count())
        for name, part in sorted(parts.items())
    )
    return Given(tuple(graphs), triples)


def _files(wanted: Wanted, folder: Path) -> Iterator[Block]:
    """What the user gave, file by file; each is read before the next is asked for."""
    for number, graph in enumerate(wanted.files):
        if is_store(graph):
            quads = folder / f"store-{number}.nq"
            write_stored(graph, quads)
            yield Block(str(graph), quads, "nq")
            quads.unlink()
        else:
            yield from files([graph], folder, format_name=wanted.format_name)
    if wanted.files:
        return
    from whimkg.pipeline import BUNDLED

    bundled = folder / f"{BUNDLED}.nq"
    bundled.write_bytes(resources.text(f"data/{BUNDLED}.nq").encode())
    yield Block("the bundled graph", bundled, "nq")


def _sort(piece: Piece, parts: dict[bytes, _Part], folder: Path) -> None:
    """Put each triple to its own graph."""
    found: dict[bytes, list[bytes]] = {}
    for triple, graph in zip(piece.triples, piece.graphs, strict=True):
        found.setdefault(graph, []).append(triple)
    for graph, triples in found.items():
        if graph not in parts:
            parts[graph] = _Part(folder / f"{len(parts)}.nt")
        parts[graph].add(triples)


def _target(names: set[bytes], origins: list[str]) -> str:
    """The IRI of the union: from the names of a page's graphs, else from the file's name."""
    found = {_PAGE.sub(r"\1", name.decode()[1:-1]) for name in names}
    if len(found) == 1 and (only := found.pop()):
        return only
    stem = Path(origins[0]).stem if len(origins) == 1 else ""
    slug = quote(re.sub(r"[^\w.-]+", "-", stem.lower()).strip("-."))
    if not slug:
        raise StoreError(
            "nothing names the graph that it would become", remedy="name it with --graph IRI"
        )
    return f"{BASE}graph/{slug}"


def _no_graph_iri(iri: str) -> None:
    from pyoxigraph import NamedNode

    try:
        NamedNode(iri)
    except ValueError:
        raise StoreError(
            f"{iri!r} is no IRI", remedy=f"name the graph as in --graph {BASE}graph/name"
        ) from None
