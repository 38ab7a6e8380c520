"""The arguments of the commands that take pages (build, read, verify, coverage), or give one."""

import argparse

from whimkg.base.namespaces import BASE
from whimkg.cli.usage import Commands, command_of
from whimkg.cli.values import base, day, file, input_format, path, processes

__all__ = ["add"]

_PAGE = "a page: text file, saved HTML, http(s) address, or - for standard input"


def add(commands: Commands) -> None:
    """Add them."""
    _build(commands)
    _read(commands)
    _verify(commands)
    _transfer(commands)
    _coverage(commands)
    _example(commands)


def _build(commands: Commands) -> None:
    command = command_of(
        commands,
        "build",
        "write the graph of the bundled record, or of the pages given",
        "  whimkg build\n  whimkg build pages/ -o graphs --jobs 2 --keep-going\n"
        "  whimkg build pages/ --merge corpus.parquet\n"
        "  whimkg build texts/ --pages pages.tsv",
    )
    command.add_argument(
        "pages", nargs="*", metavar="PAGE", help=f"{_PAGE}; or a folder or archive"
    )
    command.add_argument(
        "--pages",
        dest="page_table",
        type=file,
        metavar="FILE.tsv",
        help="a table of files and the GARD id or address of each (columns: file, page); "
        "without PAGE, its files are built",
    )
    _output(command)
    _batch(command)
    _graph(command)
    _saved(command)
    _reading(command)


def _output(command: argparse.ArgumentParser) -> None:
    """Where to, and in which formats."""
    command.add_argument(
        "-o", "--output", type=file, metavar="DIR", help="folder for the files (default: out)"
    )
    command.add_argument(
        "-f",
        "--format",
        metavar="NAMES",
        help="formats, joined by commas (default: all; whimkg export --list shows them)",
    )
    command.add_argument(
        "--merge",
        type=file,
        metavar="FILE",
        help="one file for all pages: N-Quads, or a dataset if it ends in .parquet",
    )


def _batch(command: argparse.ArgumentParser) -> None:
    """How many pages are gone through, and what is said of them."""
    command.add_argument(
        "--jobs", type=processes, default=1, metavar="N", help="processes (default: 1)"
    )
    command.add_argument(
        "--keep-going", action="store_true", help="write the other pages if one is refused"
    )
    command.add_argument(
        "--resume",
        action="store_true",
        help="build only pages that are new or have changed since a build to the same place, which "
        "was interrupted or had --resume, too; what the next one needs stays in a hidden folder "
        "there (DIR/.parts, or .FILE.parts)",
    )
    command.add_argument(
        "--report",
        type=file,
        metavar="FILE",
        help="what became of the pages: the sum and each page as .json or .html, each as .tsv",
    )
    command.add_argument(
        "--hpoa",
        type=file,
        metavar="FILE",
        help="HPO's annotations (phenotype.hpoa): symptoms that a page lists and they exclude are "
        "told in the sum and in the report",
    )
    command.add_argument(
        "-q", "--quiet", action="store_true", help="no line for each page, only the sum of them"
    )


def _graph(command: argparse.ArgumentParser) -> None:
    """What stands in the graph."""
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
        "--base", type=base, default=BASE, metavar="IRI", help=f"for own nodes (default: {BASE})"
    )


def _read(commands: Commands) -> None:
    command = command_of(
        commands,
        "read",
        "turn a page into its disease record",
        "  whimkg read page.txt > record.yaml",
    )
    command.add_argument(
        "pages", nargs="+", metavar="PAGE", help=f"{_PAGE}; or a folder or archive"
    )
    command.add_argument("--format", choices=("yaml", "json"), default="yaml")
    command.add_argument(
        "--text", action="store_true", help="print the stored text, in which positions count"
    )
    _saved(command)
    _reading(command)


def _verify(commands: Commands) -> None:
    command = command_of(
        commands,
        "verify",
        "compare a page with a record or a graph, or quotes with their sources, character by "
        "character",
        "  whimkg verify page.txt\n  whimkg verify page.txt graph.ttl\n"
        "  whimkg verify pages/ all.nq --format sarif > all.sarif\n"
        "  whimkg verify --claims quotes.tsv --texts articles/\n"
        "  whimkg verify page.txt --endpoint http://localhost:7878/query",
    )
    command.set_defaults(usage_error=command.error)
    command.add_argument(
        "page", nargs="?", type=path, metavar="PAGE", help=f"{_PAGE}; or a folder of them"
    )
    command.add_argument(
        "against",
        nargs="?",
        type=path,
        metavar="GRAPH|RECORD",
        help="a record in YAML or JSON, by its ending; or a graph: an RDF file, a folder of them, "
        "an http(s) address, - for standard input, or a folder that whimkg load made (default: "
        "the bundled record of this page)",
    )
    command.add_argument(
        "--endpoint", metavar="URL", help="the graph is what a SPARQL 1.1 endpoint holds"
    )
    command.add_argument(
        "--graph",
        nargs="+",
        action="extend",
        default=[],
        metavar="IRI",
        help="with --endpoint: the graphs that are meant (default: all)",
    )
    input_format(command)
    command.add_argument(
        "--format",
        choices=("text", "json", "sarif", "tsv"),
        default="text",
        help="text (default), JSON, SARIF 2.1.0 for code hosts, or with --claims TSV: a row for "
        "each claim, with its characters",
    )
    command.add_argument(
        "-q", "--quiet", action="store_true", help="of text, the last line only: the counts"
    )
    _quotes(command)


