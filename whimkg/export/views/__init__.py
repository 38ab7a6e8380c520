"""Views of a graph: what other tools take of it, read by the questions in ``queries/export/``.

A view is a module with ``write(source)``, which gives the bytes of its files by their suffixes.
``nodes`` and ``edges`` are those of KGX: what property graphs are made from, in files and stores.
"""

from whimkg.export.views._kgx import Answers, Entity, Slot, edges, nodes, slots
from whimkg.export.views._parts import How, parts
from whimkg.export.views._questions import predicates
from whimkg.export.views._shares import Reader, Share, Uncut
from whimkg.export.views._source import Source
from whimkg.export.views._told import Whole

__all__ = [
    "Answers",
    "Entity",
    "How",
    "Reader",
    "Share",
    "Slot",
    "Source",
    "Uncut",
    "Whole",
    "edges",
    "nodes",
    "parts",
    "predicates",
    "slots",
]
