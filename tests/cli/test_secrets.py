"""What is secret in an address is in nothing that a command says or writes."""

from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Said, small, tree
from tests.http_server import QuietHandler, running
from whimkg.base import resources
from whimkg.record import from_yaml

SECRETS = ("Hildegard", "Sesam0effne", "tok3nvalue", "fr4gment")
BEHIND = "?access_token=tok3nvalue#fr4gment"
PAGE = "diseases/9297/willow-disease"


class Server(QuietHandler):
    """A page, a graph, and a file that is neither; for who knows the secrets only."""

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        known = "Authorization" in self.headers and query == "access_token=tok3nvalue"
        files = {
            f"/{PAGE}": small("Willow disease"),
            "/graph.nq": resources.text("data/whim-syndrome.nq"),
            "/wrong.nq": "<a:b> this is no RDF",
            "/other": "a text",
        }
        text = files.get(path, "") if known else ""
        self.send_response(200 if text else 404)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(text.encode())


@pytest.fixture
def server() -> Iterator[str]:
    """Where it is, with a login."""
    with running(ThreadingHTTPServer(("127.0.0.1", 0), Server)) as listening:
        yield f"http://Hildegard:Sesam0effne@127.0.0.1:{listening.server_port}/"


def silent(said: Said, folder: Path) -> Said:
    """The same, once it is sure that no secret stands in it or in a file."""
    written = b"".join(content or b"" for content in tree(folder).values())
    told = said.out.encode() + said.err.encode() + written + repr(list(tree(folder))).encode()
    assert [secret for secret in SECRETS if secret.encode() in told] == []
    return said


def arguments(command: str, server: str, folder: Path) -> list[str]:
    """The words of a command; those in capitals are addresses, ``OUT`` is a folder."""
    names = {"PAGE": PAGE, "GRAPH": "graph.nq", "WRONG": "wrong.nq", "OTHER": "other"}
    words = []
    for word in command.split():
        kind, _, name = word.rpartition(":")
        address = f"{server}{names.get(name, 'missing')}{BEHIND}"
        known = name in names or name == "MISSING"
        given = address.replace("http", kind or "http", 1) if known else word
        words.append(given.replace("OUT", str(folder)))
    return words


@pytest.mark.parametrize(
    "command",
    [
        *("read PAGE", "read PAGE --url PAGE", "coverage PAGE", "coverage PAGE --format json"),
        *("build PAGE -o OUT", "build PAGE --merge OUT/all.nq", "build PAGE PAGE -o OUT"),
        *("validate GRAPH", "validate GRAPH --format json", "validate GRAPH --format sarif"),
        *("validate GRAPH --page PAGE --format sarif", "query gene --graph GRAPH"),
        *("export ttl GRAPH -o OUT/a.ttl", "export kgx-jsonl GRAPH -o OUT/kgx"),
        "load OUT/db GRAPH --receipt OUT/r.json",
    ],
)
def test_no_secret_is_written(command: str, server: str, run: Run, tmp_path: Path) -> None:
    said = silent(run(*arguments(command, server, tmp_path), "-vv"), tmp_path)
    assert said.code == ("--page" in command), said.err  # the page is not that of the graph


@pytest.mark.parametrize(
    "command",
    [
        *("build MISSING -o OUT", "build PAGE MISSING -o OUT --keep-going", "read OTHER"),
        *("verify PAGE", "verify MISSING", "read PAGE --url ftp:PAGE", "read ftp:PAGE"),
        *("validate WRONG", "validate MISSING", "validate ftp:GRAPH", "query gene --graph WRONG"),
        *("query gene --graph MISSING", "query gene --endpoint GRAPH", "export ttl WRONG"),
        *("query gene --graph ftp:GRAPH", "export hpoa WRONG", "export hpoa MISSING"),
        *("export hpoa OTHER", "export ttl ftp:GRAPH", "load OUT/db WRONG", "load PAGE GRAPH"),
        *("load OUT/db OTHER --input-format nq", "load OUT/db ftp:GRAPH", "load bolt:PAGE GRAPH"),
        *("load bolt:PAGE GRAPH --protocol gsp", "load ftp:PAGE GRAPH"),
    ],
)
def test_no_secret_is_told(command: str, server: str, run: Run, tmp_path: Path) -> None:
    said = silent(run(*arguments(command, server, tmp_path), "-vv"), tmp_path)
    assert said.code == 2, said.out


@pytest.mark.parametrize("start", ["", "http:/", "http:"])
@pytest.mark.parametrize(
    "command",
    ["read", "build", "validate", "verify", "load", "query gene --graph", "query gene --endpoint"],
)
def test_nor_where_the_scheme_is_missing_or_wrong(
    command: str, start: str, run: Run, tmp_path: Path
) -> None:
    said = silent(run(*command.split(), f"{start}Hildegard:Sesam0effne@host/it", "-vv"), tmp_path)
    assert said.code == 2, said.out


def test_the_page_that_is_read_is_known_by_the_rest_of_its_address(server: str, run: Run) -> None:
    said = run("read", f"{server}{PAGE}{BEHIND}")
    page = from_yaml(said.out).page
    assert page.url == f"http://{server.partition('@')[2]}{PAGE}"
    assert page.gard_id == "GARD:0009297"


def test_addresses_that_look_alike_in_messages_are_two(
    server: str, run: Run, tmp_path: Path
) -> None:
    """Two pages of one name are refused, although both are shown as the same address."""
    page = f"{server}{PAGE}?access_token=tok3nvalue"
    said = run("build", page, f"{page}#2", "-o", tmp_path)
    assert said.code == 2 and "a second page is called 'willow-disease'" in said.err
