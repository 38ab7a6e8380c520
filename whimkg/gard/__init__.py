"""Reads GARD pages: the only package that knows their layouts.

The site has had several. The modules of this package read that of 2020, of text or saved HTML;
`site2022` reads that of 2022, of saved HTML. Both return the same record. Their stock phrases stand
in ``data/layout.json``, ``data/sections.tsv`` and ``data/site2022.json``, the wordings of claims in
``data/wordings.tsv``.
"""

from whimkg.gard import reader
from whimkg.gard.identity import (
    address_differs,
    check_address,
    gard_id_of,
    identity_notes,
    is_of_site,
    names_differ,
    names_of,
)
from whimkg.gard.ledger import Entry, Ledger
from whimkg.gard.notes import Note
from whimkg.gard.reader import Reading
from whimkg.gard.text import Text
from whimkg.gard.wholeness import MISPLACED
from whimkg.source import Document
from whimkg.tables import Tables

__all__ = [
    "MISPLACED",
    "Entry",
    "Ledger",
    "Note",
    "Reading",
    "address_differs",
    "check_address",
    "identity_notes",
    "is_of_site",
    "names_differ",
    "names_of",
    "read",
]


def read(
    text: str,
    tables: Tables,
    *,
    document: Document | None = None,
    repaired: bool = False,
    url: str | None = None,
    gard_id: str | None = None,
    partial: bool = False,
) -> Reading:
    """Read a page, in the layout that it has.

    Args:
        text: stored text: UTF-8 decoded, no byte-order mark, line ends LF.
        tables: the data tables.
        document: the tree that the text was made of, for HTML.
        repaired: whether the file was mended before it was parsed.
        url: the page's address, for a page that is not in ``data/pages.tsv``.
        gard_id: its GARD id, where it is known without an address.
        partial: give the whole rows of a page that is cut, marked as incomplete.

    Raises:
        LayoutError: another layout or language, or no page of a disease.
        CutPageError: the page breaks off, and ``partial`` is False.
        TableError: the symptom table contradicts itself.
        AddressError: the GARD id is not that of the page.
    """
    if document is None:
        return reader.read(Text(text), tables, url=url, gard_id=gard_id, partial=partial)
    from whimkg.gard import frame, site2022

    if site2022.is_page(document):
        given = gard_id or gard_id_of(url)
        return site2022.read(document, tables, gard_id=given, partial=partial, repaired=repaired)
    page = frame.page_lines(document, tables.layout)
    return reader.read(page, tables, url=url, gard_id=gard_id, partial=partial)
