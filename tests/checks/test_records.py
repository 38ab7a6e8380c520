"""Verification: a statement holds while every character that it rests on stands where it stood."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import whimkg
from tests.graph.records import Sheet, claim, record, row
from tests.graph.view import View
from tests.pages.mask import TWIN, twin_tables
from whimkg.checks import share
from whimkg.checks import verify_record as verify
from whimkg.record import Record
from whimkg.tables import load

TEXT = TWIN.read_text(encoding="utf-8")


@cache
def twin() -> Record:
    return whimkg.read(TWIN, using=twin_tables())


@cache
def rests_on() -> dict[str, set[tuple[int, int]]]:
    """Statement's UUID to the places that it rests on, by the graph."""
    graph = View(whimkg.build(twin()).quads)
    return {
        node.rpartition("/")[2]: {
            (graph.number(span, "nif:beginIndex"), graph.number(span, "nif:endIndex"))
            for span in graph.values(node, "prov:wasDerivedFrom")
        }
        for node in graph.associations
    }


def test_the_twin_holds() -> None:
    outcome = verify(TEXT, twin(), load())
    assert (outcome.statements, outcome.verified, outcome.skipped) == (52, 52, 0)
    assert outcome.holds and not outcome.failures
    assert outcome.spans > 170
    assert share(TEXT, twin()) == 1


@settings(max_examples=200)
@given(st.integers(0, len(TEXT) - 1))
def test_one_other_character_fails_what_rests_on_it_and_nothing_else(at: int) -> None:
    other = "y" if TEXT[at] != "y" else "z"
    outcome = verify(TEXT[:at] + other + TEXT[at + 1 :], twin(), load())
    failed = {failure.id for failure in outcome.failures if failure.id}
    assert failed == {
        uuid for uuid, places in rests_on().items() if any(b <= at < e for b, e in places)
    }
    assert outcome.verified == 52 - len(failed)
    assert all(f.span and f.span.begin <= at < f.span.end for f in outcome.failures)
    assert all(other in failure.found for failure in outcome.failures)


@pytest.mark.parametrize("moved", ["y" + TEXT, TEXT[1:], ""])
def test_a_text_that_is_moved_holds_nothing(moved: str) -> None:
    outcome = verify(moved, twin(), load())
    assert (outcome.verified, outcome.skipped, outcome.holds) == (0, 0, False)
    assert {failure.id for failure in outcome.failures} - {""} == {*rests_on()}


def test_a_text_that_ends_early() -> None:
    """What stood behind the end has failed; what is found there is as short as what is left."""
    outcome = verify(TEXT[:2000], twin(), load())
    assert 0 < outcome.verified < 10
    for failure in outcome.failures:
        assert failure.span and failure.span.end > 2000
        assert failure.found == TEXT[failure.span.begin : 2000]


def test_names_dates_and_references_are_checked_too() -> None:
    at = TEXT.index("11/14/2011")
    outcome = verify(TEXT[:at] + "12" + TEXT[at + 2 :], twin(), load())
    assert [(f.what, f.id) for f in outcome.failures] == [("date of section 4", "")]
    assert outcome.verified == outcome.statements
    assert not outcome.holds


def test_a_failure_says_what_and_where() -> None:
    sheet = Sheet()
    sheet.turn()
    rows = (row(sheet, 1, "HP:0001250", "Seizure", "1%-4%"),)
    sheet.turn()
    said = claim(sheet, "used", "mentioned", treatment="MAXO:0001017")
    about = record(sheet, rows=rows, claims=(said,), id="MONDO:8000006")
    assert verify(sheet.text, about, load()).holds
    outcome = verify(sheet.text.replace("Seizure", "Leisure"), about, load())
    (failure,) = outcome.failures
    assert failure.what == "MONDO:8000006 biolink:has_phenotype HP:0001250"
    assert failure.span and (failure.span.text, failure.found) == ("Seizure", "Leisure")
    assert (outcome.statements, outcome.verified) == (2, 1)


def test_a_disease_without_identifier_is_named_as_ours() -> None:
    sheet = Sheet()
    sheet.turn()
    about = record(sheet, rows=(row(sheet, 1, "HP:0001250", "Seizure", "1%-4%"),))
    (failure, *_) = verify("", about, load()).failures
    assert failure.what.startswith("whimkg.disease:small biolink:has_phenotype")
