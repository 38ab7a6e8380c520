"""Limits of time, memory and files: told in a line, whatever the engine would do."""

import errno
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from whimkg.errors import LimitError
from whimkg.sandbox import run_limited, share_of_memory

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")


def test_work_ends_with_its_time() -> None:
    def endless() -> bytes:
        while True:
            pass

    with pytest.raises(LimitError, match=r"no answer within 0\.2 seconds") as caught:
        run_limited(endless, 0.2, 1 << 30)
    assert caught.value.remedy == "give it more time (timeout=…)"


def test_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(LimitError, match="no process can be started: Resource temporarily"):
        run_limited(bytes, 20, 1 << 30)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_work_ends_with_its_memory() -> None:
    with pytest.raises((LimitError, MemoryError)):
        run_limited(lambda: bytes(1 << 30), 20, 1 << 28)


def test_the_share_of_memory_has_bounds() -> None:
    assert 256 << 20 <= share_of_memory() <= 4 << 30


def limited(limit: str, *arguments: str, cwd: Path) -> str:
    """What a command says within a limit of the shell's; it must end with 2, and no traceback."""
    line = f'ulimit {limit}; exec "$0" -m whimkg "$@"'
    command = ["bash", "-c", line, sys.executable, *arguments]
    root = str(Path(__file__).parents[1])
    done = subprocess.run(
        command, cwd=cwd, env={"PYTHONPATH": root}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    return done.stderr


@pytest.mark.parametrize(
    ("kilobytes", "command", "told"),
    [
        ("40000", "validate", "whimkg may take 512 MB of address space, and this process has 39"),
        ("300000", "build -o out", "this process has 292; allow more (ulimit -v)"),
        ("300000", "query gene", "this process has 292; allow more (ulimit -v)"),
        ("300000", "export kgx-tsv -o out/", "this process has 292; allow more (ulimit -v)"),
        ("800000", "export kgx-tsv -o out/", "DuckDB may take "),
        ("800000", "export duckdb -o out", "DuckDB may take "),
        ("800000", "load out", "out: the store's engine may take 1,024 MB of address space"),
        ("1100000", "load out.duckdb", "out.duckdb: DuckDB may take "),
    ],
)
def test_too_little_memory(kilobytes: str, command: str, told: str, tmp_path: Path) -> None:
    assert told in limited(f"-v {kilobytes}", *command.split(), cwd=tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_graph_that_is_too_large_for_memory(tmp_path: Path) -> None:
    lines = (f"<x:s{n}> <x:p> <x:o{n}> <x:g{n % 9}> .\n" for n in range(400_000))
    (tmp_path / "large.nq").write_text("".join(lines), encoding="utf-8")
    command = ("query", "ASK { GRAPH ?g { ?s ?p ?o } }", "--graph", "large.nq")
    assert limited("-v 530000", *command, cwd=tmp_path).endswith(
        "whimkg: there is not enough memory; allow this process more memory (ulimit -v)\n"
    )


def supervised(*lines: str) -> subprocess.Popen[str]:
    """A program whose child runs the lines; it ends with the child's exit code, or 9."""
    program = (
        *("import os, signal, sys, time", "from whimkg.sandbox import BREAKDOWNS, supervise"),
        *("code = supervise()", "if code is not None:"),
        "    sys.exit(9 if code in BREAKDOWNS else code)",
        *lines,
    )
    return subprocess.Popen(
        [sys.executable, "-c", "\n".join(program)],
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [("os.abort()", 9), ("os.kill(os.getpid(), signal.SIGSEGV)", 9), ("sys.exit(3)", 3), ("", 0)],
)
def test_how_a_child_ends_is_known(line: str, code: int) -> None:
    with supervised(line) as parent:
        assert parent.wait(20) == code


SLEEPING = ("signal.signal(signal.SIGTERM, lambda *_: os._exit(7))", "print('ready', flush=True)")


def test_a_child_hears_of_signals() -> None:
    with supervised(*SLEEPING, "time.sleep(60)") as parent:
        assert parent.stdout and parent.stdout.readline() == "ready\n"
        parent.terminate()
        assert parent.wait(20) == 7


def test_a_child_ends_with_its_parent() -> None:
    with supervised(*SLEEPING, "time.sleep(60)") as parent:
        assert parent.stdout and parent.stdout.readline() == "ready\n"
        parent.kill()
        assert parent.stdout.read() == ""  # the child had it open


@pytest.mark.parametrize("files", [5, 8, 11])
@pytest.mark.parametrize("command", ["build -o out", "query gene", "load out.duckdb", "validate"])
def test_too_few_files(files: int, command: str, tmp_path: Path) -> None:
    told = limited(f"-n {files}", *command.split(), cwd=tmp_path)
    assert told == (
        "whimkg: too many files would be open at once; allow more, as with ulimit -n 256\n"
    )
    assert not list(tmp_path.iterdir())


def test_too_few_files_for_a_store(tmp_path: Path) -> None:
    assert "Run e.g. `ulimit -n 512`" in limited("-n 16", "load", "db", cwd=tmp_path)


def test_a_child_where_no_more_files_can_be_opened() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
    opened = []
    try:
        with pytest.raises(OSError, match="Too many open files"):
            while True:
                opened.append(os.open(os.devnull, os.O_RDONLY))
        with pytest.raises(OSError, match="Too many open files"):
            run_limited(lambda: b"answer", 20, 1 << 28)
        for _ in range(3):  # enough for one pipe, which is closed again
            os.close(opened.pop())
        with pytest.raises(OSError, match="Too many open files"):
            run_limited(lambda: b"answer", 20, 1 << 28)
        os.close(opened.pop())  # the two pipes, and nothing beside them
        assert run_limited(lambda: b"answer", 20, 1 << 28) == b"answer"
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        for descriptor in opened:
            os.close(descriptor)
