"""Does an address fit a page, by its words?"""

import pytest

from whimkg.terms.grounding import candidates, fits_words, ground, names_a_disease

LONG = "Alphaitis with very many betas and some gammas, deltas and epsilons of late onset"


@pytest.mark.parametrize(
    ("words", "title", "names"),
    [
        ("alpha-disease", "Alpha disease", []),
        ("alpha-disease-1", "Alpha disease", []),
        ("alpha-disease", "Alpha disease, type 1", []),
        ("meiers-disease", "Meier's disease", []),
        ("beta", "Alpha disease", ["Beta disease"]),
        ("chromosome-1q211-deletion", "Chromosome 1q21.1 deletion", []),
        ("alphaitis-with-very-many-betas-and-some-gammas-deltas-and-ep", LONG, []),
        ("dlta-syndrome", "D\xe9lta syndrome", []),
        ("delta-syndrome", "D\xe9lta syndrome", []),
        ("", "Alpha", []),
        ("..", "Alpha", []),
    ],
)
def test_words_fit(words: str, title: str, names: list[str]) -> None:
    assert fits_words(words, title, names)


@pytest.mark.parametrize(
    ("words", "title", "names"),
    [
        ("beta-disease", "Alpha disease", ["AD"]),
        ("alpha-disease-2", "Alpha disease 1", ["Alpha disease"]),
        ("beta", "\u0394", []),
        ("alpha-type-ii", "Alpha type III", []),
        ("alphaitis-with-lots-of-betas-and-some-gammas-deltas-and-epsilon", LONG, []),
    ],
)
def test_words_do_not_fit(words: str, title: str, names: list[str]) -> None:
    assert not fits_words(words, title, names)


def test_words_of_no_disease_are_known() -> None:
    assert not names_a_disease("a-page")
    assert names_a_disease("marfan")
    assert not names_a_disease("mar.an")


def test_an_id_that_nobody_knows_is_the_subject() -> None:
    found = ground("GARD:0099999", ["Marfan syndrome"])
    assert (found.term, found.former, found.names_agree, found.id) == (
        *(None, False, False),
        "GARD:0099999",
    )


def test_candidates_have_the_name_as_label_if_any_has() -> None:
    assert [term.label for term in candidates("marfan syndrome")] == ["Marfan syndrome"]
    assert [term.label for term in candidates("Marfan's syndrome")] == ["Marfan syndrome"]
    assert candidates("Alpha of beta") == ()


def test_a_former_id_does_not_count_where_the_title_is_the_label_of_another_class() -> None:
    former = "GARD:0003284"
    group = ground(former, ["Familial long QT syndrome"])
    assert group.term is not None
    assert (group.former, group.id) == (True, group.term.id)
    one = ground(former, ["Long QT syndrome 1", "Romano-Ward syndrome"])
    assert (one.names_agree, one.title_elsewhere, one.id) == (True, True, former)
