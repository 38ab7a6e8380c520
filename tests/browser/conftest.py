"""A real Chromium, cut off from all networks; and the views that are opened in it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Store

import whimkg
from tests.pages.mask import TWIN, twin_tables
from whimkg.export import view
from whimkg.gard import read
from whimkg.rdf.memory import fill

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Chromium; ``WHIMKG_CHROMIUM`` names another program than ``chromium``."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs the extra 'browser'")
    program = os.environ.get("WHIMKG_CHROMIUM") or shutil.which("chromium")
    if program is None:
        pytest.skip("there is no chromium")
    with playwright.sync_playwright() as started:
        options = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"]
        chromium = started.chromium.launch(executable_path=program, args=options)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def twin_view(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The view of the masked twin, which has prose and overlapping places."""
    graph = whimkg.build(read(TWIN.read_text(encoding="utf-8"), twin_tables()).record)
    return written(graph, tmp_path_factory.mktemp("twin") / "twin.html")


@pytest.fixture(scope="session")
def bundled_view(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The view of the bundled graph, with the engine."""
    return written(whimkg.build(), tmp_path_factory.mktemp("bundled") / "view.html")


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """A tab in which nothing may be fetched, and no error may be heard."""
    heard: list[str] = []
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.set_default_timeout(30_000)
    tab.on("pageerror", lambda error: heard.append(str(error)))
    tab.on("console", lambda message: heard.append(message.text))
    tab.on("request", lambda request: heard.append(request.url) if _foreign(request.url) else None)
    yield tab
    tab.close()
    assert heard == []


def _foreign(address: str) -> bool:
    """Whether it lies outside of the file; a blob is made by the file itself."""
    return not address.startswith(("file:", "blob:", "data:"))


def written(graph: whimkg.KnowledgeGraph, file: Path) -> Path:
    store = Store()
    fill(store, graph)
    ((_, data),) = view(store, "html").items()
    file.write_bytes(data)
    return file
