"""Neo4j, and others that speak Bolt: nodes and edges of KGX, by the official driver.

A node has the label that all have and its categories, as in Monarch's Neo4j; an edge's type is its
predicate. A graph of at most ``chunk`` edges is put in place by one transaction. Of a larger one,
nodes and edges are first sent under another name, many transactions long, and counted; then one
transaction gives them the graph's name and deletes what had it. The driver repeats a transaction
that the server has not done, and no other.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from whimkg.base.optional import import_optional
from whimkg.errors import StoreError, WhimkgError
from whimkg.export.views.cypher import quoted
from whimkg.rdf.quad_table import QuadTable
from whimkg.sparql.login import clean
from whimkg.stores import cypher
from whimkg.stores.bolt_login import login, place
from whimkg.stores.cypher import STAGING, common_label
from whimkg.stores.graph_input import PropertyGraph, Tell
from whimkg.stores.property_questions import text
from whimkg.stores.property_stores import Counts

__all__ = ["Bolt", "open_store"]

_CHUNK = 50_000  # edges of one transaction
_ROWS = 2_000  # nodes or edges of one statement
_CONNECT = 10.0  # seconds until a connection must stand
_RETRY = 30.0  # seconds for repeating a transaction that the server has not done
_UNTOUCHED = "what was there is as it was"
_UNCHECKED = "what the store holds could not be checked"


@contextmanager
def open_store(address: str, settings: dict[str, str]) -> Iterator["Bolt"]:
    """A database of a server.

    Args:
        address: of the server, and after a slash the name of the database, if not the default.
        settings: ``chunk`` (edges of one transaction) and ``timeout`` (seconds for one), if given.

    Raises:
        StoreError: the server cannot be reached.
    """
    server = place(address)
    neo4j = import_optional("neo4j", "whimkg[bolt]", StoreError)
    logging.getLogger("neo4j").addHandler(logging.NullHandler())  # errors are told, and once
    given = login(server)
    auth = neo4j.bearer_auth(given) if isinstance(given, str) else given
    with neo4j.GraphDatabase.driver(
        server.url,
        auth=auth,
        connection_timeout=_CONNECT,
        max_transaction_retry_time=_RETRY,
        user_agent="whimkg",
    ) as driver:
        yield Bolt(address, settings, driver, neo4j)


class _Transaction:
    """Statements in a transaction."""

    labels = True

    def __init__(self, transaction: Any) -> None:
        self._transaction = transaction

    def __call__(self, statement: str, /, **values: Any) -> list[Sequence[Any]]:
        found: list[Sequence[Any]] = self._transaction.run(statement, values).values()
        return found

    def each(
        self, table: QuadTable, query: str, statement: str, /, **values: Any
    ) -> Iterator[Sequence[Any]]:
        """See ``cypher.Transaction``: with some rows of the query at once."""
        result = table.connection.cursor().execute(query)
        names = [name for name, *_ in result.description or ()]
        variables = ", ".join(f"r.{quoted(name)} AS {quoted(name)}" for name in names)
        while rows := result.fetchmany(_ROWS):
            batch = [dict(zip(names, row, strict=True)) for row in rows]
            yield from self(f"UNWIND $rows AS r WITH {variables} {statement}", rows=batch, **values)


class _Transactions(_Transaction):
    """Statements each in a transaction of its own, as far as there are rows for it."""

    def __init__(self, write: Callable[[Callable[[_Transaction], Any]], Any]) -> None:
        self._run = write

    def __call__(self, statement: str, /, **values: Any) -> list[Sequence[Any]]:
        found: list[Sequence[Any]] = self._run(lambda run: run(statement, **values))
        return found


class Bolt:
    """A database of a server."""

    kind = "bolt"

    def __init__(self, address: str, settings: dict[str, str], driver: Any, neo4j: Any) -> None:
        self.address, self.settings = address, settings
        self._driver, self._neo4j = driver, neo4j
        self._server = place(address)
        self._chunk = int(settings.get("chunk", _CHUNK))
        self._timeout = float(settings["timeout"]) if "timeout" in settings else None
        with self._failing("nothing was changed"):
            self.software = self._agent()

    def replace(self, graph: PropertyGraph, tell: Tell) -> None:
        """See ``PropertyStore``."""
        with self._failing("nothing was changed"):
            self._make_constraint()
        if graph.edges.number <= self._chunk:
            with self._failing(_UNTOUCHED):
                self._write(lambda run: cypher.put(run, graph, tell))
            return
        try:
            with self._failing(_UNTOUCHED):
                self._write(lambda run: cypher.clear(run, graph.iri + STAGING))
                cypher.stage(_Transactions(self._write), graph, tell)
                tell("putting the graph in place")
                self._write(lambda run: cypher.put(run, graph, lambda _: None, staged=True))
        except BaseException as error:
            left = self._unstaged(graph.iri)
            if left and isinstance(error, WhimkgError):
                raise StoreError(
                    f"{error.problem}, but for {left}", where=error.where, remedy=error.remedy
                ) from error
            raise

    @contextmanager
    def reading(self) -> Iterator["Bolt"]:
        """See ``PropertyStore``: the driver keeps its connections."""
        yield self

    def count(self, iri: str) -> Counts:
        """See ``property_stores.Reader``."""
        with self._failing(_UNCHECKED):
            found: Counts = self._read(lambda run: cypher.count(run, iri))
            return found

    def answer(self, question: str, iri: str) -> Iterable[Sequence[Any]]:
        """See ``property_stores.Reader``."""
        with self._failing(_UNCHECKED):
            statement = text(question, "cypher")
            found: list[Sequence[Any]] = self._read(lambda run: run(statement, graph=iri))
            return found

    def _agent(self) -> str:
        """What the server calls itself, from the answer to a question that is asked but once."""
        with self._driver.session(database=self._server.database) as session:
            return str(session.run("RETURN 1").consume().server.agent)

    def _make_constraint(self) -> None:
        """Ids are unique; that is also what finds a node quickly."""
        with self._driver.session(database=self._server.database) as session:
            label = quoted(common_label())
            session.run(
                f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
            ).consume()

    def _unstaged(self, iri: str) -> str:
        """Drop what was staged, and say what of it may be left."""
        try:
            self._write(lambda run: cypher.clear(run, iri + STAGING))
        except (self._neo4j.exceptions.DriverError, self._neo4j.exceptions.Neo4jError):
            return f"edges marked {iri}{STAGING}, which the next load removes"
        return ""

    def _write(self, work: Callable[[_Transaction], Any]) -> Any:
        """Run work in a transaction, again if the server says that it may be repeated."""
        with self._driver.session(database=self._server.database) as session:
            return session.execute_write(self._timed(work))

    def _read(self, work: Callable[[_Transaction], Any]) -> Any:
        with self._driver.session(database=self._server.database) as session:
            return session.execute_read(self._timed(work))

    def _timed(self, work: Callable[[_Transaction], Any]) -> Any:
        timed = self._neo4j.unit_of_work(timeout=self._timeout)
        return timed(lambda transaction: work(_Transaction(transaction)))

    @contextmanager
    def _failing(self, state: str) -> Iterator[None]:
        known = self._neo4j.exceptions
        try:
            yield
        except StoreError as error:
            raise StoreError(
                f"{error.problem}; {state}", where=self.address, remedy=error.remedy
            ) from error
        except known.IncompleteCommit as error:
            raise StoreError(
                "the connection broke at the last step: the graph is in place as a whole, or "
                + _UNTOUCHED,
                where=self.address,
                remedy="load again",
            ) from error
        except (known.AuthError, known.TokenExpired, known.Forbidden) as error:
            raise StoreError(
                f"the server refuses the login: {_message(error)}; {state}",
                where=self.address,
                remedy="set NEO4J_USERNAME and NEO4J_PASSWORD to a login that may write there",
            ) from error
        except known.DriverError as error:  # its text is about the driver's own insides
            raise StoreError(
                f"there is no connection, or no Bolt is spoken there ({type(error).__name__}); "
                + state,
                where=self.address,
                remedy="see whether the server runs, and whether this is its port for Bolt",
            ) from error
        except known.Neo4jError as error:
            raise StoreError(
                f"the server fails: {_message(error)}; {state}",
                where=self.address,
                remedy="look up what it says; name a database after a slash, as in "
                f"{self._server.url}/neo4j",
            ) from error


def _message(error: Any) -> str:
    """What a server says, in a line."""
    return clean(getattr(error, "message", None) or str(error).splitlines()[0])
