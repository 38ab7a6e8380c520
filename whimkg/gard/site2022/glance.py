"""What a page says at a glance: names, categories, how many people, and when it begins."""

import re
from collections.abc import Collection, Iterator

from whimkg.errors import LayoutError
from whimkg.gard.site2022.grounding import listed
from whimkg.gard.site2022.layout import layout
from whimkg.gard.site2022.page import Page
from whimkg.record import Claim, Name, Population, Span
from whimkg.tables import NO_TERM, Tables

__all__ = [
    "address",
    "check_available",
    "read_ages",
    "read_categories",
    "read_names",
    "read_population",
    "read_title",
]

_DISEASE = re.compile(r"/diseases/(\d{1,7}/[^/?#]+)")


def address(page: Page) -> str:
    """The page's own address, by its links to itself.

    Raises:
        LayoutError: it has none, or links to several diseases.
    """
    links = page.select("links", page.document.root)
    found = {match[1] for node in links if (match := _DISEASE.match(node.get("href", "")))}
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
        raise LayoutError("no title where one is expected", remedy="give the whole page")
    for copy in page.select("title_copies", page.document.root):
        words = copy.get("content") or copy.text or ""
        if found[0].text not in " ".join(words.split(" ")).replace("  ", " "):
            page.note("copies disagree", found[0].text, found[0].span)
    return found[0]


def read_names(page: Page) -> tuple[Name, ...]:
    """The other names, without repeats."""
    copies = [{page.words(node) for node in page.select(key, "head")} for key in _NAMES]
    names = [
        Name(words, page.shown(begin, begin + len(words)))
        for node in page.select(_NAMES[0], "head")
        for words, begin in _split(page.words(node), (page.document.span(node) or (0, 0))[0])
    ]
    if copies[0] != copies[1]:
        page.note(
            "copies disagree", names[0].text if names else "", names[0].span if names else None
        )
    first: dict[str, Name] = {}
    for name in names:
        first.setdefault(name.text, name)
    return tuple(first.values())


_NAMES = ("names", "names_copy")


def _split(text: str, offset: int) -> Iterator[tuple[str, int]]:
    """The names of a line, parted by semicolons outside brackets, each with its place."""
    start = depth = 0
    separator = layout()["names_separator"]
    for at, letter in enumerate(text):
        depth = max(0, depth + (letter in "([{") - (letter in ")]}"))
        if depth == 0 and text.startswith(separator, at):
            yield from _trimmed(text[start:at], offset + start)
            start = at + len(separator)
    yield from _trimmed(text[start:], offset + start)


def _trimmed(piece: str, offset: int) -> Iterator[tuple[str, int]]:
    if words := piece.strip():
        yield words, offset + piece.index(words)


def read_categories(page: Page) -> tuple[Name, ...]:
    """The categories that the site browses the disease by."""
    found = []
    for node in page.select("category", "categories"):
        if name := page.name(node):
            words = name.text.rstrip().removesuffix(layout()["category_separator"]).rstrip()
            span = page.shown(name.span.begin, name.span.begin + len(words))
            found.append(Name(words, span))
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


def read_population(page: Page, section: int) -> Population | None:
    """The upper bound of the number of people; None where the page gives none.

    Raises:
        LayoutError: the words are none that the site is known to use.
    """
    words = [
        span for node in page.select("population_words", "population") if (span := page.span(node))
    ]
    figures = [
        span for node in page.select("population_figure", "population") if (span := page.span(node))
    ]
    if not figures:
        return None
    known = layout()["population"]
    digits = (figures[0].text or "").replace(",", "")
    if (
        len(words) != 1
        or not (words[0].text or "").endswith(known["words"])
        or not digits.isdecimal()
    ):
        raise LayoutError(
            "the number of people is given in words that are not known",
            where=f"line {figures[0].line}",
            remedy="compare with the page on the site",
        )
    place = page.text.span(words[0].begin, words[0].end)
    return Population(int(digits), known["qualifier"], known["place"], section, place, figures[0])


def read_ages(page: Page, section: int, tables: Tables) -> list[Claim]:
    """The ages at which the disease begins: the marked ones, for the page prints them all."""
    claims = []
    for node in page.select("age", "onset"):
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


def _range(page: Page, node: object) -> Span | None:
    found = page.select("age_range", node)  # type: ignore[arg-type]
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
