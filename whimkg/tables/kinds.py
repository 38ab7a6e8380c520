"""The rows of the data tables, typed, and the tables together."""

from collections.abc import Sized
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Literal

from whimkg.base.notebook import html_table
from whimkg.tables.ages import Ages

__all__ = [
    "NO_TERM",
    "Band",
    "Effect",
    "KnownPage",
    "Mapping",
    "Phrase",
    "SectionKind",
    "StatementKind",
    "Tables",
    "Term",
    "Wording",
]

#: What a mapping's object is where a term was looked for and none was found (SSSOM).
NO_TERM = "sssom:NoTermFound"
#: Slots whose words stand under another slot in the mappings.
_VOCABULARY = {"differential": "disease"}
#: Slots to those under which the words of closed lists stand, which prose does not use.
_LISTS = {"manner": "pattern", "onset": "age", "gene": "symbol"}


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
    """What a whole clause says: a statement, or something left out.

    Attributes:
        place: kinds of sections, parted by blanks.
        wording: the clause from its subject on: words, slots in braces, sets in brackets.
        kind: kind of statement; empty where the wording makes none.
        status: claim status.
        implied: slot and words of a term that the wording implies, as ``slot=words``.
        omitted: reason of ``data/reasons.tsv``; empty where a statement is made.
        opens: name of the list that may follow the clause, empty for none.
        inside: name of the list that the wording is an item of; empty for a clause of its own.
    """

    place: str
    wording: str
    kind: str
    status: str
    implied: str
    omitted: str
    opens: str = ""
    inside: str = ""


#: What a phrase does to the claim that it stands in.
Effect = Literal["", "qualifies", "withholds", "allows", "beside", "refers", "resumes", "either"]

#: The slot whose words may be ages in numbers, and what their mappings are justified by.
_AGED, _REASONED, _HPO = "onset", "semapv:LogicalReasoning", "infores:hpo"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One of the phrases that may stand for a set in a wording.

    Attributes:
        set: name of the set.
        phrase: words, slots and sets, as in a wording.
        effect: empty where it changes nothing; ``qualifies``: the evidence carries its words;
            ``withholds``: no claim is made; ``allows``: none but on alternatives, whose evidence
            carries its words; ``beside``: it is left out, and the claim stands;
            ``refers``: the claim stands only where *it* can mean nothing but the disease;
            ``resumes``: it stands only where no other disease was spoken of since;
            ``either``: it joins alternatives.
        reason: reason of ``data/reasons.tsv`` for what it withholds or leaves out.
    """

    set: str
    phrase: str
    effect: Effect
    reason: str


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

    def __repr__(self) -> str:
        return f"<Tables: {len(self.mappings)} mappings, {len(self.wordings)} wordings, …>"

    def _repr_html_(self) -> str:
        """The number of rows of each table, for notebooks."""
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        rows = [(name, len(table)) for name, table in found.items() if isinstance(table, Sized)]
        return html_table("tables", ("table", "rows"), rows)

    layout: dict[str, Any]
    bands: tuple[Band, ...]
    sections: tuple[SectionKind, ...]
    slots: dict[str, str]
    statements: dict[str, StatementKind]
    wordings: tuple[Wording, ...]
    phrases: dict[str, tuple[Phrase, ...]]
    ages: Ages
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
        """The mapping of words in a slot; None where there is none, or none was found.

        Words for the age of onset that are not mapped may name ages in numbers.
        """
        row = self._grounded.get(_VOCABULARY.get(slot, slot), {}).get(words.lower())
        if row is None and slot == _AGED:
            return self._by_age(words)
        return None if row is None or row.object == NO_TERM else row

    def _by_age(self, words: str) -> Mapping | None:
        found = self.ages.onset(words)
        if found is None:
            return None
        onset, same = found
        match = "skos:closeMatch" if same else "skos:broadMatch"
        return Mapping("", words, _AGED, match, onset.term, onset.label, _REASONED, _HPO)

    def ground_listed(self, slot: str, words: str) -> Mapping | None:
        """The mapping of words in a closed list of the site, by the slot of their statement."""
        return self.ground(_LISTS[slot], words) if slot in _LISTS else None

    def named(self, slot: str) -> tuple[Mapping, ...]:
        """All mappings of a slot, also those for which no term was found; longest words first."""
        known = self._grounded.get(_VOCABULARY.get(slot, slot), {}).values()
        return tuple(sorted(known, key=lambda row: (-len(row.subject_label), row.subject_label)))

    def labels(self, slot: str) -> tuple[str, ...]:
        """The words that stand for a term in a slot, longest first."""
        return tuple(row.subject_label for row in self.named(slot) if row.object != NO_TERM)

    @cached_property
    def _sources_of(self) -> dict[str, tuple[str, ...]]:
        return {}

    def sources_of(self, mapping_source: str) -> tuple[str, ...]:
        """Ids of the sources that a mapping's source belongs to: they name how its CURIE starts."""
        if mapping_source not in self._sources_of:
            self._sources_of[mapping_source] = tuple(
                row["id"]
                for row in self.sources
                if row["mappings"] and mapping_source.startswith(tuple(row["mappings"].split()))
            )
        return self._sources_of[mapping_source]

    @cached_property
    def band_of(self) -> dict[str, Band]:
        """Band by its name."""
        return {band.band: band for band in self.bands}
