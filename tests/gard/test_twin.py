"""The masked twin reads as the page does, and every change to it shows."""

from collections.abc import Iterator

import pytest

import whimkg
from tests.gard.expected import expected_rows, found_rows
from tests.gard.spans import places
from tests.pages.mask import TWIN, blanked, mask, stock
from whimkg.checks import Verification
from whimkg.checks import verify_record as verify
from whimkg.gard import Reading, read
from whimkg.gard.ledger import Entry
from whimkg.graph import Names, statements
from whimkg.record import Record
from whimkg.tables import Tables

ZEBRAS = "Zebras wear hats."
#: Sections whose wordings are read in them alone: whoever hides their opening hides their claims.
PLACES = {"differentials", "research"}


@pytest.fixture(scope="module")
def bundled() -> Record:
    return whimkg.bundled()


def ids(record: Record, using: Tables) -> list[str]:
    return [str(statement.uuid) for statement in statements(record, using, Names(record))]


def other(letter: str) -> str:
    return "y" if letter == "z" else "z"


def changed(text: str, offset: int) -> str:
    return text[:offset] + other(text[offset]) + text[offset + 1 :]


# What it is


def test_the_twin_is_its_own_mask(twin: str, reading: Reading, using: Tables) -> None:
    """Outside the kept words stand only x, X, 0, punctuation and white space."""
    assert mask(twin, reading, using) == twin


def test_the_stock_of_the_twin_is_all_used(twin: str, reading: Reading, using: Tables) -> None:
    assert stock(twin, reading, using) == using.stock


def test_no_person_can_be_reached(twin: str) -> None:
    lines = [line.split() for line in twin.splitlines()]
    values = {words[0]: words[1] for words in lines if len(words) == 2}
    assert values["Telephone:"] == values["Fax:"] == "000-000-0000"
    assert set(values["E-mail:"]) == set("x@.")


def test_length_and_blanks_are_the_page_s(twin: str, bundled: Record) -> None:
    assert len(twin) == bundled.page.length == 12103
    assert twin.count("\N{NO-BREAK SPACE}") == 31


# What it gives


def test_it_gives_the_bundled_record_up_to_digests(reading: Reading, bundled: Record) -> None:
    assert blanked(reading.record) == blanked(bundled)


def test_its_rows_are_those_that_a_person_read(reading: Reading) -> None:
    assert len(expected_rows()) == 37
    assert found_rows(reading) == expected_rows()


def test_it_gives_the_same_statements(reading: Reading, bundled: Record, using: Tables) -> None:
    assert ids(reading.record, using) == ids(bundled, using)
    assert whimkg.build(reading.record, using=using).statements == 52


def test_it_gives_a_graph_of_the_same_size(
    reading: Reading, bundled: Record, using: Tables
) -> None:
    mine, theirs = (whimkg.build(each, using=using).quads for each in (reading.record, bundled))
    assert len(mine) == len(theirs)


def test_it_is_verified(reading: Reading, using: Tables) -> None:
    outcome = whimkg.verify(TWIN, reading.record, using=using)
    assert outcome.holds
    assert (outcome.statements, outcome.verified, outcome.skipped) == (52, 52, 0)


def test_its_ledger_counts_as_the_page_s_does(reading: Reading) -> None:
    ledger = reading.ledger
    counts = [ledger.count(verdict) for verdict in ("modelled", "left out", "not understood")]
    assert (len(ledger.lines), ledger.sentences, counts) == (145, 93, [95, 50, 0])


def test_every_line_stands_in_the_ledger(twin: str, reading: Reading) -> None:
    filled = [n for n, line in enumerate(twin.split("\n"), 1) if line.strip()]
    assert sorted(reading.ledger.lines) == filled


def test_every_sentence_stands_in_the_ledger_once(twin: str, reading: Reading) -> None:
    """The entries of a line touch one another: between them stand blanks, before them a bullet."""
    seen = 0
    for entry in reading.ledger.entries:
        assert twin[seen : entry.begin].strip() in {"", "•"}, entry
        seen = entry.end
    assert twin[seen:].strip() == ""


