"""Web Annotations in JSON-LD: each piece of evidence, with its places on the stored text.

The body is the statement, the targets are its places: a position selector, which counts code points
from 0, the end excluded, as whimkg does; and a quote selector, where the words may stand in the
graph. Whoever has the text can show the annotations on it, or verify them.

Source: https://www.w3.org/TR/annotation-model/.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from whimkg.base.namespaces import contract, expand
from whimkg.errors import GraphError
from whimkg.export.json_text import laid_out
from whimkg.export.views.source import Source

__all__ = ["write"]

#: The standard's context, and our words beside it: the body's, and the digest of a place.
_CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        **{
            end: {"@id": expand(f"biolink:{end}"), "@type": "@id"}
            for end in ("subject", "predicate", "object")
        },
        "label": expand("rdfs:label"),
        "sha256": expand("whimkg:sha256"),
    },
]
_NAMES = ("subject", "predicate", "object")


def write(source: Source) -> dict[str, bytes]:
    """One page of annotations, in order of text and statement.

    Raises:
        GraphError: no statement has evidence.
    """
    rows = source.rows("web-annotation", curies=False)
    items = [_annotation(list(found)) for _, found in groupby(rows, lambda row: row["evidence"])]
    if not items:
        raise GraphError(
            "no statement of the graph has evidence", remedy="give a graph that whimkg has built"
        )
    content = {"@context": _CONTEXT, "type": "AnnotationPage", "items": items}
    return {".web-annotation.jsonld": (laid_out(content) + "\n").encode()}


def _annotation(rows: list[dict[str, str]]) -> dict[str, Any]:
    first = rows[0]
    body = {"id": first["statement"], **{end: first[end] for end in _NAMES}, "label": _label(first)}
    return {
        "id": first["evidence"],
        "type": "Annotation",
        "motivation": "linking",
        "body": body,
        "target": [_target(row) for row in rows],
    }


def _label(row: dict[str, str]) -> str:
    """The statement in words."""
    predicate = contract(row["predicate"]) or row["predicate"]
    words = predicate.rpartition(":")[2].replace("_", " ")
    subject, obj = (row.get(f"{end}Name") or row[end] for end in ("subject", "object"))
    denied = "not " if row.get("negated") == "true" else ""
    return f"{subject} {denied}{words} {obj}"


def _target(row: dict[str, str]) -> dict[str, Any]:
    target: dict[str, Any] = {"source": row["snapshot"], "selector": list(_selectors(row))}
    return target | {"sha256": row["sha256"]} if "sha256" in row else target


def _selectors(row: dict[str, str]) -> Iterator[dict[str, Any]]:
    yield {
        "type": "TextPositionSelector",
        "start": _number(row["begin"]),
        "end": _number(row["end"]),
    }
    if "words" in row:
        yield {"type": "TextQuoteSelector", "exact": row["words"]}


def _number(text: str) -> int:
    """An offset.

    Raises:
        GraphError: it is none.
    """
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise GraphError(
            f"{text!r} is no offset", remedy="whimkg.verify(…) says which place it is of"
        )
    return int(text)
