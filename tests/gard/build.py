"""Pages made of parts, for tests of one part at a time."""

from whimkg import tables
from whimkg.gard import Reading, read

LAYOUT = tables.load().layout
HEADER = LAYOUT["header"]
DATED = "Last updated: 1/2/2003"
COLUMNS = "\n".join(LAYOUT["columns"])
MOST = "80%-99% of people have these symptoms"
SOME = "30%-79% of people have these symptoms"


def table(*lines: str, count: int, below: str = DATED) -> str:
    """A symptom table of these lines, with its opening words and its date."""
    count_line = f"Showing of {count} |"
    return "\n".join(
        ["This table lists symptoms.", "", count_line, COLUMNS, *lines, count_line, below]
    )


def page(*parts: str, head: str = "A disease") -> str:
    """A page of these parts, with blank lines between them."""
    return "\n\n".join([HEADER, head, *parts])


def reading(
    *parts: str,
    head: str = "A disease",
    url: str | None = None,
    gard_id: str | None = None,
    partial: bool = False,
) -> Reading:
    """What such a page gives."""
    text = page(*parts, head=head)
    return read(text, tables.load(), url=url, gard_id=gard_id, partial=partial)


def text(words: str) -> str:
    """A dated text."""
    return f"{words}\n{DATED}"
