"""Work that ends when its time is over.

The engine cannot be told to stop. So it works in a child process, which has the graph in memory
already and can be killed; the child has no network unless it is allowed, and cannot outlive its
time even if the parent is gone.
"""

import json
import math
import os
import select
import signal
import sys
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from whimkg.errors import QueryError

__all__ = ["held"]

_DONE, _FAILED = b"+", b"-"
_CHUNK = 1 << 20


def held(work: Callable[[], bytes], seconds: float, memory: int, *, network: bool = False) -> bytes:
    """What some work gives, if it gives it in time.

    Args:
        work: the work; what it changes is lost.
        seconds: how long it may take.
        memory: how many bytes it may take, beside what there is already.
        network: whether it may open connections; without it, it can open no file either.

    Raises:
        QueryError: the work's own, or it took too long or too much memory.
    """
    if not hasattr(os, "fork"):
        return _in_thread(work, seconds)
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        # Forking beside other threads is safe here: the child runs the engine alone, and no lock
        # of the engine's is held while it answers.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        _child(work, writer, seconds, memory, network=network)
    os.close(writer)
    try:
        return _outcome(_received(reader, seconds))
    finally:
        os.close(reader)
        os.kill(pid, signal.SIGKILL)
        with suppress(ChildProcessError):  # the program around us has SIGCHLD ignored
            os.waitpid(pid, 0)


def _child(
    work: Callable[[], bytes], writer: int, seconds: float, memory: int, *, network: bool
) -> NoReturn:
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        _confine(seconds, memory, network=network)
        try:
            _send(writer, work() + _DONE)
        except QueryError as error:
            _send(writer, json.dumps((error.problem, error.where, error.remedy)).encode() + _FAILED)
    finally:
        if sys.exc_info()[0]:  # a bug: it must be seen, and must not run on into the caller's code
            sys.excepthook(*sys.exc_info())
        os._exit(0)


def _confine(seconds: float, memory: int, *, network: bool) -> None:
    import faulthandler
    import resource

    faulthandler.disable()  # that the engine breaks down is told by the parent
    processor = math.ceil(seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    statistics = Path("/proc/self/statm")
    if statistics.exists():
        taken = int(statistics.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + memory, taken + memory))
    if not network:  # no new file descriptor, so no socket, whatever the query has smuggled in
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _send(writer: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(writer, view) :]


def _received(reader: int, seconds: float) -> bytearray:
    data, end = bytearray(), time.monotonic() + seconds
    while True:
        if not select.select([reader], [], [], max(end - time.monotonic(), 0))[0]:
            raise _overdue(seconds)
        if not (chunk := os.read(reader, _CHUNK)):
            return data
        data += chunk


def _outcome(data: bytearray) -> bytes:
    if data.endswith(_DONE):
        return bytes(data[:-1])
    if data.endswith(_FAILED):
        problem, where, remedy = json.loads(data[:-1])
        raise QueryError(problem, where=where, remedy=remedy)
    raise QueryError(
        "the engine broke down: it ran out of memory, or the query is nested too deeply",
        remedy="make the query narrower",
    )


def _in_thread(work: Callable[[], bytes], seconds: float) -> bytes:
    """Without processes to kill: the work is given up, and ends with the program at the latest."""
    from multiprocessing import TimeoutError as Overdue
    from multiprocessing.pool import ThreadPool

    with ThreadPool(1) as pool:
        try:
            return pool.apply_async(work).get(seconds)
        except Overdue:
            raise _overdue(seconds) from None


def _overdue(seconds: float) -> QueryError:
    return QueryError(
        f"no answer within {seconds:g} seconds",
        remedy="make the query narrower, or give it more time (--timeout)",
    )
