"""How deeply a file is nested: native parsers take memory and time, or break down, by its depth."""

import re
from itertools import accumulate
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import BinaryIO
from xml.parsers.expat import ExpatError, ParserCreate

from whimkg.errors import GraphError

__all__ = ["DEEPEST", "refuse_deep"]

#: Levels of elements, or of objects and arrays, that a file may have; none that is meant has more.
DEEPEST = 256
#: A string, whole or cut off by the file's end, or a bracket.
_JSON = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|([\[{])|[\]}]', re.DOTALL)


def refuse_deep(path: Path, format_name: str) -> None:
    """Look how deeply JSON-LD or RDF/XML is nested; what is malformed is for its parser to tell.

    Raises:
        GraphError: deeper than any that is meant.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        if format_name == "jsonld":
            deep = _is_deep_json(file)
        elif format_name in ("rdf", "xml"):
            deep = _is_deep_xml(file)
        else:
            return
    if deep:
        raise GraphError(
            f"it is nested more than {DEEPEST} levels deep",
            remedy="write the graph in another format, such as N-Triples",
        )


def _is_deep_json(file: BinaryIO) -> bool:
    if not file.seek(0, 2):
        return False
    text = mmap(file.fileno(), 0, access=ACCESS_READ)  # closed with the last match in it
    tokens = (found for found in _JSON.finditer(text) if found[0][:1] != b'"')
    steps = (1 if found[1] else -1 for found in tokens)
    return any(depth > DEEPEST for depth in accumulate(steps))


class _TooDeepError(Exception):
    """An element within too many others."""


def _is_deep_xml(file: BinaryIO) -> bool:
    depth = 0

    def begin(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _TooDeepError

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    try:
        parser.ParseFile(file)
    except _TooDeepError:
        return True
    except (ExpatError, ValueError):  # not well-formed, or in an encoding that is not known here
        return False
    return False
