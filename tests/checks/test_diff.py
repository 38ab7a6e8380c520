"""Two graphs compared: one change is one difference, and what is the same is none."""

import json
import random
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import whimkg
from tests.checks.test_graphs import quads, statement, swapped
from tests.checks.test_records import TEXT
from tests.cli.conftest import Run, run
from tests.pages.mask import TWIN
from whimkg.base.namespaces import expand
from whimkg.checks.diff import Diff
from whimkg.export import SERIALIZATIONS

__all__ = ["run"]


def changed(*, of: list[Quad]) -> Diff:
    return whimkg.diff(quads(), of)


def test_order_form_and_named_graphs_are_no_difference(tmp_path: Path) -> None:
    shuffled = [*quads()]
    random.Random(1).shuffle(shuffled)  # noqa: S311
    assert changed(of=shuffled).equal
    assert changed(of=shuffled).same == 52
    built = whimkg.build(TWIN)
    for name, row in SERIALIZATIONS.items():
        file = tmp_path / f"graph{row.suffix}"
        file.write_bytes(built.serialize(name))
        assert whimkg.diff(built, file).equal


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        ("biolink:frequency_qualifier", "HP:0040283"),
        ("whimkg:claimStatus", "whimkg:reported"),
        ("biolink:primary_knowledge_source", "infores:gard"),
    ],
)
def test_another_value_is_one_changed_statement(predicate: str, value: str) -> None:
    new = swapped(statement("HP:0001888"), predicate, NamedNode(expand(value)))
    outcome = changed(of=new)
    (change,) = outcome.changes
    assert (change.kind, change.what.split()[-1]) == ("changed", "HP:0001888")
    ((name, old, after),) = change.details
    assert (name, after) == (predicate, (value,)) and old != after
    assert (outcome.same, outcome.added, outcome.removed) == (51, [], [])


def test_a_date_of_a_piece_of_evidence_alone() -> None:
    day = Literal("1999-01-01", datatype=NamedNode(expand("xsd:date")))
    piece = f"{statement('HP:0001888').rpartition('/')[2]}/evidence/1"
    (change,) = changed(of=swapped(piece, "whimkg:statedOn", day)).changes
    assert [name for name, _, _ in change.details] == ["evidence whimkg:statedOn"]


def test_a_statement_that_is_left_out_is_removed() -> None:
    name, term = statement("HP:0001888"), NamedNode(expand("HP:0001888"))
    has = NamedNode(expand("biolink:has_phenotype"))
    left = [
        quad
        for quad in quads()
        if name not in str(quad.subject) and (quad.predicate, quad.object) != (has, term)
    ]
    outcome = changed(of=left)
    assert [change.kind for change in outcome.changes] == ["removed"]
    assert not outcome.added and not outcome.removed
    back = whimkg.diff(left, quads())
    assert (back.count("added"), back.same) == (1, 51)


def test_a_label_is_told_of_its_term() -> None:
    label = Literal("Leukopenia", language="en")
    (change,) = changed(of=swapped("HP_0001888", "rdfs:label", label)).changes
    assert (change.kind, change.what) == ("relabelled", "HP:0001888")
    assert change.details == (("rdfs:label", ('"Lymphopenia"@en',), ('"Leukopenia"@en',)),)


def test_what_is_of_no_statement_is_told_as_triples() -> None:
    extra = Quad(
        NamedNode(expand("HP:0001888")),
        NamedNode(expand("skos:exactMatch")),
        NamedNode(expand("UMLS:C0024312")),
    )
    outcome = changed(of=[*quads(), extra])
    assert outcome.added == [("HP:0001888", "skos:exactMatch", "UMLS:C0024312")]
    assert not outcome.equal and not outcome.changes


def page(folder: Path, text: str) -> Path:
    file = folder / "page.txt"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_line_that_is_put_in_moves_statements_and_changes_none(tmp_path: Path) -> None:
    lines = TEXT.split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("Showing of"))
    new = "\n".join([*lines[:at], "", *lines[at:]])
    outcome = whimkg.diff(whimkg.build(TWIN), whimkg.build(page(tmp_path, new)))
    assert {change.kind for change in outcome.changes} <= {"moved", "relabelled"}
    assert outcome.count("moved") + outcome.same == 52
    assert outcome.count("moved") > 40


def test_the_command(run: Run, tmp_path: Path) -> None:
    old, new = tmp_path / "old.nq", tmp_path / "new.nt"
    built = whimkg.build(TWIN)
    old.write_bytes(built.canonical)
    text = built.serialize("nt").decode()
    new.write_text(text.replace('"Lymphopenia"@en', '"Leukopenia"@en'), encoding="utf-8")
    said = run("diff", old, new)
    assert (said.code, said.err) == (1, "")
    assert said.out.splitlines()[0] == "relabelled  HP:0001888"
    assert '"Lymphopenia"@en → "Leukopenia"@en' in said.out
    assert said.last == "statements: 0 added, 0 removed, 0 changed, 0 moved, 52 the same"
    plain = json.loads(run("diff", old, new, "--format", "json").out)
    assert (plain["equal"], plain["same"]) == (False, 52)
    assert run("diff", old, old).code == 0
    refused = run("diff", "-", "-")
    assert refused.code == 2 and "cannot be on standard input" in refused.err
