"""Graphs of any size, wherever they lie, into the formats that are made of nodes and edges."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from whimkg.base.temporary import temporary_folder
from whimkg.export import Options, view_table
from whimkg.rdf.quad_rows import add_graph

if TYPE_CHECKING:
    from whimkg.rdf.quad_table import QuadTable

__all__ = ["export_entities"]


def export_entities(
    graph: str | Path,
    format_name: str,
    options: Options | None = None,
    *,
    input_format: str = "",
    base_iri: str = "",
    jobs: int | None = None,
) -> dict[str, bytes]:
    """Write the nodes and edges of a graph.

    What has no place in them is counted and named in a ``GraphWarning``.

    Args:
        graph: a file, a folder, an address, ``-``, a Parquet dataset, or a store that
            ``whimkg load`` has made.
        format_name: a key of ``FORMATS`` whose row has ``entities``.
        options: what the user chose; default the newest release, for everybody.
        input_format: for what has no name that tells its format.
        base_iri: what relative IRIs in files are resolved against.
        jobs: number of processors to use; default: all.

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
            add_graph(
                table,
                graph,
                spool,
                format_name=input_format,
                base_iri=base_iri,
                predicates=predicates(),
            )
        return view_table(table, format_name, options)


def _add_dataset(table: QuadTable, dataset: Path) -> None:
    import duckdb

    from whimkg.export.views import predicates
    from whimkg.rdf.quad_dataset import no_dataset, source

    try:
        table.add_from(source(dataset), predicates())
    except (duckdb.InvalidInputException, duckdb.BinderException) as error:
        raise no_dataset(error).at(str(dataset)) from error
