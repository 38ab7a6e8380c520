"""Where on the page a node stands: the order inside a group, and that of graphs in a dataset.

The place of a statement is that of its first piece of evidence, and the place of a piece of
evidence is its statement's; so a place depends on other nodes, of which a mark keeps what counts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from whimkg.base.namespaces import expand
from whimkg.export.rdf.nodes import Natural, Node, iris, natural

__all__ = ["NO_MARK", "Mark", "Places", "graph_place", "mapped", "mark", "pieces"]

_EVIDENCE, _DERIVED = expand("whimkg:evidence"), expand("prov:wasDerivedFrom")
_BEGIN = expand("nif:beginIndex")
_MAPPED = [expand(f"sssom:{each}") for each in ("subject_id", "subject_label", "object_id")]
_PLACED, _UNPLACED = b"\0", b"\1"
#: The graphs of a page in their order.
_GRAPHS = ("statements", "evidence", "identities", "description")


class Mark(NamedTuple):
    """What the places of other nodes depend on.

    Attributes:
        piece: the first piece of evidence, if the node has any.
        spans: what it is derived from.
        begin: the last of its own positions, as a sorting key; empty if it has none.
    """

    piece: str = ""
    spans: tuple[str, ...] = ()
    begin: Natural = b""


NO_MARK = Mark()


def mark(node: Node) -> Mark:
    """The mark of a node; that of most nodes is empty."""
    begins = [natural(term.value) for term in node.get(_BEGIN, [])]
    own = pieces(node)  # in order, as all terms of a node are
    return Mark(own[0] if own else "", tuple(iris(node, _DERIVED)), max(begins, default=b""))


def pieces(node: Node) -> list[str]:
    """The pieces of evidence that a node has."""
    return iris(node, _EVIDENCE)


def mapped(node: Node) -> bytes:
    """What a mapping maps, as the beginning of a sorting key; that of other nodes is empty."""
    return b"".join(natural(term.value) for each in _MAPPED for term in node.get(each, []))


class Places:
    """Sorting keys of nodes. Those without a place come last, mappings by what they map.

    Args:
        mark: gives the mark of a node by its IRI; an empty one if there is no such node.
        owner: gives the node that has a piece of evidence; of several the last, of none "".
    """

    def __init__(self, mark: Callable[[str], Mark], owner: Callable[[str], str]) -> None:
        self._mark, self._owner = mark, owner

    def key(self, iri: str, mapped: bytes) -> bytes:
        """The sorting key of a node, given what it maps."""
        begin = self._begin(self._owner(iri) or iri)
        return (_PLACED + begin if begin else _UNPLACED + mapped) + natural(iri)

    def _begin(self, iri: str) -> Natural:
        """A span's begin; the last span's begin of a piece of evidence, or of the first piece."""
        own = self._mark(iri)
        spans = (self._mark(own.piece) if own.piece else own).spans or (iri,)
        return max(self._mark(span).begin for span in spans)


def graph_place(name: str) -> bytes:
    """The sorting key of a graph's name: by page, and then as ``_GRAPHS`` has them."""
    page, _, part = name.rpartition("/")
    rank = _GRAPHS.index(part) if part in _GRAPHS else len(_GRAPHS)
    return b"%b%c%b" % (natural(page), rank, natural(name))
