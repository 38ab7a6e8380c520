"""Sections, and the marks by which a text is refused."""

import pytest

from tests.gard.build import HEADER, MOST, page, reading, table, text
from whimkg import tables
from whimkg.errors import CutPageError, LayoutError, TableError
from whimkg.gard import read

OPENINGS = [(kind.kind, kind.opening) for kind in tables.load().sections if kind.opening]
RESEARCH = "Research helps us better understand paper."
TABLE = table(MOST, "Green wrist 9910001", count=1)
UNDATED = TABLE[: TABLE.rindex("Last")]
Facts = list[tuple[str, str | None]]


def sections(*parts: str) -> Facts:
    return [(s.kind, s.date) for s in reading(*parts).record.sections]


def test_a_text_belongs_to_the_date_below_it() -> None:
    found = sections("One.\n\nTwo.\nLast updated: 2/3/2004", "Three.\nLast updated: 11/12/2013")
    assert found == [("head", None), ("text", "2004-02-03"), ("text", "2013-11-12")]


def test_what_comes_after_the_last_date_is_undated() -> None:
    found = sections(text("One."), "Research helps us better understand paper.", "Two.")
    assert found[1:] == [("text", "2003-01-02"), ("research", None)]


@pytest.mark.parametrize(("kind", "opening"), OPENINGS, ids=[kind for kind, _ in OPENINGS])
def test_opening_words_begin_a_section(kind: str, opening: str) -> None:
    nbsp = opening.replace(" ", "\xa0", 1)
    for words in (f"{opening} of paper.", f"  {nbsp} of paper."):
        body = TABLE if kind == "symptoms" else words
        assert sections(text("One."), text(body))[2][0] == kind


def test_opening_words_within_a_sentence_begin_none() -> None:
    found = sections(text("One."), text("So: Research helps us better understand paper."))
    assert [kind for kind, _ in found] == ["head", "text", "text"]


def test_sections_follow_one_another_and_hold_all_lines() -> None:
    source = page(text("One."), TABLE, "Research helps us better understand paper.", "  1. A book.")
    found = read(source, tables.load()).record.sections
    assert [s.kind for s in found] == ["head", "text", "symptoms", "research", "references"]
    seen = 0
    for section in found:
        assert source[seen : section.begin].strip() == ""
        seen = section.end
    assert seen == len(source)


@pytest.mark.parametrize("date", ["1/2/03", "1/2/2003 or so", "2003-01-02", "never"])
def test_what_is_no_date_dates_nothing(date: str) -> None:
    with pytest.raises(CutPageError, match="before the date of its last text"):
        reading(f"One.\nLast updated: {date}")


@pytest.mark.parametrize("date", ["2/30/2004", "13/1/2004", "0/1/2004", "1/1/0000"])
def test_a_date_that_does_not_exist(date: str) -> None:
    with pytest.raises(TableError, match=f"no such date: {date}"):
        reading(f"One.\nLast updated: {date}")


def test_a_date_says_where_it_stands() -> None:
    source = page("One.\n  Last\xa0updated:  2/3/2004 ")
    dated = read(source, tables.load()).record.sections[1].dated
    assert dated is not None
    assert source[dated.begin : dated.end] == dated.text == "2/3/2004"


# The list of references


def references(*lines: str) -> list[tuple[int, str | None]]:
    record = reading(text("One."), "\n".join(lines)).record
    return [(reference.number, reference.url) for reference in record.references]


def test_a_numbered_list_that_ends_the_page() -> None:
    lines = ("  1. A. Nobody. A book.", "  2. See (http://example.org/a?b=c), and more.")
    assert references(*lines) == [(1, None), (2, "http://example.org/a?b=c")]


@pytest.mark.parametrize(
    "lines",
    [
        ("1. A book.", "3. A book."),
        ("2. A book.", "3. A book."),
        ("1. A book.", "The end."),
        ("1) A book.", "2) A book."),
    ],
)
def test_other_lists_are_no_references(lines: tuple[str, ...]) -> None:
    assert references("These resources provide more information.", *lines) == []


