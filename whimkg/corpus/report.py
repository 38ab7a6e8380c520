"""What became of many pages: the sum of them, and a row for each, as JSON, TSV or HTML."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path

from whimkg.base.files import write_all
from whimkg.corpus.page import Built
from whimkg.errors import OutputError

__all__ = ["CorpusReport", "Figure", "PageRow", "check_ending"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the report: of what, and what is counted."""

    what: str
    number: int
    unit: str


@dataclass(frozen=True, slots=True)
class PageRow:
    """What became of a page; fields as in ``Built``.

    Attributes:
        page: what the user gave.
        not_understood: sentences and lines of which the reader makes nothing.
        notes: kind of each note, and what it is about.
        refused: why it was refused.
    """

    page: str
    slug: str
    title: str
    subject: str | None
    statements: int
    triples: int
    not_understood: int
    names_differ: bool
    notes: tuple[str, ...]
    refused: str | None


class CorpusReport:
    """The sum over the pages of a build, and their rows.

    Attributes:
        built, refused: number of pages.
        resumed: number of the pages that an earlier build had built.
        rows: of all pages, in the order in which they came.
        statements: number by kind.
        terms, without_term: number of things named on the pages that have a term, and that have
            none, by what they are.
        notes: number of pages by kind of note.
    """

    def __init__(self) -> None:
        self.built = self.refused = self.resumed = self._without_id = 0
        self.rows: list[PageRow] = []
        self.statements, self.notes = Counter[str](), Counter[str]()
        self.terms, self.without_term = Counter[str](), Counter[str]()

    @property
    def pages(self) -> int:
        """How many were tried."""
        return self.built + self.refused

    def add(self, built: Built) -> None:
        """Count a page; its files are not kept."""
        self.built += built.error is None
        self.refused += built.error is not None
        self.resumed += built.resumed
        self._without_id += built.error is None and built.subject is None
        self.statements.update(built.counts)
        self.terms.update(built.terms)
        self.without_term.update(built.without_term)
        self.notes.update({kind for kind, _, _ in built.noted})
        self.rows.append(_row(built))

    def figures(self) -> Iterator[Figure]:
        """The sums, in the order in which they are told."""
        yield Figure("pages", self.built, "")
        for kind, number in self.statements.most_common():
            yield Figure(kind, number, "statements")
        for slot in sorted(self.terms | self.without_term):
            every = self.terms[slot] + self.without_term[slot]
            yield Figure(f"{slot} terms", self.terms[slot], f"known of {every}")
        if self.resumed:
            yield Figure("unchanged", self.resumed, "pages, built before")
        if self._without_id:
            yield Figure("no identifier", self._without_id, "pages")
        for kind, number in sorted(self.notes.items()):
            yield Figure(kind, number, "pages")
        if self.refused:
            yield Figure("refused", self.refused, "pages")

    def write(self, file: Path) -> None:
        """Write the report in the format that the file's ending names.

        Raises:
            OutputError: the ending is none of ``.json``, ``.tsv`` and ``.html``, or the file cannot
                be written.
        """
        check_ending(file)
        write_all({file: f"{_WRITERS[file.suffix](self)}\n".encode(errors="backslashreplace")})


def check_ending(file: Path) -> None:
    """Refuse a file whose ending names no format of a report.

    Raises:
        OutputError: it is none of ``.json``, ``.tsv`` and ``.html``.
    """
    if file.suffix not in _WRITERS:
        raise OutputError(
            "a report is written as JSON, TSV or HTML",
            where=str(file),
            remedy=f"let the name end in {', '.join(_WRITERS)}",
        )


def _row(built: Built) -> PageRow:
    notes = tuple(f"{kind}: {words}" if words else kind for kind, words, _ in built.noted)
    return PageRow(
        page=built.origin,
        slug=built.slug,
        title=built.title,
        subject=built.subject,
        statements=built.statements,
        triples=built.triples,
        not_understood=built.missed[0],
        names_differ=built.names_differ,
        notes=notes,
        refused=str(built.error) if built.error else None,
    )


def _json(report: CorpusReport) -> str:
    found = {
        **{name: getattr(report, name) for name in ("built", "refused", "resumed", "statements")},
        **{name: getattr(report, name) for name in ("terms", "without_term", "notes")},
        "pages": [asdict(row) for row in report.rows],
    }
    return json.dumps(found, ensure_ascii=False, indent=1)


def _tsv(report: CorpusReport) -> str:
    lines = ["\t".join(PageRow.__slots__)]
    lines += ["\t".join(map(_cell, asdict(row).values())) for row in report.rows]
    return "\n".join(lines)


def _cell(value: object) -> str:
    text = "; ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
    return " ".join(text.split())


_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
table { border-collapse: collapse; margin: .5rem 0 1.5rem; }
th, td { text-align: left; vertical-align: top; padding: .2rem 1rem .2rem 0; }
tr + tr { border-top: 1px solid #8884; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
summary { cursor: pointer; }
:root { color-scheme: light dark; }
"""


def _html(report: CorpusReport) -> str:
    """One file that needs neither scripts nor other files."""
    refused = [(row.page, row.refused) for row in report.rows if row.refused]
    notes: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in report.rows:
        for note in row.notes:
            kind, _, words = note.partition(": ")
            notes[kind].append((row.title, words))
    parts = [
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        f"<title>What became of {report.pages} pages</title>\n<style>{_STYLE}</style>\n",
        f"<h1>What became of {report.pages} pages</h1>\n",
        _table(("", "Number", ""), ((f.what, f.number, f.unit) for f in report.figures())),
    ]
    if refused:
        parts.append("<h2>Refused</h2>\n" + _table(("Page", "Why"), refused))
    if notes:
        parts.append("<h2>Noticed</h2>\n")
    for kind, found in sorted(notes.items()):
        parts.append(_folded(f"{kind}: {len(found)}", _table(("Disease", "About"), found)))
    parts.append("<h2>Pages</h2>\n" + _folded(f"all {report.pages}", _pages(report.rows)))
    return "".join(parts) + "</html>"


def _pages(rows: Iterable[PageRow]) -> str:
    head = ("Page", "Disease", "Identifier", "Statements", "Not understood")
    cells = ((row.page, row.title, row.subject, row.statements, row.not_understood) for row in rows)
    return _table(head, cells)


def _folded(summary: str, content: str) -> str:
    return f"<details><summary>{escape(summary)}</summary>\n{content}</details>\n"


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    heads = "".join(f'<th scope="col">{escape(each)}</th>' for each in head)
    lines = ["".join(map(_data, row)) for row in rows]
    body = "".join(f"<tr>{line}</tr>\n" for line in lines)
    return f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"


def _data(value: object) -> str:
    kind = ' class="number"' if isinstance(value, int) else ""
    text = "".join(letter for letter in _cell(value) if letter.isprintable())
    return f"<td{kind}>{escape(text)}</td>"


_WRITERS = {".json": _json, ".tsv": _tsv, ".html": _html}
