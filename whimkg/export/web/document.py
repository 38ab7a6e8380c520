"""One file: template, style, scripts and what the graph says; its policy lets it fetch nothing."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from html import escape
from string import Template

import msgspec
from lxml import html
from lxml.html import HtmlElement
from lxml.html import builder as E  # noqa: N812

from whimkg.base.namespaces import prefix_map
from whimkg.base.resources import text
from whimkg.export.drawing import Facts, Picture, picture
from whimkg.export.drawing import style as drawing_style
from whimkg.export.json_text import inert
from whimkg.export.views import Source
from whimkg.export.web import elements
from whimkg.export.web.pages import Page, pages
from whimkg.export.web.questions import section

__all__ = ["files"]

#: In the order in which they need one another; each is a part of one script.
SCRIPTS = ("text.js", "packed.js", "page.js", "table.js", "questions.js", "view.js")


def files(source: Source) -> dict[str, bytes]:
    """The files of a graph: of one page ``.html``, of several ``index.html`` and one for each.

    Raises:
        GraphError: the graph makes no statement.
    """
    found, facts = pages(source), Facts(source.quads())
    alone = len(found) == 1 and source.options.sparql
    questions = section(source) if alone else ""
    written = {page.slug: _document(page, picture(facts.on(page)), questions) for page in found}
    if len(found) == 1:
        return {".html": written[found[0].slug]}
    return {"index.html": _index(found)} | {f"{slug}.html": each for slug, each in written.items()}


def _document(page: Page, drawn: Picture, questions: str) -> bytes:
    style, script = f"{text('data/view/view.css')}\n{drawing_style()}", _script()
    places = {place.fragment.removeprefix("char="): place.sha256 for place in page.places}
    known: dict[str, object] = {"name": page.name, "sha256": page.sha256}
    known |= {"length": page.length, "places": places}
    if questions:
        known["prefixes"] = prefix_map()
    return _filled(
        "page.html",
        policy=_policy(style, script, worker=bool(questions)),
        style=style,
        script=script,
        link=' <a href="#questions">Questions</a>' if questions else "",
        questions=f'<h2 id="questions">Questions</h2>\n{questions}' if questions else "",
        name=escape(elements.clean(page.name)),
        counts=escape(_counts(page)),
        about=_written([elements.about(page)]),
        filters=_written(elements.filters(page)),
        outline=_written([elements.outline(page)]),
        table=_written([elements.table(page)]),
        drawing=drawn.element(),
        data=inert(msgspec.json.encode(known).decode()),
    )


def _index(found: list[Page]) -> bytes:
    """The table of contents of a folder."""
    style = text("data/view/view.css")
    rows = [
        E.TR(
            E.TD(E.A(elements.clean(page.name), href=f"{page.slug}.html")),
            E.TD(page.disease),
            E.TD(str(len(page.statements))),
            E.TD(page.archived),
        )
        for page in found
    ]
    columns = ("Page", "Disease", "Statements", "Archived")
    head = E.THEAD(E.TR(*(E.TH(name, scope="col") for name in columns)))
    total = sum(len(page.statements) for page in found)
    return _filled(
        "index.html",
        policy=_policy(style),
        style=style,
        counts=f"{len(found)} pages · {total} statements",
        table=_written([E.TABLE(head, E.TBODY(*rows), id="pages")]),
    )


def _counts(page: Page) -> str:
    pieces = sum(len(statement.evidence) for statement in page.statements)
    return (
        f"{len(page.statements)} statements · {pieces} pieces of evidence · "
        f"{len(page.places)} places on the page"
    )


def _filled(template: str, **parts: str) -> bytes:
    return Template(text(f"data/view/{template}")).substitute(parts).encode()


def _written(found: Iterable[HtmlElement]) -> str:
    return "\n".join(html.tostring(element, encoding="unicode") for element in found)


@cache
def _script() -> str:
    """The scripts as one module, in whose scope they share their names."""
    return "\n".join(text(f"data/view/{name}") for name in SCRIPTS)


def _policy(style: str, script: str = "", *, worker: bool = False) -> str:
    """What the browser may do: nothing but this style and this script, and no request at all.

    A worker is made of what stands in the file, and runs WebAssembly.
    """
    parts = ["default-src 'none'", f"style-src {_digest(style)}", "base-uri 'none'"]
    parts.append("form-action 'none'")
    if script:
        parts.append(f"script-src {_digest(script)}" + (" 'wasm-unsafe-eval'" if worker else ""))
    if worker:
        parts.append("worker-src blob:")
    return "; ".join(parts)


def _digest(content: str) -> str:
    """As a policy names what stands in the file itself."""
    return f"'sha256-{base64.b64encode(sha256(content.encode()).digest()).decode()}'"
