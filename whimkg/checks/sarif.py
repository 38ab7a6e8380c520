"""What a verification found as SARIF; see ``whimkg.base.sarif``."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from whimkg.base.sarif import file_uri, log, region
from whimkg.checks.claims import Checked, Claims
from whimkg.checks.outcome import Failure, Skip, Verification

__all__ = ["sarif"]

_RULES = {
    "changed": "The characters that a statement rests on are no longer what they were.",
    "wrong": "The graph contradicts itself, or what it says of its evidence is not so.",
    "skipped": "A statement could not be compared.",
    "other-text": "The page is not the text that the graph was made from.",
}
_OF_CLAIMS = {
    "changed": "The words of a claim do not stand in its source.",
    "several": "The words of a claim stand in its source more than once.",
    "missing": "The source of a claim is not among the texts.",
    "skipped": "A claim could not be checked.",
    "folded": "The words of a claim differ from its source by hyphens, quotes or white space.",
}
_LEVELS = {
    **{"changed": "error", "wrong": "error", "skipped": "warning", "other-text": "note"},
    **{"several": "warning", "missing": "warning", "folded": "note"},
}


def sarif(outcome: Verification, page: str, version: str) -> dict[str, Any]:
    """One run of SARIF.

    Args:
        outcome: the outcome.
        page: the page, for what has no place on it.
        version: of whimkg.
    """
    return log(_rules(_RULES), _results(outcome, page), version)


def sarif_of_claims(claims: Claims, version: str) -> dict[str, Any]:
    """One run of SARIF: every claim that is not verified, in the file that makes it."""
    found = (each for each in claims.checked if each.outcome in _OF_CLAIMS)
    return log(_rules(_OF_CLAIMS), map(_claim, found), version)


def _rules(rules: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "id": name,
            "shortDescription": {"text": says},
            "defaultConfiguration": {"level": _LEVELS[name]},
        }
        for name, says in rules.items()
    ]


def _claim(each: Checked) -> dict[str, Any]:
    claim = each.claim
    location = _whole(claim.file) | {"region": {"startLine": claim.line or 1}}
    reason = each.reason or f"it stands there but for {' and '.join(each.folded)}"
    message_text = f"{', '.join(claim.references) or 'no source'}: {reason}"
    return _result(each.outcome, message_text, location, claim.where, claim.where, rules=_OF_CLAIMS)


def _results(outcome: Verification, page: str) -> Iterator[dict[str, Any]]:
    for failure in outcome.failures:
        yield _failure(failure, page)
    for skip in outcome.skips:
        yield _result("skipped", _skipped(skip), _whole(page), skip.id, skip.what)
    for snapshot in outcome.snapshots:
        if snapshot.page and not snapshot.same:
            message_text = (
                f"the graph was made from another text, {snapshot.sha256 or 'without a digest'}"
            )
            yield _result("other-text", message_text, _whole(snapshot.page), "", snapshot.iri)


def _failure(failure: Failure, page: str) -> dict[str, Any]:
    where, span = failure.page or page, failure.span
    location = _whole(where)
    if span:
        location["region"] = region(span.begin, span.end, span.line, span.column)
    rule = "changed" if failure.changed else "wrong"
    was = f" (was {span.text!r})" if span and span.text else ""
    message_text = f"{failure.what}: {failure.problem}{was}"
    return _result(rule, message_text, location, failure.id, failure.what)


def _skipped(skip: Skip) -> str:
    return f"{skip.what}: {skip.reason}"


def _whole(page: str) -> dict[str, Any]:
    """The page as a whole; code hosts show nothing that has no line."""
    return {"artifactLocation": {"uri": file_uri(page)}, "region": {"startLine": 1}}


def _result(
    rule: str,
    message: str,
    location: dict[str, Any],
    name: str,
    what: str,
    *,
    rules: dict[str, str] = _RULES,
) -> dict[str, Any]:
    logical = {"fullyQualifiedName": name or what, "name": what, "kind": "object"}
    key = repr((rule, message, location)).encode()
    return {
        "ruleId": rule,
        "ruleIndex": list(rules).index(rule),
        "level": _LEVELS[rule],
        "message": {"text": message},
        "locations": [{"physicalLocation": location, "logicalLocations": [logical]}],
        "partialFingerprints": {"failure/v1": sha256(key).hexdigest()},
    }
