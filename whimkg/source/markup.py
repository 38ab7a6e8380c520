"""HTML into stored text, by one rule for any page, as a text browser would lay it out.

* everything in the body counts, also what a browser hides or strikes out; not what is no text of
  the page: scripts, styles, templates, embedded objects, and the values of form fields
* a block (``div``, ``p``, ``tr``, ``button``, …) and ``br`` start a line; around headings,
  paragraphs and lists stands one empty line
* list items start with ``  • `` or ``  1. ``, two blanks deeper for each list around them; what
  follows in the item is indented under its text
* white space is folded, no-break spaces are kept; a picture stands as its alternative text
* a table row stands as `rendering.row_lines` says

A reader of a layout asks the `Document` where in that text its elements stand, and which of them
are hidden or struck out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from whimkg.errors import SourceError
from whimkg.source.addresses import without_secrets

if TYPE_CHECKING:  # lxml is needed for HTML only
    from lxml.etree import _Element as Element

    from whimkg.source.rendering import Rendering

__all__ = ["Document", "doubled", "is_html", "parse", "repaired"]

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
_DOUBLED = re.compile("[\u00c2-\u00df][\u0080-\u00bf]|[\u00e0-\u00f4][\u0080-\u00bf]{2,3}")
_END = re.compile(r"</body\s*>\s*(?!</html)\S|</html\s*>\s*\S", re.IGNORECASE)
_NO_TEXT = re.compile(  # to the end where none is closed: each letter is looked at once
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_BROKEN_COMMENT = "< !---->"

_UNSEEN = (
    *("script", "style", "template", "noscript", "title"),
    *("select", "option", "datalist", "input", "textarea"),
    *("iframe", "object", "svg", "canvas", "audio", "video", "map"),
)
_STRUCK = ("s", "del", "strike")
_STRIKING = re.compile(r"line-through", re.IGNORECASE)
#: The parser compares each attribute of a tag with all others.
_MOST_ATTRIBUTES = 2_000


@dataclass(frozen=True, eq=False)
class Document:
    """A parsed page.

    Attributes:
        root: the tree, without what is no text of the page.
        address: the absolute http(s) address that the page gives as its own; None if none.
    """

    root: "Element"
    address: str | None

    @cached_property
    def _rendering(self) -> "Rendering":
        from whimkg.source.rendering import Rendering

        return Rendering.of(next(self.root.iter("body"), None))

    @property
    def text(self) -> str:
        """The stored text: lines, each ended by LF; empty if there is no text."""
        return self._rendering.text

    def span(self, node: "Element") -> tuple[int, int] | None:
        """Where an element stands in the text: its first and behind its last ink; None without."""
        return self._rendering.span(node)

    @cached_property
    def struck(self) -> "tuple[Element, ...]":
        """The elements whose text is struck out."""
        return tuple(
            node
            for node in self.root.iter()
            if node.tag in _STRUCK or _STRIKING.search(node.get("style", ""))
        )

    @cached_property
    def hidden(self) -> "frozenset[Element]":
        """The elements that a browser does not show, but for those within them."""
        return frozenset(
            node
            for node in self.root.iter()
            if "hidden" in node.attrib or _HIDING.search(node.get("style", ""))
        )


def is_html(text: str, *, declared: bool) -> bool:
    """Whether a text is HTML: by how it starts, by a body tag, or declared and with any tag."""
    known = bool(_START.match(text) or _BODY.search(text))
    return known or (declared and bool(_TAG.search(text)))


def repaired(html: str) -> str:
    r"""The HTML as it was before it was saved wrongly; the same text if it was saved rightly.

    Two faults are known, and mended only where all of the text has them: UTF-8 read as Latin-1 and
    written again, and comments whose opening was parted by a blank.

    >>> repaired("Fran\u00c3\u00a7ois"), repaired("Fran\u00c3\u00a7ois \u00e9t\u00e9")
    ('François', 'FranÃ§ois été')
    """
    html = html.replace(_BROKEN_COMMENT, "")
    while not html.isascii():
        try:
            html = html.encode("latin-1").decode("utf-8")
        except UnicodeError:
            break
    return html


def doubled(text: str) -> str | None:
    r"""The first letters that look like UTF-8 read as Latin-1; None without any.

    >>> doubled("Fran\u00c3\u00a7ois \u00e9t\u00e9"), doubled("\u00e9t\u00e9")
    ('Ã§', None)
    """
    found = _DOUBLED.search(text)
    return found[0] if found else None


def parse(html: str, where: str) -> Document:
    """Parse a page.

    Args:
        html: the whole page.
        where: what messages call it.

    Raises:
        SourceError: the parser gives a part of it up, or would take too long, or something stands
            behind the end of the page.
    """
    from lxml import etree

    _check_attributes(html, where)
    _check_end(html, where)
    # Bytes with the encoding told: a declaration within the page may not overrule it.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(html.encode("utf-8"), parser)
    if root is None:  # nothing but comments
        root = etree.Element("html")
    if lost := parser.error_log.filter_from_fatals():
        raise SourceError(
            f"a part of the HTML cannot be read ({lost[0].message.partition(',')[0].strip()})",
            where=f"{where}:{lost[0].line}",
            remedy="save the page as text, and give that",
        )
    for body in root.iter("body"):
        etree.strip_elements(body, *_UNSEEN, with_tail=False)
    return Document(root, _own_address(root, html))


def _check_attributes(html: str, where: str) -> None:
    for piece in html.split("<"):
        if len(piece) > 2 * _MOST_ATTRIBUTES:
            tag = piece.partition(">")[0]
            if tag[:1].isalpha() and len(tag.split()) > _MOST_ATTRIBUTES:
                raise SourceError(
                    f"a tag has more than {_MOST_ATTRIBUTES:,} attributes",
                    where=f"{where}:{html.count(chr(10), 0, html.index(tag)) + 1}",
                    remedy="save the page as text, and give that",
                )


def _check_end(html: str, where: str) -> None:
    """Refuse what stands behind the end of the body or page: the parser parts it, or drops it."""
    if _END.search(html) and (found := _END.search(_NO_TEXT.sub(_blank, html))):
        raise SourceError(
            "something stands behind the end of the page",
            where=f"{where}:{html.count(chr(10), 0, found.end() - 1) + 1}",
            remedy="give each page in a file of its own",
        )


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _own_address(root: "Element", html: str) -> str | None:
    """The canonical link, else ``og:url``, else the comment of the browser that saved the page.

    None where the first of these names several: then nobody can tell which it is. A login in it is
    dropped, and so is what may be another secret.
    """
    for named in (
        _attributes(root, "link", "rel", "canonical", "href"),
        _attributes(root, "meta", "property", "og:url", "content"),
        _SAVED_FROM.findall(html),
    ):
        found = {without_secrets(url) for url in named if url.startswith(("http://", "https://"))}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _attributes(tree: "Element", tag: str, key: str, value: str, wanted: str) -> Iterator[str]:
    for node in tree.iter(tag):
        if value in node.get(key, "").lower().split():
            yield node.get(wanted, "").strip()
