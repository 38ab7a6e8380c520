"""Graphs of any size, wherever they lie, into the formats that SQL makes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whimkg.base.temporary import temporary_folder
from whimkg.export import Options, find_format, view_pieces
from whimkg.rdf.quad_rows import add_graph

if TYPE_CHECKING:
    from whimkg.rdf.quad_table import QuadTable

__all__ = ["export_entities", "exported_pieces"]

#: What DuckDB may take: with the interpreter, and what it does not count, some 0.35 GB in all.
_MEMORY = "192MB"


def export_entities(
    graph: str | Path, format_name: str, options: Options | None = None, **how: Any
) -> dict[str, bytes]:
    """As ``exported_pieces``, with each file as a whole."""
    with exported_pieces(graph, format_name, options, **how) as files:
        return {suffix: b"".join(pieces) for suffix, pieces in files.items()}


@contextmanager
def exported_pieces(
    graph: str | Path,
    format_name: str,
    options: Options | None = None,
    *,
    input_format: str = "",
    base_iri: str = "",
    jobs: int | None = None,
) -> Iterator[Mapping[str, Iterable[bytes]]]:
    """Write a graph in bounded memory; the pieces must be taken before the block is left.

    What has no place in nodes and edges is counted and named in a ``GraphWarning``.

    Args:
        graph: a file, a folder, an address, ``-``, a Parquet dataset, or a store that
            ``whimkg load`` has made.
        format_name: a key of ``FORMATS`` whose row has ``entities`` or ``tables``.
        options: what the user chose; default the newest release, for everybody.
        input_format: for what has no name that tells its format.
        base_iri: what relative IRIs in files are resolved against.
        jobs: number of processors to use; default: all.

    Yields:
        The bytes of each file, in pieces, by its suffix, in the order of the row.

    Raises:
        GraphError: it is no RDF, holds no triples, or holds nothing that the format could say.
        SourceError: an address could not be fetched.
        OutputError: a package that the format needs is not installed, or the disk is full.
    """
    from whimkg.rdf.quad_dataset import is_dataset
    from whimkg.rdf.quad_table import quad_table

    wanted = find_format(format_name).predicates()
    with temporary_folder() as spool, quad_table(threads=jobs or 0, memory=_MEMORY) as table:
        if is_dataset(Path(graph)):
            _add_dataset(table, Path(graph), wanted)
        else:
            add_graph(
                table, graph, spool, format_name=input_format, base_iri=base_iri, predicates=wanted
            )
        yield view_pieces(table, format_name, options)


def _add_dataset(table: QuadTable, dataset: Path, predicates: Collection[str]) -> None:
    import duckdb

    from whimkg.rdf.quad_dataset import no_dataset, source

    try:
        table.add_from(source(dataset), predicates)
    except (duckdb.InvalidInputException, duckdb.BinderException) as error:
        raise no_dataset(error).at(str(dataset)) from error
