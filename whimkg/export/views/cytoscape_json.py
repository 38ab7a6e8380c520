"""A network in the JSON of cytoscape.js, which Cytoscape reads, too; lists stay lists.

Each node and edge is an object ``{"data": {…}}`` whose ``id``, ``source`` and ``target`` make the
network; ``name`` and ``interaction`` are what Cytoscape shows before any style is chosen. It can
stand in a ``<script>`` of a web page as it is.

Source: https://js.cytoscape.org/#notation/elements-json
"""

from __future__ import annotations

import msgspec

from whimkg.export.json_text import inert
from whimkg.export.views.kgx_tables import KgxTables
from whimkg.export.views.network import Edge, Node, Value, network

__all__ = ["write"]


def write(graph: KgxTables) -> dict[str, bytes]:
    """The network."""
    drawn = network(graph)
    nodes, edges = map(_node, drawn.nodes), map(_edge, drawn.edges)
    elements = {"nodes": list(nodes), "edges": list(edges)}
    document = {"format_version": "1.0", "directed": True, "multigraph": True, "elements": elements}
    text = msgspec.json.format(msgspec.json.encode(document), indent=1).decode()
    return {".cyjs": f"{inert(text)}\n".encode()}


def _node(node: Node) -> dict[str, dict[str, Value]]:
    return {"data": {"id": node.id, "name": node.attributes["label"], **node.attributes}}


def _edge(edge: Edge) -> dict[str, dict[str, Value]]:
    ends: dict[str, Value] = {"id": edge.id, "source": edge.source, "target": edge.target}
    return {"data": {**ends, "interaction": edge.attributes["label"], **edge.attributes}}
