"""Queries to a SPARQL 1.1 endpoint, over http(s).

https://www.w3.org/TR/sparql11-protocol/. A login comes from the environment
(``WHIMKG_ENDPOINT_USER`` and ``WHIMKG_ENDPOINT_PASSWORD``, or ``WHIMKG_ENDPOINT_TOKEN``) or else
from netrc; it is sent to no host without encryption but this machine, and never shown.
"""

import json
import time
import warnings
from collections.abc import Sequence
from io import BytesIO
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

from whimkg.errors import (
    EndpointError,
    EndpointWarning,
    GraphError,
    LimitError,
    QueryError,
    WhimkgError,
)
from whimkg.rdf.precheck import refuse_unfolding
from whimkg.sandbox import run_in_thread, run_limited
from whimkg.source.addresses import redacted_url
from whimkg.sparql.engine import LIMITS, Limits, admit
from whimkg.sparql.login import check_address, clean
from whimkg.sparql.results import Answer, of_boolean, of_solutions, of_triples, with_plain_labels
from whimkg.sparql.tokens import Outline, outline
from whimkg.sparql.transport import Call, Reply, exchange

__all__ = ["Request", "ask", "labels"]

_TABLES = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_GRAPHS = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.7"
_KINDS = {"SELECT": "table", "ASK": "boolean", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
#: What is asked for, and nothing else: a parser of JSON-LD would drop what is relative.
_TRIPLES = (RdfFormat.N_TRIPLES, RdfFormat.TURTLE, RdfFormat.RDF_XML)
#: Seconds to read an answer that has come at the last moment.
_LEAST = 1.0
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
    answer, most = _send(request, limits, admit(request.text, allow_service=allow_service))
    _warn_of_limit(answer, most, request.url)
    return answer


def labels(request: Request, iris: Sequence[str], limits: Limits = LIMITS) -> dict[str, str]:
    """What the endpoint calls the first hundred IRIs; nothing if it does not say.

    Labels are a courtesy: the answer stands without them, so no error comes of asking.
    """
    if not iris:
        return {}
    text = _NAMES % " ".join(str(NamedNode(iri)) for iri in iris[:100])
    try:
        answer, _ = _send(request._replace(text=text), limits, outline(text))
    except WhimkgError:
        return {}
    return {
        iri.value: name.value
        for iri, name in answer.rows
        if isinstance(iri, NamedNode) and isinstance(name, Literal)
    }


def _send(request: Request, limits: Limits, found: Outline) -> tuple[Answer, int]:
    """The answer to a query, and how many rows the endpoint gives at most."""
    if not found.form:
        raise QueryError("it is neither SELECT nor ASK, CONSTRUCT or DESCRIBE")
    check_address(request.url)
    _check_graphs(request)
    fields = [("query", request.text), *(("default-graph-uri", iri) for iri in request.graphs)]
    accept = _GRAPHS if found.form in ("CONSTRUCT", "DESCRIBE") else _TABLES
    end = time.monotonic() + limits.seconds
    call = Call(request.url, tuple(fields), accept)
    try:  # as in whimkg.source.fetch, only a second thread holds a server that drips to a total
        reply = run_in_thread(lambda: exchange(call, limits.seconds), limits.seconds)
    except LimitError as error:
        raise EndpointError(
            error.problem,
            where=redacted_url(request.url),
            remedy=f"make the query narrower, or {error.remedy}",
        ) from None
    left = limits._replace(seconds=round(max(end - time.monotonic(), _LEAST), 1))
    answer = _read(reply, left, request.url)
    return _fitting(answer, found, request.url), reply.most


def _fitting(answer: Answer, found: Outline, url: str) -> Answer:
    """An answer of the form of its query, with the columns that this selects, in its order.

    Raises:
        EndpointError: the endpoint answers something else than it was asked.
    """
    if answer.kind != _KINDS[found.form]:
        raise _unfit(f"to {found.form}, the endpoint answers with a {answer.kind}", url)
    if answer.kind != "table":
        return answer
    given, wanted = set(answer.columns), set(found.columns)
    if given - wanted or (not found.every and given != wanted):
        raise _unfit(
            f"the query selects {_named(found.columns)}, and the endpoint answers with"
            f" {_named(answer.columns)}",
            url,
        )
    return answer.in_order(found.columns)


def _named(columns: Sequence[str]) -> str:
    return ", ".join(f"?{name}" for name in columns) or "nothing"


def _warn_of_limit(answer: Answer, most: int, url: str) -> None:
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


def _read(reply: Reply, limits: Limits, url: str) -> Answer:
    """The answer, read within limits: what comes from elsewhere may be made to break a parser."""
    try:
        packed = run_limited(lambda: _packed(reply, limits.rows), limits.seconds, limits.memory)
    except LimitError as error:
        raise EndpointError(
            f"the answer cannot be read: {error.problem}",
            where=redacted_url(url),
            remedy="make the query narrower, or give it more time and memory (timeout=…, memory=…)",
        ) from None
    head, _, data = packed.partition(b"\n")
    kind, cut, problem = json.loads(head)
    if kind:
        return Answer(kind, data, cut)
    raise _unfit(
        problem or f"the answer is {reply.media_type or 'of no type'}, no answer to a query",
        url,
        "" if problem else "give the address of the endpoint itself, not of its web page",
    )


def _packed(reply: Reply, rows: int) -> bytes:
    """The answer, or what is wrong with it, as bytes; runs in the child."""
    found, problem = None, ""
    try:
        found = _parsed(reply.data, reply.media_type, rows)
    except (SyntaxError, ValueError, ExpatError, GraphError) as error:
        problem = f"the answer is no valid {reply.media_type}: {error}"
    except MemoryError as error:
        if not error.args:  # the engine's has some, where a text is longer than it reads
            raise
        problem = "the answer cannot be read: a text in it is longer than several MB"
    if not found and reply.media_type in _VAGUE:
        problem = f"the endpoint answers in {reply.media_type}, which does not tell IRIs from texts"
    kind, data, cut = found or ("", b"", False)
    return json.dumps((kind, cut, problem)).encode() + b"\n" + data


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
        found = parse_query_results(with_plain_labels(data, table), table)
        if isinstance(found, QueryBoolean):
            return of_boolean(bool(found))
        return of_solutions(found, rows)
    graph = RdfFormat.from_media_type(media_type)
    if graph == RdfFormat.RDF_XML:
        refuse_unfolding(BytesIO(data))
    if graph in _TRIPLES:
        return of_triples((quad.triple for quad in parse(data, format=graph)), rows)
    return None
