"""A web address into bytes, within limits of size, time and redirects."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from whimkg.base.log import logger
from whimkg.errors import LimitError, SourceError
from whimkg.sandbox import run_in_thread
from whimkg.source.addresses import redacted_url, without_secrets

if TYPE_CHECKING:  # requests costs more to import than all the rest of a command's start
    from requests import Response

__all__ = ["LIMITS", "PAGE", "Answer", "Limits", "Wanted", "fetch"]

_log = logger(__name__)
_CHUNK = 8192
_STATUSES = {
    401: "the server wants a login",
    403: "the server refuses access",
    404: "there is no such page",
    410: "the page has been removed",
    429: "the server asks for fewer requests",
}
_BROWSE = "open it in a browser, save the page, and give the file"
_LATER = "try again later, or " + _BROWSE


@dataclass(frozen=True, slots=True)
class Limits:
    """What one input may cost.

    Attributes:
        size: bytes of a file or an answer (unpacked).
        connect: seconds until a connection stands.
        read: seconds between two pieces of an answer.
        total: seconds for the whole, redirects and slow drips included.
        redirects: how many are followed.
    """

    size: int = 5_000_000
    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    redirects: int = 5


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What kind of answer will do.

    Attributes:
        types: media types, the best first.
        name: what they are called in messages.
        remedy: what to do when another comes.
    """

    types: tuple[str, ...]
    name: str
    remedy: str


PAGE = Wanted(
    ("text/plain", "text/html", "application/xhtml+xml"),
    "text or HTML",
    "give the address of the page itself",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server gave: the bytes, the media type, and the final address as it may be kept."""

    data: bytes
    media_type: str
    address: str


def fetch(url: str, limits: Limits = LIMITS, wanted: Wanted = PAGE) -> Answer:
    """Get a page over http or https; proxies are taken from the environment.

    Args:
        url: the address; a login in it is used and never shown.
        limits: of size, time and redirects.
        wanted: the kind of answer.

    Raises:
        SourceError: it is no such address, the connection, the status or the media type is not as
            it should be, or a limit was passed.
    """
    # The timeouts of requests start anew with every byte; only a second thread can hold a server
    # that drips its headers to a total. An abandoned one ends with the process at the latest.
    _log.debug("fetching %s", redacted_url(url))
    try:
        answer = run_in_thread(lambda: _get(url, limits, wanted), limits.total)
    except LimitError:
        raise _slow(url, limits) from None
    size = len(answer.data)
    _log.info("fetched %s: %d bytes, %s", redacted_url(answer.address), size, answer.media_type)
    return answer


def _get(url: str, limits: Limits, wanted: Wanted) -> Answer:
    import requests
    from urllib3.exceptions import HTTPError

    with requests.Session() as session:
        session.max_redirects = limits.redirects
        session.headers["User-Agent"] = "whimkg"
        session.headers["Accept"] = ", ".join(wanted.types)
        try:
            with session.get(url, stream=True, timeout=(limits.connect, limits.read)) as response:
                return _answer(response, url, limits, wanted)
        except (requests.RequestException, HTTPError, UnicodeError) as error:
            raise _translated(error, url, limits) from None


def _answer(response: "Response", url: str, limits: Limits, wanted: Wanted) -> Answer:
    _check_status(response.status_code, url)
    media_type = response.headers.get("Content-Type", "text/plain").partition(";")[0]
    media_type = media_type.strip().lower()
    if media_type not in wanted.types:
        raise SourceError(
            f"it is {media_type or 'of no type'}, not {wanted.name}",
            where=redacted_url(url),
            remedy=wanted.remedy,
        )
    return Answer(_body(response, url, limits), media_type, without_secrets(response.url))


def _check_status(status: int, url: str) -> None:
    if status != 200:
        meaning = _STATUSES.get(status, "the server failed" if status >= 500 else "no page came")
        remedy = "check the address" if status in (404, 410) else _LATER
        raise SourceError(f"{meaning} (status {status})", where=redacted_url(url), remedy=remedy)


def _body(response: "Response", url: str, limits: Limits) -> bytes:
    field = response.headers.get("Content-Length", "")
    announced = int(field) if field.isdecimal() and len(field) < 20 else 0
    data = bytearray()
    if announced <= limits.size:
        for chunk in response.iter_content(_CHUNK):
            data += chunk
            if len(data) > limits.size:
                break
    if max(announced, len(data)) > limits.size:
        raise SourceError(
            f"the answer is larger than {limits.size:,} bytes",
            where=redacted_url(url),
            remedy="give the address of the page itself",
        )
    if response.raw.tell() < announced:  # older releases of urllib3 do not look
        raise SourceError("the answer broke off", where=redacted_url(url), remedy=_LATER)
    return bytes(data)


def _slow(url: str, limits: Limits) -> SourceError:
    return SourceError(
        f"the answer was not complete within {limits.total:g} seconds",
        where=redacted_url(url),
        remedy=_LATER,
    )


def _translated(error: Exception, url: str, limits: Limits) -> SourceError:
    """Our words for an error of requests, whose own may hold the login."""
    from requests import exceptions as e

    kinds: list[tuple[type[Exception], str, str]] = [
        (e.TooManyRedirects, f"more than {limits.redirects} redirects", "check the address"),
        (e.InvalidSchema, "it leads to an address that is neither http nor https", _BROWSE),
        (e.ProxyError, "the proxy fails", "check HTTPS_PROXY and HTTP_PROXY"),
        (e.SSLError, "no trusted connection (TLS) to the server", _BROWSE),
        (e.ConnectTimeout, f"no connection within {limits.connect:g} seconds", _LATER),
        (e.ReadTimeout, f"no answer within {limits.read:g} seconds", _LATER),
        (e.ContentDecodingError, "the answer is packed wrongly", _LATER),
        (e.ChunkedEncodingError, "the answer broke off", _LATER),
        (e.ConnectionError, "no connection to the server, or it broke off", "check the address"),
        (ValueError, "it is no valid address", "check the address"),
    ]
    for kind, problem, remedy in kinds:
        if isinstance(error, kind):
            return SourceError(problem, where=redacted_url(url), remedy=remedy)
    return SourceError("the request failed", where=redacted_url(url), remedy=_LATER)
