"""Triples that describe the dataset: what it is made from, under which licence, how large.

No date of making and no digest of the file stand in it: the same input gives the same bytes.
"""

from collections.abc import Iterator

from whimkg.base.resources import installed_version
from whimkg.graph.names import Names
from whimkg.graph.terms import Triple, english, integer, iri, plain, triple
from whimkg.record import Record
from whimkg.tables import Tables

__all__ = ["description"]


def description(
    record: Record,
    tables: Tables,
    names: Names,
    sources: list[dict[str, str]],
    *,
    statements: int,
    triples: int,
) -> Iterator[Triple]:
    """The dataset, its licence, its sources and its counts.

    Args:
        record: the record.
        tables: the data tables.
        names: the IRIs.
        sources: the rows of the sources that it was made from.
        statements: number of associations.
        triples: number of distinct triples in the other named graphs; the description adds its
            own, and gives the sum.
    """
    head = list(_head(record, tables, names, sources, statements))
    described = [t for row in sources for t in _source(row, names)]
    total = triples + len(head) + len(described) + 1
    yield from head
    yield triple(names.dataset, "void:triples", integer(total))
    yield from described


def _head(
    record: Record, tables: Tables, names: Names, sources: list[dict[str, str]], statements: int
) -> Iterator[Triple]:
    node, wording = names.dataset, tables.layout["dataset"]
    title = record.disease.title.text
    yield triple(node, "rdf:type", "dcat:Dataset")
    yield triple(node, "rdf:type", "void:Dataset")
    yield triple(node, "dcterms:title", plain(wording["title"].format(title=title)))
    yield triple(node, "dcterms:description", english(wording["description"].format(title=title)))
    yield triple(node, "dcterms:license", iri(wording["licence"]))
    yield triple(node, "dcterms:conformsTo", iri(wording["conforms_to"]))
    yield triple(node, "dcterms:subject", iri(names.disease))
    yield triple(node, "dcat:version", plain(installed_version()))
    yield triple(node, "whimkg:statements", integer(statements))
    yield triple(node, "dcterms:source", iri(names.snapshot))
    for row in sources:
        yield triple(node, "dcterms:source", iri(_name(row, names)))
    for vocabulary in wording["vocabularies"]:
        yield triple(node, "void:vocabulary", iri(vocabulary))
    for part in ("statements", "evidence", "identities", "description"):
        yield triple(node, "dcterms:hasPart", iri(names.graph(part)))
        yield triple(names.graph(part), "rdf:type", "void:Dataset")


def _name(row: dict[str, str], names: Names) -> str:
    return f"{names.base}source/{row['id']}"


def _source(row: dict[str, str], names: Names) -> Iterator[Triple]:
    node = _name(row, names)
    yield triple(node, "rdf:type", "dcterms:BibliographicResource")
    yield triple(node, "dcterms:title", plain(row["title"]))
    yield triple(node, "dcat:version", plain(row["version"]))
    yield triple(node, "schema:url", plain(row["url"]))
    if row["licence"]:
        yield triple(node, "dcterms:license", iri(row["licence"]))
    if row["attribution"]:
        yield triple(node, "dcterms:bibliographicCitation", plain(row["attribution"]))
