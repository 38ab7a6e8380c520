"""Nodes as compact JSON-LD objects, and the context that they need.

Not PyLD's ``compact``, which costs 0.4 s on the graph of a page, import included; this knows only
what can occur here (no blank nodes, no lists, nothing that is nested but by the caller), and
tests hold that PyLD, rdflib and pyoxigraph all read the same graph from it.

The short keys and the types that they imply stand in ``data/context.json``. A value takes the
first term of its predicate that gives exactly this value back; one that none fits is written as
an explicit object, and a predicate without any term under its CURIE.
"""

import re
from collections.abc import Mapping, Set
from types import MappingProxyType
from typing import Any

from pyoxigraph import Literal, NamedNode

from whimkg.base.namespaces import context_terms, expand
from whimkg.export.rdf.nodes import Node, Term
from whimkg.export.rdf.order import sorted_predicates
from whimkg.export.rdf.prefixes import Prefixes

__all__ = ["Compactor", "Definition", "Nested"]

Definition = Mapping[str, str]
Nested = Mapping[tuple[str, str], dict[str, Any]]

_TYPE, _STRING, _BOOLEAN = expand("rdf:type"), expand("xsd:string"), expand("xsd:boolean")
_INTEGERS = {expand("xsd:integer"), expand("xsd:nonNegativeInteger")}
#: Integers that a JSON number keeps to the digit in every parser.
#: What a JSON value without coercion is read as.
_IMPLIED: dict[type, str] = {str: _STRING, int: expand("xsd:integer"), bool: _BOOLEAN}
_SAFE = re.compile(r"0|-?[1-9][0-9]{0,14}")


class Compactor:
    """Writes the nodes of one document; ``context`` last, when all its entries are known.

    Args:
        schemes: those of the graph's IRIs, of which none may look like a CURIE of the context.
        prefixes: prefix to IRI prefix.
    """

    def __init__(self, schemes: Set[str], prefixes: Mapping[str, str]) -> None:
        free = {
            name: start
            for name, start in prefixes.items()
            if name not in schemes | set(context_terms())
        }
        self._prefixes = Prefixes(free)
        self._definitions = {
            name: {"@id": definition} if isinstance(definition, str) else definition
            for name, definition in context_terms().items()
            if name not in schemes
        }
        self._by_predicate: dict[str, list[str]] = {}
        for name, definition in self._definitions.items():
            if ":" in definition.get("@id", ""):
                self._by_predicate.setdefault(expand(definition["@id"]), []).append(name)
        self._used = {"id", "type"}

    def reverse_terms(self) -> list[tuple[str, str]]:
        """The terms that turn a predicate round, each with its predicate's IRI."""
        return [
            (name, expand(definition["@reverse"]))
            for name, definition in self._definitions.items()
            if "@reverse" in definition
        ]

    def used(self, term: str) -> str:
        """Takes a term into the context."""
        self._used.add(term)
        return term

    def node(self, iri: str, node: Node, nested: Nested = MappingProxyType({})) -> dict[str, Any]:
        """A node; an object that ``nested`` has, by predicate and IRI, stands inside it."""
        values: dict[str, list[Any]] = {}
        for predicate in sorted_predicates(node):
            for term in node[predicate]:
                key, value = self._entry(predicate, term)
                values.setdefault(key, []).append(nested.get((predicate, term.value), value))
        return {"id": self._iri(iri), **{key: self._set(key, values[key]) for key in values}}

    def _set(self, key: str, values: list[Any]) -> Any:
        always = self._definitions.get(key, {}).get("@container") == "@set"
        return values if always or len(values) > 1 else values[0]

    def _entry(self, predicate: str, term: Term) -> tuple[str, Any]:
        if predicate == _TYPE and isinstance(term, NamedNode):
            return "type", self._iri(term.value)
        names = self._by_predicate.get(predicate, [])
        for name in names:
            value = self._plain(term, self._definitions[name])
            if value is not None:
                return self.used(name), value
        if names:
            return self.used(names[0]), self._explicit(term)
        value = self._plain(term, {})
        return self._iri(predicate), self._explicit(term) if value is None else value

    def _plain(self, term: Term, definition: Definition) -> Any:
        """The value without its type, if the definition gives the type back; else None."""
        coercion = definition.get("@type", "")
        if isinstance(term, NamedNode):
            return self._iri(term.value) if coercion == "@id" else None
        if coercion == "@id":
            return None
        if term.language or "@language" in definition:
            return term.value if term.language == definition.get("@language") else None
        value = _native(term)
        implied = expand(coercion) if coercion else _IMPLIED[type(value)]
        return value if term.datatype.value == implied else None

    def _explicit(self, term: Term) -> dict[str, str]:
        if isinstance(term, NamedNode):
            return {"id": self._iri(term.value)}
        if term.language:
            return {"@value": term.value, "@language": term.language}
        if term.datatype.value == _STRING:
            return {"@value": term.value}
        return {"@value": term.value, "@type": self._iri(term.datatype.value)}

    def _iri(self, iri: str) -> str:
        return self._prefixes.curie(iri) or iri

    def context(self) -> dict[str, Any]:
        """The terms used, in the order of ``data/context.json``, then the prefixes used."""
        used = {name: context_terms()[name] for name in context_terms() if name in self._used}
        written = {name: self._definition(definition) for name, definition in used.items()}
        prefixes = {name: {"@id": iri, "@prefix": True} for name, iri in self._prefixes.used()}
        return {"@version": 1.1, **written, **prefixes}

    def _definition(self, definition: str | Definition) -> str | dict[str, str]:
        """A definition with the CURIEs of this document's prefixes instead of the bundled ones."""
        if isinstance(definition, str):
            return self._rewritten(definition)
        return {key: self._rewritten(value) for key, value in definition.items()}

    def _rewritten(self, value: str) -> str:
        return self._iri(expand(value)) if ":" in value else value


def _native(term: Literal) -> str | int | bool:
    """The literal as JSON's own type, where that loses nothing."""
    datatype = term.datatype.value
    if datatype in _INTEGERS and _SAFE.fullmatch(term.value):
        return int(term.value)
    if datatype == _BOOLEAN and term.value in {"true", "false"}:
        return term.value == "true"
    return term.value
