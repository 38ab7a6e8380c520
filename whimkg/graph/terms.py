"""RDF terms and triples, in the few shapes that the graph uses.

A term is its own text in N-Triples. pyoxigraph checks and writes each, so that the text holds what
a graph may hold; as text it is made once, and a graph of thousands of pages costs little more than
its lines.
"""

from functools import cache, lru_cache
from typing import NewType

from pyoxigraph import Literal, NamedNode

from whimkg.base.namespaces import expand

__all__ = ["Term", "Triple", "curie", "english", "integer", "iri", "plain", "stated_date", "triple"]

Term = NewType("Term", str)
#: A triple in N-Triples, without the full stop.
Triple = NewType("Triple", str)

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGER = NamedNode(_XSD + "integer")
_OFFSET = NamedNode(_XSD + "nonNegativeInteger")
_DATE = NamedNode(_XSD + "date")
_BOOLEAN = NamedNode(_XSD + "boolean")
#: Terms come back within a page; a bound keeps the memory flat over many pages.
_remembered = lru_cache(maxsize=1 << 12)


@cache
def curie(text: str) -> Term:
    """The node of a CURIE of the data tables."""
    return iri(expand(text))


@_remembered
def iri(address: str) -> Term:
    """The node of an IRI.

    Raises:
        ValueError: it is none.
    """
    return Term(str(NamedNode(address)))


def english(text: str) -> Term:
    """A label in English."""
    return Term(str(Literal(text, language="en")))


@_remembered
def plain(text: str) -> Term:
    """A plain literal: symbols, titles, digests."""
    return Term(str(Literal(text)))


@_remembered
def integer(number: int) -> Term:
    """An ``xsd:integer``."""
    return Term(str(Literal(str(number), datatype=_INTEGER)))


@_remembered
def offset(number: int) -> Term:
    """An ``xsd:nonNegativeInteger``, as NIF wants it for positions."""
    return Term(str(Literal(str(number), datatype=_OFFSET)))


@_remembered
def stated_date(day: str) -> Term:
    """An ``xsd:date`` of an ISO date."""
    return Term(str(Literal(day, datatype=_DATE)))


def true() -> Term:
    """The ``xsd:boolean`` true."""
    return boolean(True)


def boolean(value: bool) -> Term:
    """An ``xsd:boolean``."""
    return Term(str(Literal("true" if value else "false", datatype=_BOOLEAN)))


def triple(subject: str, predicate: str, value: Term | str) -> Triple:
    """A triple; the subject an IRI, the predicate a CURIE, the value a term or a CURIE."""
    obj = value if value[0] in '<"' else curie(value)
    return Triple(f"{iri(subject)} {curie(predicate)} {obj}")
