"""What a sentence says: claims, mentions, citations, and what is left out and why."""

from dataclasses import replace

import pytest

from tests.gard.build import MOST, page, reading, table, text
from whimkg import tables
from whimkg.gard import Reading, read
from whimkg.tables import Wording

USING = tables.load()
Facts = list[tuple[str, str, list[str]]]
LETTERS = "A disease is an acronym for its signs"


def claims(found: Reading) -> Facts:
    return [(c.kind, c.status, [m.term for m in c.mentions]) for c in found.record.claims]


def said(words: str) -> Facts:
    return claims(reading(text(words)))


def omissions(found: Reading) -> list[tuple[str, str]]:
    return [(o.what, o.reason) for entry in found.ledger.entries for o in entry.omissions]


def left_out(words: str) -> list[tuple[str, str]]:
    return omissions(reading(text(words)))


# Wordings


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "It is caused by changes in the CXCR4 gene.",
            ("gene-causes", "established", ["HGNC:2561"]),
        ),
        ("It is inherited in an X-linked manner.", ("inheritance", "established", ["HP:0001417"])),
        (
            "It is inherited in an X-linked recessive manner.",
            ("inheritance", "established", ["HP:0001419"]),
        ),
        ("Inheritance is digenic.", ("inheritance", "established", ["HP:0010984"])),
        ("Symptoms usually begin in infancy.", ("onset", "reported", ["HP:0003593"])),
        (
            "Plerixafor blocks the activity of CXCR4.",
            ("blocks", "established", ["DRUGBANK:DB06809", "HGNC:2561"]),
        ),
        (
            "Treatment currently includes IVIG for hypogammaglobulinemia.",
            ("treats-condition", "established", ["MAXO:0001480", "HP:0004313"]),
        ),
        (
            "The use of prophylactic antibiotics in people who have this condition has not been "
            "specifically studied, but the benefits have been assumed "
            "based on studies on other types of disorders.",
            ("applied-to-condition", "assumed", ["MAXO:0000061", "HP:0002718"]),
        ),
    ],
)
def test_a_wording_makes_a_claim(words: str, expected: tuple[str, str, list[str]]) -> None:
    assert said(words) == [expected]


def test_white_space_and_case_play_no_part() -> None:
    expected = [("inheritance", "established", ["HP:0000006"])]
    assert said("It is INHERITED in\xa0an Autosomal\xa0 dominant\tmanner.") == expected


def test_but_genes_are_written_as_they_are() -> None:
    assert said("It is caused by changes in the cxcr4 gene.") == []


@pytest.mark.parametrize(
    "words",
    [
        "It is caused by changes in the CXCR44 gene.",
        "It is caused by changes in the CXCR4 genie.",
        "Inheritance is digenically.",
        "Thinheritance is digenic.",
        "Symptoms usually begin in. Infancy is far.",
        "It is in the CXCR4 gene.",
    ],
)
def test_what_is_nearly_a_wording_makes_none(words: str) -> None:
    assert said(words) == []


def test_a_wording_counts_in_its_section_only() -> None:
    words = "Inheritance is digenic."
    assert claims(reading(text("One."), f"Research helps us better understand all. {words}")) == []


def test_a_sentence_can_say_several_things_in_their_order() -> None:
    words = "It is inherited in an X-linked manner and caused by changes in the CXCR4 gene."
    assert [kind for kind, _, _ in said(words)] == ["inheritance", "gene-causes"]


def test_a_clause_ends_with_its_sentence() -> None:
    assert said("IVIG has been shown to be effective at decreasing risk of infections.")
    assert said("IVIG has been shown. It is decreasing risk of infections.") == []


def test_words_and_sentences_say_where_they_stand() -> None:
    source = page(
        text("It is rare. It is\xa0inherited in an autosomal\xa0dominant manner. Symptoms vary.")
    )
    (claim,) = read(source, USING).record.claims
    sentence, (mention,) = claim.sentence, claim.mentions
    assert mention.span is not None
    assert source[sentence.begin : sentence.end].startswith("It is\xa0inherited")
    assert source[sentence.begin : sentence.end].endswith("manner.")
    assert source[mention.span.begin : mention.span.end] == "autosomal\xa0dominant"
    assert (sentence.text, mention.span.text) == (None, None)


def test_an_implied_term_has_no_place() -> None:
    found = reading(
        text(
            "The use of prophylactic antibiotics in people who have this disease has not been "
            "specifically studied, but the benefits have been assumed "
            "based on studies on other types of disorders."
        )
    )
    assert [m.span is None for m in found.record.claims[0].mentions] == [False, True]


@pytest.mark.parametrize(("heading", "made"), [("Type 3", 0), ("In ferrets", 0), ("Causes", 1)])
def test_below_a_heading_of_something_else_nothing_is_of_the_disease(
    heading: str, made: int
) -> None:
    words = f"It is rare.\n{heading}\n\nA disease is inherited in an X-linked manner."
    assert len(said(words)) == made


# Phenotypes in prose


