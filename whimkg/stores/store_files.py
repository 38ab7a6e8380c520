"""Files of a store that a load opens, and perhaps makes: it takes away no others'."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from whimkg.errors import WhimkgError
from whimkg.source.paths import is_there

try:
    import fcntl
except ImportError:  # a system without such locks
    fcntl = None  # type: ignore[assignment]

__all__ = ["lock_folder", "open_or_undo"]

T = TypeVar("T")


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """No other load opens, makes or takes away a store in a folder, while the block lasts.

    Raises:
        OSError: the folder cannot be opened.
    """
    if fcntl is None:
        yield
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


@contextmanager
def open_or_undo(
    files: Sequence[Path], connect: Callable[[], AbstractContextManager[T]]
) -> Iterator[T]:
    """A store's file, open as long as the block lasts; what is new of it goes if the block fails.

    Two loads may begin at once with a file that is not there: only the one that has made it may
    take it away, and no other may open it before that.

    Args:
        files: the file, and those that may come to stand beside it.
        connect: opens it, or makes it.

    Raises:
        OSError: the folder cannot be opened.
        WhimkgError: that of the block; where the folder can no longer be opened to take away what
            is new, it says so, too.
    """
    folder = files[0].parent
    with ExitStack() as stack:
        with lock_folder(folder):
            new = [] if is_there(files[0]) else [each for each in files if not is_there(each)]
            try:
                opened = stack.enter_context(connect())
            except BaseException:
                _take_away(new)
                raise
        try:
            yield opened
        except BaseException as error:
            try:
                with lock_folder(folder):
                    try:
                        stack.close()
                    finally:
                        _take_away(new)
            except OSError as failed:
                if new and isinstance(error, WhimkgError):
                    raise _both(error, failed, files[0]) from error
            raise


def _both(error: WhimkgError, failed: OSError, file: Path) -> WhimkgError:
    """Why it was to be undone, and why it was not."""
    left = f"{file.name} may be left, since its folder cannot be opened ({failed.strerror})"
    return type(error)(f"{error.problem}; {left}", where=error.where, remedy=error.remedy)


def _take_away(files: Sequence[Path]) -> None:
    for path in files:
        with suppress(OSError):  # that it could not be made is what is to be told
            path.unlink()
