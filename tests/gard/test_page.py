"""The same promises on the page itself, which may stand in no repository."""

import os
from pathlib import Path

import pytest

import whimkg
from tests.gard.expected import expected_rows, found_rows
from tests.pages.mask import mask, verdicts
from whimkg import tables
from whimkg.base import resources
from whimkg.gard import Reading
from whimkg.tables import Tables


@pytest.fixture(scope="module")
def page() -> Path:
    if not (named := os.environ.get("WHIMKG_PAGE")):
        pytest.skip("WHIMKG_PAGE does not name the page on WHIM syndrome")
    return Path(named)


@pytest.fixture(scope="module")
def original(page: Path) -> Reading:
    return whimkg.reading(page)


def test_the_page_s_rows_are_those_that_a_person_read(original: Reading) -> None:
    assert found_rows(original) == expected_rows()


def test_the_page_gives_the_bundled_record_byte_for_byte(page: Path) -> None:
    assert whimkg.to_yaml(whimkg.read(page)) == resources.text("data/records/whim-syndrome.yaml")


def test_the_page_is_verified(page: Path) -> None:
    outcome = whimkg.verify(page)
    assert outcome.holds
    assert (outcome.statements, outcome.verified, outcome.skipped) == (52, 52, 0)


def test_nothing_on_the_page_is_not_understood(original: Reading) -> None:
    ledger = original.ledger
    assert (len(ledger.lines), ledger.count("not understood")) == (145, 0)


def test_the_twin_is_the_page_masked(page: Path, original: Reading, twin: str) -> None:
    assert mask(page.read_text(encoding="utf-8"), original, tables.load()) == twin


def test_the_twin_s_ledger_is_the_page_s(original: Reading, reading: Reading) -> None:
    assert verdicts(reading.ledger) == verdicts(original.ledger)


def test_the_stock_is_all_used(original: Reading, using: Tables) -> None:
    known = {entry.sha256 for entry in original.ledger.entries} & set(tables.load().stock)
    assert len(known) >= len(using.stock)
