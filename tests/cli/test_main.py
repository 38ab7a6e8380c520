"""The command line as a whole: help, usage, version, pipes, and that it is quiet when piped."""

import os
import pty
import re
import subprocess
import sys
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.pages.mask import TWIN
from whimkg.cli.arguments import parser

COMMANDS = ["build", "coverage", "export", "read", "validate", "verify"]


def commands() -> list[str]:
    usage = parser("").format_help()
    return sorted(re.findall(r"^    ([a-z]+) ", usage, re.MULTILINE))


def test_every_command_is_listed() -> None:
    assert set(COMMANDS) <= set(commands())


@pytest.mark.parametrize("command", commands())
def test_help_tells_what_a_command_does_with_an_example(command: str, run: Run) -> None:
    said = run(command, "--help")
    assert said.code == 0 and not said.err
    assert f"usage: whimkg {command} " in said.out
    assert re.search(rf"^example:\n  whimkg {command}\b", said.out, re.MULTILINE)
    assert "exit codes: 0 done, 1 checked and found wanting, 2 could not run" in said.out
    assert max(map(len, said.out.splitlines())) < 120


def test_help(run: Run) -> None:
    said = run("--help")
    assert said.code == 0
    assert "example:\n  whimkg build\n" in said.out


def test_a_bare_word_shows_the_help(run: Run) -> None:
    assert run() == run("--help")


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_completion_knows_questions_and_formats(name: str, run: Run) -> None:
    said = run("completion", name)
    assert (said.code, said.err) == (0, "")
    for word in ("coverage", "match-phenotypes", "kgx-tsv", "keep-going"):
        assert word in said.out


def test_bash_completes(run: Run, tmp_path: Path) -> None:
    """As bash does when the key is pressed behind ``whimkg query match-``."""
    script = tmp_path / "whimkg"
    script.write_text(run("completion", "bash").out)
    asked = f'''source {script}
        COMP_WORDS=(whimkg query match-) COMP_CWORD=2
        _shtab_whimkg whimkg match- query; echo "${{COMPREPLY[@]}}"'''
    done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["match-phenotypes"], done.stderr


def test_version(run: Run) -> None:
    for way in ("--version", "--vers"):
        assert run(way).out == f"whimkg {version('whimkg')}\n"


@pytest.mark.parametrize(
    ("arguments", "message", "help_of"),
    [
        (["dance"], "no command 'dance'; known are build, ", ""),
        (["qurey"], "no command 'qurey'; did you mean query?", ""),
        (["build", "--jobs", "0"], "'0' is no number of processes", " build"),
        (["build", "--jobs", "²"], "'²' is no number of processes", " build"),
        (["build", "--jobs", "99999"], "'99999' is no number of processes", " build"),
        (["build", "--jobs", "-1"], "'-1' is no number of processes", " build"),
        (["build", "--base", "kg/"], "'kg/' is no base; give an http(s) address", " build"),
        (["build", "--base", "https://e.org/#"], "is no base; give an http(s) address", " build"),
        (["build", "--colour"], "unrecognized arguments: --colour", " build"),
        (["build", "--marge", "x"], "--marge; did you mean --merge?", " build"),
        (["query", "gene", "--fromat=csv"], "did you mean --format?", " query"),
        (["--format", "csv", "query"], "--format stands before a command", ""),
        (["read"], "required: PAGE", " read"),
        (["transfer", "a", "b", "c", "d"], "unrecognized arguments: d", " transfer"),
        (["coverage", "a", "--format", "xml"], "invalid choice: 'xml'", " coverage"),
    ],
)
def test_bad_usage(arguments: list[str], message: str, help_of: str, run: Run) -> None:
    said = run(*arguments)
    assert (said.code, said.out) == (2, "")
    first, second = said.err.splitlines()
    assert first.startswith("whimkg: ") and message in first
    assert second == f"see whimkg{help_of} --help"


def command(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "whimkg", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        check=False,
    )


