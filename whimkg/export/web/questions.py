"""What a file needs to answer questions: the engine, the graph, and the bundled questions."""

from __future__ import annotations

import base64
import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

import msgspec
from lxml.html import HtmlElement
from lxml.html import builder as E  # noqa: N812

from whimkg.base import resources
from whimkg.errors import GraphError
from whimkg.export import serialize
from whimkg.export.json_text import inert
from whimkg.export.views import Source
from whimkg.rdf.parsing import read_quads

__all__ = ["Question", "choice", "graphs", "section"]

#: Scripts that are kept as text until a worker is made of them and the engine.
WORKER = ("packed.js", "worker.js")
_FIRST = "To start with"
_SUMMARY = re.compile(r"^#\+ summary: (.+)$", re.MULTILINE)
_TAG = re.compile(r"^#\+   - ([\w. ]+)$", re.MULTILINE)
_HEAD = re.compile(r"\A(?:#\+.*\n)+")


class Question(NamedTuple):
    """A bundled question: its name, what is asked, its theme, and its SPARQL without the head."""

    name: str
    summary: str
    theme: str
    text: str


def section(source: Source) -> str:
    """The part of a file in which questions are asked."""
    found = _questions()
    parts = {
        "texts": inert(msgspec.json.encode({each.name: each.text for each in found}).decode()),
        "graphs": inert(msgspec.json.encode(graphs(source)).decode()),
        "wasm": _packed("oxigraph.wasm.gz"),
        "engine": _packed("oxigraph.js.gz"),
        "worker": "\n".join(resources.text(f"data/view/{name}") for name in WORKER),
    }
    embedded = "\n".join(
        f'<script type="text/plain" id="{name}">{content}</script>'
        for name, content in parts.items()
    )
    return f"{_form(found)}\n{embedded}"


def graphs(source: Source) -> list[dict[str, str]]:
    """The graph and HPO's hierarchy, which questions on branches need beside it."""
    quads = list(source.quads())
    try:
        own = {"text": serialize(quads, "ttl").decode(), "format": "text/turtle"}
    except GraphError:  # blank nodes and the like: as it is, in an order of its own
        lines = sorted({f"{q.subject} {q.predicate} {q.object} .\n" for q in quads})
        own = {"text": "".join(lines), "format": "application/n-triples"}
    hierarchy = read_quads(resources.text("data/hpo-slice.nq").encode(), "nq")
    return [own, {"text": serialize(hierarchy, "ttl").decode(), "format": "text/turtle"}]


def _questions() -> list[Question]:
    """Those to start with, then all others in the order of their themes and names."""
    names = [n.removesuffix(".rq") for n in resources.names("queries") if n.endswith(".rq")]
    first = [row["question"] for row in _rows("first_questions")]
    themes = list(dict.fromkeys(row["theme"] for row in _rows("question_themes")))
    others = sorted(
        (_question(name) for name in names if name not in first),
        key=lambda each: (themes.index(each.theme), each.name),
    )
    return [_question(name)._replace(theme=_FIRST) for name in first] + others


def _question(name: str) -> Question:
    text = resources.text(f"queries/{name}.rq")
    summary, tags = _SUMMARY.search(text), _TAG.findall(text)
    theme = next(row["theme"] for row in _rows("question_themes") if row["tag"] in tags)
    return Question(name, summary[1] if summary else name, theme, _HEAD.sub("", text))


@cache
def _rows(table: str) -> list[dict[str, str]]:
    head, *rows = (line.split("\t") for line in resources.text(f"data/{table}.tsv").splitlines())
    return [dict(zip(head, row, strict=True)) for row in rows]


def _form(found: list[Question]) -> str:
    return f"""<form id="ask">
<p><label>Question {_written(choice(found))}</label> <button>Ask</button>
<span id="state" role="status" class="soft"></span></p>
<p><label for="query" class="soft">SPARQL; values stand in the lines that begin with VALUES</label>
<textarea id="query" rows="8" spellcheck="false"></textarea></p>
</form>
<div id="answered" class="answered" tabindex="0" role="group" aria-label="Answer"></div>"""


def choice(found: list[Question]) -> HtmlElement:
    """The questions to choose from, by theme."""
    groups: dict[str, list[HtmlElement]] = defaultdict(list)
    for each in found:
        groups[each.theme].append(E.OPTION(each.summary, value=each.name, title=each.name))
    made = [E.OPTGROUP(*options, label=theme) for theme, options in groups.items()]
    return E.SELECT(*made, id="asked")


def _written(element: HtmlElement) -> str:
    from lxml import html

    return str(html.tostring(element, encoding="unicode"))


def _packed(name: str) -> str:
    """A file in base 85, as ``packed.js`` reads it; in it nothing can look like a tag."""
    found = base64.b85encode(resources.mapped(f"data/view/{name}"))
    return found.replace(b"<", b",").decode()
