"""A graph as web pages that work offline: one file for each page that the graph was made from.

``pages`` asks the graph, ``elements`` makes the table, and ``document`` puts a file together from
the template, the style and the scripts in ``data/view/``, with the picture of ``export.drawing``.
"""

from whimkg.export.web.pages import DENIED, Page, pages

__all__ = ["DENIED", "Page", "pages"]
