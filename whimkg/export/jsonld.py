"""JSON-LD: the union of the graphs as plain nested JSON, with its context inside.

``@graph`` begins with the disease of the page. Its statements are nested in it (``associations``
where it is the subject, ``associations_about`` where it is the object), in them their terms and
their evidence, and in that the characters that it rests on; every other node follows, in the order
of the Turtle. Each node is written out once, where it is met first, and named by its ``id``
everywhere else. Without the context it is plain JSON: short keys, numbers,
strings, CURIEs. It can stand in a ``<script>`` of a web page as it is.
"""

from typing import Any

from whimkg.export._compact import Compactor
from whimkg.export._document import Document
from whimkg.export._json import inert, laid_out
from whimkg.export._order import main_diseases
from whimkg.export._terms import Node, iris
from whimkg.namespaces import expand

__all__ = ["write"]

_EVIDENCE = expand("whimkg:evidence")
#: What is written inside a statement where it is met first: its terms, its evidence …
_IN_STATEMENT = (expand("biolink:subject"), expand("biolink:object"), _EVIDENCE)
#: … and inside a piece of evidence the characters that it rests on.
_INSIDE = {_EVIDENCE: (expand("prov:wasDerivedFrom"),)}


def write(document: Document) -> bytes:
    """The bytes."""
    tree = _Tree(document, Compactor(document.index, document.prefixes))
    return f"{inert(laid_out(tree.whole()))}\n".encode()


class _Tree:
    """Places every node once: nested where it belongs, else in ``@graph``."""

    def __init__(self, document: Document, compactor: Compactor) -> None:
        self._index, self._order = document.index, document.subjects
        self._compactor = compactor
        self._turned = compactor.reverse_terms()
        self._pointing = [self._pointing_by(predicate) for _, predicate in self._turned]
        self._left = set(self._index)

    def whole(self) -> dict[str, Any]:
        """The context and the graph."""
        mains = main_diseases(self._index)
        self._left -= set(mains)
        graph = [self._main(iri) for iri in mains]
        graph += [self._node(iri) for iri in self._order if self._take(iri)]
        return {"@context": self._compactor.context(), "@graph": graph}

    def _take(self, iri: str) -> bool:
        """Whether a node is still to be written; after this call it is not."""
        left = iri in self._left
        self._left.discard(iri)
        return left

    def _main(self, iri: str) -> dict[str, Any]:
        """A disease with the statements about it nested inside."""
        written = self._compactor.node(iri, self._index[iri])
        for (term, predicate), pointing in zip(self._turned, self._pointing, strict=True):
            taken = [each for each in pointing.get(iri, []) if self._take(each)]
            nested = [self._node(each, (predicate, iri)) for each in taken]
            if nested:
                written[self._compactor.used(term)] = nested
        return written

    def _pointing_by(self, predicate: str) -> dict[str, list[str]]:
        """Object to the subjects that have it, in order."""
        pointing: dict[str, list[str]] = {}
        for subject in self._order:
            for iri in iris(self._index[subject], predicate):
                pointing.setdefault(iri, []).append(subject)
        return pointing

    def _node(self, iri: str, implied: tuple[str, str] = ("", "")) -> dict[str, Any]:
        """A node with what it leads to nested inside, without the triple that nesting implies."""
        node = {
            predicate: [term for term in terms if (predicate, term.value) != implied]
            for predicate, terms in self._index[iri].items()
        }
        return self._compactor.node(iri, node, self._nested(node, _IN_STATEMENT))

    def _nested(
        self, node: Node, predicates: tuple[str, ...]
    ) -> dict[tuple[str, str], dict[str, Any]]:
        """The nodes that a node's predicates lead to, where nothing before has taken them."""
        return {
            (predicate, iri): self._compactor.node(
                iri, self._index[iri], self._nested(self._index[iri], _INSIDE.get(predicate, ()))
            )
            for predicate in predicates
            for iri in iris(node, predicate)
            if self._take(iri)
        }
