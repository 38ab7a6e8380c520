"""The pages that a command line names."""

import os
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path

from whimkg.base import plugins
from whimkg.cli.terminal import print_message
from whimkg.corpus.page import Options
from whimkg.errors import WhimkgError
from whimkg.source import Packed, expand, is_archive
from whimkg.source.addresses import without_secrets
from whimkg.source.paths import is_folder
from whimkg.tables import PageIdentity, load, load_pages

__all__ = ["one_page", "page_options", "pages", "pages_with_identity", "warn_unused_url"]


def one_page(listed: Sequence[str]) -> bool:
    """Whether one page alone is given, and no folder or archive of pages."""
    return len(listed) == 1 and not is_folder(listed[0]) and not is_archive(listed[0])


def page_options(options: Namespace, formats: tuple[str, ...] = ()) -> Options:
    """How pages are read and built, by what the command takes of it.

    Raises:
        TableFileError, UnknownNameError, PluginError: what is wrong with a table or the name of a
            reader, which is of no page.
    """
    load(mappings=options.mappings, wordings=options.wordings)
    if options.reader:
        plugins.find(plugins.READERS, options.reader)
    known = {field.name for field in fields(Options)} - {"reader"}
    values = {name: value for name, value in vars(options).items() if name in known}
    return Options(formats, reader=options.reader or "", **values)


def pages(options: Namespace) -> Iterable[str | Path | Packed]:
    """The pages, folders listed as they are reached; one only where an address is given.

    Raises:
        SourceError: a file or folder does not exist, or a folder holds no page.
        WhimkgError: an address is given, but more than one page.
    """
    found = expand(options.pages)
    if options.url is None:
        return found
    listed = list(found)
    if len(listed) > 1:
        raise WhimkgError(
            f"--url is the address of one page, but {len(listed)} are given",
            remedy="give one page",
        )
    return listed


def pages_with_identity(options: Namespace) -> Iterable[str | Path | Packed | PageIdentity]:
    """The pages, each file with what ``--pages`` says of it; without a page, the table's files.

    Raises:
        SourceError, WhimkgError: as in ``pages``; or an address is given beside the table.
        TableFileError: the table is malformed, or names a file that does not exist.
    """
    if options.page_table is None:
        return pages(options)
    if options.url is not None:
        raise WhimkgError("--url and --pages say the same", remedy="give one of them")
    known = load_pages(options.page_table)
    return _with(known, pages(options)) if options.pages else known.values()


def _with(
    known: dict[str, PageIdentity], listed: Iterable[str | Path | Packed]
) -> Iterator[str | Path | Packed | PageIdentity]:
    """Each page as the table has it, if it does; rows that no page has are told in the end."""
    rest = dict(known)
    for page in listed:
        key = os.path.realpath(page) if isinstance(page, Path) else ""
        rest.pop(key, None)
        yield replace(known[key], file=page) if isinstance(page, Path) and key in known else page
    for identity in rest.values():
        print_message(f"{identity.file} stands in the table of pages, but is not among those given")


def warn_unused_url(options: Namespace, url: str | None) -> None:
    """Say so, if ``--url`` had no use: a page that is known by its text has its own address.

    Args:
        options: the command line.
        url: the page's address in its record.
    """
    if options.url is not None and url != without_secrets(options.url):
        print_message(f"the page is known by its text, as {url}; --url is not used")
