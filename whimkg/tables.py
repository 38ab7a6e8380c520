"""The data tables of ``data/``, typed: every wording and identifier that the code goes by.

``Tables`` is what a reader and a graph are made with. ``load`` takes the bundled tables, and on
request adds a curator's own mappings and wordings.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from whimkg import resources
from whimkg.errors import TableFileError

__all__ = [
    "Band",
    "KnownPage",
    "Mapping",
    "SectionKind",
    "StatementKind",
    "Tables",
    "Term",
    "Wording",
    "load",
]

#: What a mapping's object is where a term was looked for and none was found (SSSOM).
NO_TERM = "sssom:NoTermFound"
#: Slots whose words stand under another slot in the mappings.
_VOCABULARY = {"differential": "disease"}


@dataclass(frozen=True, slots=True)
class Band:
    """A frequency band: its heading on the page, its HPO term and its bounds in percent."""

    band: str
    heading: str
    term: str | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class SectionKind:
    """A kind of section: the words that open it, and the ``infores`` CURIE of its source."""

    kind: str
    opening: str
    source: str


@dataclass(frozen=True, slots=True)
class StatementKind:
    """A kind of statement: the slots at both ends, the predicate and class, the qualifiers.

    A qualifier's value is a CURIE, a literal, or ``{disease}``. ``via`` names a predicate, a class
    and a predicate of another vocabulary that says the same through a node of its own.
    """

    kind: str
    subject: str
    predicate: str
    object: str
    association: str
    qualifiers: tuple[tuple[str, str], ...]
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """What a wording in a kind of section says: a statement, or something left out.

    Attributes:
        place: kind of section.
        wording: words with slots in braces; three dots stand for some words.
        kind: kind of statement; empty where the wording is left out.
        status: claim status.
        implied: slot and words of a term that the wording implies, as ``slot=words``.
        omitted: reason of ``data/reasons.tsv``; empty where a statement is made.
    """

    place: str
    wording: str
    kind: str
    status: str
    implied: str
    omitted: str


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page that is known by the digest of its stored text."""

    sha256: str
    gard_id: str
    url: str
    archived: str
    slug: str
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Mapping:
    """A row of an SSSOM table.

    Attributes:
        slot: the subject's category where the subject is words.
        source: the mapping set or file that says it, a CURIE.
        conflicts_with: keys of other rows of the same table, joined by ``|``.
        plain: whether the mapping may stand as a triple of its own, not only as a mapping.
    """

    subject: str
    subject_label: str
    slot: str
    predicate: str
    object: str
    object_label: str
    justification: str
    source: str
    conflicts_with: tuple[str, ...] = ()
    plain: bool = False

    @property
    def key(self) -> str:
        """Subject, predicate and object, joined by blanks."""
        return f"{self.subject} {self.predicate} {self.object}"


@dataclass(frozen=True, slots=True)
class Term:
    """A term's class and today's label, with the release that it was read in."""

    id: str
    category: str
    label: str
    source: str


@dataclass(frozen=True, eq=False)
class Tables:
    """All data tables."""

    layout: dict[str, Any]
    bands: tuple[Band, ...]
    sections: tuple[SectionKind, ...]
    slots: dict[str, str]
    statements: dict[str, StatementKind]
    wordings: tuple[Wording, ...]
    mappings: tuple[Mapping, ...]
    identities: tuple[Mapping, ...]
    hpo_kinds: dict[str, str]
    stock: dict[str, str]
    pages: dict[str, KnownPage]
    terms: dict[str, Term]
    sources: tuple[dict[str, str], ...]
    reasons: dict[str, str]

    @cached_property
    def _grounded(self) -> dict[str, dict[str, Mapping]]:
        """Slot to words in lower case to mapping."""
        found: dict[str, dict[str, Mapping]] = {}
        for row in self.mappings:
            found.setdefault(row.slot, {})[row.subject_label.lower()] = row
        return found

    def ground(self, slot: str, words: str) -> Mapping | None:
        """The mapping of words in a slot; None where there is none, or none was found."""
        row = self._grounded.get(_VOCABULARY.get(slot, slot), {}).get(words.lower())
        return None if row is None or row.object == NO_TERM else row

    def named(self, slot: str) -> tuple[Mapping, ...]:
        """All mappings of a slot, also those for which no term was found; longest words first."""
        known = self._grounded.get(_VOCABULARY.get(slot, slot), {}).values()
        return tuple(sorted(known, key=lambda row: (-len(row.subject_label), row.subject_label)))

    def labels(self, slot: str) -> tuple[str, ...]:
        """The words that stand for a term in a slot, longest first."""
        return tuple(row.subject_label for row in self.named(slot) if row.object != NO_TERM)

    @cached_property
    def band_of(self) -> dict[str, Band]:
        """Band by its name."""
        return {band.band: band for band in self.bands}


