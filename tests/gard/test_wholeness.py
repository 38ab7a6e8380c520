"""A page that is cut, or whose table cannot be right, is refused or says so."""

import pytest

import whimkg
from tests.gard.build import MOST, page, reading, table, text
from tests.pages.mask import TWIN, twin_tables
from whimkg import tables
from whimkg.errors import CutPageError, PageError, PageWarning, TableError
from whimkg.gard import read, reader

USING = twin_tables()


def is_whole(words: str) -> bool:
    try:
        return read(words, USING).record.page.complete
    except PageError:
        return False


@pytest.mark.slow
def test_the_twin_is_whole_at_no_other_place_than_its_end() -> None:
    whole = TWIN.read_text(encoding="utf-8")
    assert is_whole(whole)
    assert [n for n in range(len(whole)) if is_whole(whole[:n])] == []


def test_nor_behind_any_word() -> None:
    whole = TWIN.read_text(encoding="utf-8")
    ends = [n for n in range(1, len(whole)) if whole[n].isspace() and not whole[n - 1].isspace()]
    assert len(ends) > 1700
    assert [n for n in ends if is_whole(whole[:n])] == []


@pytest.mark.parametrize(
    ("references", "complete"),
    [
        ((), False),
        (("1. A book. 2001.",), False),
        (("1. A book. 2001.", "2. A book. 2002."), True),
    ],
)
def test_a_page_that_cites_what_it_does_not_list_is_marked(
    references: tuple[str, ...], complete: bool
) -> None:
    found = reading(text("It is rare.[1][2]"), "\n".join(references))
    assert found.record.page.complete == complete


@pytest.mark.parametrize("last", ["2. A bo", "2. A book", "2. A book."])
def test_a_page_cut_within_its_references_is_refused(last: str) -> None:
    body = text("It is rare.[1][2]")
    with pytest.raises(CutPageError, match="within a reference"):
        reading(body, f"1. A book. 2001.\n{last}")


@pytest.mark.parametrize("last", ["2. A book. http://example.org/a/b", "2. A book. 2002."])
def test_a_reference_ends_with_a_full_stop_or_an_address(last: str) -> None:
    first = "1. A book." if "http" in last else "1. A book. 2001."
    assert reading(text("It is rare.[1][2]"), f"{first}\n{last}").record.page.complete


@pytest.mark.parametrize(
    "count", ["Showing of 1 |", "Showing 1 of 1 |", "Showing of 1 | View All", "Showing of 1,001 |"]
)
def test_the_counts_that_are_understood(count: str) -> None:
    rows = table(MOST, "Verrucae 0200043", count=1).replace("Showing of 1 |", count)
    if "1,001" in count:
        with pytest.raises(CutPageError, match="1 whole rows of 1001"):
            reading(rows)
    else:
        assert len(reading(rows).record.rows) == 1


@pytest.mark.parametrize("count", ["Showing all |", "Showing of many |", "1 of 1", ""])
def test_a_table_without_a_count_that_is_understood_is_refused(count: str) -> None:
    rows = table(MOST, "Verrucae 0200043", count=1).replace("Showing of 1 |", count)
    with pytest.raises(TableError, match="no line counts its rows"):
        reading(rows)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (["Blue elbow 0009001", "Blue elbow 0009002"], "stands at HP:0009001 and HP:0009002"),
        (["Blue 0009001 elbow 0009002"], "holds a code"),
        (
            ["Red hat", "Lymphopenia", "Low lymphocyte number", "[ more ]", "0001888"],
            "stands above",
        ),
    ],
)
def test_rows_that_cannot_be_right_are_refused(rows: list[str], problem: str) -> None:
    count = sum(row[-7:].isdigit() for row in rows)
    with pytest.raises(TableError, match=problem):
        reading(table(MOST, *rows, count=count))


def told(*rows: str) -> tuple[str, ...]:
    found = read(page(table(MOST, *rows, count=len(rows))), tables.load()).notes
    return tuple(note.words for note in found)


def test_swapped_codes_are_told_with_both_names() -> None:
    first, second = told("Lymphopenia 0001250", "Seizure 0001888")
    assert first.endswith(
        "HP:0001250 is 'Seizure' in HPO, where 'Lymphopenia' is a name of HP:0001888"
    )
    assert second.endswith(
        "HP:0001888 is 'Lymphopenia' in HPO, where 'Seizure' is a name of HP:0001250"
    )


def test_a_wrong_digit_is_told() -> None:
    (remark,) = told("Lymphopenia 9001888")
    assert "HP:9001888 is no term in HPO" in remark


@pytest.mark.parametrize("row", ["Lymphopenia 0001888", "Blue elbow 9001888", "Blue elbow 0001888"])
def test_what_hpo_does_not_contradict_is_not_told(row: str) -> None:
    assert told(row) == ()


def test_a_remark_is_a_warning_for_who_reads_a_page(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    file = tmp_path_factory.mktemp("pages") / "page.txt"
    rows = table(MOST, "Lymphopenia 0001250", count=1)
    file.write_text(page(rows), encoding="utf-8")
    with pytest.warns(PageWarning, match="'Lymphopenia' is a name of HP:0001888"):
        whimkg.read(file)


@pytest.mark.parametrize(
    "words",
    [
        "It is rare. " * 2_000,
        "It is caused by mutations in the " + "A1, " * 10_000 + "and B2 genes.",
        "Treatment currently includes " + "IVIG; " * 10_000 + "IVIG.",
        "Symptoms begin in infancy with " + "warts, " * 10_000 + "warts.",
        "It is " + "(a thing) " * 10_000 + "here.",
        "It is inherited in an " + "autosomal dominant or " * 10_000 + "digenic manner.",
        "A1 " * 50_000,
    ],
    ids=["sentences", "genes", "items", "phenotypes", "asides", "manners", "words"],
)
def test_long_texts_are_read_in_time_that_grows_with_them(words: str) -> None:
    """A reading that takes the square of the length would not end here."""
    assert reading(text(words)).ledger.sentences >= 1


def test_a_page_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LIMIT", -1.0)
    with pytest.raises(PageError, match="takes too long"):
        reading(text("It is rare."))
