"""Where on the page a node stands: the order inside a group, and that of graphs in a dataset.

A statement stands where its first piece of evidence does, and every piece of evidence with its
statement; so the place of a node depends on others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from whimkg.base.namespaces import expand
from whimkg.export.rdf.nodes import Index, Natural, Node, iris, natural

__all__ = ["Place", "graph_place", "places"]

#: A sorting key.
Place: TypeAlias = tuple[Any, ...]

_EVIDENCE, _DERIVED = expand("whimkg:evidence"), expand("prov:wasDerivedFrom")
_BEGIN = expand("nif:beginIndex")
_MAPPED = [expand(f"sssom:{each}") for each in ("subject_id", "subject_label", "object_id")]
#: The graphs of a page in their order.
_GRAPHS = ("statements", "evidence", "identities", "description")


def places(index: Index) -> Callable[[str], Place]:
    """A function that gives the sorting key of a node by its IRI.

    Nodes without a position come last, mappings among them by what they map.
    """
    owners = {piece: iri for iri, node in index.items() for piece in iris(node, _EVIDENCE)}

    def begin(iri: str) -> Natural | None:
        """Where the last span begins of a piece of evidence, or of the first piece."""
        node = index.get(iri, {})
        pieces = iris(node, _EVIDENCE)
        spans = iris(index.get(pieces[0], {}) if pieces else node, _DERIVED) or [iri]
        found = (_begin(index.get(span, {})) for span in spans)
        return max((each for each in found if each), default=None)

    def place(iri: str) -> Place:
        if found := begin(owners.get(iri, iri)):
            return (0, found, natural(iri))
        return (1, *_mapped(index[iri]), natural(iri))

    return place


def _begin(node: Node) -> Natural | None:
    return max((natural(term.value) for term in node.get(_BEGIN, [])), default=None)


def _mapped(node: Node) -> list[Natural]:
    return [natural(term.value) for each in _MAPPED for term in node.get(each, [])]


def graph_place(name: str) -> Place:
    """The sorting key of a graph's name: by page, and then as ``_GRAPHS`` has them."""
    page, _, part = name.rpartition("/")
    rank = _GRAPHS.index(part) if part in _GRAPHS else len(_GRAPHS)
    return natural(page), rank, natural(name)
