"""The table of RDF syntaxes that whimkg reads and writes."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["SYNTAXES", "Syntax"]


class Syntax(NamedTuple):
    """One row of the table of syntaxes.

    Attributes:
        name: what the user types; also the name of the module that writes it.
        media_type: as registered with IANA.
        purpose: what it is for, in one sentence without a full stop.
    """

    name: str
    media_type: str
    purpose: str

    @property
    def suffix(self) -> str:
        """The ending of its files' names, with its dot."""
        return f".{self.name}"


#: Each syntax by its name, in the order in which help lists them.
SYNTAXES: dict[str, Syntax] = {
    row.name: row
    for row in (
        Syntax("ttl", "text/turtle", "to read: Turtle in groups, with names as comments"),
        Syntax("jsonld", "application/ld+json", "for web developers: nested JSON"),
        Syntax("nt", "application/n-triples", "to load and compare: one triple a line"),
        Syntax("nq", "application/n-quads", "the canonical form: sorted, with graph names"),
        Syntax("trig", "application/trig", "to read: Turtle with the named graphs apart"),
        Syntax("rdf", "application/rdf+xml", "for tools that read nothing but RDF/XML"),
    )
}
