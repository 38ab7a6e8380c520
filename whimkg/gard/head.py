"""The head of a page: its title, other names, subtypes and groups."""

from dataclasses import dataclass
from typing import Any

from whimkg.errors import CutPageError, LayoutError
from whimkg.gard.text import Line, Text
from whimkg.record import Name

__all__ = ["Head", "read_head"]

_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the summary.

    Attributes:
        title: the page's title.
        lists: names by their label's key in the layout (names, subtypes, groups, categories).
        lines: the lines that were read, first to last; the first is the site's header.
        holds: which list stands in a line, by its number; no entry for a line without one.
    """

    title: Name
    lists: dict[str, tuple[Name, ...]]
    lines: list[Line]
    holds: dict[int, str]

    @property
    def words(self) -> list[str]:
        """The title and the other names, longest first."""
        names = [self.title.text, *(name.text for name in self.lists.get("names", ()))]
        return sorted(set(names), key=lambda name: (-len(name), name))


def read_head(page: Text, layout: dict[str, Any]) -> Head:
    """Read the head.

    Raises:
        CutPageError: the text ends before its title.
        LayoutError: the line after the header is no title.
    """
    lines = page.lines
    if len(lines) < 2:
        raise CutPageError("ends before its title", where="line 1", remedy="give the whole page")
    title = lines[1]
    if len(title.content) > _LONGEST_TITLE or _label(title, layout):
        raise LayoutError(
            "no title where one is expected",
            where=f"line {title.number}",
            remedy="give the whole page, with the disease's name under the header",
        )
    lists, taken, holds = _lists(page, lines[2:], layout)
    return Head(_name(page, title.begin, title.end), lists, [lines[0], title, *taken], holds)


def _label(line: Line, layout: dict[str, Any]) -> str | None:
    for key, label in layout["labels"].items():
        if line.content.startswith(label):
            return str(key)
    return None


def _lists(
    page: Text, lines: list[Line], layout: dict[str, Any]
) -> tuple[dict[str, tuple[Name, ...]], list[Line], dict[int, str]]:
    lists: dict[str, tuple[Name, ...]] = {}
    taken: list[Line] = []
    holds: dict[int, str] = {}
    while lines:
        line = lines.pop(0)
        key = _label(line, layout)
        if key is None:
            if line.content not in layout["furniture"]:
                break
            taken.append(line)
            continue
        begin, end = line.begin + len(layout["labels"][key]), line.end
        taken.append(line)
        if begin == end and lines and _is_value(line, lines[0], layout):
            value = lines.pop(0)
            taken.append(value)
            begin, end = value.begin, value.end
        if begin < end:
            holds[taken[-1].number] = key
        names = _names(page, begin, end, layout)
        lists[key] = names if lines or _is_folded(page, end, layout) else names[:-1]
    return lists, taken, holds


def _is_folded(page: Text, end: int, layout: dict[str, Any]) -> bool:
    """Whether a list of names ends with its control; else a page that ends there may cut one."""
    return page.text.endswith(layout["see_more"], 0, end)


def _is_value(label: Line, line: Line, layout: dict[str, Any]) -> bool:
    """A label's values stand in the very next line; an empty label is followed by a blank one."""
    return (
        line.number == label.number + 1
        and not _label(line, layout)
        and line.content not in layout["furniture"]
    )


def _name(page: Text, begin: int, end: int) -> Name:
    span = page.span(begin, end, keep=True)
    return Name(page.text[begin:end], span)


def _names(page: Text, begin: int, end: int, layout: dict[str, Any]) -> tuple[Name, ...]:
    """Names parted by semicolons; the first few stand twice where the site folded the list."""
    text = page.text[begin:end]
    if text.endswith(layout["see_more"]):
        text = text[: -len(layout["see_more"])]
    found: dict[str, Name] = {}
    offset = begin
    for part in text.split(";"):
        if name := part.strip():
            start = offset + part.index(name)
            found.setdefault(name, _name(page, start, start + len(name)))
        offset += len(part) + 1
    return tuple(found.values())
