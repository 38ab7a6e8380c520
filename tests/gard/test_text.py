import pytest
from hypothesis import given
from hypothesis import strategies as st

from whimkg.gard.text import Folded, Text, digest, fold

TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(" \n\t\xa0"))


def test_a_digest_is_that_of_the_utf_8() -> None:
    assert digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest("é") != digest("e\N{COMBINING ACUTE ACCENT}")


@pytest.mark.parametrize(
    ("text", "folded"),
    [("", ""), (" a ", "a"), ("a\xa0\tb", "a b"), ("a\n\nb", "a b"), ("a\u2028b", "a b")],
)
def test_white_space_is_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_lines_have_numbers_from_1_and_no_outer_blanks() -> None:
    lines = Text("\n a \n\n\xa0b c\t\n").lines
    assert [(line.number, line.begin, line.end, line.content) for line in lines] == [
        (2, 2, 3, "a"),
        (4, 7, 10, "b c"),
    ]


def test_only_a_line_feed_ends_a_line() -> None:
    assert [line.number for line in Text("a\u2028b\x85c\x0cd\ne").lines] == [1, 2]


def test_a_place_counts_from_1() -> None:
    page = Text("ab\n\nc")
    assert [page.place(n) for n in range(5)] == [(1, 1), (1, 2), (1, 3), (2, 1), (3, 1)]


def test_positions_count_code_points() -> None:
    page = Text("\N{SPOUTING WHALE}e\N{COMBINING ACUTE ACCENT}x")
    span = page.span(3, 4, keep=True)
    assert (span.text, span.line, span.column, span.sha256) == ("x", 1, 4, digest("x"))


def test_characters_are_kept_on_demand_only() -> None:
    assert Text("secret").span(0, 6).text is None


@given(TEXTS)
def test_lines_are_where_they_say(text: str) -> None:
    for line in Text(text).lines:
        assert text[line.begin : line.end] == line.content == line.content.strip() != ""
        assert text.count("\n", 0, line.begin) == line.number - 1


@given(TEXTS, st.data())
def test_folded_text_leads_back_to_its_characters(text: str, data: st.DataObject) -> None:
    folded = Folded(text, 0, len(text))
    assert folded.text.strip() == fold(text)
    if folded.text:
        begin = data.draw(st.integers(0, len(folded.text) - 1))
        end = data.draw(st.integers(begin + 1, len(folded.text)))
        first, last = folded.offsets(begin, end)
        assert 0 <= first < last <= len(text)
        assert fold(text[first:last]) == folded.text[begin:end].strip()
