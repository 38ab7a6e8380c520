"""Wordings as parts to be matched: a whole clause, its slots and the phrases that may stand in it.

``data/wordings.tsv`` holds clauses, ``data/phrases.tsv`` the sets of phrases that they name in
brackets. White space is folded, names of the page's disease are one mark, and case plays no part
but for the symbols of genes.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from whimkg.gard.masking import NAME
from whimkg.gard.matching import (
    Chain,
    Expression,
    Free,
    Joint,
    ListOf,
    Match,
    Maybe,
    OneOf,
    Part,
    Scan,
    Slot,
    Words,
)
from whimkg.tables import FREE_SLOTS, TOKEN, Tables, Wording

__all__ = ["LISTS", "Grammar", "Pattern", "grammar"]

#: The symbol of a gene; its letter case counts.
_SYMBOL = rf"(?:(?-i:(?=[A-Z][a-z-]{{0,9}}[A-Z0-9])[A-Za-z0-9-]{{2,15}})|{NAME})"
#: Slots that hold a list of terms, and the slot of each.
LISTS = {
    "genes": "gene",
    "manners": "manner",
    "onsets": "onset",
    "phenotypes": "phenotype",
    "treatments": "treatment",
    "differentials": "differential",
}
#: The slot whose words may be ages in numbers, too.
_AGED = "onset"
#: Lists whose items may be words that no table knows: they make no claim.
_OPEN = {"differentials": r"[^.;:()]+", "treatments": r"[^.;:()]+"}
_BLANK = Words(" ")


@dataclass(frozen=True, eq=False, slots=True)
class Pattern:
    """A wording, to be matched.

    Attributes:
        wording: its row.
        subject: the slot that it begins with; empty where it begins with a word.
        whole: the clause with its subject.
        rest: the clause without its subject, as after *and*; None where its subject is no slot.
        needed: parts that a sentence must hold somewhere: cheap to ask first.
    """

    wording: Wording
    subject: str
    whole: Chain
    rest: Chain | None
    needed: tuple[Part, ...]

    @property
    def is_open(self) -> bool:
        """Whether it holds a list of words that no table may know."""
        return not _OPEN.keys().isdisjoint(self.whole.slots())


@dataclass(eq=False)
class Grammar:
    """The wordings of all places, over the phrases and terms of the tables."""

    tables: Tables
    _patterns: dict[str, tuple[Pattern, ...]] = field(default_factory=dict)
    _sets: dict[str, OneOf] = field(default_factory=dict)
    _slots: dict[str, Part] = field(default_factory=dict)
    _names: dict[str, Part] = field(default_factory=dict)

    def candidates(self, place: str, scan: Scan) -> list[Pattern]:
        """The wordings of a kind of section that may stand in a text, in the table's order."""
        if place not in self._patterns:
            rows = [row for row in self.tables.wordings if place in row.place.split()]
            self._patterns[place] = tuple(map(self._pattern, rows))
        return [p for p in self._patterns[place] if all(map(scan.holds, p.needed))]

    def set(self, name: str) -> OneOf:
        """Any phrase of a set, the longest first."""
        if name not in self._sets:
            phrases = sorted(self.tables.phrases.get(name, ()), key=lambda p: -len(p.phrase))
            self._sets[name] = OneOf((self.chain(p.phrase), p) for p in phrases)
        return self._sets[name]

    def search(self, name: str, scan: Scan, begin: int = 0, end: int | None = None) -> Match | None:
        """The first phrase of a set within a text."""
        return scan.search(self.set(name), begin, end)

    def holds(self, name: str, scan: Scan) -> bool:
        """Whether a text holds a phrase of a set."""
        return self.search(name, scan) is not None

    def begins(self, name: str, scan: Scan) -> bool:
        """Whether a text begins with a phrase of a set."""
        return scan.match(self.set(name)) is not None

    def without(self, name: str, scan: Scan) -> Scan:
        """A text without the phrases of a set."""
        found, last = "", 0
        while match := self.search(name, scan, last):
            found, last = found + scan.text[last : match.begin], match.end
        return Scan(found + scan.text[last:]) if last else scan

    def items(self, slot: str, scan: Scan, begin: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """The items of a list, and whether *or* parts one from the item before it.

        Names of terms are looked for first: they may hold commas, too.
        """
        joint, names, last, either = self._joint(), self._name(slot), begin, False
        position = begin
        while position < end:
            if name := next((n for n, _ in names.ends(scan, position) if n <= end), None):
                position = name
            elif found := next((p for p in joint.ends(scan, position) if p[0] <= end), None):
                yield last, position, either
                parted = Match(position, *found)
                last = position = parted.end
                either = any(phrase.effect == "either" for phrase, _ in parted.phrases())
            else:
                position += 1
        yield last, end, either

    def chain(self, wording: str) -> Chain:
        """The parts of a wording; an optional one takes one of the blanks around it along."""
        parts: list[Part] = []
        last = 0
        for token in TOKEN.finditer(wording):
            words, last = wording[last : token.start()], token.end()
            part: Part = self._slot(token[1], wording[last:]) if token[1] else self.set(token[2])
            if token[3] and wording.startswith(" ", last):
                part, last = Maybe(Chain([part, _BLANK])), last + 1
            elif token[3]:
                part, words = Maybe(Chain([_BLANK, part])), words.removesuffix(" ")
            if words:
                parts.append(_BLANK if words == " " else Words(words))
            parts.append(part)
        return Chain([*parts, Words(wording[last:])] if wording[last:] else parts)

    def _pattern(self, row: Wording) -> Pattern:
        first = re.match(r"\{(\w+)\},? ", row.wording)
        subject = first[1] if first else ""
        if row.kind and not row.inside and row.wording[:1].islower():
            row = replace(row, wording=f"[subject?] {row.wording}")
        predicate = row.wording.removeprefix(f"{{{subject}}} ")
        whole = self.chain(row.wording)
        rest = self.chain(re.sub(r"^\[is\] ", "[is?] ", predicate))
        own = whole.parts[:1] if subject not in {"", "disease"} else ()
        needed = [part.part if isinstance(part, Slot) else part for part in (*own, *rest.parts)]
        needed = [part for part in needed if not (isinstance(part, Maybe | Free) or part is _BLANK)]
        needed.sort(key=lambda part: (part in self._sets.values(), isinstance(part, Words)))
        has_rest = predicate != row.wording
        return Pattern(row, subject, whole, rest if has_rest else None, tuple(needed))

    def _slot(self, slot: str, rest: str) -> Slot:
        """A slot, and what may stand in it; free words before others end as soon as they can."""
        if slot in FREE_SLOTS:
            source = FREE_SLOTS[slot]
            if source == NAME:
                return Slot(slot, Words(NAME))
            lazy = source.endswith("?") or (slot == "words" and bool(rest))
            return Slot(slot, Free(source.removesuffix("?"), lazy=lazy))
        if slot in _OPEN:
            return Slot(slot, Free(_OPEN[slot], lazy=False))
        return Slot(slot, self._content(slot))

    def _content(self, slot: str) -> Part:
        """What may stand in a slot: one part for all wordings, so that it is looked for once."""
        if slot not in self._slots:
            self._slots[slot] = self._list(LISTS[slot]) if slot in LISTS else self._term(slot)
        return self._slots[slot]

    def _term(self, slot: str) -> Part:
        if slot == "disease":
            return self.set(slot)
        if slot == "gene":
            return Expression(_SYMBOL)
        return self._one_of(slot, self.tables.labels(slot))

    def _list(self, slot: str) -> ListOf:
        first = further = self._content(slot)
        if slot == "gene":
            first = further = Chain([first, *self.chain(" [aliases?]").parts])
        else:
            labels = self.tables.labels(slot)
            short = {label.partition(" ")[2] for label in labels} - {""}
            further = self._one_of("", [*labels, *sorted(short, key=len, reverse=True)])
        gene, article = self.chain(" [gene?]"), self.chain("[article?] ")
        return ListOf(first, Chain([*gene.parts, self._joint(), *article.parts, further]))

    def _joint(self) -> Joint:
        return Joint(self.set("parting"))

    def _one_of(self, slot: str, labels: Iterable[str]) -> OneOf:
        """Any of the words, the first of them preferred; ages in numbers go before."""
        words: list[tuple[Part, None]] = [(Words(label), None) for label in labels]
        if slot != _AGED:
            return OneOf(words)
        ages = self.tables.ages
        number = OneOf([(Expression(r"\d+"), None), *((Words(n), None) for n in ages.numbers)])
        return OneOf([(Expression(ages.expression, needed=number), None), *words])

    def _name(self, slot: str) -> Part:
        """Names of terms that may hold what parts the items of a list."""
        if slot not in self._names:
            labels = [label for label in self.tables.labels(slot) if "," in label or " " in label]
            self._names[slot] = self._one_of(slot, labels)
        return self._names[slot]


@lru_cache(maxsize=8)
def grammar(tables: Tables) -> Grammar:
    """The grammar of the tables; made once."""
    return Grammar(tables)
