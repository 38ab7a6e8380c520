"""The table of options agrees with what its types, commands and choices stand for."""

import csv
from collections.abc import Collection
from pathlib import Path

import pytest

import whimkg.cli
from whimkg.cli import values
from whimkg.cli.arguments import parser
from whimkg.export import BIOLINK, PROFILES
from whimkg.rdf.syntaxes import SYNTAXES
from whimkg.stores.dialects import dialects

FOLDER = Path(whimkg.cli.__file__).parent
with (FOLDER / "options.tsv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


def test_every_type_is_known_and_used() -> None:
    others = {row["type"] for row in ROWS if "|" not in row["type"]}
    assert others - {"", "flag", "off", "count"} == set(values.__all__)
    assert {row["number"] for row in ROWS} <= {"", "?", "*", "+", "each"}


def test_every_command_has_a_module_and_a_row() -> None:
    (commands,) = (action.choices for action in parser("")._subparsers._group_actions)  # type: ignore[union-attr]
    named = {name for row in ROWS for name in row["commands"].split()} - {"*"}
    assert named == set(commands or ()) and len(named) == 13
    assert named <= {path.stem for path in FOLDER.glob("*.py")}


@pytest.mark.parametrize(
    ("option", "known"),
    [
        ("--protocol", dialects()),
        ("--biolink", BIOLINK),
        ("--profile", [*filter(None, PROFILES)]),
        ("--input-format", SYNTAXES),
    ],
)
def test_the_choices_are_those_of_other_tables(option: str, known: Collection[str]) -> None:
    (choices,) = {row["type"] for row in ROWS if row["option"] == option}
    assert sorted(filter(None, choices.split("|"))) == sorted(known)


def test_the_release_that_the_help_names_is_the_default() -> None:
    (row,) = (row for row in ROWS if row["option"] == "--biolink")
    assert f"(default: {BIOLINK[0]})" in row["help"]
