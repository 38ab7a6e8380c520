"""Folders for temporary files: they go with the block; those of a killed process, later.

A folder is locked by who has made it, and marked once it is locked. The system gives a lock back
whenever a process ends, so a folder that is marked and not locked is nobody's any more. Folders are
marked, and removed, only in file systems that no other machine can share: in others, a lock may be
lost, or seen by one machine alone.
"""

import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

try:
    import fcntl
except ImportError:  # a system without such locks
    fcntl = None  # type: ignore[assignment]

__all__ = ["temporary_folder"]

_PREFIX = "whimkg-"
_MARK = ".locked"
_LOCAL = (b"ext2", b"ext3", b"ext4", b"xfs", b"btrfs", b"f2fs", b"zfs", b"tmpfs", b"overlay")


@contextmanager
def temporary_folder(beside: Path | None = None) -> Iterator[Path]:
    """A folder that nobody else can read; it goes when the block is left.

    The first of a process in its place also removes those that killed processes of the same user
    have left there.

    Args:
        beside: the folder to make it in, under a hidden name; default the one for temporary files.

    Raises:
        OSError: it cannot be made.
    """
    place = str(beside or gettempdir())
    prefix = f".{_PREFIX}" if beside else _PREFIX
    _remove_dead(place, prefix)
    with TemporaryDirectory(dir=place, prefix=prefix) as name:
        locked = _lock(name)
        try:
            yield Path(name)
        finally:
            if locked is not None:
                with suppress(OSError):
                    _empty(locked)
                os.close(locked)


def _lock(folder: str) -> int | None:
    """Lock and mark a new folder; None where that is not safe.

    Returns:
        The descriptor that has the lock, which processes that are forked share.
    """
    if fcntl is None:
        return None
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if not _is_local(opened):
            raise BlockingIOError
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(os.open(_MARK, os.O_CREAT | os.O_EXCL, 0o600, dir_fd=opened))
    except OSError:
        os.close(opened)
        return None
    return opened


def _is_local(opened: int) -> bool:
    """Whether a file lies where no other machine can be; false if the system does not tell."""
    try:
        about = Path(f"/proc/self/fdinfo/{opened}").read_bytes()
        mounts = Path("/proc/self/mountinfo").read_bytes()
    except OSError:
        return False
    numbers = re.findall(rb"^mnt_id:\s*(\d+)$", about, re.MULTILINE)
    kinds = [re.findall(rb"^%b .* - (\S+) " % n, mounts, re.MULTILINE) for n in numbers]
    return kinds in [[[known]] for known in _LOCAL]


@cache
def _remove_dead(place: str, prefix: str) -> None:
    """Remove the folders of killed processes, once; what cannot be removed stays."""
    if fcntl is None:
        return
    with suppress(OSError), os.scandir(place) as found:
        for entry in found:
            if entry.name.startswith(prefix):
                with suppress(OSError):
                    _remove_if_dead(entry.path)


def _remove_if_dead(folder: str) -> None:
    """Remove a folder of ours that was marked, and that no process has locked.

    Raises:
        OSError: it is no folder but perhaps a link to one, or is locked, or cannot be removed.
    """
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        about = os.fstat(opened)
        os.stat(_MARK, dir_fd=opened, follow_symlinks=False)
        own = about.st_uid == os.geteuid() and not about.st_mode & 0o077
        if own and _is_local(opened):
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _empty(opened)
            os.unlink(_MARK, dir_fd=opened)
            os.rmdir(folder)  # noqa: PTH106  # by its name, and only if it is empty
    finally:
        os.close(opened)


def _empty(opened: int) -> None:
    """Remove all that is in a folder but its mark, which tells that this may be done."""
    for name in os.listdir(opened):
        if stat.S_ISDIR(os.stat(name, dir_fd=opened, follow_symlinks=False).st_mode):
            shutil.rmtree(name, dir_fd=opened)
        elif name != _MARK:
            os.unlink(name, dir_fd=opened)
