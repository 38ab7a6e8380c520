"""What a verification found as SARIF; see ``whimkg.sarif``."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from whimkg.checks.outcome import Failure, Skip, Verification
from whimkg.sarif import file_uri, log, region

__all__ = ["sarif"]

_RULES = {
    "changed": "The characters that a statement rests on are no longer what they were.",
    "wrong": "The graph contradicts itself, or what it says of its evidence is not so.",
    "skipped": "A statement could not be compared.",
    "other-text": "The page is not the text that the graph was made from.",
}
_LEVELS = {"changed": "error", "wrong": "error", "skipped": "warning", "other-text": "note"}


def sarif(outcome: Verification, page: str, version: str) -> dict[str, Any]:
    """One run of SARIF.

    Args:
        outcome: the outcome.
        page: the page, for what has no place on it.
        version: of whimkg.
    """
    rules = [
        {
            "id": name,
            "shortDescription": {"text": says},
            "defaultConfiguration": {"level": _LEVELS[name]},
        }
        for name, says in _RULES.items()
    ]
    return log(rules, _results(outcome, page), version)


def _results(outcome: Verification, page: str) -> Iterator[dict[str, Any]]:
    for failure in outcome.failures:
        yield _failure(failure, page)
    for skip in outcome.skips:
        yield _result("skipped", _skipped(skip), _whole(page), skip.id, skip.what)
    for snapshot in outcome.snapshots:
        if snapshot.page and not snapshot.same:
            told = f"the graph was made from another text, {snapshot.sha256 or 'without a digest'}"
            yield _result("other-text", told, _whole(snapshot.page), "", snapshot.iri)


def _failure(failure: Failure, page: str) -> dict[str, Any]:
    where, span = failure.page or page, failure.span
    location = _whole(where)
    if span:
        location["region"] = region(span.begin, span.end, span.line, span.column)
    rule = "changed" if failure.changed else "wrong"
    was = f" (was {span.text!r})" if span and span.text else ""
    told = f"{failure.what}: {failure.problem}{was}"
    return _result(rule, told, location, failure.id, failure.what)


def _skipped(skip: Skip) -> str:
    return f"{skip.what}: {skip.reason}"


def _whole(page: str) -> dict[str, Any]:
    """The page as a whole; code hosts show nothing that has no line."""
    return {"artifactLocation": {"uri": file_uri(page)}, "region": {"startLine": 1}}


def _result(
    rule: str, message: str, location: dict[str, Any], name: str, what: str
) -> dict[str, Any]:
    logical = {"fullyQualifiedName": name or what, "name": what, "kind": "object"}
    key = repr((rule, message, location)).encode()
    return {
        "ruleId": rule,
        "ruleIndex": list(_RULES).index(rule),
        "level": _LEVELS[rule],
        "message": {"text": message},
        "locations": [{"physicalLocation": location, "logicalLocations": [logical]}],
        "partialFingerprints": {"failure/v1": sha256(key).hexdigest()},
    }