# The end of a page


@pytest.mark.parametrize(
    "end",
    [
        "Research helps us better understand paper.",
        "Research helps us better understand paper.[1][2]",
        "Research helps us better understand (paper.)",
        'Research helps us better understand "paper."',
        "Research helps us better understand paper?",
    ],
)
def test_a_page_may_end_with_a_sentence(end: str) -> None:
    assert reading(text("One."), end).record.page.complete == ("[1]" not in end)


@pytest.mark.parametrize(
    "end",
    [
        "Research helps us better understand",
        "Research helps us better understand paper. And",
        "Research helps us better understand paper.\n\nMore",
        "Research helps us better understand paper.\n  \N{BULLET}",
        "Research helps us better understand paper,",
    ],
)
def test_a_page_that_ends_within_a_sentence_is_cut(end: str) -> None:
    with pytest.raises(CutPageError, match="within a sentence") as caught:
        reading(text("One."), end)
    assert caught.value.where.startswith("line ")
    assert "partial=True" in caught.value.remedy
    assert not reading(text("One."), end, partial=True).record.page.complete


@pytest.mark.parametrize("body", ["One.", "This table lists symptoms.", UNDATED])
def test_a_page_that_ends_before_a_date_is_cut(body: str) -> None:
    with pytest.raises(CutPageError):
        reading(body)


# Other layouts


@pytest.mark.parametrize("other", tables.load().layout["other_layouts"], ids=lambda o: o["opening"])
def test_other_layouts_are_named(other: dict[str, str]) -> None:
    with pytest.raises(LayoutError, match=other["is"]) as caught:
        reading(text("One."), f"{other['opening']} and so on.")
    assert caught.value.remedy == other["remedy"]


@pytest.mark.parametrize("source", ["A disease", "", " ", f"x {HEADER}\nA disease", HEADER[:-1]])
def test_a_text_without_the_header(source: str) -> None:
    with pytest.raises(LayoutError, match="does not begin"):
        read(source, tables.load())


def test_two_pages_in_one_text() -> None:
    one = page(text("One."))
    with pytest.raises(LayoutError, match="a second page begins here"):
        read(f"{one}\n{one}", tables.load())


def test_the_address_of_a_question() -> None:
    url = "https://rarediseases.info.nih.gov/diseases/1/a/cases/2/b"
    with pytest.raises(LayoutError, match="question"):
        read(page(text("One.")), tables.load(), url=url)


# Persons


@pytest.mark.parametrize(
    "lines",
    [
        ("N. Obody, RN", "Telephone: 000-000-0000"),
        ("N. Obody", "Toll-free: 0-000-000-0000", "TTY: (000) 000-0000", "Fax: +00 0 / 00"),
        ("The office", "E-mail: nobody@example.org"),
    ],
)
def test_a_person_is_personal_contact(lines: tuple[str, ...]) -> None:
    entries = reading(text("One."), "\n".join([RESEARCH, *lines, "End."])).ledger.entries
    contact = [entry for entry in entries if entry.about == "personal contact"]
    assert len(contact) == len(lines)
    assert all(entry.private for entry in contact)


@pytest.mark.parametrize("line", ["Telephone: none of them", "E-mail: a b@example.org", "Fax"])
def test_what_is_no_contact(line: str) -> None:
    entries = reading(text("One."), f"{RESEARCH}\n{line}\nEnd.").ledger.entries
    assert "personal contact" not in {entry.about for entry in entries}


def test_what_a_reader_asked_is_private() -> None:
    body = "Questions sent to GARD are many.\n\n  \N{BULLET} My cat sees PubMed. Why?"
    result = reading(text("One."), body)
    asked = [entry for entry in result.ledger.entries if entry.line > 7]
    assert len(asked) == 3
    assert all(entry.private for entry in asked)
    assert result.record.resources == ()
