"""HPO's annotations as a second opinion: which symptoms that a page lists they exclude.

The file is HPO's ``phenotype.hpoa``, of which a row with the qualifier ``NOT`` says that a disease
does not have a phenotype. A page says no more than that a symptom is listed, and some pages seem to
list what their source excludes. Diseases are the same by Mondo's exact matches.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from whimkg.errors import TableFileError
from whimkg.gard import Note
from whimkg.record import Record
from whimkg.terms import mondo

__all__ = ["EXCLUDED", "excluded_phenotypes", "excluded_symptoms"]

#: The kind of note about a symptom that is excluded elsewhere.
EXCLUDED = "excluded by HPO's annotations"
_COLUMNS = ("database_id", "qualifier", "hpo_id")
_NOT = "NOT"
_SYMPTOM = "phenotype"
#: How the annotations spell a prefix.
_PREFIXES = {"Orphanet": "ORPHA"}


@lru_cache(maxsize=1)
def excluded_phenotypes(annotations: Path) -> Mapping[str, frozenset[str]]:
    """The phenotypes that annotations exclude, by disease, both as the file spells them.

    Args:
        annotations: a file as ``phenotype.hpoa``, read line by line.

    Raises:
        TableFileError: it cannot be read, or lacks a column.
    """
    found: dict[str, set[str]] = {}
    try:
        with annotations.open(encoding="utf-8") as lines:
            names = next((line for line in lines if not line.startswith("#")), "")
            disease, qualifier, term = _places(names.rstrip("\n").split("\t"), annotations)
            for line in lines:
                cells = line.rstrip("\n").split("\t")
                if len(cells) > max(disease, qualifier, term) and cells[qualifier] == _NOT:
                    found.setdefault(cells[disease], set()).add(cells[term])
    except (OSError, UnicodeDecodeError) as error:
        raise TableFileError(
            f"cannot be read: {getattr(error, 'strerror', None) or 'it is no text in UTF-8'}",
            where=str(annotations),
            remedy="give HPO's file phenotype.hpoa",
        ) from error
    return {name: frozenset(terms) for name, terms in found.items()}


def _places(names: list[str], file: Path) -> Iterator[int]:
    for name in _COLUMNS:
        if name not in names:
            raise TableFileError(
                f"it has no column {name}",
                where=str(file),
                remedy="give HPO's file phenotype.hpoa, as it is downloaded",
            )
        yield names.index(name)


def excluded_symptoms(record: Record, annotations: Path) -> Iterator[Note]:
    """A note for each symptom of a record's list that annotations of the same disease exclude.

    Raises:
        TableFileError: as in ``excluded_phenotypes``.
    """
    known = mondo(record.disease.id or "")
    excluded = excluded_phenotypes(annotations)
    by_term: dict[str, str] = {}
    for curie in known.exact if known else ():
        prefix, _, number = curie.partition(":")
        disease = f"{_PREFIXES.get(prefix, prefix)}:{number}"
        by_term |= dict.fromkeys(excluded.get(disease, ()), disease)
    for term, label, line in _symptoms(record):
        if term in by_term:
            yield Note(EXCLUDED, f"{label} ({term}) of {by_term[term]}", line)


def _symptoms(record: Record) -> Iterator[tuple[str, str, int]]:
    """Term, words and line of the symptoms that the page's table or list has."""
    for row in record.rows:
        if row.kind == _SYMPTOM:
            yield row.term, row.label, row.spans.label.line
    for claim in record.claims:
        if claim.listed and claim.kind == _SYMPTOM:
            yield claim.mentions[0].term, claim.mentions[0].words, claim.sentence.line
