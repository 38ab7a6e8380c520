"""From the address that a user gave to the services of the store that is there, by asking it."""

import re
from typing import NamedTuple

from whimkg.errors import StoreError
from whimkg.source.addresses import redacted_url
from whimkg.sparql.login import check_address
from whimkg.sparql.transport import Call, exchange
from whimkg.stores.dialects import Dialect, dialects

__all__ = ["Services", "find"]

_ANSWERS = ("application/sparql-results+json", "application/sparql-results+xml")
_SECONDS = 30.0  # for each question by which a store is recognised
#: Statuses of an address where there is no service.
_NOTHING = (400, 404, 405, 406, 415, 500, 501)
_TELL = "tell what it is with protocol=…, or where its services are with query-url=… and others"


class Services(NamedTuple):
    """The services of one store.

    Attributes:
        dialect: its kind.
        query: the address for queries.
        update: for updates; empty if there is none.
        data: of the Graph Store Protocol; empty if there is none.
        software: what the store calls itself; empty if it does not say.
    """

    dialect: Dialect
    query: str
    update: str
    data: str
    software: str


def find(address: str, settings: dict[str, str]) -> Services:
    """The services of the store at an address.

    Args:
        address: of the store, or of one of its services.
        settings: ``protocol``, ``query-url``, ``update-url``, where the user gave them.

    Raises:
        EndpointError: there is no connection, or the server refuses to answer.
        StoreError: an address has a query string or a fragment; what is there cannot be told, or
            answers no query.
    """
    for url in filter(None, (address, settings.get("query-url"), settings.get("update-url"))):
        _refuse_more(url)
        check_address(url)
    address = address.rstrip("/")
    if name := settings.get("protocol"):
        dialect = dialects()[name]
        base = _base(address, [dialect])
    else:
        base = _base(address, _likely(address))
        dialect = _recognised(base)
    found = Services(
        dialect,
        settings.get("query-url") or _below(base, dialect.query),
        settings.get("update-url") or _below(base, dialect.update),
        _below(base, dialect.data),
        "",
    )
    return found._replace(software=_software(found))


def _refuse_more(url: str) -> None:
    """No service needs more than a path; and what stands behind it may be a secret.

    Raises:
        StoreError: the address has a query string or a fragment, which is not shown.
    """
    found = re.search(r"[?#]", url)
    if not found:
        return
    raise StoreError(
        f"an address ends before its {found[0]}; what stands behind it would be lost, "
        "or be read by others",
        where=redacted_url(url),
        remedy="leave that out; a login goes by WHIMKG_ENDPOINT_USER and _PASSWORD, or _TOKEN",
    )


def _likely(address: str) -> list[Dialect]:
    """The dialects whose services may stand at an address: those that its path tells, or all."""
    known = [*dialects().values()]
    return [each for each in known if each.path and re.search(each.path, address)] or known


def _base(address: str, likely: list[Dialect]) -> str:
    """The store's address, if that of one of its services was given."""
    ends = {end for each in likely for end in (each.query, each.update, each.data)} - {"", "."}
    for end in sorted(ends, key=len, reverse=True):
        if address.endswith(f"/{end}"):
            return address.removesuffix(f"/{end}")
    return address


def _below(base: str, end: str) -> str:
    """The address of a service; empty if there is none."""
    return base if end == "." else end and f"{base}/{end}"


def _recognised(base: str) -> Dialect:
    """The kind of the store at an address, by what its server says of itself.

    Raises:
        StoreError: it says nothing that is known.
    """
    reply = exchange(Call(base, accept="*/*", passing=(*_NOTHING, 301, 302, 303, 307)), _SECONDS)
    for dialect in dialects().values():
        if dialect.is_at(base, reply.server):
            return dialect
    for dialect in dialects().values():
        if dialect.probe and dialect.data and _has_data(_below(base, dialect.data)):
            return dialect
    raise StoreError(
        f"it cannot be told which store this is (it calls itself {reply.server or 'nothing'})",
        where=redacted_url(base),
        remedy=f"add protocol=…, one of {', '.join(dialects())}",
    )


def _has_data(url: str) -> bool:
    call = Call(url, (("default", ""),), "application/n-triples", method="HEAD", passing=_NOTHING)
    return 200 <= exchange(call, _SECONDS).status < 300


def _software(found: Services) -> str:
    """What the store calls itself; and with that, whether it answers a query."""
    accept = ", ".join(_ANSWERS)
    call = Call(found.query, (("query", "ASK {}"),), accept, passing=_NOTHING)
    reply = exchange(call, _SECONDS)
    if reply.status != 200 or reply.media_type not in _ANSWERS:
        raise StoreError(
            f"no query is answered there (status {reply.status}, "
            f"{reply.media_type or 'of no type'})",
            where=redacted_url(found.query),
            remedy=_TELL,
        )
    return reply.server
