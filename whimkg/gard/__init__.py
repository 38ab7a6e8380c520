"""Reads GARD pages: the only package that knows their layout.

Its stock phrases stand in ``data/layout.json`` and ``data/sections.tsv``, the wordings of claims in
``data/wordings.tsv``.
"""

from whimkg.gard.identity import check_address, is_of_site, names_differ, names_of, notes
from whimkg.gard.ledger import Entry, Ledger
from whimkg.gard.reader import Reading, read

__all__ = [
    "Entry",
    "Ledger",
    "Reading",
    "check_address",
    "is_of_site",
    "names_differ",
    "names_of",
    "notes",
    "read",
]
