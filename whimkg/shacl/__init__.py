"""Graph in, findings out: SHACL, and a place on the page for each finding.

* `report`   what is found, as plain values
* `shapes`   the bundled shapes by layer, their targets, and shapes that can never check anything
* `engine`, `constraints`, `paths`, `datatypes`   shapes compiled once, which validate `triples`
* `user_shapes`   shapes of a user's own, of any kind, for which pySHACL is the engine
* `places`   from a node of the graph to characters of the page
* `sarif`, `turtle`   the outcome for code hosts, and as SHACL's own report

The verdict is counted from the severities of the results. SHACL's ``conforms`` plays no part,
and a shape that found no focus node is a failure of its own, unless it is marked as optional.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from whimkg.shacl.report import LAYERS, UNCHECKED, Finding, Layer, Place, Report, Severity, Tally

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Quad

    from whimkg.shacl.shapes import Shapes
    from whimkg.shacl.user_shapes import UserShapes

__all__ = [
    "LAYERS",
    "UNCHECKED",
    "Finding",
    "Layer",
    "Place",
    "Report",
    "Severity",
    "Tally",
    "validate",
]


def validate(
    graph: Iterable[Quad] | rdflib.Graph,
    *,
    layer: Layer = "strict",
    shapes: Shapes | UserShapes | None = None,
    timeout: float | None = None,
    memory: int | None = None,
) -> Report:
    """Validate a graph against the bundled shapes.

    Args:
        graph: quads, or one of rdflib's graphs or datasets; named graphs are united.
        layer: ``base`` for a well-formed graph, ``strict`` for one that can be published.
        shapes: other shapes, of any layer; those of a user's own can be of any kind.
        timeout: seconds that a user's shapes may take; default 120, and one for each 1,000 triples.
        memory: bytes that they may take beside the graph (on Linux); default a 32nd part of the
            machine's.

    Raises:
        GraphError: the graph is empty, the shapes are no Turtle, or a user's passed a limit.
    """
    from whimkg.shacl.checking import check
    from whimkg.shacl.shapes import Shapes

    if shapes is None or isinstance(shapes, Shapes):
        return check(graph, shapes or layer)
    from whimkg.shacl import user_shapes  # pySHACL takes long to import

    return user_shapes.check(graph, shapes, timeout, memory)
