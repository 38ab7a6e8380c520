"""How a command line is taken apart: arguments and options in any order."""

from itertools import chain, permutations

import pytest

from tests.cli.conftest import Run
from whimkg.cli.arguments import parser


@pytest.mark.parametrize(
    ("command", "arguments", "options", "found"),
    [
        ("export", "nt graph", "--input-format nq", {"format": "nt", "graph": "graph"}),
        (
            "verify",
            "page.txt a.yaml",
            "--format json",
            {"page": "page.txt", "against": "a.yaml"},
        ),
        ("load", "a.db a.nq b.nq", "--named-graphs", {"store": "a.db", "graphs": ["a.nq", "b.nq"]}),
        ("read", "a.txt - b.txt", "--partial", {"pages": ["a.txt", "-", "b.txt"]}),
        ("build", "a.txt b.txt", "-o out", {"pages": ["a.txt", "b.txt"]}),
        ("validate", "a.nq b.nq", "--jobs 2", {"graphs": ["a.nq", "b.nq"], "jobs": 2}),
    ],
)
def test_an_option_stands_before_between_or_after_arguments(
    command: str, arguments: str, options: str, found: dict[str, object]
) -> None:
    given = arguments.split()
    for at in range(len(given) + 1):
        read = parser("").parse_args([command, *given[:at], *options.split(), *given[at:]])
        assert found.items() <= vars(read).items()


def test_options_among_themselves() -> None:
    given = (["nt"], ["graph.nq"], ["-o", "x"], ["--input-format", "nq"], ["--profile", "monarch"])
    found = [
        vars(parser("").parse_args(["export", *chain.from_iterable(way)]))
        for way in permutations(given)
        if way.index(["nt"]) < way.index(["graph.nq"])
    ]
    assert len(found) == 60 and all(each == found[0] for each in found)


@pytest.mark.parametrize("marked", [["--", "nt", "-a.nq"], ["nt", "--", "-a.nq"]])
@pytest.mark.parametrize("options", [[], ["-o", "x"]])
def test_what_follows_two_dashes_is_no_option(marked: list[str], options: list[str]) -> None:
    found = parser("").parse_args(["export", *options, *marked])
    assert (found.format, found.graph) == ("nt", "-a.nq")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export", "nt", "--input-format", "nq", "a", "b"], "unrecognized arguments: b"),
        (["export", "nt", "--colour", "a.nq"], "unrecognized arguments: --colour"),
        (["verify", "--format", "json"], "--claims and --texts; see whimkg verify --help"),
        (["read", "--", "--partial"], "--partial"),
    ],
)
def test_what_is_wrong_is_still_told(arguments: list[str], message: str, run: Run) -> None:
    said = run(*arguments)
    assert (said.code, said.out) == (2, "")
    assert message in said.err.splitlines()[0]