def test_as_a_module_in_a_bare_locale(tmp_path: Path) -> None:
    """``python -m whimkg`` is ``whimkg``; the bytes are UTF-8 where the locale knows only ASCII."""
    folder = str(tmp_path / "graphs")
    done = command("build", "-o", folder, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(f" triples) to {folder}\n")
    assert "80%-99%: 5 · 30%-79%: 5" in done.stdout
    assert "\x1b" not in done.stdout


def test_names_of_files_where_the_locale_knows_only_ascii(tmp_path: Path) -> None:
    environment = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    store, graph = tmp_path / "größer.db", tmp_path / "日本.ttl"
    graph.write_text('<x:a> <x:p> "ü" .', encoding="utf-8")
    done = command("load", str(store), str(graph), **environment)
    assert (done.returncode, store.is_dir()) == (0, True), done.stderr
    assert f"loaded 1 triples into {store}, " in done.stdout
    assert done.stdout.endswith("/graph/%E6%97%A5%E6%9C%AC\n")
    done = command("query", "SELECT ?ü { ?s ?p ?ü }", "--graph", str(store), **environment)
    assert done.stdout.split() == ["ü", "─", "ü"]
    done = command("export", "nt", str(tmp_path / "größer.txt"), **environment)
    assert (done.returncode, "größer.txt: its format" in done.stderr) == (2, True)


@pytest.mark.parametrize("arguments", [f"coverage {TWIN}", "export nt", "export --list"])
def test_a_reader_that_goes_is_no_error(arguments: str) -> None:
    """As with ``whimkg coverage page.txt | head -1``."""
    script = f'set -o pipefail; "{sys.executable}" -m whimkg {arguments} | head -c 1'
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout) == 1


def shell(script: str) -> "subprocess.CompletedProcess[str]":
    """As a shell runs it, in which ``whimkg`` is ours; the code is the first command's."""
    ours = f'whimkg() {{ "{sys.executable}" -m whimkg "$@"; }}; set -o pipefail; '
    return subprocess.run(
        ["bash", "-c", ours + script], capture_output=True, text=True, check=False
    )


def test_work_goes_on_when_its_reader_goes(pages: Path, tmp_path: Path) -> None:
    done = shell(f"whimkg build {pages} -o {tmp_path}/out -f nq --no-validate | true")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list((tmp_path / "out").iterdir())) == 3
    wrong = tmp_path / "wrong.nq"
    wrong.write_text("<https://e.org/a> <https://e.org/b> <https://e.org/c> .\n")
    assert shell(f"whimkg validate {wrong} | true").returncode == 1


@pytest.mark.parametrize("output", ["", "-o /dev/stdout", "2>&1"])
def test_nobody_listens(output: str) -> None:
    done = shell(f"whimkg export nt {output} | head -c 1")
    assert (done.returncode, done.stderr) == (0, "")
    assert shell("whimkg read none 2>&1 | true").returncode == 2
    assert shell("whimkg read none 2>/dev/full").returncode == 2


@pytest.mark.parametrize(
    "arguments", ["export nt", "export --list", "query most-frequent-phenotypes"]
)
def test_a_full_disk_behind_standard_output(arguments: str) -> None:
    script = f'"{sys.executable}" -m whimkg {arguments} > /dev/full'
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == (
        "whimkg: standard output: No space left on device; write to another place\n"
    )


@pytest.mark.parametrize(
    ("closed", "code"), [("export --list >&-", 0), ("verify none 2>&-", 2), ("read - <&-", 2)]
)
def test_streams_that_are_closed(closed: str, code: int) -> None:
    script = f'"{sys.executable}" -m whimkg {closed}'
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "Traceback" not in done.stderr


def in_terminal(arguments: str, **environment: str) -> str:
    """What a command writes to a terminal."""
    ours, its = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "whimkg", *arguments.split()],
        stdout=its,
        stderr=its,
        env={**os.environ, "TERM": "xterm", **environment},
    ):
        os.close(its)
        said = b""
        with suppress(OSError):  # Linux's way to say that the other end is closed
            while piece := os.read(ours, 65536):
                said += piece
    os.close(ours)
    return said.decode()


def test_colour_is_for_terminals_and_can_be_refused() -> None:
    assert "\x1b[32mmodelled\x1b[0m" in in_terminal(f"coverage {TWIN}", NO_COLOR="")
    heading = "Some questions to start with"
    assert f"\x1b[1m{heading}\x1b[0m" in in_terminal("query", NO_COLOR="")
    plain = in_terminal("query", NO_COLOR="1")
    assert heading in plain and "\x1b" not in plain


def test_what_is_no_text_is_not_for_terminals() -> None:
    said = in_terminal("export duckdb")
    assert said.endswith("whimkg: duckdb is no text; name a file for it: -o FILE\r\n")
    said = in_terminal("export html")
    assert said.endswith("whimkg: html is for a browser; name a file for it: -o FILE.html\r\n")


def test_progress_is_for_terminals(pages: Path) -> None:
    said = in_terminal(f"build {pages} --merge /dev/null --no-validate")
    assert re.search(r"\r\x1b\[K3 of 3 pages, \d+ a second, now ", said)
    assert said.endswith("triples) to /dev/null\r\n")
