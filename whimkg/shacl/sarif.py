"""Findings of the shapes as SARIF; see ``whimkg.base.sarif``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from whimkg.base.sarif import log, region
from whimkg.shacl.report import UNCHECKED, Finding, Report

__all__ = ["Located", "sarif"]

_LEVELS = {"violation": "error", "warning": "warning", "info": "note"}


@dataclass(frozen=True, slots=True)
class Located:
    """A report, and the files that its findings are to be shown in.

    Attributes:
        report: the report.
        graph: URI of the graph; findings that have no place on the page are shown there.
        page: URI of the page's text.
        text: the page's text, where it is at hand: its words are then quoted.
    """

    report: Report
    graph: str
    page: str
    text: str | None = None


def sarif(reports: Iterable[Located], rules: Mapping[str, Any], version: str) -> dict[str, Any]:
    """One run of SARIF.

    Args:
        reports: the reports.
        rules: what each shape says, as ``Shapes.rules`` gives it.
        version: of whimkg.
    """
    index = {shape: number for number, shape in enumerate(rules)}
    results = [result for located in reports for result in _results(located, index)]
    return log(map(_rule, rules.values()), results, version)


def _rule(rule: Any) -> dict[str, Any]:
    described: dict[str, Any] = {
        "id": _name(rule.shape),
        "shortDescription": {"text": rule.name},
        "helpUri": rule.shape,
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }
    if rule.message:
        described["help"] = {"text": rule.message}
    return described


def _name(shape: str) -> str:
    return shape.rpartition("#")[2]


def _results(located: Located, index: Mapping[str, int]) -> Iterable[dict[str, Any]]:
    for finding in located.report.findings:
        yield _result(finding, located, index)
    for shape in located.report.unchecked:
        yield {
            **_ruled(shape, index),
            "level": "error",
            "message": {"text": UNCHECKED},
            "locations": [{"physicalLocation": _graph(located)}],
        }


def _ruled(shape: str, index: Mapping[str, int]) -> dict[str, Any]:
    ruled: dict[str, Any] = {"ruleId": _name(shape)}
    return {**ruled, "ruleIndex": index[shape]} if shape in index else ruled


def _result(finding: Finding, located: Located, index: Mapping[str, int]) -> dict[str, Any]:
    key = [finding.shape, finding.component, finding.focus, finding.path, finding.value]
    return {
        **_ruled(finding.shape, index),
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [_location(finding, located)],
        "partialFingerprints": {"finding/v1": sha256(repr(key).encode()).hexdigest()},
    }


def _message(finding: Finding) -> str:
    about = finding.label or finding.node
    value = finding.value_label or finding.value
    found = f" (found: {value})" if value and finding.value != finding.node else ""
    return f"{about}: {finding.message}{found}"


def _location(finding: Finding, located: Located) -> dict[str, Any]:
    named = finding.statement or finding.node
    logical = {
        "fullyQualifiedName": named,
        "name": finding.statement_label or finding.label or named,
        "kind": "object",
    }
    physical = _graph(located)
    if finding.place:
        place = finding.place
        shown = region(place.begin, place.end, place.line, place.column, located.text)
        physical = {"artifactLocation": {"uri": located.page}, "region": shown}
    return {"physicalLocation": physical, "logicalLocations": [logical]}


def _graph(located: Located) -> dict[str, Any]:
    """The graph as a whole; code hosts show nothing that has no line."""
    return {"artifactLocation": {"uri": located.graph}, "region": {"startLine": 1}}
