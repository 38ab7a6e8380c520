"""The tables of ``data/terms/``: sorted by bytes, mapped into memory, found by binary search.

Each slice ``X`` has two: ``X.tsv``, one row a term, whose first column is the key; and
``X.index.tsv`` of names and other identifiers (folded: one blank between words, no upper case), the
kind of name, and the key of the row that has it.
"""

from collections.abc import Iterator
from functools import cache

from whimkg.base import resources
from whimkg.errors import TableFileError
from whimkg.terms.kinds import Release

__all__ = ["SLICES", "Slice", "fold", "releases", "slice_of"]

#: Every slice: the columns of its table, the key first.
SLICES = {
    "mondo": ("gard_id", "mondo_id", "label", "names", "exact_matches", "former_gard_ids"),
    "hgnc": ("symbol", "hgnc_id", "previous_symbols", "locus_group"),
    "hpo": ("id", "label", "exact_synonyms", "parents", "alternatives", "obsolete", "replaced_by"),
    "maxo": ("id", "label", "exact_synonyms", "parents"),
}
INDEX = ("name", "kind", "key")


def fold(name: str) -> str:
    """A name as the index has it.

    >>> fold(" Cafe-au-lait  Spot")
    'cafe-au-lait spot'
    """
    return " ".join(name.casefold().split())


class _Sorted:
    """A sorted table in mapped memory."""

    def __init__(self, path: str, columns: tuple[str, ...]) -> None:
        self._data = resources.mapped(path)
        self._start = self._data.find(b"\n") + 1
        head = bytes(self._data[: self._start]).decode().rstrip("\n").split("\t")
        if head != list(columns):
            raise TableFileError(
                f"its columns are {', '.join(head)}",
                where=path,
                remedy="make the slice anew: data/terms/README.md says how",
            )

    def rows(self, key: str) -> Iterator[list[str]]:
        """The cells of each row that has the key in its first column, in order."""
        wanted = f"{key}\t".encode()
        at = self._first(wanted)
        while self._data[at : at + len(wanted)] == wanted:
            end = self._data.find(b"\n", at)
            yield self._data[at:end].decode().split("\t")
            at = end + 1

    def _first(self, wanted: bytes) -> int:
        """Where the first line starts that does not sort before ``wanted``."""
        low, high = self._start, len(self._data)
        while low < high:
            line = self._data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            if self._data[line : line + len(wanted)] < wanted:
                low = self._data.find(b"\n", (low + high) // 2) + 1
            else:
                high = line
        return low


class Slice:
    """A slice: its rows by key, and their keys by name."""

    def __init__(self, name: str) -> None:
        self._columns = SLICES[name]
        self._table = _Sorted(f"data/terms/{name}.tsv", self._columns)
        self._index = _Sorted(f"data/terms/{name}.index.tsv", INDEX)

    def row(self, key: str) -> dict[str, str] | None:
        """The row of a key; None where there is none."""
        for cells in self._table.rows(key):
            return dict(zip(self._columns, cells, strict=True))
        return None

    def term(self, curie: str) -> dict[str, str] | None:
        """The row of a term's CURIE, whether that is the key or another column."""
        others = self.keys(curie).get("id", [])
        row = self.row(others[0] if others else curie)
        return row if row and curie in row.values() else None

    def keys(self, name: str) -> dict[str, list[str]]:
        """Keys of the rows that have a name, by the kind of name."""
        found: dict[str, list[str]] = {}
        for _, kind, key in self._index.rows(fold(name)):
            found.setdefault(kind, []).append(key)
        return found


@cache
def slice_of(name: str) -> Slice:
    """A slice of ``SLICES``; it stays open."""
    return Slice(name)


@cache
def releases() -> dict[str, Release]:
    """Slice to the release that it was made from, in the order of ``data/terms/releases.tsv``."""
    head, *lines = resources.text("data/terms/releases.tsv").splitlines()
    columns = head.split("\t")
    rows = (dict(zip(columns, line.split("\t"), strict=True)) for line in lines)
    return {row["slice"]: Release(**row) for row in rows}
