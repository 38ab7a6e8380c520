"""What the engine reads otherwise than its standard wants: it is refused before it is read."""

import re
from mmap import ACCESS_READ, mmap
from pathlib import Path

from whimkg.errors import GraphError

__all__ = ["dot_segments", "refuse_misread"]

#: A base with dot segments, which the engine leaves in what it resolves against it (RFC 3986, 5.2).
_TURTLE = re.compile(rb"(?i)\bbase\s*<([^<>\s]*/\.\.?(?:[/?#][^<>\s]*)?)>")
_XML = re.compile(rb"""xml:base\s*=\s*["']([^"'\s]*/\.\.?(?:[/?#][^"'\s]*)?)["']""")
_BASES = {"ttl": _TURTLE, "trig": _TURTLE, "n3": _TURTLE, "rdf": _XML, "xml": _XML}
#: A map by types, and a context within another, which does not hold for types that are keys.
_TYPE_MAP = re.compile(rb'"@container"\s*:\s*(?:\[[^\]]*)?"@type"')
_CONTEXT = re.compile(rb'"@context"\s*:')


def refuse_misread(path: Path, format_name: str) -> None:
    """Look for what the engine would read wrongly.

    Raises:
        GraphError: there is such a thing.
        OSError: the file cannot be read.
    """
    if not path.stat().st_size:
        return
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as text:
        pattern = _BASES.get(format_name)
        found = pattern.search(text) if pattern else None
        base = bytes(found[1]).decode(errors="replace") if found else ""
        found = _TYPE_MAP.search(text) if format_name == "jsonld" else None
        scoped = bool(found) and len(_CONTEXT.findall(text)) > 1
        del found
    if base:
        raise dot_segments(base)
    if scoped:
        raise GraphError(
            "it maps by @type, and has a context within a context, which are not read together",
            remedy="expand the document with another tool first",
        )


def dot_segments(iri: str) -> GraphError:
    """An IRI that would have to be resolved further."""
    return GraphError(
        f"<{iri}> has dot segments, which would not be resolved",
        remedy="write it without . and .. in its path",
    )
