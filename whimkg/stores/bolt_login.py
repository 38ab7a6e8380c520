"""The login for a server that speaks Bolt, and who may hear it.

It comes from the environment (``WHIMKG_ENDPOINT_USER`` and ``WHIMKG_ENDPOINT_PASSWORD``,
``WHIMKG_ENDPOINT_TOKEN``, or as Neo4j's own tools have it, ``NEO4J_USERNAME`` and
``NEO4J_PASSWORD``) or else from netrc. It goes to no other host without encryption.
"""

import os
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from whimkg.errors import StoreError

__all__ = ["Place", "login", "place"]

_LOCAL = {"localhost", "127.0.0.1", "::1"}
_USERS = (
    ("WHIMKG_ENDPOINT_USER", "WHIMKG_ENDPOINT_PASSWORD"),
    ("NEO4J_USERNAME", "NEO4J_PASSWORD"),
)


class Place(NamedTuple):
    """Where a database is.

    Attributes:
        url: of the server, without the database.
        host: of the server.
        database: its name; None: the server's default.
        encrypted: whether others can not read what is sent.
    """

    url: str
    host: str
    database: str | None
    encrypted: bool


def place(address: str) -> Place:
    """The server and the database of an address such as ``bolt://localhost:7687/neo4j``.

    Raises:
        StoreError: it is none, or holds a login.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host:
        raise StoreError(
            "it is no address of a server", remedy="give one such as bolt://localhost:7687"
        )
    if "@" in parts.netloc:
        raise StoreError(
            "a login does not belong into the address, where others can read it",
            where=f"{parts.scheme}://{host}",
            remedy="set NEO4J_USERNAME and NEO4J_PASSWORD, or use ~/.netrc",
        )
    if parts.query or parts.fragment or "/" in parts.path.strip("/"):
        raise StoreError(
            "after the server only the name of a database may stand",
            where=f"{parts.scheme}://{host}",
            remedy="give an address such as bolt://localhost:7687/neo4j",
        )
    url = f"{parts.scheme}://{parts.netloc}"
    safe = parts.scheme.endswith("+s") or host in _LOCAL
    return Place(url if port else f"{url}:7687", host, unquote(parts.path.strip("/")) or None, safe)


def login(server: Place) -> tuple[str, str] | str | None:
    """User and password, or a token; None if there is none.

    Raises:
        StoreError: others would hear it.
    """
    found = _given() or _of_netrc(server)
    if found and not server.encrypted:
        raise StoreError(
            "the login would travel unencrypted",
            where=server.url,
            remedy=f"give the address as {server.url.replace('://', '+s://', 1)}",
        )
    return found


def _given() -> tuple[str, str] | str | None:
    if token := os.environ.get("WHIMKG_ENDPOINT_TOKEN"):
        return token
    for user, password in _USERS:
        if name := os.environ.get(user):
            return name, os.environ.get(password, "")
    return None


def _of_netrc(server: Place) -> tuple[str, str] | None:
    from requests.utils import get_netrc_auth

    return get_netrc_auth(f"https://{server.host}") if server.encrypted else None
