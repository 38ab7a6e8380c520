"""Pages held against records and graphs, wherever they lie; the texts are found for the graphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from whimkg import tables
from whimkg.base import resources
from whimkg.base.namespaces import expand as expand_curie
from whimkg.base.temporary import temporary_folder
from whimkg.checks import (
    Failure,
    Graph,
    Page,
    Snapshot,
    Verification,
    share,
    verify_graph,
    verify_record,
)
from whimkg.checks.spans import node_index, values
from whimkg.errors import GraphError, QueryError, SourceError, UnknownNameError, WhimkgError
from whimkg.gard.text import Text
from whimkg.pipeline import KnowledgeGraph, bundled, is_record, load_record, reading
from whimkg.record import Record
from whimkg.source import Packed, Source, expand, is_archive
from whimkg.source import load as load_source
from whimkg.source.paths import is_folder
from whimkg.tables import Tables

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Quad

    from whimkg.checks.changed_lines import ChangedLines
    from whimkg.checks.diff import Diff
    from whimkg.checks.transfer import Transfer

    Against: TypeAlias = Record | KnowledgeGraph | rdflib.Graph | Iterable[Quad] | Path | str

__all__ = ["diff", "endpoint_quads", "rdf_patch", "transfer", "verify", "verify_quads"]

#: Less of a graph than this on a page, and the graph is of another one.
_ENOUGH = 0.5
#: What only a graph tells of how its page was read: its address, its day, whether it is cut.
_OF_SNAPSHOTS = ("prov:wasDerivedFrom", "whimkg:savedOn", "whimkg:incomplete")
#: Triples and seconds of a graph at an endpoint.
_MOST, _LONGEST = 5_000_000, 600.0
#: What DuckDB may take before it uses the disk.
_MEMORY = "1GB"


def verify(
    page: Path | str,
    against: Against | None = None,
    *,
    using: Tables | None = None,
    input_format: str = "",
    reread: bool = False,
) -> Verification:
    """Compare a page with a record or a graph, character by character.

    Args:
        page: a file, ``-``, an http(s) address, saved HTML, or a folder or an archive of them; it
            need not be a page that the reader knows.
        against: a record, a graph in memory, or where one lies: a record's file (YAML or JSON, by
            its ending), a file of RDF, a folder of them, an address, or a store in a folder. By
            default the bundled record that fits the page best.
        using: data tables; default the bundled ones.
        input_format: the graph's format, where no ending of a name tells it.
        reread: read each page again, too, and hold what that gives against the graph: whatever
            the graph says more, less or otherwise is a failure.

    Raises:
        SourceError: a page could not be had, or there is no graph to be held against it.
        RecordError: it is a record's file, and a field is wrong, unknown or missing.
        GraphError: the graph cannot be read, or is empty.
        UnknownNameError: no bundled record fits the page.
    """
    using = using or tables.load()
    if isinstance(against, Path | str) and is_record(against) and not input_format:
        against = load_record(against)
    if against is None or isinstance(against, Record):
        source = load_source(page)
        if reread:
            raise SourceError("a record is not read again", remedy="give the graph of the page")
        record = against or _best(source.text, source.origin)
        return verify_record(source.text, record, using)
    return verify_quads(page, _graphs(against, input_format), using=using, reread=reread)


def verify_quads(
    page: Path | str,
    graphs: Iterable[Iterable[Quad]],
    *,
    using: Tables | None = None,
    reread: bool = False,
) -> Verification:
    """Compare a page, or a folder of pages, with graphs that are taken one at a time.

    Args:
        page: as in ``verify``.
        graphs: the quads of each graph; a graph of one page stands for that page alone.
        using: data tables; default the bundled ones.
        reread: as in ``verify``.

    Raises:
        SourceError: a page could not be had.
        GraphError: there is neither a statement nor a text in the graphs.
    """
    using, pages = using or tables.load(), _Pages(page)
    outcome, late = Verification(), list[Graph]()
    for each in graphs:
        quads = list(each) if reread else each
        graph = Graph(quads, using)
        if pages.knows(graph):
            found = verify_graph(graph, pages.of(graph))
            if reread:
                _reread(found, quads, pages, using)
            outcome.add(found)
        else:
            late.append(graph)
    for graph in late:  # a page that has changed is known by what is left when all others are found
        outcome.add(verify_graph(graph, pages.of(graph)))
    if reread:
        outcome.failures += [_other_text(each) for each in outcome.snapshots if not each.same]
    if not outcome.statements and not outcome.snapshots:
        raise GraphError("the graph holds no statement", remedy="give a graph of a page")
    return outcome


def _reread(outcome: Verification, graph: Iterable[Quad], pages: _Pages, using: Tables) -> None:
    """Add to what a verification found what reading the page again does not give."""
    from whimkg.checks.rereading import add_differences

    for snapshot in outcome.snapshots:
        source = load_source(pages.where(snapshot.sha256))
        try:
            again = _again(source, graph, snapshot.iri, using)
        except WhimkgError as error:
            problem = f"the page cannot be read again: {error}"
            outcome.failures.append(Failure("the page", "", None, "", problem, source.origin))
        else:
            add_differences(outcome, graph, again.quads, source.origin)


def _other_text(snapshot: Snapshot) -> Failure:
    problem = "it is not read again: the text that the graph was made from is not at hand"
    return Failure("the page", "", None, "", problem, snapshot.page)


def _again(source: Source, graph: Iterable[Quad], snapshot: str, using: Tables) -> KnowledgeGraph:
    """The graph of a page read again, with what only the graph at hand tells of it."""
    nodes = node_index(graph, [expand_curie(name) for name in _OF_SNAPSHOTS])
    page, saved, incomplete = (
        next(iter(values(nodes, snapshot, expand_curie(name))), None) for name in _OF_SNAPSHOTS
    )
    base = snapshot.partition("snapshot/")[0]
    found = reading(
        source,
        url=None if page is None or page.startswith(base) else page,
        saved=saved,
        partial=incomplete is not None,
        using=using,
    )
    return KnowledgeGraph(found.record, using, base)


def transfer(
    old: Path | str,
    new: Path | str,
    against: Against | None = None,
    *,
    using: Tables | None = None,
    input_format: str = "",
) -> Transfer:
    """Find the places of an old page in a new one.

    Args:
        old: the page that the graph was made from: a file, ``-``, an address or saved HTML.
        new: another version of it.
        against: the record or the graph of the old page, as in ``verify``; by default what whimkg
            reads on the old page.
        using: data tables; default the bundled ones.
        input_format: the graph's format, where no ending of a name tells it.

    Raises:
        SourceError: a page could not be had.
        PageError: no graph is given, and the old page is none that the reader knows.
        RecordError: it is a record's file, and a field is wrong, unknown or missing.
        GraphError: the graph cannot be read, or is not of the old page.
    """
    from whimkg.checks.transfer import transfer_places

    using, source = using or tables.load(), load_source(old)
    if isinstance(against, Path | str) and is_record(against) and not input_format:
        against = load_record(against)
    if against is None:
        against = reading(source, using=using).record
    if isinstance(against, Record):
        against = KnowledgeGraph(against, using)
    page = Page(source.origin, Text(source.text))
    for quads in _graphs(against, input_format):
        graph = Graph(quads, using)
        if any(page.text.sha256 in digests for digests in graph.snapshots.values()):
            return transfer_places(graph, page, _page(new))
    raise GraphError(
        "the graph was not made from the old page",
        where=source.origin,
        remedy="give the page that it was made from",
    )


def diff(
    old: KnowledgeGraph | rdflib.Graph | Iterable[Quad] | Path | str,
    new: KnowledgeGraph | rdflib.Graph | Iterable[Quad] | Path | str,
    *,
    input_format: str = "",
) -> Diff:
    """What two graphs say differently, statement by statement.

    Args:
        old: a graph in memory, a file of RDF, a folder of them, an address, or a store in a folder.
        new: the other graph.
        input_format: their format, where no ending of a name tells it.

    Raises:
        GraphError: a graph cannot be read, or is empty.
        SourceError: an address could not be had.
    """
    from whimkg.checks.diff import Summary, diff_graphs

    with _changed(old, new, input_format) as changed:
        before, after = Summary(), Summary()
        before.add(changed.needed("old"))
        after.add(changed.needed("new"))
        outcome = diff_graphs(before, after)
        outcome.same += changed.same()
    return outcome


def rdf_patch(
    old: KnowledgeGraph | rdflib.Graph | Iterable[Quad] | Path | str,
    new: KnowledgeGraph | rdflib.Graph | Iterable[Quad] | Path | str,
    *,
    input_format: str = "",
) -> bytes:
    """What turns one graph into another, as an RDF Patch: quads to delete, then quads to add.

    Args and errors are those of ``diff``. Named graphs count, and blank nodes by their labels.
    Equal graphs give a patch that changes nothing.
    """
    with _changed(old, new, input_format) as changed:
        before, after = changed.only("old"), changed.only("new")
    rows = [b"TX .\n"]
    for mark, quads in ((b"D", before - after), (b"A", after - before)):
        rows += sorted(b" ".join((mark, *filter(None, quad), b".\n")) for quad in quads)
    return b"".join([*rows, b"TC .\n"])


@contextmanager
def _changed(old: Any, new: Any, input_format: str) -> Iterator[ChangedLines]:
    from whimkg.checks.changed_lines import ChangedLines, line_files
    from whimkg.rdf.quad_table import quad_table

    with temporary_folder() as spool, quad_table(memory=_MEMORY) as table:
        sides = []
        for name, graph in (("old", old), ("new", new)):
            folder = spool / name
            folder.mkdir()
            sides.append(list(line_files(graph, folder, input_format)))
        yield ChangedLines(table, *sides)


class _Pages:
    """The texts at hand, and which of them a graph is of; of a folder one text is in memory."""

    def __init__(self, named: Path | str) -> None:
        several = named != "-" and (is_folder(named) or is_archive(named))
        self._load = lru_cache(maxsize=1)(_page)
        self._where: dict[str, Path | str | Packed] = {}
        self._taken: set[str] = set()
        for each in expand([named]) if several else [named]:
            self._where.setdefault(self._load(each).text.sha256, each)

    def knows(self, graph: Graph) -> bool:
        """Whether every text that a graph names is at hand, character by character."""
        digests = graph.snapshots.values()
        return all(not self._where.keys().isdisjoint(found) for found in digests)

    def where(self, sha256: str) -> Path | str | Packed:
        """Where the page of a digest lies."""
        return self._where[sha256]

    def of(self, graph: Graph) -> dict[str, Page]:
        """The text for each snapshot of a graph, as far as there is one."""
        found = {iri: self._exact(digests) for iri, digests in graph.snapshots.items()}
        known = {iri: page for iri, page in found.items() if page}
        for iri in found.keys() - known.keys():
            if page := self._nearest(graph, iri):
                known[iri] = page
        return known

    def _exact(self, digests: list[str]) -> Page | None:
        digest = next((each for each in digests if each in self._where), None)
        if digest is None:
            return None
        self._taken.add(digest)
        return self._load(self._where[digest])

    def _nearest(self, graph: Graph, snapshot: str) -> Page | None:
        """Of the pages that are of no other graph, the one of which the most holds.

        A single page was meant for a graph of a single page, whatever holds.
        """
        free = [where for digest, where in self._where.items() if digest not in self._taken]
        if len(self._where) == 1 and len(graph.snapshots) == 1:
            return self._load(free[0]) if free else None
        shares = [(graph.share(self._load(each).text.text, snapshot), each) for each in free]
        best, where = max(shares, key=lambda each: each[0], default=(0.0, ""))
        return self._load(where) if best >= _ENOUGH else None


def _page(where: Path | str | Packed) -> Page:
    source = load_source(where)
    return Page(source.origin, Text(source.text))


def _graphs(
    against: KnowledgeGraph | rdflib.Graph | Iterable[Quad] | Path | str, input_format: str
) -> Iterator[Iterable[Quad]]:
    from whimkg.rdf import quads_in_memory
    from whimkg.rdf.inputs import blocks

    if isinstance(against, Path | str):
        with temporary_folder() as spool:
            for block in blocks([against], spool, format_name=input_format):
                yield from (quads for _, quads in block.graphs())
    else:
        yield quads_in_memory(against)


def endpoint_quads(
    url: str, graphs: tuple[str, ...] = (), *, timeout: float = _LONGEST
) -> list[Quad]:
    """What a SPARQL endpoint holds of evidence.

    Args:
        url: the endpoint's address.
        graphs: IRIs of the graphs that are meant; none: the endpoint's own choice.
        timeout: seconds until the answer must be complete.

    Raises:
        EndpointError: it could not be reached, or did not answer as it should.
        GraphError: it holds nothing that could be verified, or more than can be looked at.
    """
    from pyoxigraph import NamedNode, Quad

    from whimkg.sparql import Limits
    from whimkg.sparql.endpoint import Request, ask

    wanted = " ".join(str(NamedNode(each)) for each in Graph.predicates(tables.load()))
    text = resources.text("queries/verify/evidence.rq").replace("{ }", f"{{ {wanted} }}")
    try:
        answer = ask(Request(url, text, graphs), Limits(timeout, _MOST))
    except QueryError as error:
        raise error.at(url) from error
    if answer.cut or answer.empty:
        problem = f"it holds more than {_MOST:,} triples" if answer.cut else "it holds no evidence"
        raise GraphError(problem, where=url, remedy="name the graph by its IRI: graph=…")
    return [Quad(*triple) for triple in answer.triples]


def _best(text: str, origin: str) -> Record:
    """The bundled record of which the most holds on a page, but at least half."""
    records = [bundled(name.removesuffix(".yaml")) for name in resources.names("data/records")]
    best = max(records, key=lambda record: share(text, record))
    if share(text, best) < _ENOUGH:
        raise UnknownNameError(
            "no bundled record is of this page",
            where=origin,
            remedy="name the record or the graph beside the page",
        )
    return best
