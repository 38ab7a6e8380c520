"""Queries to a SPARQL 1.1 endpoint, over http(s).

https://www.w3.org/TR/sparql11-protocol/. A login comes from the environment
(``WHIMKG_ENDPOINT_USER`` and ``WHIMKG_ENDPOINT_PASSWORD``, or ``WHIMKG_ENDPOINT_TOKEN``) or else
from netrc; it is sent to no host without encryption but this machine, and never shown.
"""

import os
import re
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode, urlsplit

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    parse,
    parse_query_results,
)

from whimkg.errors import EndpointError, WhimkgError
from whimkg.source.fetch import shown
from whimkg.sparql.engine import LIMITS, Limits, admit
from whimkg.sparql.results import Answer, of_boolean, of_rows, of_triples

if TYPE_CHECKING:
    from requests import PreparedRequest, Response, Session

__all__ = ["Request", "ask", "labels"]

_SIZE = 100_000_000
_CHUNK = 1 << 16
_SHORT = 2000  # characters of an address that every server and proxy takes
_TRIES = 4
_AGAIN = {429, 502, 503, 504}
_TABLES = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_GRAPHS = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.7"
_NAMES = """SELECT ?iri (MIN(STR(?label)) AS ?name) WHERE {
  VALUES ?iri { %s }
  ?iri <http://www.w3.org/2000/01/rdf-schema#label> ?label .
  FILTER (LANG(?label) IN ("en", ""))
} GROUP BY ?iri ORDER BY ?iri ?name"""
_LOCAL = {"localhost", "127.0.0.1", "::1"}
_STATUSES = {
    400: ("the endpoint refuses the query", "look at the query with --explain"),
    401: ("the endpoint wants a login, or another one", "set WHIMKG_ENDPOINT_USER and _PASSWORD"),
    403: ("the endpoint refuses access", "check the login"),
    404: ("there is no endpoint at this address", "check the address"),
    429: ("the endpoint asks for fewer requests", "try again later"),
}


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
    _check(request)
    # As in whimkg.source.fetch: only a second thread holds a server that drips to a total.
    with ThreadPool(1) as pool:
        try:
            work = pool.apply_async(_exchange, (request, form, limits))
            media_type, data = work.get(limits.seconds)
        except Overdue:
            raise EndpointError(
                f"no answer within {limits.seconds:g} seconds",
                where=shown(request.url),
                remedy="make the query narrower, or raise the limit with --timeout",
            ) from None
    return _read(data, media_type, limits.rows, request.url)


def labels(request: Request, iris: Sequence[str], limits: Limits = LIMITS) -> dict[str, str]:
    """What the endpoint calls the first hundred IRIs; nothing if it does not say.

    Labels are a courtesy: the answer stands without them, so no error comes of asking.
    """
    text = _NAMES % " ".join(str(NamedNode(iri)) for iri in iris[:100])
    try:
        found = ask(request._replace(text=text), limits).rows if iris else []
    except WhimkgError:
        return {}
    return {
        iri.value: name.value
        for iri, name in found
        if isinstance(iri, NamedNode) and isinstance(name, Literal)
    }


def _check(request: Request) -> None:
    where = shown(request.url)
    if not request.url.lower().startswith(("http://", "https://")):
        raise EndpointError("it is no http(s) address", where=where, remedy="check the address")
    parts = urlsplit(request.url)
    if parts.username is not None or where != request.url:
        raise EndpointError(
            "a login does not belong into the address, where others can read it",
            where=where,
            remedy="set WHIMKG_ENDPOINT_USER and WHIMKG_ENDPOINT_PASSWORD, or use ~/.netrc",
        )
    if _secret() and parts.scheme.lower() == "http" and parts.hostname not in _LOCAL:
        raise EndpointError(
            "the login would travel unencrypted", where=where, remedy="give an https address"
        )


def _secret() -> str:
    """The header that logs in, if the environment has a login."""
    if token := os.environ.get("WHIMKG_ENDPOINT_TOKEN"):
        return f"Bearer {token}"
    user = os.environ.get("WHIMKG_ENDPOINT_USER")
    if not user:
        return ""
    from base64 import b64encode

    pair = f"{user}:{os.environ.get('WHIMKG_ENDPOINT_PASSWORD', '')}"
    return f"Basic {b64encode(pair.encode()).decode()}"


def _login(prepared: "PreparedRequest") -> "PreparedRequest":
    """Given as ``auth``, so that requests does not put netrc's login in its place."""
    prepared.headers["Authorization"] = _secret()
    return prepared


