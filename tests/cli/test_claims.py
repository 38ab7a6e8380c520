"""``whimkg verify --claims``: what is printed, and the exit codes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run

Refused = Callable[..., str]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "PMID_1.txt").write_text("A lantern is dim, is dim\u2010ly lit.\n", encoding="utf-8")
    return folder


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    file = tmp_path / "claims.tsv"
    rows = ["quote\treference", "A lantern\tPMID:1", "dim-ly\tPMID:1"]
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


def add(claims: Path, *rows: str) -> None:
    with claims.open("a", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in rows)


def test_claims_that_hold(run: Run, claims: Path, texts: Path) -> None:
    said = run("verify", "--claims", claims, "--texts", texts)
    assert (said.code, said.err) == (0, "")
    assert said.out == (
        f"folded  {claims}: line 3\n"
        "  PMID:1: 'dim-ly': only after folding hyphens (characters 21 to 27)\n"
        "2 claims: 1 verified, 1 only after folding (hyphens 1), 0 changed, "
        "0 found more than once, 0 without their text, 0 skipped\n"
    )
    assert run("verify", "--claims", claims, "--texts", texts, "--strict").code == 1


def test_a_table_has_a_row_for_every_claim(run: Run, claims: Path, texts: Path) -> None:
    add(claims, "is bright\tPMID:1")
    said = run("verify", "--claims", claims, "--texts", texts, "--format", "tsv")
    head, *rows = (line.split("\t") for line in said.out.splitlines())
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(row["outcome"], row["characters"], row["folded"]) for row in found] == [
        ("verified", "0-9", ""),
        ("folded", "21-27", "hyphens"),
        ("changed", "", ""),
    ]
    assert found[2]["reason"] == "it does not stand in the text"
    assert {row["where"] for row in found} == {"line 2", "line 3", "line 4"}


def test_every_other_claim_is_named(run: Run, claims: Path, texts: Path) -> None:
    add(claims, "is bright\tPMID:1", "is dim\tPMID:1", "x\tPMID:2", "y\tPMID:2", "z\t")
    said = run("verify", "--claims", claims, "--texts", texts)
    assert said.code == 1
    assert said.out.splitlines()[2:] == [
        f"changed  {claims}: line 4",
        "  PMID:1: 'is bright': it does not stand in the text",
        f"found more than once  {claims}: line 5",
        "  PMID:1: 'is dim': it stands there 2 times (characters 10 to 16, 18 to 24)",
        f"text missing  {claims}: line 6 and 1 more: no text of PMID:2",
        f"skipped  {claims}: line 8",
        "  no source: 'z': it names no source",
        "7 claims: 1 verified, 1 only after folding (hyphens 1), 1 changed, "
        "1 found more than once, 2 without their text, 1 skipped",
    ]


def test_only_a_change_is_wanting_unless_strict(run: Run, claims: Path, texts: Path) -> None:
    add(claims, "x\tPMID:2")
    assert run("verify", "--claims", claims, "--texts", texts).code == 0
    assert run("verify", "--claims", claims, "--texts", texts, "--strict").code == 1


def test_json_and_sarif(run: Run, claims: Path, texts: Path) -> None:
    add(claims, "is bright\tPMID:1")
    plain = json.loads(run("verify", "--claims", claims, "--texts", texts, "--format", "json").out)
    assert (plain["claims"], plain["verified"], plain["changed"]) == (3, 1, 1)
    first = plain["checked"][0]
    assert (first["outcome"], first["places"]) == ("verified", [[0, 9]])
    said = run("verify", "--claims", claims, "--texts", texts, "--format", "sarif")
    results = json.loads(said.out)["runs"][0]["results"]
    assert [result["ruleId"] for result in results] == ["folded", "changed"]
    place = results[1]["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 4}


def test_what_cannot_be_checked(refused: Refused, claims: Path, texts: Path) -> None:
    assert "--texts DIR is missing" in refused("verify", "--claims", claims)
    assert "--claims FILE is missing" in refused("verify", "--texts", texts)
    assert "leave out PAGE" in refused("verify", claims, "--claims", claims, "--texts", texts)
    assert "required: PAGE, or --claims and --texts" in refused("verify")
    assert "--strict" in refused("verify", claims, "--strict")
    claims.write_text("quote\treference\n")
    assert "there are no claims in it" in refused("verify", "--claims", claims, "--texts", texts)
