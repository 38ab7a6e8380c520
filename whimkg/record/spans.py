"""Places on a page, and the forms that fields of a record have."""

from datetime import date
from hashlib import sha256
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

__all__ = [
    "Count",
    "Curie",
    "Day",
    "Digest",
    "GardId",
    "Ground",
    "Month",
    "Name",
    "Named",
    "Offset",
    "Part",
    "Qualifier",
    "RowSpans",
    "Slug",
    "Span",
    "Status",
    "check_words",
    "is_day",
]

#: A prefix, a colon and an identifier; whether the prefix is known shows when it is expanded.
Curie = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_.]*:[^\s/:]\S*\Z")]
Offset = Annotated[int, Meta(ge=0)]
Count = Annotated[int, Meta(ge=1)]
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
#: A file's name and a part of an IRI on any system, whatever is put behind it.
Slug = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,199}\Z")]
GardId = Annotated[str, Meta(pattern=r"^GARD:\d{7}\Z")]
Named = Annotated[str, Meta(pattern=r"^(resource|organization)\Z")]
Month = Annotated[str, Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])\Z")]
Qualifier = Annotated[str, Meta(pattern=r"^fewer than\Z")]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}\Z")]

#: How firmly the page speaks, from the firmest down; a row of a table is only listed.
Status = Literal[
    "established", "recommended", "reported", "assumed", "mentioned", "investigational", "listed"
]

#: By which of a term's names words were found to stand for it.
Ground = Literal[
    "label", "exact synonym", "page's synonym", "approved symbol", "previous symbol", "table"
]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of a record: immutable, without unknown fields."""


class Span(Part, frozen=True):
    """Exact characters of the page.

    Attributes:
        begin: offset of the first character, in code points from 0.
        end: offset after the last character; greater than ``begin``.
        line: line of the first character, from 1.
        column: its place in that line, from 1.
        sha256: digest of exactly these characters, 64 hex digits.
        text: the characters, only where they may stand: names and table cells.
    """

    begin: Offset
    end: Offset
    line: Count
    column: Count
    sha256: Digest
    text: str | None = None

    def __post_init__(self) -> None:
        if self.begin >= self.end:
            raise ValueError(f"no character stands from {self.begin} to {self.end}")
        if self.text is not None and not self._is(self.text):
            raise ValueError(f"{self.text!r} has another length or digest than the span")

    def __repr__(self) -> str:
        words = "" if self.text is None else f": {self.text!r}"
        return f"<Span {self.begin}-{self.end}, line {self.line}, column {self.column}{words}>"

    def _is(self, text: str) -> bool:
        digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return len(text) == self.end - self.begin and digest == self.sha256


class RowSpans(Part, frozen=True):
    """The three places of a table row: its band's heading, its label, its seven-digit code."""

    band: Span
    label: Span
    code: Span


class Name(Part, frozen=True):
    """A name that the page gives, and where."""

    text: str
    span: Span

    def __post_init__(self) -> None:
        check_words(self.text, self.span)


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, ``YYYY-MM-DD``.

    >>> is_day("2022-12-05"), is_day("2022-02-30"), is_day("20221205")
    (True, False, False)
    """
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def check_words(words: str, span: Span) -> None:
    """Refuse words that are not those of their place, white space aside."""
    if span.text is not None and span.text.split() != words.split():
        raise ValueError(f"{words!r} is not what stands there: {span.text!r}")
