"""Kinds of servers: where their services are, and how much they take at once.

Each row says what is not in the standards: SPARQL 1.1 says nothing of addresses and sizes. A store
that does not stand here is reached by ``gsp`` or ``update`` and the addresses of its services.
"""

import re
from typing import NamedTuple

__all__ = ["DIALECTS", "Dialect"]


class Dialect(NamedTuple):
    """A kind of server.

    Attributes:
        name: what the user types.
        query: its service for queries, below the address of the store; "" is that address itself.
        update: for updates; None: it has none.
        data: the Graph Store Protocol's; None: it has none.
        server: what its header ``Server``, or one of several, begins with, as a pattern; "" if it
            tells nothing.
        path: what is in the address of its stores, as a pattern.
        chunk: triples of one request of a load in parts; 0: any number.
        whole: whether one PUT replaces a graph in one moment, and two PUTs follow each other.
        bulk: the parameter of an upload without a transaction; "" if there is none.
        probe: whether a HEAD for its default graph tells it, if nothing else does.
    """

    name: str
    query: str = ""
    update: str | None = ""
    data: str | None = None
    server: str = ""
    path: str = ""
    chunk: int = 0
    whole: bool = True
    bulk: str = ""
    probe: bool = False

    def is_at(self, address: str, server: str) -> bool:
        """Whether a server that calls itself so, at this address, is of this kind."""
        if self.server:
            # A proxy may name itself, too: before it or behind, with a comma between them.
            return re.search(rf"(?:^|,\s*)(?:{self.server})", server, re.IGNORECASE) is not None
        return bool(self.path) and re.search(self.path, address) is not None


#: Every kind of server that is known; documentation and tests are derived from it.
DIALECTS: dict[str, Dialect] = {
    row.name: row
    for row in (
        Dialect(
            "oxigraph",
            query="query",
            update="update",
            data="store",
            server="Oxigraph/",
            # Of two transactions at once, neither sees what the other adds: both stay.
            whole=False,
            bulk="no_transaction",
        ),
        Dialect(
            "virtuoso",
            query="sparql",
            update="sparql-auth",
            data="sparql-graph-crud-auth",
            server="Virtuoso/",
            # A larger upload may hang, or lose triples and say that it was done; and while it
            # takes a PUT, the graph is empty to whoever asks.
            chunk=50_000,
            whole=False,
        ),
        Dialect(
            "fuseki",
            query="query",
            update="update",
            data="data",
            server="Apache Jena Fuseki",
            probe=True,
        ),
        Dialect(
            "graphdb",
            update="statements",
            data="rdf-graphs/service",
            server="GraphDB",
            path="/repositories/[^/]+",
        ),
        Dialect(
            "rdf4j",
            update="statements",
            data="rdf-graphs/service",
            path="/repositories/[^/]+",
        ),
        Dialect("stardog", query="query", update="update", data=""),
        Dialect("qlever", data=""),
        Dialect("gsp", update=None, data=""),
        Dialect("update"),
    )
}
