"""Triples of the evidence: pieces, spans, sections, the snapshot, the page and what it names."""

from collections.abc import Iterable, Iterator

from whimkg.base.namespaces import expand
from whimkg.graph.associations import status_node
from whimkg.graph.names import Names
from whimkg.graph.statements import Piece, Statement
from whimkg.graph.terms import (
    Triple,
    english,
    integer,
    iri,
    offset,
    plain,
    stated_date,
    triple,
    true,
)
from whimkg.record import Mention, Record, Section, Span

__all__ = ["grounding", "page", "pieces", "population", "sections", "spans"]

_KINDS = {"resource": "biolink:InformationContentEntity", "organization": "schema:Organization"}


def pieces(found: list[Statement], record: Record, names: Names) -> Iterator[Triple]:
    """The pieces of evidence of all statements."""
    for statement in found:
        for number, piece in enumerate(statement.pieces, 1):
            node = f"{names.association(statement.uuid)}/evidence/{number}"
            yield from _piece(node, piece, record, names)


def _piece(node: str, piece: Piece, record: Record, names: Names) -> Iterator[Triple]:
    yield triple(node, "rdf:type", "whimkg:Evidence")
    yield triple(node, "whimkg:section", iri(names.section(piece.section.number)))
    yield triple(node, "biolink:primary_knowledge_source", piece.section.source)
    yield triple(node, "whimkg:claimStatus", status_node(piece.status))
    if piece.section.date:
        yield triple(node, "whimkg:statedOn", stated_date(piece.section.date))
    for words in piece.qualified:
        yield triple(node, "whimkg:qualifiedBy", english(words))
    for other in piece.alternatives:
        yield triple(node, "whimkg:alternativeTo", other)
    listed = {reference.number for reference in record.references}
    for number in piece.cites:
        if number in listed:
            yield triple(node, "biolink:publications", iri(names.reference(number)))
    for span in piece.spans:
        yield triple(node, "prov:wasDerivedFrom", iri(names.span(span)))
    for mention in piece.mentions:
        yield triple(node, "whimkg:groundedBy", iri(grounding(mention, names)))


def grounding(mention: Mention, names: Names) -> str:
    """The mapping of a mention's words to its term, or to none."""
    return names.mapping(mention.slot, mention.words, mention.match, mention.term)


def sections(record: Record, names: Names) -> Iterator[Triple]:
    """The sections, each with its date or marked as undated."""
    for section in record.sections:
        node = names.section(section.number)
        yield triple(node, "rdf:type", "whimkg:Section")
        yield triple(node, "whimkg:sectionKind", plain(section.kind))
        yield triple(node, "dcterms:isPartOf", iri(names.snapshot))
        yield triple(node, "biolink:primary_knowledge_source", section.source)
        yield from _position(node, section)
        if section.date and section.dated:
            yield triple(node, "whimkg:statedOn", stated_date(section.date))
            yield triple(node, "prov:wasDerivedFrom", iri(names.span(section.dated)))
        else:
            yield triple(node, "whimkg:undated", true())


def _position(node: str, part: Span | Section) -> Iterator[Triple]:
    yield triple(node, "nif:beginIndex", offset(part.begin))
    yield triple(node, "nif:endIndex", offset(part.end))
    yield triple(node, "whimkg:line", integer(part.line))
    yield triple(node, "whimkg:column", integer(part.column))
    yield triple(node, "whimkg:sha256", plain(part.sha256))


def _all_spans(found: list[Statement], record: Record) -> Iterator[Span]:
    about = record.disease
    for name in (about.title, *about.names, *about.subtypes, *about.groups, *about.categories):
        yield name.span
    if record.population:
        yield from (record.population.words, record.population.figure)
    for section in record.sections:
        if section.dated:
            yield section.dated
    for statement in found:
        for piece in statement.pieces:
            yield from piece.spans
    for part in (record.identifiers, record.studies, record.resources, record.references):
        for thing in part:
            yield thing.span


