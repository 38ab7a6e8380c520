"""The same work on many items, in processes side by side."""

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

__all__ = ["each"]

T = TypeVar("T")
R = TypeVar("R")

#: Items that wait for each process, so that none is idle and few are in memory.
_WAITING = 4
#: What ends a program: the interrupt key above all, which every process of the terminal hears.
_ENDING = ("SIGINT", "SIGTERM", "SIGHUP")


def each(
    work: Callable[[T], R], items: Iterable[T], jobs: int, executor: "Executor | None" = None
) -> Iterator[R]:
    """Do the work on each item, in the order given; at most a few per process are under way.

    Args:
        work: can be sent to another process, as items and results can.
        items: taken as they are needed.
        jobs: number of processes; with 1 it is this one.
        executor: takes the work instead, such as one of Dask, Ray or MPI; with ``jobs``, how much
            of it is under way at once.

    Raises:
        WhimkgError: a process was ended from outside, or what the work raises.
        OSError: there is no room for what the processes find.
    """
    if executor is not None:
        yield from _in_order(lambda item: executor.submit(work, item), items, jobs)
    elif jobs > 1:
        yield from _in_processes(work, items, jobs)
    else:
        yield from map(work, items)


def _in_order(submit: "Callable[[T], Future[R]]", items: Iterable[T], jobs: int) -> Iterator[R]:
    waiting: deque[Future[R]] = deque()
    for item in items:
        waiting.append(submit(item))
        if len(waiting) > _WAITING * jobs:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _in_processes(work: Callable[[T], R], items: Iterable[T], jobs: int) -> Iterator[R]:
    """A process leaves its result in a file, and sends the name only: a pipe takes that at once.

    For the rest of a long message, whose sender is killed, the reader would wait forever.
    """
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
    from multiprocessing import active_children, get_context

    others = set(active_children())
    with temporary_folder() as folder:
        executor = ProcessPoolExecutor(jobs, get_context("spawn"), _begin)

        def submit(item: T) -> "Future[str]":
            with _signals_blocked():  # a process that is started for the item blocks them, too
                return executor.submit(_save_result, work, item, folder)

        try:
            for name in _in_order(submit, items, jobs):
                yield _load_result(folder / name)
        except BrokenExecutor as error:
            raise WhimkgError(
                "one of the processes was ended from outside, or ran out of memory",
                remedy="try again with fewer processes (jobs=…)",
            ) from error
        except KeyboardInterrupt:
            for worker in set(active_children()) - others:
                worker.kill()
            raise
        finally:
            executor.shutdown(cancel_futures=True)


def _save_result(work: Callable[[T], R], item: T, folder: Path) -> str:
    found = work(item)
    with NamedTemporaryFile(dir=folder, delete=False) as file:
        pickle.dump(found, file, pickle.HIGHEST_PROTOCOL)
    return Path(file.name).name


def _load_result(file: Path) -> Any:
    found = pickle.loads(file.read_bytes())  # noqa: S301  # it is one's own
    file.unlink()
    return found


@contextmanager
def _signals_blocked() -> Iterator[None]:
    """Keep what ends a program for later, where the system can do that."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    ending = {getattr(signal, name) for name in _ENDING}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ending)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Make a process ready: the interrupt key is for its parent to hear, and it ends with that."""
    from threading import Thread

    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGHUP})
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)
