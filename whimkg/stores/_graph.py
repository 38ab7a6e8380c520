"""What is loaded: the graph that a user gave, piece by piece, and the IRI that it is to have."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from whimkg.base import resources
from whimkg.base.namespaces import BASE, is_address
from whimkg.errors import GraphError, StoreError
from whimkg.rdf import files
from whimkg.rdf.inputs import Block
from whimkg.rdf.memory import is_store, write_stored
from whimkg.rdf.quad_rows import QuadRow, file_rows

__all__ = ["Seen", "Wanted", "check_iri", "steps"]

#: The name of a page's graphs; the group is what they have in common.
_PAGE = re.compile(r"(.*/graph/[^/]+)/[^/]+")


class Wanted(NamedTuple):
    """What a user asked for: files, their format, an IRI for the graph, whether names stay, a base.

    A file may also be a folder of files, an address, ``-``, or a store in a folder.
    """

    files: tuple[str | Path, ...] = ()
    format_name: str = ""
    graph: str = ""
    named: bool = False
    base_iri: str = ""


@dataclass
class Seen:
    """What was seen of a graph so far.

    Attributes:
        names: of its graphs, as they are written; empty for the default graph.
        blocks: its files.
        triples: how many, with repetitions.
    """

    names: set[bytes] = field(default_factory=set)
    blocks: list[Block] = field(default_factory=list)
    triples: int = 0

    def target(self, wanted: Wanted) -> str:
        """The IRI of the graph, of which all was seen.

        Raises:
            GraphError: it holds no triples.
            StoreError: nothing names the graph.
        """
        origins = [block.origin for block in self.blocks]
        if not self.triples:
            raise GraphError("it holds no triples", where=", ".join(origins))
        return wanted.graph or _target(self.names, origins)

    def settled(self, wanted: Wanted) -> bool:
        """Whether the IRI is known, whatever follows in the only file."""
        return bool(wanted.graph) or self.blocks[0].format == "nt" or len(_pages(self.names)) > 1


def steps(wanted: Wanted, folder: Path, seen: Seen) -> Iterator[list[QuadRow]]:
    """Read what the user gave, piece by piece.

    Args:
        wanted: what the user gave.
        folder: for files of ours.
        seen: is brought up to date before each piece.

    Raises:
        GraphError: it cannot be read, is no RDF, or has blank nodes.
    """
    for block in _files(wanted, folder):
        seen.blocks.append(block)
        for rows in file_rows(block):
            if rows:
                _refuse_unnamed(rows, block.origin)
                seen.names.update(row[3] for row in rows)
                seen.triples += len(rows)
                yield rows


def _refuse_unnamed(rows: list[QuadRow], origin: str) -> None:
    """Raises: GraphError: a blank node, or a triple in the place of a node."""
    for subject, predicate, term, graph in rows:
        if subject[:1] != b"<" or term[:1] == b"_" or term[:2] == b"<<" or graph[:1] == b"_":
            quad = b" ".join((subject, predicate, term, graph)).decode()
            raise GraphError(
                f"a blank node or quoted triple, in {quad}",
                where=origin,
                remedy="give every node an IRI: a blank node has no identity beyond its file, so "
                "that what a store holds could not be compared",
            )


def _files(wanted: Wanted, folder: Path) -> Iterator[Block]:
    """What the user gave, file by file; each is read before the next is asked for."""
    for number, graph in enumerate(wanted.files):
        if is_store(graph):
            quads = folder / f"store-{number}.nq"
            write_stored(graph, quads)
            yield Block(str(graph), quads, "nq")
            quads.unlink()
        else:
            yield from files(
                [graph], folder, format_name=wanted.format_name, base_iri=wanted.base_iri
            )
    if wanted.files:
        return
    from whimkg.base.resources import BUNDLED

    bundled = folder / f"{BUNDLED}.nq"
    bundled.write_bytes(resources.text(f"data/{BUNDLED}.nq").encode())
    yield Block("the bundled graph", bundled, "nq")


def _target(names: set[bytes], origins: list[str]) -> str:
    """The IRI of the union: from the names of a page's graphs, else from the file's name."""
    found = _pages(names)
    if len(found) == 1 and (only := found.pop()):
        return only
    stem = Path(origins[0]).stem if len(origins) == 1 else ""
    slug = quote(re.sub(r"[^\w.-]+", "-", stem.lower()).strip("-."))
    if not slug:
        raise StoreError(
            "nothing names the graph that it would become", remedy="name it by an IRI: graph=…"
        )
    return f"{BASE}graph/{slug}"


def _pages(names: set[bytes]) -> set[str]:
    return {_PAGE.sub(r"\1", name.decode()[1:-1]) for name in names}


def check_iri(iri: str) -> None:
    """See that a graph can have this name, if there is one.

    Raises:
        StoreError: it is no IRI.
    """
    from pyoxigraph import NamedNode

    if not iri or is_address(iri):
        return
    try:
        NamedNode(iri)
    except ValueError:
        raise StoreError(
            f"{iri!r} is no IRI", remedy=f"name the graph by an IRI such as {BASE}graph/name"
        ) from None
