"""Record in, triples out: the only package that decides which triples exist.

=============  ==========================================================================
named graph    what it holds
=============  ==========================================================================
statements     the plain triples, their associations, the terms and their labels
evidence       pieces of evidence, spans, sections, the snapshot, the page, what it names
identities     mappings between identifiers, and from words to terms, with their sources
description    the dataset: title, licence, sources, counts
=============  ==========================================================================

The four are disjoint; a reader who wants one graph takes their union. There are no blank nodes.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import Quad, RdfFormat, parse

from whimkg.base.namespaces import BASE
from whimkg.graph import associations, description, disease, evidence, identities, sources
from whimkg.graph.names import NAMESPACE, Names
from whimkg.graph.statements import Piece, Statement, statements
from whimkg.graph.terms import Triple, iri
from whimkg.record import Record
from whimkg.tables import Tables

__all__ = ["NAMESPACE", "Names", "Piece", "Statement", "lines", "quads", "statements"]


def quads(
    record: Record, tables: Tables, *, base: str = BASE, text: str | None = None
) -> Iterator[Quad]:
    """The graph of a record, as a stream in a fixed order; every quad once.

    Arguments and errors as in ``lines``.
    """
    found = "".join(lines(record, tables, base=base, text=text)).encode()
    # pyoxigraph checked each term when it was made: to check it again doubles the time.
    return parse(found, format=RdfFormat.N_QUADS, lenient=True)


def lines(
    record: Record, tables: Tables, *, base: str = BASE, text: str | None = None
) -> Iterator[str]:
    """The graph of a record as lines of N-Quads, in a fixed order; every quad once.

    Args:
        record: the record.
        tables: the data tables.
        base: address that instances are named below; ends in a slash.
        text: the stored text of the page; where given, spans carry their characters.

    Raises:
        GraphError: statements that contradict each other.
        IdentifierError: the base is none, or a CURIE of the record is none or of unknown prefix.
    """
    names = Names(record, base)
    found = statements(record, tables, names)
    seen: set[Triple] = set()
    for part, triples in (
        ("statements", _statements(found, record, tables, names)),
        ("evidence", _evidence(found, record, tables, names, text)),
        ("identities", _identities(found, record, tables, names)),
    ):
        yield from _once(triples, names.graph(part), seen)
    made_from = sources.used(
        found,
        record,
        tables,
        identities.rows(found, record, tables),
        {*disease.releases_of(record, tables), *identities.releases_of(found, record)},
    )
    about = description.description(
        record, tables, names, made_from, statements=len(found), triples=len(seen)
    )
    yield from _once(about, names.graph("description"), seen)


def _once(triples: Iterable[Triple], graph: str, seen: set[Triple]) -> Iterator[str]:
    end = f" {iri(graph)} .\n"
    for triple in triples:
        if triple not in seen:
            seen.add(triple)
            yield triple + end


def _statements(
    found: list[Statement], record: Record, tables: Tables, names: Names
) -> Iterator[Triple]:
    yield from associations.disease(record, tables, names)
    for statement in found:
        yield from associations.association(statement, record, tables, names)
    yield from associations.terms(found, tables, names)
    yield from associations.sources(record, tables)


def _evidence(
    found: list[Statement], record: Record, tables: Tables, names: Names, text: str | None
) -> Iterator[Triple]:
    yield from evidence.pieces(found, record, names)
    yield from evidence.page(record, names)
    yield from evidence.sections(record, names)
    yield from evidence.population(record, names)
    yield from evidence.spans(found, record, names, text)


def _identities(
    found: list[Statement], record: Record, tables: Tables, names: Names
) -> Iterator[Triple]:
    yield from identities.identities(found, record, tables, names)
    yield from disease.identity(found, record, tables, names)
    yield from identities.groundings(found, record, tables, names)
    yield from identities.printed(record, names)