# A changed character


def failed(outcome: Verification) -> set[str]:
    return {failure.id or failure.what for failure in outcome.failures}


def resting(record: Record, using: Tables, offset: int) -> set[str]:
    """The statements with a span over an offset."""
    return {
        str(statement.uuid)
        for statement in statements(record, using, Names(record))
        for piece in statement.pieces
        for span in piece.spans
        if span.begin <= offset < span.end
    }


def test_a_change_under_any_span_fails_and_names_what_rests_on_it(
    twin: str, reading: Reading, using: Tables
) -> None:
    record = reading.record
    found = places(record)
    assert len(found) == 144
    for span in found:
        outcome = verify(changed(twin, (span.begin + span.end) // 2), record, using)
        assert not outcome.holds
        expected = resting(record, using, (span.begin + span.end) // 2)
        assert {failure.id for failure in outcome.failures} - {""} == expected, span
        assert outcome.verified == 52 - len(expected)


@pytest.mark.parametrize("edge", ["begin", "end"])
def test_both_ends_of_every_span_are_held(
    twin: str, reading: Reading, using: Tables, edge: str
) -> None:
    for span in places(reading.record):
        offset = span.begin if edge == "begin" else span.end - 1
        assert failed(verify(changed(twin, offset), reading.record, using)), span


def test_the_first_character_is_enough(twin: str, reading: Reading, using: Tables) -> None:
    """Another number of characters moves all that stands below."""
    outcome = verify("x" + twin, reading.record, using)
    assert (outcome.verified, outcome.holds) == (0, False)


def test_changes_outside_all_spans_play_no_part(twin: str, reading: Reading, using: Tables) -> None:
    covered = {n for span in places(reading.record) for n in range(span.begin, span.end)}
    free = [n for n in range(len(twin)) if n not in covered]
    everywhere = "".join(letter if n in covered else other(letter) for n, letter in enumerate(twin))
    for text in (everywhere, *(changed(twin, offset) for offset in free[::50])):
        assert verify(text, reading.record, using).holds


# An added sentence


def prose(ledger: tuple[Entry, ...]) -> Iterator[Entry]:
    return (entry for entry in ledger if entry.sentence)


def not_understood(text: str, using: Tables) -> list[str]:
    entries = read(text, using).ledger.entries
    return [text[e.begin : e.end] for e in entries if e.verdict == "not understood"]


def lines_of_prose(reading: Reading) -> int:
    return len({entry.line for entry in prose(reading.ledger.entries)})


def test_a_sentence_added_before_any_other_is_not_understood(
    twin: str, reading: Reading, using: Tables
) -> None:
    openings = {s.begin for s in reading.record.sections if s.kind in PLACES}
    assert lines_of_prose(reading) == 34
    for entry in prose(reading.ledger.entries):
        text = f"{twin[: entry.begin]}{ZEBRAS} {twin[entry.begin :]}"
        first, *more = not_understood(text, using)
        assert first == ZEBRAS
        assert not more or entry.begin in openings, entry


def test_a_sentence_added_after_any_other_is_not_understood(
    twin: str, reading: Reading, using: Tables
) -> None:
    """After a heading it becomes a part of it, and the heading is no longer known."""
    for entry in prose(reading.ledger.entries):
        words = twin[entry.begin : entry.end]
        ended = words.endswith((".", "]", '"', ")"))
        text = f"{twin[: entry.end]} {ZEBRAS}{twin[entry.end :]}"
        assert not_understood(text, using) == [ZEBRAS if ended else f"{words} {ZEBRAS}"]


@pytest.mark.parametrize(("before", "after"), [("", ""), ("", "\n"), ("\n", ""), ("\n", "\n")])
def test_a_line_added_between_sections_is_not_understood(
    twin: str, reading: Reading, using: Tables, before: str, after: str
) -> None:
    for section in reading.record.sections[1:-1]:
        text = f"{twin[: section.end]}{before}\n{ZEBRAS}\n{after}{twin[section.end :]}"
        assert not_understood(text, using) == [ZEBRAS], section.kind
