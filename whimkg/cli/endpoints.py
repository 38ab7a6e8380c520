"""Endpoints as users name them, and what to say where one finds nothing."""

from argparse import Namespace

from whimkg.cli.terminal import print_message
from whimkg.errors import EndpointError, StoreError, WhimkgError
from whimkg.sparql import Answer, Limits, endpoint

__all__ = ["ask", "list_graphs"]

#: What a server says at an address where no query is answered, if it sends no page of its own.
_ELSEWHERE = (400, 404, 405, 406, 415, 501)
_SECONDS = 10.0
_NAMED = 5
_NAMES = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} }} LIMIT {_NAMED + 1}"


def ask(options: Namespace, text: str, limits: Limits) -> Answer:
    """Ask an endpoint, or the store that is at the address, as ``whimkg load`` finds it.

    Raises:
        QueryError: the query is refused before it is sent.
        EndpointError: no connection, no answer in time, a bad status, or no SPARQL answer.
    """
    service = options.allow_service
    graphs = tuple(options.graph)
    try:
        request = endpoint.Request(options.endpoint, text, graphs)
        return endpoint.ask(request, limits, allow_service=service)
    except EndpointError as error:
        elsewhere = error.unrelated or error.status in _ELSEWHERE
        if not elsewhere or not (found := _query_service(options.endpoint)):
            raise
        options.endpoint = found
    request = endpoint.Request(options.endpoint, text, graphs)
    return endpoint.ask(request, limits, allow_service=service)


def _query_service(address: str) -> str:
    """Where the store at an address answers queries; empty if that is not elsewhere."""
    from whimkg.stores import query_service

    try:
        found = query_service(address)
    except (EndpointError, StoreError):  # the first error is told
        return ""
    return "" if found == address else found


def list_graphs(options: Namespace, limits: Limits) -> None:
    """Say which graphs a store has, where nothing was found; a courtesy, without errors."""
    brief = limits._replace(seconds=min(limits.seconds, _SECONDS))
    graphs = tuple(options.graph)
    url = options.endpoint
    try:
        holds = endpoint.ask(endpoint.Request(url, "ASK { ?s ?p ?o }", graphs), brief).boolean
        found = endpoint.ask(endpoint.Request(url, _NAMES), brief)
    except WhimkgError:
        return
    if not holds:
        print_message(
            "the graphs that were asked hold nothing" if graphs else "its default graph is empty"
        )
    names = [str(cell) for (cell,) in found.rows] if len(found.columns) == 1 else []
    if names and not (holds and graphs):
        more = ", …" if len(names) > _NAMED else ""
        print_message(
            f"it has the graphs {', '.join(names[:_NAMED])}{more}; choose with --graph IRI"
        )
