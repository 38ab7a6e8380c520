"""HTML into the lines of the page, as a text browser would lay them out.

* a block (``div``, ``p``, ``tr``, …) and ``br`` start a line; around headings, paragraphs and lists
  stands one empty line
* list items start with ``  • `` or ``  1. ``, two blanks deeper for each list around them; what
  follows in the item is indented under its text
* white space is folded, no-break spaces are kept; a picture stands as its alternative text
* a table row stands as `rendering.row_lines` says
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from whimkg.source.addresses import kept
from whimkg.source.decode import without_controls

if TYPE_CHECKING:  # lxml is needed for HTML only
    from lxml.html import HtmlElement

__all__ = ["WHOLE_BODY", "Frame", "is_html", "own_address", "page_lines"]

_START = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?"
    r"(<!--((?!-->).)*-->\s*)*"  # not .*?, which could end at any later mark: exponential
    r"<(!doctype\s+html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_BODY = re.compile(r"<body[\s>]", re.IGNORECASE)
_TAG = re.compile(r"<[a-z!/]", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_UNSEEN = {"head", "script", "style", "template", "noscript", "title"}
_FURNITURE = {
    *("nav", "dialog", "menu"),
    *("select", "option", "datalist", "input", "textarea", "button"),
    *("iframe", "object", "svg", "canvas", "audio", "video", "map"),
}
_SITE = ("header", "footer", "aside")  # of the site outside a container, of a section inside
_FOLDING = {"table", "li", "span", "a", "b", "i", "em", "strong", "small", "font", "tr", "tbody"}


@dataclass(frozen=True, slots=True)
class Frame:
    """Where in a site's HTML the page itself stands; a reader of a layout provides it.

    Attributes:
        containers: ids of elements; the first that occurs holds the page. A title (``h1``) above
            it belongs to the page, with what stands between.
        masthead: words that open a line above the container which belongs to the page, too.
        furniture: class names of elements that are no part of the page; one that ends with ``-``
            stands for all that start so.
    """

    containers: tuple[str, ...] = ()
    masthead: str = ""
    furniture: tuple[str, ...] = ()


WHOLE_BODY = Frame()


def is_html(text: str, *, declared: bool) -> bool:
    """Whether a text is HTML: by how it starts, by a body tag, or declared and with any tag."""
    known = bool(_START.match(text) or _BODY.search(text))
    return known or (declared and bool(_TAG.search(text)))


def own_address(html: str) -> str | None:
    """The absolute http(s) address that saved HTML gives as its own.

    Looked for in this order: the canonical link, ``og:url``, the comment of the browser that saved
    it. A login in it is dropped, and so is what may be another secret.
    """
    tree = _parsed(html)
    found = [*_attributes(tree, "link", "rel", "canonical", "href")]
    found += _attributes(tree, "meta", "property", "og:url", "content")
    found += _SAVED_FROM.findall(html)
    return next((kept(url) for url in found if url.startswith(("http://", "https://"))), None)


def page_lines(html: str, frame: Frame = WHOLE_BODY) -> str:
    """The page's lines, each ended by LF; empty if there is no text."""
    from whimkg.source.rendering import rendered

    body = next(iter(_parsed(html).iter("body")), None)
    if body is None:
        return ""
    _drop(body, (node for node in body.iter(*_UNSEEN)))
    masthead = _masthead(rendered(body), frame.masthead) if frame.masthead else []
    _drop(body, _furniture(body, frame))
    if not _cut_to_container(body, frame.containers):
        _drop(body, (node for node in body.iter(*_SITE) if next(node.iter("h1"), None) is None))
    lines = rendered(body)
    if masthead and masthead[0] not in lines:
        lines = [*masthead, *lines]
    return without_controls("".join(line + "\n" for line in lines))


def _parsed(html: str) -> "HtmlElement":
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    # Bytes with the encoding told: a declaration within the page may not overrule it.
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(html.encode("utf-8"), parser=parser)
    except etree.ParserError:  # nothing but comments
        return document_fromstring(b"<html><body></body></html>")


def _attributes(tree: "HtmlElement", tag: str, key: str, value: str, wanted: str) -> Iterator[str]:
    for node in tree.iter(tag):
        if value in node.get(key, "").lower().split():
            yield node.get(wanted, "").strip()


def _masthead(lines: list[str], opening: str) -> list[str]:
    found = next((line for line in lines if line.startswith(opening)), None)
    return [] if found is None else [found, ""]


def _drop(body: "HtmlElement", nodes: Iterable["HtmlElement"]) -> None:
    for node in list(nodes):
        if node is not body:
            node.drop_tree()


def _furniture(body: "HtmlElement", frame: Frame) -> Iterator["HtmlElement"]:
    exact = {name for name in frame.furniture if not name.endswith("-")}
    starts = tuple(name for name in frame.furniture if name.endswith("-"))
    for node in body.iter():
        classes = node.get("class", "").split()
        if (
            node.tag in _FURNITURE
            or _hidden(node)
            or not exact.isdisjoint(classes)
            or (starts and any(name.startswith(starts) for name in classes))
        ):
            yield node


def _hidden(node: "HtmlElement") -> bool:
    """Hidden blocks are furniture; hidden rows, items and words are pages folded by a script.

    A browser that saves a table of which ten rows are shown saves the others as hidden.
    """
    if node.get("hidden") is None and not _HIDING.search(node.get("style", "")):
        return False
    return node.tag not in _FOLDING and next(node.iterancestors("table"), None) is None


def _cut_to_container(body: "HtmlElement", containers: tuple[str, ...]) -> bool:
    """Leave only the container and its title; False if there is no container."""
    found = (node for name in containers for node in body.iter() if node.get("id") == name)
    container = next(found, None)
    if container is None:
        return False
    title = _title_above(body, container)
    node = container
    while node is not body and (parent := node.getparent()) is not None:
        for after in list(node.itersiblings()):
            parent.remove(after)
        node.tail = None
        title = _drop_before(node, title)
        node = parent
    return True


def _title_above(body: "HtmlElement", container: "HtmlElement") -> "HtmlElement | None":
    title = None
    for node in body.iter("h1", container.tag):
        if node is container:
            break
        if node.tag == "h1":
            title = node
    return title if next(container.iter("h1"), None) is None else None


def _drop_before(node: "HtmlElement", title: "HtmlElement | None") -> "HtmlElement | None":
    """Remove what stands before a node in its parent, down to a title, which is then done with."""
    parent = node.getparent()
    if parent is None:
        return title
    holders = set() if title is None else {title, *title.iterancestors()}
    for before in list(node.itersiblings(preceding=True)):
        if title is None:
            parent.remove(before)
        elif before in holders:
            _drop_inside(before, title)
            title = None
    if title is None:
        parent.text = None
    return title


def _drop_inside(top: "HtmlElement", title: "HtmlElement") -> None:
    node = title
    while node is not top and (parent := node.getparent()) is not None:
        _drop_before(node, None)
        node = parent
