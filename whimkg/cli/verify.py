"""``whimkg verify``."""

from argparse import Namespace
from collections import Counter
from dataclasses import asdict
from shlex import quote

from whimkg.base.resources import installed_version
from whimkg.checks import Failure, Snapshot, Verification
from whimkg.checks.verifying import endpoint_quads, verify, verify_quads
from whimkg.cli.terminal import out, paint, print_json, printable, truncate
from whimkg.cli.unused import format_of, refuse_unused
from whimkg.errors import GraphError, IdentifierError, WhimkgError
from whimkg.pipeline import is_record

__all__ = ["run"]

_SHOWN = 60
#: How pages end, and no graph.
_PAGES = (".txt", ".html", ".htm")


def run(options: Namespace) -> int:
    """Print each failure and the summary; 1 if anything failed or was skipped."""
    if options.format != "text":
        refuse_unused(options, f"--format {options.format} has no last line", "quiet")
    if options.claims or options.texts:
        refuse_unused(options, "quotes are not read from a page", "reread")
        from whimkg.cli.claims import run as run_claims

        return run_claims(options)
    refuse_unused(options, "--strict is for --claims", "strict")
    if options.format == "tsv":
        raise WhimkgError("--format tsv is for --claims", remedy="give json or sarif")
    if options.page is None:
        raise WhimkgError(
            "the following arguments are required: PAGE, or --claims and --texts",
            remedy="see whimkg verify --help",
        )
    if options.page == options.against == "-":
        raise WhimkgError(
            "page and graph cannot both be on standard input", remedy="give one of them as a file"
        )
    _refuse_turned(options)
    outcome = _outcome(options)
    if options.format == "json":
        print_json(_plain(outcome))
    elif options.format == "sarif":
        from whimkg.checks.sarif import sarif

        found = sarif(outcome, options.page, installed_version())
        print_json(found)
    else:
        _text(outcome, quiet=options.quiet)
    return 0 if outcome.holds else 1


def _refuse_turned(options: Namespace) -> None:
    """Refuse a graph in the place of the page, which no page is called like."""
    page, against = (str(options.page), str(options.against or ""))
    if not page.endswith(_PAGES) and against.endswith(_PAGES):
        raise WhimkgError(
            "the page comes first, then the graph",
            remedy=f"run whimkg verify {quote(against)} {quote(page)}",
        )


def _outcome(options: Namespace) -> Verification:
    if not options.endpoint:
        refuse_unused(options, "graphs are named where an --endpoint is asked", "graph")
        input_format = format_of(options, [options.against])
        try:
            return verify(
                options.page,
                options.against,
                input_format=input_format,
                reread=options.reread,
            )
        except (GraphError, IdentifierError) as error:
            if error.where and options.against and not is_record(options.against):
                raise
            raise error.at(options.against or "the bundled record") from error
    problem = "the graph is what the --endpoint holds"
    refuse_unused(options, problem, "input_format", "reread", against="GRAPH")
    quads = endpoint_quads(options.endpoint, tuple(options.graph))
    return verify_quads(options.page, [quads])


def _text(outcome: Verification, *, quiet: bool) -> None:
    if not quiet:
        _findings(outcome)
    summary = (
        f"{outcome.verified} of {outcome.statements} statements verified, {outcome.skipped} skipped"
    )
    if beside := len({(f.what, f.span, f.problem) for f in outcome.failures if not f.id}):
        ending = "s" * (beside > 1)
        summary += f"; {beside} finding{ending} beneath names, dates, references or sections"
    out(summary)


def _findings(outcome: Verification) -> None:
    for failure in outcome.failures:
        out(printable(_failure(failure)))
    skipped = paint("skipped", "yellow")
    for skip in outcome.skips:
        if not skip.snapshot:
            out(f"{skipped}  {printable(skip.what)}\n  {printable(skip.reason)}")
    for reason, number in Counter(s.reason for s in outcome.skips if s.snapshot).items():
        ending = "s" * (number > 1)
        out(f"{skipped}  {number} statement{ending}: {printable(reason)}")
    for snapshot in sorted(outcome.snapshots, key=lambda each: each.page):
        if snapshot.page and not snapshot.same:
            out(printable(_other(snapshot)))


def _failure(failure: Failure) -> str:
    span = failure.span
    if span is None:
        return f"wrong  {failure.what}\n  {failure.problem}"
    place = f"line {span.line}, column {span.column} (characters {span.begin} to {span.end})"
    if not failure.changed:
        return f"wrong  {failure.what}\n  {place}: {failure.problem}"
    was = f" was {span.text!r}," if span.text else ""
    found = truncate(failure.found, _SHOWN) if failure.found else ""
    now = f"now {found!r}" if found else "now the page has ended"
    return f"changed  {failure.what}\n  {place}:{was} {now}"


def _other(snapshot: Snapshot) -> str:
    made = f"of SHA-256 {snapshot.sha256}" if snapshot.sha256 else "without a digest"
    page = "the page" if snapshot.page == "-" else snapshot.page
    return f"{page} is not the text that the graph was made from, {made}"


def _plain(outcome: Verification) -> dict[str, object]:
    return {
        "statements": outcome.statements,
        "verified": outcome.verified,
        "skipped": outcome.skipped,
        "spans": outcome.spans,
        "snapshots": [asdict(snapshot) for snapshot in outcome.snapshots],
        "failures": [_plain_failure(failure) for failure in outcome.failures],
        "skips": [asdict(skip) for skip in outcome.skips],
    }


def _plain_failure(failure: Failure) -> dict[str, object]:
    span = failure.span
    return {
        "what": failure.what,
        "id": failure.id or None,
        "problem": failure.problem,
        "page": failure.page or None,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "begin": span.begin if span else None,
        "end": span.end if span else None,
        "was": span.text if span else None,
        "found": failure.found,
    }
