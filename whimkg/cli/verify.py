"""``whimkg verify``."""

import json
from argparse import Namespace

from whimkg.cli.terminal import cut, out, paint
from whimkg.errors import GraphError, IdentifierError
from whimkg.pipeline import load_record, verify
from whimkg.verification import Failure, Verification

__all__ = ["run"]

_SHOWN = 60


def run(options: Namespace) -> int:
    """Print each failure and the summary; 1 if anything failed."""
    record = load_record(options.record) if options.record else None
    try:
        outcome = verify(options.page, record)
    except (GraphError, IdentifierError) as error:
        raise error.at(str(options.record or "the bundled record")) from error
    if options.format == "json":
        out(json.dumps(_plain(outcome), ensure_ascii=False, indent=2))
    else:
        for failure in outcome.failures:
            out(_told(failure))
        _summary(outcome)
    return 0 if outcome.holds else 1


def _told(failure: Failure) -> str:
    span = failure.span
    was = f" was {span.text!r}," if span.text else ""
    found = cut(failure.found, _SHOWN) if failure.found else ""
    now = f"now {found!r}" if found else "now the page has ended"
    place = f"line {span.line}, column {span.column} (characters {span.begin} to {span.end})"
    return f"{paint('changed', 'red')}  {failure.what}\n  {place}:{was} {now}"


def _summary(outcome: Verification) -> None:
    beside = len({(f.what, f.span.begin) for f in outcome.failures if not f.id})
    if beside:
        out(f"{beside} of the names, dates and references changed")
    out(
        f"{outcome.verified} of {outcome.statements} statements verified, {outcome.skipped} skipped"
    )


def _plain(outcome: Verification) -> dict[str, object]:
    return {
        "statements": outcome.statements,
        "verified": outcome.verified,
        "skipped": outcome.skipped,
        "spans": outcome.spans,
        "failures": [
            {
                "what": failure.what,
                "id": failure.id or None,
                "line": failure.span.line,
                "column": failure.span.column,
                "begin": failure.span.begin,
                "end": failure.span.end,
                "was": failure.span.text,
                "found": failure.found,
            }
            for failure in outcome.failures
        ],
    }
