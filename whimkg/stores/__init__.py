"""A graph into a store, and a look at what it has become there: one table of stores.

A store has a row in ``STORES``, and a module with ``open_store(address, settings)``, which gives it
open: an ``RdfStore`` or a ``PropertyStore``. What is the same for all of a kind stands in
``rdf_stores`` and ``property_stores``: read the graph, put it in the place of what has its name
there, as a whole or not at all, count and ask. How to load into each known store stands in
``STORES.md``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from whimkg.base.log import logger
from whimkg.base.optional import import_optional
from whimkg.errors import GraphError, StoreError
from whimkg.source.addresses import redacted, scheme

if TYPE_CHECKING:
    from whimkg.stores.receipt import Receipt

__all__ = ["SETTINGS", "STORES", "Store", "check", "kind_of", "load", "query_service"]

_log = logger(__name__)
#: What can be set for a load, beside the graph: for stores behind an address.
SETTINGS = ("protocol", "query-url", "update-url", "chunk", "timeout")


class Store(NamedTuple):
    """One row of the table of stores.

    Attributes:
        name: for receipts and messages; also the name of the module that loads into it.
        address: what the address of such a store looks like, as a pattern of all of it.
        example: such an address.
        extra: what must be installed with whimkg for it; "" if nothing.
        purpose: what it is for, in one sentence without a full stop.
        holds: ``rdf`` or ``property`` graphs.
        settings: those of ``SETTINGS`` that it has.
    """

    name: str
    address: str
    example: str
    extra: str
    purpose: str
    holds: str = "rdf"
    settings: tuple[str, ...] = ()

    def open(self, address: str, settings: Mapping[str, str]) -> AbstractContextManager[Any]:
        """Such a store; its module is imported only now.

        Raises:
            StoreError: what it needs is not installed, or it cannot be reached.
        """
        module = import_optional(f"{__name__}.{self.name}", f"whimkg[{self.extra}]", StoreError)
        opened: AbstractContextManager[Any] = module.open_store(address, dict(settings))
        return opened

    def route(self) -> Any:
        """The module that loads into such stores, and checks them."""
        return import_module(f"{__name__}.{self.holds}_stores")

    def must_have(self, settings: Iterable[str], address: str) -> None:
        """Refuse settings that would change nothing.

        Raises:
            StoreError: such a store does not have one of them.
        """
        if others := [name for name in settings if name not in self.settings]:
            raise StoreError(
                f"a store such as {self.example} has no {' or '.join(others)}",
                where=redacted(address),
                remedy="leave out " + " and ".join(f"{name}=…" for name in others),
            )


#: A name and a password before a host, where no scheme says that it is an address.
_LOGIN = re.compile(r"^(?!\w[\w+.-]+://)[^@]*:[^@]*@")

#: Every kind of store; the first row whose pattern fits an address is taken.
STORES: dict[str, Store] = {
    row.name: row
    for row in (
        Store(
            "server",
            r"(?i:https?)://.*",
            "http://localhost:7878",
            "",
            "servers that speak the SPARQL 1.1 protocols",
            settings=SETTINGS,
        ),
        Store(
            "bolt",
            r"(?i:(?:bolt|neo4j)(?:\+s)?)://.*",
            "bolt://localhost:7687",
            "bolt",
            "Neo4j and others that speak Bolt: nodes and edges of KGX",
            "property",
            ("chunk", "timeout"),
        ),
        Store(
            "duckdb",
            r"(?![A-Za-z][A-Za-z0-9+.-]+://).+\.(?i:duckdb)",
            "graphs.duckdb",
            "",
            "a file of DuckDB: tables of KGX's nodes and edges",
            "property",
        ),
        Store(
            "ladybug",
            r"(?![A-Za-z][A-Za-z0-9+.-]+://).+\.(?i:lbug)",
            "graphs.lbug",
            "ladybug",
            "a file of Ladybug, once Kuzu: nodes and edges of KGX",
            "property",
        ),
        Store(
            "oxigraph",
            r"(?![A-Za-z][A-Za-z0-9+.-]+://).+",
            "graphs.db",
            "",
            "Oxigraph in a folder of its own: no server is needed",
        ),
    )
}


def load(
    store: str | Path,
    graphs: Sequence[str | Path] = (),
    *,
    format_name: str = "",
    base_iri: str = "",
    graph: str = "",
    named_graphs: bool = False,
    settings: Mapping[str, str] = {},
    date: str = "",
    tell: Callable[[str], None] = lambda _: None,
) -> Receipt:
    """Load a graph into a store, and compare what the store holds with what was sent.

    Args:
        store: a folder for Oxigraph, a file that ends in ``.duckdb`` or ``.lbug``, or a server's
            address.
        graphs: files, folders or addresses of RDF without blank nodes, or stores in folders;
            default the bundled graph.
        format_name: for what has no name that tells its format.
        base_iri: what relative IRIs in files are resolved against.
        graph: the graph's IRI in the store; default ``…/graph/<name>``, where the name is that of
            the page or of the file.
        named_graphs: whether its named graphs stay apart, under their own names.
        settings: names of ``SETTINGS`` and their values.
        date: for the receipt.
        tell: hears how far it is, in a few words.

    Returns:
        The receipt; its ``differences`` are empty if the store holds what was sent.

    Raises:
        StoreError: the store cannot be reached or opened, refuses the graph, or lost a part of it;
            the message says what is there now. Or there are settings that it does not have.
        GraphError: the graph cannot be read.
    """
    from whimkg.stores.graph_input import LoadRequest

    request = LoadRequest(tuple(graphs), format_name, graph, named_graphs, base_iri)
    row = kind_of(str(store))
    row.must_have(settings, str(store))
    _log.info("loading into %s, a store of the kind %s", redacted(store), row.name)
    try:
        with row.open(str(store), settings) as opened:
            made: Receipt = row.route().load(opened, request, date, tell)
    except GraphError as error:
        named = ", ".join(map(redacted, graphs))
        raise (error if error.where or not named else error.at(named)) from error.__cause__
    _log.info("loaded %s: %d differences", redacted(store), sum(1 for _ in made.differences()))
    return made


def check(
    receipt: Receipt,
    *,
    settings: Mapping[str, str] = {},
    tell: Callable[[str], None] = lambda _: None,
) -> Receipt:
    """Ask the store of a receipt again.

    Args:
        receipt: of a load.
        settings: those that are to be others than in the receipt.
        tell: hears how far it is, in a few words.

    Returns:
        The receipt as it would be now; its ``differences`` tell what has changed.

    Raises:
        StoreError: the store cannot be reached or opened, or does not answer; or there are
            settings that it does not have.
    """
    row = kind_of(receipt.address)
    row.must_have(settings, receipt.address)
    tell("counting and asking")
    with row.open(receipt.address, {**receipt.settings, **settings}) as opened:
        made: Receipt = row.route().check(opened, receipt)
    return made


def query_service(address: str) -> str:
    """Where the store of RDF at an address answers queries.

    Raises:
        EndpointError: there is no connection, or the server refuses to answer.
        StoreError: what is there cannot be told, or answers no query.
    """
    from whimkg.stores.service_addresses import find

    return find(address, {}).query


def kind_of(address: str) -> Store:
    """The row of the store at an address.

    Raises:
        StoreError: no store has such an address.
    """
    if _LOGIN.search(address):
        raise StoreError(
            "it is no address of a server, and too much like one for a file",
            where=address,
            remedy="begin it with http:// or another scheme, and keep the login out of it",
        )
    kind = scheme(address)
    for row in STORES.values():
        if kind != "data" and re.fullmatch(row.address, address, re.DOTALL):
            return row
    raise StoreError(
        f"no store is known at addresses of {kind!r}",
        remedy=f"give one such as {' or '.join(row.example for row in STORES.values())}",
    )
