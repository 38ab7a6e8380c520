"""The arguments of ``whimkg load``."""

import argparse
import re
from datetime import date

from whimkg.cli.usage import Commands, command_of
from whimkg.cli.values import file, input_format, seconds

__all__ = ["add"]

#: As in the table of ``whimkg.stores``, which a test compares; not imported for ``--help``.
PROTOCOLS = (
    *("oxigraph", "virtuoso", "fuseki", "graphdb", "rdf4j", "stardog", "qlever"),
    *("gsp", "update"),
)


def add(commands: Commands) -> None:
    """Add the command."""
    command = command_of(
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
    command.add_argument(
        "store",
        nargs="?",
        metavar="STORE",
        help="a folder for Oxigraph, a file .duckdb or .lbug, made if there is none; or a server's "
        "address: http(s), bolt or neo4j",
    )
    command.add_argument(
        "graphs",
        nargs="*",
        metavar="GRAPH",
        help="an RDF file, a folder of them, an http(s) address, - for standard input, or the "
        "folder of a store (default: the bundled graph)",
    )
    command.add_argument("--list", action="store_true", help="list the kinds of stores")
    command.add_argument(
        "--check",
        type=file,
        metavar="RECEIPT",
        help="load nothing; compare the store of a receipt with it, or STORE, if that is given",
    )
    _graph(command)
    _receipt(command)
    _server(command)


def _graph(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--graph",
        metavar="IRI",
        help="the graph in the store (default: …/graph/NAME, by the page or file); with "
        "--named-graphs, of the triples that are in none",
    )
    command.add_argument(
        "--named-graphs",
        action="store_true",
        help="keep the named graphs of the file, instead of one graph of all",
    )
    input_format(command)


def _receipt(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--receipt",
        type=file,
        metavar="FILE",
        help="write a receipt, as JSON; with --check, a new one of what is found",
    )
    command.add_argument("--date", type=_date, metavar="DAY", help="the day, for the receipt")


def _server(command: argparse.ArgumentParser) -> None:
    server = command.add_argument_group("a server's services, where asking it does not tell them")
    server.add_argument("--protocol", choices=PROTOCOLS, help="what kind of server it is")
    server.add_argument("--query-url", metavar="URL", help="its address for queries")
    server.add_argument("--update-url", metavar="URL", help="its address for updates")
    server.add_argument(
        "--chunk", type=_triples, metavar="N", help="send at most so many triples at once"
    )
    server.add_argument(
        "--timeout", type=seconds, metavar="S", help="seconds for one request (default: 600)"
    )


def _date(text: str) -> str:
    try:
        if date.fromisoformat(text).isoformat() == text:  # it also knows weeks, as 2026-W05-6
            return text
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is no day, as 2026-01-31")


def _triples(text: str) -> int:
    if not re.fullmatch(r"0*[1-9]\d{0,8}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of triples")
    return int(text)
