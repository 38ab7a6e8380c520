"""Our own tables and the tables of terms say nothing that contradicts."""

from collections.abc import Callable

import pytest

from whimkg import tables, terms
from whimkg.base import resources
from whimkg.tables import NO_TERM
from whimkg.tables.tsv import rows

#: Slot to the look-up of its words.
LOOK_UPS: dict[str, Callable[[str], terms.Found | terms.Gene | None]] = {
    "gene": terms.gene,
    "treatment": terms.treatment,
    **dict.fromkeys(("phenotype", "condition", "manner", "onset"), terms.phenotype),
}
#: Slots of which some words are names in the vocabulary; those of the others are only ours.
KNOWN_THERE = {"gene", "phenotype", "condition", "manner"}


@pytest.mark.parametrize("slot", LOOK_UPS)
def test_words_of_our_table_lead_to_the_term_that_the_vocabulary_gives_them(slot: str) -> None:
    mapped = [row for row in tables.load().mappings if row.slot == slot and row.object != NO_TERM]
    assert mapped
    found = {row.subject_label: LOOK_UPS[slot](row.subject_label) for row in mapped}
    contrary = {
        (row.subject_label, row.object)
        for row in mapped
        if (other := found[row.subject_label]) is not None and other.id != row.object
    }
    assert contrary == set()
    assert any(found.values()) == (slot in KNOWN_THERE)


def test_verified_gard_ids_lead_to_the_class_that_mondo_gives_them() -> None:
    verified = {
        row.object: row.subject
        for row in tables.load().identities
        if row.object.startswith("GARD:") and row.predicate == "oboInOwl:hasDbXref"
    }
    assert verified
    found = {gard_id: terms.disease(gard_id) for gard_id in verified}
    assert {gard_id: term and term.id for gard_id, term in found.items()} == verified


def test_kinds_of_hpo_terms_are_terms_of_hpo() -> None:
    """The two are of different releases: a term that was merged since is its other name."""
    for _, row in rows(resources.text("data/hpo_kinds.tsv"), "hpo_kinds.tsv"):
        term = terms.hpo(row["hp_id"])
        assert term is not None, row
        assert term.id == row["hp_id"] or row["hp_id"] in term.alternatives
