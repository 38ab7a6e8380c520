"""The arguments of ``whimkg validate`` and ``whimkg export``."""

from whimkg.cli.usage import Commands, command_of
from whimkg.cli.values import input_format, limits, path, processes
from whimkg.export import BIOLINK, PROFILES

__all__ = ["add_diff", "add_export", "add_validate"]


def add_validate(commands: Commands) -> None:
    """Add ``validate``."""
    command = command_of(
        commands,
        "validate",
        "hold a graph against the shapes, and say where on the page each finding stands",
        "  whimkg validate\n  whimkg validate graph.ttl --page page.txt\n"
        "  whimkg validate all.nq --jobs 2\n"
        "  whimkg validate any.ttl --shapes shapes.ttl\n"
        "  whimkg validate graph.ttl --format sarif > graph.sarif",
    )
    command.add_argument(
        "graphs",
        nargs="*",
        metavar="GRAPH",
        help="an RDF file, a folder of them, an http(s) address, - for standard input, or a folder "
        "that whimkg load made; what names the graphs of many pages is checked page by page "
        "(default: the bundled graph)",
    )
    command.add_argument(
        "--layer",
        choices=("base", "strict"),
        help="base: what every graph in this model keeps; strict (default): what a graph keeps "
        "beyond that to be published",
    )
    command.add_argument(
        "--shapes",
        action="append",
        type=path,
        default=[],
        metavar="FILE",
        help="hold the graph against SHACL shapes of your own instead: an RDF file, a folder of "
        "them, or what an installed package brings under that name; repeat it for several",
    )
    command.add_argument(
        "--page", type=path, metavar="PAGE", help="quote findings from the page's text"
    )
    limits(command, "a check of --shapes", "120, and one more for each 1,000 triples of the graph")
    command.add_argument(
        "--format",
        choices=("text", "json", "sarif", "ttl"),
        default="text",
        help="text (default), JSON, SARIF 2.1.0 for code hosts, or SHACL's own report in Turtle",
    )
    input_format(command)
    command.add_argument(
        "--jobs", type=processes, default=1, metavar="N", help="processes (default: 1)"
    )


def add_export(commands: Commands) -> None:
    """Add ``export``."""
    command = command_of(
        commands,
        "export",
        "write a graph in another format",
        "  whimkg export jsonld\n  whimkg export ttl graph.nq -o graph.ttl\n"
        "  whimkg export kgx-tsv -o kgx --profile monarch\n  whimkg export --list",
    )
    command.add_argument(
        "format", nargs="?", type=str.lower, metavar="FORMAT", help="a format, or --list"
    )
    command.add_argument(
        "graph",
        nargs="?",
        metavar="GRAPH",
        help="an RDF file, a folder of them, an http(s) address, - for standard input, or a folder "
        "that whimkg load made (default: the bundled graph)",
    )
    input_format(command)
    command.add_argument(
        "-o",
        "--output",
        type=path,
        metavar="PATH",
        help="a file, - for standard output (default), or a folder: one that exists, or that ends "
        "in a slash; for a format of several files a folder",
    )
    command.add_argument(
        "--biolink",
        choices=BIOLINK,
        help=f"release of the Biolink Model, for formats that speak it (default: {BIOLINK[0]})",
    )
    command.add_argument(
        "--profile",
        choices=tuple(filter(None, PROFILES)),
        help="for the same formats; monarch: leave out what Monarch's graph has from its own "
        "sources",
    )
    command.add_argument(
        "--jobs",
        type=processes,
        metavar="N",
        help="processes that a large graph is given to, for formats of nodes and edges alone "
        "(default: one for each processor)",
    )
    command.add_argument(
        "--no-sparql",
        action="store_true",
        help="html alone: without the engine that answers questions in the browser (1.8 MB)",
    )
    command.add_argument("--list", action="store_true", help="list the formats")


def add_diff(commands: Commands) -> None:
    """Add ``diff``."""
    command = command_of(
        commands,
        "diff",
        "say what two graphs say differently, statement by statement",
        "  whimkg diff old.nq new.nq\n  whimkg diff old.ttl new.nq --format json\n"
        "  whimkg diff old.nq new.nq --format patch > new.rdfp",
    )
    graph = (
        "an RDF file, a folder of them, an http(s) address, -, or a folder that whimkg load made"
    )
    command.add_argument("old", type=path, metavar="OLD", help=graph)
    command.add_argument("new", type=path, metavar="NEW", help="the other graph")
    input_format(command)
    command.add_argument(
        "--format",
        choices=("text", "json", "patch"),
        default="text",
        help="text (default), JSON, or RDF Patch: the quads to delete and to add",
    )
