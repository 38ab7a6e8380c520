"""The view in a browser: what a reader sees, clicks and types."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

import whimkg
from tests.browser.asking import ASK_ALL, as_stored, engine
from tests.browser.conftest import written
from tests.pages.mask import TWIN
from tests.pages.site2022 import Invented
from tests.sparql.questions import questions

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

INVENTED = Path(__file__).parents[1] / "pages" / "invented"


def opened(page: "Page", view: Path, text: Path | None = None, fragment: str = "") -> None:
    page.goto(f"{view.as_uri()}{fragment}")
    if text is not None:
        page.set_input_files("#file", text)
        # No script waits: the view's policy lets none be evaluated from a text.
        page.locator("#told[class]:not([class=''])").wait_for(state="attached")


def shown(page: "Page") -> list[str]:
    rows = page.locator("tr.statement:visible")
    return [str(row.get_attribute("id")) for row in rows.all()]


def test_the_page_is_verified_and_marked(page: "Page", twin_view: Path) -> None:
    opened(page, twin_view, TWIN)
    assert page.text_content("#told") == "whim-masked.txt: 52 of 52 statements verified"
    assert page.inner_text(".text").count("\n") > 100
    lit = page.locator("#said .details .check.good")
    assert lit.count() == page.locator("#said .details .check").count() > 121
    assert page.locator("mark.bad").count() == 0


def test_another_page_is_refused_by_name(page: "Page", twin_view: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(TWIN.read_text(encoding="utf-8").replace("x", "y", 1), encoding="utf-8")
    opened(page, twin_view, other)
    told = page.text_content("#told") or ""
    assert told.startswith("other.txt is not the page that this view was made from")
    assert "12103 characters" in told
    assert page.locator("mark").count() == page.locator(".check.good").count() == 0


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xff\xfe\x00", "other.txt is no text in UTF-8"),
        (b"<!-- saved -->\n<!DOCTYPE html><p>a", "other.txt is HTML."),
        (b"\xff\xfe<html>", "other.html is HTML."),
        (b"<a page about HTML>", "other.txt is not the page that this view was made from"),
    ],
)
def test_files_that_are_no_page(
    data: bytes, told: str, page: "Page", twin_view: Path, tmp_path: Path
) -> None:
    other = tmp_path / told.split(maxsplit=1)[0]
    other.write_bytes(data)
    opened(page, twin_view, other)
    assert told in (page.text_content("#told") or "")
    assert page.locator("mark").count() == 0


def test_saved_html_is_told_the_command_that_makes_its_text(page: "Page", tmp_path: Path) -> None:
    html = tmp_path / "a $page.html"
    html.write_text(
        Invented(ages=("Child",), modes=("Autosomal dominant",)).html(), encoding="utf-8"
    )
    view = written(whimkg.build(html), tmp_path / "view.html")
    opened(page, view)
    assert "whimkg read --text PAGE.html > page.txt" in page.inner_text("#drop")
    opened(page, view, html)
    command = page.inner_text("#told code")
    assert command == 'whimkg read --text "a \\$page.html" > page.txt'
    program = Path(sys.executable).with_name("whimkg")
    made = command.replace("whimkg", str(program), 1)
    subprocess.run(["bash", "-c", made], cwd=tmp_path, check=True)
    opened(page, view, tmp_path / "page.txt")
    assert re.fullmatch(r"page\.txt: (\d+) of \1 statements verified", page.inner_text("#told"))


def test_characters_are_code_points(page: "Page", tmp_path: Path) -> None:
    """Beyond the first plane, after a byte-order mark, with lines that end as on Windows."""
    text = (INVENTED / "04-subtypes-and-groups.txt").read_text(encoding="utf-8")
    text = text.replace("Nowhere", "N\U0001d560where \U0001f9ec\U0001f9ec", 1)
    file = tmp_path / "page.txt"
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    graph = whimkg.build(file)
    opened(page, written(graph, tmp_path / "view.html"), file)
    assert page.text_content("#told") == "page.txt: 3 of 3 statements verified"
    marked = page.locator("mark").all_text_contents()
    spans = [span for row in graph.record.rows for span in (row.spans.label, row.spans.code)]
    assert {span.text for span in spans} <= set(marked)


def test_a_place_opens_its_statements(page: "Page", twin_view: Path) -> None:
    opened(page, twin_view, TWIN)
    mark = page.locator("mark", has_text=re.compile("^Lymphopenia$"))
    mark.click()
    (row,) = shown(page)
    assert row == "statement=e13d011a-b928-5d06-8608-765269859d50"
    assert page.locator("tr.details:visible").count() == 1
    assert page.url.endswith("#char=1852,1863")
    page.keyboard.press("Escape")
    assert len(shown(page)) == 52


def test_a_statement_opens_its_places(page: "Page", twin_view: Path) -> None:
    opened(page, twin_view, TWIN)
    page.locator("#said").get_by_role("button", name="Lymphopenia", exact=True).click()
    lit = page.locator("mark.on").all_text_contents()
    assert lit == ["80%-99% of people have these symptoms", "Lymphopenia", "0001888"]
    assert page.locator("mark.on").nth(1).evaluate("e => e.getBoundingClientRect().top") > 0
    page.locator("tr.details:visible").get_by_role("link", name="line 27").click()
    assert page.locator("mark.on").all_text_contents() == ["0001888"]


def test_both_of_two_overlapping_places_can_be_reached(page: "Page", twin_view: Path) -> None:
    """A sentence, and a word in it on which another statement rests, too."""
    opened(page, twin_view, TWIN)
    marks = page.locator("mark").evaluate_all("marks => marks.map(m => m.dataset.places)")
    both = next(places for places in marks if " " in places)
    inner, outer = both.split()[0], both.split()[-1]
    resting = {
        place: set(
            page.locator("tr.statement").evaluate_all(
                "(rows, place) => rows.filter(r => r.dataset.places.split(' ').includes(place))"
                ".map(r => r.id)",
                place,
            )
        )
        for place in (inner, outer)
    }
    page.locator(f'mark[data-places="{both}"]').first.click()
    assert resting[inner] | resting[outer] <= set(shown(page))
    opened(page, twin_view, TWIN, f"#char={outer}")
    assert resting[outer] <= set(shown(page))
    assert page.locator("mark.on").count() > 0


def test_links_into_the_file(page: "Page", twin_view: Path) -> None:
    link = "#statement=e13d011a-b928-5d06-8608-765269859d50"
    opened(page, twin_view, fragment=link)
    row = page.locator("tr.statement.on")
    assert row.get_attribute("data-object") == "HP:0001888"
    assert row.evaluate("e => e.getBoundingClientRect().top") < 800
    page.evaluate("location.hash = 'char=1855,1856'")
    page.locator("tr.statement:not([hidden])").nth(1).wait_for(state="detached")
    page.evaluate("location.hash = 'statement=nothing'")
    page.evaluate("location.hash = 'char=%E0%A4%A'")  # what is no link changes nothing
    assert len(shown(page)) == 1


@pytest.mark.parametrize(
    ("link", "lit"),
    [
        ("#statement=e13d011a-b928-5d06-8608-765269859d50", "Lymphopenia"),
        ("#char=1852,1863", "Lymphopenia"),
        ("#char=1855", "Lymphopenia"),  # a place that a statement rests on has it
        ("#char=12102", ""),  # no statement rests there: the line is shown
    ],
)
def test_a_link_is_followed_when_the_page_is_opened(
    page: "Page", twin_view: Path, link: str, lit: str
) -> None:
    opened(page, twin_view, fragment=link)
    page.set_input_files("#file", TWIN)
    page.locator("#told.good").wait_for(state="attached")
    found = page.locator("mark.on", has_text=lit) if lit else page.locator(".text p.on")
    assert found.count() == 1
    top = found.evaluate("e => e.getBoundingClientRect().top")
    assert 100 < top < 800
    assert link in page.url


def test_filters_and_words(page: "Page", twin_view: Path) -> None:
    opened(page, twin_view)
    page.select_option('select[data-filter="band"]', "1–4 %")  # noqa: RUF001
    assert len(shown(page)) == 10
    assert page.text_content("#count") == "10 of 52 statements"
    page.click("button[type=reset]")
    page.select_option('select[data-filter="status"]', "established")
    established = len(shown(page))
    assert 0 < established < 52
    page.fill("#find", "immunoglobulin MAXO")
    assert 0 < len(shown(page)) < established
    page.fill("#find", "no such word")
    assert shown(page) == []
    assert page.locator("tr.group:visible").count() == 0


def test_what_is_typed_into_a_query_stays_there(page: "Page", bundled_view: Path) -> None:
    opened(page, bundled_view)
    page.fill("#query", "")
    page.locator("#query").press_sequentially("SELECT * { ?s biolink:subject/rdfs:label ?o }")
    assert "subject/rdfs:label" in page.input_value("#query")
    assert page.input_value("#find") == ""


def test_keys_alone_are_enough(page: "Page", twin_view: Path) -> None:
    opened(page, twin_view, TWIN)
    page.keyboard.press("/")
    page.keyboard.type("lymphopenia")
    for _ in range(12):  # past the filters, to the statement
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "open":
            break
    page.keyboard.press("Enter")
    assert page.locator("tr.details:visible").count() == 1
    page.keyboard.press("Escape")
    page.locator("mark").first.focus()
    before = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") != before
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "open"
    assert 0 < len(shown(page)) < 52


def test_paper_has_all_evidence(page: "Page", twin_view: Path) -> None:
    opened(page, twin_view)
    page.emulate_media(media="print")
    assert page.locator("tr.details:visible").count() == 52
    assert page.locator("#page:visible").count() == 0


@pytest.mark.parametrize("width", [320, 380, 900, 1400])
def test_nothing_is_wider_than_the_screen(page: "Page", twin_view: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    opened(page, twin_view, TWIN)
    for pane in ("page", "statements"):
        if width < 896:
            page.click(f'[data-show="{pane}"]')
        for part in ("html", "#page", "#said"):
            inner, outer = page.eval_on_selector(part, "e => [e.scrollWidth, e.clientWidth]")
            assert inner <= outer, part


#: The words that reach beyond their cell, where the next column is.
BEYOND = """(rows) => rows.flatMap((row) => [...row.cells]).filter((cell) => {
  const words = document.createRange();
  words.selectNodeContents(cell);
  return words.getBoundingClientRect().right > cell.getBoundingClientRect().right + 1;
}).map((cell) => cell.textContent)"""


@pytest.mark.parametrize("width", [380, 800, 1000, 1200, 1300, 1400])
def test_no_label_reaches_into_the_next_column(page: "Page", twin_view: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    opened(page, twin_view, TWIN)  # with the marks of what was verified
    assert page.eval_on_selector_all("tr.statement", BEYOND) == []


#: The words that are written over two lines.
BROKEN = """(parts) => parts.flatMap((part) => [...part.firstChild.data.matchAll(/[\\p{L}\\d]+/gu)]
  .filter((word) => {
    const at = document.createRange();
    at.setStart(part.firstChild, word.index);
    at.setEnd(part.firstChild, word.index + word[0].length);
    return at.getClientRects().length > 1;
  }).map(String))"""


@pytest.mark.parametrize("width", [380, 768, 897, 1100, 1250, 1400])
def test_no_term_is_broken_within_a_word(page: "Page", twin_view: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    opened(page, twin_view, TWIN)
    assert page.eval_on_selector_all(".statement .term", BROKEN) == []
    assert page.locator(".statement .term:visible").count() >= 52


def closed(page: "Page", view: Path, other: Path) -> None:
    opened(page, view)


def chosen(page: "Page", view: Path, other: Path) -> None:
    opened(page, view, TWIN, "#statement=e13d011a-b928-5d06-8608-765269859d50")


def beside_all_places(page: "Page", view: Path, other: Path) -> None:
    opened(page, view, TWIN, "#char=1")


def refused(page: "Page", view: Path, other: Path) -> None:
    opened(page, view, other)


def all_is_open(page: "Page", view: Path, other: Path) -> None:
    opened(page, view)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    page.fill("#find", "no such word")


def drawn(page: "Page", view: Path, other: Path) -> None:
    opened(page, view, fragment="#drawing")


def answered(page: "Page", view: Path, other: Path) -> None:
    opened(page, view, fragment="#questions")
    page.click("#ask button")
    page.locator("#state", has_text="rows").wait_for()


SCREENS = [(380, "dark"), (800, "dark"), (1400, "light")]
STATES = [closed, chosen, beside_all_places, refused, all_is_open, drawn, answered]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing(
    page: "Page",
    twin_view: Path,
    tmp_path: Path,
    state: Callable[["Page", Path, Path], None],
    screen: tuple[int, Literal["dark", "light"]],
) -> None:
    width, scheme = screen
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    other = tmp_path / "other.txt"
    other.write_text("Another page\n")
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    state(page, twin_view, other)
    for pane in ("page", "statements"):
        if width < 896:
            page.click(f'[data-show="{pane}"]')
        assert axe.run(page).response["violations"] == []


# Questions


def test_every_bundled_question_has_the_stored_answer(page: "Page", bundled_view: Path) -> None:
    opened(page, bundled_view)
    asked = {question.name: question.text for question in questions()}
    answers = page.evaluate(ASK_ALL, [asked, engine(bundled_view)])
    for question in questions():
        stored = question.answer.read_text(encoding="utf-8")
        assert as_stored(answers[question.name]) == stored, question.name
    options = page.locator("#asked option").evaluate_all("all => all.map(o => o.value)")
    assert sorted(options) == sorted(asked) and len(asked) > 60


def test_a_question_is_chosen_and_answered(page: "Page", bundled_view: Path) -> None:
    opened(page, bundled_view)
    page.select_option("#asked", "phenotypes-per-band")
    page.locator("#state", has_text=re.compile(r"^5 rows, \d+ ms$")).wait_for()
    assert page.locator("#answered tbody tr").count() == 5


@pytest.mark.parametrize("width", [380, 900, 1400])
def test_an_answer_has_all_its_columns(page: "Page", bundled_view: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    opened(page, bundled_view)
    page.click("#ask button")
    page.locator("#state", has_text="35 rows").wait_for()
    heads = page.locator("#answered th:visible").all_text_contents()
    assert heads == ["disease", "phenotype", "label", "frequency", "low", "high"]
    left = "cells => cells.map(cell => Math.round(cell.getBoundingClientRect().left))"
    heads_at = page.eval_on_selector_all("#answered th", left)
    assert heads_at == page.eval_on_selector_all("#answered tbody tr:first-child td", left)
    assert page.eval_on_selector_all("#answered .id", "ids => ids.length") == 70
    assert page.eval_on_selector_all("#answered .id", BROKEN) == []


def test_one_s_own_question(page: "Page", bundled_view: Path) -> None:
    opened(page, bundled_view)
    page.fill("#query", "SELECT ?s (1 AS ?one) { ?s a <https://w3id.org/biolink/vocab/Gene> }")
    page.click("#ask button")
    page.locator("#state", has_text=re.compile(r"^1 row, \d+ ms$")).wait_for()
    (link,) = page.locator("#answered a").all()
    assert (link.text_content(), link.get_attribute("href")) == (
        "HGNC:2561",
        "http://identifiers.org/hgnc/2561",
    )
    page.fill("#query", "SELECT oops")
    page.click("#ask button")
    page.locator("#state", has_text="error at 1").wait_for()
    page.fill("#query", "SELECT ?s { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    page.click("#ask button")
    page.locator("#state", has_text=re.compile("SERVICE|service|HTTP")).wait_for()
