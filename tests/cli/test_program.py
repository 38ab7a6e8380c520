"""What the system around the program sees: signals, full disks, the code of a bug."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.pages.mask import TWIN
from whimkg.base import resources

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRAPH = resources.text("data/whim-syndrome.nq").encode()


def until(true: Callable[[], object]) -> None:
    """Wait; whoever waits in vain is ended by the run's own limit."""
    while not true():
        time.sleep(0.01)


@contextmanager
def started(
    *arguments: object, scratch: Path, ignored: int = 0
) -> Iterator["subprocess.Popen[bytes]"]:
    """A command that has its own folder for temporary files, and its own group of processes."""

    def set_up() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored
        if ignored:
            signal.signal(ignored, signal.SIG_IGN)

    with subprocess.Popen(
        [sys.executable, "-m", "whimkg", *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(scratch)},
        preexec_fn=set_up,  # noqa: PLW1509
        start_new_session=True,
    ) as process:
        yield process


@pytest.mark.parametrize("number", ENDING)
def test_a_signal_leaves_nothing_behind(number: int, tmp_path: Path) -> None:
    with started("export", "nt", "-", "--input-format", "nq", scratch=tmp_path) as process:
        until(lambda: list(tmp_path.glob("whimkg-*/0")))
        process.send_signal(number)
        out, err = process.communicate()
    assert (process.returncode, out, err) == (128 + number, b"", b"")
    assert not list(tmp_path.iterdir())


def test_what_a_killed_command_has_left_goes_with_the_next(tmp_path: Path) -> None:
    """Where the system tells that no other machine can see the folder."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with started("validate", "-", "--input-format", "nq", scratch=scratch) as process:
        until(lambda: list(scratch.glob("whimkg-*/0")))
        process.kill()
        process.communicate()
    (left,) = scratch.iterdir()
    marked = (left / ".locked").exists()
    with started("export", "hpoa", "-", "--input-format", "nq", scratch=scratch) as process:
        process.communicate(GRAPH)
    assert process.returncode == 0
    assert list(scratch.iterdir()) == ([] if marked else [left])


#: A program that tells of what it does, and works until it is ended; ``SECONDS`` and ``WORK`` vary.
PROGRAM = """
import sqlite3, sys, time
from whimkg.cli import program
program._MOMENT = float("SECONDS")
ended_by = program.install_handlers()
try:
    print("working", flush=True)
    WORK
except KeyboardInterrupt:
    print("tidying", flush=True)
    sys.stdin.read()
    print("tidied", flush=True)
