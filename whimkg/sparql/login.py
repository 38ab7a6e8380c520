"""The login for an endpoint, and who may hear it.

It comes from the environment (``WHIMKG_ENDPOINT_USER`` and ``WHIMKG_ENDPOINT_PASSWORD``, or
``WHIMKG_ENDPOINT_TOKEN``) or else from netrc. It goes to no other host without encryption.
"""

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from whimkg.errors import EndpointError
from whimkg.source.addresses import redacted_url, without_login

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests import PreparedRequest
    from requests.auth import HTTPDigestAuth

    Login = Callable[[PreparedRequest], PreparedRequest]

__all__ = ["authorization", "check_address", "clean", "digest", "is_local"]

_LOCAL = {"localhost", "127.0.0.1", "::1"}
_NAMES = ("WHIMKG_ENDPOINT_USER", "WHIMKG_ENDPOINT_PASSWORD", "WHIMKG_ENDPOINT_TOKEN")


def check_address(url: str) -> None:
    """Whether a query, and perhaps a login, may be sent to an address.

    Raises:
        EndpointError: it is none of http(s), it holds a login, or the login would be heard.
    """
    known, where = without_login(url), redacted_url(url)
    if not url.lower().startswith(("http://", "https://")) or known.endswith("…"):
        raise EndpointError("it is no http(s) address", where=where, remedy="check the address")
    if known != url:
        raise EndpointError(
            "a login does not belong into the address, where others can read it",
            where=where,
            remedy="set WHIMKG_ENDPOINT_USER and WHIMKG_ENDPOINT_PASSWORD, or use ~/.netrc",
        )
    if _secret() and _is_open(url):
        raise EndpointError(
            "the login would travel unencrypted", where=where, remedy="give an https address"
        )


def authorization(url: str) -> "Login | None":
    """How requests is to log in; None leaves it to netrc."""
    return _login if _secret() or _is_open(url) else None


def digest(url: str) -> "HTTPDigestAuth | None":
    """The login for a server that wants a digest of the password; None if there is no password."""
    from requests.auth import HTTPDigestAuth
    from requests.utils import get_netrc_auth

    if user := os.environ.get("WHIMKG_ENDPOINT_USER"):
        return HTTPDigestAuth(user, os.environ.get("WHIMKG_ENDPOINT_PASSWORD", ""))
    found = None if _secret() or _is_open(url) else get_netrc_auth(url)
    return HTTPDigestAuth(*found) if found else None


def clean(text: str) -> str:
    """What a server says, fit to be shown: in one line, without control characters or the login."""
    for secret in filter(None, map(os.environ.get, _NAMES)):
        text = text.replace(secret, "…")
    words = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())
    return words if len(words) <= 300 else f"{words[:299]}…"


def _secret() -> str:
    """The value of the header that logs in; empty if the environment has no login."""
    if token := os.environ.get("WHIMKG_ENDPOINT_TOKEN"):
        return f"Bearer {token}"
    user = os.environ.get("WHIMKG_ENDPOINT_USER")
    if not user:
        return ""
    from base64 import b64encode

    pair = f"{user}:{os.environ.get('WHIMKG_ENDPOINT_PASSWORD', '')}"
    return f"Basic {b64encode(pair.encode()).decode()}"


def _login(prepared: "PreparedRequest") -> "PreparedRequest":
    """The login of the environment, or none; given as ``auth``, it keeps netrc's away."""
    if secret := _secret():
        prepared.headers["Authorization"] = secret
    return prepared


def _is_open(url: str) -> bool:
    """Whether others can read what is sent to an address."""
    return urlsplit(url).scheme.lower() == "http" and not is_local(url)


def is_local(url: str) -> bool:
    """Whether an address is on this machine: no proxy may hear what is sent there."""
    return urlsplit(url).hostname in _LOCAL
