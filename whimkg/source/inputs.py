"""What a user gives (a file, ``-``, an address) into a `Source`; folders into a build's inputs."""

import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from whimkg.base.log import logger
from whimkg.errors import SourceError
from whimkg.source import markup
from whimkg.source.addresses import redacted_url, scheme
from whimkg.source.archives import Packed, begins_as_html, is_archive, members
from whimkg.source.decode import stored_text
from whimkg.source.fetch import LIMITS, Limits, fetch
from whimkg.source.markup import Document

__all__ = ["Source", "expand", "load"]

_log = logger(__name__)
_SUFFIXES = (".txt", ".html", ".htm")
_ENDING = re.compile(r"(?<=[^/])\.[A-Za-z0-9]{1,8}\Z")


@dataclass(frozen=True, slots=True)
class Source:
    """One input, read.

    Attributes:
        text: the stored text, in which all positions count code points from 0.
        origin: what the user gave, for messages: a path, ``-``, or what is shown of an address.
        address: the page's own web address if the input itself tells it: what HTML says of itself
            (a mirror's copy names the original), or the final address of a download; never one
            that was guessed.
        fetched: the final address of a download; sources are equal without it.
        document: where the input is HTML, the tree that knows where its elements stand in the text.
        repaired: whether the input had been saved wrongly, and was mended before anything else.
    """

    text: str
    origin: str
    address: str | None = None
    fetched: str | None = field(default=None, compare=False)
    document: Document | None = field(default=None, compare=False)
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class _Raw:
    data: bytes
    origin: str
    html: bool = False
    address: str | None = None


def load(
    where: str | Path | Packed,
    *,
    stdin: BinaryIO | None = None,
    limits: Limits = LIMITS,
) -> Source:
    """Read one page.

    Args:
        where: a file of text in UTF-8 or of saved HTML, ``-`` for standard input, or an http(s)
            address. HTML is known by media type, file suffix or content.
        stdin: what ``-`` reads; default the process's standard input.
        limits: of size (files too), time and redirects.

    Raises:
        SourceError: there is no such file or address, it cannot be read, it is too large, empty,
            binary or in another encoding, or HTML without text or that a parser cannot hold.
    """
    source = _source(_raw(where, stdin, limits))
    kind = "HTML" if source.document else "text"
    _log.info("read %s: %s, %d characters stored", source.origin, kind, len(source.text))
    return source


def _source(raw: _Raw) -> Source:
    text = stored_text(raw.data, raw.origin)
    if not markup.is_html(text, declared=raw.html):
        return Source(text, raw.origin, raw.address, raw.address)
    html = markup.repaired(text)
    page = markup.parse(html, raw.origin)
    if not page.text.strip():
        raise SourceError(
            "it is HTML without any text",
            where=raw.origin,
            remedy="if scripts write the page, save it from a browser and give that file",
        )
    own = page.address or raw.address
    return Source(page.text, raw.origin, own, raw.address, page, html != text)


def expand(paths: Iterable[str | Path]) -> Iterator[str | Path | Packed]:
    """The inputs of a build, each once, in the order given; a folder's in order of their names.

    A folder yields the ``.txt``, ``.html`` and ``.htm`` files in and below it. Left out are names
    that start with a dot, and the ``NAME_files`` folder that a browser saves beside ``NAME.html``.
    A file without an ending is one if it begins as HTML does, with ``<``. Links to folders are not
    followed. Folders are listed one at a time, as the inputs are taken. An archive yields its
    pages, as ``archives.members`` does.

    Raises:
        SourceError: a file or folder does not exist, or a folder holds no page. What is given by
            name is checked at once, what is found below when it is reached.
    """
    given = [_checked(path) for path in paths]
    return _each_once(given)


def _checked(where: str | Path) -> str | Path:
    if where == "":  # as a path, it would be the folder that we are in
        raise _nameless()
    if where == "-" or scheme(where):
        return where
    path = Path(where)
    try:
        folder, there = path.is_dir(), path.exists()
    except OSError as error:  # a folder above it may not be entered
        raise _unreadable(error, str(path)) from None
    if folder:
        if next(_pages(path), None) is None:
            raise SourceError(
                "the folder holds no page", where=str(path), remedy="pages are *.txt and *.html"
            )
    elif not there:
        raise _missing(path)
    return path


