"""Triples of the identities: who says that what is the same as what; nothing is merged.

Every mapping is a node of its own with its justification and source. Only a mapping that its table
marks as plain, and that nobody contradicts, also stands as a triple between its ends; a
cross-reference takes a CURIE as string there.
"""

from collections.abc import Iterable, Iterator

from whimkg import terms
from whimkg.base.namespaces import expand, is_curie
from whimkg.graph.evidence import grounding
from whimkg.graph.names import Names
from whimkg.graph.statements import Statement
from whimkg.graph.terms import Triple, curie, iri, plain, triple
from whimkg.record import Mention, Record
from whimkg.tables import NO_TERM, Mapping, Tables

__all__ = ["groundings", "identities", "mapping", "plainly", "printed", "releases_of", "rows"]

_XREF = "oboInOwl:hasDbXref"
_EXACT = "skos:exactMatch"
_UNKNOWN = "semapv:UnspecifiedMatching"
_LEXICAL = "semapv:LexicalMatching"
_OF_PAGE = "page's synonym"
#: The property of a term that held the words, by the name that a mention was grounded by.
_FIELDS = {
    "label": "rdfs:label",
    "exact synonym": "oboInOwl:hasExactSynonym",
    "approved symbol": "rdfs:label",
    "previous symbol": "skos:altLabel",
    _OF_PAGE: "oboInOwl:hasExactSynonym",
}
_HPO = "infores:hpo"
_VOCABULARIES = {"gene": "infores:hgnc", "treatment": "infores:maxo"}


def _terms(found: list[Statement], record: Record) -> set[str]:
    """CURIEs that the graph speaks of: the disease's and the statements' terms."""
    mentioned = {m.term for s in found for piece in s.pieces for m in piece.mentions}
    return (mentioned - {NO_TERM}) | {record.disease.id or "", record.page.gard_id or ""} - {""}


def _concerned(terms: set[str], tables: Tables) -> list[Mapping]:
    """The mappings of those terms, and all that is disputed about them, in table order.

    Disputed are also mappings of what is exactly the same as one of the terms: there two sources
    often part.
    """
    same = terms | {
        row.object
        for row in tables.identities
        if row.plain and row.predicate == _EXACT and row.subject in terms
    }
    own = {
        row.key
        for row in tables.identities
        if {row.subject, row.object} & terms or (row.conflicts_with and row.subject in same)
    }
    others = {key for row in tables.identities if row.key in own for key in row.conflicts_with}
    against = {row.key for row in tables.identities if (own | others) & set(row.conflicts_with)}
    return [row for row in tables.identities if row.key in own | others | against]


def identities(
    found: list[Statement], record: Record, tables: Tables, names: Names
) -> Iterator[Triple]:
    """The mappings of the terms that the graph speaks of."""
    known = _terms(found, record)
    rows = _concerned(known, tables)
    node = {row.key: _node(row, names) for row in rows}
    for row in rows:
        yield from mapping(node[row.key], row)
        for other in row.conflicts_with:
            if other in node:
                yield triple(node[row.key], "whimkg:conflictsWith", iri(node[other]))
        if row.plain and row.object != NO_TERM and {row.subject, row.object} & known:
            yield from plainly(row)


def rows(found: list[Statement], record: Record, tables: Tables) -> Iterator[Mapping]:
    """The rows of the tables that the graph states, or that it has identifiers from."""
    yield from _concerned(_terms(found, record), tables)
    for mention in _mentions(found, record):
        row = _row(mention, tables)
        if row is not None and (row.predicate, row.object) == (mention.match, mention.term):
            yield row
    named = {thing.id for thing in record.resources if thing.id}
    named |= {thing.id for thing in record.references if thing.id}
    yield from (row for row in tables.mappings if row.object in named)


def releases_of(found: list[Statement], record: Record) -> Iterator[str]:
    """Ids of the releases that words were looked up in."""
    for mention in _mentions(found, record):
        if mention.by in _FIELDS:
            vocabulary = _VOCABULARIES.get(mention.slot, _HPO)
            known = terms.releases().values()
            yield next(each.id for each in known if each.prefix and each.infores == vocabulary)


