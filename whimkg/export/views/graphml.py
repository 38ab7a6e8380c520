"""A network in GraphML, written by networkx: a directed graph whose edges keep their ids.

An attribute holds one value, so lists are joined by ``|``; a ``|`` in a value becomes a blank.
Characters that XML has not become U+FFFD.
"""

from __future__ import annotations

import re
from io import BytesIO

from whimkg.errors import OutputError
from whimkg.export.views._network import Value, network
from whimkg.export.views._source import Source
from whimkg.optional import needed

__all__ = ["write"]

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(source: Source) -> dict[str, bytes]:
    """The network."""
    networkx = needed("networkx", "whimkg[graph]", OutputError)
    graph = networkx.MultiDiGraph()
    drawn = network(source)
    for node in drawn.nodes:
        graph.add_node(node.id, **_attributes(node.attributes))
    for edge in drawn.edges:
        graph.add_edge(edge.source, edge.target, key=edge.id, **_attributes(edge.attributes))
    file = BytesIO()
    networkx.write_graphml(graph, file)
    return {".graphml": file.getvalue().rstrip(b"\n") + b"\n"}


def _attributes(given: dict[str, Value]) -> dict[str, str | int]:
    return {name: _one(value) for name, value in given.items()}


def _one(value: Value) -> str | int:
    if isinstance(value, int):
        return value
    if isinstance(value, list):
        value = "|".join(each.replace("|", " ") for each in value)
    return _NOT_XML.sub("\ufffd", value)
