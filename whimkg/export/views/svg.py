"""A picture of a page's statements, in light and dark colours, for documents and web pages."""

from __future__ import annotations

from whimkg.export.drawing import Facts, picture
from whimkg.export.views.source import Source
from whimkg.export.web import pages

__all__ = ["write"]


def write(source: Source) -> dict[str, bytes]:
    """One file of a graph of one page; of several, one for each, by the page's name.

    Raises:
        GraphError: the graph makes no statement.
    """
    found, facts = pages(source), Facts(source.quads())
    if len(found) == 1:
        return {".svg": picture(facts.on(found[0])).document()}
    return {f"{page.slug}.svg": picture(facts.on(page)).document() for page in found}