def _node(row: Mapping, names: Names) -> str:
    return names.mapping(row.subject, row.predicate, row.object, row.source)


def mapping(node: str, row: Mapping) -> Iterator[Triple]:
    """A mapping as a node."""
    yield triple(node, "rdf:type", "sssom:Mapping")
    if row.subject:
        yield triple(node, "sssom:subject_id", row.subject)
    if row.subject_label:
        yield triple(node, "sssom:subject_label", plain(row.subject_label))
    yield triple(node, "sssom:predicate_id", row.predicate)
    yield triple(node, "sssom:object_id", row.object)
    if row.object_label:
        yield triple(node, "sssom:object_label", plain(row.object_label))
    yield triple(node, "sssom:mapping_justification", row.justification)
    if row.source:
        source = curie(row.source) if is_curie(row.source) else plain(row.source)
        yield triple(node, "sssom:mapping_source", source)


def plainly(row: Mapping) -> Iterator[Triple]:
    """A mapping as a triple between its ends."""
    if row.predicate == _XREF:
        yield triple(expand(row.subject), row.predicate, plain(row.object))
    else:
        yield triple(expand(row.subject), row.predicate, row.object)


def _mentions(found: list[Statement], record: Record) -> Iterable[Mention]:
    for statement in found:
        for piece in statement.pieces:
            yield from piece.mentions
    for study in record.studies:
        if study.id and study.match:
            yield Mention("study", study.title, study.id, study.match, study.span)


def groundings(
    found: list[Statement], record: Record, tables: Tables, names: Names
) -> Iterator[Triple]:
    """The mappings of words to terms that the evidence was grounded by."""
    done: set[str] = set()
    for mention in _mentions(found, record):
        node = grounding(mention, names)
        if node not in done:
            done.add(node)
            row = _row(mention, tables)
            if mention.term == NO_TERM or mention.by in _FIELDS:
                yield from _lexical(node, mention)
            elif row is not None and (row.predicate, row.object) == (mention.match, mention.term):
                yield from mapping(node, row)
            else:
                yield from _unknown(node, mention, names)


def _row(mention: Mention, tables: Tables) -> Mapping | None:
    """The row of the mapping table that a mention was grounded by."""
    if mention.by == "table":
        return tables.ground_listed(mention.slot, mention.words)
    return tables.ground(mention.slot, mention.words)


def _lexical(node: str, mention: Mention) -> Iterator[Triple]:
    """A mapping by a name that a vocabulary gives the term; to no term where none has the name."""
    by = mention.by or ""
    if by == _OF_PAGE and (found := terms.phenotype(mention.words)):
        by = found.by
    label, _ = terms.label(mention.term) or ("", "")
    source = _VOCABULARIES.get(mention.slot, _HPO)
    yield from mapping(node, _of_mention(mention, _LEXICAL, label=label, source=source))
    if by in _FIELDS:
        yield triple(node, "sssom:object_match_field", _FIELDS[by])


def _unknown(node: str, mention: Mention, names: Names) -> Iterator[Triple]:
    """A mapping of other tables, with which the record was read: only the record knows of it."""
    yield from mapping(node, _of_mention(mention, _UNKNOWN))
    yield triple(node, "sssom:mapping_source", iri(names.dataset))


def _of_mention(m: Mention, justification: str, *, label: str = "", source: str = "") -> Mapping:
    return Mapping("", m.words, m.slot, m.match, m.term, label, justification, source)


def printed(record: Record, names: Names) -> Iterator[Triple]:
    """Identifiers of the disease that the page itself prints."""
    for identifier in record.identifiers:
        node = names.mapping(names.disease_below(""), _XREF, identifier.id, record.page.sha256)
        title = record.disease.title.text
        yield from mapping(node, Mapping("", title, "", _XREF, identifier.id, "", _UNKNOWN, ""))
        yield triple(node, "sssom:subject_id", iri(names.disease))
        yield triple(node, "sssom:mapping_source", iri(names.page))
        yield triple(node, "prov:wasDerivedFrom", iri(names.span(identifier.span)))
        yield triple(names.disease, _XREF, plain(identifier.id))
