"""What a page says at a glance: names, categories, how many people, and when it begins."""

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from whimkg.errors import LayoutError
from whimkg.gard.identity import is_of_site
from whimkg.gard.site2022.grounding import listed
from whimkg.gard.site2022.layout import layout
from whimkg.gard.site2022.page import Page, once
from whimkg.record import Claim, Name, Population, Span
from whimkg.tables import NO_TERM, Tables

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = [
    "address",
    "check_available",
    "read_ages",
    "read_categories",
    "read_names",
    "read_population",
    "read_title",
]

_DISEASE = re.compile(r"(https?://[^?#]*)?/diseases/(0*[1-9]\d{0,6}/[^/?#]+)")
_NUMBER = re.compile(r"[1-9]\d{0,2}(,\d{3})*")


def address(page: Page, tables: Tables) -> str:
    """The page's own address, by its links to itself, as the site writes them or a browser.

    Raises:
        LayoutError: it has none, or links to several diseases.
    """
    links = page.select("links", page.document.root)
    addresses = {node.get("href", "") for node in links}
    found = {
        match[2]
        for each in addresses
        if (match := _DISEASE.match(each)) and (not match[1] or is_of_site(each, tables))
    }
    if len(found) != 1:
        several = ", ".join(sorted(found))
        raise LayoutError(
            f"the page is of several diseases: {several}" if several else "the page has no GARD id",
            remedy="give the page as it was published",
        )
    return f"{layout()['address']}/diseases/{found.pop()}"


def read_title(page: Page) -> Name:
    """The title, in the letters that the site writes it in.

    Raises:
        LayoutError: there is none, or more than one.
    """
    found = [name for node in page.select("title", "head") if (name := page.name(node))]
    if len(found) != 1:
        raise LayoutError(
            f"{len(found) or 'no'} titles where one is expected", remedy="give the whole page"
        )
    for copy in page.select("title_copies", page.document.root):
        words = copy.get("content") or copy.text or ""
        if found[0].text not in " ".join(words.split(" ")).replace("  ", " "):
            page.note("copies disagree", found[0].text, found[0].span)
    return found[0]


def read_names(page: Page) -> tuple[Name, ...]:
    """The other names that stand in both copies, without repeats."""
    names, others = (
        [name for node in page.select(copy, "head") for name in _parted(page, node, "names")]
        for copy in ("names", "names_copy")
    )
    for one, two in ((names, others), (others, names)):
        for name in one:
            if name.text not in {other.text for other in two}:
                page.note("copies disagree", name.text, name.span)
    both = {name.text for name in others}
    return tuple(once(name for name in names if name.text in both))


def _parted(page: Page, node: "Element", what: str) -> Iterator[Name]:
    """The names of an element, by a separator of the layout."""
    begin = (page.document.span(node) or (0, 0))[0]
    line = page.words(node).replace("\n", " ")
    for words, at in _split(line, begin, layout()[f"{what}_separator"]):
        span = page.shown(at, at + len(words))
        yield Name(span.text or words, span)


def _split(text: str, offset: int, separator: str) -> Iterator[tuple[str, int]]:
    """The names of a line, parted by a separator outside brackets, each with its place."""
    start = depth = 0
    for at, letter in enumerate(text):
        depth = max(0, depth + (letter in "([{") - (letter in ")]}"))
        if depth == 0 and text.startswith(separator, at):
            yield from _trimmed(text[start:at], offset + start)
            start = at + len(separator)
    yield from _trimmed(text[start:], offset + start)


def _trimmed(piece: str, offset: int) -> Iterator[tuple[str, int]]:
    if words := piece.strip().removesuffix(";").rstrip():  # a separator may end the line
        yield words, offset + piece.index(words)


def read_categories(page: Page) -> tuple[Name, ...]:
    """The categories that the site browses the disease by."""
    found = [
        name
        for node in page.select("category", "categories")
        for name in _parted(page, node, "category")
    ]
    page.note_repeats(found)
    return tuple(found)


def check_available(page: Page, kinds: Collection[str]) -> None:
    """Note the buttons that say of a section that it is there, or is not, and are wrong.

    Args:
        page: the page.
        kinds: of the sections that say something.
    """
    absent = layout()["not_available"]
    for node in page.select("available", page.document.root):
        words = page.words(node)
        name = words.removesuffix(absent).rstrip()
        kind = layout()["available"].get(name)
        if kind and words.endswith(absent) == (kind in kinds):
            page.note("copies disagree", name, page.span(node))


def read_population(page: Page, section: int) -> Population:
    """The upper bound of the number of people.

    Raises:
        LayoutError: the words are none that the site is known to use, or copies disagree.
    """
    words, figures = (
        [span for node in page.select(each, "population") if (span := page.span(node))]
        for each in ("population_words", "population_figure")
    )
    known = layout()["population"]
    said = {span.text or "" for span in words}
    numbers = {span.text or "" for span in figures}
    if (
        len(said) != 1
        or not min(said).endswith(known["words"])
        or known["place_words"] not in min(said)
        or len(numbers) != 1
        or not _NUMBER.fullmatch(min(numbers))
    ):
        raise page.unknown("the number of people", page.parts["population"])
    number = int(min(numbers).replace(",", ""))
    place = page.text.span(words[0].begin, words[0].end)
    return Population(number, known["qualifier"], known["place"], section, place, figures[0])


def read_ages(page: Page, section: int, tables: Tables) -> list[Claim]:
    """The ages at which the disease begins: the marked ones, for the page prints them all.

    Raises:
        LayoutError: it does not print them all.
    """
    columns = page.select("age", "onset")
    if len(columns) != layout()["ages"]:
        raise page.unknown("the part for onset", page.parts["onset"])
    claims = []
    for node in columns:
        marks = [mark for mark in page.select("age_mark", node) if page.words(mark) == _mark()]
        active = "active" in node.get("class", "").split()
        heads = [span for each in page.select("age_name", node) if (span := page.span(each))]
        if not heads or bool(marks) != active:
            page.note(
                "copies disagree", page.words(node).partition("\n")[0], heads[0] if heads else None
            )
        elif active:
            claims.append(_age(page, heads[0], _range(page, node), section, tables))
    return claims


def _mark() -> str:
    return str(layout()["selected"])


def _range(page: Page, node: "Element") -> Span | None:
    found = page.select("age_range", node)
    return page.span(found[0]) if found else None


def _age(page: Page, head: Span, ages: Span | None, section: int, tables: Tables) -> Claim:
    words = (head.text or "").removesuffix(_mark()).rstrip()
    name = page.shown(head.begin, head.begin + len(words))
    mention = listed("onset", words, name, tables)
    if mention.term == NO_TERM:
        page.note("no term", words, name)
    return Claim(
        "onset", "listed", section, head, (mention,), listed=True, shown=(ages,) if ages else ()
    )
