"""A quote is found where it stands, exactly or after folding, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whimkg.checks.quotes import FOLDINGS, Found, find

TEXT = "The drug\u2019s half\u2010life is\n  long.\u00a0It isn't \u201cknown\u201d \U0001f9ec here."


@pytest.mark.parametrize(
    ("quote", "folded"),
    [
        ("It isn't", ()),
        ("half\u2010life", ()),
        ("half-life", ("hyphens",)),
        ("half\u2013life", ("hyphens",)),
        ("drug's half\u2010life", ("quotes",)),
        ("drug's half-life", ("hyphens", "quotes")),
        ("is long.", ("white space",)),
        ("long. It", ("white space",)),
        (" isn't  ", ("white space",)),
        ('It isn\u2019t "known"', ("quotes",)),
        ("The drug's half-life is long.", FOLDINGS),
        ("\U0001f9ec here", ()),
    ],
)
def test_the_fewest_foldings_are_told(quote: str, folded: tuple[str, ...]) -> None:
    found = find(TEXT, quote)
    assert (found.count, found.folded) == (1, folded)
    ((begin, end),) = found.places
    assert TEXT[begin:end].split(maxsplit=1)[0][0] == quote.split(maxsplit=1)[0][0]
    if not folded:
        assert TEXT[begin:end] == quote


@pytest.mark.parametrize(
    "quote",
    ["Half-life", "half life", "halflife", "isnt", "the drug", "long It", "known here", "lon9."],
)
def test_nothing_is_nearly_there(quote: str) -> None:
    assert find(TEXT, quote) == Found()


def test_places_may_overlap_and_are_counted() -> None:
    assert find("aaaa", "aa") == Found(((0, 2), (1, 3), (2, 4)), 3)
    assert find("a-b a\u2010b a\u2011b", "a\u2013b").count == 3
    assert find("x" * 50, "x").count == 50
    assert len(find("x" * 50, "x").places) == 5


def test_words_around_it_choose_one() -> None:
    text = "no fever. Then fever again."
    assert find(text, "fever").count == 2
    assert find(text, "fever", "Then ", " again") == Found(((15, 20),), 1)
    assert find(text, "fever", "No ") == Found()


WORDS = st.text(
    st.sampled_from("ab -\u2010'\u2019\"\u201c \u00a0\n\u2028\U0001f9ec.*+([\\"),
    min_size=1,
    max_size=40,
)


@given(WORDS, st.integers(0, 40), st.integers(1, 40))
def test_what_was_cut_from_a_text_is_found_there(text: str, begin: int, size: int) -> None:
    quote = text[begin : begin + size]
    if quote.strip():
        found = find(text, quote)
        assert not found.folded
        assert all(text[b:e] == quote for b, e in found.places)
        assert (begin, begin + len(quote)) in found.places or found.count > 5


@given(WORDS, WORDS)
def test_what_is_found_is_the_quote_up_to_its_foldings(text: str, quote: str) -> None:
    if not quote.strip():
        return
    found = find(text, quote)
    for begin, end in found.places:
        assert folded(text[begin:end]) == folded(quote)
    if not found.count:
        assert folded(quote) not in folded(text)


def folded(text: str) -> str:
    """By other means than those of the module."""
    for letter, plain in (("\u2010", "-"), ("\u2019", "'"), ("\u201c", '"')):
        text = text.replace(letter, plain)
    return " ".join(text.split())
