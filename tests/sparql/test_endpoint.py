"""The endpoint's client against servers that are slow, broken, wrong, or want a login."""

import base64
import json
import time
import warnings
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from tests.sparql.server import ONE_ROW, Reply, serving
from whimkg.errors import EndpointError, EndpointWarning, QueryError
from whimkg.sparql import Limits, transport
from whimkg.sparql.endpoint import Request, ask, labels

SELECT = "SELECT ?x { ?x ?p ?o }"
ROWS = [(NamedNode("a:b"),)]
SECRETS = ("s3cr3t-user", "s3cr3t-word", "s3cr3t-token")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No login and no proxy of the machine; short waits between tries."""
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"WHIMKG_ENDPOINT_{name}", raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setattr(transport, "_WAITS", (0.01, 0.02, 0.03))


def refused(url: str, text: str = SELECT, seconds: float = 10.0) -> str:
    with pytest.raises(EndpointError) as caught:
        ask(Request(url, text), Limits(seconds=seconds))
    told = str(caught.value)
    assert not any(secret in told for secret in SECRETS)
    assert told.isprintable()
    return told


def test_a_short_query_is_got_and_a_long_one_posted() -> None:
    with serving() as server:
        assert ask(Request(server.url, SELECT)).rows == ROWS
        long = f"{SELECT} # {'long ' * 1000}"
        assert ask(Request(server.url, long, ("http://g/1", "http://g/2"))).rows == ROWS
    first, second = server.asked
    assert (first.method, first.fields) == ("GET", {"query": [SELECT]})
    assert (second.method, second.fields["query"]) == ("POST", [long])
    assert second.fields["default-graph-uri"] == ["http://g/1", "http://g/2"]
    assert first.headers["Accept"].startswith("application/sparql-results+json,")
    assert first.headers["User-Agent"] == "whimkg"
    assert "Authorization" not in first.headers


def test_no_proxy_hears_what_stays_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "")
    with serving() as server, serving() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert ask(Request("http://store.invalid/sparql", SELECT)).rows == ROWS
        monkeypatch.setenv("WHIMKG_ENDPOINT_USER", "somebody")
        for url in (server.url, server.url.replace("127.0.0.1", "LocalHost")):
            assert ask(Request(url, SELECT)).rows == ROWS
    assert [each.headers["Host"] for each in proxy.asked] == ["store.invalid"]
    assert all("Authorization" in each.headers for each in server.asked)
    assert len(server.asked) == 2


def test_a_field_of_the_address_stays() -> None:
    with serving() as server:
        ask(Request(f"{server.url}?key=1", SELECT))
    assert server.asked[0].fields == {"key": ["1"], "query": [SELECT]}


@pytest.mark.parametrize(
    "reply", [Reply(b"no", status=403), Reply(b"<p>", type="text/html"), Reply(b"{", status=500)]
)
def test_what_the_address_holds_behind_its_path_is_not_shown(reply: Reply) -> None:
    with serving(reply) as server:
        told = refused(f"{server.url}?a=1&key={SECRETS[2]}")
        assert server.asked
    assert told.startswith(f"{server.url}?…: ")
    assert "?…: no connection" in refused(f"http://127.0.0.1:9/sparql?{SECRETS[2]}")
    assert "no http(s) address" in refused(f"ftp://127.0.0.1/?key={SECRETS[2]}")


def test_all_answers_are_read() -> None:
    xml = (
        b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/>'
        b"<boolean>true</boolean></sparql>"
    )
    with serving(
        Reply(xml, type="application/sparql-results+xml; charset=utf-8"),
        Reply(b"<a:s> <a:p> 1 .", type="text/turtle"),
        Reply(b"?x\n<a:b>\n", type="text/tab-separated-values"),
    ) as server:
        assert ask(Request(server.url, "ASK {}")).boolean
        graph = ask(Request(server.url, "CONSTRUCT WHERE { ?s ?p ?o }"))
        assert (graph.kind, len(graph.triples)) == ("graph", 1)
        assert ask(Request(server.url, SELECT)).rows == ROWS
    assert server.asked[1].headers["Accept"].startswith("application/n-triples,")


def test_the_row_limit_holds() -> None:
    rows = b",".join([b'{"x":{"type":"literal","value":"1"}}'] * 9)
    with serving(Reply(b'{"head":{"vars":["x"]},"results":{"bindings":[%s]}}' % rows)) as server:
        answer = ask(Request(server.url, SELECT), Limits(rows=4))
    assert (len(answer.rows), answer.cut) == (4, True)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_may_pass_is_tried_again(status: int) -> None:
    with serving(Reply(status=status), Reply(broken=True), Reply()) as server:
        assert ask(Request(server.url, SELECT)).rows == ROWS
    assert len(server.asked) == 3


@pytest.mark.parametrize("later", ["1", "in two seconds", "soon", "-1", "9.5"])
def test_the_server_says_when(later: str) -> None:
    named = later in ("1", "in two seconds")
    if later == "in two seconds":
        later = formatdate(time.time() + 2, usegmt=True)
    with serving(Reply(status=503, headers={"Retry-After": later}), Reply()) as server:
        start = time.monotonic()
        assert ask(Request(server.url, SELECT)).rows == ROWS
    waited = time.monotonic() - start
    assert waited >= 0.9 if named else waited < 0.5


def test_a_wait_beyond_the_limit_is_not_begun() -> None:
    with serving(Reply(b"", status=429, headers={"Retry-After": "60"})) as server:
        start = time.monotonic()
        assert "fewer requests (status 429)" in refused(server.url, seconds=5)
    assert time.monotonic() - start < 2
    assert len(server.asked) == 1


def test_there_is_an_end_to_trying() -> None:
    with serving(Reply(status=503)) as server:
        assert "the endpoint failed (status 503)" in refused(server.url)
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (
            Reply(b"no such \x1b[31mword\n", 400, "text/plain"),
            "(status 400): no such [31mword; look",
        ),
        (Reply(b"<html>", 400, "text/html"), "refuses the query (status 400); look at"),
        (Reply(status=401), "wants a login, or another one (status 401)"),
        (Reply(status=403), "refuses access (status 403)"),
        (Reply(status=404), "no endpoint at this address (status 404)"),
        (Reply(status=500), "the endpoint failed (status 500)"),
        (
            Reply(status=301, headers={"Location": "https://u:p@x/"}),
            "moved to https://x/ (status 301)",
        ),
        (
            Reply(b"<html>", type="text/html"),
            "the answer is text/html, no answer to a query",
        ),
        (Reply(b"", type=""), "the answer is of no type"),
        (
            Reply(b"{}", type="application/sparql-results+json"),
            "is no valid application/sparql-res",
        ),
        (Reply(ONE_ROW[:-9]), "the answer is no valid application/sparql-results+json"),
    ],
)
def test_a_wrong_answer_is_told_and_not_asked_for_again(reply: Reply, told: str) -> None:
    with serving(reply) as server:
        assert told in refused(server.url)
    assert len(server.asked) == 1


def test_an_answer_that_breaks_off_is_told() -> None:
    with serving(Reply(ONE_ROW, headers={"Content-Length": "9999"})) as server:
        told = refused(server.url, seconds=3)
    assert "the answer broke off; try again" in told


@pytest.mark.parametrize("reply", [Reply(wait=9), Reply(drip=0.2), Reply(ONE_ROW, drip=0.05)])
def test_the_time_limit_holds(reply: Reply) -> None:
    with serving(reply) as server:
        start = time.monotonic()
        told = refused(server.url, seconds=0.6)
    assert "no answer within 0.6 seconds" in told or "no answer in time" in told
    assert time.monotonic() - start < 2


def test_an_answer_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "_SIZE", 50)
    with serving() as server:
        assert "larger than 50 bytes; put a LIMIT into the query" in refused(server.url)


def test_nobody_there() -> None:
    with serving() as server:
        url = server.url
    assert "no connection to the endpoint" in refused(url)


@pytest.mark.parametrize("url", ["ftp://x/", "x", "http://x:y/", "http://[::1", "http://"])
def test_no_address(url: str) -> None:
    refused(url)


def test_refused_before_it_is_sent() -> None:
    with serving() as server:
        for text in ("INSERT DATA {}", "SELECT * { SERVICE <http://x/> {} }", "", "no query"):
            with pytest.raises(QueryError):
                ask(Request(server.url, text))
        with pytest.raises(QueryError, match="name a graph by its IRI"):
            ask(Request(server.url, SELECT, ("graph.ttl",)))
    assert server.asked == []


def basic(user: str, word: str) -> str:
    return f"Basic {base64.b64encode(f'{user}:{word}'.encode()).decode()}"


def test_the_login_of_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login other password other")
    monkeypatch.setenv("WHIMKG_ENDPOINT_USER", SECRETS[0])
    monkeypatch.setenv("WHIMKG_ENDPOINT_PASSWORD", SECRETS[1])
    echo = f"{SECRETS[0]}:{SECRETS[1]} {SECRETS[2]} may not".encode()
    with serving(Reply(), Reply(echo, 400, "text/plain")) as server:
        ask(Request(server.url, SELECT))
        monkeypatch.setenv("WHIMKG_ENDPOINT_TOKEN", SECRETS[2])
        assert "…:… … may not" in refused(server.url)
    first, second = server.asked
    assert first.headers["Authorization"] == basic(SECRETS[0], SECRETS[1])
    assert second.headers["Authorization"] == f"Bearer {SECRETS[2]}"


def test_the_login_of_netrc(tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text(f"machine 127.0.0.1 login {SECRETS[0]} password {SECRETS[1]}")
    with serving(Reply(), Reply(status=403)) as server:
        ask(Request(server.url, SELECT))
        refused(server.url)
    assert server.asked[0].headers["Authorization"] == basic(SECRETS[0], SECRETS[1])


def test_a_login_in_the_address_is_refused_and_not_shown() -> None:
    told = refused(f"https://{SECRETS[0]}:{SECRETS[1]}@x.example/sparql")
    assert "does not belong into the address" in told
    assert told.startswith("https://x.example/sparql: ")


def test_a_login_does_not_travel_in_the_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHIMKG_ENDPOINT_TOKEN", SECRETS[2])
    assert "would travel unencrypted" in refused("http://x.example/sparql")


def test_labels_are_a_courtesy() -> None:
    found = (
        b'{"head":{"vars":["iri","name"]},"results":{"bindings":['
        b'{"iri":{"type":"uri","value":"a:b"},"name":{"type":"literal","value":"B"}},{}]}}'
    )
    with serving(Reply(found), Reply(status=500), Reply(b"<html>", type="text/html")) as server:
        request = Request(server.url, "")
        assert labels(request, ["a:b"]) == {"a:b": "B"}
        assert labels(request, ["a:b"]) == {}
        assert labels(request, ["a:b"]) == {}
        assert labels(request, []) == {}
    assert "VALUES ?iri { <a:b> }" in server.asked[0].fields["query"][0]
    assert len(server.asked) == 3


CUT_XML = (
    b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head>'
    b'<results><result><binding name="x"><uri>a:b</uri></binding></result>'
)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(status=206), "the answer is not whole: status 206"),
        (
            Reply(headers={"X-SQL-State": "S1TAT", "X-SQL-Message": "incomplete results"}),
            "the answer is not whole: S1TAT incomplete results",
        ),
        (Reply(b"x\na:b\n", type="text/csv"), "text/csv, which does not tell IRIs from texts"),
        (Reply(b"a:b", type="text/plain"), "text/plain, which does not tell IRIs from texts"),
        (Reply(ONE_ROW[:-9]), "Unexpected end of file"),
        (Reply(CUT_XML, type="application/sparql-results+xml"), "no element found"),
        (Reply(b'{"head":{},"boolean":true}'), "to SELECT, the endpoint answers with a boolean"),
        (Reply(b"<a:b> <a:b> <a:b> .", type="text/turtle"), "answers with a graph"),
        (Reply(ONE_ROW.replace(b"a:b", b"a b")), "Invalid IRI"),
        (Reply(ONE_ROW.replace(b'{"x":{', b'{"y":{')), "y has not been defined"),
        (Reply(ONE_ROW.replace(b'"uri"', b'"thing"')), "Unexpected term type"),
        (Reply(b'{"error":"timeout"}', type="application/json"), "no valid application/json"),
        (Reply(ONE_ROW, headers={"Content-Encoding": "gzip"}), "cannot be unpacked"),
        (Reply(b"[" * 100_000), "must be an object"),
    ],
)
def test_an_answer_that_is_cut_or_says_too_little(reply: Reply, words: str) -> None:
    with serving(reply) as server:
        assert words in refused(server.url)


def test_an_answer_as_long_as_the_endpoint_gives_at_most() -> None:
    with (
        serving(Reply(headers={"X-SPARQL-MaxRows": "1"})) as server,
        pytest.warns(EndpointWarning, match="gives 1 rows at most: there may be more"),
    ):
        assert ask(Request(server.url, SELECT)).rows == ROWS
    with serving(Reply(headers={"X-SPARQL-MaxRows": "10"})) as server:
        assert ask(Request(server.url, SELECT)).rows == ROWS


BLANK = b'{"head":{"vars":["a","b"]},"results":{"bindings":[%b]}}'


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (
            BLANK % b'{"a":{"type":"bnode","value":"nodeID://b1"},'
            b'"b":{"value":"n:\\"2","type" : "bnode"}},'
            b'{"a":{"type":"bnode","value":"nodeID://b1"},"b":{"type":"literal","value":"x"}}',
            "application/sparql-results+json",
        ),
        (
            b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="a"/>'
            b'<variable name="b"/></head><results><result><binding name="a"><bnode>nodeID://b1'
            b'</bnode></binding><binding name="b"><bnode>n:2</bnode></binding></result><result>'
            b'<binding name="a"><bnode>nodeID://b1</bnode></binding><binding name="b"><literal>x'
            b"</literal></binding></result></results></sparql>",
            "application/sparql-results+xml",
        ),
    ],
)
def test_labels_of_blank_nodes_are_the_servers_own_affair(body: bytes, kind: str) -> None:
    with serving(Reply(body, type=kind)) as server:
        (first, second), (third, text) = ask(Request(server.url, "SELECT ?a ?b {}")).rows
    assert first == third and first != second
    assert str(text) == '"x"'


def test_labels_of_an_endpoint_that_answers_all_alike() -> None:
    with serving() as server:
        assert labels(Request(server.url, ""), ["a:b"]) == {}


def table(*columns: str, value: str = "x") -> Reply:
    row = {name: {"type": "literal", "value": value} for name in columns}
    found = {"head": {"vars": columns}, "results": {"bindings": [row]}}
    return Reply(json.dumps(found).encode())


@pytest.mark.parametrize("select", ["?x", "$x", "DISTINCT ?x", "(STR(?y + (1)) AS ?x)", "*"])
@pytest.mark.parametrize("columns", [("z",), ("x", "z")])
def test_columns_that_were_not_asked_for(select: str, columns: tuple[str, ...]) -> None:
    with serving(table(*columns)) as server:
        told = refused(server.url, f"SELECT {select} {{ ?x ?p ?y }}")
    assert told.endswith(f"and the endpoint answers with {', '.join(f'?{c}' for c in columns)}")


def test_columns_that_are_missing() -> None:
    with serving(table("y")) as server:
        told = refused(server.url, "SELECT ?x ?y { ?x ?p ?y }")
        assert "selects ?x, ?y, and the endpoint answers with ?y" in told
        text = "SELECT * { ?x ?p ?y MINUS { ?x ?z ?y } }"
        assert ask(Request(server.url, text)).columns == ("y",)


def test_columns_come_in_the_order_of_the_query() -> None:
    with serving(table("c", "b", "a")) as server:
        for text in ("SELECT ?a (1 AS ?b) ?c {}", "SELECT * { ?a ?b ?c }"):
            assert ask(Request(server.url, text)).columns == ("a", "b", "c")


DEEP = 100_000
XML = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">%b</rdf:RDF>'


@pytest.mark.parametrize(
    ("body", "kind", "told"),
    [
        (
            b"<a:s> <a:p> " + b"<<( <a:s> <a:p> " * DEEP + b"<a:o> " + b")>> " * DEEP + b".",
            "application/n-triples",
            "the answer cannot be read: the engine broke down",
        ),
        (
            b'<!DOCTYPE r [<!ENTITY a "%b">]>' % (b"a" * 2000)
            + XML % b'<e:A rdf:about="a:b"><e:p>&a;</e:p></e:A>',
            "application/rdf+xml",
            "its entity a stands for a text of more than 1,000 characters",
        ),
        (b'{"@id": "relative", "a:b": 1}', "application/ld+json", "no answer to a query"),
        (b'<relative> <a:b> "x" .', "text/turtle", "No scheme found"),
    ],
)
def test_graphs_that_are_there_to_do_harm(body: bytes, kind: str, told: str) -> None:
    with serving(Reply(body, type=kind)) as server:
        assert told in refused(server.url, "CONSTRUCT WHERE { ?s ?p ?o }")


def test_a_row_that_is_too_long() -> None:
    with serving(table("x", value="x" * 7_000_000)) as server:
        assert len(ask(Request(server.url, SELECT)).data) > 7_000_000
    with serving(table("x", value="x" * 17_000_000)) as server:
        assert "cannot be read: a text in it is longer" in refused(server.url)


def test_text_that_looks_like_a_blank_node_is_left_as_it_is() -> None:
    for text in ("<bnode>a b</bnode>", '{"type":"bnode","value":"a b"}', " " * 100_000):
        with serving(table("x", value=text)) as server:
            ((found,),) = ask(Request(server.url, SELECT)).rows
        assert isinstance(found, Literal)
        assert found.value == text


def test_the_most_rows_are_told_once() -> None:
    reply = table("iri", "name")
    with (
        serving(replace(reply, headers={"X-SPARQL-MaxRows": "1"})) as server,
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("error")
        assert labels(Request(server.url, ""), ["a:b"]) == {}


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(b"no gzip", headers={"Content-Encoding": "gzip"}), "packed, and cannot be unpacked"),
        (Reply(headers={f"X-{n}": "x" for n in range(200)}), "does not speak HTTP"),
        (Reply(headers={"X": "x" * 100_000}), "does not speak HTTP"),
        (Reply(status=302, headers={"Location": "/sparql"}), "sends to its own address"),
        (Reply(status=302, headers={"Location": "/query"}), "/query (status 302); give that"),
    ],
)
def test_what_is_no_answer_of_an_endpoint(reply: Reply, told: str) -> None:
    with serving(reply) as server:
        assert told in refused(server.url)