def _quotes(command: argparse.ArgumentParser) -> None:
    quotes = command.add_argument_group("quotes of others, in the place of a page")
    quotes.add_argument(
        "--claims",
        nargs="+",
        action="extend",
        default=[],
        type=file,
        metavar="FILE",
        help="quotes with their sources, or folders of them: TSV with the columns quote and "
        "reference, dismech's YAML, KGX (TSV, JSON, JSON Lines), Web Annotations, STAM's JSON",
    )
    quotes.add_argument(
        "--texts", type=file, metavar="DIR", help="the sources: a folder of .txt, .md and .html"
    )
    quotes.add_argument(
        "--strict",
        action="store_true",
        help="exit with 1 for every claim that is not verified as it is, and not only if one has "
        "changed",
    )


def _transfer(commands: Commands) -> None:
    command = command_of(
        commands,
        "transfer",
        "find the places of an old page in a new one, and say what the page changed",
        "  whimkg transfer old.txt new.txt\n  whimkg transfer old.txt new.txt graph.ttl",
    )
    command.add_argument("old", type=path, metavar="OLD", help=f"{_PAGE}")
    command.add_argument("new", type=path, metavar="NEW", help="another version of it")
    command.add_argument(
        "against",
        nargs="?",
        type=path,
        metavar="GRAPH|RECORD",
        help="of the old page, as for whimkg verify (default: what whimkg reads on the old page)",
    )
    input_format(command)
    command.add_argument("--format", choices=("text", "json"), default="text")


def _coverage(commands: Commands) -> None:
    command = command_of(
        commands,
        "coverage",
        "say of every line and sentence of pages what became of it, and why",
        "  whimkg coverage page.txt\n  whimkg coverage page.txt --format tsv > ledger.tsv\n"
        "  whimkg coverage page.txt --only 'not understood'\n"
        "  whimkg coverage saved.tar.xz --jobs 2 --strict",
    )
    command.add_argument(
        "pages", nargs="+", metavar="PAGE", help=f"{_PAGE}; or a folder or archive"
    )
    command.add_argument(
        "--format",
        choices=("text", "tsv", "json"),
        default="text",
        help="of many pages, text is a line for each and their sum, tsv begins each row with the "
        "page, and json is a line for each",
    )
    command.add_argument(
        "--jobs", type=processes, default=1, metavar="N", help="processes (default: 1)"
    )
    command.add_argument(
        "--only",
        choices=("modelled", "left out", "not understood"),
        help="show the lines and sentences of one verdict; all are counted",
    )
    command.add_argument(
        "--strict", action="store_true", help="exit with 1 if something is not understood"
    )
    _reading(command)


def _example(commands: Commands) -> None:
    command = command_of(
        commands,
        "example",
        "write an invented page, to try the other commands on",
        "  whimkg example -o lantern.txt\n  whimkg build lantern.txt -o graphs\n"
        "  whimkg verify lantern.txt graphs/lantern-syndrome.ttl",
    )
    command.add_argument(
        "-o", "--output", type=file, metavar="FILE", help="default: standard output"
    )


def _saved(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--saved",
        type=day,
        metavar="DATE",
        help="the day on which the pages were saved, as 2022-12-05; the pages do not tell",
    )


def _reading(command: argparse.ArgumentParser) -> None:
    command.add_argument("--url", metavar="URL", help="the page's own address, if it is not known")
    command.add_argument(
        "--partial", action="store_true", help="take the whole rows of a page that is cut"
    )
    command.add_argument(
        "--reader",
        default="",
        metavar="NAME",
        help="for pages of another site: a reader that an installed package brings",
    )
    _tables(command)


def _tables(command: argparse.ArgumentParser) -> None:
    own = command.add_argument_group("a curator's own tables")
    own.add_argument("--mappings", type=file, metavar="FILE", help="words to terms, as SSSOM")
    own.add_argument("--wordings", type=file, metavar="FILE", help="wordings, as data/wordings.tsv")