def test_a_phenotype_in_prose_is_evidence_for_its_row() -> None:
    rows = table(MOST, "Verrucae 0200043", count=1)
    assert claims(reading(text(f"{LETTERS}: (W) = warts."), rows)) == [
        ("phenotype", "established", ["HP:0200043"])
    ]


def test_a_phenotype_without_a_row_is_left_out() -> None:
    assert said(f"{LETTERS}: (W) = warts.") == []
    assert left_out(f"{LETTERS}: (W) = warts.") == [
        (LETTERS, "claim without an exact term"),
        ("warts (HP:0200043)", "no row in the table"),
    ]


def test_a_near_term_is_no_evidence_for_a_row() -> None:
    words = f"{LETTERS}: (I) = infections."
    found = reading(text(words), table(MOST, "Many 0002719", count=1))
    assert claims(found) == []
    assert omissions(found)[1:] == [("infections (HP:0002719)", "no row in the table")]


# Lists


def differentials(words: str) -> Reading:
    heading = "Conditions with similar signs and symptoms, by Orphanet"
    opening = "Differential diagnosis of diseases with myelokathexis include"
    return reading(text("One."), f"{heading}\n{opening} {words}")


@pytest.mark.parametrize(
    ("words", "known", "unknown"),
    [
        ("epidermodysplasia verruciformis.", 1, []),
        (
            "epidermodysplasia verruciformis, and monocytopenia with susceptibility to infections.",
            2,
            [],
        ),
        ("blue disease or epidermodysplasia verruciformis (see there).", 1, ["blue disease"]),
        ("blue disease, red disease.", 0, ["blue disease", "red disease"]),
    ],
)
def test_a_list_makes_a_claim_for_each_term(words: str, known: int, unknown: list[str]) -> None:
    found = differentials(words)
    assert len(found.record.claims) == known
    assert omissions(found) == [(what, "no verified identifier") for what in unknown]


def test_a_name_that_holds_another_is_taken_whole() -> None:
    found = differentials(
        "autosomal recessive severe congenital neutropenia due to G6PC3 deficiency."
    )
    assert [claim.mentions[0].term for claim in found.record.claims] == ["MONDO:0012930"]


# What is left out


def test_an_unknown_gene_is_left_out_with_its_reason() -> None:
    words = "It is caused by mutations in the ZORB9 gene."
    assert said(words) == []
    assert left_out(words) == [("ZORB9", "no verified identifier")]


def test_a_wording_may_say_that_its_sentence_is_left_out() -> None:
    using = replace(
        USING, wordings=(Wording("text", "is made of paper", "", "", "", "general advice"),)
    )
    (entry,) = [
        e for e in read(page(text("It is made of paper.")), using).ledger.entries if e.sentence
    ]
    assert (entry.verdict, entry.about) == ("left out", "general advice")


def test_a_sentence_that_nobody_knows_is_not_understood() -> None:
    entries = reading(text("Zebras wear hats.")).ledger.entries
    assert [entry.verdict for entry in entries if entry.sentence] == ["not understood"]


# Citations


@pytest.mark.parametrize(
    ("words", "cites"),
    [
        ("Inheritance is digenic.[1][2]", (1, 2)),
        ("Inheritance is digenic. Symptoms vary.[3]", (3,)),
        ("It is so.[1] Inheritance is digenic.[2]", (2,)),
        ("It is so.[1] Inheritance is digenic.", ()),
        ("Inheritance is digenic.[13030[2][3]", (2, 3)),
        ("Inheritance is digenic.\n\nIt is so.[1]", ()),
    ],
)
def test_a_claim_cites_what_its_paragraph_cites_next(words: str, cites: tuple[int, ...]) -> None:
    (claim,) = reading(text(words)).record.claims
    assert claim.cites == cites


# Mentions


def test_a_resource_is_named_once_where_it_stands_first() -> None:
    source = page(text("See PubMed, PubMed again, OMIM, and the NIH; not XPubMed nor omim."))
    found = read(source, USING).record.resources
    assert [(r.kind, r.id) for r in found] == [
        ("resource", "infores:pubmed"),
        ("resource", "infores:omim"),
        ("organization", "ROR:01cwqze88"),
    ]
    assert [source[r.span.begin : r.span.end] for r in found] == ["PubMed", "OMIM", "NIH"]
    assert found[0].span.begin == source.index("PubMed")


def test_a_resource_without_identifier_is_named_all_the_same() -> None:
    (found,) = reading(text("See RareConnect.")).record.resources
    assert (found.label, found.id) == ("RareConnect", None)


def test_a_study_with_its_protocol() -> None:
    words = 'The NIH is conducting a study titled "A Study of Hats" (Protocol no. 09-X-1). Done.'
    body = f"Research helps us better understand hats. {words}"
    (study,) = reading(text("One."), body).record.studies
    assert (study.title, study.protocol, study.id) == ("A Study of Hats", "09-X-1", None)


def test_an_orphanet_number() -> None:
    body = text("The following summary is from Orphanet.\n\nOrpha Number:\xa0123\n\nA text.")
    (found,) = reading(body).record.identifiers
    assert (found.id, found.span.text) == ("Orphanet:123", "123")
