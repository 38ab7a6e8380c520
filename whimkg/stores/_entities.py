"""What stores of property graphs load: nodes and edges of KGX, as lines of JSON on the disk."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from whimkg.base.temporary import temporary_folder
from whimkg.errors import StoreError
from whimkg.export import Options
from whimkg.export.views import Entity, make_tables, predicates
from whimkg.rdf.quad_rows import QuadRow
from whimkg.rdf.quad_table import quad_table
from whimkg.stores._graph import Seen, Wanted, check_iri, steps

__all__ = ["Entities", "PropertyGraph", "entities"]


class Entities(NamedTuple):
    """The nodes or the edges of a graph: a file of JSON Lines, and how many they are."""

    path: Path
    number: int

    def batches(self, size: int) -> Iterator[list[Entity]]:
        """All of them, in lists of at most so many."""
        decoder = msgspec.json.Decoder(Entity)
        with self.path.open("rb") as file:
            while batch := [decoder.decode(line) for line in islice(file, size)]:
                yield batch


class PropertyGraph(NamedTuple):
    """A graph to be loaded: its IRI, its nodes, and its edges."""

    iri: str
    nodes: Entities
    edges: Entities


@contextmanager
def entities(wanted: Wanted, tell: Callable[[str], None]) -> Iterator[PropertyGraph]:
    """The graph as nodes and edges, as long as the block lasts.

    Args:
        wanted: what the user gave and asked for.
        tell: hears how far it is.

    Raises:
        GraphError: it cannot be read, or has no nodes and edges.
        StoreError: its named graphs are to stay apart.
    """
    if wanted.named:
        raise StoreError(
            "an edge cannot keep the named graphs of its parts",
            remedy="leave out named_graphs=True, or load into a store of RDF",
        )
    check_iri(wanted.graph)
    seen = Seen()
    with temporary_folder() as folder, quad_table() as table:
        table.add(_rows(wanted, folder, seen, tell), predicates())
        seen.target(wanted)  # what is wrong with it is told before the long work begins
        graph = make_tables(table, Options(), tell=tell)
        found = (
            _written(graph.nodes(), folder / "nodes.jsonl"),
            _written(graph.edges(), folder / "edges.jsonl"),
        )
        yield PropertyGraph(seen.target(wanted), *found)


def _rows(
    wanted: Wanted, folder: Path, seen: Seen, tell: Callable[[str], None]
) -> Iterator[list[QuadRow]]:
    for rows in steps(wanted, folder, seen):
        yield rows
        tell(f"read {seen.triples:,} triples")


def _written(found: Iterable[Entity], path: Path) -> Entities:
    encoder, number = msgspec.json.Encoder(), 0
    with path.open("wb") as file:
        for each in found:
            file.write(encoder.encode(each) + b"\n")
            number += 1
    return Entities(path, number)
