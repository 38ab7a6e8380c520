"""A record's graph: its quads, its files in any format, and what a notebook shows of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from whimkg.base import resources
from whimkg.base.namespaces import BASE, contract
from whimkg.record import Record
from whimkg.tables import Tables

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Quad

    from whimkg.export import Options
    from whimkg.gard import Ledger, Note
    from whimkg.shacl import Layer, Report

__all__ = ["KnowledgeGraph"]

_FORMATS = ("ttl", "jsonld", "nt", "nq", "trig", "rdf")


@dataclass(frozen=True, repr=False)
class KnowledgeGraph:
    """A record's graph.

    Attributes:
        record: the record.
        tables: the data tables that it was made with.
        base: IRI that instances are named below.
        text: the stored text, where spans are to carry their characters.
        ledger: what became of every line, where the graph was made from a page.
        notes: what was noticed about that page that its record does not hold.
    """

    record: Record
    tables: Tables
    base: str = BASE
    text: str | None = None
    ledger: Ledger | None = None
    notes: tuple[Note, ...] = ()

    def __repr__(self) -> str:
        return f"<KnowledgeGraph {self._name}: {self.statements} statements>"

    def _repr_html_(self) -> str:
        """The statements as a table for notebooks, with identifiers that lead to their terms."""
        from whimkg.base.notebook import html_table

        columns = ("subject", "predicate", "object", "status", "source", "date")
        caption = f"{self._name}: {self.statements} statements"
        return html_table(caption, columns, self._statement_rows())

    def _statement_rows(self) -> Iterator[list[object]]:
        """What a reader wants of each statement, by the bundled question for them."""
        from pyoxigraph import Quad, QuerySolutions, Store

        from whimkg.base.notebook import Link

        def short(iri: str) -> str:
            return contract(iri) or iri

        store = Store()
        store.extend(Quad(*quad.triple) for quad in self.quads)
        found = store.query(resources.text("queries/statements.rq"))
        assert isinstance(found, QuerySolutions)  # noqa: S101  # it is a SELECT
        for row in found:
            ends = [
                Link(f"{row[f'{end}Label'].value} {short(row[end].value)}", row[end].value)
                for end in ("subject", "object")
            ]
            predicate, status, source = (
                short(row[name].value).rpartition(":")[2]
                for name in ("predicate", "status", "source")
            )
            date = row["date"].value if row["date"] is not None else ""
            yield [ends[0], predicate, ends[1], status, source, date]

    @property
    def _name(self) -> str:
        return self.record.disease.title.text

    @cached_property
    def quads(self) -> tuple[Quad, ...]:
        """The quads in their fixed order, in four disjoint named graphs.

        Raises:
            GraphError: statements that contradict each other.
        """
        from whimkg.graph import quads

        return tuple(quads(self.record, self.tables, base=self.base, text=self.text))

    @cached_property
    def canonical(self) -> bytes:
        """The graph as sorted N-Quads, made without a quad in memory; errors as in ``quads``."""
        from whimkg.graph import lines

        found = lines(self.record, self.tables, base=self.base, text=self.text)
        return "".join(sorted(found)).encode()

    def export(self, format_name: str, options: Options | None = None) -> dict[str, bytes]:
        """The files of any format of ``whimkg.export.FORMATS``, by their endings or names.

        Raises:
            UnknownNameError: no such format, release or profile.
            PluginError: it is the format of another package, which does not work.
            GraphError: the graph holds nothing that the format could say.
            OutputError: a package that the format needs is not installed.
        """
        from whimkg.export import find_format, view

        row = find_format(format_name)
        if not row.view:
            return {row.suffix: self.serialize(format_name)}
        from pyoxigraph import Quad, Store

        store = Store()
        store.extend(Quad(*quad.triple) for quad in self.quads)
        return view(store, format_name, options)

    @property
    def triples(self) -> int:
        """Number of distinct triples."""
        return self.canonical.count(b"\n")

    @property
    def statements(self) -> int:
        """Number of statements (associations)."""
        from whimkg.graph import Names, statements

        return len(statements(self.record, self.tables, Names(self.record, self.base)))

    def graph(self) -> rdflib.Graph:
        """The union of the named graphs."""
        from whimkg.rdf.rdflib_terms import to_graph

        return to_graph(self.quads)

    def dataset(self) -> rdflib.Dataset:
        """The four named graphs."""
        from whimkg.rdf.rdflib_terms import to_dataset

        return to_dataset(self.quads)

    def validate(self, *, layer: Layer = "strict") -> Report:
        """Hold the graph against the shapes; arguments and errors as in ``whimkg.validate``."""
        from whimkg.shacl import validate

        return validate(self.quads, layer=layer)

    def serialize(self, format_name: str) -> bytes:
        """The graph in a format of ``whimkg.export.SERIALIZATIONS``.

        Raises:
            UnknownNameError: no such format.
        """
        return self.serialize_all([format_name])[format_name]

    def serialize_all(self, format_names: Iterable[str]) -> dict[str, bytes]:
        """The graph in several formats, in the order given; errors as in ``serialize``."""
        from whimkg.export import CANONICAL, serialize_all

        names = list(format_names)
        others = [name for name in names if name != CANONICAL]
        written = serialize_all(self.quads, others) if others else {}
        return {name: written.get(name, self.canonical) for name in names}

    def write(self, folder: Path | str, formats: Sequence[str] = _FORMATS) -> list[Path]:
        """Write the graph in any formats, as ``<slug><ending>``; all files appear, or none.

        Raises:
            UnknownNameError: no such format.
            GraphError: the graph holds nothing that a format could say.
            OutputError: a file could not be written, or a package is missing.
        """
        from whimkg.base.files import write_all

        slug = self.record.page.slug
        files = {
            Path(folder) / (f"{slug}{file}" if file[0] in "._" else file): data
            for name in formats
            for file, data in self.export(name).items()
        }
        write_all(files)
        return list(files)
