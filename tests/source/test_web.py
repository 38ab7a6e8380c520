"""Pages from a server on this machine, which behaves as badly as servers do."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer

import pytest

from tests.http_server import QuietHandler, running
from whimkg.errors import SourceError
from whimkg.source import Limits, Source, load
from whimkg.source.addresses import redacted_url, without_secrets

LIMITS = Limits(size=1000, connect=2.0, read=0.3, total=0.8)
PAGE = "Title\r\na\u00a0page\n".encode()
HTML = b'<html><head><link rel=canonical href="https://example.org/own"><body><p>Title'


class Handler(QuietHandler):
    protocol_version = "HTTP/1.1"
    stop = threading.Event()

    def do_GET(self) -> None:
        name, _, argument = self.path.rpartition("/")[2].partition("-")
        self.close_connection = True
        try:
            getattr(self, f"give_{name}")(argument)
        except OSError:  # the client has gone, as it should
            return

    def head(self, status: int = 200, **fields: str) -> None:
        self.send_response(status)
        for name, value in {"Connection": "close", **fields}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def body(self, data: bytes, media_type: str = "text/plain", **fields: str) -> None:
        length = fields.pop("Content_Length", str(len(data)))
        self.head(200, Content_Type=media_type, Content_Length=length, **fields)
        self.wfile.write(data)

    def pieces(self, piece: bytes, pause: float) -> None:
        while not self.stop.wait(pause):
            self.wfile.write(piece)

    def give_page(self, _: str) -> None:
        self.body(PAGE, "text/plain; charset=latin-1")

    def give_html(self, media_type: str) -> None:
        self.body(HTML, media_type.replace("_", "/") or "text/html")

    def give_unnamed(self, _: str) -> None:
        self.body(b"<!doctype html>x", "text/html")

    def give_type(self, media_type: str) -> None:
        self.body(b"x", media_type.replace("_", "/"))

    def give_untyped(self, _: str) -> None:
        self.head(Content_Length="1")
        self.wfile.write(b"x")

    def give_login(self, _: str) -> None:
        self.body(self.headers.get("Authorization", "none").encode())

    def give_proxied(self, _: str) -> None:
        self.body(self.path.encode())

    def give_packed(self, _: str) -> None:
        self.body(gzip.compress(PAGE), Content_Encoding="gzip")

    def give_bomb(self, _: str) -> None:
        self.body(gzip.compress(b"x" * 1_000_000), Content_Encoding="gzip")

    def give_mispacked(self, _: str) -> None:
        self.body(b"not packed", Content_Encoding="gzip")

    def give_status(self, status: str) -> None:
        self.head(int(status), Content_Length="0")

    def give_redirect(self, count: str) -> None:
        left = int(count) - 1
        self.head(302, Location=f"/redirect-{left}" if left else "/page", Content_Length="0")

    def give_to(self, scheme: str) -> None:
        target = {"file": "file:///etc/passwd", "ftp": "ftp://u:secret@127.0.0.1/"}[scheme]
        self.head(302, Location=target, Content_Length="0")

    def give_short(self, _: str) -> None:
        self.body(b"half", Content_Length="500")

    def give_announced(self, _: str) -> None:
        self.head(Content_Type="text/plain", Content_Length="50000000")

    def give_endless(self, _: str) -> None:
        self.head(Content_Type="text/plain")
        self.pieces(b"x" * 500, 0.001)

    def give_silent(self, _: str) -> None:
        self.stop.wait(5)

    def give_drip(self, _: str) -> None:
        self.head(Content_Type="text/plain")
        self.pieces(b"x", 0.05)

    def give_dripheader(self, _: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        self.pieces(b"x", 0.05)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    Handler.stop.clear()
    with running(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as httpd:
        yield f"http://127.0.0.1:{httpd.server_port}"
        Handler.stop.set()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def refusal(url: str, limits: Limits = LIMITS) -> str:
    with pytest.raises(SourceError) as caught:
        load(url, limits=limits)
    assert len(str(caught.value).splitlines()) == 1
    assert caught.value.remedy
    assert "secret" not in str(caught.value)
    return str(caught.value)


def test_a_page_of_text(server: str) -> None:
    # The charset that the server claims does not count.
    assert load(f"{server}/page") == Source(
        "Title\na\u00a0page\n", f"{server}/page", f"{server}/page"
    )


@pytest.mark.parametrize("name", ["html", "html-application_xhtml+xml", "html-text_plain"])
def test_html_has_the_address_that_it_gives_as_its_own(server: str, name: str) -> None:
    """A mirror's copy names the original."""
    own = "https://example.org/own"
    assert load(f"{server}/{name}") == Source("Title\n", f"{server}/{name}", own)


def test_else_the_one_that_it_came_from(server: str) -> None:
    assert load(f"{server}/unnamed") == Source("x\n", f"{server}/unnamed", f"{server}/unnamed")


def test_packed_and_untyped_answers(server: str) -> None:
    assert load(f"{server}/packed").text == "Title\na\u00a0page\n"
    assert load(f"{server}/untyped").text == "x"


