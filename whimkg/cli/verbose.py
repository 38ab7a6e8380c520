"""What the package logs, on standard error, for ``--verbose``."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from whimkg.cli.terminal import print_message, progress

__all__ = ["listening"]


@contextmanager
def listening(verbose: int) -> Iterator[None]:
    """Tell what is logged.

    Args:
        verbose: 1 for what is fetched, read, loaded and written; 2 for the steps between, too.
    """
    log, handler = logging.getLogger("whimkg"), _Complaining()
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO if verbose == 1 else logging.DEBUG)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(before)


class _Complaining(logging.Handler):
    """Writes messages as all others are, with the time since the program's start."""

    def emit(self, record: logging.LogRecord) -> None:
        progress("")
        print_message(f"{record.relativeCreated / 1000:.2f} s  {record.getMessage()}")
