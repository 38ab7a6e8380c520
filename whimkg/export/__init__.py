"""Graph to bytes: one table of formats, and what every writer promises.

There are two kinds. The *serializations* are RDF and hold the whole graph: a writer takes quads of
IRIs and literals, in any order and with repetitions. The *views* hold what other tools take of it,
in their own words: their writers ask the graph the bundled questions. Either gives bytes that
depend on nothing but the set of triples and the prefixes: not on order, hash seed, clock or
machine. Text is UTF-8 with LF line ends. Formats without named graphs hold the union of the graphs.

A new format is one module, in ``rdf`` with a function ``write(content)`` or in ``views`` with
``write(source)``, and its row in ``formats``. Other packages bring theirs as
entry points, see ``whimkg.base.plugins``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from whimkg.errors import UnknownNameError
from whimkg.export.formats import FORMATS, Format, find_format, plugin_formats

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

    from whimkg.rdf.quad_rows import QuadRow
    from whimkg.rdf.quad_table import QuadTable

__all__ = [
    "BIOLINK",
    "CANONICAL",
    "FORMATS",
    "PROFILES",
    "SERIALIZATIONS",
    "Format",
    "Options",
    "find_format",
    "plugin_formats",
    "serialize",
    "serialize_all",
    "serializing",
    "view",
    "view_pieces",
]

#: The releases of the Biolink Model whose classes a view can be held to; the first is the default.
BIOLINK = ("4.4.6", "4.4.2")
#: Whom a view can be made for; "" is everybody.
PROFILES = ("", "monarch")


class Options(NamedTuple):
    """What a user can choose of a view.

    Attributes:
        biolink: one of ``BIOLINK``.
        profile: one of ``PROFILES``.
        sparql: whether a view for the browser can answer questions: 1.8 MB more.
    """

    biolink: str = BIOLINK[0]
    profile: str = ""
    sparql: bool = True


#: Those that hold the whole graph.
SERIALIZATIONS: dict[str, Format] = {n: row for n, row in FORMATS.items() if not row.view}
#: The format in which equal graphs are equal files.
CANONICAL = "nq"


def serialize(
    quads: Iterable[Quad], format_name: str, *, prefixes: Mapping[str, str] | None = None
) -> bytes:
    """Writes a graph in one of the formats.

    Args:
        quads: statements whose subjects, predicates and graph names are IRIs and whose objects
            are IRIs or literals; named graphs, the default graph or both.
        format_name: a key of ``FORMATS``.
        prefixes: prefix to IRI prefix, instead of those of ``data/prefixes.json``; the output
            declares only those that it uses.

    Raises:
        UnknownNameError: there is no such format.
        GraphError: no quads, a blank node, a quoted triple, or a term that the format cannot hold.
        IdentifierError: a prefix that is no legal name in every format.
    """
    return serialize_all(quads, [format_name], prefixes=prefixes)[format_name]


def serialize_all(
    quads: Iterable[Quad],
    format_names: Iterable[str],
    *,
    prefixes: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """Writes a graph in several formats, and checks and sorts it only once.

    Args and errors are those of ``serialize``; the result has the formats in the order given.
    """
    rows = [_chosen(name, lambda row: not row.view) for name in format_names]
    from whimkg.export.rdf.content import content_of

    with content_of(quads, prefixes) as graph:
        return {row.name: b"".join(row.write(graph)) for row in rows}


@contextmanager
def serializing(rows: Iterable[list[QuadRow]], format_name: str) -> Iterator[Iterator[bytes]]:
    """Writes a graph of any size in one of the formats, in bounded memory.

    Gives the bytes in pieces, which must be taken before the block is left. All errors show
    before the first piece, and those of the quads before the block is entered, but for a disk that
    is full or fails.

    Args:
        rows: its quads, some at a time, as ``whimkg.rdf.quad_rows.graph_rows`` gives them.
        format_name: a key of ``FORMATS``.

    Raises:
        OutputError: what does not fit into memory cannot be put on the disk.
        GraphError, UnknownNameError: as ``serialize``.
    """
    row = _chosen(format_name, lambda row: not row.view)
    from whimkg.export.rdf.content import content

    with content(rows) as graph:
        yield row.write(graph)


def view(store: Store, format_name: str, options: Options | None = None) -> dict[str, bytes]:
    """Writes what a view holds of a graph.

    Args:
        store: its default graph is what is asked (``whimkg.rdf.memory`` makes such stores).
        format_name: a key of ``FORMATS`` whose row is a view.
        options: what the user chose; default the newest release, for everybody.

    Returns:
        The bytes of each file by its suffix, in the order of the row.

    Raises:
        UnknownNameError: there is no such view, release or profile.
        GraphError: the graph holds nothing that the format could say.
        OutputError: a package that the format needs is not installed.
    """
    row = _chosen(format_name, lambda row: row.view)
    options = _checked(options)
    if not (row.entities or row.tables):
        from whimkg.export.views import Source

        return _joined(row.write_view(Source(store, options, format_name)))
    from pyoxigraph import DefaultGraph

    from whimkg.rdf.quad_rows import batches
    from whimkg.rdf.quad_table import quad_table

    with quad_table() as table:
        quads = store.quads_for_pattern(None, None, None, DefaultGraph())
        table.add(batches(quads), row.predicates())
        return _joined(view_pieces(table, format_name, options))


def view_pieces(
    table: QuadTable,
    format_name: str,
    options: Options | None = None,
) -> Mapping[str, Iterable[bytes]]:
    """As ``view``, of a graph of any size that DuckDB has, and each file in pieces.

    All errors show before the first piece, but for a disk that is full or fails.

    Args:
        table: with all quads that have one of the format's ``predicates()``; it must last as long
            as the pieces are taken.
        format_name: a key of ``FORMATS`` whose row has ``entities`` or ``tables``.
        options: what the user chose; default the newest release, for everybody.
    """
    row = _chosen(format_name, lambda row: row.entities or row.tables)
    options = _checked(options)
    if not row.entities:
        return row.write_view(table)
    from whimkg.export.views import make_tables

    return row.write_view(make_tables(table, options, format_name))


def _joined(files: Mapping[str, Iterable[bytes]]) -> dict[str, bytes]:
    return {suffix: b"".join(pieces) for suffix, pieces in files.items()}


def _checked(options: Options | None) -> Options:
    options = options or Options()
    for given, known in ((options.biolink, BIOLINK), (options.profile, PROFILES)):
        if given not in known:
            listed = ", ".join(filter(None, known))
            raise UnknownNameError(f"unknown {given!r}", remedy=f"known are {listed}")
    return options


def _chosen(format_name: str, fits: Callable[[Format], bool]) -> Format:
    """A format of ours or of a package, of those that fit.

    Raises:
        UnknownNameError: there is none of this name, or it does not fit.
    """
    with suppress(UnknownNameError):
        row = find_format(format_name)
        if fits(row):
            return row
    known = ", ".join(name for name, each in FORMATS.items() if fits(each))
    raise UnknownNameError(f"unknown format {format_name!r}", remedy=f"known are {known}")
