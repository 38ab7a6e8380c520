"""What a load sends: the graph that the user names, read once into a table, as files.

DuckDB makes quads distinct and sorts them, in bounded memory. Stores of RDF get files of
N-Triples, one a graph; stores of property graphs get the tables of KGX, as Parquet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from whimkg.base import resources
from whimkg.base.namespaces import BASE, is_address
from whimkg.base.resources import BUNDLED
from whimkg.base.temporary import temporary_folder
from whimkg.errors import GraphError, StoreError
from whimkg.export import Options
from whimkg.export.views import KgxTables, Slot, make_tables, predicates
from whimkg.rdf.inputs import Block, files
from whimkg.rdf.quad_rows import QuadRow, file_rows
from whimkg.rdf.quad_table import LINES, QuadTable, distinct_lines, quad_table, sql_text

__all__ = [
    "LoadRequest",
    "PropertyGraph",
    "Table",
    "Tell",
    "TripleFile",
    "Triples",
    "read_property_graph",
    "read_triples",
]

#: The name of a page's graphs; the group is what they have in common.
_PAGE = re.compile(r"(.*/graph/[^/]+)/[^/]+")
_PREDICATES = "SELECT predicate, count(*) FROM edges GROUP BY predicate ORDER BY predicate"
#: A triple as a line of N-Triples.
_TRIPLE = "concat_ws(' ', subject, predicate, object, '.')"
Tell = Callable[[str], None]


class LoadRequest(NamedTuple):
    """What a user wants to load.

    Attributes:
        graphs: files, folders, addresses, ``-`` or stores in folders; none: the bundled graph.
        format_name: for what has no name that tells its format.
        graph: the IRI that the graph is to have; empty: from the page's or the file's name.
        named_graphs: whether its named graphs stay apart.
        base_iri: what relative IRIs are resolved against.
    """

    graphs: tuple[str | Path, ...] = ()
    format_name: str = ""
    graph: str = ""
    named_graphs: bool = False
    base_iri: str = ""


class TripleFile(NamedTuple):
    """One graph to be: its IRI, a file of distinct N-Triples in order, and how many they are."""

    iri: str
    path: Path
    triples: int


class Triples(NamedTuple):
    """What is sent to a store of RDF.

    Attributes:
        graphs: one, or as many as the input names.
        triples: distinct triples of their union.
    """

    graphs: tuple[TripleFile, ...]
    triples: int


class Table(NamedTuple):
    """The nodes or the edges of a graph: a file of Parquet, how many rows it has, its columns."""

    path: Path
    number: int
    slots: tuple[Slot, ...]

    @property
    def sql(self) -> str:
        """The table as SQL."""
        return f"read_parquet({sql_text(self.path)})"


class PropertyGraph(NamedTuple):
    """What is sent to a store of property graphs.

    Attributes:
        iri: of the graph.
        nodes, edges: its parts.
        predicates: of the edges, and how many have each.
    """

    iri: str
    nodes: Table
    edges: Table
    predicates: dict[str, int]


@contextmanager
def read_triples(request: LoadRequest, tell: Tell) -> Iterator[Triples]:
    """The graph as files of N-Triples, as long as the block lasts.

    Args:
        request: what the user wants.
        tell: hears how far it is.

    Raises:
        GraphError: it cannot be read, is no RDF, has blank nodes, or holds no triples.
        StoreError: nothing names the graph, or its name is no IRI.
        OutputError: the disk of temporary files is full.
    """
    _check_iri(request.graph)
    with temporary_folder() as folder:
        with quad_table(threads=1) as table:  # with more it needs more memory, and is no faster
            source = _Source(request, folder, tell)
            table.add(source.rows())
            found = _write_triples(table, source.iri(), folder, named=request.named_graphs)
        yield found


@contextmanager
def read_property_graph(request: LoadRequest, tell: Tell) -> Iterator[PropertyGraph]:
    """The graph as nodes and edges of KGX, as long as the block lasts.

    Args:
        request: what the user wants.
        tell: hears how far it is.

    Raises:
        GraphError: it cannot be read, or has no nodes and edges.
        StoreError: its named graphs are to stay apart; nothing names the graph, or its name is no
            IRI.
        OutputError: the disk of temporary files is full.
    """
    if request.named_graphs:
        raise StoreError(
            "an edge cannot keep the named graphs of its parts",
            remedy="leave out named_graphs=True, or load into a store of RDF",
        )
    _check_iri(request.graph)
    with temporary_folder() as folder:
        with quad_table() as table:
            source = _Source(request, folder, tell)
            table.add(source.rows(), predicates())
            iri = source.iri()  # what is wrong with it is told before the long work begins
            made = make_tables(table, Options(), tell=tell)
            nodes, edges = (_write_table(made, kind, folder) for kind in ("nodes", "edges"))
            numbers = dict(table.run(_PREDICATES).fetchall())
        yield PropertyGraph(iri, nodes, edges, numbers)


@dataclass
class _Source:
    """What the user gave, and what was seen of it so far.

    Attributes:
        graph_names: as they are written; empty for the default graph.
        origins: of the files, as the user named them.
        triples: how many, with repetitions.
    """

    request: LoadRequest
    folder: Path
    tell: Tell
    graph_names: set[bytes] = field(default_factory=set)
    origins: list[str] = field(default_factory=list)
    triples: int = 0

    def rows(self) -> Iterator[list[QuadRow]]:
        """All quads, some thousands at a time.

        Raises:
            GraphError: a file cannot be read, is no RDF, or has blank nodes.
        """
        for block in self._blocks():
            self.origins.append(block.origin)
            for rows in file_rows(block):
                _refuse_unnamed(rows, block.origin)
                self.graph_names.update(row[3] for row in rows)
                self.triples += len(rows)
                yield rows
                self.tell(f"read {self.triples:,} triples")

    def iri(self) -> str:
        """The IRI of the graph, of which all was read.

        Raises:
            GraphError: it holds no triples.
            StoreError: nothing names the graph.
        """
        if not self.triples:
            raise GraphError("it holds no triples", where=", ".join(self.origins))
        return self.request.graph or self._page_iri() or self._file_iri()

    def _page_iri(self) -> str:
        """What the names of all graphs have in common, if they are of one page; else empty."""
        pages = {_PAGE.sub(r"\1", name.decode()[1:-1]) for name in self.graph_names}
        return pages.pop() if len(pages) == 1 else ""

    def _file_iri(self) -> str:
        stem = Path(self.origins[0]).stem if len(self.origins) == 1 else ""
        slug = quote(re.sub(r"[^\w.-]+", "-", stem.lower()).strip("-."))
        if not slug:
            raise StoreError(
                "nothing names the graph that it would become", remedy="name it by an IRI: graph=…"
            )
        return f"{BASE}graph/{slug}"

    def _blocks(self) -> Iterator[Block]:
        """File by file; each is read before the next is asked for."""
        yield from files(
            self.request.graphs,
            self.folder,
            format_name=self.request.format_name,
            base_iri=self.request.base_iri,
        )
        if not self.request.graphs:
            bundled = self.folder / f"{BUNDLED}.nq"
            bundled.write_bytes(resources.text(f"data/{BUNDLED}.nq").encode())
            yield Block("the bundled graph", bundled, "nq")


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


def _write_triples(table: QuadTable, iri: str, folder: Path, *, named: bool) -> Triples:
    union = TripleFile(iri, folder / "graph.nt", 0)
    with union.path.open("wb") as file:
        for lines in _sorted(table, _TRIPLE):
            file.write(lines)
            union = union._replace(triples=union.triples + lines.count(b"\n"))
    if not named:
        return Triples((union,), union.triples)
    union.path.unlink()
    return Triples(tuple(_write_graphs(table, iri, folder)), union.triples)


def _write_graphs(table: QuadTable, iri: str, folder: Path) -> Iterator[TripleFile]:
    """A file for each named graph, in the order of their names."""
    pieces = _sorted(table, f"concat_ws('\t', graph, {_TRIPLE})")
    rows = (line.partition(b"\t") for piece in pieces for line in piece.splitlines(keepends=True))
    for place, (name, found) in enumerate(groupby(rows, key=itemgetter(0))):
        graph = TripleFile(name.decode()[1:-1] or iri, folder / f"graph-{place}.nt", 0)
        with graph.path.open("wb") as file:
            for _, _, line in found:
                file.write(line)
                graph = graph._replace(triples=graph.triples + 1)
        yield graph


def _sorted(table: QuadTable, line: str) -> Iterator[bytes]:
    """Lines that SQL makes of the quads, distinct and in order, some at a time."""
    file = table.folder / "sorted"
    _copy(table, f"SELECT {line} AS line FROM quads ORDER BY line", file, f"({LINES})")  # noqa: S608
    yield from distinct_lines(file)
    file.unlink()


def _write_table(graph: KgxTables, kind: str, folder: Path) -> Table:
    path = folder / f"{kind}.parquet"
    number = _copy(graph.table, graph.select(kind), path, "(FORMAT parquet)")
    return Table(path, number, graph.slots(kind))


def _copy(table: QuadTable, query: str, path: Path, form: str) -> int:
    """Write the rows of a query to a file, and give their number."""
    (number,) = table.run(f"COPY ({query}) TO {sql_text(path)} {form}").fetchone() or (0,)
    return int(number)


def _check_iri(iri: str) -> None:
    """Raises: StoreError: no graph can have this name."""
    from pyoxigraph import NamedNode

    if not iri or is_address(iri):
        return
    try:
        NamedNode(iri)
    except ValueError:
        raise StoreError(
            f"{iri!r} is no IRI", remedy=f"name the graph by an IRI such as {BASE}graph/name"
        ) from None
