"""JSON-LD: the union of the graphs as plain nested JSON, with its context inside.

``@graph`` begins with the disease of the page. Its statements are nested in it (``associations``
where it is the subject, ``associations_about`` where it is the object), and their evidence in
them; every other node follows, in the order of the Turtle. Each node is written out once, and
named by its ``id`` everywhere else. Without the context it is plain JSON: short keys, numbers,
strings, CURIEs.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import Quad

from whimkg.export._compact import Compactor
from whimkg.export._json import laid_out
from whimkg.export._order import grouped, main_diseases
from whimkg.export._terms import Index, indexed, iris
from whimkg.namespaces import expand

_EVIDENCE = expand("whimkg:evidence")


def write(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> bytes:
    """The bytes."""
    index = indexed(quads)
    tree = _Tree(index, Compactor(index, prefixes))
    document = tree.document()
    return f"{laid_out(document)}\n".encode()


class _Tree:
    """Places every node once: nested where it belongs, else in ``@graph``."""

    def __init__(self, index: Index, compactor: Compactor) -> None:
        self._index, self._compactor = index, compactor
        self._order = [subject for subjects in grouped(index).values() for subject in subjects]
        self._left = set(index)

    def document(self) -> dict[str, Any]:
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
        for term, predicate in self._compactor.reverse_terms():
            nested = [self._node(each, (predicate, iri)) for each in self._taken(predicate, iri)]
            if nested:
                written[self._compactor.used(term)] = nested
        return written

    def _taken(self, predicate: str, iri: str) -> list[str]:
        pointing = [each for each in self._order if iri in iris(self._index[each], predicate)]
        return [each for each in pointing if self._take(each)]

    def _node(self, iri: str, implied: tuple[str, str] = ("", "")) -> dict[str, Any]:
        """A node with its evidence nested inside, without the statement that nesting implies."""
        node = {
            predicate: [term for term in terms if (predicate, term.value) != implied]
            for predicate, terms in self._index[iri].items()
        }
        nested = {
            (_EVIDENCE, piece): self._compactor.node(piece, self._index[piece])
            for piece in iris(node, _EVIDENCE)
            if self._take(piece)
        }
        return self._compactor.node(iri, node, nested)
