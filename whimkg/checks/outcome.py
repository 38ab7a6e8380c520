"""What a verification found: plain values, in page order."""

from dataclasses import dataclass, field

from whimkg.base.notebook import html_table, terms
from whimkg.record import Span

__all__ = ["CHANGED", "Failure", "Skip", "Snapshot", "Verification"]

#: The problem of a failure whose characters are no longer what they were.
CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Failure:
    """Characters that are no longer what they were, or a graph that does not say which they are.

    Attributes:
        what: the statement (subject, predicate, object as CURIEs), or what else rests there.
        id: the statement's UUID; empty for what is no statement.
        span: where the characters stood; None where the graph does not say it in a readable way.
        found: what stands there now; shorter than the span where the page ends.
        problem: ``changed``, or what is wrong with the graph.
        page: the page that was compared.
    """

    what: str
    id: str
    span: Span | None
    found: str
    problem: str = CHANGED
    page: str = ""

    @property
    def changed(self) -> bool:
        """Whether the page is at fault, and not the graph."""
        return self.problem == CHANGED


@dataclass(frozen=True, slots=True)
class Skip:
    """A statement that could not be compared.

    Attributes:
        what: subject, predicate, object as CURIEs.
        id: its UUID; empty where it has none.
        reason: why.
        snapshot: the IRI of the text that was not given; empty where that is not the reason.
    """

    what: str
    id: str
    reason: str
    snapshot: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A text that a graph was made from.

    Attributes:
        iri: its name in the graph.
        sha256: the digest that the graph gives; empty where it gives none.
        page: the page that was compared with it; empty where none was given.
        same: whether that page is the very text, character by character.
    """

    iri: str
    sha256: str
    page: str = ""
    same: bool = False


@dataclass(slots=True)
class Verification:
    """The outcome.

    Attributes:
        statements: number of statements.
        verified: number of statements all of whose spans hold.
        skipped: number of statements that could not be compared: no evidence, or no page.
        spans: number of spans compared.
        failures: what does not hold, in page order.
        skips: the statements that were skipped, each with the reason.
        snapshots: the texts that a graph was made from; none where a record was compared.
    """

    statements: int = 0
    verified: int = 0
    skipped: int = 0
    spans: int = 0
    failures: list[Failure] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    snapshots: list[Snapshot] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<Verification: {self._summary}>"

    def _repr_html_(self) -> str:
        """What does not hold and what was skipped, for notebooks."""
        failed = [
            (
                "changed" if each.changed else "wrong",
                terms(each.what),
                each.span.line if each.span else None,
                f"{each.span.begin}-{each.span.end}" if each.span else None,
                each.span.text if each.span else None,
                each.found if each.changed else each.problem,
            )
            for each in self.failures
        ]
        skipped = [
            ("skipped", terms(each.what), None, None, None, each.reason) for each in self.skips
        ]
        columns = ("outcome", "statement", "line", "characters", "was", "now, or why")
        return html_table(self._summary, columns, [*failed, *skipped])

    @property
    def _summary(self) -> str:
        return (
            f"{self.verified} of {self.statements} statements verified, "
            f"{self.skipped} skipped, {len(self.failures)} failures"
        )

    @property
    def holds(self) -> bool:
        """Whether every statement was verified, and every other span too."""
        return not self.failures and self.verified == self.statements

    def add(self, other: "Verification") -> None:
        """Add the outcome of another page."""
        self.statements += other.statements
        self.verified += other.verified
        self.skipped += other.skipped
        self.spans += other.spans
        self.failures += other.failures
        self.skips += other.skips
        self.snapshots += other.snapshots
