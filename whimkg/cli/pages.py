"""The pages that a command line names."""

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from whimkg.cli.terminal import complain
from whimkg.errors import WhimkgError
from whimkg.source import expand
from whimkg.source.addresses import kept

__all__ = ["pages", "tell_of_url"]


def pages(options: Namespace) -> Iterable[str | Path]:
    """The pages, folders listed as they are reached; one only where an address is given.

    Raises:
        SourceError: a file or folder does not exist, or a folder holds no page.
        WhimkgError: an address is given, but more than one page.
    """
    found = expand(options.pages)
    if options.url is None:
        return found
    given = list(found)
    if len(given) > 1:
        raise WhimkgError(
            f"--url is the address of one page, but {len(given)} are given",
            remedy="give one page",
        )
    return given


def tell_of_url(options: Namespace, url: str | None) -> None:
    """Say so, if ``--url`` had no use: a page that is known by its text has its own address.

    Args:
        options: the command line.
        url: the page's address in its record.
    """
    if options.url is not None and url != kept(options.url):
        complain(f"the page is known by its text, as {url}; --url is not used")
