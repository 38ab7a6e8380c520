"""Files that appear whole or not at all.

Everything is written aside, in the folder where it belongs (a rename cannot cross file systems),
brought to the disk, and renamed into place when all of it is complete.
"""

import errno
import io
import os
import secrets
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from whimkg.base.log import logger
from whimkg.errors import OutputError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["atomic_file", "atomic_files", "write_all"]

_log = logger(__name__)
_BUFFER = 1 << 20
_ELSEWHERE = "write to another folder"
_REASONS = {
    errno.EACCES: ("no permission to write here", _ELSEWHERE),
    errno.EPERM: ("no permission to write here", _ELSEWHERE),
    errno.EROFS: ("the file system is read-only", _ELSEWHERE),
    errno.ENOSPC: ("the disk is full", "free some space, or write to another disk"),
    errno.EDQUOT: ("the disk quota is used up", "free some space, or write to another disk"),
    errno.EFBIG: ("the file gets larger than is allowed here", _ELSEWHERE),
    errno.EISDIR: ("it is a folder, not a file", "give the name of a file"),
    errno.ENOTDIR: ("a part of the path is a file, not a folder", "give another folder"),
    errno.EEXIST: ("a part of the path is a file, not a folder", "give another folder"),
    errno.ELOOP: ("it is a link that leads in a circle", "remove it, or give another name"),
    errno.ENAMETOOLONG: ("the name is too long", "give a shorter one"),
}


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write files so that all of them appear, or none.

    Missing folders are made. A file that is replaced keeps its permissions; a new one has those of
    the umask. A link is followed.

    Raises:
        OutputError: a file could not be written; nothing new is left behind, and what was there
            before is there again.
    """
    with atomic_files() as opened:
        for path, data in files.items():
            with opened(path) as file:
                file.write(data)


@contextmanager
def atomic_file(path: Path) -> Iterator[BinaryIO]:
    """Write one file piece by piece; it appears when the block is left without an error.

    Raises:
        OutputError: as for `write_all`; raised by the file's own ``write``, too.
        BrokenPipeError: the path is a pipe, which nobody reads any more.
    """
    with atomic_files() as opened:
        yield opened(path)


@contextmanager
def atomic_files() -> Iterator[Callable[[Path], BinaryIO]]:
    """Write several files piece by piece; all appear when the block is left without an error.

    Yields:
        A function that opens a path for writing. What it gives may be closed early.

    Raises:
        OutputError: as for `write_all`; raised by ``write`` and ``close`` of the files, too.
    """
    # On an error `undo` runs first and puts the old files back, then `tidy` drops their copies.
    with ExitStack() as tidy, ExitStack() as undo:
        staged: list[_Staged] = []

        def opened(path: Path) -> BinaryIO:
            with _translated_errors(path):
                if _is_special(path):
                    return tidy.enter_context(_handle(os.open(path, os.O_WRONLY), path))
                staged.append(_stage(path, undo))
                return staged[-1].handle

        yield opened
        for file in staged:
            file.handle.close()
        for file in staged:
            with _translated_errors(file.path):
                _put_in_place(file, tidy, undo)
        for folder in {file.target.parent for file in staged}:
            _folder_to_disk(folder)
        undo.pop_all()
    for file in staged:
        _log.info("wrote %s", file.path)


@dataclass(frozen=True, slots=True)
class _Staged:
    """A file written aside: the path as given, the file that it names, and where it lies."""

    path: Path
    target: Path
    aside: Path
    handle: BinaryIO


class _File(io.FileIO):
    """A file whose errors say which output they belong to, and which is on the disk once closed."""

    def __init__(self, descriptor: int, path: Path) -> None:
        super().__init__(descriptor, "wb")
        self._path = path

    def write(self, data: "ReadableBuffer", /) -> int:
        with _translated_errors(self._path):
            return super().write(data)

    def close(self) -> None:
        if not self.closed:
            with _translated_errors(self._path), ExitStack() as last:
                last.callback(super().close)
                _to_disk(self.fileno())


def _handle(descriptor: int, path: Path) -> BinaryIO:
    return io.BufferedWriter(_File(descriptor, path), _BUFFER)


def _is_special(path: Path) -> bool:
    """A device or a pipe, such as /dev/stdout: written to directly, as nothing can be renamed."""
    mode = path.stat().st_mode if path.exists() else stat.S_IFREG
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    return not stat.S_ISREG(mode)


def _stage(path: Path, undo: ExitStack) -> _Staged:
    target = Path(os.path.realpath(path))
    if target.is_symlink():  # what stays a link after all were followed leads in a circle
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    _make_folder(target.parent, undo)
    aside = target.parent / f".{secrets.token_hex(8)}.part"
    undo.callback(_quietly, aside.unlink)  # first: an interrupt may come at once
    # Unlike tempfile's 0600, this mode leaves the permissions to the umask.
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    handle = _handle(descriptor, path)
    undo.callback(_quietly, handle.close)
    if target.exists():
        os.fchmod(descriptor, stat.S_IMODE(target.stat().st_mode))
    return _Staged(path, target, aside, handle)


def _make_folder(folder: Path, undo: ExitStack) -> None:
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        new.mkdir(exist_ok=True)
        undo.callback(_quietly, new.rmdir)


def _put_in_place(file: _Staged, tidy: ExitStack, undo: ExitStack) -> None:
    """Each step's way back is known before the step: an interrupt may come right after it."""
    if not file.target.exists():
        undo.callback(_quietly, file.target.unlink)
        file.aside.replace(file.target)
        return
    copy = file.aside.with_suffix(".old")
    tidy.callback(copy.unlink, missing_ok=True)
    with suppress(OSError):  # a file system without hard links: then nothing can be put back
        copy.hardlink_to(file.target)
    undo.callback(_quietly, copy.replace, file.target)
    file.aside.replace(file.target)


def _quietly(act: Callable[..., object], *args: Path) -> None:
    """One step of the way back; that it fails must not stop the others."""
    with suppress(OSError, OutputError, ValueError):  # the last of a file that is half closed
        act(*args)


def _to_disk(descriptor: int) -> None:
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # a pipe, or a disk that cannot
            raise


def _folder_to_disk(folder: Path) -> None:
    """Make the new names last, where the system can do that for folders."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _translated_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:  # of a pipe: who reads it has seen enough, as `head` does
        raise
    except OSError as error:
        unknown = (error.strerror or "it cannot be written", _ELSEWHERE)
        problem, remedy = _REASONS.get(error.errno or 0, unknown)
        raise OutputError(problem, where=str(path), remedy=remedy) from error
