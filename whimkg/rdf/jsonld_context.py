"""What is wrong with a ``@context`` of JSON-LD, where its parser drops what depends on it.

The parser says no more than that an IRI is relative, or leaves the value out; whoever wrote the
file wants to know which line of the context to mend. So this is asked only after something went
wrong, and never of a file that was read whole.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whimkg.errors import GraphError

__all__ = ["refuse_relative_mappings"]

_NO_BASE = "say to what with base_iri=…: the address that the file has or will have"
_NO_VOCAB = "write that IRI in full, or give the @context a @vocab"


def refuse_relative_mappings(path: Path, base_iri: str) -> None:
    """See that no context of a file maps a term to what is no IRI, or is relative to nothing.

    Args:
        path: a file of JSON-LD.
        base_iri: what relative IRIs are resolved against; may be empty.

    Raises:
        GraphError: one does.
        OSError: the file cannot be read.
    """
    try:
        document = json.loads(path.read_bytes())
    except ValueError:  # no JSON, which its parser has said
        return
    contexts = list(_contexts(document))
    known = {key for context in contexts for key in context}
    bases, vocabularies = (_texts(contexts, key) for key in ("@base", "@vocab"))
    if not base_iri and all(map(_is_relative, bases)):
        for key, iris in (("@base", bases), ("@vocab", vocabularies)):
            _refuse(
                ((key, iri) for iri in iris if _is_relative(iri) and iri not in known), _NO_BASE
            )
    if not vocabularies:
        mappings = (mapping for context in contexts for mapping in _mappings(context))
        _refuse(
            (each for each in mappings if _is_relative(each[1]) and each[1] not in known), _NO_VOCAB
        )


def _refuse(found: Iterator[tuple[str, str]], remedy: str) -> None:
    for key, iri in found:
        raise GraphError(f"its @context has a relative IRI for {key}: {iri!r}", remedy=remedy)


def _contexts(node: Any) -> Iterator[dict[str, Any]]:
    """All contexts of a document, those within others, too."""
    if isinstance(node, list):
        for each in node:
            yield from _contexts(each)
    elif isinstance(node, dict):
        context = node.get("@context")
        yield from (
            each
            for each in (context if isinstance(context, list) else [context])
            if isinstance(each, dict)
        )
        for each in node.values():
            yield from _contexts(each)


def _texts(contexts: list[dict[str, Any]], key: str) -> list[str]:
    return [context[key] for context in contexts if isinstance(context.get(key), str)]


def _mappings(context: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The terms of a context, each with what it, or its type, is mapped to."""
    for key, value in context.items():
        if key.startswith("@"):
            continue
        parts = (
            (value.get(part) for part in ("@id", "@reverse", "@type"))
            if isinstance(value, dict)
            else [value]
        )
        yield from ((key, part) for part in parts if isinstance(part, str))


def _is_relative(iri: str) -> bool:
    return ":" not in iri and not iri.startswith("@")
