import re

import pytest

from tests.gard.build import COLUMNS, DATED, MOST, SOME, page, reading, table, text
from whimkg import tables
from whimkg.errors import CutPageError, TableError
from whimkg.gard import read
from whimkg.record import Row

LONG = ("Slow echo", "Echo, slow", "Late echo", "[ more ]", "9910003")
PAIR = ("Round heel", "Ball heel", "9910002")
OPENING = "This table lists symptoms"
ONE = "Green wrist 9910001"
Facts = tuple[str, str, tuple[str, ...]]


def rows(*lines: str, count: int, partial: bool = False) -> tuple[Row, ...]:
    return reading(table(*lines, count=count), partial=partial).record.rows


def facts(*lines: str, count: int) -> list[Facts]:
    return [(row.term, row.label, row.synonyms) for row in rows(MOST, *lines, count=count)]


def refused(*lines: str, count: int) -> str:
    with pytest.raises(TableError) as caught:
        rows(*lines, count=count)
    assert caught.value.where.startswith("line ")
    return caught.value.problem


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((ONE,), ("HP:9910001", "Green wrist", ())),
        (PAIR, ("HP:9910002", "Round heel", ("Ball heel",))),
        (LONG, ("HP:9910003", "Slow echo", ("Echo, slow", "Late echo"))),
        (("2-3 toe webbing 0299105",), ("HP:0299105", "2-3 toe webbing", ())),
        (("Sign 12 9910008",), ("HP:9910008", "Sign 12", ())),
        (("A  sign\xa0of 9910001",), ("HP:9910001", "A sign of", ())),
        (("Green wrist\t9910001",), ("HP:9910001", "Green wrist", ())),
        (("Long number 12345678 9910001",), ("HP:9910001", "Long number 12345678", ())),
    ],
)
def test_a_row(lines: tuple[str, ...], expected: Facts) -> None:
    assert facts(*lines, count=1) == [expected]


def test_rows_say_where_they_stand() -> None:
    found = rows(MOST, ONE, *PAIR, count=2)
    source = page(table(MOST, ONE, *PAIR, count=2))
    for row in found:
        for span in (row.spans.band, row.spans.label, row.spans.code):
            assert source[span.begin : span.end] == span.text
    assert [row.spans.code.line - row.spans.label.line for row in found] == [0, 2]


def test_rows_are_numbered_and_belong_to_their_band_and_section() -> None:
    found = rows(MOST, ONE, SOME, *LONG, count=2)
    assert [(r.number, r.band, r.section) for r in found] == [(1, "80%-99%", 2), (2, "30%-79%", 2)]


def test_bands_are_known_by_their_first_words() -> None:
    unknown = "Percent of people who have these symptoms was never known"
    found = rows("100% of people have these symptoms!", ONE, unknown, *PAIR, count=2)
    assert [row.band for row in found] == ["100%", "not available"]


def test_blank_lines_and_outer_blanks_play_no_part() -> None:
    lines = (f" {MOST}\xa0", "", "  Round heel", " ", "Ball heel ", "\t9910002")
    assert [row.label for row in rows(*lines, count=1)] == ["Round heel"]


def test_a_row_is_of_the_kind_of_its_term() -> None:
    found = rows(MOST, "Onset 0003593", "Way 0000006", "Mild 0012825", ONE, count=4)
    assert [row.kind for row in found] == ["onset", "inheritance", "modifier", "phenotype"]


def test_a_frequency_is_no_row() -> None:
    assert "frequency" in refused(MOST, "Frequent 0040282", count=1)


@pytest.mark.parametrize(
    "lines",
    [
        (MOST, "Green wrist", ONE),
        (MOST, "Round heel", "Ball heel", SOME, *PAIR),
        (MOST, ONE, "Round heel"),
        (MOST, ONE, "Green wrist 991000"),
        (MOST, ONE, "Green wrist 99100011"),
        (MOST, ONE, "Green wrist9910001"),
        (MOST, ONE, "Green wrist HP:9910001"),
        (MOST, ONE, "Round heel", "\u0669\u0669\u0661\u0660\u0660\u0660\u0662"),
    ],
)
def test_a_row_without_code(lines: tuple[str, ...]) -> None:
    assert refused(*lines, count=1) == "a row has no code"


@pytest.mark.parametrize(
    "lines",
    [
        (MOST, "Round heel", "9910002"),
        (MOST, "Round heel", "Ball heel", "[ more ]", "9910002"),
        (MOST, "Slow echo", "Echo, slow", "Late echo", "9910003"),
        (MOST, "Slow echo", "[ more ]", "Late echo", "Echo, slow", "9910003"),
        (MOST, "[ more ]", "Slow echo", "Late echo", "[ more ]", "9910003"),
        (MOST, "Slow echo", "Late echo", "[ more ]", "[ more ]", "9910003"),
    ],
)
def test_a_broken_row(lines: tuple[str, ...]) -> None:
    assert refused(*lines, count=1).startswith("a row is broken")


