"""The causes that a page lists: genes, and patterns of inheritance."""

import re
from typing import TYPE_CHECKING

from whimkg.gard.site2022.grounding import gene, listed
from whimkg.gard.site2022.layout import layout
from whimkg.gard.site2022.page import Page, once
from whimkg.record import Claim, Name
from whimkg.tables import NO_TERM, Tables

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["read_genes", "read_modes", "tabs"]

#: What a symbol looks like. Other words, as *not X* or *X (risk)*, may say something else of it.
_SYMBOL = re.compile(r"[A-Z][A-Za-z0-9-]+", re.ASCII)


def tabs(page: Page) -> "dict[str, Element]":
    """The blocks of the causes, by the kind of section that their headings name.

    Raises:
        LayoutError: a block has another heading, or that of a block before it.
    """
    found: dict[str, Element] = {}
    for block in page.select("cause", "causes"):
        heads = [page.words(node) for node in page.select("cause_heading", block)]
        kind = layout()["cause_headings"].get(heads[0]) if len(heads) == 1 else None
        if kind is None or kind in found:
            raise page.unknown("a part for causes", block)
        found[kind] = block
    return found


def read_genes(page: Page, block: "Element", section: int, tables: Tables) -> list[Claim]:
    """The genes that the page says are known to cause the disease, each symbol once.

    What is neither known nor of the form of a symbol is left out, and noted.
    """
    claims = []
    symbols = _symbols(page, block)
    page.note_repeats(symbols)
    for name in once(symbols):
        mention = gene(name.text, name.span, tables)
        if mention.term == NO_TERM and not _SYMBOL.fullmatch(name.text):
            page.note("no symbol", name.text, name.span)
            continue
        if mention.term == NO_TERM:
            page.note("no term", name.text, name.span)
        elif mention.by != "approved symbol":
            page.note("other symbol", f"{name.text} ({mention.term})", name.span)
        claims.append(
            Claim("gene-causes", "established", section, name.span, (mention,), listed=True)
        )
    return claims


def _symbols(page: Page, block: "Element") -> list[Name]:
    opening, separator = layout()["genes_opening"], layout()["genes_separator"]
    found = []
    for node in page.select("genes", block):
        before, opened, symbols = page.words(node).partition(opening)
        place = page.document.span(node)
        if not opened or place is None:
            continue
        offset = place[0] + len(before) + len(opened)
        for piece in symbols.split(separator):
            symbol = piece.strip()
            if symbol:
                begin = offset + piece.index(symbol)
                found.append(Name(symbol, page.shown(begin, begin + len(symbol))))
            offset += len(piece) + len(separator)
    return found


def read_modes(page: Page, block: "Element", section: int, tables: Tables) -> list[Claim]:
    """The patterns of inheritance; one that does not stand in all copies is left out."""
    modes = [name for node in page.select("mode", block) if (name := page.name(node))]
    copies = [
        {page.words(node) for node in page.select(copy, block)}
        for copy in layout()["selectors"]["mode_copies"]
    ]
    page.note_repeats(modes)
    claims = []
    for name in modes:
        if not all(name.text in copy for copy in copies):
            page.note("copies disagree", name.text, name.span)
            continue
        mention = listed("manner", name.text, name.span, tables)
        if mention.term == NO_TERM:
            page.note("no term", name.text, name.span)
            continue
        claims.append(Claim("inheritance", "listed", section, name.span, (mention,), listed=True))
    for words in sorted(set().union(*copies) - {name.text for name in modes}):
        page.note("copies disagree", words)
    return claims
