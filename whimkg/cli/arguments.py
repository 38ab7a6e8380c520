"""The arguments of the command line; nothing heavy is imported to read them."""

import argparse
from typing import NoReturn

from whimkg.cli import store_arguments
from whimkg.cli.values import file, input_format, path, seconds
from whimkg.errors import IdentifierError
from whimkg.export import BIOLINK, PROFILES
from whimkg.namespaces import BASE, check_base

__all__ = ["parser"]

_PAGE = "a page: text file, saved HTML, http(s) address, or - for standard input"
_CODES = "exit codes: 0 done, 1 checked and found wanting, 2 could not run"


class _Parser(argparse.ArgumentParser):
    """Says what is wrong and where help is, in two lines; exits with 2."""

    def error(self, message: str) -> NoReturn:
        from whimkg.cli.terminal import printable

        self.exit(2, f"whimkg: {printable(message)}\nsee {self.prog} --help\n")


def _commands(main: argparse.ArgumentParser) -> "argparse._SubParsersAction[_Parser]":
    return main.add_subparsers(
        dest="command", metavar="COMMAND", required=True, parser_class=_Parser
    )


def _command(
    commands: "argparse._SubParsersAction[_Parser]", name: str, does: str, example: str
) -> argparse.ArgumentParser:
    made = commands.add_parser(
        name,
        help=does,
        description=f"{does[0].upper()}{does[1:]}.",
        epilog=f"example:\n{example}\n\n{_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.set_defaults(module=f"whimkg.cli.{name}")
    return made


def _reading(command: argparse.ArgumentParser) -> None:
    command.add_argument("--url", metavar="URL", help="the page's own address, if it is not known")
    command.add_argument(
        "--partial", action="store_true", help="take the whole rows of a page that is cut"
    )
    _tables(command)


def _tables(command: argparse.ArgumentParser) -> None:
    own = command.add_argument_group("a curator's own tables")
    own.add_argument("--mappings", type=file, metavar="FILE", help="words to terms, as SSSOM")
    own.add_argument("--wordings", type=file, metavar="FILE", help="wordings, as data/wordings.tsv")


def parser(version: str) -> argparse.ArgumentParser:
    """The whole command line."""
    main = _Parser(
        prog="whimkg",
        description="Publish a rare-disease page as a knowledge graph in which every statement "
        "opens on the exact characters that it came from.",
        epilog=f"example:\n  whimkg build\n\n{_CODES}\nwhimkg COMMAND --help tells more of each.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    main.add_argument("--version", action="version", version=f"whimkg {version}")
    commands = _commands(main)
    _build(commands)
    _read(commands)
    _verify(commands)
    _coverage(commands)
    _validate(commands)
    _query(commands)
    _export(commands)
    _load(commands)
    return main


def _build(commands: "argparse._SubParsersAction[_Parser]") -> None:
    command = _command(
        commands,
        "build",
        "write the graph of the bundled record, or of the pages given",
        "  whimkg build\n  whimkg build pages/ -o graphs --jobs 2 --keep-going\n"
        "  whimkg build pages/ --merge all.nq",
    )
    command.add_argument("pages", nargs="*", metavar="PAGE", help=f"{_PAGE}; or a folder of them")
    command.add_argument(
        "-o", "--output", type=file, metavar="DIR", help="folder for the files (default: out)"
    )
    command.add_argument(
        "-f",
        "--format",
        metavar="NAMES",
        help="formats, joined by commas (default: all; whimkg export --list shows them)",
    )
    command.add_argument("--merge", type=file, metavar="FILE.nq", help="one file for all pages")
    command.add_argument(
        "--jobs", type=_jobs, default=1, metavar="N", help="processes (default: 1)"
    )
    command.add_argument(
        "--keep-going", action="store_true", help="write the other pages if one is refused"
    )
    command.add_argument(
        "--no-validate",
        dest="validate",
        action="store_false",
        help="write a graph although it does not conform to the shapes",
    )
    command.add_argument(
        "--quotes", action="store_true", help="put the page's words into the graph"
    )
    command.add_argument(
        "--base", type=_base, default=BASE, metavar="IRI", help=f"for own nodes (default: {BASE})"
    )
    _reading(command)


def _read(commands: "argparse._SubParsersAction[_Parser]") -> None:
    command = _command(
        commands,
        "read",
        "turn a page into its disease record",
        "  whimkg read page.txt > record.yaml",
    )
    command.add_argument("pages", nargs="+", metavar="PAGE", help=f"{_PAGE}; or a folder of them")
    command.add_argument("--format", choices=("yaml", "json"), default="yaml")
    _reading(command)


def _verify(commands: "argparse._SubParsersAction[_Parser]") -> None:
    command = _command(
        commands,
        "verify",
        "compare a page with a record, character by character",
        "  whimkg verify page.txt\n  whimkg verify page.txt record.yaml",
    )
    command.add_argument("page", metavar="PAGE", help=_PAGE)
    command.add_argument(
        "record",
        nargs="?",
        type=file,
        metavar="RECORD",
        help="a record in YAML or JSON (default: the bundled record of this page)",
    )
    command.add_argument("--format", choices=("text", "json"), default="text")


def _coverage(commands: "argparse._SubParsersAction[_Parser]") -> None:
    command = _command(
        commands,
        "coverage",
        "say of every line and sentence of a page what became of it, and why",
        "  whimkg coverage page.txt\n  whimkg coverage page.txt --format tsv > ledger.tsv",
    )
    command.add_argument("page", metavar="PAGE", help=_PAGE)
    command.add_argument("--format", choices=("text", "tsv", "json"), default="text")
    command.add_argument(
        "--strict", action="store_true", help="exit with 1 if something is not understood"
    )
    _reading(command)


def _validate(commands: "argparse._SubParsersAction[_Parser]") -> None:
    command = _command(
        commands,
        "validate",
        "hold a graph against the shapes, and say where on the page each finding stands",
        "  whimkg validate\n  whimkg validate graph.ttl --page page.txt\n"
        "  whimkg validate all.nq --jobs 2\n"
        "  whimkg validate graph.ttl --format sarif > graph.sarif",
    )
    command.add_argument(
        "graphs",
        nargs="*",
        metavar="GRAPH",
        help="an RDF file, a folder of them, an http(s) address, or - for standard input; a file "
        "of many pages is checked page by page (default: the bundled graph)",
    )
    command.add_argument(
        "--layer",
        choices=("base", "strict"),
        default="strict",
        help="base: what every graph in this model keeps; strict (default): what a graph keeps "
        "beyond that to be published",
    )
    command.add_argument(
        "--page", type=path, metavar="PAGE", help="quote findings from the page's text"
    )
    command.add_argument(
        "--format",
        choices=("text", "json", "sarif", "ttl"),
        default="text",
        help="text (default), JSON, SARIF 2.1.0 for code hosts, or SHACL's own report in Turtle",
    )
    input_format(command)
    command.add_argument(
        "--jobs", type=_jobs, default=1, metavar="N", help="processes (default: 1)"
    )


def _query(commands: "argparse._SubParsersAction[_Parser]") -> None:
    command = _command(
        commands,
        "query",
        "ask a bundled question or your own SPARQL query, here or at an endpoint",
        "  whimkg query\n  whimkg query terms-for-words --set words=infection\n"
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
        help="a question, a file that ends in .rq, a query's text, or - for standard input; "
        "none: list the questions and their parameters",
    )
    command.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter's value; for a list, repeat it (identifiers may be joined by commas)",
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
    command.add_argument("--endpoint", metavar="URL", help="ask a SPARQL 1.1 endpoint instead")
    command.add_argument(
        "--explain", action="store_true", help="print the query with its values, and do not run it"
    )
    _query_limits(command)


def _query_limits(command: argparse.ArgumentParser) -> None:
    """What holds on every run of a query."""
    command.add_argument(
        "--timeout",
        type=seconds,
        default=30.0,
        metavar="S",
        help="seconds until the answer must be complete (default: 30)",
    )
    command.add_argument(
        "--limit",
        type=_rows,
        default=10_000,
        metavar="N",
        help="rows or triples at most (default: 10000); says so when there are more",
    )
    command.add_argument(
        "--allow-service", action="store_true", help="let the query ask other endpoints (SERVICE)"
    )


def _export(commands: "argparse._SubParsersAction[_Parser]") -> None:
    command = _command(
        commands,
        "export",
        "write a graph in another format",
        "  whimkg export jsonld\n  whimkg export ttl graph.nq -o graph.ttl\n"
        "  whimkg export kgx-tsv -o kgx --profile monarch\n  whimkg export --list",
    )
    command.add_argument("format", nargs="?", metavar="FORMAT", help="a format, or --list")
    command.add_argument(
        "graph",
        nargs="?",
        metavar="GRAPH",
        help="an RDF file, a folder of them, an http(s) address, or - for standard input; for "
        "formats that are no RDF, a folder that whimkg load made, too (default: the bundled graph)",
    )
    input_format(command)
    command.add_argument(
        "-o",
        "--output",
        type=path,
        metavar="PATH",
        help="a file, or a folder: one that exists, or that ends in a slash (default: standard "
        "output); for a format of several files a folder",
    )
    command.add_argument(
        "--biolink",
        choices=BIOLINK,
        default=BIOLINK[0],
        help=f"release of the Biolink Model, for formats that speak it (default: {BIOLINK[0]})",
    )
    command.add_argument(
        "--profile",
        choices=tuple(filter(None, PROFILES)),
        default="",
        help="monarch: leave out what Monarch's graph has from its own sources",
    )
    command.add_argument("--list", action="store_true", help="list the formats")


def _load(commands: "argparse._SubParsersAction[_Parser]") -> None:
    store_arguments.add(
        _command(
            commands,
            "load",
            "put a graph into a store, and compare what the store holds with it",
            "  whimkg load graphs.db\n  whimkg load http://localhost:7878 graph.nq\n"
            "  whimkg load graphs.db --receipt receipt.json\n"
            "  whimkg load --check receipt.json\n\n"
            "The graph there is replaced as a whole, or stays as it was. A login comes from\n"
            "WHIMKG_ENDPOINT_USER and WHIMKG_ENDPOINT_PASSWORD, or from WHIMKG_ENDPOINT_TOKEN,\n"
            "or from ~/.netrc. How to load into each store stands in whimkg/stores/STORES.md.",
        )
    )


def _rows(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 0 < len(text.lstrip("0")) < 10:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of rows")
    return int(text)


def _jobs(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes")
    return int(text)


def _base(text: str) -> str:
    try:
        check_base(text)
    except IdentifierError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text
