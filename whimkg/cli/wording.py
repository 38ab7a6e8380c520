"""What an error says, in the words of the command line.

A remedy names arguments and functions of Python, as ``partial=True``, ``timeout=…`` and
``whimkg.validate(…)``. Here they become options and commands.
"""

import re

from whimkg.errors import WhimkgError

__all__ = ["explained", "in_commands"]

_ARGUMENT = re.compile(r"(?<![\w.?&=-])([a-z][a-z_-]*)=(True|False|…|'[\w.-]+')")
_FUNCTION = re.compile(r"\bwhimkg(?:\.\w+)*\.([a-z]\w*)\(…?\)")
#: Commands that are called otherwise than the function.
_COMMANDS = {"questions": "query"}


def explained(error: WhimkgError) -> str:
    """An error's message, whose remedy names options and commands."""
    return str(WhimkgError(error.problem, where=error.where, remedy=in_commands(error.remedy)))


def in_commands(text: str) -> str:
    """A remedy, with options and commands for arguments and functions.

    >>> in_commands("take its whole rows with partial=True, or see what whimkg.validate(…) finds")
    'take its whole rows with --partial, or see what whimkg validate finds'
    >>> in_commands("write it with validate=False, or give it more time (timeout=…)")
    'write it with --no-validate, or give it more time (--timeout)'
    >>> in_commands("say so with input_format='ttl'")
    'say so with --input-format ttl'
    """
    text = _FUNCTION.sub(lambda found: f"whimkg {_COMMANDS.get(found[1], found[1])}", text)
    return _ARGUMENT.sub(_option, text)


def _option(found: re.Match[str]) -> str:
    value = found[2].strip("'") if found[2].startswith("'") else ""
    return f"--{'no-' if found[2] == 'False' else ''}{found[1].replace('_', '-')} {value}".rstrip()
