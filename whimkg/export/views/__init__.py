"""Views of a graph: what other tools take of it, read by the questions in ``queries/export/``.

A view is a module with ``write(source)``, which gives the bytes of its files by their suffixes.
"""

from whimkg.export.views._source import Source

__all__ = ["Source"]
