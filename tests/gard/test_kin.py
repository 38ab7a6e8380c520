"""What pages of other diseases print that the page on WHIM syndrome does not; invented texts."""

import pytest

from whimkg import tables
from whimkg.errors import LayoutError
from whimkg.gard import Reading, read
from whimkg.gard.sentences import nameless, stock_digest

HEAD = f"""{tables.load().layout["header"]} Genetic and Rare Diseases Information Center

Alpha disease type 2


Other Names:
Beta of alpha; AB2

"""
DATED = "\nLast updated: 1/2/2013\n"


def reading(body: str, *, partial: bool = False) -> Reading:
    return read(HEAD + body, tables.load(), partial=partial)


def about(body: str) -> list[str]:
    """What became of the sentences of a text."""
    return [entry.about for entry in reading(body + DATED).ledger.entries if entry.sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "It is inherited in an autosomal dominant manner.",
        "Alpha disease type 2 is inherited in an autosomal dominant pattern.",
        "As the name suggests, alpha disease type 2 is inherited in an autosomal dominant fashion.",
    ],
)
def test_what_is_said_of_the_disease_is_claimed(sentence: str) -> None:
    assert about(sentence) == ["inheritance"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Many of the single forms are inherited in an autosomal dominant manner.",
        "Type A is inherited in an autosomal dominant manner, and type B is not.",
        "It may be inherited in an autosomal dominant manner.",
        "Some cases are caused by mutations in the CXCR4 gene.",
        "In some families it is inherited in an autosomal dominant manner.",
        "Caused by mutations in the CXCR4 gene in most families.",
    ],
)
def test_what_is_said_of_some_cases_is_left_out(sentence: str) -> None:
    assert about(sentence) == ["said of some cases only"]
    assert reading(sentence + DATED).record.claims == ()


def test_what_is_said_of_a_subtype_is_left_out() -> None:
    text = (
        HEAD + "Subtypes:\nAlpha disease 2a\n\nAlpha disease 2a is inherited in a digenic manner."
    )
    found = read(text + DATED, tables.load())
    assert found.record.claims == ()
    assert found.ledger.entries[-2].verdict == "not understood"


def test_what_is_said_with_doubt_is_left_out() -> None:
    sentence = "It is thought to be inherited in an autosomal dominant manner."
    assert about(sentence) == ["said with doubt"]
    assert reading(sentence + DATED).record.claims == ()


def test_an_answer_to_a_question_is_refused_without_its_address() -> None:
    body = f"Can I swim? I do not know.\n\nWhat is alpha disease?\n\nA disease.{DATED}"
    with pytest.raises(LayoutError, match=r"line 11: .*answers a reader's question"):
        reading(body)


def test_a_page_of_headings_that_are_questions_is_refused() -> None:
    body = f"A disease.\n\nIs it blue?\n\nIt is.\n\nWhat is alpha disease?\n\nA disease.{DATED}"
    with pytest.raises(LayoutError, match=r"line 11: .*answers a reader's question"):
        reading(body)


def test_a_line_that_is_a_question_is_a_line_of_the_ledger() -> None:
    found = reading(
        f"A disease.\n\nIs it blue?\n\nAlpha disease type 2 is caused by mutations in CXCR4.{DATED}"
    )
    assert [entry.verdict for entry in found.ledger.entries if entry.line == 11] == [
        "not understood"
    ]
    assert [claim.kind for claim in found.record.claims] == ["gene-causes"]


def test_a_question_in_a_later_text_is_no_heading() -> None:
    reading(f"A disease.{DATED}\nIs it blue?{DATED}")


@pytest.mark.parametrize(
    ("end", "names"),
    [("Other Names:\nA; B; Gam", ["A", "B"]), ("Other Names:\nA; B See More", ["A", "B"])],
)
def test_a_name_that_is_cut_is_not_read(end: str, names: list[str]) -> None:
    text = HEAD.partition("Other Names:")[0] + end
    found = read(text, tables.load(), partial=True).record.disease.names
    assert [name.text for name in found] == names


def test_a_row_that_is_cut_is_not_understood() -> None:
    columns = (
        "Medical Terms Other Names\nLearn More:\nHPO ID\n80%-99% of people have these symptoms"
    )
    body = f"Showing of 3 |\n{columns}\nBlue elbow 0009001\nSquare thumb\nBoxy th"
    last = reading(body, partial=True).ledger.entries[-3:]
    assert [(e.verdict, e.about) for e in last] == [
        ("modelled", "row 1, HP:0009001"),
        ("not understood", ""),
        ("not understood", ""),
    ]


def test_a_name_is_known_in_small_letters_within_a_sentence() -> None:
    names = ["Alpha disease", "AB"]
    assert nameless("Alpha disease and alpha disease", names) == "{disease} and {disease}"
    assert nameless("alpha diseases, aB", names) == "alpha diseases, {disease}"
    assert stock_digest("About alpha disease.", names) == stock_digest("About AB.", names)


ORPHANET = "The following summary is from Orphanet, a portal.\n\nOrpha Number: 99\n\n"


def test_a_summary_from_orphanet_makes_claims_of_its_own() -> None:
    record = reading(f"{ORPHANET}Transmission is autosomal recessive.{DATED}").record
    section = record.sections[record.claims[0].section - 1]
    assert (section.kind, section.source) == ("orphanet", "infores:orphanet")
    assert [(c.kind, c.status) for c in record.claims] == [("inheritance", "established")]


def test_an_appearance_is_assumed() -> None:
    body = f"{ORPHANET}The pattern of inheritance appears to be autosomal recessive.{DATED}"
    assert [claim.status for claim in reading(body).record.claims] == ["assumed"]


@pytest.mark.parametrize("heading", ["Definition", "Etiology", "Genetic counseling"])
def test_orphanets_headings_are_known(heading: str) -> None:
    entries = reading(f"{ORPHANET}{heading}\nA disease.{DATED}").ledger.entries
    assert [e.about for e in entries if e.sentence][1:] == ["heading", ""]
