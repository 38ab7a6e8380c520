"""The engine: what it answers, what it refuses, and that every limit holds."""

import os
import signal
import socket
import threading
import time
import warnings
from collections.abc import Callable, Iterator

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from tests.sparql.graphs import ENDLESS, bundled
from tests.sparql.test_tokens import FEDERATED
from whimkg.errors import LimitError, QueryError, QueryWarning
from whimkg.sandbox import run_limited
from whimkg.sparql import LIMITS, Limits, labels, run

UPDATES = [
    "INSERT DATA { <a:a> <a:b> <a:c> }",
    "PREFIX a: <a:>\n# SELECT * {}\nDELETE WHERE { ?s ?p ?o }",
    "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "DROP GRAPH <a:g>",
    "LOAD <http://127.0.0.1:1/> INTO GRAPH <a:g>",
    "SELECT * { ?s ?p ?o }; DROP ALL",
    "ASK {} ; INSERT DATA { <a:a> <a:b> <a:c> }",
]


def refused(text: str, limits: Limits = LIMITS, store: Store | None = None) -> str:
    with pytest.raises(QueryError) as caught:
        run(store or bundled(), text, limits)
    return str(caught.value)


def test_each_form_has_its_kind_of_answer() -> None:
    table = run(bundled(), "SELECT ?s ?p { ?s ?p ?o } LIMIT 3")
    assert (table.kind, table.columns, len(table.rows), table.cut) == (
        "table",
        ("s", "p"),
        3,
        False,
    )
    assert run(bundled(), "ASK { ?s ?p ?o }").boolean
    assert not run(bundled(), "ASK { <a:a> ?p ?o }").boolean
    graph = run(bundled(), "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3")
    assert (graph.kind, len(graph.triples)) == ("graph", 3)
    described = run(bundled(), "DESCRIBE <http://purl.obolibrary.org/obo/MONDO_8000006>")
    assert len(described.triples) > 30


def test_the_default_graph_is_the_union_unless_the_query_names_its_own() -> None:
    store = Store()
    for name in "12":
        triple = NamedNode("a:s"), NamedNode("a:p"), Literal(name)
        store.add(Quad(*triple, NamedNode(f"a:{name}")))
    count = "SELECT (COUNT(*) AS ?n) {} WHERE {{ ?s ?p ?o }}"
    for dataset, expected in (("", "2"), ("FROM <a:1>", "1"), ("FROM NAMED <a:1>", "0")):
        assert run(store, count.format(dataset)).rows == [
            (Literal(expected, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")),)
        ]
    assert len(run(store, "SELECT * { GRAPH ?g { ?s ?p ?o } }").rows) == 2


@pytest.mark.parametrize("text", UPDATES)
def test_updates_are_refused_and_change_nothing(text: str) -> None:
    store = Store()
    store.add(Quad(NamedNode("a:s"), NamedNode("a:p"), Literal("o")))
    told = refused(text, store=store)
    assert "changes data, and whimkg only reads" in told or "it is no SPARQL query" in told
    assert len(store) == 1


@pytest.mark.parametrize("text", FEDERATED)
def test_other_endpoints_are_refused(text: str) -> None:
    assert "SERVICE); allow that with allow_service=True" in refused(text)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        yield server


def test_a_service_is_asked_only_if_that_is_allowed(listener: socket.socket) -> None:
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    text = f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"
    with pytest.raises(QueryError):
        run(bundled(), text, Limits(seconds=1), allow_service=True)
    listener.accept()[0].close()  # it was asked


def test_no_connection_even_if_the_keyword_were_missed(listener: socket.socket) -> None:
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    text = f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"
    listener.settimeout(0.2)
    with pytest.raises(QueryError, match="Too many open files"):
        run_limited(lambda: b"%d" % len(list(_solutions(text))), 5, 2**30)
    with pytest.raises(TimeoutError):
        listener.accept()


def _solutions(text: str) -> Iterator[object]:
    try:
        yield from Store().query(text)  # type: ignore[misc]
    except OSError as error:
        raise QueryError(str(error)) from error


ENDLESS_QUERIES = [
    f"SELECT (COUNT(*) AS ?n) {ENDLESS}",
    f"SELECT * {ENDLESS} ORDER BY ?c",
    f"SELECT DISTINCT ?zz {ENDLESS}",
    f"ASK {{ {ENDLESS} FILTER(STRLEN(?a) + STRLEN(?i) < 0) }}",
    f"CONSTRUCT {{ <a:a> <a:b> <a:c> }} WHERE {ENDLESS}",
    "SELECT * { ?s (<a:x>|!<a:y>)* ?o . ?o (<a:x>|!<a:y>)* ?z } ORDER BY ?z",
]


@pytest.mark.parametrize("text", ENDLESS_QUERIES)
def test_the_time_limit_holds(text: str, forked: list[int]) -> None:
    start = time.monotonic()
    told = refused(text, Limits(seconds=0.5))
    assert "no answer within 0.5 seconds; make the query narrower" in told
    assert time.monotonic() - start < 30  # it would take hours; a busy machine takes seconds
    with pytest.raises(ChildProcessError):  # nobody goes on working
        os.waitpid(forked[0], os.WNOHANG)


def test_the_memory_limit_holds(capfd: pytest.CaptureFixture[str]) -> None:
    told = refused(f"SELECT * {ENDLESS} ORDER BY ?c", Limits(seconds=60, memory=200_000_000))
    assert "ran out of memory" in told


def test_a_query_nested_too_deeply_is_told() -> None:
    told = refused(f"SELECT * {{ FILTER({'(' * 200_000}1{')' * 200_000}) }}")
    assert "nested too deeply" in told or "no SPARQL query" in told


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"SELECT * {ENDLESS}", "table"),
        ("SELECT ?s { ?s ?p ?o } ORDER BY ?s", "table"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "graph"),
    ],
)
def test_the_row_limit_holds_and_says_so(text: str, kind: str) -> None:
    answer = run(bundled(), text, Limits(rows=7))
    assert (answer.kind, len(answer.rows), answer.cut) == (kind, 7, True)


