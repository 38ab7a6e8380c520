"""Claims in prose: which statement, how firmly, the clauses of a sentence make.

The clauses stand in ``data/wordings.tsv``, the words for terms in ``data/mappings.sssom.tsv``; the
symbols of genes are looked up in the terms of HGNC.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from math import inf

from msgspec.structs import replace

from whimkg import terms
from whimkg.gard.antecedents import Context
from whimkg.gard.clauses import OF_THE_WHOLE, Clause, Parsed, Stretch, parse
from whimkg.gard.masking import Masked, Names
from whimkg.gard.matching import Scan
from whimkg.gard.sentences import Unit
from whimkg.gard.text import Text
from whimkg.gard.wordings import LISTS, Grammar, grammar
from whimkg.record import Claim, Ground, Mention, Span
from whimkg.tables import Mapping, StatementKind, Tables

__all__ = ["Omission", "SentenceResult", "Setting", "read_unit"]

_UNVERIFIED = "no verified identifier"
_DENIED = "denied on the page"
_LIMITED = "maybe limited by the next sentence"
_UNCLEAR = "unclear what it speaks of"
_EXACT = "skos:exactMatch"
_LEXICAL = "semapv:LexicalMatching"
_HGNC, _MAXO = "infores:hgnc", "infores:maxo"
#: Lists of which no item may be several words that no vocabulary knows.
_STRICT = {"treatments"}
#: The slot that stands for the page's own disease.
_SELF = "disease"
#: Kinds of statements that nothing but a disorder is the subject of.
_OF_DISORDERS = {"inheritance", "gene-causes"}
#: The set of subjects such as *inheritance*, which may not say of what.
_BARE = "its inheritance"
#: Effects of phrases whose words stand in the evidence.
_QUALIFYING = {"qualifies", "allows"}
_SLOTS_OF_STUDY = {"study", "protocol"}
_WORD = re.compile(r"\w")
_BLANK = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class Omission:
    """Something that a sentence says and the record does not, with the reason."""

    what: str
    reason: str


@dataclass(slots=True)
class SentenceResult:
    """What a sentence says.

    Attributes:
        claims: statements, in the order of their words.
        free: offsets of the free slots of a wording that makes no statement, by slot.
        omissions: what is left out, and why.
        unknown: offsets of words that nothing covers, in order.
        understood: whether it speaks of the disease alone: a claim is made of it, or every clause
            says something of it that no term says.
    """

    claims: list[Claim] = field(default_factory=list)
    free: list[dict[str, tuple[int, int]]] = field(default_factory=list)
    omissions: list[Omission] = field(default_factory=list)
    unknown: list[tuple[int, int]] = field(default_factory=list)
    understood: bool = False

    def withhold(self) -> None:
        """Leave the claims out: the sentence behind takes them back."""
        self._leave_out(self.claims, _DENIED)

    def withhold_limited(self) -> None:
        """Leave out what is said of all cases: the sentence behind may limit it."""
        self._leave_out([c for c in self.claims if c.kind in OF_THE_WHOLE], _LIMITED)

    def _leave_out(self, claims: list[Claim], reason: str) -> None:
        self.omissions += [Omission(c.mentions[0].words, reason) for c in claims]
        self.claims = [c for c in self.claims if c not in claims]


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a sentence stands, and what it is read with.

    Attributes:
        place: the kind of its section, as in ``data/wordings.tsv``: *text* for a summary.
        section: the number of the section that the claims are to name.
        names: the names of the page's disease.
        tables: the data tables.
        deadline: when reading the page has taken too long, by ``time.monotonic``.
    """

    place: str
    section: int
    names: Names
    tables: Tables
    deadline: float = inf


def read_unit(
    page: Text, unit: Unit, setting: Setting, context: Callable[[], Context]
) -> SentenceResult:
    """Hold a sentence against the wordings of its place.

    Args:
        page: the page.
        unit: the sentence.
        setting: where it stands.
        context: finds what *it* and *this condition* mean here.
    """
    masked = Masked(unit.words, setting.names)
    parsed = parse(masked.text, setting.place, grammar(setting.tables))
    reader = _Reader(page, unit, setting, masked, parsed.scan)
    reader.take(parsed, context)
    reader.result.claims.sort(key=_first_word)
    return reader.result


