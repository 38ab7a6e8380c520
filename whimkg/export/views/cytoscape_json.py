"""A network in the JSON of cytoscape.js, which Cytoscape reads, too; lists stay lists.

Each node and edge is an object ``{"data": {…}}`` whose ``id``, ``source`` and ``target`` make the
network; ``name`` and ``interaction`` are what Cytoscape shows before any style is chosen. It can
stand in a ``<script>`` of a web page as it is.

Source: https://js.cytoscape.org/#notation/elements-json
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import indent

import msgspec

from whimkg.export.json_text import inert
from whimkg.export.views.kgx_tables import KgxTables
from whimkg.export.views.network import Edge, Network, Node, Value

__all__ = ["write"]


def write(graph: KgxTables) -> dict[str, Iterator[bytes]]:
    """The network."""
    return {".cyjs": (inert(text).encode() for text in _document(Network(graph)))}


def _document(drawn: Network) -> Iterator[str]:
    yield '{\n "format_version": "1.0",\n "directed": true,\n "multigraph": true,\n "elements": {\n'
    yield from _list("nodes", map(_node, drawn.nodes()))
    yield ",\n"
    yield from _list("edges", map(_edge, drawn.edges()))
    yield "\n }\n}\n"


def _list(name: str, elements: Iterable[dict[str, dict[str, Value]]]) -> Iterator[str]:
    before = end = f'  "{name}": ['
    for element in elements:
        text = msgspec.json.format(msgspec.json.encode(element), indent=1).decode()
        yield before + "\n" + indent(text, "   ")
        before, end = ",", "\n  "
    yield f"{end}]"


def _node(node: Node) -> dict[str, dict[str, Value]]:
    return {"data": {"id": node.id, "name": node.attributes["label"], **node.attributes}}


def _edge(edge: Edge) -> dict[str, dict[str, Value]]:
    ends: dict[str, Value] = {"id": edge.id, "source": edge.source, "target": edge.target}
    return {"data": {**ends, "interaction": edge.attributes["label"], **edge.attributes}}