def test_exactly_the_limit_is_not_cut() -> None:
    for text in ("SELECT ?s { ?s ?p ?o } LIMIT 7", "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 7"):
        answer = run(bundled(), text, Limits(rows=7))
        assert (len(answer.rows), answer.cut) == (7, False)


def test_the_interrupt_key_ends_the_engine_too(forked: list[int]) -> None:
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        run(bundled(), ENDLESS_QUERIES[0], Limits(seconds=20))
    with pytest.raises(ChildProcessError):
        os.waitpid(forked[0], os.WNOHANG)


def test_without_processes_a_thread_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    assert len(run(bundled(), "SELECT * { ?s ?p ?o }", Limits(rows=5)).rows) == 5
    assert "no answer within" in refused("SELECT * { ?a ?b ?c . ?d ?e ?f }", Limits(seconds=1e-4))
    assert "no SPARQL query" in refused("SELEC * {}")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT * { ?s ?p }", "it is no SPARQL query: error at 1:19"),
        ("SELECT * { ?s ?p", " …"),  # the engine lists all that could stand there
        ("", "it is no SPARQL query"),
        (
            "select ?s { ?s a HP:1 }",
            "put before it PREFIX HP: <http://purl.obolibrary.org/obo/HP_>",
        ),
        ("select ?s { ?s a zzz:1 }", "declare the prefix zzz"),
    ],
)
def test_what_is_no_query_is_told(text: str, told: str) -> None:
    assert told in refused(text)


def test_a_bug_in_the_child_is_seen_and_does_not_run_on(
    capfd: pytest.CaptureFixture[str],
) -> None:
    def bug() -> bytes:
        raise ZeroDivisionError

    before = os.getpid()
    with pytest.raises(LimitError, match="broke down"):
        run_limited(bug, 5, 2**30)
    assert os.getpid() == before
    assert "ZeroDivisionError" in capfd.readouterr().err


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 5_000_000])
def test_answers_of_any_size_come_whole(size: int) -> None:
    assert run_limited(lambda: b"+" * size, 20, 2**30) == b"+" * size


