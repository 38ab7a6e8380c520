"""A page of the layout: its parts, and the words and places of its elements."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from whimkg.errors import CutPageError, LayoutError
from whimkg.gard.notes import Note
from whimkg.gard.site2022.elements import Elements
from whimkg.gard.site2022.layout import layout
from whimkg.gard.text import Text
from whimkg.record import Name, Span
from whimkg.source import Document

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["Page", "once"]


def once(names: Iterable[Name]) -> Iterator[Name]:
    """Each name where it stands first."""
    first: dict[str, Name] = {}
    for name in names:
        first.setdefault(name.text, name)
    yield from first.values()


class Page:
    """A page being read.

    Attributes:
        document: the page's HTML.
        text: its stored text.
        parts: the elements that hold the parts of the page, by kind, in page order.
        notes: what was noticed so far.

    Raises:
        LayoutError: a part stands twice, or within another.
    """

    def __init__(self, document: Document) -> None:
        self.document, self.text = document, Text(document.text)
        self.parts: dict[str, Element] = {}
        self.notes: list[Note] = []
        for part in layout()["parts"]:
            found = list(document.root.iter(part["element"]))
            if len(found) > 1:
                raise LayoutError(
                    f"the page has {len(found)} parts {part['element']}",
                    where=self._line(found[1]),
                    remedy="give each page in a file of its own",
                )
            if found:
                self._check_apart(found[0])
                self.parts[part["kind"]] = found[0]

    def _check_apart(self, node: "Element") -> None:
        others = set(self.parts.values())
        if not others.isdisjoint(node.iterancestors()) or not others.isdisjoint(node.iter()):
            raise LayoutError(
                f"the part {node.tag} and another lie within each other",
                where=self._line(node),
                remedy="give the page as it was published",
            )

    def check_whole(self) -> None:
        """Refuse a page that breaks off, or that is not said as it is printed.

        Raises:
            CutPageError: a part is missing.
            LayoutError: words are struck out.
        """
        for part in layout()["parts"]:
            if part["kind"] not in self.parts:
                raise CutPageError(
                    f"the page has no part {part['element']}",
                    where=f"line {self.text.lines[-1].number}",
                    remedy="give the whole page",
                )
        for node in self.document.struck:
            if self.document.span(node):
                raise LayoutError(
                    "words are struck out here",
                    where=self._line(node),
                    remedy="give the page as it was published",
                )

    def _line(self, node: "Element") -> str:
        span = self.document.span(node)
        return f"line {self.text.place(span[0])[0]}" if span else ""

    def note(self, kind: str, words: str = "", span: Span | None = None) -> None:
        """Remember something that a report tells."""
        self.notes.append(Note(kind, words, span.line if span else 0))

    def note_repeats(self, names: Iterable[Name]) -> None:
        """Note each name that stands again."""
        seen = set()
        for name in names:
            if name.text in seen:
                self.note("stands twice", name.text, name.span)
            seen.add(name.text)

    def select(self, selector: str, within: "Element | str") -> "list[Element]":
        """The elements that a selector fits, in page order; none without the part.

        Args:
            selector: a name of the layout's selectors, or a selector.
            within: the part, by its kind, or the element that they stand in.
        """
        top = self.parts.get(within) if isinstance(within, str) else within
        named = layout()["selectors"].get(selector, selector)
        return [] if top is None else self._elements.select(named, top)

    @cached_property
    def _elements(self) -> Elements:
        return Elements(self.document.root)

    def words(self, node: "Element") -> str:
        """An element's words as they stand in the stored text; empty where it has none."""
        span = self.document.span(node)
        return self.document.text[span[0] : span[1]] if span else ""

    def in_development(self, kind: str) -> bool:
        """Whether a part says nothing yet.

        Raises:
            LayoutError: it says so, but has what it says it lacks.
        """
        node = self.parts[kind]
        if layout()["in_development"] not in self.words(node):
            return False
        content = next(part.get("content") for part in layout()["parts"] if part["kind"] == kind)
        if content and self.select(content, node):
            raise LayoutError(
                f"the part {node.tag} says that it is in development, but is not empty",
                where=self._line(node),
                remedy="compare with the page on the site",
            )
        return True

    def unknown(self, what: str, node: "Element") -> LayoutError:
        """The refusal of what the layout is not known to say."""
        return LayoutError(
            f"{what} is not given as the site is known to give it",
            where=self._line(node),
            remedy="compare with the page on the site",
        )

    def span(self, node: "Element") -> Span | None:
        """An element's place, with its characters; it must be one that readers see.

        Raises:
            LayoutError: the element is hidden.
        """
        place = self.document.span(node)
        return self.shown(*place) if place else None

    def shown(self, begin: int, end: int, *, keep: bool = True) -> Span:
        """A span of words that readers see; arguments as in ``Text.span``.

        Raises:
            LayoutError: the words, or some of them, are hidden.
        """
        span = self.text.span(begin, end, keep=keep)
        if any(first < end and begin < last for first, last in self._hidden):
            raise LayoutError(
                f"{self.text.text[begin:end][:40]!r} is hidden, where the site shows it",
                where=f"line {span.line}",
                remedy="give the page as it was published",
            )
        return span

    @cached_property
    def _hidden(self) -> list[tuple[int, int]]:
        return [span for node in self.document.hidden if (span := self.document.span(node))]

    def hidden_span(self, node: "Element", begin: int = 0) -> Span | None:
        """The place of an element that the site itself hides until a reader asks for it.

        Args:
            node: the element.
            begin: the number of its first characters that are left out.
        """
        place = self.document.span(node)
        if place is None or place[0] + begin >= place[1]:
            return None
        rest = self.document.text[place[0] + begin : place[1]]
        return self.text.span(place[1] - len(rest.lstrip()), place[1], keep=True)

    def name(self, node: "Element") -> Name | None:
        """An element's words and place, if it has words."""
        span = self.span(node)
        return Name(span.text, span) if span and span.text else None
