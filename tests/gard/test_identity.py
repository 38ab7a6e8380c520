from dataclasses import replace

import pytest

from tests.gard.build import page, text
from whimkg import tables
from whimkg.gard import read
from whimkg.gard.identity import disease, page_of, slug_of
from whimkg.gard.text import Text
from whimkg.record import Page
from whimkg.tables import KnownPage

USING = tables.load()
SITE = "https://rarediseases.info.nih.gov/diseases"


def found(url: str | None) -> Page:
    return page_of(Text("A page."), "A dis\xe9ase, type 1", url, complete=True, tables=USING)


@pytest.mark.parametrize(
    ("url", "gard_id", "slug"),
    [
        (f"{SITE}/12/a-disease", "GARD:0000012", "a-disease"),
        (f"{SITE}/9297/whim-syndrome/", "GARD:0009297", "whim-syndrome"),
        (f"{SITE}/12/a-disease/index.html", "GARD:0000012", "a-disease"),
        (f"{SITE}/12/a-disease/?C=M&O=A", "GARD:0000012", "a-disease"),
        ("http://localhost/modules/en/diseases/7/b/index.html", "GARD:0000007", "b"),
        ("https://example.org/elsewhere", None, "a-disease-type-1"),
        (None, None, "a-disease-type-1"),
    ],
)
def test_an_address_names_the_page(url: str | None, gard_id: str | None, slug: str) -> None:
    result = found(url)
    assert (result.gard_id, result.slug, result.url) == (gard_id, slug, url)
    assert (result.length, result.reviewed, result.archived) == (7, False, None)


def test_the_digest_of_a_known_page_wins_over_an_address() -> None:
    known = KnownPage(Text("A page.").sha256, "GARD:0000001", f"{SITE}/1/x", "2020-12", "x", True)
    using = replace(USING, pages={known.sha256: known})
    result = page_of(Text("A page."), "Title", f"{SITE}/2/y", complete=True, tables=using)
    assert (result.gard_id, result.slug, result.archived) == ("GARD:0000001", "x", "2020-12")
    assert result.reviewed


def test_without_an_address_nothing_is_guessed() -> None:
    record = read(page(text("A text."), head="WHIM syndrome"), USING).record
    assert (record.page.gard_id, record.page.url, record.disease.id) == (None, None, None)
    assert record.page.slug == "whim-syndrome"


@pytest.mark.parametrize(
    ("gard_id", "term"),
    [
        ("GARD:0009297", "MONDO:8000006"),
        ("GARD:0000001", "GARD:0000001"),
        (None, None),
    ],
)
def test_a_disease_is_known_by_its_gard_id(gard_id: str | None, term: str | None) -> None:
    assert disease(gard_id, USING) == term


def test_a_gard_id_of_two_terms_grounds_nothing() -> None:
    one = next(row for row in USING.identities if row.object == "GARD:0009297")
    using = replace(USING, identities=(one, replace(one, subject="MONDO:0000001")))
    assert disease("GARD:0009297", using) == "GARD:0009297"


@pytest.mark.parametrize(
    ("title", "slug"),
    [("D\xe9lta, 1", "delta-1"), ("\u4e00", "page"), ("", "page"), ("--A--", "a"), ("..", "page")],
)
def test_slugs(title: str, slug: str) -> None:
    assert slug_of(title) == slug
