"""The record's types as a JSON Schema, so that editors check a record while it is written."""

import json
import re
from typing import Any

import msgspec

from whimkg.record import model
from whimkg.record.model import Record

__all__ = ["IRI", "schema", "schema_text"]

#: The schema's own name; the bundled file is ``data/record.schema.json``.
IRI = "https://w3id.org/whimkg/record.schema.json"
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_FIELD = re.compile(r"^ {4}(\w+(?:, \w+)*): (.*)$")


def schema() -> dict[str, Any]:
    """The schema, made from the types: their constraints and what their docstrings say."""
    made = msgspec.json.schema(Record)
    parts = made["$defs"]
    for name, part in parts.items():
        _describe(part, getattr(model, name).__doc__ or "")
    return {
        "$schema": _DRAFT,
        "$id": IRI,
        "title": "Disease record",
        "description": "What one page says about one disease, with the place of every word.",
        "$ref": made["$ref"],
        "$defs": {name: _portable(parts[name]) for name in sorted(parts)},
    }


def schema_text() -> str:
    """The content of ``data/record.schema.json``."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _describe(part: dict[str, Any], doc: str) -> None:
    """Give a type and its fields the words of its docstring."""
    summary, _, rest = doc.partition("\n\n")
    part["description"] = _plain(summary)
    words: list[str] = []
    descriptions: dict[str, list[str]] = {}
    for line in _dedented(rest):
        if found := _FIELD.match(line):
            words = [found[2]]
            descriptions |= dict.fromkeys(found[1].split(", "), words)
        elif line.startswith("     "):
            words.append(line.strip())
    for name, said in descriptions.items():
        part["properties"][name] |= {"description": _plain(" ".join(said))}


def _plain(words: str) -> str:
    return " ".join(words.replace("``", "`").split())


def _dedented(text: str) -> list[str]:
    """The lines below ``Attributes:``, with the indentation that follows from it."""
    lines = text.splitlines()
    head = next((line for line in lines if line.strip() == "Attributes:"), None)
    if head is None:
        return []
    return [line[len(head) - len(head.lstrip()) :] for line in lines[lines.index(head) + 1 :]]


def _portable(part: Any) -> Any:
    """Patterns as every editor reads them: Python alone has an end of text other than ``$``."""
    if isinstance(part, dict):
        return {
            key: value.replace("\\Z", "$") if key == "pattern" else _portable(value)
            for key, value in part.items()
        }
    return [_portable(each) for each in part] if isinstance(part, list) else part
