"""SARIF 2.1.0, by which code hosts and editors show findings in a page's text.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

__all__ = ["file_uri", "log", "region"]

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_HOME = "https://w3id.org/whimkg/"


def log(
    rules: Iterable[dict[str, Any]], results: Iterable[dict[str, Any]], version: str
) -> dict[str, Any]:
    """A file of one run.

    Args:
        rules: reporting descriptors.
        results: results; their offsets count code points.
        version: of whimkg.
    """
    driver = {
        "name": "whimkg",
        "version": version,
        "informationUri": _HOME,
        "rules": list(rules),
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": list(results)}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def region(
    begin: int, end: int, line: int | None, column: int | None, text: str | None = None
) -> dict[str, Any]:
    """Characters of a text.

    Args:
        begin: offset of the first character, in code points from 0.
        end: offset after the last one.
        line: of the first character, from 1, where it is known.
        column: its place in that line, from 1.
        text: the whole text, where it is at hand: the characters are then quoted.
    """
    found: dict[str, Any] = {"charOffset": begin, "charLength": end - begin}
    if line and column:
        found |= {"startLine": line, "startColumn": column}
    if text is not None:
        words = text[begin:end]
        found |= _end(line, column, words) | {"snippet": {"text": words}}
    return found


def _end(line: int | None, column: int | None, words: str) -> dict[str, int]:
    """Line of the last character, and the column after it."""
    if not line or not column:
        return {}
    *before, last = words.split("\n")
    return {
        "endLine": line + len(before),
        "endColumn": len(last) + (1 if before else column),
    }


def file_uri(path: str) -> str:
    """A path or an address as SARIF names files.

    >>> file_uri("a b.txt")
    'a%20b.txt'
    """
    if "://" in path:
        return path
    return Path(path).as_uri() if Path(path).is_absolute() else quote(Path(path).as_posix())