sys.exit(128 + ended_by[0])
"""
#: An engine that hears of no signal, and is never done.
ENGINE = (
    "sqlite3.connect('').execute('WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i FROM n)"
    " SELECT max(i) FROM n').fetchall()"
)


@contextmanager
def running(moment: str, work: str) -> Iterator["subprocess.Popen[str]"]:
    def set_up() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)

    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM.replace("SECONDS", moment).replace("WORK", work)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=set_up,  # noqa: PLW1509
    ) as process:
        assert process.stdout and process.stdout.readline() == "working\n"
        yield process


@pytest.mark.parametrize("number", ENDING)
def test_a_second_signal_ends_it_at_once(number: int) -> None:
    with running("0", "time.sleep(1e6)") as process:
        process.send_signal(number)
        assert process.stdout and process.stdout.readline() == "tidying\n"
        process.send_signal(number)
        assert process.wait() == 128 + number
        assert process.stdout.read() == ""


@pytest.mark.parametrize("number", ENDING)
def test_signals_at_the_same_moment_are_one(number: int) -> None:
    with running("inf", "time.sleep(1e6)") as process:
        process.send_signal(number)
        assert process.stdout and process.stdout.readline() == "tidying\n"
        for again in ENDING * 3:
            process.send_signal(again)
        out, _ = process.communicate()
    assert (process.returncode, out) == (128 + number, "tidied\n")


@pytest.mark.parametrize("number", ENDING)
def test_signals_end_an_engine_that_hears_none(number: int) -> None:
    with running("0", ENGINE) as process:
        while process.poll() is None:
            process.send_signal(number)
            time.sleep(0.01)
        # Maybe the first came before the engine began.
        assert process.stdout and process.stdout.read() in ("", "tidying\n")
        assert process.returncode == 128 + number


def test_what_nohup_ignores_stays_ignored(tmp_path: Path) -> None:
    arguments = ("export", "nq", "-", "--input-format", "nq")
    with started(*arguments, scratch=tmp_path, ignored=signal.SIGHUP) as process:
        until(lambda: list(tmp_path.glob("whimkg-*/0")))
        process.send_signal(signal.SIGHUP)
        out, err = process.communicate(GRAPH)
    assert (process.returncode, out, err) == (0, GRAPH, b"")


@pytest.mark.parametrize("number", ENDING)
def test_the_processes_of_a_build_end_with_it(number: int, tmp_path: Path) -> None:
    """Both are at work, on a page that does not come."""
    out, scratch = tmp_path / "out", tmp_path / "scratch"
    scratch.mkdir()
    pipes = [tmp_path / "1.txt", tmp_path / "2.txt"]
    for pipe in pipes:
        os.mkfifo(pipe)
    ours = [os.open(pipe, os.O_RDWR) for pipe in pipes]  # a writer, so that a reader waits
    with started("build", *pipes, "-o", out, "--jobs", "2", scratch=scratch) as process:
        until(lambda: workers(process.pid) == 2)
        process.send_signal(number)
        said, err = process.communicate()  # to the end of all that have our pipes
    for each in ours:
        os.close(each)
    assert (process.returncode, said, err) == (128 + number, b"", b"")
    assert not out.exists()


def workers(parent: int) -> int:
    """How many processes of a pool are at work on a pipe."""
    found = subprocess.run(
        ["ps", "-o", "args=", "--ppid", str(parent)], capture_output=True, text=True, check=False
    )
    return found.stdout.count("from multiprocessing.spawn")


@pytest.mark.parametrize("number", [signal.SIGKILL])
def test_no_process_outlives_its_parent(number: int, tmp_path: Path) -> None:
    pipe = tmp_path / "1.txt"
    os.mkfifo(pipe)
    ours = os.open(pipe, os.O_RDWR)
    with started("build", pipe, TWIN, "--jobs", "2", scratch=tmp_path) as process:
        until(lambda: workers(process.pid))
        process.send_signal(number)
        process.communicate()  # else it would never come back
    os.close(ours)
    assert process.returncode == -number


def test_a_process_that_is_lost_is_told(tmp_path: Path) -> None:
    pipe = tmp_path / "1.txt"
    os.mkfifo(pipe)
    ours = os.open(pipe, os.O_RDWR)
    with started("build", pipe, TWIN, "--jobs", "2", scratch=tmp_path) as process:
        until(lambda: workers(process.pid))
        subprocess.run(["pkill", "-KILL", "-P", str(process.pid), "-f", "spawn_main"], check=True)
        out, err = process.communicate()
    os.close(ours)
    assert (process.returncode, out) == (2, b"")
    assert err.startswith(b"whimkg: one of the processes was ended from outside")
    assert len(err.splitlines()) == 1


def shell(script: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["bash", "-c", script.replace("whimkg", f'"{sys.executable}" -m whimkg', 1)],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )


def test_a_full_disk_behind_temporary_files(tmp_path: Path) -> None:
    """A limit on the size of files does as a full disk would; standard output is a pipe."""
    graph = tmp_path / "graph.nq"
    graph.write_bytes(GRAPH)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    script = f"ulimit -f 64; cat {graph} | (whimkg export nt - --input-format nq)"
    done = shell(script, TMPDIR=str(scratch))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"whimkg: {scratch}: no room for temporary files (File too large); free some space, or"
        " name another folder in TMPDIR\n"
    )
    assert not list(scratch.iterdir())


def test_no_folder_for_temporary_files(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import tempfile

    from whimkg.cli import main

    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: ["/proc/none"])
    assert main(["validate"]) == 2
    out, err = capsys.readouterr()
    assert not out and "No usable temporary directory" in err
    assert err.endswith("; name a folder that can be written to in TMPDIR\n")


BUG = """
import sys, whimkg.cli, whimkg.cli.export
whimkg.cli.export.run = lambda options: 1 / 0
sys.argv = ["whimkg", "export", "nt"]
sys.exit(whimkg.cli.main())
"""


def test_a_bug_is_no_finding() -> None:
    done = subprocess.run([sys.executable, "-c", BUG], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Traceback") and "ZeroDivisionError" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("whimkg: this is a fault of whimkg itself")


def test_whoever_calls_us_keeps_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    """Signals and the hook are the process's; a call with arguments leaves them."""
    from whimkg.cli import main

    before = [sys.excepthook, *map(signal.getsignal, ENDING)]
    assert main(["export", "--list"]) == 0
    assert [sys.excepthook, *map(signal.getsignal, ENDING)] == before
    assert capsys.readouterr().out
