"""Work that ends when its time is over.

The engine cannot be told to stop. So it works in a child process, which has the graph in memory
already and can be killed; the child has no network unless it is allowed, and cannot outlive its
time even if the parent is gone. To make a child takes as long as a large graph has pages of memory,
more than many an answer: one that is kept answers again and again.
"""

import gc
import json
import math
import os
import select
import signal
import struct
import sys
import time
import warnings
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import NamedTuple, NoReturn

from whimkg.errors import QueryError

__all__ = ["Worker", "held"]

Work = Callable[[bytes], bytes]

_DONE, _FAILED = b"+", b"-"
_CHUNK = 1 << 20
#: Seconds, and how many bytes follow.
_REQUEST = struct.Struct(">dQ")
#: How it ended, and how many bytes follow.
_ANSWER = struct.Struct(">cQ")


def held(work: Callable[[], bytes], seconds: float, memory: int, *, network: bool = False) -> bytes:
    """What some work gives, if it gives it in time; what the work changes is lost.

    Args:
        work: the work.
        seconds: how long it may take.
        memory: see ``Worker``.
        network: see ``Worker``.

    Raises:
        QueryError: the work's own, or it took too long or too much memory.
    """
    worker = Worker(lambda _: work(), memory, network=network)
    try:
        return worker.ask(b"", seconds)
    finally:
        worker.close()


class Worker:
    """A child process that works when it is asked, one request after the other.

    It sees the memory as it was when the child was made: at the first request, and again at the
    request after one that took too long. It ends with ``close``, with the object, or with the
    program.
    """

    def __init__(self, work: Work, memory: int, *, network: bool = False) -> None:
        """Nothing is started yet.

        Args:
            work: gives the answer to a request.
            memory: how many bytes it may take, beside what there is already.
            network: whether it may open connections; without it, it can open no file either.
        """
        self._work, self._memory, self._network = work, memory, network
        self._child: _Child | None = None
        self._end: Callable[[], object] = lambda: None
        self._one_by_one = Lock()

    def ask(self, request: bytes, seconds: float) -> bytes:
        """The answer to a request.

        Raises:
            QueryError: the work's own, or it took too long or too much memory.
        """
        if not hasattr(os, "fork"):
            return _in_thread(lambda: self._work(request), seconds)
        with self._one_by_one:
            child = self._ready()
            try:
                ended, answer = child.ask(request, seconds)
            except BaseException:  # whatever it does now, it does for nobody
                self.close()
                raise
        if ended == _DONE:
            return answer
        problem, where, remedy = json.loads(answer)
        raise QueryError(problem, where=where, remedy=remedy)

    def close(self) -> None:
        """End the child, if there is one."""
        self._end()
        self._child = None

    def _ready(self) -> "_Child":
        if self._child is None or self._child.parent != os.getpid():  # it is of who forked us
            self._child = _forked(self._work, self._memory, network=self._network)
            self._end = weakref.finalize(self, _ended, self._child)
        return self._child


class _Child(NamedTuple):
    """A child process: who made it, its number, and the pipes to and from it."""

    parent: int
    number: int
    requests: int
    answers: int

    def ask(self, request: bytes, seconds: float) -> tuple[bytes, bytes]:
        """How it ended, and what it gave."""
        end = time.monotonic() + seconds
        try:
            _send(self.requests, _REQUEST.pack(seconds, len(request)) + request)
            ended, size = _ANSWER.unpack(self._received(_ANSWER.size, end))
            return ended, bytes(self._received(size, end))
        except TimeoutError:
            raise _overdue(seconds) from None
        except BrokenPipeError:
            raise QueryError(
                "the engine broke down: it ran out of memory, or the query is nested too deeply",
                remedy="make the query narrower",
            ) from None

    def _received(self, size: int, end: float) -> bytearray:
        data = bytearray()
        while len(data) < size:
            if not select.select([self.answers], [], [], max(end - time.monotonic(), 0))[0]:
                raise TimeoutError
            if not (chunk := os.read(self.answers, min(size - len(data), _CHUNK))):
                raise BrokenPipeError
            data += chunk
        return data


def _forked(work: Work, memory: int, *, network: bool) -> _Child:
    requests, to_child = os.pipe()
    from_child, answers = os.pipe()
    parent = os.getpid()
    with warnings.catch_warnings():
        # Forking beside other threads is safe here: the child runs the engine alone, and no lock
        # of the engine's is held while it answers.
        warnings.simplefilter("ignore", DeprecationWarning)
        number = os.fork()
    if number == 0:
        os.close(to_child)  # else it would wait for requests of its own when the parent is gone
        _serve(work, requests, answers, memory, network=network)
    os.close(requests)
    os.close(answers)
    return _Child(parent, number, to_child, from_child)


def _ended(child: _Child) -> None:
    os.close(child.requests)
    os.close(child.answers)
    if child.parent == os.getpid():
        os.kill(child.number, signal.SIGKILL)
        with suppress(ChildProcessError):  # the program around us has SIGCHLD ignored
            os.waitpid(child.number, 0)


def _serve(work: Work, requests: int, answers: int, memory: int, *, network: bool) -> NoReturn:
    """The child: it answers until nobody asks any more."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        gc.freeze()  # to collect what is the parent's would copy it
        _confine(memory, network=network)
        with suppress(BrokenPipeError):  # nobody waits for the answer
            while head := _read(requests, _REQUEST.size):
                seconds, size = _REQUEST.unpack(head)
                _grant(seconds)
                ended, answer = _outcome(work, _read(requests, size))
                _send(answers, _ANSWER.pack(ended, len(answer)) + answer)
    finally:
        if sys.exc_info()[0]:  # a bug: it must be seen, and must not run on into the caller's code
            sys.excepthook(*sys.exc_info())
        os._exit(0)


def _outcome(work: Work, request: bytes) -> tuple[bytes, bytes]:
    try:
        return _DONE, work(request)
    except QueryError as error:
        return _FAILED, json.dumps((error.problem, error.where, error.remedy)).encode()


def _confine(memory: int, *, network: bool) -> None:
    import faulthandler
    import resource

    faulthandler.disable()  # that the engine breaks down is told by the parent
    _limit(resource.RLIMIT_CORE, 0)
    statistics = Path("/proc/self/statm")
    if statistics.exists():
        taken = int(statistics.read_text().split()[0]) * resource.getpagesize()
        _limit(resource.RLIMIT_AS, taken + memory)
    if not network:  # no new file descriptor, so no socket, whatever the query has smuggled in
        _limit(resource.RLIMIT_NOFILE, 0)


def _grant(seconds: float) -> None:
    """Let the processor work so much longer: should the parent be gone, nobody else ends it."""
    import resource

    _limit(resource.RLIMIT_CPU, math.ceil(time.process_time() + seconds) + 1)


def _limit(what: int, value: int) -> None:
    """Set a limit, or the user's own where that is lower."""
    import resource

    _, most = resource.getrlimit(what)
    value = value if most == resource.RLIM_INFINITY else min(value, most)
    resource.setrlimit(what, (value, most))


def _send(pipe: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(pipe, view) :]


def _read(pipe: int, size: int) -> bytes:
    """So many bytes; fewer only if the pipe was closed."""
    data = b""
    while len(data) < size and (chunk := os.read(pipe, size - len(data))):
        data += chunk
    return data


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
