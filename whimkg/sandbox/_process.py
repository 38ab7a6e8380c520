"""Work that ends when its time is over.

An engine cannot be asked to stop. So it works in a child process, which has the parent's memory
already and can be killed; the child opens no file and no connection unless it is allowed, and
cannot outlive its time even if the parent is gone. To make a child takes as long as a large graph
has pages of memory, more than many an answer: one that is kept answers again and again.
"""

import json
import os
import select
import signal
import time
import warnings
import weakref
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import TypeVar

from whimkg import errors
from whimkg.errors import LimitError, WhimkgError
from whimkg.sandbox._child import ANSWER, DONE, MORE_MEMORY, REQUEST, Work, serve

__all__ = ["Worker", "check_seconds", "run_in_thread", "run_limited"]

T = TypeVar("T")

_CHUNK = 1 << 20
#: Seconds that a user may allow at most.
_YEAR = 366 * 24 * 60 * 60
#: Milliseconds that a system can wait at once.
_LONGEST = 2**31 - 1


def check_seconds(seconds: float, error: type[WhimkgError]) -> None:
    """See that a limit of time is one.

    Raises:
        WhimkgError: it is not above 0, or more than a year; of the type that is given.
    """
    if not 0 < seconds <= _YEAR:
        raise error(f"{seconds} is no time limit", remedy="give a number of seconds, up to a year")


def run_limited(
    work: Callable[[], bytes], seconds: float, memory: int, *, opens: bool = False
) -> bytes:
    """What some work gives, if it gives it in time; what the work changes is lost.

    Args:
        work: the work.
        seconds: how long it may take.
        memory: see ``Worker``.
        opens: see ``Worker``.

    Raises:
        LimitError: it took too long, or too much memory.
        WhimkgError: the work's own.
    """
    worker = Worker(lambda _: work(), memory, opens=opens)
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

    def __init__(self, work: Work, memory: int, *, opens: bool = False) -> None:
        """Nothing is started yet.

        Args:
            work: gives the answer to a request.
            memory: how many bytes it may take, beside what there is already.
            opens: whether it may open files and connections.
        """
        self._work, self._memory, self._opens = work, memory, opens
        self._child: _Child | None = None
        self._one_by_one, self._program = Lock(), os.getpid()

    def ask(self, request: bytes, seconds: float) -> bytes:
        """The answer to a request.

        Args:
            request: what to work on.
            seconds: until the answer is there, in which requests of other threads may come first.

        Raises:
            LimitError: it took too long, or too much memory.
            WhimkgError: the work's own.
        """
        if not hasattr(os, "fork"):
            return run_in_thread(lambda: self._work(request), seconds)
        if self._program != os.getpid():  # a copy, with a lock that nobody will open any more
            self._one_by_one, self._program = Lock(), os.getpid()
        end = time.monotonic() + seconds
        if not self._one_by_one.acquire(timeout=seconds):
            raise _overdue(seconds)
        try:
            return self._answer(request, seconds, end)
        finally:
            self._one_by_one.release()

    def close(self) -> None:
        """End the child, if there is one; whoever waits for its answer gets an error."""
        if (child := self._child) is not None:
            child.kill()
            with self._one_by_one:
                child.end()

    def _answer(self, request: bytes, seconds: float, end: float) -> bytes:
        child = self._ready()
        try:
            ended, answer = child.ask(request, end)
        except TimeoutError:
            child.end()
            raise _overdue(seconds) from None
        except BrokenPipeError:
            child.end()
            raise LimitError(
                f"the engine broke down: it ran out of memory ({self._memory >> 20:,} MB), or met"
                " what is nested too deeply",
                remedy=MORE_MEMORY,
            ) from None
        except BaseException:  # whatever it does now, it does for nobody
            child.end()
            raise
        if ended == DONE:
            return answer
        raise _error(*json.loads(answer))

    def _ready(self) -> "_Child":
        if self._child is None or not self._child.alive():
            self._child = _forked(self._work, self._memory, opens=self._opens)
            weakref.finalize(self, self._child.end)
        return self._child