def test_many_at_once() -> None:
    found: list[int] = []

    def ask() -> None:
        found.append(len(run(bundled(), "SELECT * { ?s ?p ?o }", Limits(rows=50)).rows))

    work: list[Callable[[], None]] = [ask] * 8
    threads = [threading.Thread(target=each) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [50] * 8


def test_labels() -> None:
    store = Store()
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    for text, language in (("Leiden", "de"), ("disease", "en"), ("a", "fr")):
        store.add(Quad(NamedNode("a:1"), label, Literal(text, language=language)))
    store.add(Quad(NamedNode("a:2"), label, Literal("plain")))
    store.add(Quad(NamedNode("a:3"), label, NamedNode("a:4")))
    assert labels(store, ["a:1", "a:2", "a:3", "a:9"]) == {"a:1": "disease", "a:2": "plain"}


@pytest.mark.parametrize(
    "text",
    [
        'SELECT (BNODE("a") AS ?b) {}',
        "SELECT ?g { GRAPH ?g { ?a ?p ?o MINUS { ?b ?q ?o } } }",
        "SELECT ?g { GRAPH ?g { VALUES (?g ?t) { (UNDEF 1) } } }",
        "SELECT ?g ?n { GRAPH ?g { { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } } }",
    ],
)
def test_what_the_engine_answers_wrongly_is_refused(text: str) -> None:
    assert "is answered wrongly by this engine" in refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (BNODE() AS ?b) {}",
        "SELECT ?g { GRAPH ?g { VALUES ?s { <a:b> } ?s ?p ?o } MINUS { ?g ?p ?o } }",
        "SELECT ?s { GRAPH <a:g> { ?s ?p ?o MINUS { ?s ?q ?o } } }",
    ],
)
def test_what_only_looks_like_it_is_answered(text: str) -> None:
    assert run(bundled(), text).kind == "table"


MISSED = [
    "SELECT ?o { ex:nowhere ex:p* ?o }",
    "SELECT ?o { ?o ex:p? ex:nowhere }",
    "SELECT ?o { ?o ex:p* 'nowhere', ?other }",
    "ASK { ex:nowhere ex:p* ex:nowhere }",
    "SELECT ?o { ex:nowhere ex:q ?x ; (ex:p|ex:q*) ?o }",
    "SELECT ?o { ex:nowhere ^ex:p*/ex:q? ?o }",
    "SELECT ?o { ?s ?p ?o FILTER EXISTS { ex:nowhere ex:p* ?s } }",
    "SELECT ?o { OPTIONAL { ex:nowhere ex:p* ?o } }",
    "SELECT ?o { { SELECT ?o { ex:nowhere a? ?o } } }",
    "SELECT ?o { GRAPH ?g { ex:s ex:p* ?o } }",
    "SELECT ?o { GRAPH ex:g { ex:s ex:p* ?o } }",
    "SELECT ?o FROM ex:g { ex:s ex:p* ?o }",
]
FOUND = [
    "SELECT ?o { ex:s ex:p* ?o }",
    "SELECT ?o { ?o ex:p* 5 }",
    "SELECT ?o { ex:nowhere ex:p+ ?o }",
    "SELECT ?o { ex:nowhere ex:p*/ex:q ?o }",
    "SELECT ?o { ?s ex:p* ?o }",
    "SELECT ?o { VALUES ?s { ex:nowhere } ?s ex:p* ?o }",
    "SELECT ?o { [] ex:p* ?o }",
    "ASK { ex:nowhere ex:p* ex:elsewhere }",
    "SELECT * { ?s ?p ?o FILTER (?o * 2 > 5) }",
    "SELECT (COUNT(*) AS ?n) { ex:nowhere ex:p ?o }",
    "SELECT ?o { GRAPH ex:g { ex:a ex:p* ?o } }",
]
PATHS = b'@prefix ex: <http://e/> . ex:s ex:p 5 . ex:g { ex:a ex:q "b" }'


def warned(query: str) -> list[str]:
    store = Store()
    store.load(PATHS, format=RdfFormat.TRIG)
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        run(store, f"PREFIX ex: <http://e/> {query}")
    return [str(each.message) for each in found if each.category is QueryWarning]


@pytest.mark.parametrize("query", MISSED)
def test_an_end_of_a_path_that_the_graph_does_not_have_is_told(query: str) -> None:
    (message,) = warned(query)
    assert ("the graph has no <http://e/" in message) or ('no "nowhere"' in message)


@pytest.mark.parametrize("query", FOUND)
def test_a_path_that_is_answered_rightly_is_no_matter(query: str) -> None:
    assert warned(query) == []


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("SELECT (GROUP_CONCAT(?x) AS ?all) { VALUES ?x { 'a'@en } }", "a"),
        (
            "SELECT (GROUP_CONCAT(DISTINCT ?x ; SEPARATOR=')') AS ?all) { VALUES ?x { 'a'@en } }",
            "a",
        ),
        (
            "SELECT ?all { { SELECT (CONCAT('(', group_concat(?x), ')') AS ?all)"
            " { VALUES ?x { 'a'@en 'b'@en } } } }",
            "(a b)",
        ),
        ("SELECT ('GROUP_CONCAT(' AS ?all) {} # GROUP_CONCAT(", "GROUP_CONCAT("),
    ],
)
def test_texts_that_are_joined_have_no_language(query: str, value: str) -> None:
    assert run(Store(), query).rows == [(Literal(value),)]