def test_a_login_is_used_and_never_kept(server: str) -> None:
    url = server.replace("//", "//user:secret@") + "/login"
    source = load(url)
    assert source.text.startswith("Basic ")
    assert source.origin == source.address == f"{server}/login"


def test_up_to_five_redirects_are_followed(server: str) -> None:
    source = load(f"{server}/redirect-5", limits=LIMITS)
    assert (source.origin, source.address) == (f"{server}/redirect-5", f"{server}/page")
    assert "more than 5 redirects" in refusal(f"{server}/redirect-6")


@pytest.mark.parametrize("scheme", ["file", "ftp"])
def test_a_redirect_to_another_kind_of_address(server: str, scheme: str) -> None:
    assert "neither http nor https" in refusal(f"{server}/to-{scheme}")


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("status-404", "there is no such page (status 404); check the address"),
        ("status-403", "the server refuses access (status 403)"),
        ("status-503", "the server failed (status 503)"),
        ("status-204", "no page came (status 204)"),
        ("status-304", "no page came (status 304)"),
        ("type-application_pdf", "it is application/pdf, not text or HTML"),
        ("type-", "it is of no type"),
        ("announced", "the answer is larger than 1,000 bytes"),
        ("endless", "the answer is larger than 1,000 bytes"),
        ("bomb", "the answer is larger than 1,000 bytes"),
        ("short", "broke off"),
        ("mispacked", "packed wrongly"),
        ("silent", "no answer within 0.3 seconds"),
    ],
)
def test_answers_that_are_no_page(server: str, name: str, problem: str) -> None:
    message = refusal(f"{server}/{name}")
    assert message.startswith(f"{server}/{name}: ")
    assert problem in message


@pytest.mark.parametrize("name", ["drip", "dripheader"])
def test_a_slow_drip_is_stopped(server: str, name: str) -> None:
    started = time.monotonic()
    assert "not complete within 0.8 seconds" in refusal(f"{server}/{name}")
    assert time.monotonic() - started < 3


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port: int = closed.getsockname()[1]
    return port


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        (lambda: f"http://user:secret@127.0.0.1:{closed_port()}/", "no connection to the server"),
        (lambda: "http://user:secret@", "no valid address"),
        (lambda: "http://user:secret@[::1", "no valid address"),
        (lambda: "http://user:sec/ret:secret@example.org/", "no valid address"),
        (lambda: "http://user:secret@*.example.org/", "no valid address"),
        (lambda: "http://" + "a" * 70 + ".invalid/", "no valid address"),
        (lambda: "http://user:secret@127.0.0.1:99999/", "no valid address"),
    ],
)
def test_addresses_without_a_server(url: Callable[[], str], problem: str) -> None:
    assert problem in refusal(url())


def test_a_server_that_speaks_no_tls(server: str) -> None:
    assert "no trusted connection" in refusal(server.replace("http:", "https:") + "/page")


def test_proxies_are_taken_from_the_environment(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", server)
    assert load("http://page.invalid/proxied").text == "http://page.invalid/proxied"
    monkeypatch.setenv("HTTP_PROXY", f"http://user:secret@127.0.0.1:{closed_port()}")
    assert "the proxy fails" in refusal("http://page.invalid/proxied")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/@name?q=ab", "https://example.org/@name?…"),
        ("https://example.org/a#token", "https://example.org/a#…"),
        ("https://example.org/a?", "https://example.org/a?"),
        ("https://user:12?34@example.org/a", "https://…"),
        (
            "https://example.org/https://u:p@example.org/",
            "https://example.org/https://example.org/",
        ),
        ("https://u@v:p@example.org", "https://example.org"),
        ("HTTPS://u:p@[::1", "HTTPS://…"),
    ],
)
def test_what_is_shown_of_an_address(url: str, expected: str) -> None:
    assert redacted_url(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://u:p@example.org/a?id=12&page=two#top", "https://example.org/a?id=12&page=two"),
        ("https://example.org/a?utm_source=x&API-Key=x", "https://example.org/a?utm_source=x"),
        ("https://example.org/a?x-amz-date=1&Signature=2&sig=3&code=4", "https://example.org/a"),
        ("https://example.org/a?v=eyJhbGciOiJIUzI1NiJ9", "https://example.org/a"),
        ("https://example.org/a?opensesame", "https://example.org/a"),
        (
            "https://example.org/a?door=x7&Disease_ID=9297&id",
            "https://example.org/a?Disease_ID=9297&id",
        ),
        (
            "https://example.org/a?page=two&id=eyJhbGciOiJIUzI1NiJ9",
            "https://example.org/a?page=two",
        ),
        (
            "https://example.org/a?slug=whim-syndrome-type-1",
            "https://example.org/a?slug=whim-syndrome-type-1",
        ),
        ("https://example.org/a#access_token=1", "https://example.org/a"),
        ("HTTPS://u:p@[::1", "HTTPS://…"),
    ],
)
def test_what_is_kept_of_an_address(url: str, expected: str) -> None:
    """What may be a secret goes; what tells one page from another stays."""
    assert without_secrets(url) == expected
