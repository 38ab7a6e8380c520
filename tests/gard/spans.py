"""The spans of a record, found by walking it: what a record gains later is found too."""

from collections.abc import Iterator
from typing import Any

import msgspec

from whimkg.record import Record, Span


def spans(part: Any) -> Iterator[Span]:
    """Every span in a record or a part of one, in order; the same place may come twice."""
    if isinstance(part, Span):
        yield part
    elif isinstance(part, msgspec.Struct):
        for name in part.__struct_fields__:
            yield from spans(getattr(part, name))
    elif isinstance(part, tuple):
        for item in part:
            yield from spans(item)


def places(record: Record) -> list[Span]:
    """Every span of a record once, in page order."""
    return sorted(dict.fromkeys(spans(record)), key=lambda span: (span.begin, span.end))