class _Reader:
    """A sentence being read."""

    def __init__(
        self, page: Text, unit: Unit, setting: Setting, masked: Masked, scan: Scan
    ) -> None:
        self.page, self.unit, self.masked, self.scan = page, unit, masked, scan
        self.section, self.tables = setting.section, setting.tables
        self.grammar: Grammar = grammar(setting.tables)
        self.result = SentenceResult()

    @cached_property
    def sentence(self) -> Span:
        """The whole sentence."""
        return self.page.span(self.unit.begin, self.unit.end)

    def take(self, parsed: Parsed, context: Callable[[], Context]) -> None:
        for clause in parsed.clauses if parsed.whole else ():
            self._clause(clause, context)
        for phrase, where in parsed.asides if parsed.whole else ():
            self._omit(*where, phrase.reason)
        for where, reason in parsed.withheld:
            self._omit(*where, reason)
        covered = [where for where, _ in parsed.withheld]
        self.result.unknown = [
            self._offsets(*where)
            for stretch in parsed.unknown
            for where in _without(stretch, covered)
            if _WORD.search(self.masked.text, *where)
        ]
        said = bool(self.result.claims) or (parsed.whole and self._speaks_of_it(parsed, context))
        self.result.understood = said and not self.result.unknown

    def _speaks_of_it(self, parsed: Parsed, context: Callable[[], Context]) -> bool:
        """Whether every clause says something of the disease that is left out by its wording."""
        return all(
            clause.pattern.wording.omitted
            and _SELF in clause.form.slots()
            and self._is_clear(clause, context)
            for clause in parsed.clauses
        )

    def _offsets(self, begin: int, end: int) -> tuple[int, int]:
        return self.unit.folded.offsets(*self.masked.origin(begin, end))

    def _words(self, begin: int, end: int) -> str:
        return self.unit.words[slice(*self.masked.origin(begin, end))] if begin < end else ""

    def _omit(self, begin: int, end: int, reason: str) -> None:
        self.result.omissions.append(Omission(self._words(begin, end).strip(" ,;"), reason))

    def _clause(self, clause: Clause, context: Callable[[], Context]) -> None:
        row = clause.pattern.wording
        where = clause.match.span
        reasons = list(self._reasons(clause, context))
        if row.omitted:
            self._omit(*where, row.omitted)
        elif row.kind and row.kind not in self.tables.statements:
            self.result.free.append(self._free(clause))
        elif reasons:
            self._omit(*where, reasons[0])
        elif row.kind:
            self._claim(clause)
        for phrase, where in clause.match.phrases():
            if phrase.effect == "beside":
                self._omit(*where, phrase.reason)

    def _reasons(self, clause: Clause, context: Callable[[], Context]) -> Iterator[str]:
        """Why a clause makes no claim; the first counts."""
        yield from (phrase.reason for phrase, _ in clause.effects("withholds"))
        if clause.pattern.wording.kind and not self._is_clear(clause, context):
            yield _UNCLEAR
        if (allows := clause.effects("allows")) and not self._has_alternatives(clause):
            yield allows[0][0].reason
        if self._takes_back(clause):
            yield _DENIED
        if self._holds_phrases(clause):
            yield _UNVERIFIED

    @staticmethod
    def _is_clear(clause: Clause, context: Callable[[], Context]) -> bool:
        """Whether *it* and *this condition* can mean nothing but the disease, where they stand."""
        strict = not _STRICT.isdisjoint(clause.form.slots())
        if (strict or clause.effects("resumes")) and not context().condition:
            return False
        if any(phrase.set == _BARE for phrase, _ in clause.effects("resumes")):
            return context().inheritance
        if clause.pattern.wording.kind in _OF_DISORDERS:
            return not clause.effects("refers") or context().disorder
        return not clause.effects("refers") or context().it

    def _takes_back(self, clause: Clause) -> bool:
        """Whether an item of a list that no table knows holds words such as *not*."""
        listed = [slot for slot in clause.form.slots() if slot in LISTS]
        return any(
            self._grounded(LISTS[slot], begin, end, "") is None
            and self.grammar.search("stops", self.scan, begin, end)
            for slot in listed
            if (where := clause.slot(slot))
            for begin, end, _ in self._parts(LISTS[slot], *where)
        )

    def _holds_phrases(self, clause: Clause) -> bool:
        """Whether an item of a strict list is a phrase, as *avoiding heat*: it may tell of more."""
        return any(
            " " in self.masked.text[begin:end] and not self._grounded(LISTS[slot], begin, end, "")
            for slot in _STRICT & set(clause.form.slots())
            if (where := clause.slot(slot))
            for begin, end, _ in self._parts(LISTS[slot], *where)
        )

    def _has_alternatives(self, clause: Clause) -> bool:
        """Whether *or* parts the items of the clause's list, and each of them is a term."""
        for slot in clause.form.slots():
            if slot in LISTS and (where := clause.slot(slot)):
                parts = list(self._parts(LISTS[slot], *where))
                known = all(self._grounded(LISTS[slot], *part[:2], "") for part in parts)
                return known and any(either for _, _, either in parts)
        return False

    def _free(self, clause: Clause) -> dict[str, tuple[int, int]]:
        found = {slot: clause.slot(slot) for slot in _SLOTS_OF_STUDY}
        return {slot: self._offsets(*where) for slot, where in found.items() if where}

    def _claim(self, clause: Clause) -> None:
        """Add a claim, or one for each term of a slot that holds a list."""
        row = clause.pattern.wording
        kind = self.tables.statements[row.kind]
        slots = dict.fromkeys(clause.form.slots())
        if clause.leader:
            slots.setdefault(clause.leader.pattern.subject)
        shared = [m for slot in slots if slot not in LISTS and (m := self._mention(slot, clause))]
        if row.implied:
            shared.append(self._implied(row.implied))
        qualifying = (where for p, where in clause.phrases if p.effect in _QUALIFYING)
        result = dict.fromkeys(self._words(*where) for where in qualifying)
        for own, others in self._listed(slots, clause):
            mentions = _in_order([*own, *shared], kind)
            if {kind.subject, kind.object} <= {_SELF, *(m.slot for m in mentions)}:
                claim = Claim(kind.kind, row.status, self.section, self.sentence, mentions)  # type: ignore[arg-type]
                self.result.claims.append(
                    replace(claim, qualified=tuple(result), alternatives=others)
                )

    def _listed(
        self, slots: Iterable[str], clause: Clause
    ) -> Iterator[tuple[list[Mention], tuple[str, ...]]]:
        """Each term of the clause's list, with its alternatives; once nothing without a list."""
        slot = next((slot for slot in slots if slot in LISTS and clause.slot(slot)), None)
        if slot is None:
            yield [], ()
            return
        begin, end = clause.slot(slot) or (0, 0)
        items, either = self._items(LISTS[slot], begin, end)
        either = either or bool(clause.effects("either"))
        all_terms = {item.term for item in items} if either else set()
        for item in items:
            yield [item], tuple(sorted(all_terms - {item.term}))

    def _items(self, slot: str, begin: int, end: int) -> tuple[list[Mention], bool]:
        """The terms of a list, and whether they are alternatives; what is no term is left out."""
        found, either, before = [], False, ""
        for start, stop, parted in self._parts(slot, begin, end):
            either = either or parted
            mention = self._grounded(slot, start, stop, before)
            if mention:
                found.append(mention)
                before = mention.words.partition(" ")[0]
            else:
                self._omit(start, stop, _UNVERIFIED)
        return found, either

    def _parts(self, slot: str, begin: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """Where the items of a list stand, and whether *or* parts one from the one before it."""
        for start, stop, either in self.grammar.items(slot, self.scan, begin, end):
            yield from self._trimmed(start, stop, either)

    def _trimmed(self, begin: int, end: int, either: bool) -> Iterator[tuple[int, int, bool]]:
        """An item without the article before it and what stands behind its name."""
        text = self.masked.text
        begin = _BLANK.match(text, begin, end).end()  # type: ignore[union-attr]
        article = self.scan.match(self.grammar.set("article"), begin, end)
        if article and article.end < end:
            begin = article.end + 1
        bracket = text.find(" (", begin, end)
        end = begin + len(text[begin : end if bracket < 0 else bracket].rstrip())
        start = text.rfind(" ", begin, end) + 1
        if start and self.scan.fullmatch(self.grammar.set("gene"), start, end):
            end = start - 1
        if begin < end:
            yield begin, end, either

    def _grounded(self, slot: str, begin: int, end: int, before: str) -> Mention | None:
        result = self._words(begin, end)
        mapping = self._ground(slot, result)
        if mapping is None and before:
            mapping = self._ground(slot, f"{before} {result}")
        span = self.page.span(*self._offsets(begin, end))
        return _as_mention(slot, mapping, span) if mapping else None

    def _ground(self, slot: str, result: str) -> Mapping | None:
        look_up = _VOCABULARIES.get(slot)
        return self.tables.ground(slot, result) or (look_up(result) if look_up else None)

    def _mention(self, slot: str, clause: Clause) -> Mention | None:
        where = clause.slot(slot) if slot in self.tables.slots and slot != _SELF else None
        return self._grounded(slot, *where, "") if where else None

    def _implied(self, implied: str) -> Mention:
        slot, _, found = implied.partition("=")
        mapping = self.tables.ground(slot, found)
        assert mapping is not None  # noqa: S101
        return _as_mention(slot, mapping, None)


def _without(stretch: Stretch, covered: list[Stretch]) -> Iterator[Stretch]:
    """What is left of a stretch."""
    position, last = stretch
    for begin, end in sorted(covered):
        if position < begin < last:
            yield position, begin
        position = max(position, min(end, last))
    if position < last:
        yield position, last


def gene_symbol(symbol: str) -> Mapping | None:
    """The gene that HGNC knows by a symbol, approved or previous; None where it is ambiguous."""
    gene = terms.gene(symbol)
    if gene is None or (gene.previous and gene.formerly_of):
        return None
    return Mapping("", symbol, "gene", _EXACT, gene.id, gene.symbol, _LEXICAL, _HGNC)


def treatment_named(words: str) -> Mapping | None:
    """The treatment that MAxO knows by its label, or alone by an exact synonym."""
    found = terms.treatment(words)
    if found is None:
        return None
    return Mapping("", words, "treatment", _EXACT, found.id, found.label, _LEXICAL, _MAXO)


#: How terms of a slot are found that no table has.
_VOCABULARIES = {"gene": gene_symbol, "treatment": treatment_named}


def _first_word(claim: Claim) -> int:
    """Where a claim begins; a stable sort keeps the order of the clauses for the rest."""
    return min((m.span.begin for m in claim.mentions if m.span), default=claim.sentence.end)


def _as_mention(slot: str, mapping: Mapping, span: Span | None) -> Mention:
    symbol = mapping.subject_label
    by: Ground | None = None
    if mapping.source == _HGNC:
        by = "approved symbol" if symbol == mapping.object_label else "previous symbol"
    if mapping.source == _MAXO:
        by = "label" if symbol.lower() == mapping.object_label.lower() else "exact synonym"
    return Mention(slot, symbol, mapping.object, mapping.predicate, span, by=by)


def _in_order(mentions: list[Mention], kind: StatementKind) -> tuple[Mention, ...]:
    order = {kind.subject: 0, kind.object: 1}
    return tuple(sorted(mentions, key=lambda mention: order.get(mention.slot, 2)))
