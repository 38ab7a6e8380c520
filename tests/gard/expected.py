"""The rows of the page's table as a person read them, and as a reading gives them."""

import csv

from tests.pages.mask import TWIN
from whimkg.gard import Reading


def expected_rows() -> list[dict[str, str]]:
    """From ``tests/pages/whim-rows.tsv``, which no reader of ours has written."""
    with TWIN.with_name("whim-rows.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def found_rows(reading: Reading) -> list[dict[str, str]]:
    """The same columns from a reading."""
    return [
        {
            "line": str(row.spans.code.line),
            "term": row.term,
            "kind": row.kind,
            "label": row.label,
            "band": row.band,
            "synonyms": "|".join(row.synonyms),
        }
        for row in reading.record.rows
    ]
