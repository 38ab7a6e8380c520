"""Views of a graph: what other tools take of it.

A view is a module with ``write(graph)``, which gives the bytes of its files by their suffixes.
Those of nodes and edges are made from the tables of ``kgx_tables``, as are the property graphs in
stores; the others ask a ``Source`` the questions in ``queries/export/``.
"""

from whimkg.export.views.kgx_slots import Slot, known_slots, predicates, slots
from whimkg.export.views.kgx_tables import Entity, KgxTables, make_tables
from whimkg.export.views.source import Source

__all__ = [
    "Entity",
    "KgxTables",
    "Slot",
    "Source",
    "known_slots",
    "make_tables",
    "predicates",
    "slots",
]
