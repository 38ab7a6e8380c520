"""``whimkg validate``."""

import json
from argparse import Namespace
from itertools import groupby

from whimkg.cli.terminal import out, paint
from whimkg.export import read_quads
from whimkg.export.inputs import given
from whimkg.pipeline import BUNDLED
from whimkg.resources import text
from whimkg.shacl import Finding, Report, validate

__all__ = ["run"]

_COLOURS = {"violation": "red", "warning": "yellow", "info": "dim"}


def run(options: Namespace) -> int:
    """Print the findings and the verdict; 1 if the graph does not conform."""
    if options.graphs:
        found = given(options.graphs[0], format_name=options.input_format or "")
        quads = found.quads()
    else:
        quads = read_quads(text(f"data/{BUNDLED}.nq").encode(), "nq")
    report = validate(quads, layer=options.layer)
    if options.format == "json":
        out(json.dumps(report.plain(), ensure_ascii=False, indent=2))
    else:
        _text(report)
    return 0 if report.conforms else 1


def _text(report: Report) -> None:
    for (_, shape, message), group in groupby(
        report.findings, lambda f: (f.severity, f.shape, f.message)
    ):
        findings = list(group)
        colour = _COLOURS[findings[0].severity]
        out(f"{paint(findings[0].severity, colour)}  {shape.rpartition('#')[2]}  ({len(findings)})")
        out(f"  {message}")
        for finding in findings:
            out(f"    {_place(finding)}: {finding.label or finding.node}")
            if finding.value:
                out(f"      value: {finding.value_label or finding.value}")
    for shape in report.unchecked:
        out(f"{paint('unchecked', 'red')}  {shape.rpartition('#')[2]}: it checked nothing")
    out(report.verdict)


def _place(finding: Finding) -> str:
    if finding.place is None:
        return "not on the page"
    return f"line {finding.place.line}, column {finding.place.column}"
