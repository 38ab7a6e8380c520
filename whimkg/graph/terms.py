"""RDF terms and triples, in the few shapes that the graph uses."""

from functools import cache

from pyoxigraph import Literal, NamedNode, Triple

from whimkg.namespaces import expand

__all__ = ["Triples", "curie", "english", "integer", "iri", "plain", "stated_date", "triple"]

Triples = list[Triple]
_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGER = NamedNode(_XSD + "integer")
_OFFSET = NamedNode(_XSD + "nonNegativeInteger")
_DATE = NamedNode(_XSD + "date")
_BOOLEAN = NamedNode(_XSD + "boolean")


@cache
def curie(text: str) -> NamedNode:
    """The node of a CURIE."""
    return NamedNode(expand(text))


iri = NamedNode


def english(text: str) -> Literal:
    """A label in English."""
    return Literal(text, language="en")


def plain(text: str) -> Literal:
    """A plain literal: symbols, titles, digests."""
    return Literal(text)


def integer(number: int) -> Literal:
    """An ``xsd:integer``."""
    return Literal(str(number), datatype=_INTEGER)


def offset(number: int) -> Literal:
    """An ``xsd:nonNegativeInteger``, as NIF wants it for positions."""
    return Literal(str(number), datatype=_OFFSET)


def stated_date(day: str) -> Literal:
    """An ``xsd:date`` of an ISO date."""
    return Literal(day, datatype=_DATE)


def true() -> Literal:
    """The ``xsd:boolean`` true."""
    return Literal("true", datatype=_BOOLEAN)


def triple(subject: str, predicate: str, value: NamedNode | Literal | str) -> Triple:
    """A triple; the subject an IRI, the predicate a CURIE, a bare string as value a CURIE."""
    obj = curie(value) if isinstance(value, str) else value
    return Triple(NamedNode(subject), curie(predicate), obj)
