"""Findings as people read them: by rule, with the remedy once and every place below it."""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import TextIO

from whimkg.base.namespaces import contract
from whimkg.cli.terminal import out, paint, printable, truncate
from whimkg.gard.text import Text
from whimkg.shacl import UNCHECKED, Finding, Place, Report, Severity
from whimkg.source import Source

__all__ = ["Page", "print_findings"]

_COLOURS = {"violation": "red", "warning": "yellow", "info": "dim"}
#: How many findings of one rule are shown; the other formats list them all.
_SHOWN = 20
_QUOTED = 100


class Page:
    """The text of a page, from which findings are quoted if they are of this very text.

    Args:
        source: the page.
    """

    def __init__(self, source: Source) -> None:
        self.origin, self.text = source.origin, source.text
        self._text = Text(source.text)

    def fits(self, report: Report) -> bool:
        """Whether the graph was made from this text."""
        return self._text.sha256 in report.snapshots

    def quote(self, place: Place, report: Report) -> str | None:
        """The characters of a place, unless it is one of another text."""
        of_this = place.snapshot == self._text.sha256 if place.snapshot else self.fits(report)
        return self.text[place.begin : place.end] if of_this else None

    def mark_other_pages(self, reports: list[Report]) -> list[Report]:
        """Reports on graphs of which one must be made from this text; else each has a finding."""
        if any(map(self.fits, reports)):
            return reports
        sha256 = self._text.sha256
        return [report.of_another_page(self.origin, sha256) for report in reports]


def print_findings(
    report: Report, page: Page | None, heading: str, *, stream: TextIO | None = None
) -> None:
    """Print the findings of a graph.

    Args:
        report: the outcome.
        page: the page's text, where it is at hand.
        heading: what graph it is, where there are several.
        stream: default standard output.
    """
    if heading:
        out(paint(printable(heading), "bold", stream), stream)
    for _, group in groupby(report.findings, lambda finding: (finding.severity, finding.shape)):
        found = list(group)
        out(_heading(found[0].severity, found[0].shape, stream), stream)
        for line in _rule(found, report, page):
            out(printable(line), stream)
    for shape in report.unchecked:
        out(_heading("violation", shape, stream), stream)
        out(f"  {UNCHECKED}\n", stream)


def _heading(severity: Severity, shape: str, stream: TextIO | None) -> str:
    return f"{paint(severity, _COLOURS[severity], stream)}  {_local(shape)}"


def _rule(findings: list[Finding], report: Report, page: Page | None) -> Iterable[str]:
    remedies = {finding.message for finding in findings}
    if len(remedies) == 1:
        yield f"  {findings[0].message}"
    # Two constraints of one rule may find the same.
    distinct = dict.fromkeys(tuple(_lines(f, len(remedies) > 1, report, page)) for f in findings)
    for lines in list(distinct)[:_SHOWN]:
        yield from lines
    if len(distinct) > _SHOWN:
        yield f"    … and {len(distinct) - _SHOWN} more, which --format json lists"
    yield ""


def _lines(finding: Finding, own: bool, report: Report, page: Page | None) -> Iterable[str]:
    place, node = _place(finding.place), _about(finding.node, finding.label)
    # Without a place on the page, only its IRI says where to look.
    named = finding.place is None and finding.label and contract(finding.node) is None
    yield f"    {place}{node}" + (f"  <{finding.node}>" if named else "")
    if own:
        yield f"      {finding.message}"
    if finding.path:
        yield f"      property: {_path(finding.path)}"
    if finding.value and finding.value != finding.node:
        yield f"      value: {_about(finding.value, finding.value_label)}"
    if finding.statement and finding.statement != finding.node:
        yield f"      statement: {_about(finding.statement, finding.statement_label)}"
    quote = page.quote(finding.place, report) if page and finding.place else None
    if quote is not None:
        yield f"      on the page: {truncate(quote, _QUOTED)!r}"


def _place(place: Place | None) -> str:
    if place is None:
        return ""
    if place.line is None or place.column is None:
        return f"characters {place.begin} to {place.end}: "
    return f"line {place.line}, column {place.column}: "


def _about(node: str, label: str | None) -> str:
    short = contract(node)
    if label and short:
        return f"{label}  ({short})"
    return label or short or node


def _path(path: str) -> str:
    if "<" not in path:
        return contract(path) or path
    return re.sub("<([^>]*)>", lambda iri: contract(iri[1]) or iri[0], path)


def _local(shape: str) -> str:
    return shape.rpartition("#")[2]
