"""How a command line is taken apart, and what the help of all commands has in common."""

import argparse
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

__all__ = ["CODES", "Command", "Program", "did_you_mean"]

CODES = "exit codes: 0 done, 1 checked and found wanting, 2 could not run"


class _Parser(argparse.ArgumentParser):
    """Says what is wrong and where help is, in two lines; exits with 2."""

    def error(self, message: str) -> NoReturn:
        """Say it."""
        from whimkg.cli.terminal import printable

        self.exit(2, f"whimkg: {printable(message)}\nsee {self.prog} --help\n")


class Program(_Parser):
    """Takes a command, and all options of a command behind it."""

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Refuse an option before the command, whose value would be taken for the command."""
        own = [name for action in self._actions for name in action.option_strings]
        if args and args[0].startswith("-") and not any(each.startswith(args[0]) for each in own):
            self.error(f"{args[0]} stands before a command; options stand behind: COMMAND …")
        if args and not args[0].startswith("-") and args[0] not in (known := self._commands()):
            near = did_you_mean(args[0], known)
            self.error(f"no command {args[0]!r}; {near or 'known are ' + ', '.join(known)}")
        return super().parse_known_args(args, namespace)

    def _commands(self) -> dict[str, Any]:
        """The parsers of the commands by name."""
        found: dict[str, Any] = next(
            dict(action.choices)
            for action in self._actions
            if isinstance(action, argparse._SubParsersAction) and action.choices
        )
        return found

    def choices_of(self, command: str, argument: str, names: Sequence[str]) -> None:
        """Say which values an argument of a command may have, for a shell that completes them."""
        for action in self._commands()[command]._actions:
            if action.dest == argument:
                action.choices = names


class Command(_Parser):
    """Takes options in any place, also between two arguments, of which one may be left out."""

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Read the options first, and then the arguments, with all that follows ``--``."""
        words = list(args or ())
        end = words.index("--") if "--" in words else len(words)
        places = [
            (action, action.nargs, action.default) for action in self._get_positional_actions()
        ]
        try:
            for action, *_ in places:
                action.nargs = action.default = argparse.SUPPRESS
            namespace, rest = super().parse_known_args(words[:end], namespace)
        finally:
            for action, number, default in places:
                action.nargs, action.default = number, default
        namespace, unknown = super().parse_known_args([*rest, *words[end:]], namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}{self._meant(unknown)}")
        return namespace, []

    def _meant(self, unknown: Sequence[str]) -> str:
        """Options that are spelled much the same."""
        from difflib import get_close_matches

        known = [name for action in self._actions for name in action.option_strings]
        words = [each.partition("=")[0] for each in unknown if each.startswith("--")]
        near = [name for each in words for name in get_close_matches(each, known, 1)]
        return f"; did you mean {' and '.join(near)}?" if near else ""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """What a misspelt name may stand for, as a question; empty if nothing is near.

    >>> did_you_mean("qurey", ["query", "read"])
    'did you mean query?'
    """
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), list(known), 2)
    return f"did you mean {' or '.join(near)}?" if near else ""
