"""Claims read from texts, held against the judgements of persons.

A folder of truth holds ``pages/`` (texts, each named by GARD id and slug), ``claims.tsv`` (kind,
gard_id, value, verdict, sentence) and ``false_sentences.tsv`` (after_line, why, sentence). What was
judged later stands in ``judged.tsv`` beside this file, by the digest of the sentence: no text of a
page enters the project.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from whimkg import tables
from whimkg.errors import PageError
from whimkg.gard import Reading, read
from whimkg.gard.text import digest, fold

__all__ = ["JUDGED", "Found", "Verdicts", "claims_of", "pages", "readable", "rows", "unqualified"]

JUDGED = Path(__file__).with_name("judged.tsv")
USING = tables.load()
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """A claim: its kind, the page's GARD id, the words of its term, and its sentence."""

    kind: str
    gard_id: str
    value: str
    sentence: str
    qualified: str = ""

    @property
    def key(self) -> Key:
        """What a judgement knows it by."""
        return self.kind, self.gard_id, self.value.lower(), digest(fold(self.sentence))


class Verdicts:
    """The judgements of a folder, and those of the project."""

    def __init__(self, folder: Path) -> None:
        self._known: dict[Key, str] = {}
        for row in rows(JUDGED):
            key = (row["kind"], row["gard_id"], row["value"].lower(), row["sha256"])
            self._known[key] = row["verdict"]
        self.given: set[Key] = set()
        for row in rows(folder / "claims.tsv"):
            found = Found(row["kind"], row["gard_id"], row["value"], row["sentence"])
            self._known[found.key] = row["verdict"]
            self.given.add(found.key)

    def of(self, found: Found) -> str:
        """``true``, ``false``, or ``new`` where nobody has judged the claim."""
        return self._known.get(found.key, "new")

    def true(self) -> Iterator[Key]:
        """The claims of the folder that were judged true."""
        return (key for key in self.given if self._known[key] == "true")


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table of tab-separated text."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def pages(folder: Path) -> Iterator[tuple[str, str]]:
    """GARD id and text of each page, in order of the files' names."""
    for path in sorted((folder / "pages").glob("*.txt")):
        yield path.name.partition("-")[0], path.read_text(encoding="utf-8")


#: Kinds of statements by the names that judgements use.
_KINDS = {"inheritance": "inheritance", "gene-causes": "gene", "onset": "onset"}


def readable(text: str) -> Reading | None:
    """What a page gives; None where it is refused."""
    try:
        return read(text, USING)
    except PageError:
        return None


def claims_of(reading: Reading, gard_id: str, text: str) -> Iterator[Found]:
    """The claims of a page on inheritance, genes and onset; of others, all kinds by their names."""
    for claim in reading.record.claims:
        yield Found(
            _KINDS.get(claim.kind, claim.kind),
            gard_id,
            claim.mentions[0].words,
            text[claim.sentence.begin : claim.sentence.end],
            " ".join(claim.qualified),
        )


def unqualified(page: str, line: int, sentence: str) -> list[Found]:
    """The claims that a sentence makes behind a line of a page, and that nothing qualifies."""
    lines = page.split("\n")
    text = "\n".join([*lines[:line], sentence, *lines[line:]])
    reading = readable(text)
    return [
        found
        for found in (claims_of(reading, "9297", text) if reading else ())
        if fold(found.sentence) in fold(sentence) and not found.qualified
    ]
