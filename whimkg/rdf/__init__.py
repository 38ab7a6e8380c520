"""Reading and holding RDF: files, folders, addresses and stores to quads, and tables of quads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from whimkg.errors import GraphError

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Quad, Store

    from whimkg.rdf.inputs import Block
    from whimkg.rdf.quad_rows import QuadRow

__all__ = ["blocks", "files", "read_quads", "stored_rows", "streamed"]

#: Quads of a store that are taken at once.
_BATCH = 8192


def read_quads(data: bytes, format_name_or_suffix: str) -> list[Quad]:
    """Reads a graph back, in the order of the file.

    Args:
        data: the file's bytes, in UTF-8, with or without a byte-order mark.
        format_name_or_suffix: a format's name or a file name's ending, with or without its dot.

    Raises:
        UnknownNameError: no reader for this format.
        GraphError: the data is no RDF of this format (with line and column), holds no triples,
            has a JSON-LD context that would have to be fetched, or entities of XML that unfold
            into long texts.
    """
    from whimkg.rdf.parsing import read

    return read(data, format_name_or_suffix)


def blocks(
    graphs: Iterable[str | Path],
    spool: Path,
    *,
    format_name: str = "",
    base_iri: str = "",
    stdin: BinaryIO | None = None,
) -> Iterator[Block]:
    """What a user names as graphs, page by page, in order; none is read before its turn.

    Args:
        graphs: files, folders (all files of RDF in and below them), http(s) addresses, or ``-``.
        spool: a folder for what is not on the disk yet; it must last as long as the blocks.
        format_name: a key of ``FORMATS``; by default the ending of a name says it.
        base_iri: what relative IRIs are resolved against; default the address that a file was
            fetched from. Other files have none, since where a file lies is no part of its graph.
        stdin: what ``-`` reads; default the process's standard input.

    What is not N-Quads or N-Triples is converted to N-Quads first, by a process with limits of time
    and memory; a ``GraphWarning`` tells what its standard wants passed over.

    Raises:
        GraphError: a file cannot be read, is no RDF, its format is not known, an IRI is relative
            to nothing, or a folder holds no graph.
        SourceError: an address could not be had.
    """
    from whimkg.rdf import inputs

    return inputs.blocks(graphs, spool, format_name=format_name, base_iri=base_iri, stdin=stdin)


def files(
    graphs: Iterable[str | Path], spool: Path, *, format_name: str = "", base_iri: str = ""
) -> Iterator[Block]:
    """As ``blocks``, but files with all their pages."""
    from whimkg.rdf import inputs

    return inputs.files(graphs, spool, format_name=format_name, base_iri=base_iri)


def streamed(block: Block, *, required: bool = False) -> Iterator[Quad]:
    """The quads of a file in the order of the file; it is never in memory as a whole.

    Args:
        block: the file.
        required: whether a file without triples is an error.

    Raises:
        GraphError: it cannot be read, is no RDF of its format (with line and column), or holds no
            triples that are required.
    """
    from whimkg.rdf.parsing import streamed as read_on
    from whimkg.rdf.parsing import unreadable

    try:
        yield from read_on(block.path, block.format, required=required)
    except GraphError as error:
        raise error.at(block.origin) from error
    except OSError as error:
        raise unreadable(block.origin, error) from error


def stored_rows(store: Store) -> Iterator[list[QuadRow]]:
    """The triples of a store's default graph as rows of quads, some at a time."""
    from itertools import islice

    from pyoxigraph import DefaultGraph

    from whimkg.rdf.quad_rows import rows_of_quads

    quads = store.quads_for_pattern(None, None, None, DefaultGraph())
    while batch := list(islice(quads, _BATCH)):
        yield rows_of_quads(batch)
