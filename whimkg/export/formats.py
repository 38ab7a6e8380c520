"""The table of formats: a row for each, which says what it is for and which module writes it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from whimkg.base import plugins
from whimkg.base.plugins import Plugin
from whimkg.rdf.syntaxes import SYNTAXES, Syntax

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Set

    from whimkg.export.rdf.content import Content
    from whimkg.export.views import KgxTables, Source
    from whimkg.rdf.quad_table import QuadTable

__all__ = ["FORMATS", "Format", "find_format", "plugin_formats"]


class Format(NamedTuple):
    """One row of the table of formats.

    Attributes:
        name: what the user types; also the name of the module that writes it.
        suffixes: the endings of its files' names, each with its dot.
        media_types: for web servers, one for each file, in the order of the suffixes: as registered
            with IANA, or what is in use where none is.
        purpose: what it is for, in one sentence without a full stop.
        extra: the extra of the package that it needs, if any.
        view: whether it is a view, and no serialization of the whole graph.
        entities: whether it is made of nodes and edges of the Biolink Model, so that the release
            and the profile of ``Options`` change it.
        tables: whether SQL makes it, as it does all that have ``entities``: then a graph of any
            size can be written.
        module: the module that writes it, with a function ``write``; default: one of ours that is
            called as the format is.
        plugin: the package that brings it; None for our own.
    """

    name: str
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    purpose: str
    extra: str = ""
    view: bool = False
    entities: bool = False
    tables: bool = False
    module: str = ""
    plugin: Plugin | None = None

    @property
    def suffix(self) -> str:
        """The ending of its only file, or of its first."""
        return self.suffixes[0]

    @property
    def media_type(self) -> str:
        """The media type of its only file, or of its first."""
        return self.media_types[0]

    def write(self, content: Content) -> Iterator[bytes]:
        """The bytes of a serialization, in pieces; the format's module is imported only now.

        Raises:
            GraphError: before the first piece: the format cannot hold one of the terms.
        """
        if self.plugin:
            return self._written_by_plugin(self.plugin, content)
        written: Iterator[bytes] = import_module(f"{__package__}.rdf.{self.name}").write(content)
        return written

    def _written_by_plugin(self, plugin: Plugin, content: Content) -> Iterator[bytes]:
        with plugin.blamed():
            for piece in import_module(self.module).write(content):
                if not isinstance(piece, bytes):
                    raise plugin.error(f"writes {type(piece).__name__}, not bytes")
                yield piece

    def predicates(self) -> Set[str]:
        """The IRIs of the predicates that a format of ``tables`` or ``entities`` needs."""
        if self.entities:
            from whimkg.export.views import predicates

            return predicates()
        found: Set[str] = self._view_module().predicates()
        return found

    def write_view(self, graph: Source | KgxTables | QuadTable) -> Mapping[str, Iterable[bytes]]:
        """The bytes of a view's files, in pieces, by their suffixes.

        Args:
            graph: what it can be asked for; of ``entities``, the tables of nodes and edges; of
                ``tables``, that of the quads. It must last as long as the pieces are taken.

        Raises:
            GraphError: the graph holds nothing that the format could say.
            OutputError: a package that the format needs is not installed.
        """
        if self.plugin:
            return self._view_by_plugin(self.plugin, graph)
        written: Mapping[str, bytes | Iterable[bytes]] = self._view_module().write(graph)
        return {name: [each] if isinstance(each, bytes) else each for name, each in written.items()}

    def _view_module(self) -> Any:
        return import_module(f"{__package__}.views.{self.name.replace('-', '_')}")

    def _view_by_plugin(self, plugin: Plugin, graph: object) -> Mapping[str, Iterable[bytes]]:
        with plugin.blamed():
            written = import_module(self.module).write(graph)
        of_bytes = isinstance(written, dict) and all(isinstance(d, bytes) for d in written.values())
        if not of_bytes or tuple(written) != self.suffixes:
            raise plugin.error(f"does not give bytes for {' and '.join(self.suffixes)}")
        return {suffix: [data] for suffix, data in written.items()}


def _serialization(syntax: Syntax) -> Format:
    return Format(syntax.name, (syntax.suffix,), (syntax.media_type,), syntax.purpose)


def _view(
    name: str,
    suffixes: tuple[str, ...],
    media_type: str,
    purpose: str,
    *,
    others: tuple[str, ...] = (),
    extra: str = "",
    entities: bool = False,
    tables: bool = False,
) -> Format:
    """A view whose files are of one media type, but for the last, which may be of others."""
    of_all = (media_type,) * (len(suffixes) - len(others))
    types = (*of_all, *others)
    return Format(
        name, suffixes, types, purpose, extra, view=True, entities=entities, tables=tables
    )


#: Every format that whimkg writes; command line, documentation and tests are derived from it.
FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        *map(_serialization, SYNTAXES.values()),
        _view(
            "rdf12",
            (".rdf12.ttl",),
            "text/turtle;version=1.2",
            "for stores of RDF 1.2: Turtle in which statements are triples with reifiers",
        ),
        _view(
            "nanopub",
            (".nanopub.trig",),
            "application/trig",
            "to publish statements one by one: nanopublications, still to be signed",
        ),
        _view(
            "kgx-jsonl",
            ("_nodes.jsonl", "_edges.jsonl"),
            "application/jsonl",
            "for Monarch-style stores: KGX nodes and edges of the Biolink Model",
            entities=True,
        ),
        _view(
            "kgx-tsv",
            ("_nodes.tsv", "_edges.tsv"),
            "text/tab-separated-values",
            "the same as tables, for tools and people that want those",
            entities=True,
        ),
        _view(
            "neo4j-csv",
            ("_nodes.neo4j.csv", "_edges.neo4j.csv", ".cypher"),
            "text/csv",
            "for Neo4j: tables for neo4j-admin, and a script that loads them into a database",
            others=("text/plain",),  # a script in Cypher has no media type of its own
            entities=True,
        ),
        _view(
            "duckdb",
            (".duckdb",),
            "application/octet-stream",
            "for SQL: a DuckDB database of two tables, nodes and edges",
            entities=True,
        ),
        _view(
            "parquet",
            ("_nodes.parquet", "_edges.parquet"),
            "application/vnd.apache.parquet",
            "for data frames: the same as tables with lists",
            entities=True,
        ),
        _view(
            "graphml",
            (".graphml",),
            "application/xml",
            "to draw and measure: Gephi, yEd, networkx, igraph",
            extra="graph",
            entities=True,
        ),
        _view(
            "cytoscape-json",
            (".cyjs",),
            "application/json",
            "to draw: Cytoscape, and cytoscape.js on web pages",
            entities=True,
        ),
        _view(
            "sssom",
            (".sssom.tsv",),
            "text/tab-separated-values",
            "to merge graphs: what other databases call the diseases, with Mondo as the subject",
            tables=True,
        ),
        _view(
            "hpoa",
            (".hpoa",),
            "text/tab-separated-values",
            "for tools that read HPO's annotation file, phenotype.hpoa",
            tables=True,
        ),
        _view(
            "schema-org",
            (".schema-org.jsonld",),
            "application/ld+json",
            "for web pages and search engines: medical conditions of schema.org",
        ),
        _view(
            "svg",
            (".svg",),
            "image/svg+xml",
            "to show: a picture of the statements, in light and dark",
        ),
        _view(
            "web-annotation",
            (".web-annotation.jsonld",),
            "application/ld+json",
            "to show and check evidence on the text: W3C Web Annotations",
        ),
        _view(
            "html",
            (".html",),
            "text/html",
            "to look at: the page on the left, what it says on the right, offline in a browser",
        ),
    )
}


def find_format(name: str) -> Format:
    """A format of whimkg, or one that an installed package brings.

    Raises:
        UnknownNameError: there is none of this name.
        PluginError: the package's entry point clashes with another one, or is no ``Format``.
    """
    if name in FORMATS:
        return FORMATS[name]
    return _of_plugin(plugins.find(plugins.FORMATS, name, FORMATS))


def plugin_formats() -> dict[str, Format]:
    """The formats that installed packages bring, by name; errors as in ``find_format``."""
    found = plugins.installed(plugins.FORMATS, FORMATS)
    return {name: _of_plugin(plugin) for name, plugin in found.items()}


def _of_plugin(plugin: Plugin) -> Format:
    row = plugin.load()
    if not isinstance(row, Format) or not row.module or not row.suffixes:
        raise plugin.error("is no whimkg.export.Format with suffixes and the module that writes it")
    return row._replace(name=plugin.name, plugin=plugin)
