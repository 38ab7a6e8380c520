"""Holds a record against its page: re-slices the text at every span and compares digests.

A statement is verified when every character that its evidence names stands where it stood. What
stands elsewhere on the page plays no part.
"""

from collections.abc import Iterator

from whimkg.base.namespaces import contract
from whimkg.checks.outcome import Failure, Skip, Verification
from whimkg.gard.text import digest
from whimkg.graph import Names, Statement, statements
from whimkg.record import Record, Span
from whimkg.tables import Tables

__all__ = ["share", "verify_record"]


def verify_record(text: str, record: Record, tables: Tables) -> Verification:
    """Compare every span of a record with a page.

    Args:
        text: stored text of the page.
        record: the record.
        tables: the data tables, which name the statements.
    """
    outcome = Verification()
    for statement in statements(record, tables, Names(record)):
        spans = list(dict.fromkeys(span for piece in statement.pieces for span in piece.spans))
        failed = _compare(text, _named(statement), str(statement.uuid), spans, outcome)
        outcome.statements += 1
        if not spans:
            outcome.skipped += 1
            outcome.skips.append(Skip(_named(statement), str(statement.uuid), "it has no evidence"))
        outcome.verified += bool(spans) and not failed
    for what, span in _beside(record):
        _compare(text, what, "", [span], outcome)
    return outcome


def _compare(
    text: str, what: str, uuid: str, spans: list[Span], outcome: Verification
) -> list[Failure]:
    failed = [
        Failure(what, uuid, span, text[span.begin : span.end])
        for span in spans
        if not _holds(text, span)
    ]
    outcome.spans += len(spans)
    outcome.failures += failed
    return failed


def _holds(text: str, span: Span) -> bool:
    return span.end <= len(text) and digest(text[span.begin : span.end]) == span.sha256


def _named(statement: Statement) -> str:
    parts = (statement.subject, statement.predicate, statement.object)
    return " ".join(contract(part) or f"<{part}>" for part in parts)


def _beside(record: Record) -> Iterator[tuple[str, Span]]:
    """What the record says beside its statements, and where."""
    about = record.disease
    for name in (about.title, *about.names, *about.subtypes, *about.groups):
        yield f"name {name.text!r}", name.span
    for section in record.sections:
        if section.dated:
            yield f"date of section {section.number}", section.dated
    for identifier in record.identifiers:
        yield f"identifier {identifier.id}", identifier.span
    for study in record.studies:
        yield f"study {study.title!r}", study.span
    for resource in record.resources:
        yield f"{resource.kind} {resource.label!r}", resource.span
    for reference in record.references:
        yield f"reference {reference.number}", reference.span


def share(text: str, record: Record) -> float:
    """The share of a record's table rows and names that hold on a page, from 0 to 1."""
    spans = [span for _, span in _beside(record)]
    spans += [row.spans.code for row in record.rows] + [row.spans.label for row in record.rows]
    return sum(_holds(text, span) for span in spans) / len(spans)
