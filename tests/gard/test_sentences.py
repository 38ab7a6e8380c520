import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gard.build import LAYOUT
from whimkg.gard.sentences import stock_digest, units
from whimkg.gard.text import Text


def sentences(text: str) -> list[str]:
    page = Text(text)
    return [unit.words for line in page.lines for unit in units(page, line, LAYOUT)]


@pytest.mark.parametrize(
    "parts",
    [
        ["One.", "Two.", "Three"],
        ["Is it one?", "Yes!", "It is."],
        ["It ended.[1]", "It began.[1][2]", "It is."],
        ["A broken run of marks.[13030[2][3]", "The next."],
        ["It ended. [3]", "It began."],
        ['It is "so."', 'He said "Yes."', "She left."],
        ["It is \N{LEFT DOUBLE QUOTATION MARK}so.\N{RIGHT DOUBLE QUOTATION MARK}", "Yes."],
        ["It is (so.)", "It is [not.]", "It ends."],
        ["It grew.", "(It shrank.)", "2 remained."],
        ["No end"],
    ],
)
def test_where_sentences_end(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


def test_a_blank_may_be_missing_between_sentences() -> None:
    assert sentences("It grew.It shrank (a bit).A few remained.") == [
        "It grew.",
        "It shrank (a bit).",
        "A few remained.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "See the study (Protocol no. 09-X-1234) at once.",
        "It is caused by e.g. Salt, i.e. Salt.",
        "Dr. Nobody and Mrs. Nobody et al. Wrote it.",
        "A. B. Nobody wrote it.",
        "It weighs 1.5 grams.",
        "It holds S.aureus, E.coli and no.Two of them.",
        "Read example.Org/a at once.",
        "Read example.org/a.html at once.",
        "It ended... or so they say.",
        "It ended. or so they say.",
        "The U.S. is a country.",
    ],
)
def test_what_ends_no_sentence(sentence: str) -> None:
    assert sentences(sentence) == [sentence]


def test_blanks_between_sentences_belong_to_none() -> None:
    page = Text("One.\xa0\xa0Two. ")
    found = units(page, page.lines[0], LAYOUT)
    assert [(unit.begin, unit.end) for unit in found] == [(0, 4), (6, 10)]


def test_white_space_in_a_sentence_is_folded() -> None:
    assert sentences("One\xa0\xa0two\tthree.") == ["One two three."]


@pytest.mark.parametrize("line", ["  • One. Two.", "•One. Two.", "•\xa0 One. Two."])
def test_a_bullet_belongs_to_no_sentence(line: str) -> None:
    assert sentences(line) == ["One.", "Two."]


def test_a_bullet_alone_is_a_unit() -> None:
    assert sentences("  • ") == ["•"]


def test_a_heading_is_one_unit() -> None:
    assert sentences("In-Depth Information") == ["In-Depth Information"]


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(".!?[] •A\xa0")))
def test_units_lie_one_behind_the_other_and_leave_out_only_blanks(text: str) -> None:
    page = Text(text)
    for line in page.lines:
        seen = line.begin
        for unit in units(page, line, LAYOUT):
            assert seen <= unit.begin < unit.end <= line.end
            assert text[seen : unit.begin].strip() in {"", "•"}
            seen = unit.end
        assert seen == line.end


def test_stock_is_known_under_any_name_of_the_disease() -> None:
    known = stock_digest("Trials on {disease} are few.", [])
    assert stock_digest("Trials on Alpha disease are few.", ["Alpha disease"]) == known
    assert stock_digest("Trials on alpha disease are few.", ["Alpha disease"]) == known
    assert stock_digest("Trials on AD are few.", ["Alpha disease", "AD"]) == known
    assert stock_digest("Trials on ADs are few.", ["AD"]) != known


def test_the_longest_name_is_replaced_first() -> None:
    names = ["Alpha disease type 1", "Alpha disease"]
    assert stock_digest("On Alpha disease type 1.", names) == stock_digest("On {disease}.", [])
