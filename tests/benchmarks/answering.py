"""One engine with one graph, in a process of its own: a question's name in, what it cost out.

    python -m tests.benchmarks.answering whimkg FILE REPEATS

Times are those of the processor, which other processes do not add to.
"""

import gc
import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from tests.benchmarks.measure import PYTHON

__all__ = ["PATIENCE", "Engine", "Told", "names"]

#: Seconds of the processor after which an answer of rdflib has no end.
PATIENCE = 60
#: Seconds after which a question is not repeated any more.
ENOUGH = 5.0
_ALL = 10**9
_HOUR = 3600.0


class Told(NamedTuple):
    """What an engine's answer cost.

    Attributes:
        seconds: of each repetition; none if there was no end.
        rows: of the answer, or triples.
        digest: of the answer's text, which is the same for the same rows in the same order; empty
            if nobody is to compare it.
    """

    seconds: list[float]
    rows: int
    digest: str


def names() -> list[str]:
    """The bundled questions; read from their folder, so that nothing large is imported here."""
    return sorted(file.stem for file in (Path(__file__).parents[2] / "queries").glob("*.rq"))


class Engine:
    """A process with a graph; it ends with the ``with`` block."""

    def __init__(self, name: str, file: Path, repeats: int) -> None:
        module = ("-m", "tests.benchmarks.answering", name, str(file), str(repeats))
        self._process = subprocess.Popen(
            (*PYTHON, *module), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def ask(self, question: str) -> Told:
        """Ask a bundled question, with the parameters as they stand, or a query in one line."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(question, file=self._process.stdin)
        return Told(**json.loads(self._process.stdout.readline()))


Ask = Callable[[str], Told]


def by_whimkg(file: str, repeats: int) -> Ask:
    """As a user asks a file from Python, many times: the answers are Python values."""
    return _whimkg(file, repeats, _told)


def alone(file: str, repeats: int) -> Ask:
    """The same, with nobody to compare the answers with."""
    return _whimkg(file, repeats, lambda store, name: "")


def _whimkg(file: str, repeats: int, told: Callable[[Any, str], str]) -> Ask:
    from whimkg.rdf.memory import file_store
    from whimkg.sparql.asking import connect

    store = file_store([file], named=False)
    connection = connect(store)

    def ask(name: str) -> Told:
        work = partial(connection.query, name, timeout=_HOUR, limit=_ALL)
        seconds, found = _timed(work, repeats)
        return Told(seconds, len(found), told(store, name))

    return ask


def _told(store: Any, name: str) -> str:
    from tests.sparql.questions import boolean, table, triples
    from whimkg.sparql import Limits, find, run

    answer = run(store, find(name).text, Limits(_HOUR, _ALL))
    if answer.kind == "boolean":
        return _digest(boolean(answer.boolean))
    if answer.kind == "graph":
        return _digest(triples(tuple(triple) for triple in answer.triples))
    return _digest(table(list(answer.columns), map(list, answer.rows)))


def by_rdflib(file: str, repeats: int) -> Ask:
    """In a child for each question, which has the graph already and can be stopped."""
    import pyoxigraph as ox

    from tests.sparql.questions import rdflib_graph, told
    from whimkg.sparql import find

    graph = rdflib_graph(ox.parse(path=file))
    graph.query("ASK { ?s ?p ?o }")  # what is imported and made at the first query
    gc.collect()
    gc.freeze()  # the collector of a child would copy the graph by looking at it

    def answer(text: str) -> Any:
        signal.setitimer(signal.ITIMER_PROF, PATIENCE)
        found = graph.query(text)
        if found.type == "SELECT":
            _ = found.bindings  # they are made only now
        signal.setitimer(signal.ITIMER_PROF, 0)
        return found

    def ask(name: str) -> Told:
        seconds, found = _timed(lambda: answer(find(name).text), repeats)
        rows = 1 if found.type == "ASK" else len(found)
        return Told(seconds, rows, _digest(told(found)))

    return lambda name: _in_child(lambda: ask(name))


def _timed(work: Callable[[], Any], repeats: int) -> tuple[list[float], Any]:
    """Seconds of each repetition, those of children included, and what the last one gave."""
    costs: list[float] = []
    found = None
    while len(costs) < repeats and sum(costs) < ENOUGH:
        begin = _processor()
        found = work()
        costs.append(_processor() - begin)
    return costs, found


def _processor() -> float:
    """Seconds of this process and of its children, those included that still run (on Linux)."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ended = sum(sum(resource.getrusage(who)[:2]) for who in both)
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    # The clock of another process, as the kernel numbers it: CPUCLOCK_SCHED.
    return ended + sum(time.clock_gettime((~int(child) << 3) | 2) for child in children)


def _in_child(work: Callable[[], Told]) -> Told:
    """What some work gives, if its timer does not end it before."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(writer, json.dumps(work()._asdict()).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        given = pipe.read()
    _, status = os.waitpid(pid, 0)
    if not given and os.waitstatus_to_exitcode(status) != -signal.SIGPROF:
        raise SystemExit("rdflib failed")
    return Told(**json.loads(given)) if given else Told([], 0, "")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def main(name: str, file: str, repeats: str) -> None:
    """Answer each line of standard input."""
    engines = {"alone": alone, "whimkg": by_whimkg, "rdflib": by_rdflib}
    ask = engines[name](file, int(repeats))
    for line in sys.stdin:
        print(json.dumps(ask(line.strip())._asdict()), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
