"""The layout's data: what to select, and the words that the site prints."""

import json
from functools import cache
from typing import Any

from whimkg.base import resources
from whimkg.source import Document

__all__ = ["is_page", "layout"]


@cache
def layout() -> dict[str, Any]:
    """The content of ``data/site2022.json``."""
    found: dict[str, Any] = json.loads(resources.text("data/site2022.json"))
    return found


def is_page(document: Document) -> bool:
    """Whether a document is a page of this layout: by its generator and its main element."""
    marks = layout()["recognised"]
    return next(document.root.iter(marks["element"]), None) is not None and any(
        meta.get("name") == "generator" and meta.get("content", "").startswith(marks["generator"])
        for meta in document.root.iter("meta")
    )
