"""The questions that nodes and edges are made from, and which triples these can see."""

import re
from functools import cache

from whimkg.resources import text

__all__ = ["KGX", "LISTS", "ROWS", "predicates", "prefixes"]

#: A row for each node, and for each edge.
ROWS = ("kgx-nodes", "kgx-edges")
#: A row for each value of a list that a node has, and that an edge has.
LISTS = ("kgx-node-lists", "kgx-edge-lists")
KGX = ROWS + LISTS
_DECLARED = re.compile(r"^PREFIX (\S+): <(\S+)>$", re.MULTILINE)
_NAME = re.compile(r"(?<![\w<:?])([A-Za-z]\w*):([A-Za-z_]\w*)")
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def prefixes(question: str) -> dict[str, str]:
    """The prefixes that a question of ``queries/export/`` declares."""
    return dict(_DECLARED.findall(text(f"queries/export/{question}.rq")))


@cache
def predicates(questions: tuple[str, ...] = KGX) -> frozenset[str]:
    """The IRIs that questions name; among them are all predicates that they go by."""
    found = {_TYPE}
    for question in questions:
        known = prefixes(question)
        for prefix, local in _NAME.findall(text(f"queries/export/{question}.rq")):
            if prefix in known:
                found.add(known[prefix] + local)
    return frozenset(found)
