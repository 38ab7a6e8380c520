"""Triples of the disease's identity, where it comes from the tables of terms.

=====================================  =========================================================
the page's GARD id                     what stands in the graph
=====================================  =========================================================
is in ``data/identities.sssom.tsv``    that table's rows, and nothing from here
has a class in Mondo                   Mondo's cross-reference to it, with whether a name of the
                                       page is one of the class's; Mondo's exact matches
has none                               classes of the same name, each a candidate: a close match,
                                       never stated as a triple of its own
=====================================  =========================================================
"""

from collections.abc import Iterator

from whimkg.base.namespaces import expand
from whimkg.gard import names_of
from whimkg.graph import identities
from whimkg.graph.names import Names
from whimkg.graph.statements import Statement
from whimkg.graph.terms import Triple, boolean, iri, plain, triple
from whimkg.record import Record
from whimkg.tables import Mapping, Tables
from whimkg.terms import DiseaseTerm, releases
from whimkg.terms.grounding import Grounding, candidates, ground

__all__ = ["identity", "releases_of"]

_XREF = "oboInOwl:hasDbXref"
_EXACT = "skos:exactMatch"
_CANDIDATE = "skos:closeMatch"
_CURATED = "semapv:ManualMappingCuration"
_LEXICAL = "semapv:LexicalMatching"


def identity(
    found: list[Statement], record: Record, tables: Tables, names: Names
) -> Iterator[Triple]:
    """What the tables of terms say the disease is the same as, or may be."""
    grounding = _grounding(record, tables)
    if grounding is None:
        return
    term = grounding.term
    if term and record.disease.id == term.id:
        yield from _same(term, grounding, record, names)
    elif record.disease.id == grounding.gard_id:
        yield from _candidates({statement.object for statement in found}, record, names)


def releases_of(record: Record, tables: Tables) -> tuple[str, ...]:
    """Ids of the releases that say so: that of the classes, and that of their names."""
    grounding = _grounding(record, tables)
    if grounding is None or record.disease.id is None:
        return ()
    same = grounding.term is not None and record.disease.id == grounding.term.id
    alike = record.disease.id == grounding.gard_id and candidates(record.disease.title.text)
    return (releases()["mondo"].id, releases()["mondo-names"].id) if same or alike else ()


def _grounding(record: Record, tables: Tables) -> Grounding | None:
    """What Mondo knows of the page's GARD id; None where our own table of identities has it."""
    gard_id = record.page.gard_id
    if gard_id is None or any(row.object == gard_id for row in tables.identities):
        return None
    return ground(gard_id, names_of(record.disease))


def _same(
    term: DiseaseTerm, grounding: Grounding, record: Record, names: Names
) -> Iterator[Triple]:
    gard_id, title = grounding.gard_id, record.disease.title.text
    release = releases()["mondo-names" if grounding.former else "mondo"]
    node = names.mapping(term.id, _XREF, gard_id, release.id)
    row = _row(term, _XREF, gard_id, title)
    yield from _stated(node, row, release.version)
    yield triple(node, "whimkg:namesAgree", boolean(grounding.names_agree))
    release = releases()["mondo"]
    for other in term.exact:
        node = names.mapping(term.id, _EXACT, other, release.id)
        yield from _stated(node, _row(term, _EXACT, other), release.version)


def _row(term: DiseaseTerm, predicate: str, other: str, label: str = "") -> Mapping:
    source = releases()["mondo"].infores
    return Mapping(term.id, term.label, "", predicate, other, label, _CURATED, source, plain=True)


def _stated(node: str, row: Mapping, version: str) -> Iterator[Triple]:
    yield from identities.mapping(node, row)
    yield triple(node, "sssom:subject_source_version", plain(version))
    yield from identities.plainly(row)


def _candidates(stated: set[str], record: Record, names: Names) -> Iterator[Triple]:
    """Classes of the page's name, but for those that a statement of the page leads to."""
    about, title = str(record.disease.id), record.disease.title.text
    for term in candidates(title):
        if expand(term.id) not in stated:
            node = names.mapping(about, _CANDIDATE, term.id, _LEXICAL)
            row = Mapping(about, title, "", _CANDIDATE, term.id, term.label, _LEXICAL, "")
            yield from identities.mapping(node, row)
            yield triple(node, "sssom:mapping_source", iri(names.dataset))
            version = releases()["mondo"].version
            yield triple(node, "sssom:object_source_version", plain(version))
