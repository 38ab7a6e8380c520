"""Names on the page into terms, each with the name of the term by which it was found."""

from whimkg import terms
from whimkg.record import Mention, Name, Span
from whimkg.tables import NO_TERM, Tables

__all__ = ["gene", "listed", "symptom"]

_EXACT = "skos:exactMatch"
_PHENOTYPE = "phenotype"


def symptom(label: Name, synonym: Name | None, tables: Tables) -> tuple[str, Mention]:
    """A symptom's term, and the kind of statement that it makes.

    By a label of the vocabulary, else by exactly one exact synonym, else by the synonym that the
    page gives; without a term where none of these is known, or more than one term has it.
    """
    found = terms.phenotype(label.text)
    by, words, span = (found.by if found else None), label.text, label.span
    if found is None and synonym is not None:
        found = terms.phenotype(synonym.text)
        if found:
            by, words, span = "page's synonym", synonym.text, synonym.span  # type: ignore[assignment]
    term = found.id if found else NO_TERM
    kind = tables.hpo_kinds.get(term, _PHENOTYPE)
    slot = tables.statements[kind].object
    return kind, Mention(slot, words, term, _EXACT, span, by)


def gene(symbol: str, span: Span, tables: Tables) -> Mention:
    """A gene by its symbol: as it is approved, as it once was, or as the site prints it."""
    if known := tables.ground_listed("gene", symbol):
        return Mention("gene", symbol, known.object, known.predicate, span, "table")
    found = terms.gene(symbol)
    if found is None:
        return Mention("gene", symbol, NO_TERM, _EXACT, span)
    by = "previous symbol" if found.previous else "approved symbol"
    return Mention("gene", symbol, found.id, _EXACT, span, by)  # type: ignore[arg-type]


def listed(slot: str, words: str, span: Span, tables: Tables) -> Mention:
    """Words of a closed list of the site, by the mapping table."""
    row = tables.ground_listed(slot, words)
    if row is None:
        return Mention(slot, words, NO_TERM, _EXACT, span)
    return Mention(slot, words, row.object, row.predicate, span, "table")
