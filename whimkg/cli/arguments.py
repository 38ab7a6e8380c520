"""The arguments of the command line; nothing heavy is imported to read them.

``options.tsv`` has a row for each argument and option: the commands that take it (``*``: all), its
names (before those of an option, that in the namespace, where it is another one), type and number,
what stands for its value in the help, default, the group of the help, and what it is for.

======  ============================================================================
type    a function of ``whimkg.cli.values``, choices joined by ``|``, ``flag``, ``off`` (true
        unless it is there) or ``count``; empty for any text
number  as argparse has it: ``?``, ``*`` or ``+``; ``each`` where it is repeated for several values
======  ============================================================================
"""

import argparse
from pathlib import Path
from typing import Any, NamedTuple

from whimkg.cli import values
from whimkg.cli.usage import CODES, Command, Program

__all__ = ["parser"]

#: What each command does, in one clause, and examples; the module of its name runs it.
_COMMANDS = {
    "build": (
        "write the graph of the bundled record, or of the pages given",
        """
  whimkg build
  whimkg build pages/ -o graphs --jobs 2 --keep-going
  whimkg build pages/ --merge corpus.parquet
  whimkg build texts/ --pages pages.tsv""",
    ),
    "read": (
        "turn a page into its disease record",
        """
  whimkg read page.txt > record.yaml""",
    ),
    "verify": (
        "compare a page with a record or a graph, or quotes with their sources, character by "
        "character",
        """
  whimkg verify page.txt
  whimkg verify page.txt graph.ttl
  whimkg verify pages/ all.nq --format sarif > all.sarif
  whimkg verify --claims quotes.tsv --texts articles/
  whimkg verify page.txt --endpoint http://localhost:7878/query""",
    ),
    "transfer": (
        "find the places of an old page in a new one, and say what the page changed",
        """
  whimkg transfer old.txt new.txt
  whimkg transfer old.txt new.txt graph.ttl""",
    ),
    "coverage": (
        "say of every line and sentence of pages what became of it, and why",
        """
  whimkg coverage page.txt
  whimkg coverage page.txt --format tsv > ledger.tsv
  whimkg coverage page.txt --only 'not understood'
  whimkg coverage saved.tar.xz --jobs 2 --strict""",
    ),
    "example": (
        "write an invented page, to try the other commands on",
        """
  whimkg example -o lantern.txt
  whimkg build lantern.txt -o graphs
  whimkg verify lantern.txt graphs/lantern-syndrome.ttl""",
    ),
    "validate": (
        "hold a graph against the shapes, and say where on the page each finding stands",
        """
  whimkg validate
  whimkg validate graph.ttl --page page.txt
  whimkg validate all.nq --jobs 2
  whimkg validate any.ttl --shapes shapes.ttl
  whimkg validate graph.ttl --format sarif > graph.sarif""",
    ),
    "diff": (
        "say what two graphs say differently, statement by statement",
        """
  whimkg diff old.nq new.nq
  whimkg diff old.ttl new.nq --format json
  whimkg diff old.nq new.nq --format patch > new.rdfp""",
    ),
    "query": (
        "ask a bundled question or your own SPARQL query, here or at an endpoint",
        """
  whimkg query
  whimkg query --find onset
  whimkg query match-phenotypes --set observed=neutropenia,verrucae
  whimkg query treatments --columns treatment,label,status
  whimkg query gene --graph graph.ttl --format csv
  whimkg query gene --endpoint http://localhost:7878/query
  echo 'SELECT * { ?s ?p ?o } LIMIT 3' | whimkg query -

An ASK prints true or false; both exit with 0. Queries only read. A login for an
endpoint comes from WHIMKG_ENDPOINT_USER and WHIMKG_ENDPOINT_PASSWORD, or from
WHIMKG_ENDPOINT_TOKEN (sent to any endpoint that is named), or from ~/.netrc.""",
    ),
    "export": (
        "write a graph in another format",
        """
  whimkg export jsonld
  whimkg export ttl graph.nq -o graph.ttl
  whimkg export kgx-tsv -o kgx --profile monarch
  whimkg export --list""",
    ),
    "load": (
        "put a graph into a store, and compare what the store holds with it",
        """
  whimkg load graphs.db
  whimkg load http://localhost:7878 graph.nq
  whimkg load graphs.db --receipt receipt.json
  whimkg load --check receipt.json

The graph there is replaced as a whole, or stays as it was. A login comes from
WHIMKG_ENDPOINT_USER and WHIMKG_ENDPOINT_PASSWORD, or from WHIMKG_ENDPOINT_TOKEN,
or from ~/.netrc. How to load into each store stands in whimkg/stores/STORES.md.""",
    ),
    "terms": (
        "make the tables of terms anew from the official files",
        """
  whimkg terms update --hpo hp.obo
  whimkg terms update --hgnc hgnc_complete_set.txt --hgnc-date 2026-06-20""",
    ),
    "completion": (
        "print what a shell needs to complete commands, options, questions and formats",
        """
  whimkg completion bash > ~/.local/share/bash-completion/completions/whimkg
  whimkg completion fish > ~/.config/fish/completions/whimkg.fish""",
    ),
}
#: Types that are actions: an option that takes no value.
_ACTIONS = {"flag": "store_true", "off": "store_false", "count": "count"}


