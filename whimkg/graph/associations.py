"""Triples of the statements: the plain triple, its association, and the terms at both ends."""

from collections.abc import Iterator

from whimkg.base.namespaces import expand
from whimkg.graph.names import Names
from whimkg.graph.sources import label_of
from whimkg.graph.statements import Piece, Statement, term_of
from whimkg.graph.terms import (
    Term,
    Triple,
    curie,
    english,
    integer,
    iri,
    plain,
    stated_date,
    triple,
)
from whimkg.record import Mention, Record
from whimkg.tables import Tables

__all__ = ["association", "disease", "sources", "status_node", "terms"]

#: Slots whose terms are known by symbols, which belong to no language.
_SYMBOLS = {"gene"}
_EXACT = "skos:exactMatch"
_OTHER_NAME = "skos:altLabel"


def association(
    statement: Statement, record: Record, tables: Tables, names: Names
) -> Iterator[Triple]:
    """The plain triple, and the association that carries what is said about it."""
    node = names.association(statement.uuid)
    subject, obj = iri(statement.subject), iri(statement.object)
    yield triple(statement.subject, statement.kind.predicate, obj)
    yield triple(node, "rdf:type", statement.kind.association)
    yield triple(node, "biolink:subject", subject)
    yield triple(node, "biolink:predicate", iri(statement.predicate))
    yield triple(node, "biolink:object", obj)
    for slot, value in statement.qualifiers:
        yield triple(node, f"biolink:{slot}", iri(value) if ":" in value else plain(value))
    yield from _frequency(statement, node, tables)
    yield from _provenance(statement, node, record, names)
    yield from _via(statement, node)


def _frequency(statement: Statement, node: str, tables: Tables) -> Iterator[Triple]:
    band = tables.band_of[statement.band] if statement.band else None
    if band and band.term and band.low is not None and band.high is not None:
        yield triple(node, "biolink:frequency_qualifier", band.term)
        yield triple(node, "whimkg:frequencyLow", integer(band.low))
        yield triple(node, "whimkg:frequencyHigh", integer(band.high))


def status_node(status: str) -> Term:
    """The claim status as a term of the vocabulary."""
    return curie(f"whimkg:{status}")


def _provenance(statement: Statement, node: str, record: Record, names: Names) -> Iterator[Triple]:
    """Source, date and status of the leading piece; the spans of all pieces."""
    leading = statement.leading
    by_rules = (
        "manual_validation_of_automated_agent" if record.page.reviewed else "text_mining_agent"
    )
    listed = leading.claim is not None and leading.claim.listed
    agent = "manual_agent" if leading.row else "automated_agent" if listed else by_rules
    yield triple(node, "biolink:knowledge_level", plain("knowledge_assertion"))
    yield triple(node, "biolink:agent_type", plain(agent))
    yield triple(node, "biolink:primary_knowledge_source", leading.section.source)
    yield triple(node, "whimkg:claimStatus", status_node(leading.status))
    if leading.section.date:
        yield triple(node, "whimkg:statedOn", stated_date(leading.section.date))
    for number, piece in enumerate(statement.pieces, 1):
        yield triple(node, "whimkg:evidence", iri(f"{node}/evidence/{number}"))
        for span in piece.spans:
            yield triple(node, "prov:wasDerivedFrom", iri(names.span(span)))


def _via(statement: Statement, node: str) -> Iterator[Triple]:
    """The same in another vocabulary, through a node of its own."""
    if statement.kind.via:
        predicate, kind, onward = statement.kind.via
        between = f"{node}/differential"
        yield triple(node, "biolink:original_predicate", predicate)
        yield triple(statement.subject, predicate, iri(between))
        yield triple(between, "rdf:type", kind)
        yield triple(between, onward, iri(statement.object))


