"""The data tables of ``data/``, typed: every wording and identifier that the code goes by.

``Tables`` is what a reader and a graph are made with. ``load`` takes the bundled tables, and on
request adds a curator's own mappings and wordings.
"""

from whimkg.tables.kinds import (
    NO_TERM,
    Band,
    Effect,
    KnownPage,
    Mapping,
    Phrase,
    SectionKind,
    StatementKind,
    Tables,
    Term,
    Wording,
)
from whimkg.tables.loading import load
from whimkg.tables.meaning import FREE_SLOTS, TOKEN
from whimkg.tables.pages import PageIdentity, load_pages

__all__ = [
    "FREE_SLOTS",
    "NO_TERM",
    "TOKEN",
    "Band",
    "Effect",
    "KnownPage",
    "Mapping",
    "PageIdentity",
    "Phrase",
    "SectionKind",
    "StatementKind",
    "Tables",
    "Term",
    "Wording",
    "load",
    "load_pages",
    "load_tables",
]

#: The same by the name that it has beside other things that can be loaded.
load_tables = load
