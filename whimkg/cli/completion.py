"""``whimkg completion``."""

from argparse import Namespace

from whimkg.base.optional import import_optional
from whimkg.cli.terminal import out
from whimkg.errors import OutputError
from whimkg.export import FORMATS
from whimkg.sparql import catalogue

__all__ = ["run"]


def run(options: Namespace) -> int:
    """Print what a shell needs to complete commands, options, questions and formats."""
    from whimkg.cli.arguments import parser

    shtab = import_optional("shtab", "whimkg[completion]", OutputError)
    whole = parser("")
    known = {("query", "name"): tuple(catalogue()), ("export", "format"): tuple(FORMATS)}
    for (command, argument), names in known.items():
        whole.choices_of(command, argument, names)
    out(shtab.complete(whole, shell=options.shell).rstrip("\n"))
    return 0
