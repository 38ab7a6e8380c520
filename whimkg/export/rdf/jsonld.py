"""JSON-LD: the union of the graphs as plain nested JSON, with its context inside.

``@graph`` begins with the disease of the page. Its statements are nested in it (``associations``
where it is the subject, ``associations_about`` where it is the object), in them their terms and
their evidence, and in that the characters that it rests on; every other node follows, in the order
of the Turtle. Each node is written out once, where it is met first, and named by its ``id``
everywhere else. Without the context it is plain JSON: short keys, numbers,
strings, CURIEs. It can stand in a ``<script>`` of a web page as it is.
"""

from collections.abc import Iterator
from typing import Any

from whimkg.base.namespaces import expand
from whimkg.export.json_text import inert, laid_out
from whimkg.export.rdf.compact import Compactor
from whimkg.export.rdf.content import Content, header_last
from whimkg.export.rdf.document import Document
from whimkg.export.rdf.nodes import Node, iris

__all__ = ["write"]

_EVIDENCE = expand("whimkg:evidence")
#: What is written inside a statement where it is met first: its terms, its evidence …
_IN_STATEMENT = (expand("biolink:subject"), expand("biolink:object"), _EVIDENCE)
#: … and inside a piece of evidence the characters that it rests on.
_INSIDE = {_EVIDENCE: (expand("prov:wasDerivedFrom"),)}


def write(content: Content) -> Iterator[bytes]:
    """The bytes, in pieces."""
    compactor = Compactor(content.schemes(), content.prefixes)

    def header() -> str:
        context = laid_out(compactor.context(), 2)
        return inert(f'{{\n  "@context": {context},\n  "@graph": [\n')

    trees = (_Tree(document, compactor) for document in content.documents())
    return header_last(header, _listed(node for tree in trees for node in tree.graph()))


def _listed(nodes: Iterator[dict[str, Any]]) -> Iterator[str]:
    """The nodes as the rest of the document."""
    comma = ""
    for node in nodes:
        yield f"{comma}    {inert(laid_out(node, 4))}"
        comma = ",\n"
    yield "\n  ]\n}\n"


class _Tree:
    """Places every node once: nested where it belongs, else in ``@graph``."""

    def __init__(self, document: Document, compactor: Compactor) -> None:
        self._document, self._compactor = document, compactor
        self._claim = document.claim_once()

    def graph(self) -> Iterator[dict[str, Any]]:
        """What stands in ``@graph``."""
        mains = [iri for iri in self._document.main_diseases() if self._claim(iri)]
        yield from map(self._main, mains)
        for subjects in self._document.groups.values():
            yield from (self._node(iri) for iri in subjects if self._claim(iri))

    def _main(self, iri: str) -> dict[str, Any]:
        """A disease with the statements about it nested inside."""
        written = self._compactor.node(iri, self._document.index[iri])
        for term, predicate in self._compactor.reverse_terms():
            pointing = self._document.subjects_of(predicate, iri)
            nested = [
                self._node(each, (predicate, iri))
                for each in [each for each in pointing if self._claim(each)]
            ]
            if nested:
                written[self._compactor.used(term)] = nested
        return written

    def _node(self, iri: str, implied: tuple[str, str] = ("", "")) -> dict[str, Any]:
        """A node with what it leads to nested inside, without the triple that nesting implies."""
        said = {
            predicate: [term for term in terms if (predicate, term.value) != implied]
            for predicate, terms in self._document.index[iri].items()
        }
        return self._compactor.node(iri, said, self._nested(said, _IN_STATEMENT))

    def _nested(
        self, node: Node, predicates: tuple[str, ...]
    ) -> dict[tuple[str, str], dict[str, Any]]:
        """The nodes that a node's predicates lead to, where nothing before has taken them."""
        return {
            (predicate, iri): self._inside(iri, _INSIDE.get(predicate, ()))
            for predicate in predicates
            for iri in iris(node, predicate)
            if self._claim(iri)
        }

    def _inside(self, iri: str, predicates: tuple[str, ...]) -> dict[str, Any]:
        node = self._document.index[iri]
        return self._compactor.node(iri, node, self._nested(node, predicates))
