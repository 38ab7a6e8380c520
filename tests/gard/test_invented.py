"""Invented pages, one for each way in which real pages differ: each reads as its JSON says.

A new case is a new pair of files in ``tests/pages/invented``. Further pages in the same scheme, of
whoever tests the reader with facts of their own, are read where ``WHIMKG_INVENTED`` names a folder.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

import whimkg
from tests.pages.mask import TWIN
from whimkg import errors
from whimkg.errors import CutPageError, GraphError, LayoutError, PageError
from whimkg.gard import Reading
from whimkg.graph import Names, statements
from whimkg.record import Name, Record

FOLDER = TWIN.parent / "invented"
PAGES = sorted(FOLDER.glob("*.txt"))
OTHERS = os.environ.get("WHIMKG_INVENTED", "")
THEIRS: list[Any] = sorted(Path(OTHERS).glob("*.txt")) if OTHERS else []
UNSET = pytest.param(
    None, marks=pytest.mark.skip(reason="WHIMKG_INVENTED names no folder of invented pages")
)
Facts = dict[str, Any]


def facts(page: Path) -> Facts:
    loaded: Facts = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    return loaded


def by_name(page: Path | None) -> str:
    return page.stem if page else "none"


def pages(key: str = "", *, lacks: str = "", refused: bool = False) -> pytest.MarkDecorator:
    """Runs a test on the pages that are read, or refused, by a key that their facts have."""
    known = {page: facts(page) for page in PAGES}
    fit = [p for p, f in known.items() if ("refused" in f) == refused and lacks not in f]
    fit = [p for p in fit if not key or key in known[p]]
    return pytest.mark.parametrize("page", fit, ids=by_name)


def reading(page: Path, *, partial: bool = False) -> Reading:
    """The page as one of the site, by an address with the facts' GARD id."""
    number = facts(page)["gard_id"]
    url = f"https://rarediseases.info.nih.gov/diseases/{number}/a-page"
    return whimkg.reading(page, url=url, partial=partial)


def texts(names: tuple[Name, ...]) -> list[str]:
    return [name.text for name in names]


def described(record: Record, page: Path) -> Facts:
    """What every page's facts hold, from a record; ``more`` is furniture, and from the page."""
    text = page.read_text(encoding="utf-8-sig")
    lines = [line.strip() for line in text.splitlines()]
    phenotypes = [
        {
            "hp_id": row.term,
            "label": row.label,
            "band": row.band,
            "synonyms": list(row.synonyms),
            "more": lines[row.spans.code.line - 2] == "[ more ]",
        }
        for row in record.rows
    ]
    return {
        "gard_id": str(int((record.page.gard_id or "GARD:0").removeprefix("GARD:"))),
        "name": record.disease.title.text,
        "other_names": texts(record.disease.names),
        "phenotypes": phenotypes,
        "last_updated": [s.dated.text for s in record.sections if s.dated],
    }


def common(expected: Facts) -> Facts:
    keys = ("gard_id", "name", "other_names", "phenotypes", "last_updated")
    return {key: expected[key] for key in keys}


def test_the_number_of_invented_pages() -> None:
    assert len(PAGES) == len(list(FOLDER.glob("*.json"))) == 34
    assert sum("refused" in facts(page) for page in PAGES) == 15


# Pages that are read


@pages()
def test_a_page_reads_as_its_facts_say(page: Path) -> None:
    record = reading(page).record
    cites = "[1]" in page.read_text(encoding="utf-8-sig")
    assert record.page.complete == (bool(record.references) or not cites)
    assert described(record, page) == common(facts(page))


@pages("subtypes")
def test_subtypes_and_groups(page: Path) -> None:
    disease = reading(page).record.disease
    assert texts(disease.subtypes) == facts(page)["subtypes"]
    assert texts(disease.groups) == facts(page)["groups"]


@pages("sections")
def test_sections(page: Path) -> None:
    assert [s.kind for s in reading(page).record.sections] == facts(page)["sections"]


@pages("kinds")
def test_rows_of_other_kinds(page: Path) -> None:
    assert [row.kind for row in reading(page).record.rows] == facts(page)["kinds"]


@pages("identifiers")
def test_identifiers(page: Path) -> None:
    assert [found.id for found in reading(page).record.identifiers] == facts(page)["identifiers"]


@pages("claims")
def test_claims(page: Path) -> None:
    found = [
        [claim.kind, claim.status, [mention.term for mention in claim.mentions]]
        for claim in reading(page).record.claims
    ]
    assert found == facts(page)["claims"]


@pages("omissions")
def test_what_has_no_verified_identifier_is_reported(page: Path) -> None:
    entries = reading(page).ledger.entries
    found = [[omission.what, omission.reason] for e in entries for omission in e.omissions]
    assert found == facts(page)["omissions"]


@pages("references")
def test_references(page: Path) -> None:
    record = reading(page).record
    assert [[r.number, r.url] for r in record.references] == facts(page)["references"]
    assert [list(claim.cites) for claim in record.claims] == facts(page)["cites"]


@pages("statements")
def test_statements(page: Path) -> None:
    graph = whimkg.build(reading(page).record)
    assert graph.statements == facts(page)["statements"]
    assert graph.quads


@pages("pieces")
def test_the_same_twice_is_one_statement_with_two_pieces_of_evidence(page: Path) -> None:
    record = reading(page).record
    found = statements(record, whimkg.load_tables(), Names(record))
    assert [len(statement.pieces) for statement in found] == facts(page)["pieces"]


@pages("graph_error")
def test_the_same_twice_with_other_frequencies_is_an_error_that_names_both_lines(
    page: Path,
) -> None:
    record = reading(page).record
    with pytest.raises(GraphError) as caught:
        _ = whimkg.build(record).quads
    assert caught.value.where == facts(page)["graph_error"]


@pages()
def test_every_line_stands_in_the_ledger(page: Path) -> None:
    lines = page.read_text(encoding="utf-8").split("\n")
    filled = [number for number, line in enumerate(lines, 1) if line.strip()]
    assert sorted(reading(page).ledger.lines) == filled


@pages(lacks="graph_error")
def test_a_page_is_verified_against_its_own_record(page: Path) -> None:
    record = reading(page).record
    outcome = whimkg.verify(page, record)
    assert outcome.holds
    assert outcome.skipped == 0


# Pages that are refused


@pages(refused=True)
def test_a_page_that_is_cut_or_in_another_layout_is_refused(page: Path) -> None:
    with pytest.raises(PageError) as caught:
        reading(page)
    assert type(caught.value) is getattr(errors, facts(page)["refused"])
    assert str(page) in caught.value.where
    assert caught.value.remedy


@pages(refused=True)
def test_of_a_cut_page_its_whole_rows_can_be_had(page: Path) -> None:
    expected = facts(page)
    if not expected["partial"]:
        with pytest.raises(LayoutError):
            reading(page, partial=True)
        return
    record = reading(page, partial=True).record
    assert not record.page.complete
    assert described(record, page) == common(expected)


# Pages of others


@pytest.mark.parametrize("page", THEIRS or [UNSET], ids=by_name)
def test_the_pages_of_others(page: Path) -> None:
    """Each is refused as of another layout, or reads as its facts say; without facts, refused."""
    if not page.with_suffix(".json").exists():
        with pytest.raises(LayoutError):
            whimkg.reading(page)
        return
    try:
        record = reading(page).record
    except CutPageError:
        record = reading(page, partial=True).record
        assert not record.page.complete
    except LayoutError:
        assert not facts(page)["phenotypes"]
        return
    assert described(record, page) == common(facts(page))
