"""Names that are the same but for spelling, and names that are not."""

import pytest

from whimkg.terms import same_name
from whimkg.terms.names import share_a_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Delta syndrome, type 1", "delta syndrome type 1"),
        ("Meier's disease", "Meier disease"),
        ("Meier\u2019s disease", "Meier's disease"),
        ("Beta-gamma syndrome", "BETA GAMMA SYNDROME"),
        ("Délta tumors", "Delta tumor"),
        ("Delta  syndrome", "Delta\u00a0syndrome"),
    ],
)
def test_spelling_does_not_part_names(one: str, other: str) -> None:
    assert same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Delta syndrome type 1", "Delta syndrome type 2"),
        ("Delta syndrome", "Delta syndrome 1"),
        ("WHIMS", "WILM"),
        ("Delta stenosis", "Delta stenosi"),
        ("", "Delta"),
    ],
)
def test_a_word_or_a_number_more_parts_them(one: str, other: str) -> None:
    assert not same_name(one, other)


def test_one_name_in_common_is_enough() -> None:
    assert share_a_name(["Alpha", "Betas"], ["gamma", "beta"])
    assert not share_a_name(["Alpha"], [])
