"""The types of what is found in the tables of terms."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["DiseaseTerm", "Found", "Gene", "HpoTerm", "Release"]


@dataclass(frozen=True, slots=True)
class DiseaseTerm:
    """A disease class of Mondo.

    Attributes:
        id: its CURIE.
        label: its label.
        gard_id: the GARD id that the release gives it, ``GARD:`` and seven digits.
        names: other names, whatever the scope of the synonym: to compare with, not to ground by.
        exact: CURIEs that Mondo calls an exact match, sorted.
        former_gard_ids: GARD ids that only an earlier release gave it, sorted.
    """

    id: str
    label: str
    gard_id: str
    names: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    former_gard_ids: tuple[str, ...] = ()

    @property
    def all_names(self) -> tuple[str, ...]:
        """The label, then the other names."""
        return (self.label, *self.names)


@dataclass(frozen=True, slots=True)
class Gene:
    """A gene that HGNC has approved.

    Attributes:
        id: its CURIE.
        symbol: the approved symbol.
        asked: the symbol that was looked for.
        previous: whether that one is no longer approved.
        formerly_of: CURIEs of other genes that once had the symbol asked for: in an old text it may
            stand for one of them.
        locus_group: HGNC's group, such as ``protein-coding gene``.
    """

    id: str
    symbol: str
    asked: str
    previous: bool = False
    formerly_of: tuple[str, ...] = ()
    locus_group: str = ""


@dataclass(frozen=True, slots=True)
class HpoTerm:
    """A term of the Human Phenotype Ontology.

    Attributes:
        id: its CURIE.
        label: its label; that of an obsolete term starts with ``obsolete``.
        synonyms: exact synonyms.
        parents: CURIEs of its direct superclasses.
        alternatives: CURIEs of terms that were merged into it.
        obsolete: whether it should no longer be used.
        replaced_by: CURIEs of what HPO names in its stead.
    """

    id: str
    label: str
    synonyms: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    obsolete: bool = False
    replaced_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The term that words stand for, and by which of its names."""

    id: str
    label: str
    by: Literal["label", "exact synonym"]


@dataclass(frozen=True, slots=True)
class Release:
    """Where a slice comes from, in the columns of ``data/sources.tsv``.

    Attributes:
        slice: name of the slice.
        prefix: prefix of its CURIEs; empty where another release gives the labels.
        id: the source's id, as in ``data/sources.tsv``.
        infores: CURIE of the Information Resource Registry.
        title, version, url, licence, attribution: as there.
        mappings: the source of rows of mapping tables that were taken from it, as there.
    """

    slice: str
    prefix: str
    id: str
    infores: str
    title: str
    version: str
    url: str
    licence: str
    attribution: str
    mappings: str = ""
