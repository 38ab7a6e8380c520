"""The kind of integer that a property has, which the store forgets.

It gives back every kind of integer as ``xsd:integer``. ``data/context.json`` tells of which
properties the values are of another kind; of others, ``forgotten_kinds`` finds what is forgotten.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from whimkg.base.namespaces import context_terms, expand

__all__ = ["as_stated", "forgotten_kinds", "quads_as_stated"]

_INTEGER, _KIND = NamedNode(expand("xsd:integer")), "xsd:nonNegativeInteger"
#: In a line of N-Quads, the end of the predicate and an integer that is no xsd:integer.
_OTHER = re.compile(
    rb'> "[-+]?[0-9]+"\^\^<http://www\.w3\.org/2001/XMLSchema#(unsigned(?:Byte|Short|Int|Long)'
    rb"|byte|short|int|long|(?:nonNegative|nonPositive|positive|negative)Integer)>"
)


def as_stated(predicate: str, value: Any) -> Any:
    """A term that the store gave as a property's value, of the kind that it is stated as.

    >>> print(as_stated(expand("nif:beginIndex"), Literal(5)))
    "5"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>
    >>> print(as_stated(expand("whimkg:line"), Literal(5)))
    "5"^^<http://www.w3.org/2001/XMLSchema#integer>
    """
    if predicate in _properties() and isinstance(value, Literal) and value.datatype == _INTEGER:
        return Literal(value.value, datatype=NamedNode(expand(_KIND)))
    return value


def quads_as_stated(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Quads that the store gave, with their values as they are stated, in the same order."""
    for s, p, o, graph in quads:
        yield Quad(s, p, as_stated(p.value, o), graph)


def forgotten_kinds(lines: bytes) -> set[str]:
    """The kinds of integers in lines of N-Quads or N-Triples that ``as_stated`` does not give back.

    >>> forgotten_kinds(b'<x:s> <x:p> "-5"^^<http://www.w3.org/2001/XMLSchema#negativeInteger> .')
    {'xsd:negativeInteger'}
    """
    kinds = set()
    for found in _OTHER.finditer(lines):
        predicate = lines[lines.rfind(b"<", 0, found.start()) + 1 : found.start()].decode()
        kind = f"xsd:{found[1].decode()}"
        if kind != _KIND or predicate not in _properties():
            kinds.add(kind)
    return kinds


@cache
def _properties() -> set[str]:
    definitions = (each for each in context_terms().values() if isinstance(each, dict))
    return {expand(each["@id"]) for each in definitions if each.get("@type") == _KIND}
