"""The pages of a tar or zip archive, read one after the other and never unpacked to the disk."""

import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from whimkg.errors import SourceError
from whimkg.source.fetch import LIMITS, Limits

__all__ = ["Packed", "begins_as_html", "is_archive", "members"]

_TARS = (".tar", ".tar.xz", ".txz", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2")
_MOST_MEMBERS = 1_000_000
_LONGEST_NAME = 500
_ENCRYPTED = 0x1
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


def members(
    archive: Path, is_page: Callable[[str], bool | None], limits: Limits = LIMITS
) -> Iterator[Packed]:
    """The pages of an archive, in its order.

    Args:
        archive: a tar, packed with xz, gzip or bzip2 or not, or a zip.
        is_page: whether a name is that of a page; None where its first bytes tell. Names that
            start with a dot, folders, symbolic links and devices are passed over.
        limits: the size of a page.

    Raises:
        SourceError: the archive cannot be read, is damaged or encrypted, holds no page, too many
            members, another archive, a name twice, a page that is too large or stands there only as
            a link to another, or a name that is too long or leads out of it.
    """
    found = 0
    names = set[str]()
    with _archive_errors(archive):
        each = _of_zip if archive.name.lower().endswith(".zip") else _of_tar
        for number, (name, size, file) in enumerate(each(archive), 1):
            if number > _MOST_MEMBERS:
                raise _refused(archive, f"it has more than {_MOST_MEMBERS:,} members")
            by_name = is_page(name)
            if is_archive(name):
                raise _refused(archive, f"it holds another archive: {name[:40]!r}")
            if by_name is False or PurePosixPath(name).name.startswith("."):
                continue
            _check_name(archive, name)
            if name in names:
                raise _refused(archive, f"it holds two members {name!r}")
            names.add(name)
            if file is None:
                raise _refused(archive, f"{name} stands there only as a link to another member")
            data = file.read(limits.size + 1) if size <= limits.size else b""
            if size > limits.size or len(data) > limits.size:
                raise _refused(archive, f"{name} is larger than {limits.size:,} bytes")
            if by_name is None and not begins_as_html(data):
                continue
            found += 1
            yield Packed(archive, name, zlib.compress(data, 1))
    if not found:
        raise SourceError(
            "the archive holds no page", where=str(archive), remedy="pages are *.txt and *.html"
        )


def begins_as_html(data: bytes) -> bool:
    r"""Whether the first bytes of a file without an ending are those of HTML.

    >>> begins_as_html(b"\xef\xbb\xbf <html>"), begins_as_html(b"Read me")
    (True, False)
    """
    return data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _of_tar(archive: Path) -> Iterator[tuple[str, int, IO[bytes] | None]]:
    with tarfile.open(archive, "r|*") as tar:
        for member in tar:
            if member.islnk():  # a hard link; what it leads to has gone by
                yield member.name, 0, None
            elif member.isfile():
                yield member.name, member.size, tar.extractfile(member)


def _of_zip(archive: Path) -> Iterator[tuple[str, int, IO[bytes] | None]]:
    with zipfile.ZipFile(archive) as packed:
        for member in packed.infolist():
            if member.flag_bits & _ENCRYPTED:
                raise _refused(archive, f"{member.filename[:40]!r} in it is encrypted")
            if not member.is_dir():
                with packed.open(member) as file:
                    yield member.filename, member.file_size, file


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
    except (RuntimeError, NotImplementedError) as error:  # a way of packing that is not known
        raise _refused(archive, f"it cannot be opened ({error})") from None
