"""Kinds of servers: where their services are, and how much they take at once.

``data/sparql_servers.tsv`` says what is not in the standards: SPARQL 1.1 says nothing of addresses
and sizes. A store that does not stand there is reached by ``gsp`` or ``update`` and the addresses
of its services.
"""

import re
from functools import cache
from typing import NamedTuple

from whimkg.base import resources
from whimkg.tables.tsv import rows

__all__ = ["Dialect", "dialects"]


class Dialect(NamedTuple):
    """A kind of server.

    Attributes:
        name: what the user types.
        query: its service for queries, below the address of the store; "." is that address itself.
        update: for updates; "": it has none.
        data: the Graph Store Protocol's; "": it has none.
        server: what its header ``Server``, or one of several, begins with, as a pattern; "" if it
            tells nothing.
        path: what is in the address of its stores, as a pattern.
        chunk: triples of one request of a load in parts; 0: any number.
        whole: whether one PUT replaces a graph in one moment, and two PUTs follow each other.
        bulk: the parameter of an upload without a transaction; "" if there is none.
        probe: whether a HEAD for its default graph tells it, if nothing else does.
    """

    name: str
    query: str
    update: str
    data: str
    server: str
    path: str
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


@cache
def dialects() -> dict[str, Dialect]:
    """Every kind of server that is known, in the order in which they are tried."""
    file = "data/sparql_servers.tsv"
    return {row["name"]: _dialect(row) for _, row in rows(resources.text(file), file)}


def _dialect(row: dict[str, str]) -> Dialect:
    name, query, update, data, server, path, chunk, whole, bulk, probe, _ = row.values()
    known = Dialect(name, query, update, data, server, path, int(chunk or 0), bulk=bulk)
    return known._replace(whole=whole == "yes", probe=probe == "yes")
