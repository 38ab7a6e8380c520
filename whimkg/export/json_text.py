"""JSON for people: like ``json.dumps(indent=2)``, but what is short and flat stays on its line."""

import json
import re
from typing import Any

__all__ = ["inert", "laid_out"]

_WIDTH = 96
_MARKUP = re.compile("<(?=/|!--)")
_dumps = json.JSONEncoder(ensure_ascii=False).encode


def inert(text: str) -> str:
    r"""The same JSON, in which no text ends a ``<script>`` of a web page or opens a comment there.

    >>> print(inert('"a<sub>2</sub>, p < 1 <!-- b"'))
    "a<sub>2\u003c/sub>, p < 1 \u003c!-- b"
    """
    return _MARKUP.sub(r"\\u003c", text)


def laid_out(value: Any, margin: int = 0) -> str:
    """JSON text in which every list or object that fits on a line has one line.

    >>> print(laid_out({"a": [1, 2], "b": {"c": [3]}}))
    {
      "a": [1, 2],
      "b": {
        "c": [3]
      }
    }
    """
    if not isinstance(value, dict | list):
        return _dumps(value)
    inner = list(value.values() if isinstance(value, dict) else value)
    if not any(isinstance(each, dict | list) for each in inner):
        line = _dumps(value)
        if margin + len(line) <= _WIDTH:
            return line
    written = [laid_out(each, margin + 2) for each in inner]
    if isinstance(value, dict):
        written = [f"{_dumps(key)}: {text}" for key, text in zip(value, written, strict=True)]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    space = " " * margin
    body = ",\n".join(f"{space}  {text}" for text in written)
    return f"{opening}\n{body}\n{space}{closing}"
