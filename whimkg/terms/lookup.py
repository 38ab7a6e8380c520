"""From an identifier or a name to a term; None where there is none, or more than one."""

import re
from functools import lru_cache

from whimkg.terms.kinds import DiseaseTerm, Found, Gene, HpoTerm
from whimkg.terms.slices import releases, slice_of

__all__ = [
    "ancestors",
    "disease",
    "diseases_named",
    "gene",
    "gene_of",
    "hpo",
    "label",
    "mondo",
    "phenotype",
    "treatment",
]

_GARD = re.compile(r"(?:GARD:)?([0-9]{1,7})", re.IGNORECASE | re.ASCII)
#: Terms come back within a page and from page to page; a bound keeps the memory flat.
_remembered = lru_cache(maxsize=1 << 14)


@_remembered
def disease(gard_id: str) -> DiseaseTerm | None:
    """The class that Mondo gives a GARD id: in its present release, else in an earlier one.

    An id of an earlier release is among ``former_gard_ids`` of what is found; it may have been
    taken from the class because it never fitted, so compare the names.

    Args:
        gard_id: with or without prefix and leading zeros.

    >>> disease("9297").id, disease("GARD:0009297").label
    ('MONDO:8000006', 'WHIM syndrome 1')
    """
    match = _GARD.fullmatch(gard_id)
    if match is None:
        return None
    known = slice_of("mondo")
    key = f"GARD:{int(match[1]):07}"
    former = known.keys(key).get("former id", [])
    return _disease(key) or (_disease(former[0]) if len(former) == 1 else None)


def mondo(curie: str) -> DiseaseTerm | None:
    """A class of Mondo that has a GARD id, by its CURIE."""
    row = slice_of("mondo").term(curie)
    return _disease(row["gard_id"]) if row and row["mondo_id"] == curie else None


@_remembered
def diseases_named(name: str) -> tuple[DiseaseTerm, ...]:
    """The classes whose label or other name this is, letter case and white space aside.

    Those with the label come first. A name proves no identity: it may be that of a grouping.
    """
    found = slice_of("mondo").keys(name)
    keys = dict.fromkeys([*found.get("label", []), *found.get("name", [])])
    return tuple(term for term in map(_disease, keys) if term)


@_remembered
def _disease(gard_id: str) -> DiseaseTerm | None:
    row = slice_of("mondo").row(gard_id)
    if row is None:
        return None
    return DiseaseTerm(
        id=row["mondo_id"],
        label=row["label"],
        gard_id=row["gard_id"],
        names=_several(row["names"]),
        exact=_several(row["exact_matches"]),
        former_gard_ids=_several(row["former_gard_ids"]),
    )


@_remembered
def gene(symbol: str) -> Gene | None:
    """The gene of a symbol, letter by letter: the approved one, else the only one that had it.

    >>> gene("CXCR4").id, gene("cxcr4")
    ('HGNC:2561', None)
    """
    known = slice_of("hgnc")
    row = known.row(symbol)
    earlier = _had(symbol)
    if row is None and len(earlier) == 1:
        return _gene(earlier[0], symbol)
    return _gene(row, symbol, earlier) if row else None


def gene_of(curie: str) -> Gene | None:
    """The gene of a CURIE of HGNC."""
    row = slice_of("hgnc").term(curie)
    return _gene(row, row["symbol"]) if row else None


def _had(symbol: str) -> list[dict[str, str]]:
    """The rows of genes that had a symbol; the index folds letter case, the rows do not."""
    keys = slice_of("hgnc").keys(symbol).get("previous symbol", [])
    rows = [row for row in map(slice_of("hgnc").row, keys) if row]
    return [row for row in rows if symbol in _several(row["previous_symbols"])]


def _gene(row: dict[str, str], asked: str, earlier: list[dict[str, str]] | None = None) -> Gene:
    return Gene(
        id=row["hgnc_id"],
        symbol=row["symbol"],
        asked=asked,
        previous=row["symbol"] != asked,
        formerly_of=tuple(other["hgnc_id"] for other in earlier or ()),
        locus_group=row["locus_group"],
    )


@_remembered
def hpo(curie: str) -> HpoTerm | None:
    """A term of HPO, also an obsolete one; of one that was merged, the term that it is part of.

    >>> hpo("HP:0001250").label, hpo("HP:0001275").id
    ('Seizure', 'HP:0001250')
    """
    known = slice_of("hpo")
    merged = known.keys(curie).get("alternative id", [])
    row = known.row(curie) or (known.row(merged[0]) if len(merged) == 1 else None)
    if row is None:
        return None
    return HpoTerm(
        id=row["id"],
        label=row["label"],
        synonyms=_several(row["exact_synonyms"]),
        parents=_several(row["parents"]),
        alternatives=_several(row["alternatives"]),
        obsolete=row["obsolete"] == "yes",
        replaced_by=_several(row["replaced_by"]),
    )


@_remembered
def ancestors(curie: str) -> frozenset[str]:
    """The CURIEs of all terms of HPO above a term; none for what is no term of HPO.

    >>> sorted(ancestors("HP:0001419"))
    ['HP:0000001', 'HP:0000005', 'HP:0001417', 'HP:0034345']
    """
    term = hpo(curie)
    parents = term.parents if term else ()
    return frozenset(parents).union(*map(ancestors, parents))


@_remembered
def phenotype(words: str) -> Found | None:
    """The HPO term of which words are the label, else the only one of which they are a synonym.

    Letter case and white space do not matter, all else does; obsolete terms are left out, and of
    synonyms only exact ones count.

    >>> phenotype("seizures").id, phenotype("Seizures").by
    ('HP:0001250', 'exact synonym')
    """
    return _found("hpo", words)


@_remembered
def treatment(words: str) -> Found | None:
    """The MAxO term of words; rules as in ``phenotype``."""
    return _found("maxo", words)


def _found(name: str, words: str) -> Found | None:
    keys = slice_of(name).keys(words)
    by_label, by_synonym = keys.get("label", []), keys.get("exact synonym", [])
    if len(by_label or by_synonym) != 1:
        return None
    row = slice_of(name).row((by_label or by_synonym)[0])
    by = "label" if by_label else "exact synonym"
    return Found(row["id"], row["label"], by) if row else None  # type: ignore[arg-type]


def label(curie: str) -> tuple[str, str] | None:
    """The label of a term (of a gene, its symbol), and the id of the source that it was read in.

    >>> label("HP:0001250")
    ('Seizure', 'hpo-2025-01-16')
    """
    prefix = curie.partition(":")[0]
    release = next((each for each in releases().values() if each.prefix == prefix), None)
    row = slice_of(release.slice).term(curie) if release else None
    return (row.get("label") or row["symbol"], release.id) if release and row else None


def _several(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()
