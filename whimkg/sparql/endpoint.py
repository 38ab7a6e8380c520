"""Queries to a SPARQL 1.1 endpoint, over http(s).

https://www.w3.org/TR/sparql11-protocol/. A login comes from the environment
(``WHIMKG_ENDPOINT_USER`` and ``WHIMKG_ENDPOINT_PASSWORD``, or ``WHIMKG_ENDPOINT_TOKEN``) or else
from netrc; it is sent to no host without encryption but this machine, and never shown.
"""

import warnings
from collections.abc import Sequence
from typing import NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    parse,
    parse_query_results,
)

from whimkg.errors import EndpointError, EndpointWarning, QueryError, WhimkgError
from whimkg.source.addresses import redacted_url
from whimkg.sparql.engine import LIMITS, Limits, admit
from whimkg.sparql.login import check_address, clean
from whimkg.sparql.results import Answer, of_boolean, of_solutions, of_triples, with_plain_labels
from whimkg.sparql.transport import Call, exchange

__all__ = ["Request", "ask", "labels"]

_TABLES = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_GRAPHS = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.7"
_KINDS = {"SELECT": "table", "ASK": "boolean", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
#: Types of answers in which IRIs and texts look the same.
_VAGUE = ("text/csv", "text/plain")
_NAMES = """SELECT ?iri (MIN(STR(?label)) AS ?name) WHERE {
  VALUES ?iri { %s }
  ?iri <http://www.w3.org/2000/01/rdf-schema#label> ?label .
  FILTER (LANG(?label) IN ("en", ""))
} GROUP BY ?iri ORDER BY ?iri ?name"""


class Request(NamedTuple):
    """One question to an endpoint.

    Attributes:
        url: the endpoint's address, without a login.
        text: the query.
        graphs: IRIs of the graphs that make the default graph; none: the endpoint's own choice.
    """

    url: str
    text: str
    graphs: tuple[str, ...] = ()


def ask(request: Request, limits: Limits = LIMITS, *, allow_service: bool = False) -> Answer:
    """Send a query, and read the answer.

    A try that may succeed later (no connection, status 429, 502, 503 or 504) is repeated while
    there is time.

    Raises:
        QueryError: the query is refused before it is sent.
        EndpointError: no connection, no answer in time, a bad status, or no SPARQL answer.
    """
    from multiprocessing import TimeoutError as Overdue
    from multiprocessing.pool import ThreadPool

    form = admit(request.text, allow_service=allow_service).form
    if not form:
        raise QueryError("it is neither SELECT nor ASK, CONSTRUCT or DESCRIBE")
    check_address(request.url)
    _check_graphs(request)
    fields = [("query", request.text), *(("default-graph-uri", iri) for iri in request.graphs)]
    accept = _GRAPHS if form in ("CONSTRUCT", "DESCRIBE") else _TABLES
    # As in whimkg.source.fetch: only a second thread holds a server that drips to a total.
    with ThreadPool(1) as pool:
        try:
            call = Call(request.url, tuple(fields), accept)
            reply = pool.apply_async(exchange, (call, limits.seconds)).get(limits.seconds)
        except Overdue:
            raise EndpointError(
                f"no answer within {limits.seconds:g} seconds",
                where=redacted_url(request.url),
                remedy="make the query narrower, or give it more time (timeout=…)",
            ) from None
    found = _read(reply.data, reply.media_type, limits.rows, request.url)
    if found.kind != _KINDS[form]:
        raise _unfit(f"to {form}, the endpoint answers with a {found.kind}", request.url)
    _tell_limit(found, reply.most, request.url)
    return found


def labels(request: Request, iris: Sequence[str], limits: Limits = LIMITS) -> dict[str, str]:
    """What the endpoint calls the first hundred IRIs; nothing if it does not say.

    Labels are a courtesy: the answer stands without them, so no error comes of asking.
    """
    text = _NAMES % " ".join(str(NamedNode(iri)) for iri in iris[:100])
    try:
        answer = ask(request._replace(text=text), limits) if iris else None
    except WhimkgError:
        return {}
    # Some answer whatever they are asked with the same.
    found = answer.rows if answer and len(answer.columns) == 2 else []
    return {
        iri.value: name.value
        for iri, name in found
        if isinstance(iri, NamedNode) and isinstance(name, Literal)
    }


def _tell_limit(answer: Answer, most: int, url: str) -> None:
    """Warn of an answer that is as long as the endpoint gives at most."""
    head = answer.kind == "table"
    if most and answer.kind != "boolean" and answer.data.count(b"\n") - head >= most:
        warnings.warn(
            f"{redacted_url(url)}: the endpoint gives {most:,} rows at most: there may be more; "
            "ask for parts, with ORDER BY, LIMIT and OFFSET",
            EndpointWarning,
            stacklevel=3,
        )


def _check_graphs(request: Request) -> None:
    for iri in request.graphs:
        try:
            NamedNode(iri)
        except ValueError as error:
            raise QueryError(
                f"{iri!r} is no IRI of a graph", remedy="name a graph by its IRI"
            ) from error


def _read(data: bytes, media_type: str, rows: int, url: str) -> Answer:
    try:
        found, problem = _parsed(data, media_type, rows), ""
    except (SyntaxError, ValueError, ExpatError) as error:
        found, problem = None, f"the answer is no valid {media_type}: {error}"
    if found:
        return found
    if media_type in _VAGUE:
        problem = f"the endpoint answers in {media_type}, which does not tell IRIs from texts"
    # Not raised from the parser's error: its traceback would keep an object of the engine's that
    # must not be dropped on another thread.
    raise _unfit(
        problem or f"the answer is {media_type or 'of no type'}, no answer to a query",
        url,
        "" if problem else "give the address of the endpoint itself, not of its web page",
    )


def _unfit(problem: str, url: str, remedy: str = "") -> EndpointError:
    """What is no answer to the query."""
    error = EndpointError(clean(problem), where=redacted_url(url), remedy=remedy)
    error.unrelated = True
    return error


def _parsed(data: bytes, media_type: str, rows: int) -> Answer | None:
    """The answer; None if the media type is of no answer."""
    if media_type in _VAGUE:
        return None
    if table := QueryResultsFormat.from_media_type(media_type):
        if table == QueryResultsFormat.XML:  # of which the engine takes a part for the whole
            ParserCreate().Parse(data, True)
        found = parse_query_results(with_plain_labels(data), table)
        if isinstance(found, QueryBoolean):
            return of_boolean(bool(found))
        return of_solutions(found, rows)
    if graph := RdfFormat.from_media_type(media_type):
        return of_triples((quad.triple for quad in parse(data, format=graph)), rows)
    return None
