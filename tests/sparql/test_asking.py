"""One graph, asked many times: the answers of a single question, from one process."""

import math
import os
import resource
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

import whimkg
from tests.sparql.graphs import ENDLESS
from whimkg.errors import GraphError, QueryError, UnknownNameError
from whimkg.sandbox import Worker

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
SLOW = f"SELECT (COUNT(*) AS ?n) {ENDLESS}"


def one() -> Store:
    store = Store()
    store.add(Quad(NamedNode("a:s"), NamedNode("a:p"), Literal("o"), NamedNode("a:g")))
    return store


def ended(process: int) -> bool:
    try:
        os.waitpid(process, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


def test_the_answers_are_those_of_single_questions(forked: list[int]) -> None:
    with whimkg.connect() as graph:
        for name in ("phenotypes", "onset", "check-dates", "describe-disease"):
            assert graph.query(name) == whimkg.query(name)
        expected = whimkg.query("phenotypes-by-band", band="HP:0040283")
        assert graph.query("phenotypes-by-band", band="HP:0040283") == expected
        assert graph.query(COUNT, limit=1) == whimkg.query(COUNT)
        assert graph.query("phenotypes", limit=2).cut
    assert len(forked) == 1 + 6
    assert ended(forked[0])


def test_nothing_is_started_before_the_first_question(forked: list[int]) -> None:
    whimkg.connect().close()
    assert forked == []


def test_errors_are_those_of_single_questions_and_end_nothing(forked: list[int]) -> None:
    with whimkg.connect(one()) as graph:
        with pytest.raises(UnknownNameError, match="no question 'phenotype'"):
            graph.query("phenotype")
        with pytest.raises(QueryError, match="it is no SPARQL query"):
            graph.query("SELECT * { ?s ?p }")
        with pytest.raises(QueryError, match="no parameter 'bund'"):
            graph.query("phenotypes-by-band", bund="HP:0040283")
        with pytest.raises(QueryError, match="changes data, and whimkg only reads"):
            graph.query("CLEAR ALL # {")
        with pytest.raises(QueryError, match="SERVICE"):
            graph.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
        assert graph.query(COUNT).rows == ((1,),)
    assert len(forked) == 1


def test_graphs_can_be_named_only_if_they_were_kept(tmp_path: Path) -> None:
    file = tmp_path / "one.nq"
    one().dump(file)
    text = "SELECT ?g { GRAPH ?g { ?s ?p ?o } }"
    with whimkg.connect(file) as graph, pytest.raises(QueryError, match="with named=True"):
        graph.query(text)
    with whimkg.connect(file, named=True) as graph:
        assert graph.query(text).rows == (("a:g",),)


def test_a_graph_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "no.nq").write_text("no")
    with pytest.raises(GraphError, match=r"no\.nq"):
        whimkg.connect(tmp_path / "no.nq")


def test_after_a_question_without_end_the_next_is_answered(forked: list[int]) -> None:
    with whimkg.connect() as graph:
        for number in range(2):
            with pytest.raises(QueryError, match=r"no answer within 0\.2 seconds"):
                graph.query(SLOW, timeout=0.2)
            assert ended(forked[number])
        assert len(graph.query("gene")) == len(graph.query("gene")) == 1
    assert len(forked) == 3


def test_who_kills_the_process_between_questions_does_no_harm(forked: list[int]) -> None:
    with whimkg.connect(one()) as graph:
        graph.query(COUNT)
        os.kill(forked[0], signal.SIGINT)  # as the key does that the program around us has caught
        assert graph.query(COUNT).rows == ((1,),)
        assert len(forked) == 1
        os.kill(forked[0], signal.SIGKILL)
        eventually(lambda: not running(forked[0]))
        assert graph.query(COUNT).rows == ((1,),)
        assert len(forked) == 2


def test_nobody_waits_for_the_process_at_a_pipe_or_a_connection() -> None:
    reader, writer = os.pipe()
    ours, theirs = socket.socketpair()
    with whimkg.connect(one()) as graph, os.fdopen(reader, "rb") as pipe, ours, theirs:
        graph.query(COUNT)
        os.close(writer)
        theirs.close()
        ours.settimeout(20)
        assert ours.recv(1) == b""
        assert select.select([pipe], [], [], 20)[0]
        assert pipe.read() == b""


def test_handlers_of_the_program_s_signals_stay_there(forked: list[int]) -> None:
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        with whimkg.connect(one()) as graph:
            graph.query(COUNT)
            os.kill(forked[0], signal.SIGTERM)
            assert eventually(lambda: not running(forked[0]))
    finally:
        signal.signal(signal.SIGTERM, before)


