"""Writes a slice: its rows, sorted, and the index of their names."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from whimkg.errors import TableFileError
from whimkg.terms.slices import INDEX, SLICES, fold

__all__ = ["files"]

#: For each slice the columns that the index holds, and the kind of name in each.
_INDEXED = {
    "mondo": {
        "mondo_id": "id",
        "label": "label",
        "names": "name",
        "former_gard_ids": "former id",
    },
    "hgnc": {"hgnc_id": "id", "previous_symbols": "previous symbol"},
    "hpo": {"label": "label", "exact_synonyms": "exact synonym", "alternatives": "alternative id"},
    "maxo": {"label": "label", "exact_synonyms": "exact synonym"},
}
#: Kinds of names that nothing is to be found by if it is obsolete.
_IN_USE = {"label", "exact synonym"}


def files(name: str, rows: Iterable[Mapping[str, str]]) -> dict[str, bytes]:
    """The two files of a slice, by their names.

    Args:
        name: a slice of ``SLICES``.
        rows: a cell for each of its columns; lists are joined by ``|``.

    Raises:
        TableFileError: a key stands twice, or a cell holds a tab or a line end.
    """
    listed = sorted(rows, key=lambda row: row[SLICES[name][0]])
    keys = [row[SLICES[name][0]] for row in listed]
    for key, after in pairwise(keys):
        if key == after:
            raise TableFileError(
                f"{key} stands twice", where=f"{name}.tsv", remedy="give one release only"
            )
    table = ["\t".join(row[column] for column in SLICES[name]) for row in listed]
    return {
        f"{name}.tsv": _lines(SLICES[name], table, name),
        f"{name}.index.tsv": _lines(INDEX, set(_index(name, listed)), name),
    }


def _index(name: str, rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    key = SLICES[name][0]
    for row in rows:
        seen = set()
        for column, kind in _INDEXED[name].items():
            if row.get("obsolete") and kind in _IN_USE:
                continue
            for cell in filter(None, row[column].split("|")):
                folded = fold(cell)
                if folded not in seen:
                    seen.add(folded)
                    yield f"{folded}\t{kind}\t{row[key]}"


def _lines(columns: tuple[str, ...], lines: Iterable[str], name: str) -> bytes:
    encoded = sorted(line.encode() for line in lines)
    for line in encoded:
        if line.count(b"\t") != len(columns) - 1 or b"\n" in line or b"\r" in line:
            raise TableFileError(
                f"a tab or a line end within a cell: {line[:80]!r}",
                where=f"{name}.tsv",
                remedy="look at the official file: it may be damaged",
            )
    return b"".join([*(part + b"\n" for part in ("\t".join(columns).encode(), *encoded))])