class _Option(NamedTuple):
    """A row of ``options.tsv``."""

    commands: str
    names: str
    type: str
    number: str
    metavar: str
    default: str
    group: str
    help: str


def parser(version: str) -> Program:
    """The whole command line."""
    main = Program(
        prog="whimkg",
        description="Publish a rare-disease page as a knowledge graph in which every statement "
        "opens on the exact characters that it came from.",
        epilog=f"example:\n  whimkg build\n\n{CODES}\nwhimkg COMMAND --help tells more of each.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    main.add_argument("--version", action="version", version=f"whimkg {version}")
    commands = main.add_subparsers(
        dest="command", metavar="COMMAND", required=True, parser_class=Command
    )
    options = _options()
    for name, (does, examples) in _COMMANDS.items():
        command = commands.add_parser(
            name,
            help=does,
            description=f"{does[0].upper()}{does[1:]}.",
            epilog=f"example:{examples}\n\n{CODES}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.set_defaults(module=f"whimkg.cli.{name}")
        _add(command, [each for each in options if {name, "*"} & {*each.commands.split()}])
    return main


def _options() -> list[_Option]:
    table = Path(__file__).with_name("options.tsv").read_text(encoding="utf-8")
    return [_Option(*line.split("\t")) for line in table.splitlines()[1:]]


def _add(command: Command, options: list[_Option]) -> None:
    groups: dict[str, Any] = {"": command}
    for option in options:
        if option.group not in groups:
            groups[option.group] = command.add_argument_group(option.group)
        names, described = option.names.split(), _described(option)
        if "--" in option.names and not names[0].startswith("-"):
            described["dest"] = names.pop(0)
        groups[option.group].add_argument(*names, **described)


def _described(option: _Option) -> dict[str, Any]:
    """Keywords of ``add_argument``."""
    found: dict[str, Any] = {"help": option.help or None}
    if option.type in _ACTIONS:
        found["action"] = _ACTIONS[option.type]
        return found | ({"default": 0} if option.type == "count" else {})
    if "|" in option.type:
        found["choices"] = [each for each in option.type.split("|") if each]
    elif option.type:
        found["type"] = getattr(values, option.type)
    if option.metavar:
        found["metavar"] = option.metavar
    if option.default:
        found["default"] = option.default
    if option.number == "each":
        found |= {"action": "append", "default": []}
    elif option.number:
        found["nargs"] = option.number
        if "--" in option.names:
            found |= {"action": "extend", "default": []}
    return found
