"""A file for the browser: the page on the left, what it says on the right, without any request.

The text of the page is not in it. Whoever has the text opens it there: its digest is checked in the
browser, and each place that a statement rests on is compared and marked.
"""

from __future__ import annotations

from whimkg.export.views.source import Source
from whimkg.export.web.document import files

__all__ = ["write"]


def write(source: Source) -> dict[str, bytes]:
    """One file of a graph of one page; of several, an index and a file for each.

    Raises:
        GraphError: the graph makes no statement.
    """
    return files(source)