def disease(record: Record, tables: Tables, names: Names) -> Iterator[Triple]:
    """The disease: its names on the page, and today's label."""
    node, about = names.disease, record.disease
    yield triple(node, "rdf:type", tables.slots["disease"])
    yield triple(node, "rdfs:label", english(about.title.text))
    for predicate, listed in (
        (_OTHER_NAME, about.names),
        ("whimkg:subtypeLabel", about.subtypes),
        ("whimkg:groupLabel", about.groups),
        ("whimkg:categoryLabel", about.categories),
    ):
        for name in listed:
            if (predicate, name.text) != (_OTHER_NAME, about.title.text):  # some list it again
                yield triple(node, predicate, english(name.text))
    for name in (about.title, *about.names, *about.subtypes, *about.groups, *about.categories):
        yield triple(node, "prov:wasDerivedFrom", iri(names.span(name.span)))
    if record.page.gard_id:
        yield triple(node, "dcterms:identifier", plain(record.page.gard_id))
    yield from _current(about.id, tables)


def terms(found: list[Statement], tables: Tables, names: Names) -> Iterator[Triple]:
    """The terms at the statements' ends, and those that their qualifiers name.

    A term's label is the page's words: the row's label, else words that mean exactly it; today's
    label where the page's words mean only something near it.
    """
    labels: dict[str, list[str]] = {}
    classes: dict[str, tuple[str, bool]] = {}
    for statement in found:
        for slot in (statement.kind.subject, statement.kind.object):
            for term, words in _words(statement, slot):
                classes.setdefault(term, (tables.slots[slot], slot in _SYMBOLS))
                labels.setdefault(term, []).extend(words)
        for term, words in _said_beside(statement):
            labels.setdefault(term, []).extend(words)
    for term, (category, symbol) in sorted(classes.items()):
        known = label_of(term, tables)
        words = list(dict.fromkeys(labels[term])) or [known[0] if known else term]
        node = names.term(term)
        yield triple(node, "rdf:type", category)
        yield triple(node, "rdfs:label", _label(words[0], symbol))
        for word in words[1:]:
            yield triple(node, "skos:altLabel", _label(word, symbol))
        yield from _current(term, tables)
    yield from _bands(found, tables)


def _label(words: str, symbol: bool) -> Term:
    return plain(words) if symbol else english(words)


def _words(statement: Statement, slot: str) -> Iterator[tuple[str, list[str]]]:
    for piece in statement.pieces:
        if piece.row and slot == statement.kind.object:
            yield piece.row.term, [piece.row.label, *piece.row.synonyms]
        for mention in piece.mentions:
            if mention.slot == slot:
                exact = mention.match == _EXACT and mention.span is not None
                term = term_of(mention)
                yield term, _named(piece, mention) if exact else []


def _named(piece: Piece, mention: Mention) -> list[str]:
    """The words of a mention; of an item of a list its label, and another name beside it."""
    claim = piece.claim
    if claim is None or claim.synonym is None or claim.sentence.text is None:
        return [mention.words]
    label, synonym = claim.sentence.text, claim.synonym.text
    return [label] if synonym.casefold() == label.casefold() else [label, synonym]


def _said_beside(statement: Statement) -> Iterator[tuple[str, list[str]]]:
    """Words of a mention at neither end: they name a term that another statement is about."""
    ends = {statement.kind.subject, statement.kind.object}
    for piece in statement.pieces:
        for mention in piece.mentions:
            if mention.slot not in ends and mention.match == _EXACT:
                yield mention.term, [mention.words]


def _current(term: str | None, tables: Tables) -> Iterator[Triple]:
    known = label_of(term, tables) if term else None
    if term and known:
        yield triple(expand(term), "whimkg:currentLabel", english(known[0]))


def _bands(found: list[Statement], tables: Tables) -> Iterator[Triple]:
    """The frequency terms: a qualifier whose term is no node has no label in many stores."""
    used = {tables.band_of[statement.band].term for statement in found if statement.band}
    for term in sorted(used - {None}, key=str):
        known = tables.terms[str(term)]
        yield triple(expand(known.id), "rdf:type", known.category)
        yield triple(expand(known.id), "rdfs:label", english(known.label))


def sources(record: Record, tables: Tables) -> Iterator[Triple]:
    """The information resources that the sections come from."""
    for source in sorted({section.source for section in record.sections}):
        known = tables.terms.get(source)
        label = known.label if known else source.partition(":")[2]
        yield triple(expand(source), "rdf:type", "biolink:InformationContentEntity")
        yield triple(expand(source), "rdfs:label", english(label))
