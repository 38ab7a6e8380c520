"""One exchange with a server: repeated while that makes sense, and translated if it fails."""

import math
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, BinaryIO, NamedTuple
from urllib.parse import urlencode, urljoin

from whimkg.base.log import logger
from whimkg.errors import EndpointError
from whimkg.source.addresses import redacted_url
from whimkg.sparql.login import authorization, clean, digest, is_local

if TYPE_CHECKING:
    from requests import Response, Session
    from requests.auth import HTTPDigestAuth

    from whimkg.sparql.login import Login

__all__ = ["Body", "Call", "Reply", "exchange"]

_log = logger(__name__)
_SIZE = 100_000_000
_CHUNK = 1 << 16
_SHORT = 2000  # characters of an address that every server and proxy takes
_CONNECT = 20.0  # seconds until a connection stands
_WAITS = (0.5, 1.0, 2.0)
_LATE = 408  # the status that servers give for what took too long
_PART = 206  # the status of an answer that is cut
#: Headers of Virtuoso: how a query ended, and how many rows an answer has at most.
_STATE, _MOST = "X-SQL-State", "X-SPARQL-MaxRows"
#: What Python says of an answer that has no head, or an endless one.
_NOT_HTTP = ("BadStatusLine", "LineTooLong", "got more than", "UnknownProtocol")
_AGAIN = {429, 502, 503, 504}
_STATUSES = {
    400: ("the endpoint refuses the query", "look at the query"),
    401: ("the endpoint wants a login, or another one", "set WHIMKG_ENDPOINT_USER and _PASSWORD"),
    403: ("the endpoint refuses access", "check the login"),
    404: ("there is no endpoint at this address", "check the address"),
    429: ("the endpoint asks for fewer requests", "try again later"),
}
#: Opens what is to be sent: a file, or pieces whose length is not known before; to iterate over
#: these must begin at the beginning, since requests does so again where a login has run out.
Body = Callable[[], AbstractContextManager[BinaryIO | Iterable[bytes]]]


class Call(NamedTuple):
    """One request.

    Attributes:
        url: the address, without a login.
        fields: names and values: of a body in the address, else of a form, which is sent as a
            query string where that is short enough.
        accept: the media types that are wanted.
        method: empty for a form: GET or POST, as its length wants it.
        body: opens what is to be sent, once for every try; none for a form.
        content_type: of the body.
        again: whether the request may be repeated although the server may have acted on it.
        statuses: problem and remedy of statuses that mean something else here than for a query.
        passing: statuses that are no error, beside those of success.
    """

    url: str
    fields: tuple[tuple[str, str], ...] = ()
    accept: str = "*/*"
    method: str = ""
    body: Body | None = None
    content_type: str = ""
    again: bool = True
    statuses: Mapping[int, tuple[str, str]] = {}
    passing: tuple[int, ...] = ()


class Reply(NamedTuple):
    """What came back.

    Attributes:
        status: of the answer.
        media_type: of the answer, in lower case.
        data: the answer.
        server: what the server calls itself.
        most: how many rows the server gives at most; 0 if it does not say.
    """

    status: int
    media_type: str
    data: bytes
    server: str
    most: int = 0


def exchange(call: Call, seconds: float, session: "Session | None" = None) -> Reply:
    """Send a request, and read the answer.

    Args:
        call: the request.
        seconds: how long tries may go on.
        session: keeps connection and login for the next call.

    Raises:
        EndpointError: no connection, a bad status, or an answer that is too large.
    """
    import requests
    from urllib3.exceptions import HTTPError

    if session is None:
        with requests.Session() as own:
            return exchange(call, seconds, own)
    end = time.monotonic() + seconds
    _log.info("asking %s", redacted_url(call.url))
    session.headers["User-Agent"] = "whimkg"
    session.auth = _auth(session, call.url)
    for wait in (*_WAITS, math.inf):
        try:
            with _opened(call) as body, _sent(session, call, body, end) as response:
                if _logs_in_by_digest(session, response, call.url):
                    return exchange(call, end - time.monotonic(), session)
                pause = _pause(response, wait) if _may_repeat(response, call) else math.inf
                if time.monotonic() + pause > end:
                    return _reply(response, call, end)
        except (requests.RequestException, HTTPError, UnicodeError) as error:
            pause = wait if _may_pass(error, call) else math.inf
            if time.monotonic() + pause > end:
                raise _translated(error, call.url) from None
        _log.info("asking %s again in %g seconds", redacted_url(call.url), pause)
        time.sleep(pause)
    raise AssertionError  # the last wait is beyond any end


def _auth(session: "Session", url: str) -> "HTTPDigestAuth | Login | None":
    from requests.auth import HTTPDigestAuth

    return session.auth if isinstance(session.auth, HTTPDigestAuth) else authorization(url)


def _logs_in_by_digest(session: "Session", response: "Response", url: str) -> bool:
    """Whether the server wants a digest of the password, and the next try will send it."""
    from requests.auth import HTTPDigestAuth

    if response.status_code != 401 or isinstance(session.auth, HTTPDigestAuth):
        return False
    # Virtuoso says nothing of what it wants, once it has been shown something else.
    if "digest" not in response.headers.get("WWW-Authenticate", "digest").lower():
        return False
    session.auth = found = digest(url)
    return found is not None


def _may_repeat(response: "Response", call: Call) -> bool:
    return response.status_code in _AGAIN and call.again