def rows(text: str, where: str) -> Iterator[dict[str, str]]:
    """The rows of a table: tab-separated, first line the names, lines with ``#`` before it skipped.

    Raises:
        TableFileError: a row has more or fewer cells than there are names (with file and line).
    """
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    while lines and lines[0][1].startswith("#"):
        lines.pop(0)
    if not lines:
        raise TableFileError("empty table", where=where, remedy="give a line of column names")
    names = lines[0][1].split("\t")
    for (number, _), cells in zip(
        lines[1:],
        csv.reader((line for _, line in lines[1:]), delimiter="\t", quoting=csv.QUOTE_NONE),
        strict=True,
    ):
        if len(cells) != len(names):
            raise TableFileError(
                f"{len(cells)} cells, but {len(names)} columns",
                where=f"{where}:{number}",
                remedy="give every column a cell, separated by tabs",
            )
        yield dict(zip(names, cells, strict=True))


def _bundled(name: str) -> Iterator[dict[str, str]]:
    return rows(resources.text(f"data/{name}"), name)


def _mapping(row: dict[str, str], where: str) -> Mapping:
    try:
        return Mapping(
            subject=row.get("subject_id", ""),
            subject_label=row["subject_label"],
            slot=row.get("subject_category", ""),
            predicate=row["predicate_id"],
            object=row["object_id"],
            object_label=row.get("object_label", ""),
            justification=row["mapping_justification"],
            source=row.get("mapping_source", ""),
            conflicts_with=tuple(filter(None, row.get("conflicts_with", "").split("|"))),
            plain=row.get("plain", "") == "true",
        )
    except KeyError as error:
        raise TableFileError(
            f"no column {error.args[0]!r}", where=where, remedy="give the SSSOM column"
        ) from error


def _mappings(text: str, where: str) -> tuple[Mapping, ...]:
    return tuple(_mapping(row, where) for row in rows(text, where))


def _wordings(text: str, where: str) -> tuple[Wording, ...]:
    try:
        return tuple(Wording(**row) for row in rows(text, where))
    except TypeError as error:
        raise TableFileError(
            "wrong columns",
            where=where,
            remedy=f"give the columns {', '.join(Wording.__slots__)}",
        ) from error


def _statements() -> Iterator[StatementKind]:
    for row in _bundled("statements.tsv"):
        pairs = [pair.partition("=") for pair in row.pop("qualifiers").split(";") if pair]
        qualifiers = tuple(sorted((slot, value) for slot, _, value in pairs))
        via = tuple(row.pop("via").split())
        yield StatementKind(**row, qualifiers=qualifiers, via=via)


def _band(row: dict[str, str]) -> Band:
    low, high = (int(row[k]) if row[k] else None for k in ("low", "high"))
    return Band(row["band"], row["heading"], row["term"] or None, low, high)


@cache
def _all() -> Tables:
    known = (
        KnownPage(**{**row, "reviewed": row["reviewed"] == "yes"})  # type: ignore[arg-type]
        for row in _bundled("pages.tsv")
    )
    return Tables(
        layout=json.loads(resources.text("data/layout.json")),
        bands=tuple(_band(row) for row in _bundled("bands.tsv")),
        sections=tuple(SectionKind(**row) for row in _bundled("sections.tsv")),
        slots={row["slot"]: row["category"] for row in _bundled("slots.tsv")},
        statements={kind.kind: kind for kind in _statements()},
        wordings=_wordings(resources.text("data/wordings.tsv"), "wordings.tsv"),
        mappings=_mappings(resources.text("data/mappings.sssom.tsv"), "mappings.sssom.tsv"),
        identities=_mappings(resources.text("data/identities.sssom.tsv"), "identities.sssom.tsv"),
        hpo_kinds={row["hp_id"]: row["kind"] for row in _bundled("hpo_kinds.tsv")},
        stock={row["sha256"]: row["reason"] for row in _bundled("stock.tsv")},
        pages={page.sha256: page for page in known},
        terms={row["id"]: Term(**row) for row in _bundled("terms.tsv")},
        sources=tuple(_bundled("sources.tsv")),
        reasons={row["reason"]: row["meaning"] for row in _bundled("reasons.tsv")},
    )


def _own(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TableFileError(f"cannot be read: {error}", where=str(path)) from error


def load(*, mappings: Path | None = None, wordings: Path | None = None) -> Tables:
    """The bundled tables; where they name the same words, a curator's own rows win.

    Args:
        mappings: an SSSOM table (TSV) with literal subjects.
        wordings: a table with the columns of ``data/wordings.tsv``.

    Raises:
        TableFileError: a table cannot be read or lacks a column.
    """
    from dataclasses import replace

    tables = _all()
    if mappings:
        own = _mappings(_own(mappings), str(mappings))
        tables = replace(tables, mappings=tables.mappings + own)
    if wordings:
        more = _wordings(_own(wordings), str(wordings))
        tables = replace(tables, wordings=more + tables.wordings)
    return tables
