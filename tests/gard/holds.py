"""What must hold of whatever a reader gives, on any text whatever."""

import re

from tests.gard.spans import places
from whimkg.checks import verify_record
from whimkg.errors import WhimkgError
from whimkg.gard import Reading, read
from whimkg.gard.text import Text, digest, fold
from whimkg.record import Record, Row, from_yaml, to_yaml
from whimkg.tables import Tables

Pairs = set[tuple[str, str]]


def reading_of(text: str, using: Tables, *, partial: bool = False) -> Reading | None:
    """What a text gives; None where it is refused. Any other exception passes through."""
    try:
        return read(text, using, partial=partial)
    except WhimkgError:
        return None


def pairs(record: Record) -> Pairs:
    """The code and the label of each row."""
    return {(row.term, row.label) for row in record.rows}


def check(text: str, reading: Reading, using: Tables) -> None:
    """A reading says where on the page its words stand, and leaves out no line."""
    record = reading.record
    assert record.page.sha256 == digest(text)
    _check_spans(text, record)
    sections = {section.number: section for section in record.sections}
    for row in record.rows:
        _check_row(text, row, using)
        section = sections[row.section]
        assert section.begin <= row.spans.band.begin < row.spans.code.end <= section.end
    _check_number(text, record, using)
    _check_ledger(text, reading)
    _check_verified(text, record, using)


def check_written(record: Record) -> None:
    """A record comes back from its file as it was."""
    assert from_yaml(to_yaml(record)) == record


def _check_spans(text: str, record: Record) -> None:
    page = Text(text)
    for span in places(record):
        exact = text[span.begin : span.end]
        assert span.begin < span.end <= len(text)
        assert digest(exact) == span.sha256
        assert span.text in (None, exact)
        assert page.place(span.begin) == (span.line, span.column)
    for section in record.sections:
        assert digest(text[section.begin : section.end]) == section.sha256


def _check_row(text: str, row: Row, using: Tables) -> None:
    """Label, synonyms and code stand one below the other, or label and code in one line."""
    spans = row.spans
    assert fold(text[spans.label.begin : spans.label.end]) == row.label
    assert using.layout["code_prefix"] + ":" + text[spans.code.begin : spans.code.end] == row.term
    assert text[spans.band.begin : spans.band.end].startswith(using.band_of[row.band].heading[:4])
    printed = [fold(line) for line in text[spans.label.begin : spans.code.end].split("\n")]
    printed = [line for line in printed if line]
    code = row.term[-7:]
    more = [using.layout["more"]] if len(row.synonyms) > 1 else []
    rows = ([row.label, *row.synonyms, *more, code], [f"{row.label} {code}"])
    assert printed == rows[not row.synonyms]


def _check_number(text: str, record: Record, using: Tables) -> None:
    count, link = using.layout["count"], re.escape(using.layout["count_link"])
    counts = re.findall(rf"(?m)^\s*{count}\s+(\d+)\s+\|\s*?(?:{link})?\s*?$", text)
    if record.rows and record.page.complete:
        assert int(counts[0]) == len(record.rows)


def _check_ledger(text: str, reading: Reading) -> None:
    filled = [number for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    assert sorted(reading.ledger.lines) == filled
    last = 0
    for entry in reading.ledger.entries:
        assert last <= entry.begin < entry.end
        last = entry.end


def _check_verified(text: str, record: Record, using: Tables) -> None:
    try:
        outcome = verify_record(text, record, using)
    except WhimkgError:
        return  # two rows contradict each other
    assert outcome.holds
