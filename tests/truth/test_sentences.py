"""Invented sentences: those that say nothing of the disease as a whole, and those that do."""

import csv
from pathlib import Path

import pytest

from tests.gard.build import page
from tests.truth.judging import USING, claims_of, rows
from whimkg.gard import read

HERE = Path(__file__).parent
HEAD = "Alpha syndrome\n\n\nOther Names:\nBeta disease; ABD\nCategories:"
FALSE = list(rows(HERE / "false_sentences.tsv"))
TRUE = list(rows(HERE / "true_sentences.tsv"))


def claims(words: str) -> list[tuple[str, str, str]]:
    """Kind, words of the term and qualification of each claim of a text, on a page of its own."""
    references = "1. A book."
    text = page(f"{words} It is a rare disorder.\nLast updated: 1/2/2003", references, head=HEAD)
    found = claims_of(read(text, USING), "1", text)
    return [(claim.kind, claim.value, claim.qualified.lower()) for claim in found]


def test_there_are_sentences_of_every_kind() -> None:
    assert len(FALSE) > 180
    assert len(TRUE) > 65
    assert {row["kind"] for row in TRUE} == {"inheritance", "gene", "onset", "used"}


@pytest.mark.parametrize("row", FALSE, ids=[row["text"] for row in FALSE])
def test_what_is_not_said_of_the_disease_is_no_claim(row: dict[str, str]) -> None:
    assert claims(row["text"]) == []


@pytest.mark.parametrize("row", FALSE, ids=[row["text"] for row in FALSE])
def test_nor_is_it_behind_a_sentence_on_the_disease(row: dict[str, str]) -> None:
    assert claims(f"Alpha syndrome is a disorder of the elbow. {row['text']}") == []


@pytest.mark.parametrize("row", TRUE, ids=[row["text"] for row in TRUE])
def test_what_is_said_of_the_disease_is_a_claim(row: dict[str, str]) -> None:
    expected = [(row["kind"], value, row["qualified"]) for value in row["value"].split("|")]
    assert claims(row["text"]) == expected


def test_the_tables_hold_no_quotes_or_blank_cells() -> None:
    for path in HERE.glob("*.tsv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                assert all(cell == cell.strip() for cell in row), row
