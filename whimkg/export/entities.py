"""Graphs of any size, wherever they lie, into the formats that are made of nodes and edges."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from whimkg.base.temporary import temporary_folder
from whimkg.errors import GraphError
from whimkg.export import Options, view_table
from whimkg.rdf import files
from whimkg.rdf.memory import is_store, readable

if TYPE_CHECKING:
    from whimkg.rdf.inputs import Block
    from whimkg.rdf.quad_rows import QuadRow
    from whimkg.rdf.quad_table import QuadTable

__all__ = ["export_entities"]

_BATCH = 8192  # quads of a store


def export_entities(
    graph: str | Path,
    format_name: str,
    options: Options | None = None,
    *,
    input_format: str = "",
    base_iri: str = "",
    jobs: int | None = None,
    report: Callable[[list[str]], None] = lambda _: None,
) -> dict[str, bytes]:
    """Write the nodes and edges of a graph.

    Args:
        graph: a file, a folder, an address, ``-``, a Parquet dataset, or a store that
            ``whimkg load`` has made.
        format_name: a key of ``FORMATS`` whose row has ``entities``.
        options: what the user chose; default the newest release, for everybody.
        input_format: for what has no name that tells its format.
        base_iri: what relative IRIs in files are resolved against.
        jobs: number of processors to use; default: all.
        report: hears of associations that lack an end or a predicate, and are left out.

    Returns:
        The bytes of each file by its suffix, in the order of the row.

    Raises:
        GraphError: it is no RDF, holds no triples, or holds nothing that the format could say.
        SourceError: an address could not be fetched.
        OutputError: a package that the format needs is not installed, or the disk is full.
    """
    from whimkg.export.views import predicates
    from whimkg.rdf.quad_dataset import is_dataset
    from whimkg.rdf.quad_table import quad_table

    with temporary_folder() as spool, quad_table(threads=jobs or 0) as table:
        if is_dataset(Path(graph)):
            _add_dataset(table, Path(graph))
        else:
            table.add(_rows(graph, spool, input_format, base_iri), predicates())
        return view_table(table, format_name, options, report=report)


def _add_dataset(table: QuadTable, dataset: Path) -> None:
    import duckdb

    from whimkg.export.views import predicates
    from whimkg.rdf.quad_dataset import no_dataset, source

    try:
        table.add_from(source(dataset), predicates())
    except (duckdb.InvalidInputException, duckdb.BinderException) as error:
        raise no_dataset(error).at(str(dataset)) from error


def _rows(
    graph: str | Path, spool: Path, input_format: str, base_iri: str
) -> Iterator[list[QuadRow]]:
    if is_store(graph):
        return _stored(Path(graph))
    found = files([graph], spool, format_name=input_format, base_iri=base_iri)
    return _of_files(list(dict.fromkeys(found)))


def _stored(folder: Path) -> Iterator[list[QuadRow]]:
    from whimkg.export.views import predicates
    from whimkg.rdf.quad_rows import rows_of_quads

    with readable(folder, predicates()) as quads:
        rest = iter(quads)
        while batch := list(islice(rest, _BATCH)):
            yield rows_of_quads(batch)


def _of_files(found: Sequence[Block]) -> Iterator[list[QuadRow]]:
    """The rows of files, of which each must hold some; each has blank nodes of its own."""
    from whimkg.rdf.quad_rows import file_rows

    for number, block in enumerate(found, 1):
        empty = True
        for rows in file_rows(block, f"{number}." if len(found) > 1 else ""):
            empty = empty and not rows
            yield rows
        if empty:
            raise GraphError("it holds no triples", where=block.origin)