def _may_pass(error: Exception, call: Call) -> bool:
    """Whether a try that failed so may succeed later; a server's silence has had its time."""
    from requests import exceptions as e

    if isinstance(error, e.ConnectTimeout):
        return True
    lasting = e.Timeout | e.SSLError | e.ProxyError
    if not isinstance(error, e.ConnectionError) or isinstance(error, lasting):
        return False
    return call.again or "NewConnectionError" in repr(error)


def _opened(call: Call) -> "AbstractContextManager[BinaryIO | Iterable[bytes] | None]":
    return call.body() if call.body else nullcontext()


def _sent(
    session: "Session", call: Call, body: BinaryIO | Iterable[bytes] | None, end: float
) -> "Response":
    left = max(end - time.monotonic(), 0.1)
    fields = list(call.fields)
    short = call.body or len(call.url) + len(urlencode(fields)) <= _SHORT
    headers = {"Accept": call.accept}
    if call.content_type:
        headers["Content-Type"] = call.content_type
    # Redirects are not followed: they would lose a POST's query, and lead the login astray.
    return session.request(
        call.method or ("GET" if short else "POST"),
        call.url,
        params=fields if short else None,
        data=body or (None if short else fields),
        headers=headers,
        stream=True,
        proxies=dict.fromkeys(("http", "https", "all"), "") if is_local(call.url) else None,
        # The first time holds for the sending of a body, too, in which a server may pause.
        timeout=(left if call.body else min(left, _CONNECT), left),
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


def _reply(response: "Response", call: Call, end: float) -> Reply:
    from requests.exceptions import ReadTimeout

    data = bytearray()
    # What answers a body is short; byte by byte, one that drips cannot pass its time.
    for chunk in response.iter_content(1 if call.body else _CHUNK):
        data += chunk
        if len(data) > _SIZE:
            raise EndpointError(
                f"the answer is larger than {_SIZE:,} bytes",
                where=redacted_url(call.url),
                remedy="put a LIMIT into the query",
            )
        if call.body and time.monotonic() > end:
            raise ReadTimeout
    if not 200 <= response.status_code < 300 and response.status_code not in call.passing:
        raise _bad(response, bytes(data), call)
    _refuse_part(response, call)
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    server = clean(response.headers.get("Server", ""))
    most = response.headers.get(_MOST, "")
    return Reply(
        response.status_code,
        media_type,
        bytes(data),
        server,
        int(most) if most.isdecimal() and len(most) < 12 else 0,
    )


def _refuse_part(response: "Response", call: Call) -> None:
    """Refuse an answer that is cut, as the status or a header tells and the answer itself does not.

    Raises:
        EndpointError: it is.
    """
    if response.status_code == _PART:
        reason = f"status {_PART}"
    elif state := response.headers.get(_STATE, ""):  # of Virtuoso, whose time for a query was over
        reason = clean(f"{state} {response.headers.get('X-SQL-Message', '')}")
    else:
        return
    raise EndpointError(
        f"the answer is not whole: {reason}",
        where=redacted_url(call.url),
        remedy="make the query narrower, or raise the endpoint's own limits",
    )


def _bad(response: "Response", data: bytes, call: Call) -> EndpointError:
    status = response.status_code
    if 300 <= status < 400:
        to = redacted_url(urljoin(call.url, response.headers.get("Location", "")))
        problem, remedy = f"the endpoint has moved to {clean(to)}", "give that address"
        if to == redacted_url(call.url):
            problem, remedy = "the endpoint sends to its own address", "check the address"
    else:
        failed = ("the endpoint failed" if status >= 500 else "the endpoint did not answer", "")
        problem, remedy = {**_STATUSES, **call.statuses}.get(status, failed)
    text = clean(data[:10_000].decode(errors="replace"))
    plain = response.headers.get("Content-Type", "").startswith("text/plain")
    detail = f": {text}" if text and plain else ""
    error = EndpointError(
        f"{problem} (status {status}){detail}", where=redacted_url(call.url), remedy=remedy
    )
    error.status = status
    return error


def _translated(error: Exception, url: str) -> EndpointError:
    """Our words for an error of requests, whose own may hold the address and the login."""
    from requests import exceptions as e

    kinds: list[tuple[type[Exception] | tuple[()], str, str]] = [
        (e.TooManyRedirects, "it redirects without end", "check the address"),
        (e.ProxyError, "the proxy fails", "check HTTPS_PROXY and HTTP_PROXY"),
        (e.SSLError, "no trusted connection (TLS) to the endpoint", "check the address"),
        (e.Timeout, "no answer in time", "give it more time (timeout=…)"),
        (e.ChunkedEncodingError, "the answer broke off", "try again"),
        (e.ContentDecodingError, "the answer is packed, and cannot be unpacked", "try again"),
        (
            e.ConnectionError if any(each in repr(error) for each in _NOT_HTTP) else (),
            "what answers there does not speak HTTP",
            "check the address",
        ),
        (e.ConnectionError, "no connection to the endpoint", "check that it runs"),
    ]
    for kind, problem, remedy in kinds:
        if isinstance(error, kind):
            translated = EndpointError(problem, where=redacted_url(url), remedy=remedy)
            translated.status = _LATE if kind is e.Timeout else 0
            return translated
    return EndpointError("the request failed", where=redacted_url(url), remedy="check the address")
