"""``whimkg verify --claims``."""

from argparse import Namespace
from collections.abc import Iterable
from itertools import groupby

from whimkg.base.resources import installed_version
from whimkg.checks.claim_files import read_claims
from whimkg.checks.claims import Checked, Claims, check_claims
from whimkg.checks.texts import Texts
from whimkg.cli.terminal import out, paint, print_json, print_row, printable, truncate
from whimkg.cli.unused import refuse_unused
from whimkg.errors import SourceError

__all__ = ["run"]

_SHOWN = 70
_MANY = 3
_COLUMNS = (
    *("outcome", "file", "where", "text", "characters"),
    *("folded", "reference", "quote", "reason"),
)
#: What people read of an outcome.
_WORDS = {"several": "found more than once", "missing": "text missing"}


def run(options: Namespace) -> int:
    """Print each claim that is not verified, and the counts; 1 if the words of one are not there.

    Raises:
        SourceError: claims or texts are missing, or cannot be read.
    """
    problem = "--claims are held against --texts"
    refuse_unused(options, problem, "endpoint", "graph", page="PAGE", against="GRAPH")
    if not options.claims or not options.texts:
        missing = "--claims FILE" if not options.claims else "--texts DIR"
        raise SourceError(f"{missing} is missing", remedy="give both --claims and --texts")
    claims = check_claims(read_claims(options.claims), Texts(options.texts))
    if not claims.checked:
        raise SourceError("there are no claims in it", where=str(options.claims[0]))
    if options.format == "json":
        print_json(_plain(claims))
    elif options.format == "tsv":
        _table(claims)
    elif options.format == "sarif":
        from whimkg.checks.sarif import sarif_of_claims

        print_json(sarif_of_claims(claims, installed_version()))
    else:
        _text(claims, quiet=options.quiet)
    counts = claims.counts
    wanting = len(claims.checked) - counts["verified"] if options.strict else counts["changed"]
    return 1 if wanting else 0


def _text(claims: Claims, *, quiet: bool) -> None:
    if not quiet:
        _findings(claims)
    out(_summary(claims))


def _findings(claims: Claims) -> None:
    for outcome, group in groupby(claims.checked, lambda each: each.outcome):
        if outcome == "missing":  # many claims may be of one source
            _missing(group)
        elif outcome != "verified":
            for each in group:
                _print_claim(each)


def _print_claim(each: Checked) -> None:
    claim = each.claim
    named = _WORDS.get(each.outcome, each.outcome)
    source = ", ".join(claim.references) or "no source"
    colour = "red" if each.outcome == "changed" else "yellow"
    out(f"{paint(named, colour)}  {printable(f'{claim.file}: {claim.where}')}")
    quote = f"{truncate(claim.quote, _SHOWN)!r}" if claim.quote else ""
    why = each.reason or f"only after folding {', '.join(each.folded)}"
    found = f"{why} (characters {_places(each, _MANY)})" if each.places else why
    out(printable(f"  {source}: {': '.join(filter(None, (quote, found)))}"))


def _places(each: Checked, most: int) -> str:
    """Where the words stand, as ``5 to 18, 40 to 53``."""
    shown = [f"{begin} to {end}" for begin, end in each.places[:most]]
    return ", ".join([*shown, "…"] if len(each.places) > most else shown)


def _table(claims: Claims) -> None:
    """A row for each claim, verified or not, in the order given."""
    print_row(_COLUMNS)
    for each in claims.checked:
        claim, places = each.claim, " ".join(f"{begin}-{end}" for begin, end in each.places)
        cells = [each.outcome, claim.file, claim.where, each.text, places, ", ".join(each.folded)]
        cells += [", ".join(claim.references), claim.quote, each.reason]
        print_row(cells)


def _missing(group: Iterable[Checked]) -> None:
    for reason, found in groupby(group, lambda each: each.reason):
        claims = list(found)
        more = f" and {len(claims) - 1} more" if len(claims) > 1 else ""
        first = claims[0].claim
        out(
            f"{paint(_WORDS['missing'], 'yellow')}  "
            f"{printable(f'{first.file}: {first.where}{more}: {reason}')}"
        )


def _summary(claims: Claims) -> str:
    counts = claims.counts
    folded = f"{counts['folded']} only after folding"
    if kinds := claims.foldings:
        folded += f" ({', '.join(f'{kind} {number}' for kind, number in kinds.items())})"
    return (
        f"{len(claims.checked)} claims: {counts['verified']} verified, {folded}, "
        f"{counts['changed']} changed, {counts['several']} found more than once, "
        f"{counts['missing']} without their text, {counts['skipped']} skipped"
    )


def _plain(claims: Claims) -> dict[str, object]:
    return {
        "claims": len(claims.checked),
        **claims.counts,
        "foldings": claims.foldings,
        "checked": [_plain_claim(each) for each in claims.checked],
    }


def _plain_claim(each: Checked) -> dict[str, object]:
    claim = each.claim
    return {
        "file": claim.file,
        "where": claim.where,
        "references": list(claim.references),
        "quote": claim.quote,
        "outcome": each.outcome,
        "text": each.text or None,
        "places": [list(place) for place in each.places],
        "folded": list(each.folded),
        "reason": each.reason or None,
    }
