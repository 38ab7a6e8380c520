"""Views of a graph: what other tools take of it, read by the questions in ``queries/export/``.

A view is a module with ``write(source)``, which gives the bytes of its files by their suffixes.
``nodes`` and ``edges`` are those of KGX: what property graphs are made from, in files and stores.
"""

from whimkg.export.views._kgx import Entity, Slot, edges, nodes, slots
from whimkg.export.views._parts import gathering, parts
from whimkg.export.views._source import Source

__all__ = [
    "Entity",
    "Slot",
    "Source",
    "edges",
    "gathering",
    "nodes",
    "parts",
    "slots",
]
