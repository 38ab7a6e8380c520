"""The arguments of the command line; nothing heavy is imported to read them."""

import argparse

from whimkg.cli import graph_arguments, page_arguments, query_arguments, store_arguments
from whimkg.cli.usage import CODES, Command, Program

__all__ = ["parser"]


def parser(version: str) -> argparse.ArgumentParser:
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
    page_arguments.add(commands)
    graph_arguments.add_validate(commands)
    query_arguments.add(commands)
    graph_arguments.add_export(commands)
    store_arguments.add(commands)
    return main
