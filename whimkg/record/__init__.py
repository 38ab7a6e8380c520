"""The disease record: what a page says, typed and immutable, with the place of every word.

A record holds facts, terms, positions and digests; it holds no sentence of the page and knows
no RDF. It is written as YAML (``data/records/``) or JSON, and read back strictly: an unknown or
missing field is an error that names it.

Positions are Unicode code points of the stored text, from 0, end exclusive (RFC 5147 ``char=``);
lines and columns count from 1. Digests are SHA-256 of the UTF-8 of the characters, in hex.

* `spans`    places on the page, names, and the forms of fields
* `model`    the other types, and the record itself
* `text`     YAML and JSON, both ways
* `places`   where in the file a wrong field stands
* `schema`   the types as a JSON Schema, for editors
"""

from whimkg.record.model import (
    Claim,
    Disease,
    Ground,
    Identifier,
    Mention,
    Name,
    Page,
    Population,
    Record,
    Reference,
    Resource,
    Row,
    RowSpans,
    Section,
    Span,
    Status,
    Study,
)
from whimkg.record.spans import is_day
from whimkg.record.text import from_yaml, to_json, to_yaml

__all__ = [
    "Claim",
    "Disease",
    "Ground",
    "Identifier",
    "Mention",
    "Name",
    "Page",
    "Population",
    "Record",
    "Reference",
    "Resource",
    "Row",
    "RowSpans",
    "Section",
    "Span",
    "Status",
    "Study",
    "from_yaml",
    "is_day",
    "to_json",
    "to_yaml",
]
