"""What validation finds: plain values, sorted, without any RDF library in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Literal

from whimkg.base.namespaces import contract
from whimkg.base.notebook import Link, html_table

__all__ = ["LAYERS", "UNCHECKED", "Finding", "Layer", "Place", "Report", "Severity", "Tally"]

Layer = Literal["base", "strict"]
Severity = Literal["violation", "warning", "info"]
#: Every layer; the strict one holds all shapes, the base one those of a well-formed graph.
LAYERS: tuple[Layer, ...] = ("base", "strict")
#: What to tell of a shape that checked nothing.
UNCHECKED = (
    "This rule checked nothing: the graph has nothing that it is about, or the rule's target is "
    "misspelt."
)
#: The rule that page and graph belong together; it needs the page, so it is in no file of shapes.
_OTHER_PAGE = "https://w3id.org/whimkg/shapes#page-of-the-graph"
_RANK = {"violation": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Characters of a page.

    Attributes:
        begin, end: offsets in code points from 0; the end is exclusive.
        line, column: of the first character, from 1; None where the graph does not say.
        snapshot: digest of the text that the offsets count in.
    """

    begin: int
    end: int
    line: int | None = None
    column: int | None = None
    snapshot: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One result: a node that breaks a rule.

    IRIs stand as they are, literals in the manner of N-Triples (``"words"@en``), and blank nodes
    as ``_:b1``.

    Attributes:
        severity: violation, warning or info.
        shape: IRI of the property shape or SPARQL constraint whose rule is broken.
        message: what to do about it.
        focus: the node that was checked.
        path: the property, as an IRI or a SPARQL property path; None where the rule has none.
        value: the value that breaks the rule, where there is one.
        component: IRI of the kind of constraint.
        source: IRI of the shape, where ``shape`` is a SPARQL constraint of it; else as ``shape``.
        statement: the association that it belongs to.
        place: where on the page it stands.
        node: the node at fault: of a rule on the whole graph the value, else the focus node.
        label, value_label, statement_label: names for people of node, value and statement.
    """

    severity: Severity
    shape: str
    message: str
    focus: str
    path: str | None = None
    value: str | None = None
    component: str = ""
    source: str = ""
    statement: str | None = None
    place: Place | None = None
    node: str = ""
    label: str | None = None
    value_label: str | None = None
    statement_label: str | None = None

    def __repr__(self) -> str:
        node = contract(self.node) or self.label or self.node
        return f"<Finding: {self.severity} on {_cut(node)}: {_cut(self.message)}>"

    def _repr_html_(self) -> str:
        """What is known of it, for notebooks."""
        values = {name: value for name, value in asdict(self).items() if value and name != "place"}
        if self.place:
            values["characters"] = f"{self.place.begin}-{self.place.end}"
            values["line"] = self.place.line
        rows = [(name, _node(str(value))) for name, value in values.items()]
        return html_table(self.severity, ("finding", ""), rows)

    @property
    def key(self) -> tuple[object, ...]:
        """What findings are sorted by: severity, shape, place, then the nodes."""
        place = self.place
        return (
            _RANK[self.severity],
            self.shape,
            (place is None, place.begin if place else 0, place.end if place else 0),
            (self.focus, self.path or "", self.value or "", self.component, self.message),
        )


@dataclass(frozen=True)
class Report:
    """The outcome for one graph.

    Attributes:
        layer: the shapes that were used.
        findings: sorted by severity, shape and place; none twice.
        focus_nodes: number of focus nodes by shape, for every shape with a target.
        nodes: number of distinct nodes that some shape was checked on.
        unchecked: shapes that are not optional and checked nothing: in itself a failure.
        pages: addresses of the pages that the graph was made from.
        snapshots: digests of the texts that it was made from.
    """

    layer: Layer
    findings: tuple[Finding, ...] = ()
    focus_nodes: dict[str, int] = field(default_factory=dict)
    nodes: int = 0
    unchecked: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    snapshots: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Report: {self._summary}>"

    def _repr_html_(self) -> str:
        """The findings, for notebooks."""
        rows = (
            (f.severity, _node(f.focus, f.label), f.message, _node(f.value, f.value_label))
            for f in self.findings
        )
        return html_table(self._summary, ("severity", "node", "what to do", "value"), rows)

    @property
    def _summary(self) -> str:
        verdict = "conforms" if self.conforms else "does not conform"
        return f"{verdict}, {self.nodes} focus nodes, {len(self.findings)} findings"

    def count(self, severity: Severity) -> int:
        """Number of findings of a severity."""
        return sum(finding.severity == severity for finding in self.findings)

    @property
    def conforms(self) -> bool:
        """Whether there is no violation and every shape that must has checked something."""
        return not self.unchecked and not self.count("violation")

    @property
    def verdict(self) -> str:
        """The outcome in a line."""
        return Tally.of([self]).verdict

    def of_another_page(self, page: str, sha256: str) -> Report:
        """The report, with the finding that the graph was not made from a page's text.

        Args:
            page: what messages call the page.
            sha256: digest of its text.
        """
        made = ", ".join(self.snapshots) or "none that it names"
        about = next(iter(self.pages), _OTHER_PAGE)
        finding = Finding(
            severity="violation",
            shape=_OTHER_PAGE,
            message=f"The graph was not made from the text of {page}: give the page that it was "
            f"made from, whose SHA-256 is {made}.",
            focus=about,
            value=f'"{sha256}"',
            component="http://www.w3.org/ns/shacl#HasValueConstraintComponent",
            source=_OTHER_PAGE,
            node=about,
        )
        found = sorted((finding, *self.findings), key=lambda each: each.key)
        return replace(self, findings=tuple(found))

    def plain(self) -> dict[str, object]:
        """The report as JSON has it."""
        return {
            "conforms": self.conforms,
            "nodes": self.nodes,
            "focus_nodes": self.focus_nodes,
            "unchecked": list(self.unchecked),
            "pages": list(self.pages),
            "snapshots": list(self.snapshots),
            "findings": [asdict(finding) for finding in self.findings],
        }


@dataclass(slots=True)
class Tally:
    """The sum of many reports.

    Attributes:
        graphs: number of graphs, and of those that do not conform.
        nodes: number of nodes that some shape was checked on, graph by graph.
        shapes: shapes that had a focus node in some graph.
        counts: number of findings by severity.
        unchecked: number of shapes that checked nothing, graph by graph.
    """

    graphs: int = 0
    refused: int = 0
    nodes: int = 0
    shapes: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    unchecked: int = 0

    @classmethod
    def of(cls, reports: Iterable[Report]) -> Tally:
        """The sum of some reports."""
        tally = cls()
        for report in reports:
            tally.add(report)
        return tally

    def add(self, report: Report) -> None:
        """Count a report."""
        self.graphs += 1
        self.refused += not report.conforms
        self.nodes += report.nodes
        self.shapes |= {shape for shape, number in report.focus_nodes.items() if number}
        self.counts.update(finding.severity for finding in report.findings)
        self.unchecked += len(report.unchecked)

    @property
    def conforms(self) -> bool:
        """Whether every graph conforms."""
        return not self.refused

    @property
    def verdict(self) -> str:
        """The outcome in a line; of several graphs it ends with their number."""
        counted = [
            f"{self.nodes} focus nodes",
            f"{len(self.shapes)} shapes",
            _plural(self.counts["violation"], "violation"),
            _plural(self.counts["warning"], "warning"),
        ]
        if self.unchecked:
            counted.append(f"{_plural(self.unchecked, 'shape')} checked nothing")
        if self.graphs != 1:
            all_of_them = f"{self.graphs} graphs"
            counted.append(all_of_them if self.conforms else f"{self.refused} of {all_of_them}")
        return f"{'conforms' if self.conforms else 'does not conform'}: {', '.join(counted)}"

    def plain(self) -> dict[str, object]:
        """The sum as JSON has it."""
        return {
            "conforms": self.conforms,
            "nodes": self.nodes,
            "shapes": len(self.shapes),
            "violations": self.counts["violation"],
            "warnings": self.counts["warning"],
            "infos": self.counts["info"],
            "unchecked": self.unchecked,
        }


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _node(text: str | None, label: str | None = None) -> Link | None:
    """A node by its label, else by its CURIE, and the way to it."""
    return Link(label or contract(text) or text, text) if text else None


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
