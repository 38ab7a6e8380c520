"""RDF/XML: the union of the graphs, typed nodes in the order of the Turtle.

Written here and not by pyoxigraph, whose RDF/XML leaves carriage returns bare (XML parsers read
them as line feeds), writes characters that XML forbids, and names elements ``oxprefix:`` where
a predicate has no XML name. The last two are errors here: RDF/XML cannot say them.
"""

import re
from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode

from whimkg.base.namespaces import expand
from whimkg.errors import GraphError
from whimkg.export.rdf.content import Content, header_last
from whimkg.export.rdf.nodes import Node, Term
from whimkg.export.rdf.order import sorted_predicates
from whimkg.export.rdf.prefixes import Prefixes

__all__ = ["write"]

_RDF, _TYPE, _STRING = expand("rdf:type")[: -len("type")], expand("rdf:type"), expand("xsd:string")
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Names that the syntax keeps for itself (RDF 1.1 XML Syntax, 7.2.2 to 7.2.4).
_KEPT = {
    f"{_RDF}{name}"
    for name in (
        *("RDF", "Description", "ID", "about", "parseType", "resource", "nodeID", "datatype"),
        *("li", "aboutEach", "aboutEachPrefix", "bagID"),
    )
}
#: Prefixes that XML, RDF/XML or this writer keep for themselves.
_OWN = re.compile(r"xml|rdf\Z|ns\.[0-9]", re.IGNORECASE)
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})


def write(content: Content) -> Iterator[bytes]:
    """The bytes, in pieces.

    Raises:
        GraphError: a predicate that has no XML name, or a character that XML forbids.
    """
    prefixes = {name: iri for name, iri in content.prefixes.items() if not _OWN.match(name)}
    writer = _Writer(prefixes)
    return header_last(writer.header, _blocks(content, writer))


def _blocks(content: Content, writer: "_Writer") -> Iterator[str]:
    for document in content.documents():
        for heading, subjects in document.groups.items():
            yield f"\n  <!-- {heading} -->\n"
            for iri in subjects:
                yield f"\n{writer.node(iri, document.index[iri])}"
    yield "\n</rdf:RDF>\n"


class _Writer:
    """Writes the nodes of one document; ``header`` last, when all namespaces are known."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = Prefixes(prefixes)
        self._spaces: dict[str, str] = {_RDF: "rdf"}
        self._names: dict[str, str] = {}

    def header(self) -> str:
        """The declaration and the opening tag, with the namespaces used."""
        spaces = sorted(self._spaces.items(), key=lambda item: (item[1].casefold(), item))
        names = "".join(f'\n    xmlns:{name}="{_escaped(iri)}"' for iri, name in spaces)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{names}>\n'

    def node(self, subject: str, node: Node) -> str:
        """One typed element with all statements of a subject."""
        element, kind = self._element(node)
        properties = "".join(
            self._property(predicate, term)
            for predicate in sorted_predicates(node)
            for term in node[predicate]
            if predicate != _TYPE or term != kind
        )
        return f'  <{element} rdf:about="{_escaped(subject)}">\n{properties}  </{element}>\n'

    def _element(self, node: Node) -> tuple[str, NamedNode | None]:
        """The element's name and the type that it stands for, if any."""
        for term in node.get(_TYPE, []):
            if not isinstance(term, NamedNode) or term.value in _KEPT:
                continue
            _, _, local = (self._prefixes.curie(term.value) or "").partition(":")
            if _LOCAL.match(local):
                return self._name(term.value), term
        return "rdf:Description", None

    def _property(self, predicate: str, term: Term) -> str:
        name = self._name(predicate)
        if isinstance(term, NamedNode):
            return f'    <{name} rdf:resource="{_escaped(term.value)}"/>\n'
        about = ""
        if term.language:
            about = f' xml:lang="{term.language}"'
        elif term.datatype.value != _STRING:
            about = f' rdf:datatype="{_escaped(term.datatype.value)}"'
        return f"    <{name}{about}>{_escaped(term.value)}</{name}>\n"

    def _name(self, iri: str) -> str:
        """The XML name of a predicate or type; its namespace gets declared."""
        if iri not in self._names:
            self._names[iri] = self._new_name(iri)
        return self._names[iri]

    def _new_name(self, iri: str) -> str:
        local = _LOCAL.search(iri)
        if local is None or iri in _KEPT:
            raise GraphError(f"RDF/XML has no name for <{iri}>", remedy="choose another format")
        prefix, _, rest = (self._prefixes.curie(iri) or "").partition(":")
        if not _LOCAL.match(rest):
            prefix, rest = f"ns.{len(self._spaces)}", local[0]
        return f"{self._spaces.setdefault(iri[: -len(rest)], prefix)}:{rest}"


def _escaped(text: str) -> str:
    if bad := _NO_XML.search(text):
        raise GraphError(
            f"XML has no character U+{ord(bad[0]):04X}", remedy="choose another format"
        )
    return text.translate(_ESCAPES)
