"""``whimkg transfer``."""

from argparse import Namespace

from whimkg.checks.transfer import Moved, Transfer
from whimkg.checks.verifying import transfer
from whimkg.cli.terminal import out, paint, print_json, printable, truncate, width
from whimkg.cli.unused import format_of

__all__ = ["run"]

_SHOWN = 60


def run(options: Namespace) -> int:
    """Print what could not be followed, and what the page changed; 1 if anything was lost."""
    input_format = format_of(options, [options.against])
    outcome = transfer(options.old, options.new, options.against, input_format=input_format)
    if options.format == "json":
        print_json(_plain(outcome))
    else:
        _text(outcome)
    return 0 if outcome.holds else 1


def _text(outcome: Transfer) -> None:
    for name, lost in outcome.statements.items():
        for each in lost:
            _print_place(name.rpartition("  ")[0], each)
    of_statements = {each for lost in outcome.statements.values() for each in lost}
    for each in outcome.places:
        if not each.known and each not in of_statements:
            _print_place("a name, a date or a reference", each)
    for sign, colour, lines in (("-", "red", outcome.removed), ("+", "green", outcome.added)):
        for number, content in lines:
            line = f"{sign} {number:>4}  {content}"
            out(paint(truncate(printable(line), width()), colour))
    if outcome.removed or outcome.added:
        gone = f"{len(outcome.removed)} line{'s' * (len(outcome.removed) != 1)}"
        out(f"the page: {gone} gone or changed, {len(outcome.added)} new")
    counts = outcome.counts
    wrong = f", {counts['false']} not on the old page" if counts["false"] else ""
    out(
        f"{len(outcome.places)} places: {counts['same']} the same, {counts['moved']} moved, "
        f"{counts['ambiguous']} ambiguous, {counts['gone']} gone{wrong}"
    )
    out(f"{outcome.kept} of {len(outcome.statements)} statements kept")


def _print_place(what: str, each: Moved) -> None:
    words = {
        "gone": "stands nowhere",
        "ambiguous": f"stands {each.count} times" if each.count > 1 else "may be another",
        "false": "it is not what stands on the old page",
    }[each.outcome]
    quote = f"{truncate(each.words, _SHOWN)!r} " if each.words else ""
    out(
        printable(
            f"{each.outcome}  {what}\n  characters {each.begin} to {each.end}: {quote}{words}"
        )
    )


def _plain(outcome: Transfer) -> dict[str, object]:
    return {
        "places": [
            {
                "begin": each.begin,
                "end": each.end,
                "words": each.words,
                "outcome": each.outcome,
                "new": [list(at) for at in each.places],
                "count": each.count,
            }
            for each in outcome.places
        ],
        **{"counts": outcome.counts, "kept": outcome.kept, "statements": len(outcome.statements)},
        "lost": {
            name.rpartition("  ")[2]: [[each.begin, each.end] for each in lost]
            for name, lost in outcome.statements.items()
            if lost
        },
        "removed": [{"line": number, "content": content} for number, content in outcome.removed],
        "added": [{"line": number, "content": content} for number, content in outcome.added],
    }