def _exchange(request: Request, form: str, limits: Limits) -> tuple[str, bytes]:
    """The media type and the bytes of the answer; tries again while that makes sense."""
    import requests

    end = time.monotonic() + limits.seconds
    with requests.Session() as session:
        session.headers["User-Agent"] = "whimkg"
        session.headers["Accept"] = _GRAPHS if form in ("CONSTRUCT", "DESCRIBE") else _TABLES
        session.auth = _login if _secret() else None
        for wait in [0.5 * 2**n for n in range(_TRIES - 1)]:
            try:
                with _sent(session, request, end) as response:
                    if response.status_code not in _AGAIN:
                        return _body(response, request.url)
                    pause = _pause(response, wait)
            except requests.ConnectionError:
                pause = wait
            if time.monotonic() + pause > end:
                break
            time.sleep(pause)
        try:
            with _sent(session, request, end) as response:
                return _body(response, request.url)
        except requests.RequestException as error:
            raise _translated(error, request.url) from None


def _sent(session: "Session", request: Request, end: float) -> "Response":
    fields = [("query", request.text), *(("default-graph-uri", iri) for iri in request.graphs)]
    left = max(end - time.monotonic(), 0.1)
    if len(request.url) + len(urlencode(fields)) <= _SHORT:
        return session.get(request.url, params=fields, stream=True, timeout=(left, left))
    # Not followed: on the way requests would make a GET of it, and lose the query.
    return session.post(
        request.url, data=fields, stream=True, timeout=(left, left), allow_redirects=False
    )


def _pause(response: "Response", wait: float) -> float:
    """Seconds until the next try: as the server wishes, else ours."""
    wish = response.headers.get("Retry-After", "")
    if wish.isdecimal() and len(wish) < 6:
        return max(float(wish), wait)
    from email.utils import parsedate_to_datetime

    try:
        return max(parsedate_to_datetime(wish).timestamp() - time.time(), wait)
    except ValueError:
        return wait


def _body(response: "Response", url: str) -> tuple[str, bytes]:
    data = bytearray()
    for chunk in response.iter_content(_CHUNK):
        data += chunk
        if len(data) > _SIZE:
            raise EndpointError(
                f"the answer is larger than {_SIZE:,} bytes",
                where=shown(url),
                remedy="put a LIMIT into the query",
            )
    if response.status_code != 200:
        raise _bad(response, bytes(data), url)
    return response.headers.get("Content-Type", "").partition(";")[0].strip().lower(), bytes(data)


def _bad(response: "Response", data: bytes, url: str) -> EndpointError:
    status = response.status_code
    if 300 <= status < 400:
        to = shown(response.headers.get("Location", "another address"))
        problem, remedy = f"the endpoint has moved to {_clean(to)}", "give that address"
    else:
        failed = ("the endpoint failed" if status >= 500 else "the endpoint did not answer", "")
        problem, remedy = _STATUSES.get(status, failed)
    told = _clean(data.decode(errors="replace"))
    plain = response.headers.get("Content-Type", "").startswith("text/plain")
    said = f": {told}" if told and plain else ""
    return EndpointError(f"{problem} (status {status}){said}", where=shown(url), remedy=remedy)


def _clean(text: str) -> str:
    """What a server says, fit to be shown: in one line, without control characters or the login."""
    for secret in filter(None, (os.environ.get(name) for name in _hidden())):
        text = text.replace(secret, "…")
    words = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())
    return words if len(words) <= 300 else f"{words[:299]}…"


def _hidden() -> Sequence[str]:
    return [name for name in os.environ if name.startswith("WHIMKG_ENDPOINT_")]


def _translated(error: Exception, url: str) -> EndpointError:
    """Our words for an error of requests, whose own may hold the address and the login."""
    from requests import exceptions as e

    kinds: list[tuple[type[Exception], str, str]] = [
        (e.TooManyRedirects, "it redirects without end", "check the address"),
        (e.ProxyError, "the proxy fails", "check HTTPS_PROXY and HTTP_PROXY"),
        (e.SSLError, "no trusted connection (TLS) to the endpoint", "check the address"),
        (e.Timeout, "no answer in time", "raise the limit with --timeout"),
        (e.ChunkedEncodingError, "the answer broke off", "try again"),
        (e.ConnectionError, "no connection to the endpoint", "check that it runs"),
    ]
    for kind, problem, remedy in kinds:
        if isinstance(error, kind):
            return EndpointError(problem, where=shown(url), remedy=remedy)
    return EndpointError("the request failed", where=shown(url), remedy="check the address")


def _read(data: bytes, media_type: str, rows: int, url: str) -> Answer:
    try:
        if table := QueryResultsFormat.from_media_type(media_type):
            found = parse_query_results(data, table)
            if isinstance(found, QueryBoolean):
                return of_boolean(bool(found))
            return of_rows([v.value for v in found.variables], found, rows)
        if graph := RdfFormat.from_media_type(media_type):
            return of_triples((quad.triple for quad in parse(data, format=graph)), rows)
    except (SyntaxError, ValueError) as error:
        raise EndpointError(
            f"the answer is no valid {_clean(media_type)}: {_clean(str(error))}", where=shown(url)
        ) from error
    raise EndpointError(
        f"the answer is {_clean(media_type) or 'of no type'}, which is no answer to a query",
        where=shown(url),
        remedy="give the address of the SPARQL endpoint itself, not of its web page",
    )
