"""What stands at a path; what the system does not let us look at is nothing, until it is read.

A name that is too long, or a folder that may not be entered, is told of by whoever opens the file:
with its name, and with what to do.
"""

import os
import stat
from pathlib import Path

__all__ = ["is_folder", "is_stream", "is_there"]


def is_folder(path: str | Path) -> bool:
    """Whether a folder is there.

    >>> is_folder("."), is_folder("a" * 1000), is_folder("")
    (True, False, False)
    """
    return os.path.isdir(path)  # noqa: PTH112  # Path.is_dir raises where it may not look


def is_there(path: str | Path) -> bool:
    """Whether anything is there."""
    return os.path.exists(path)  # noqa: PTH110  # as above


def is_stream(path: str | Path) -> bool:
    """Whether it is a pipe or a device, as a shell makes of ``<(…)``: it can be read only once."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116  # Path("") is the folder that we are in
    except (OSError, ValueError):
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)
