"""Reads the data tables: the bundled ones, and a curator's own."""

import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from math import inf
from pathlib import Path

from whimkg.base import resources
from whimkg.base.texts import read_text
from whimkg.errors import TableFileError
from whimkg.tables.ages import AgeForm, Ages, OnsetAge
from whimkg.tables.kinds import (
    Band,
    KnownPage,
    Mapping,
    Phrase,
    SectionKind,
    StatementKind,
    Tables,
    Term,
    Wording,
)
from whimkg.tables.meaning import check
from whimkg.tables.tsv import rows
from whimkg.terms import releases

__all__ = ["load"]


def _bundled(name: str) -> Iterator[dict[str, str]]:
    return (row for _, row in rows(resources.text(f"data/{name}"), name))


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
    return tuple(_mapping(row, place) for place, row in rows(text, where))


def _wordings(text: str, where: str) -> dict[str, Wording]:
    """The wordings by their place in the file."""
    try:
        return {place: Wording(**row) for place, row in rows(text, where)}
    except TypeError as error:
        raise TableFileError(
            "wrong columns",
            where=where,
            remedy=f"give the columns {', '.join(Wording.__slots__)} (the last two may be missing)",
        ) from error


def _phrases() -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, list[Phrase]] = {}
    for row in _bundled("phrases.tsv"):
        phrase = Phrase(**row)  # type: ignore[arg-type]
        found.setdefault(phrase.set, []).append(phrase)
    return {name: tuple(phrases) for name, phrases in found.items()}


def _statements() -> Iterator[StatementKind]:
    for row in _bundled("statements.tsv"):
        pairs = [pair.partition("=") for pair in row.pop("qualifiers").split(";") if pair]
        qualifiers = tuple(sorted((slot, value) for slot, _, value in pairs))
        via = tuple(row.pop("via").split())
        yield StatementKind(**row, qualifiers=qualifiers, via=via)


def _band(row: dict[str, str]) -> Band:
    low, high = (int(row[k]) if row[k] else None for k in ("low", "high"))
    return Band(row["band"], row["heading"], row["term"] or None, low, high)


def _ages() -> Ages:
    forms = ((row, Fraction(row.pop("years"))) for row in _bundled("ages.tsv"))
    return Ages(
        forms=tuple(AgeForm(**row, years=years) for row, years in forms),
        numbers={row["word"]: int(row["number"]) for row in _bundled("numbers.tsv")},
        onsets=tuple(_onset_age(row) for row in _bundled("onset_ages.tsv")),
    )


def _onset_age(row: dict[str, str]) -> OnsetAge:
    site_low = Fraction(row["site_low"]) if row["site_low"] else None
    high, site_high = (Fraction(row[cell]) if row[cell] else inf for cell in ("high", "site_high"))
    return OnsetAge(row["term"], row["label"], Fraction(row["low"]), high, site_low, site_high)


def _sources() -> Iterator[dict[str, str]]:
    """The rows of ``sources.tsv``, then the releases of terms that are not among them."""
    listed = {row["id"]: row for row in _bundled("sources.tsv")}
    yield from listed.values()
    columns = next(iter(listed.values()))
    for release in releases().values():
        if release.id not in listed:
            yield {column: getattr(release, column, "") for column in columns}


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
        wordings=tuple(_wordings(resources.text("data/wordings.tsv"), "wordings.tsv").values()),
        phrases=_phrases(),
        ages=_ages(),
        mappings=_mappings(resources.text("data/mappings.sssom.tsv"), "mappings.sssom.tsv"),
        identities=_mappings(resources.text("data/identities.sssom.tsv"), "identities.sssom.tsv"),
        hpo_kinds={row["hp_id"]: row["kind"] for row in _bundled("hpo_kinds.tsv")},
        stock={row["sha256"]: row["reason"] for row in _bundled("stock.tsv")},
        pages={page.sha256: page for page in known},
        terms={row["id"]: Term(**row) for row in _bundled("terms.tsv")},
        sources=tuple(_sources()),
        reasons={row["reason"]: row["meaning"] for row in _bundled("reasons.tsv")},
    )


def _own(path: Path) -> str:
    return read_text(path, TableFileError, remedy="give a table of tab-separated text")


def load(*, mappings: Path | None = None, wordings: Path | None = None) -> Tables:
    """The bundled tables; where they name the same words, a curator's own rows win.

    Args:
        mappings: an SSSOM table (TSV) with literal subjects.
        wordings: a table with the columns of ``data/wordings.tsv``.

    Raises:
        TableFileError: a table cannot be read, lacks a column, or has a wording that means nothing.
    """
    tables = _all()
    if mappings:
        own = _mappings(_own(mappings), str(mappings))
        tables = replace(tables, mappings=tables.mappings + own)
    if wordings:
        more = _wordings(_own(wordings), str(wordings))
        for place, wording in more.items():
            check(wording, place, tables)
        tables = replace(tables, wordings=(*more.values(), *tables.wordings))
    return tables
