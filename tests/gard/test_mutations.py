"""Whatever happens to a page, it is refused, or what is read of it stands where the record says."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gard.holds import check, check_written, pairs, reading_of
from tests.pages.mask import TWIN, twin_tables
from whimkg.gard import Reading
from whimkg.source import load
from whimkg.tables import Tables

USING = twin_tables()
TEXTS = [TWIN.read_text(encoding="utf-8")]
TEXTS += [load(path).text for path in sorted((TWIN.parent / "invented").glob("*.txt"))]
#: What stored text can hold: neither controls, but for line ends and tabs, nor half a character.
LETTERS = st.one_of(
    st.characters(exclude_categories=["Cc", "Cs"]), st.sampled_from("\n\n\t\xa0 |[]•.0123456789")
)
WORDS = st.one_of(
    st.text(LETTERS, min_size=1, max_size=20),
    st.sampled_from([line for text in TEXTS for line in text.split("\n") if line]),
)


# Changes


def _delete(text: str, draw: st.DrawFn) -> str:
    lines = text.split("\n")
    del lines[_line(lines, draw)]
    return "\n".join(lines)


def _double(text: str, draw: st.DrawFn) -> str:
    lines = text.split("\n")
    number = _line(lines, draw)
    lines.insert(number, lines[number])
    return "\n".join(lines)


def _swap(text: str, draw: st.DrawFn) -> str:
    lines = text.split("\n")
    one, two = _line(lines, draw), _line(lines, draw)
    lines[one], lines[two] = lines[two], lines[one]
    return "\n".join(lines)


def _insert(text: str, draw: st.DrawFn) -> str:
    offset = _offset(text, draw)
    return text[:offset] + draw(WORDS) + text[offset:]


def _replace(text: str, draw: st.DrawFn) -> str:
    offset = _offset(text, draw)
    words = draw(WORDS)
    return text[:offset] + words + text[offset + len(words) :]


def _insert_line(text: str, draw: st.DrawFn) -> str:
    lines = text.split("\n")
    lines.insert(_line(lines, draw), draw(WORDS))
    return "\n".join(lines)


def _cut(text: str, draw: st.DrawFn) -> str:
    return text[: _offset(text, draw)]


def _line(lines: list[str], draw: st.DrawFn) -> int:
    return draw(st.integers(0, len(lines) - 1))


def _offset(text: str, draw: st.DrawFn) -> int:
    return draw(st.integers(0, len(text)))


CHANGES = (_delete, _double, _swap, _insert, _replace, _insert_line, _cut)


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, str]:
    """A page, and what becomes of it by one to four changes."""
    text = original = draw(st.sampled_from(TEXTS))
    for change in draw(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=4)):
        text = change(text, draw)
    return original, text


# What holds


@settings(max_examples=400)
@given(mutated(), st.booleans())
def test_a_changed_page_is_refused_or_read_as_it_stands(
    pages: tuple[str, str], partial: bool
) -> None:
    _, text = pages
    reading = reading_of(text, USING, partial=partial)
    if reading:
        check(text, reading, USING)
        check_written(reading.record)


@settings(max_examples=150)
@given(st.text(LETTERS, max_size=200), st.booleans())
def test_any_text_is_refused_or_read(text: str, partial: bool) -> None:
    for whole in (text, f"{USING.layout['header']}\n{text}"):
        if reading := reading_of(whole, USING, partial=partial):
            check(whole, reading, USING)


@settings(max_examples=150)
@given(st.lists(WORDS, max_size=12), st.booleans())
def test_any_lines_of_pages_are_refused_or_read(lines: list[str], partial: bool) -> None:
    text = "\n".join([USING.layout["header"], "A disease", *lines])
    if reading := reading_of(text, USING, partial=partial):
        check(text, reading, USING)


@pytest.mark.parametrize("text", TEXTS[1:], ids=range(len(TEXTS) - 1))
def test_an_invented_page_cut_anywhere_is_refused_or_read(text: str) -> None:
    for offset in range(len(text) % 23, len(text), 23):
        if reading := reading_of(text[:offset], USING, partial=bool(offset % 2)):
            check(text[:offset], reading, USING)


# A lost line of the table


def table_lines(twin: str) -> range:
    """The lines of the twin's table, from 0, with the counts above and below."""
    first, last = (n for n, line in enumerate(twin.split("\n")) if line.startswith("Showing of"))
    return range(first, last + 1)


def without(twin: str, number: int) -> str:
    lines = twin.split("\n")
    return "\n".join(lines[:number] + lines[number + 1 :])


