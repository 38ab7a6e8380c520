"""``whimkg example``."""

from argparse import Namespace

from whimkg.base import resources
from whimkg.base.files import write_all
from whimkg.cli.terminal import out, write_bytes

__all__ = ["run"]

_PAGE = "data/examples/lantern-syndrome.txt"


def run(options: Namespace) -> int:
    """Write the invented page to a file or to standard output."""
    page = resources.text(_PAGE).encode()
    if options.output is None:
        write_bytes(page)
    else:
        write_all({options.output: page})
        out(f"wrote an invented page to {options.output}")
    return 0
