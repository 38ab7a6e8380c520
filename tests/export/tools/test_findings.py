"""What makes ``.ci/tools`` fail."""

import re

import pytest

from tests.export.tools import findings
from tests.export.tools.findings import table, troubles

KNOWN = [{"tool": "a 1", "message": r"odd \d+", "why": "so", "thread": ""}]
FAULTS = [{"tool": "a 1", "message": "bad"}]
GOOD = [["a 1", "bundled", "odd 12"], ["a 1", "planted", "bad"]]


@pytest.fixture(autouse=True)
def tables(monkeypatch: pytest.MonkeyPatch) -> None:
    named = {"known_false_errors.tsv": KNOWN, "planted_faults.tsv": FAULTS}
    monkeypatch.setattr(findings, "table", named.__getitem__)


def test_what_is_known_passes() -> None:
    assert list(troubles(GOOD)) == []


@pytest.mark.parametrize(
    ("found", "trouble"),
    [
        ([*GOOD, ["a 1", "bundled", "odd"]], "new: a 1 | bundled | odd"),
        ([*GOOD, ["a 2", "bundled", "odd 12"]], "new: a 2 | bundled | odd 12"),
        (GOOD[1:], r"no longer: a 1 | odd \d+"),
        ([["a 1", "planted", "odd 12"], GOOD[1]], r"no longer: a 1 | odd \d+"),
        (GOOD[:1], "not noticed: a 1 | bad"),
        ([GOOD[0], ["a 1", "planted", "not bad"]], "not noticed: a 1 | bad"),
    ],
)
def test_what_fails(found: list[list[str]], trouble: str) -> None:
    assert list(troubles(found)) == [trouble]


def test_every_known_error_says_why() -> None:
    for row in table("known_false_errors.tsv"):
        assert row["why"].endswith(".")
        assert not row["thread"] or row["thread"].startswith("https://github.com/")
        re.compile(row["message"])