def spans(
    found: list[Statement], record: Record, names: Names, text: str | None
) -> Iterator[Triple]:
    """Every span that anything was derived from, once, in page order.

    Args:
        found: the statements.
        record: the record.
        names: the IRIs.
        text: the stored text; where given, every span carries its characters.
    """
    merged: dict[tuple[int, int], Span] = {}
    for span in _all_spans(found, record):
        before = merged.get((span.begin, span.end))
        if before is None or before.text is None:
            merged[(span.begin, span.end)] = span
    for _, span in sorted(merged.items()):
        node = names.span(span)
        yield triple(node, "rdf:type", "nif:RFC5147String")
        yield triple(node, "nif:referenceContext", iri(names.snapshot))
        yield triple(node, "whimkg:section", iri(names.section(_section_of(span, record))))
        yield from _position(node, span)
        anchor = text[span.begin : span.end] if text else span.text
        if anchor is not None:
            yield triple(node, "nif:anchorOf", plain(anchor))


def _section_of(span: Span, record: Record) -> int:
    return next(s.number for s in record.sections if s.begin <= span.begin and span.end <= s.end)


def page(record: Record, names: Names) -> Iterator[Triple]:
    """The page, its snapshot, and what it names beside its statements."""
    about = record.page
    yield triple(names.page, "rdf:type", "schema:MedicalWebPage")
    yield triple(names.page, "schema:name", plain(record.disease.title.text))
    yield triple(names.page, "schema:about", iri(names.disease))
    yield triple(names.snapshot, "rdf:type", "nif:Context")
    yield triple(names.snapshot, "whimkg:length", integer(about.length))
    yield triple(names.snapshot, "whimkg:sha256", plain(about.sha256))
    yield triple(names.snapshot, "prov:wasDerivedFrom", iri(names.page))
    if about.archived:
        yield triple(names.snapshot, "whimkg:archived", plain(about.archived))
    if about.saved:
        yield triple(names.snapshot, "whimkg:savedOn", stated_date(about.saved))
    if about.repaired:
        yield triple(names.snapshot, "whimkg:repaired", true())
    if not about.complete:
        yield triple(names.snapshot, "whimkg:incomplete", true())
    yield from _named(record, names)
    yield from _references(record, names)
    yield from _studies(record, names)


def population(record: Record, names: Names) -> Iterator[Triple]:
    """How many people have the disease, as the page bounds it."""
    people = record.population
    if people is None:
        return
    source = next(s.source for s in record.sections if s.number == people.section)
    node = f"{names.snapshot}/population"
    yield triple(names.disease, "whimkg:population", iri(node))
    yield triple(node, "rdf:type", "whimkg:PopulationEstimate")
    yield triple(node, "whimkg:fewerThan", integer(people.number))
    yield triple(node, "whimkg:place", plain(people.place))
    yield triple(node, "whimkg:section", iri(names.section(people.section)))
    yield triple(node, "biolink:primary_knowledge_source", source)
    for span in (people.words, people.figure):
        yield _derived(node, span, names)


def _derived(node: str, span: Span, names: Names) -> Triple:
    return triple(node, "prov:wasDerivedFrom", iri(names.span(span)))


def _named(record: Record, names: Names) -> Iterable[Triple]:
    for thing in record.resources:
        node = expand(thing.id) if thing.id else names.labelled(thing.kind, thing.label)
        yield triple(names.page, "schema:mentions", iri(node))
        yield triple(node, "rdf:type", _KINDS[thing.kind])
        yield triple(node, "rdfs:label", english(thing.label))
        yield _derived(node, thing.span, names)


def _references(record: Record, names: Names) -> Iterator[Triple]:
    for reference in record.references:
        node = names.reference(reference.number)
        yield triple(names.page, "schema:citation", iri(node))
        yield triple(node, "rdf:type", "biolink:Publication")
        yield triple(node, "whimkg:referenceNumber", integer(reference.number))
        if reference.title:
            yield triple(node, "dcterms:title", plain(reference.title))
        if reference.url:
            yield triple(node, "schema:url", plain(reference.url))
        yield _derived(node, reference.span, names)


def _studies(record: Record, names: Names) -> Iterator[Triple]:
    for study in record.studies:
        node = names.labelled("study", study.protocol or study.title)
        yield triple(names.page, "schema:mentions", iri(node))
        yield triple(node, "rdf:type", "biolink:ClinicalTrial")
        yield triple(node, "dcterms:title", plain(study.title))
        yield triple(node, "schema:about", iri(names.disease))
        if study.protocol:
            yield triple(node, "dcterms:identifier", plain(study.protocol))
        if study.id and study.match:
            yield triple(
                node,
                "whimkg:groundedBy",
                iri(names.mapping("study", study.title, study.match, study.id)),
            )
        yield _derived(node, study.span, names)
