"""What is logged: nothing unless somebody listens, then what is read and written; no secrets."""

import logging
import subprocess
import sys
from http.server import HTTPServer
from pathlib import Path

import pytest

import whimkg
from tests.http_server import QuietHandler, running
from whimkg import cli
from whimkg.source import load

PAGE = Path(__file__).parents[2] / "data" / "examples" / "lantern-syndrome.txt"


def test_nothing_is_told_unless_somebody_listens(tmp_path: Path) -> None:
    script = "import sys, whimkg; whimkg.build(sys.argv[1]).write(sys.argv[2])"
    command = [sys.executable, "-c", script, str(PAGE), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == done.stderr == ""


def test_what_is_read_and_written_is_information(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "whimkg"):
        [file] = whimkg.build(PAGE).write(tmp_path, ["nq"])
        assert whimkg.validate(file).conforms
    told = [(record.name, record.getMessage()) for record in caplog.records]
    assert told == [
        ("whimkg.source.inputs", f"read {PAGE}: text, 1093 characters stored"),
        ("whimkg.base.files", f"wrote {file}"),
        ("whimkg.rdf.inputs", f"reading {file} as nq"),
    ]


def test_the_steps_between_are_for_whoever_looks_for_a_fault(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG, "whimkg"):
        whimkg.build(PAGE).validate()
        whimkg.query("trials")
    steps = [record.getMessage() for record in caplog.records if record.levelno == logging.DEBUG]
    assert [step.split()[0] for step in steps] == ["made", "checking", "asking"]


def test_a_login_is_never_logged(caplog: pytest.LogCaptureFixture) -> None:
    class Page(QuietHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"A page\n")

    with (
        running(HTTPServer(("127.0.0.1", 0), Page)) as server,
        caplog.at_level(logging.DEBUG, "whimkg"),
    ):
        load(f"http://ann:hidden@127.0.0.1:{server.server_port}/page?token=hidden")
    assert "fetched http://" in caplog.text
    assert "hidden" not in caplog.text


@pytest.mark.parametrize("argument", ["-v", "--verbose", "-vv"])
def test_the_command_line_tells_it_on_standard_error(
    argument: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["build", str(PAGE), "-o", str(tmp_path), "-f", "nq"]) == 0
    quiet = capsys.readouterr()
    assert cli.main(["build", str(PAGE), "-o", str(tmp_path), "-f", "nq", argument]) == 0
    told = capsys.readouterr()
    assert told.out == quiet.out
    assert quiet.err == ""
    assert f"wrote {tmp_path}/lantern-syndrome.nq\n" in told.err
    assert ("checking" in told.err) is (argument == "-vv")
    assert logging.getLogger("whimkg").level == logging.NOTSET
