"""How a command line is taken apart, and what the help of all commands has in common."""

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn, TypeAlias

__all__ = ["CODES", "Command", "Commands", "Parser", "command_of"]

CODES = "exit codes: 0 done, 1 checked and found wanting, 2 could not run"


class Parser(argparse.ArgumentParser):
    """Says what is wrong and where help is, in two lines; exits with 2."""

    def error(self, message: str) -> NoReturn:
        """Say it."""
        from whimkg.cli.terminal import printable

        self.exit(2, f"whimkg: {printable(message)}\nsee {self.prog} --help\n")


class Command(Parser):
    """Takes options in any place, also between two arguments, of which one may be left out."""

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Read the options first, and then the arguments, with all that follows ``--``."""
        given = list(args or ())
        end = given.index("--") if "--" in given else len(given)
        places = [
            (action, action.nargs, action.default) for action in self._get_positional_actions()
        ]
        try:
            for action, *_ in places:
                action.nargs = action.default = argparse.SUPPRESS
            namespace, rest = super().parse_known_args(given[:end], namespace)
        finally:
            for action, number, default in places:
                action.nargs, action.default = number, default
        return super().parse_known_args([*rest, *given[end:]], namespace)


Commands: TypeAlias = "argparse._SubParsersAction[Command]"


def command_of(commands: Commands, name: str, does: str, example: str) -> argparse.ArgumentParser:
    """Add a command, which the module of this name runs.

    Args:
        commands: those there are.
        name: what the user types.
        does: what it does, in one clause.
        example: lines of a shell, each indented by two.
    """
    made = commands.add_parser(
        name,
        help=does,
        description=f"{does[0].upper()}{does[1:]}.",
        epilog=f"example:\n{example}\n\n{CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.set_defaults(module=f"whimkg.cli.{name}")
    return made
