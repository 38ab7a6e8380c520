"""The prefixes of one document: shortens IRIs and remembers which prefixes it used.

Here and not in ``whimkg.base.namespaces``, because a document may have prefixes of its own.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from whimkg.errors import IdentifierError

__all__ = ["Prefixes", "with_folders"]

#: Legal as a prefix in Turtle, JSON-LD and XML alike.
_NAME = re.compile(r"[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
#: Legal after the colon in Turtle without escapes; a slash is left out on purpose, so that
#: ``…/diseases/9297/whim-syndrome`` (a page) is not shortened as if it were a GARD id.
_LOCAL = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?"
#: A folder of instances that may get a prefix of its own: its last segment is a plain word.
_FOLDER = re.compile(r"(https?://[^?#]*/([a-z]+)/)([^/?#]+)")
_OFTEN = 2
#: IRIs of which the short form stays in memory.
_REMEMBERED = 1 << 14


class Prefixes:
    """Shortens IRIs by the longest prefix that leaves a legal local name.

    >>> prefixes = Prefixes({"HP": "http://purl.obolibrary.org/obo/HP_", "ex": "http://x/"})
    >>> prefixes.curie("http://purl.obolibrary.org/obo/HP_0001888")
    'HP:0001888'
    >>> prefixes.used()
    [('HP', 'http://purl.obolibrary.org/obo/HP_')]

    Raises:
        IdentifierError: a prefix that is no legal name in every format.
    """

    def __init__(self, mapping: Mapping[str, str]) -> None:
        for name in mapping:
            if not _NAME.fullmatch(name):
                raise IdentifierError(f"{name!r} is no legal prefix", remedy="begin with a letter")
        self._mapping = dict(mapping)
        self._names = {start: name for name, start in sorted(mapping.items(), reverse=True)}
        starts = sorted(self._names, key=lambda start: (-len(start), start))
        self._curie = re.compile(f"({'|'.join(map(re.escape, starts))})({_LOCAL})")
        self._used: set[str] = set()
        # Not by lru_cache, whose circle of references would keep each page until all is collected.
        self._remembered: dict[str, str | None] = {}

    def curie(self, iri: str) -> str | None:
        """The CURIE of an IRI, or None where no prefix fits."""
        if iri not in self._remembered:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            self._remembered[iri] = self._shortened(iri)
        return self._remembered[iri]

    def _shortened(self, iri: str) -> str | None:
        match = self._curie.fullmatch(iri) if self._names else None
        if match is None:
            return None
        name = self._names[match[1]]
        self._used.add(name)
        return f"{name}:{match[2]}"

    def used(self) -> list[tuple[str, str]]:
        """The prefixes used so far and their IRIs, sorted by name."""
        return [(name, self._mapping[name]) for name in sorted(self._used, key=_by_name)]


def _by_name(name: str) -> tuple[str, str]:
    return name.casefold(), name


def with_folders(mapping: Mapping[str, str], subjects: Iterable[str]) -> dict[str, str]:
    """The prefixes, and one for each folder that holds several of the subjects.

    So ``…/association/6f1c…`` is written ``association:6f1c…``. A folder's name is used only if
    no other folder and no prefix has it.
    """
    counts: dict[str, Counter[str]] = {}
    for subject in subjects:
        if match := _FOLDER.fullmatch(subject):
            folders = counts.setdefault(match[2], Counter())
            if match[1] in folders or len(folders) < 2:  # a third changes nothing
                folders[match[1]] += 1
    extra = {
        name: folder
        for name, folders in counts.items()
        if len(folders) == 1 and name not in mapping
        for folder, count in folders.items()
        if count >= _OFTEN and folder not in mapping.values()
    }
    return {**mapping, **extra}