def test_to_close_it_ends_a_question_of_another_thread() -> None:
    graph = whimkg.connect()
    told: list[str] = []

    def ask() -> None:
        try:
            graph.query(SLOW, timeout=60)
        except QueryError as error:
            told.append(str(error))

    thread = threading.Thread(target=ask)
    thread.start()
    assert eventually(lambda: busy(graph))
    graph.close()
    thread.join(20)
    assert not thread.is_alive()
    assert "the engine broke down" in told[0]
    assert len(graph.query("gene")) == 1


def test_to_wait_for_others_counts() -> None:
    with whimkg.connect() as graph:
        slow = threading.Thread(target=pytest.raises, args=(QueryError, graph.query, SLOW))
        slow.start()
        assert eventually(lambda: busy(graph))
        with pytest.raises(QueryError, match=r"no answer within 0\.2 seconds"):
            graph.query("gene", timeout=0.2)
        graph.close()
        slow.join(20)
        assert not slow.is_alive()


@pytest.mark.parametrize("given", [{"timeout": 0}, {"timeout": math.inf}, {"timeout": math.nan}])
def test_what_is_no_time_limit(given: dict[str, float]) -> None:
    with whimkg.connect(one()) as graph:
        for ask in (graph.query, partial(whimkg.query, graph=one())):
            with pytest.raises(QueryError, match="is no time limit"):
                ask(COUNT, timeout=given["timeout"])


@pytest.mark.parametrize("limit", [-1, None, 2.5])
def test_what_is_no_limit_of_rows(limit: Any) -> None:
    with pytest.raises(QueryError, match="is no limit of rows"):
        whimkg.query(COUNT, one(), limit=limit)


def test_only_the_triples_of_a_graph_if_that_is_wanted(tmp_path: Path) -> None:
    file = tmp_path / "one.nq"
    one().dump(file)
    with whimkg.connect(file, hierarchy=False) as graph:
        assert graph.query(COUNT).rows == whimkg.query(COUNT, file).rows == ((1,),)


def test_the_interrupt_key_ends_the_question_alone(forked: list[int]) -> None:
    with whimkg.connect() as graph:
        timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            graph.query(SLOW, timeout=20)
        assert ended(forked[0])
        assert len(graph.query("gene")) == 1


def test_threads_share_it() -> None:
    found: dict[str, int] = {}
    with whimkg.connect() as graph:

        def ask(name: str) -> None:
            found[name] = len(graph.query(name))

        names = ["phenotypes", "gene", "onset", "treatments", "statements", "sections"]
        threads = [threading.Thread(target=ask, args=(name,)) for name in names]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == {name: len(whimkg.query(name)) for name in names}


@pytest.mark.parametrize("asked", [False, True])
def test_a_copy_of_the_program_asks_a_process_of_its_own(asked: bool) -> None:
    graph = whimkg.connect()
    graph.query("gene")
    slow = threading.Thread(target=pytest.raises, args=(QueryError, graph.query, SLOW))
    if asked:
        slow.start()
        assert eventually(lambda: busy(graph))
    copy = os.fork()
    if copy == 0:
        os._exit(len(graph.query("gene")))
    assert os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1]) == 1
    graph.close()
    if asked:
        slow.join()
    assert len(graph.query("gene")) == 1
    graph.close()


def test_a_program_that_is_killed_leaves_no_process() -> None:
    script = """
import os, signal, whimkg
fork = os.fork
def told():
    number = fork()
    if number:
        print(number, flush=True)
    return number
os.fork = told
graph = whimkg.connect()
graph.query("gene")
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert eventually(lambda: not running(int(done.stdout)))


def busy(graph: whimkg.Connection) -> bool:
    """Whether a thread is being answered."""
    worker = graph._engine._worker
    return worker._one_by_one.locked() and worker._child is not None


def running(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    return status.exists() and ") Z " not in status.read_text()


def eventually(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20
    while not (held := holds()) and time.monotonic() < end:
        time.sleep(0.05)
    return held


def test_each_request_has_its_own_time_of_the_processor() -> None:
    """Nobody else ends a request whose program is gone."""

    def left(_: bytes) -> bytes:
        return b"%f" % (resource.getrlimit(resource.RLIMIT_CPU)[0] - time.process_time())

    worker = Worker(left, 2**30)
    for seconds in (50, 20, 500):
        assert seconds <= float(worker.ask(b"", seconds)) <= seconds + 2
    worker.close()


def test_a_connection_answers_a_path_to_a_fixed_end_after_other_questions() -> None:
    """In a program of its own, since here rdflib is imported already."""
    script = (
        "import warnings, whimkg\n"
        "warnings.simplefilter('error')\n"
        "with whimkg.connect() as graph:\n"
        "    graph.query('SELECT ?s { ?s ?p ?o } LIMIT 1')\n"
        "    found = graph.query('SELECT ?x { ?x rdfs:subClassOf* HP:0002715 }')\n"
        "    print(len(found) > 1)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("True\n", "")
