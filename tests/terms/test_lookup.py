"""Looking terms up: what is found, and what must not be."""

import pytest

from whimkg import terms
from whimkg.terms.slices import slice_of


@pytest.mark.parametrize("asked", ["GARD:0009297", "GARD:9297", "9297", "0009297", "gard:9297"])
def test_a_disease_is_found_however_its_id_is_written(asked: str) -> None:
    found = terms.disease(asked)
    assert found is not None
    assert (found.id, found.gard_id) == ("MONDO:8000006", "GARD:0009297")


@pytest.mark.parametrize(
    "asked", ["", "GARD:", "GARD:0", "GARD:99999999", "MONDO:8000006", "٩٢٩٧", "9297\n", " 9297"]
)
def test_what_is_no_known_gard_id_finds_nothing(asked: str) -> None:
    assert terms.disease(asked) is None


def test_an_exact_match_has_our_prefixes() -> None:
    found = terms.mondo("MONDO:8000006")
    assert found is not None
    assert found.exact[:3] == ("DOID:0060591", "MEDGEN:1778124", "MESH:C536697")


def test_an_earlier_id_leads_to_the_class_that_had_it() -> None:
    earlier, now = terms.disease("6975"), terms.disease("16535")
    assert now is not None
    assert earlier == now
    assert earlier.former_gard_ids == ("GARD:0006975",)


def test_diseases_of_one_name_are_all_found_that_of_the_label_first() -> None:
    labels = [term.label for term in terms.diseases_named("Marfan  Syndrome")]
    assert labels[0] == "Marfan syndrome"
    assert terms.diseases_named("no such disease at all") == ()


def test_a_symbol_is_found_letter_by_letter() -> None:
    found = terms.gene("C9orf72")
    assert found is not None
    assert (found.id, found.previous) == ("HGNC:28337", False)
    assert terms.gene("C9ORF72") is None
    assert terms.gene("") is None


def test_a_previous_symbol_is_followed_and_told() -> None:
    found = terms.gene("MTCO2")
    assert found is not None
    assert (found.id, found.symbol, found.asked, found.previous) == (
        *("HGNC:7421", "MT-CO2", "MTCO2"),
        True,
    )


def test_a_previous_symbol_of_several_genes_stands_for_none() -> None:
    known = slice_of("hgnc")
    assert len(known.keys("EIF4F")["previous symbol"]) == 3
    assert known.row("EIF4F") is None
    assert terms.gene("EIF4F") is None


def test_todays_gene_wins_and_names_the_other() -> None:
    found = terms.gene("LAMB2")
    assert found is not None
    assert (found.id, found.formerly_of) == ("HGNC:6487", ("HGNC:6492",))


def test_a_merged_or_obsolete_term_of_hpo_is_found_by_its_id_only() -> None:
    merged, obsolete = terms.hpo("HP:0001275"), terms.hpo("HP:0000057")
    assert merged is not None
    assert merged.id == "HP:0001250"
    assert obsolete is not None
    assert (obsolete.obsolete, obsolete.replaced_by) == (True, ("HP:0008665",))
    assert terms.phenotype(obsolete.label) is None
    assert terms.label(merged.alternatives[0]) is None


def test_words_are_a_label_before_they_are_a_synonym() -> None:
    by_label, by_synonym = terms.phenotype("SEIZURE"), terms.phenotype("epileptic\u00a0seizure")
    assert by_label is not None
    assert (by_label.id, by_label.by) == ("HP:0001250", "label")
    assert by_synonym is not None
    assert (by_synonym.id, by_synonym.by) == ("HP:0001250", "exact synonym")


def test_a_synonym_of_two_terms_is_ambiguous() -> None:
    assert len(slice_of("hpo").keys("ASD")["exact synonym"]) == 2
    assert terms.phenotype("ASD") is None


def test_a_treatment_is_found_by_name() -> None:
    found = terms.treatment("Bone marrow transplantation")
    assert found is not None
    assert found.id == "MAXO:0010030"


@pytest.mark.parametrize(
    ("curie", "label"),
    [
        ("MONDO:0007947", "Marfan syndrome"),
        ("HGNC:2561", "CXCR4"),
        ("HP:0001250", "Seizure"),
        ("MAXO:0010030", "bone marrow transplantation"),
    ],
)
def test_a_label_comes_with_its_source(curie: str, label: str) -> None:
    found = terms.label(curie)
    assert found is not None
    assert found[0] == label
    assert found[1] in {release.id for release in terms.releases().values()}


@pytest.mark.parametrize("curie", ["GARD:0009297", "mondo:0007947", "HP:", "no curie", "Marfan"])
def test_what_is_no_known_term_has_no_label(curie: str) -> None:
    assert terms.label(curie) is None
    assert terms.mondo(curie) is None
