from dataclasses import replace

import pytest

from tests.gard.build import page, reading, text
from whimkg import tables
from whimkg.errors import AddressError
from whimkg.gard import read
from whimkg.gard.identity import (
    check_address,
    disease,
    identity_notes,
    is_of_site,
    page_of,
    slug_of,
)
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
        (f"{SITE}/0000012", "GARD:0000012", "a-disease-type-1"),
        (f"{SITE}/12?lang=en", "GARD:0000012", "a-disease-type-1"),
        ("https://rarediseases.info.nih.gov/gard/12/b", "GARD:0000012", "b"),
        (f"https://web.archive.org/web/20201201000000/{SITE}/12/b", "GARD:0000012", "b"),
        (f"https://web.archive.org/web/2020id_/{SITE}/12/b", "GARD:0000012", "b"),
        ("http://localhost/modules/en/diseases/7/b/index.html", "GARD:0000007", "b"),
        (f"https://example.org/?see={SITE}/12/b", None, "a-disease-type-1"),
        (f"{SITE}/12345678/b", None, "a-disease-type-1"),
        (f"{SITE}/0/b", None, "a-disease-type-1"),
        (f"{SITE}/\u0661\u0662/b", None, "a-disease-type-1"),
        (f"{SITE}/b/12", None, "a-disease-type-1"),
        ("https://example.org/elsewhere", None, "a-disease-type-1"),
        (None, None, "a-disease-type-1"),
    ],
)
def test_an_address_names_the_page(url: str | None, gard_id: str | None, slug: str) -> None:
    result = found(url)
    assert (result.gard_id, result.slug, result.url) == (gard_id, slug, url)
    assert (result.length, result.reviewed, result.archived) == (7, False, None)


@pytest.mark.parametrize(
    ("url", "of_site"),
    [
        (f"{SITE}/12/b", True),
        ("http://www.rarediseases.info.nih.gov:80/diseases/12/b", True),
        ("https://rarediseases.info.nih.gov", True),
        (f"https://web.archive.org/web/2020/{SITE}/12/b", True),
        (f"https://example.org/web/2020/{SITE}/12/b", False),
        (f"https://example.org/?see={SITE}/12/b", False),
        ("https://rarediseases.info.nih.gov.example.org/diseases/12/b", False),
        ("https://rarediseases.info.nih.gov@example.org/diseases/12/b", False),
        ("https://example.org/diseases/12/b", False),
    ],
)
def test_a_page_that_is_elsewhere_by_its_own_words_is_not_believed(url: str, of_site: bool) -> None:
    assert is_of_site(url, USING) == of_site


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
        ("GARD:0000001", "MONDO:0011308"),
        ("GARD:0099999", "GARD:0099999"),
        (None, None),
    ],
)
def test_a_disease_is_known_by_its_gard_id(gard_id: str | None, term: str | None) -> None:
    assert disease(gard_id, USING) == term


@pytest.mark.parametrize(
    ("names", "term"),
    [((), "GARD:0006975"), (["Alpha"], "GARD:0006975"), (["MARFAN syndrome"], "MONDO:0007947")],
)
def test_an_earlier_id_is_followed_with_a_name_only(names: list[str], term: str) -> None:
    assert disease("GARD:0006975", USING, names) == term


CHAR = "Char syndrome"


@pytest.mark.parametrize(
    "url",
    [
        f"{SITE}/1237/char-syndrome",
        f"{SITE}/1237/patent-ductus",
        f"{SITE}/1237",
        f"{SITE}/99999/char-syndrome",
        f"{SITE}/9297/char-syndrome",
        f"{SITE}/9297",
        f"{SITE}/9297/",
        f"{SITE}/9297/a-page",
        f"{SITE}/99999/qqxq",
    ],
)
def test_an_address_that_may_be_the_page_s_is_taken(url: str) -> None:
    found = reading(text("A text."), head=CHAR, url=url)
    check_address(url, found.record)


@pytest.mark.parametrize(
    "url",
    [
        f"{SITE}/9297/whim-syndrome",
        f"{SITE}/9297/WHIM-Syndrome-1/",
        f"{SITE}/9297/marfan-syndrome",
        f"{SITE}/99999/marfan-syndrome",
        "http://localhost/diseases/9297/whim-syndrome",
    ],
)
def test_the_address_of_another_disease_is_refused(url: str) -> None:
    found = reading(text("A text."), head=CHAR, url=url)
    with pytest.raises(AddressError, match=r"called 'Char syndrome', but .* is that of \w"):
        check_address(url, found.record)


def told(url: str | None, head: str) -> list[str]:
    return list(identity_notes(reading(text("A text."), head=head, url=url).record))


def test_what_is_to_be_known_of_an_identity_is_told() -> None:
    assert told(f"{SITE}/9297/whim-syndrome", "WHIMS") == []
    assert told(None, CHAR)[0].startswith("no GARD identifier is known")
    (differs,) = told(f"{SITE}/9297", CHAR)
    assert differs.startswith("Mondo calls GARD:0009297 'WHIM syndrome 1' (MONDO:8000006)")
    (earlier,) = told(f"{SITE}/6975", "Marfan syndrome")
    assert earlier.endswith("an earlier identifier of MONDO:0007947, which is GARD:0016535 today")
    (candidate,) = told(f"{SITE}/99999", "Marfan syndrome")
    assert candidate.startswith("Mondo has no class for GARD:0099999: that identifier")
    assert candidate.endswith("is MONDO:0007947 (Marfan syndrome), a candidate only")
    (nothing,) = told(f"{SITE}/99999", "Alpha of beta")
    assert nothing == "Mondo has no class for GARD:0099999: that identifier is the subject"
    assert len(told(f"{SITE}/6975", "Alpha of beta")) == 3
    address, _ = told(f"{SITE}/99999/qqxq", "Alpha of beta")
    assert address == f"the words of its address, {SITE}/99999/qqxq, are none of the page's names"


def test_a_gard_id_is_enough_but_may_not_contradict_the_address() -> None:
    assert reading(text("A."), gard_id="GARD:0009297").record.disease.id == "MONDO:8000006"
    same = reading(text("A."), gard_id="GARD:0000001", url=f"{SITE}/1").record
    assert same.page.gard_id == "GARD:0000001"
    with pytest.raises(AddressError, match=r"is to be GARD:0009297, but .* that of GARD:0000001"):
        reading(text("A."), gard_id="GARD:0009297", url=f"{SITE}/1")


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