class _Child:
    """A child process: its number, who made it, and the pipes to and from it."""

    def __init__(self, number: int, requests: int, answers: int) -> None:
        self._number, self._parent = number, os.getpid()
        self._requests, self._answers = requests, answers
        self._open, self._runs = True, True
        self._once = Lock()

    def alive(self) -> bool:
        """Whether it can be asked: it is ours, and nobody has ended it."""
        if self._is_ours():
            with self._once:
                self._runs = self._runs and _runs(self._number)
        if not self._runs:
            self.end()
        return self._runs

    def _is_ours(self) -> bool:
        """A copy of the program must not wait for a lock, which nobody may open in it any more."""
        if self._parent != os.getpid():
            self._runs = False
        return self._parent == os.getpid()

    def ask(self, request: bytes, end: float) -> tuple[bytes, bytes]:
        """How it ended, and what it gave.

        Raises:
            TimeoutError: not until then.
            BrokenPipeError: the child is gone.
        """
        left = max(end - time.monotonic(), 0)  # to make the child may have taken longer
        self._send(REQUEST.pack(left, len(request)) + request, end)
        ended, size = ANSWER.unpack(self._received(ANSWER.size, end))
        return ended, bytes(self._received(size, end))

    def kill(self) -> None:
        """End the process; whoever reads the pipe sees that."""
        if not self._is_ours():
            return
        with self._once:
            if self._runs:
                with suppress(ProcessLookupError, ChildProcessError):  # SIGCHLD is ignored here
                    os.kill(self._number, signal.SIGKILL)
                    os.waitpid(self._number, 0)
            self._runs = False

    def end(self) -> None:
        """End the process, and close the pipes: for who alone uses them."""
        self.kill()
        if self._open:
            self._open = False
            os.close(self._requests)
            os.close(self._answers)

    def _send(self, data: bytes, end: float) -> None:
        view = memoryview(data)
        while view:
            _wait(self._requests, select.POLLOUT, end)
            # So much a pipe that can be written to takes without waiting.
            view = view[os.write(self._requests, view[: select.PIPE_BUF]) :]

    def _received(self, size: int, end: float) -> bytearray:
        data = bytearray()
        while len(data) < size:
            _wait(self._answers, select.POLLIN, end)
            if not (chunk := os.read(self._answers, min(size - len(data), _CHUNK))):
                raise BrokenPipeError
            data += chunk
        return data


def _runs(number: int) -> bool:
    with suppress(ChildProcessError):
        return os.waitpid(number, os.WNOHANG) == (0, 0)
    return False


def _wait(pipe: int, event: int, end: float) -> None:
    """Wait until a pipe can be used, or its other end is closed."""
    poll = select.poll()
    poll.register(pipe, event)
    left = max(end - time.monotonic(), 0)
    if not poll.poll(min(left * 1000, _LONGEST)):
        raise TimeoutError


def _forked(work: Work, memory: int, *, opens: bool) -> _Child:
    requests, to_child = os.pipe()
    try:
        from_child, answers = os.pipe()
    except OSError:  # too many files are open
        os.close(requests)
        os.close(to_child)
        raise
    with warnings.catch_warnings():
        # Forking beside other threads is safe here: the child runs the engine alone, and no lock
        # of the engine's is held while it answers.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            number = os.fork()
        except OSError as error:  # no memory for it, or too many processes of the user
            for each in (requests, to_child, from_child, answers):
                os.close(each)
            raise LimitError(
                f"no process can be started: {error.strerror}", remedy="allow more (ulimit -u, -v)"
            ) from error
    if number == 0:
        serve(work, requests, answers, (to_child, from_child), memory, opens=opens)
    os.close(requests)
    os.close(answers)
    return _Child(number, to_child, from_child)


def run_in_thread(work: Callable[[], T], seconds: float) -> T:
    """What some work gives, if it gives it in time.

    There is no process to kill: the work is given up, and ends with the program at the latest.

    Raises:
        LimitError: it took too long.
    """
    from multiprocessing import TimeoutError as Overdue
    from multiprocessing.pool import ThreadPool

    with ThreadPool(1) as pool:
        try:
            return pool.apply_async(work).get(seconds)
        except Overdue:
            raise _overdue(seconds) from None


def _overdue(seconds: float) -> LimitError:
    return LimitError(
        f"no answer within {seconds:g} seconds", remedy="give it more time (timeout=…)"
    )


def _error(kind: str, problem: str, where: str, remedy: str) -> WhimkgError:
    """An error of ours that was raised in the child."""
    found: type[WhimkgError] = getattr(errors, kind)
    return found(problem, where=where, remedy=remedy)
