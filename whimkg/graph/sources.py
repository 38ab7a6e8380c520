"""What a graph was made from: the sources of which something stands in it, and no others."""

from collections.abc import Iterable, Iterator

from whimkg.graph.statements import Statement
from whimkg.record import Record
from whimkg.tables import Mapping, Tables
from whimkg.terms import label

__all__ = ["label_of", "used"]


def label_of(term: str, tables: Tables) -> tuple[str, str] | None:
    """A term's label of today, and the id of the source that gives it; None where none is known.

    That of ``data/terms.tsv``, which is the newest, else of the tables of terms.
    """
    known = tables.terms.get(term)
    return (known.label, known.source) if known else label(term)


def used(
    found: Iterable[Statement],
    record: Record,
    tables: Tables,
    mappings: Iterable[Mapping],
    releases: Iterable[str],
) -> list[dict[str, str]]:
    """The rows of ``data/sources.tsv``, and of the releases of terms, that the graph made use of.

    Args:
        found: its statements.
        record: the record.
        tables: the data tables.
        mappings: rows of the tables that it states, or that it has identifiers from.
        releases: ids of releases that its disease was looked up in.
    """
    ids = {
        *releases,
        *_of_record(record, tables),
        *_of_terms(_terms(found, record, tables), tables),
    }
    ids.update(each for row in mappings for each in tables.sources_of(row.source))
    return [row for row in tables.sources if row["id"] in ids]


def _of_record(record: Record, tables: Tables) -> Iterator[str]:
    """What every graph of a page goes by, what one with rows does, and who the sections are by."""
    sections = {section.source for section in record.sections}
    for row in tables.sources:
        if row["used_for"] == "page" or (row["used_for"] == "row" and record.rows):
            yield row["id"]
        if row["infores"] in sections and not row["used_for"]:
            yield row["id"]


def _terms(found: Iterable[Statement], record: Record, tables: Tables) -> set[str]:
    """CURIEs of the terms whose label the graph gives."""
    terms = {section.source for section in record.sections} | {record.disease.id or ""}
    for statement in found:
        for piece in statement.pieces:
            terms.update(mention.term for mention in piece.mentions if mention.term)
            if piece.row:
                terms.add(piece.row.term)
        if statement.band:
            terms.add(tables.band_of[statement.band].term or "")
    return terms - {""}


def _of_terms(terms: Iterable[str], tables: Tables) -> Iterator[str]:
    labels = (label_of(term, tables) for term in terms)
    return (found[1] for found in labels if found)
