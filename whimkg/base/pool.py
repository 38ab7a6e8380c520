"""The same work on many items, in processes side by side.

A process leaves what it finds in a file, and only tells its name: a pipe takes that at once, while
for the rest of a long message, whose sender is killed, the reader would wait forever.
"""

import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any, TypeVar

from whimkg.base.temporary import temporary_folder
from whimkg.errors import WhimkgError

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

__all__ = ["Pool", "each", "pool"]

T = TypeVar("T")
R = TypeVar("R")

#: Items that wait for each process, so that none is idle and few are in memory.
_WAITING = 4
#: The interrupt key, and all that ends a program.
_KEY = ("SIGINT",)
_ENDING = (*_KEY, "SIGTERM", "SIGHUP")


def each(
    work: Callable[[T], R], items: Iterable[T], jobs: int, executor: "Executor | None" = None
) -> Iterator[R]:
    """Do the work on each item, in processes for this work alone; see ``Pool.each``.

    Args:
        work: can be sent to another process, as items and results can.
        items: taken as they are needed.
        jobs: number of processes; with 1 it is this one.
        executor: takes the work instead, such as one of Dask, Ray or MPI; with ``jobs``, how much
            of it is under way at once.

    Raises:
        WhimkgError: a process was ended from outside, or what the work raises.
    """
    if executor is not None:
        yield from _submitted(executor, work, items, jobs)
        return
    with pool(jobs if jobs > 1 else 0) as workers:
        yield from workers.each(work, items)


def _submitted(
    executor: "Executor", work: Callable[[T], R], items: Iterable[T], jobs: int
) -> Iterator[R]:
    """The results of work that somebody else's executor does, in the order given."""
    waiting: deque[Future[R]] = deque()
    for item in items:
        waiting.append(executor.submit(work, item))
        if len(waiting) > _WAITING * jobs:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


class Pool:
    """Processes that wait for work.

    Args:
        executor: has them; None if this process is to do the work.
        jobs: how many they are.
        folder: for what they find.
    """

    def __init__(self, executor: "Executor | None", jobs: int, folder: Path = Path()) -> None:
        self._executor, self._jobs, self._folder = executor, jobs, folder

    def each(self, work: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """Do the work on each item, in the order given; at most a few per process are under way.

        Args:
            work: can be sent to another process, as items and results can.
            items: taken as they are needed.
        """
        if self._executor is None:
            yield from map(work, items)
            return
        waiting: deque[Future[str]] = deque()
        for item in items:
            with _undisturbed():
                waiting.append(self._executor.submit(_work, work, item, self._folder))
            if len(waiting) > _WAITING * self._jobs:
                yield self._found(waiting.popleft())
        while waiting:
            yield self._found(waiting.popleft())

    def _found(self, future: "Future[str]") -> Any:
        file = self._folder / future.result()
        found = file.read_bytes()
        file.unlink()
        return pickle.loads(found)  # noqa: S301  # it is one's own


@contextmanager
def pool(jobs: int) -> Iterator[Pool]:
    """Processes for several kinds of work; they end with the block.

    Args:
        jobs: number of processes beside this one; with none it is this one that works.

    Raises:
        WhimkgError: a process was ended from outside.
        OSError: there is no room for what they find.
    """
    if not jobs:
        yield Pool(None, jobs)
        return
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
    from multiprocessing import active_children, get_context

    others = set(active_children())
    with temporary_folder() as folder:
        executor = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin)
        try:
            yield Pool(executor, jobs, folder)
        except BrokenExecutor as error:
            raise WhimkgError(
                "one of the processes was ended from outside, or ran out of memory",
                remedy="try again with fewer processes (jobs=…)",
            ) from error
        except KeyboardInterrupt:  # maybe by a signal to us alone
            for worker in set(active_children()) - others:
                os.kill(worker.pid or 0, signal.SIGINT)
            raise
        finally:
            executor.shutdown(cancel_futures=True)


def _work(work: Callable[[T], R], item: T, folder: Path) -> str:
    """Do the work; the name of the file with what was found.

    A worker hears the interrupt key, also one that came before, while it works.
    """
    try:
        _hear(_KEY)
        found = work(item)
        with NamedTemporaryFile(dir=folder, delete=False) as file:
            pickle.dump(found, file, pickle.HIGHEST_PROTOCOL)
        return Path(file.name).name
    except KeyboardInterrupt:
        _hear(_KEY, False)
        signal.raise_signal(signal.SIGINT)  # for what is on its way to this worker, too
        raise
    finally:
        _hear(_KEY, False)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """What starts a process does so as a whole; the process does not hear what ends it yet."""
    try:
        _hear(_ENDING, False)
        yield
    finally:
        _hear(_ENDING)


def _hear(names: Iterable[str], now: bool = True) -> None:
    """Hear signals, or keep them for later; a system that cannot keep them has them heard."""
    if hasattr(signal, "pthread_sigmask"):
        how = signal.SIG_UNBLOCK if now else signal.SIG_BLOCK
        signal.pthread_sigmask(how, {getattr(signal, name) for name in names})


def _begin() -> None:
    """Make a worker ready; it ends with its parent, even where that cannot tell it to."""
    from threading import Thread

    signal.signal(signal.SIGINT, signal.default_int_handler)
    Thread(target=_end_with_parent, daemon=True).start()
    _hear(set(_ENDING).difference(_KEY))


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)