def test_a_page_that_lost_a_line_of_its_table_is_refused_or_lost_a_synonym(
    twin: str, reading: Reading
) -> None:
    """Every line; but for a label above three synonyms or more, and a band's heading: see below."""
    rows = reading.record.rows
    lost = {row.spans.label.line - 1 for row in rows if len(row.synonyms) > 2}
    lost |= {row.spans.band.line - 1 for row in rows}
    read = 0
    for number in table_lines(twin):
        if number in lost:
            continue
        if found := reading_of(without(twin, number), USING):
            read += 1
            check(without(twin, number), found, USING)
            for before, after in zip(rows, found.record.rows, strict=True):
                assert (after.term, after.label, after.band) == (
                    before.term,
                    before.label,
                    before.band,
                )
                assert set(after.synonyms) <= set(before.synonyms)
    assert read == 7, "four synonyms of HP:0002718, three of HP:0002167"


def test_a_lost_label_is_noticed(twin: str, reading: Reading) -> None:
    for row in reading.record.rows:
        found = reading_of(without(twin, row.spans.label.line - 1), USING)
        assert found is None or pairs(found.record) <= pairs(reading.record), row.label


def test_a_lost_heading_of_a_band_is_noticed(twin: str, reading: Reading) -> None:
    for line in {row.spans.band.line for row in reading.record.rows}:
        assert reading_of(without(twin, line - 1), USING) is None, line


def test_a_line_that_stands_twice_in_the_table_is_refused_or_a_synonym(
    twin: str, reading: Reading
) -> None:
    lines = twin.split("\n")
    for number in table_lines(twin):
        text = "\n".join([*lines[: number + 1], *lines[number:]])
        if found := reading_of(text, USING):
            check(text, found, USING)
            assert pairs(found.record) == pairs(reading.record), lines[number]


def test_two_neighbours_of_the_table_that_change_places_are_refused_or_read_as_printed(
    twin: str, using: Tables
) -> None:
    for one, two in pairwise(table_lines(twin)):
        lines = twin.split("\n")
        lines[one], lines[two] = lines[two], lines[one]
        text = "\n".join(lines)
        if found := reading_of(text, using):
            check(text, found, using)


# A cut page


def accepted(twin: str, offsets: list[int]) -> list[tuple[int, Reading]]:
    found = [(offset, reading_of(twin[:offset], USING)) for offset in offsets]
    return [(offset, reading) for offset, reading in found if reading]


@pytest.fixture(scope="module")
def cuts(twin: str) -> list[tuple[int, Reading]]:
    """Where the page may be cut and still reads as a whole one: of all line ends, and others."""
    ends = {match.start() for match in re.finditer("\n", twin)}
    return accepted(twin, sorted(ends | set(range(0, len(twin), 61))))


def test_a_page_is_refused_up_to_the_date_of_its_table_but_for_one_place(
    cuts: list[tuple[int, Reading]], reading: Reading
) -> None:
    """Between its first text and its table it looks like a page without a table."""
    _, text, table, *_ = reading.record.sections
    early = {offset for offset, _ in cuts if offset < table.end}
    assert {n for n in early if not text.end <= n <= table.begin} == set()
    assert early


def test_a_page_cut_below_its_table_has_all_rows(
    cuts: list[tuple[int, Reading]], reading: Reading
) -> None:
    table = reading.record.sections[2]
    later = [(offset, found) for offset, found in cuts if offset >= table.end]
    assert later
    for offset, found in later:
        assert found.record.rows == reading.record.rows, offset
        assert set(found.record.claims) <= set(reading.record.claims), offset


def test_a_page_is_never_cut_within_a_sentence_without_notice(
    twin: str, cuts: list[tuple[int, Reading]], reading: Reading
) -> None:
    """But where a full stop within a word stands last, and in the list of references."""
    ends = {entry.end for entry in reading.ledger.entries}
    references = reading.record.sections[-1]
    for offset, _ in cuts:
        end = len(twin[:offset].rstrip())
        assert end in ends or twin[end - 1] == "." or offset > references.begin, offset


def test_of_a_page_cut_anywhere_only_whole_rows_are_read(twin: str, reading: Reading) -> None:
    for offset in range(0, len(twin), 67):
        if found := reading_of(twin[:offset], USING, partial=True):
            count = len(found.record.rows)
            assert found.record.rows == reading.record.rows[:count], offset
            assert not found.record.page.complete or count in {0, 37}
            ended = [row for row in reading.record.rows if row.spans.code.end <= offset]
            assert count == len(ended)