def test_a_code_without_label() -> None:
    assert refused(MOST, "9910001", count=1) == "a code has no label"


def test_a_row_above_the_first_band() -> None:
    assert refused(ONE, count=1) == "a row stands above the first band"


def test_a_band_without_rows() -> None:
    assert refused(MOST, SOME, ONE, count=1) == "the band 80%-99% has no rows"
    assert refused(MOST, ONE, SOME, count=1) == "the band 30%-79% has no rows"


def test_bands_out_of_order() -> None:
    assert refused(SOME, ONE, MOST, *PAIR, count=2) == "the band 80%-99% stands below 30%-79%"
    assert refused(MOST, ONE, MOST, *PAIR, count=2) == "the band 80%-99% stands below 80%-99%"


def test_more_rows_than_the_page_counts() -> None:
    assert refused(MOST, ONE, *PAIR, count=1) == "2 rows, but the page counts 1"


def test_fewer_rows_than_the_page_counts() -> None:
    with pytest.raises(CutPageError, match="2 whole rows of 3"):
        rows(MOST, ONE, *PAIR, count=3)


def test_of_a_cut_table_the_whole_rows_can_be_had() -> None:
    body = ("Showing of 3 |", COLUMNS, MOST, ONE, "Round heel", "Ball h")
    found = reading("This table lists symptoms.", "\n".join(body), partial=True).record
    assert [row.term for row in found.rows] == ["HP:9910001"]
    assert not found.page.complete


def test_a_cut_table_that_contradicts_itself_is_refused_all_the_same() -> None:
    body = "\n".join(["Showing of 3 |", COLUMNS, ONE])
    with pytest.raises(TableError, match="above the first band"):
        reading("This table lists symptoms.", body, partial=True)


def test_a_table_without_its_opening_words() -> None:
    body = "\n".join(table(MOST, ONE, count=1).split("\n")[2:])
    record = reading(text("A text."), body).record
    assert [section.kind for section in record.sections] == ["head", "text", "symptoms"]
    assert record.rows[0].section == 3


@pytest.mark.parametrize("columns", ["", "Medical Terms", COLUMNS.replace("HPO ID", "ID")])
def test_other_columns(columns: str) -> None:
    body = table(MOST, ONE, count=1).replace(COLUMNS, columns)
    with pytest.raises(TableError, match="column headings"):
        reading(body)


def test_counts_that_differ() -> None:
    body = table(MOST, ONE, count=1)
    first = body.index("Showing")
    with pytest.raises(TableError, match="count above the table is 2, below it 1"):
        reading(body[:first] + re.sub("of 1", "of 2", body[first:], count=1))


def test_a_second_table() -> None:
    with pytest.raises(TableError, match="a second table begins here"):
        reading(table(MOST, ONE, count=1), table(MOST, ONE, count=1))


def test_a_count_with_its_link() -> None:
    link = tables.load().layout["count_link"]
    body = table(MOST, ONE, count=1).replace("Showing of 1 |", f"Showing of 1 | {link}")
    assert len(reading(body).record.rows) == 1


def test_a_table_without_its_date() -> None:
    with pytest.raises(TableError, match="not followed by its date"):
        reading(table(MOST, ONE, count=1, below="A text."), text("A text."))
    with pytest.raises(CutPageError, match="before the date"):
        reading(table(MOST, ONE, count=1, below=""))


@pytest.mark.parametrize(
    "line", [DATED, "Related diseases are conditions", "This table lists symptoms"]
)
def test_a_line_of_another_section_within_the_table(line: str) -> None:
    with pytest.raises(TableError):
        reading(table(MOST, ONE, "Round heel", line, "9910002", count=2))


def test_the_ledger_tells_rows_from_furniture() -> None:
    entries = reading(table(MOST, *LONG, count=1)).ledger.entries
    left_out = [entry.line for entry in entries if entry.about == "table furniture"]
    source = page(table(MOST, *LONG, count=1)).split("\n")
    furniture = ["Showing of 1 |", *COLUMNS.split("\n"), "[ more ]", "Showing of 1 |"]
    assert [source[line - 1] for line in left_out] == furniture


@pytest.mark.parametrize(
    "lines",
    [
        (f"{MOST}. Zebras wear hats.", "Blue elbow 9900001"),
        (MOST, "Blue elbow. Zebras wear hats", "Elbow", "9900001"),
        (MOST, "Blue elbow", "Zebras wear hats.", "9900001"),
    ],
)
def test_a_sentence_in_a_line_of_the_table_is_not_understood(lines: tuple[str, ...]) -> None:
    source = page(table(*lines, count=1)).split("\n")
    found = reading(table(*lines, count=1)).ledger.lines
    unknown = [source[line - 1] for line, verdict in found.items() if verdict == "not understood"]
    assert unknown == ["This table lists symptoms.", next(line for line in lines if "." in line)]


def test_no_table() -> None:
    assert read(page(text("A text.")), tables.load()).record.rows == ()
