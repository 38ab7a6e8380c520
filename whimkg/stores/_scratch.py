"""A place on the disk to sort and look up what may not fit into memory."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from whimkg.errors import OutputError

__all__ = ["scratch"]

#: What stays in memory of each database, and as much again of what is sorted.
_KIBIBYTES = 8192


@contextmanager
def scratch() -> Iterator[sqlite3.Connection]:
    """A database of SQLite in the folder for temporary files; it goes when the block is left.

    It is a file without a name, which is not written before there is more than fits into 8 MB.

    >>> with scratch() as database:
    ...     database.execute("CREATE TABLE line (text)")
    ...     database.executemany("INSERT INTO line VALUES (?)", ["b", "a"])
    ...     list(database.execute("SELECT text FROM line ORDER BY text"))
    <sqlite3...>
    <sqlite3...>
    [('a',), ('b',)]

    Raises:
        OutputError: the disk is full, or fails.
    """
    try:
        with closing(sqlite3.connect("")) as opened:
            opened.execute("PRAGMA journal_mode = OFF")
            opened.execute("PRAGMA page_size = 16384")
            opened.execute("PRAGMA temp_store = FILE")
            opened.execute(f"PRAGMA cache_size = -{_KIBIBYTES}")
            yield opened
    except sqlite3.Error as error:
        raise _told(error) from error


def _told(error: Exception) -> OutputError:
    problem = getattr(error, "strerror", None) or error
    return OutputError(
        f"what does not fit into memory cannot be put on the disk: {problem}",
        remedy="free some space in the folder for temporary files, or name another in TMPDIR",
    )
