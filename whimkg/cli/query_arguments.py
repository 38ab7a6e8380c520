"""The arguments of ``whimkg query``."""

import argparse

from whimkg.cli.usage import Commands, command_of
from whimkg.cli.values import input_format, limits, rows

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add the command."""
    command = command_of(
        commands,
        "query",
        "ask a bundled question or your own SPARQL query, here or at an endpoint",
        "  whimkg query\n  whimkg query --find onset\n"
        "  whimkg query match-phenotypes --set observed=neutropenia,verrucae\n"
        "  whimkg query treatments --columns treatment,label,status\n"
        "  whimkg query gene --graph graph.ttl --format csv\n"
        "  whimkg query gene --endpoint http://localhost:7878/query\n"
        "  echo 'SELECT * { ?s ?p ?o } LIMIT 3' | whimkg query -\n\n"
        "An ASK prints true or false; both exit with 0. Queries only read. A login for an\n"
        "endpoint comes from WHIMKG_ENDPOINT_USER and WHIMKG_ENDPOINT_PASSWORD, or from\n"
        "WHIMKG_ENDPOINT_TOKEN (sent to any endpoint that is named), or from ~/.netrc.",
    )
    command.add_argument(
        "name",
        nargs="?",
        metavar="NAME",
        help="a question, a file that ends in .rq or .sparql, a query's text, or - for standard "
        "input; none: some questions to start with",
    )
    command.add_argument(
        "--list", action="store_true", help="list all questions and their parameters, by theme"
    )
    command.add_argument("--find", metavar="WORDS", help="list the questions with these words")
    command.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter's value; of a term an identifier, or a name that the graph has for it "
        "alone; for a list, repeat it, or put commas between",
    )
    command.add_argument(
        "--graph",
        nargs="+",
        action="extend",
        default=[],
        metavar="GRAPH",
        help="RDF files, folders, addresses, or stores on the disk that whimkg load made "
        "(default: the bundled graph); with --endpoint, the IRIs of graphs there",
    )
    input_format(command)
    command.add_argument(
        "--format",
        choices=("table", "csv", "tsv", "json", "xml", "markdown", "ttl", "jsonld"),
        help="default: table; for CONSTRUCT and DESCRIBE, ttl",
    )
    command.add_argument(
        "--safe-csv",
        action="store_true",
        help="with --format csv, for spreadsheets: an apostrophe before what they would take for "
        "a formula, as it begins with = + - or @",
    )
    command.add_argument(
        "--columns", metavar="NAMES", help="only these columns of a table, with commas between"
    )
    command.add_argument(
        "--wide",
        action="store_true",
        help="on a terminal, too, the whole table: nothing is wrapped or said once above it",
    )
    command.add_argument("--endpoint", metavar="URL", help="ask a SPARQL 1.1 endpoint instead")
    command.add_argument(
        "--explain", action="store_true", help="print the query with its values, and do not run it"
    )
    _limits(command)


def _limits(command: argparse.ArgumentParser) -> None:
    """What holds on every run of a query."""
    limits(command, "the answer", "30")
    command.add_argument(
        "--limit",
        type=rows,
        default=10_000,
        metavar="N",
        help="rows or triples at most (default: 10000); says so when there are more",
    )
    command.add_argument(
        "--allow-service",
        action="store_true",
        help="let the query ask other endpoints (SERVICE), in the same limits of time and memory;"
        " the engine asks them by itself, without login or proxy (default: nothing is asked)",
    )
