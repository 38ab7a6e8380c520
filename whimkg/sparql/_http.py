"""One exchange with an endpoint: repeated while that makes sense, and translated if it fails."""

import math
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from whimkg.errors import EndpointError
from whimkg.source.fetch import shown
from whimkg.sparql._login import authorization, clean

if TYPE_CHECKING:
    from requests import Response, Session

__all__ = ["exchange"]

_SIZE = 100_000_000
_CHUNK = 1 << 16
_SHORT = 2000  # characters of an address that every server and proxy takes
_WAITS = (0.5, 1.0, 2.0)
_AGAIN = {429, 502, 503, 504}
_STATUSES = {
    400: ("the endpoint refuses the query", "look at the query with --explain"),
    401: ("the endpoint wants a login, or another one", "set WHIMKG_ENDPOINT_USER and _PASSWORD"),
    403: ("the endpoint refuses access", "check the login"),
    404: ("there is no endpoint at this address", "check the address"),
    429: ("the endpoint asks for fewer requests", "try again later"),
}


Fields = list[tuple[str, str]]


def exchange(url: str, fields: Fields, accept: str, seconds: float) -> tuple[str, bytes]:
    """The media type and the bytes of an answer.

    Args:
        url: the endpoint.
        fields: of the request, as the protocol names them.
        accept: the media types that are wanted.
        seconds: how long tries may go on.

    Raises:
        EndpointError: no connection, a bad status, or an answer that is too large.
    """
    import requests
    from urllib3.exceptions import HTTPError

    end = time.monotonic() + seconds
    with requests.Session() as session:
        session.headers["User-Agent"] = "whimkg"
        session.headers["Accept"] = accept
        session.auth = authorization(url)
        for wait in (*_WAITS, math.inf):
            try:
                with _sent(session, url, fields, end) as response:
                    pause = _pause(response, wait) if response.status_code in _AGAIN else math.inf
                    if time.monotonic() + pause > end:
                        return _body(response, url)
            except (requests.RequestException, HTTPError, UnicodeError) as error:
                pause = wait if _may_pass(error) else math.inf
                if time.monotonic() + pause > end:
                    raise _translated(error, url) from None
            time.sleep(pause)
    raise AssertionError  # the last wait is beyond any end


def _may_pass(error: Exception) -> bool:
    """Whether a try that failed so may succeed later; a time-out has had its time."""
    from requests import exceptions as e

    lasting = e.Timeout | e.SSLError | e.ProxyError
    return isinstance(error, e.ConnectionError) and not isinstance(error, lasting)


def _sent(session: "Session", url: str, fields: Fields, end: float) -> "Response":
    left = max(end - time.monotonic(), 0.1)
    short = len(url) + len(urlencode(fields)) <= _SHORT
    # Redirects are told, not followed: they would lose a POST's query, and lead the login astray.
    return session.request(
        "GET" if short else "POST",
        url,
        params=fields if short else None,
        data=None if short else fields,
        stream=True,
        timeout=(left, left),
        allow_redirects=False,
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
        problem, remedy = f"the endpoint has moved to {clean(to)}", "give that address"
    else:
        failed = ("the endpoint failed" if status >= 500 else "the endpoint did not answer", "")
        problem, remedy = _STATUSES.get(status, failed)
    told = clean(data.decode(errors="replace"))
    plain = response.headers.get("Content-Type", "").startswith("text/plain")
    said = f": {told}" if told and plain else ""
    return EndpointError(f"{problem} (status {status}){said}", where=shown(url), remedy=remedy)


def _translated(error: Exception, url: str) -> EndpointError:
    """Our words for an error of requests, whose own may hold the address and the login."""
    from requests import exceptions as e

    kinds: list[tuple[type[Exception], str, str]] = [
        (e.TooManyRedirects, "it redirects without end", "check the address"),
        (e.ProxyError, "the proxy fails", "check HTTPS_PROXY and HTTP_PROXY"),
        (e.SSLError, "no trusted connection (TLS) to the endpoint", "check the address"),
        (e.Timeout, "no answer in time", "give it more time (--timeout)"),
        (e.ChunkedEncodingError, "the answer broke off", "try again"),
        (e.ConnectionError, "no connection to the endpoint", "check that it runs"),
    ]
    for kind, problem, remedy in kinds:
        if isinstance(error, kind):
            return EndpointError(problem, where=shown(url), remedy=remedy)
    return EndpointError("the request failed", where=shown(url), remedy="check the address")
