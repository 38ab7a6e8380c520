"""The texts of a folder, by what others call them."""

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NoReturn

from whimkg.errors import SourceError
from whimkg.gard.text import digest
from whimkg.source import load

__all__ = ["Texts"]

_SUFFIXES = (".txt", ".md", ".html", ".htm")
_DIGEST = re.compile(r"(?:.*[/:#])?([0-9a-f]{64})(?:#.*)?", re.DOTALL)


class Texts:
    """The files of text in and below a folder, found by a reference to them.

    A file is meant by its name with or without its ending, by its path below the folder, and by the
    SHA-256 of its stored text. Letter case, and which characters stand between letters and digits,
    play no part: ``PMID_12345.md`` is the text of ``PMID:12345``. Of an address, the whole or its
    last part may be the name.

    Args:
        folder: the folder; files end in .txt, .md, .html or .htm.

    Raises:
        SourceError: there is no such folder, one below it cannot be read, or it holds no text.
    """

    def __init__(self, folder: Path) -> None:
        self._files: dict[str, set[Path]] = defaultdict(set)
        for path in _below(folder):
            below = path.relative_to(folder)
            for name in (below.name, below.stem, str(below), str(below.with_suffix(""))):
                self._files[_key(name)].add(path)
        if not self._files:
            raise SourceError(
                "the folder holds no text",
                where=str(folder),
                remedy=f"texts end in {', '.join(_SUFFIXES)}",
            )
        self.text = lru_cache(maxsize=4)(_text)
        self.find = lru_cache(maxsize=1 << 16)(self._find)

    def _find(self, reference: str) -> tuple[Path, ...]:
        """The files that a reference may mean, sorted: none, one, or several."""
        named = _DIGEST.fullmatch(reference)
        if named and named[1] in self._digests:
            return (self._digests[named[1]],)
        path = reference.partition("#")[0].rstrip("/")
        for name in (reference, path, path.rpartition("/")[2]):
            if found := self._files.get(_key(name)):
                return tuple(sorted(found))
        return ()

    @cached_property
    def _digests(self) -> dict[str, Path]:
        """Every text by its SHA-256; all are read, which is done only where a digest is given."""
        found: dict[str, Path] = {}
        for path in sorted({path for paths in self._files.values() for path in paths}):
            with suppress(SourceError):  # what is no text has no digest as one
                found.setdefault(digest(_text(path)), path)
        return found


def _key(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", name)).casefold()


def _text(path: Path) -> str:
    return load(path).text


def _below(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> NoReturn:
        raise SourceError(
            f"it cannot be read ({error.strerror})",
            where=str(error.filename),
            remedy="give a folder of texts",
        ) from error

    for where, _, names in os.walk(folder, onerror=refuse):
        yield from (Path(where) / name for name in names if name.lower().endswith(_SUFFIXES))
