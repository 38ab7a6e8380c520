"""A graph into a store, and a look at what it has become there: one table of stores.

A store is reached through one module with two functions, and its row in ``STORES``:

* ``load(address, wanted, settings, date, tell) -> Receipt`` puts the graph in the place of what has
  its name there, as a whole, or changes nothing; then it counts and asks;
* ``check(receipt, tell) -> Receipt`` counts and asks again.

Modules that begin with an underscore are shared between stores. How to load into each known store
stands in ``STORES.md``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from whimkg.errors import StoreError
from whimkg.optional import needed

if TYPE_CHECKING:
    from whimkg.stores.receipt import Receipt

__all__ = ["SETTINGS", "STORES", "Store", "check", "load"]

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
    """

    name: str
    address: str
    example: str
    extra: str
    purpose: str

    def module(self) -> Any:
        """Its module, which is imported only now.

        Raises:
            StoreError: what it needs is not installed.
        """
        return needed(f"{__name__}.{self.name}", f"whimkg[{self.extra}]", StoreError)


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
        ),
        Store(
            "bolt",
            r"(?i:(?:bolt|neo4j)(?:\+s)?)://.*",
            "bolt://localhost:7687",
            "bolt",
            "Neo4j and others that speak Bolt: nodes and edges of KGX",
        ),
        Store(
            "duckdb",
            r"(?![A-Za-z][A-Za-z0-9+.-]+://).+\.duckdb",
            "graphs.duckdb",
            "duckdb",
            "a file of DuckDB: tables of KGX's nodes and edges",
        ),
        Store(
            "ladybug",
            r"(?![A-Za-z][A-Za-z0-9+.-]+://).+\.lbug",
            "graphs.lbug",
            "ladybug",
            "a file of Ladybug, once Kuzu: nodes and edges of KGX",
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
        graphs: files, folders or addresses of RDF without blank nodes; default the bundled graph.
        format_name: for what has no name that tells its format.
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
            the message says what is there now.
        GraphError: the graph cannot be read.
    """
    from whimkg.stores._graph import Wanted

    wanted = Wanted(tuple(graphs), format_name, graph, named_graphs)
    module = _at(str(store)).module()
    made: Receipt = module.load(str(store), wanted, dict(settings), date, tell)
    return made


def check(receipt: Receipt, *, tell: Callable[[str], None] = lambda _: None) -> Receipt:
    """Ask the store of a receipt again.

    Returns:
        The receipt as it would be now; its ``differences`` tell what has changed.

    Raises:
        StoreError: the store cannot be reached or opened, or does not answer.
    """
    module = _at(receipt.address).module()
    made: Receipt = module.check(receipt, tell)
    return made


def _at(address: str) -> Store:
    for row in STORES.values():
        if re.fullmatch(row.address, address, re.DOTALL):
            return row
    scheme, _, _ = address.partition("://")
    raise StoreError(
        f"no store is known at addresses of {scheme!r}",
        remedy=f"give one such as {' or '.join(row.example for row in STORES.values())}",
    )