def _each_once(given: list[str | Path]) -> Iterator[str | Path | Packed]:
    seen = set()
    for where in given:
        for found in _within(where):
            key = os.path.realpath(found) if isinstance(found, Path) else str(found)
            if key not in seen:
                seen.add(key)
                yield found


def _within(where: str | Path) -> Iterator[str | Path | Packed]:
    """What an input holds: a folder's or an archive's pages, else itself."""
    if isinstance(where, Path) and where.is_dir():
        yield from _pages(where)
    elif isinstance(where, Path) and is_archive(where):
        yield from members(where, _is_page_name)
    else:
        yield where


def _pages(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        raise _unreadable(error, str(folder)) from None
    names = {entry.name.lower() for entry in entries}
    for entry in entries:
        if entry.name.startswith(".") or _saved_parts(entry.name, names):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _pages(folder / entry.name)
        elif not entry.is_dir() and _is_page(folder / entry.name):
            yield folder / entry.name


def _is_page(path: Path) -> bool:
    """Whether a file is a page, by its ending; without an ending, by its first character."""
    by_name = _is_page_name(path.name)
    if by_name is not None:
        return by_name
    try:
        with path.open("rb") as file:
            return begins_as_html(file.read(64))
    except OSError:
        return False


def _is_page_name(name: str) -> bool | None:
    """Whether a name is that of a page, by its ending; None without an ending.

    What follows a dot in ``type-1.2-alpha`` is none.
    """
    found = _ENDING.search(name)
    return found[0].lower() in _SUFFIXES if found else None


def _saved_parts(name: str, names: set[str]) -> bool:
    stem = name.lower().removesuffix("_files")
    return stem != name.lower() and not names.isdisjoint({stem + ".html", stem + ".htm"})


def _raw(where: str | Path | Packed, stdin: BinaryIO | None, limits: Limits) -> _Raw:
    if isinstance(where, Packed):
        return _Raw(where.data, str(where), where.name.lower().endswith((".html", ".htm")))
    if is_archive(where) and not scheme(where):
        raise SourceError(
            "it is an archive of pages",
            where=str(where),
            remedy="unpack it, and give one of its pages",
        )
    if where == "-":
        data = _limited(stdin or sys.stdin.buffer, "-", limits)
        return _Raw(data, "-")
    kind = scheme(where)
    if kind in ("http", "https"):
        url = str(where)
        answer = fetch(url, limits)
        return _Raw(
            answer.data, redacted_url(url), answer.media_type != "text/plain", answer.address
        )
    if kind:
        raise SourceError(
            f"{kind} is no kind of address that can be read",
            where=redacted_url(str(where)),
            remedy="give a file, or an http or https address",
        )
    if where == "":
        raise _nameless()
    path = Path(where)
    return _Raw(_file(path, limits), str(where), path.suffix.lower() in (".html", ".htm"))


def _file(path: Path, limits: Limits) -> bytes:
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if stat.S_ISREG(status.st_mode) and status.st_size > limits.size:
                raise _too_large(str(path), limits)
            # Asked for more than there is, a file gets memory for all that was asked for.
            return file.read(status.st_size) + _limited(file, str(path), limits)
    except FileNotFoundError:
        raise _missing(path) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise _unreadable(error, str(path)) from None


def _limited(file: BinaryIO, origin: str, limits: Limits) -> bytes:
    data = file.read(limits.size + 1)
    if len(data) > limits.size:
        raise _too_large(origin, limits)
    return data


def _nameless() -> SourceError:
    return SourceError("a page without a name", remedy="give a file, a folder or an address")


def _missing(path: Path) -> SourceError:
    return SourceError("no such file or folder", where=str(path), remedy="check the path")


def _too_large(origin: str, limits: Limits) -> SourceError:
    return SourceError(
        f"it is larger than {limits.size:,} bytes", where=origin, remedy="give a single page"
    )


def _unreadable(error: OSError | ValueError, origin: str) -> SourceError:
    if isinstance(error, IsADirectoryError):
        return SourceError("it is a folder", where=origin, remedy="give a file in it")
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return SourceError(
        f"it cannot be read ({reason})", where=origin, remedy="check the path and its permissions"
    )
