"""``whimkg diff``."""

from argparse import Namespace
from dataclasses import asdict

from whimkg.checks.diff import Change, Diff
from whimkg.checks.verifying import diff, rdf_patch
from whimkg.cli.terminal import out, paint, print_json, printable, write_bytes
from whimkg.cli.unused import format_of
from whimkg.errors import WhimkgError

__all__ = ["run"]

#: How many other triples are shown.
_SHOWN = 20
#: Lines of a patch that changes nothing.
_EMPTY = 2
_COLOURS = {"added": "green", "removed": "red"}


def run(options: Namespace) -> int:
    """Print the differences of two graphs; 1 if there are any."""
    if options.old == options.new == "-":
        raise WhimkgError("both graphs cannot be on standard input", remedy="give one as a file")
    input_format = format_of(options, [options.old, options.new])
    if options.format == "patch":
        patch = rdf_patch(options.old, options.new, input_format=input_format)
        write_bytes(patch)
        return 0 if patch.count(b"\n") == _EMPTY else 1
    outcome = diff(options.old, options.new, input_format=input_format)
    if options.format == "json":
        print_json(_plain(outcome))
    else:
        _text(outcome)
    return 0 if outcome.equal else 1


def _text(outcome: Diff) -> None:
    for change in outcome.changes:
        if change.kind != "moved":  # a line that is put in moves all that is below it
            _print_change(change)
    for kind, triples in (("removed", outcome.removed), ("added", outcome.added)):
        for triple in triples[:_SHOWN]:
            out(f"{paint(kind, _COLOURS[kind])}  {printable(' '.join(triple))}")
        if len(triples) > _SHOWN:
            out(f"… and {len(triples) - _SHOWN} more {kind}, which --format json lists")
    numbers = ", ".join(
        f"{outcome.count(kind)} {kind}" for kind in ("added", "removed", "changed", "moved")
    )
    out(
        f"labels: {outcome.count('relabelled')} terms changed; "
        f"other triples: {len(outcome.added)} added, {len(outcome.removed)} removed"
    )
    out(f"statements: {numbers}, {outcome.same} the same")


def _print_change(change: Change) -> None:
    out(f"{paint(change.kind, _COLOURS.get(change.kind, 'yellow'))}  {printable(change.what)}")
    for name, old, new in change.details:
        before, after = (" ".join(values) or "nothing" for values in (old, new))
        out(printable(f"  {name}: {before} → {after}"))


def _plain(outcome: Diff) -> dict[str, object]:
    return {
        "equal": outcome.equal,
        "same": outcome.same,
        "changes": [
            {
                **{name: value for name, value in asdict(change).items() if name != "details"},
                "details": [
                    {"property": name, "old": list(old), "new": list(new)}
                    for name, old, new in change.details
                ],
            }
            for change in outcome.changes
        ],
        "added": [list(triple) for triple in outcome.added],
        "removed": [list(triple) for triple in outcome.removed],
    }
