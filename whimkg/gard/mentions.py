"""What a page names beside its claims: resources, organizations, studies, references."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from whimkg.gard.sections import Part
from whimkg.gard.sentences import Unit
from whimkg.gard.text import Line, Text, fold
from whimkg.record import Reference, Resource, Study
from whimkg.tables import NO_TERM, Mapping, Tables

__all__ = ["Mentions", "references", "study"]

_KINDS = ("organization", "resource")
_NUMBER = re.compile(r"(\d{1,3})\.\s+")
_URL = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;)]")


@lru_cache(maxsize=8)
def _names(tables: Tables) -> tuple[re.Pattern[str], dict[str, Mapping]]:
    rows = [row for kind in _KINDS for row in tables.named(kind)]
    rows.sort(key=lambda row: (-len(row.subject_label), row.subject_label))
    known = {row.subject_label: row for row in rows}
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known)) or '(?!)'})(?!\w)"), known


@dataclass(slots=True)
class Mentions:
    """Collects the first mention of each resource and organization, by its term or its label."""

    tables: Tables
    found: dict[str, Resource] = field(default_factory=dict)

    def read(self, page: Text, unit: Unit, section: int) -> list[str]:
        """Note what a sentence names; gives the labels that it names for the first time."""
        expression, known = _names(self.tables)
        new = []
        for match in expression.finditer(unit.words):
            row = known[match[0]]
            term = None if row.object == NO_TERM else row.object
            key = term or row.object_label or row.subject_label
            if key not in self.found:
                span = page.span(*unit.folded.offsets(*match.span()), keep=True)
                label = row.object_label or row.subject_label
                self.found[key] = Resource(row.slot, label, section, span, term)
                new.append(label)
        return new


def study(page: Text, free: dict[str, tuple[int, int]], section: int, tables: Tables) -> Study:
    """The study whose title, and protocol where printed, stand at these offsets."""
    begin, end = free["study"]
    title = fold(page.text[begin:end])
    mapping = tables.ground("study", title)
    protocol = free.get("protocol")
    return Study(
        title=title,
        section=section,
        span=page.span(begin, end, keep=True),
        protocol=page.text[slice(*protocol)] if protocol else None,
        id=mapping.object if mapping else None,
        match=mapping.predicate if mapping else None,
    )


def references(
    page: Text, part: Part, section: int, tables: Tables
) -> list[tuple[Line, Reference]]:
    """The entries of the list of references; a work is known by its title alone."""
    found = []
    for line in part.lines:
        if number := _NUMBER.match(line.content):
            begin = line.begin + number.end()
            entry = page.text[begin : line.end]
            work = _work(entry, tables)
            url = _URL.search(entry)
            reference = Reference(
                number=int(number[1]),
                section=section,
                span=page.span(begin, line.end),
                id=work.object if work and work.object != NO_TERM else None,
                title=work.subject_label if work else None,
                url=url[0] if url else None,
            )
            found.append((line, reference))
    return found


def _work(entry: str, tables: Tables) -> Mapping | None:
    words = fold(entry)
    return next((row for row in tables.named("publication") if row.subject_label in words), None)
