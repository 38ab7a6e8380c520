"""Work in processes side by side, as if it were done here."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from select import PIPE_BUF
from typing import Any

import pytest

from whimkg.base.pool import each
from whimkg.errors import GraphError, WhimkgError


def long(number: int) -> bytes:
    return bytes([number]) * 1_000_000


def refuse(number: int) -> int:
    if number == 3:
        raise GraphError(f"it is {number}", where="here")
    return number


def die(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def never_half(number: int) -> bytes:
    """A long result, from a process that dies where a pipe may hold half of a message."""
    send = Connection._send  # type: ignore[attr-defined]

    def die_or_send(self: Any, message: Any) -> Any:
        return die(0) if len(message) > PIPE_BUF else send(self, message)

    Connection._send = die_or_send  # type: ignore[attr-defined]
    return long(number)


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_given(jobs: int) -> None:
    found = list(each(long, range(30), jobs))
    assert found == [long(number) for number in range(30)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_comes_in_its_turn(jobs: int) -> None:
    found = each(refuse, range(9), jobs)
    assert [next(found) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(GraphError, match="here: it is 3"):
        next(found)


def test_another_s_executor_does_the_work() -> None:
    with ThreadPoolExecutor(2) as executor:
        found = each(refuse, range(9), 1, executor)
        assert [next(found) for _ in range(3)] == [0, 1, 2]
        with pytest.raises(GraphError, match="here: it is 3"):
            next(found)


def test_a_process_that_is_killed() -> None:
    with pytest.raises(WhimkgError, match="one of the processes was ended from outside"):
        list(each(die, [1, 2, 3], 2))


def test_no_process_can_be_killed_in_the_middle_of_what_it_tells() -> None:
    """We would wait for the other half forever."""
    assert list(each(never_half, [1, 2], 2)) == [long(1), long(2)]


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    found = each(long, range(30), 2)
    next(found)
    assert list(tmp_path.iterdir())
    found.close()  # type: ignore[attr-defined]
    assert not list(tmp_path.iterdir())
