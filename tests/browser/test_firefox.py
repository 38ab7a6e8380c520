"""The view in a second engine: it is verified, marked, linked and asked as in the first one."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.asking import ASK_ALL, as_stored, engine
from tests.browser.firefox import Firefox, firefox
from tests.pages.mask import TWIN
from tests.sparql.questions import questions

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def tab() -> Iterator[Firefox]:
    """Firefox; ``WHIMKG_FIREFOX`` names another program than Debian's."""
    pytest.importorskip("websockets", reason="needs the extra 'browser'")
    program = os.environ.get("WHIMKG_FIREFOX", "firefox-esr")
    if shutil.which(program) is None:
        pytest.skip(f"there is no {program}")
    with firefox(program) as started:
        yield started
        own = ("file:", "blob:", "data:", "about:")
        foreign = [url for url in started.requests if not url.startswith(own)]
        assert (started.errors, foreign) == ([], [])


def text(tab: Firefox, selector: str) -> str:
    found: str = tab.ask(f"document.querySelector({selector!r}).textContent")
    return found


def test_the_page_is_verified_and_marked(tab: Firefox, twin_view: Path) -> None:
    tab.open(twin_view.as_uri())
    tab.pick("#file", TWIN)
    tab.wait("document.querySelector('#told').className !== ''")
    assert text(tab, "#told") == "whim-masked.txt: 52 of 52 statements verified"
    assert tab.ask("document.querySelectorAll('mark.bad').length") == 0
    assert tab.ask("document.querySelectorAll('.check.good').length") > 121


def test_another_page_is_refused(tab: Firefox, twin_view: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Another page\n")
    tab.open(twin_view.as_uri())
    tab.pick("#file", other)
    tab.wait("document.querySelector('#told').className === 'wrong'")
    assert text(tab, "#told").startswith("other.txt is not the page that this view was made from")


def test_links_into_the_file(tab: Firefox, twin_view: Path) -> None:
    tab.open(twin_view.as_uri())
    name = tab.ask("document.querySelector('tr.statement').id")
    tab.open("about:blank")
    tab.open(f"{twin_view.as_uri()}#{name}")
    assert tab.ask("document.querySelector('tr.statement.on')?.id") == name


def test_every_bundled_question_has_the_stored_answer(tab: Firefox, bundled_view: Path) -> None:
    tab.open(bundled_view.as_uri())
    asked = {question.name: question.text for question in questions()}
    answers = tab.ask(f"({ASK_ALL})({json.dumps([asked, engine(bundled_view)])})")
    for question in questions():
        stored = question.answer.read_text(encoding="utf-8")
        assert as_stored(answers[question.name]) == stored, question.name
    assert len(asked) > 60
