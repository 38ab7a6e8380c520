"""The pages of a tar or zip archive, read one after the other and never unpacked to the disk."""

import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from whimkg.errors import SourceError
from whimkg.source.fetch import LIMITS, Limits

__all__ = ["Packed", "is_archive", "members"]

_TARS = (".tar", ".tar.xz", ".txz", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2")
_MOST_MEMBERS = 1_000_000
_LONGEST_NAME = 500
_DAMAGED = (tarfile.TarError, zipfile.BadZipFile, lzma.LZMAError, zlib.error, EOFError, OSError)


@dataclass(frozen=True, slots=True)
class Packed:
    """A page of an archive.

    Attributes:
        archive: the archive's path, as the user gave it.
        name: the page's name in it.
        packed: the page's bytes, compressed: many may wait at once.
    """

    archive: Path
    name: str
    packed: bytes

    @property
    def data(self) -> bytes:
        """The page's bytes."""
        return zlib.decompress(self.packed)

    def __str__(self) -> str:
        return f"{self.archive}/{self.name}"


def is_archive(where: object) -> bool:
    """Whether a path names an archive, by its ending.

    >>> is_archive("pages.tar.xz"), is_archive("page.txt"), is_archive("-")
    (True, False, False)
    """
    return str(where).lower().endswith((*_TARS, ".zip"))


def members(archive: Path, suffixes: tuple[str, ...], limits: Limits = LIMITS) -> Iterator[Packed]:
    """The pages of an archive, in its order.

    Args:
        archive: a tar, packed with xz, gzip or bzip2 or not, or a zip.
        suffixes: the endings of pages, in small letters; a name without any is one, too. Names that
            start with a dot, folders and links are passed over.
        limits: the size of a page.

    Raises:
        SourceError: the archive cannot be read or is damaged, holds no page, too many members, a
            page that is too large, or a name that is too long or leads out of it.
    """
    found = 0
    with _archive_errors(archive):
        each = _of_zip if archive.name.lower().endswith(".zip") else _of_tar
        for number, (name, size, file) in enumerate(each(archive), 1):
            if number > _MOST_MEMBERS:
                raise _refused(archive, f"it has more than {_MOST_MEMBERS:,} members")
            if not _is_page(name, suffixes):
                continue
            _check_name(archive, name)
            data = file.read(limits.size + 1) if size <= limits.size else b""
            if size > limits.size or len(data) > limits.size:
                raise _refused(archive, f"{name} is larger than {limits.size:,} bytes")
            found += 1
            yield Packed(archive, name, zlib.compress(data, 1))
    if not found:
        raise SourceError(
            "the archive holds no page", where=str(archive), remedy="pages are *.txt and *.html"
        )


def _of_tar(archive: Path) -> Iterator[tuple[str, int, IO[bytes]]]:
    with tarfile.open(archive, "r|*") as tar:
        for member in tar:
            if member.isfile() and (file := tar.extractfile(member)):
                yield member.name, member.size, file


def _of_zip(archive: Path) -> Iterator[tuple[str, int, IO[bytes]]]:
    with zipfile.ZipFile(archive) as packed:
        for member in packed.infolist():
            if not member.is_dir():
                with packed.open(member) as file:
                    yield member.filename, member.file_size, file


def _is_page(name: str, suffixes: tuple[str, ...]) -> bool:
    last = PurePosixPath(name).name
    return not last.startswith(".") and ("." not in last or last.lower().endswith(suffixes))


def _check_name(archive: Path, name: str) -> None:
    path = PurePosixPath(name)
    if len(name) > _LONGEST_NAME or not name.isprintable():
        raise _refused(archive, f"a name in it cannot be shown: {name[:40]!r}")
    if path.is_absolute() or ".." in path.parts:
        raise _refused(archive, f"a name leads out of it: {name!r}")


def _refused(archive: Path, problem: str) -> SourceError:
    return SourceError(problem, where=str(archive), remedy="make an archive of the pages alone")


@contextmanager
def _archive_errors(archive: Path) -> Iterator[None]:
    try:
        yield
    except _DAMAGED as error:
        reason = getattr(error, "strerror", None) or str(error) or "it breaks off"
        raise SourceError(
            f"the archive cannot be read ({reason})",
            where=str(archive),
            remedy="get it again, or give the pages in a folder",
        ) from None
    except RuntimeError as error:  # a password is wanted
        raise _refused(archive, f"it cannot be opened ({error})") from None
