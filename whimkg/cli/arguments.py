"""The arguments of the command line; nothing heavy is imported to read them."""

import argparse

from whimkg.cli import (
    graph_arguments,
    page_arguments,
    query_arguments,
    store_arguments,
    term_arguments,
)
from whimkg.cli.usage import CODES, Command, Commands, Program, command_of

__all__ = ["parser"]


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
    page_arguments.add(commands)
    graph_arguments.add_validate(commands)
    graph_arguments.add_diff(commands)
    query_arguments.add(commands)
    graph_arguments.add_export(commands)
    store_arguments.add(commands)
    term_arguments.add(commands)
    _add_completion(commands)
    return main


def _add_completion(commands: Commands) -> None:
    command = command_of(
        commands,
        "completion",
        "print what a shell needs to complete commands, options, questions and formats",
        "  whimkg completion bash > ~/.local/share/bash-completion/completions/whimkg\n"
        "  whimkg completion fish > ~/.config/fish/completions/whimkg.fish",
    )
    command.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell")
