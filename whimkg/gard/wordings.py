"""Wordings as expressions: a whole clause, its slots and the phrases that may stand in it.

``data/wordings.tsv`` holds clauses, ``data/phrases.tsv`` the sets of phrases that they name in
brackets. White space is folded, names of the page's disease are one mark, and case plays no part
but for the symbols of genes. An expression is made when the first sentence asks for it.
"""

import re
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from whimkg.gard.masking import NAME
from whimkg.tables import FREE_SLOTS, TOKEN, Phrase, Tables, Wording

__all__ = ["LISTS", "Form", "Grammar", "Pattern", "grammar", "words"]

#: Slots that hold the symbol of a gene; the letter case of a symbol counts.
_SYMBOLS = {"gene", "genes"}
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
#: Lists whose items may be words that no table knows: they are told, and make no claim.
_OPEN = {"differentials": r"[^.;:()]+", "treatments": r"[^.;:()]+"}
#: Where words begin and end.
_BEGIN, _END = r"(?<![\w-])", r"(?![\w-])"
#: Slots whose terms are looked for before a wording is tried.
_ASKED = {"gene", "manner", "onset", "treatment", "drug", "phenotype"}
_GROUP = re.compile(r"\(\?P<\w+>")


def words(label: str) -> str:
    """The expression of plain words."""
    return re.escape(label).replace(r"\ ", " ")


@dataclass(frozen=True, slots=True)
class Form:
    """An expression, and what its groups stand for: a slot by name, or a phrase with an effect."""

    expression: re.Pattern[str]
    slots: dict[str, str]
    phrases: dict[str, Phrase]


@dataclass(frozen=True)
class Pattern:
    """A wording, to be compiled.

    Attributes:
        wording: its row.
        anchor: its longest run of words, in lower case: cheap to look for first.
        subject: the slot that it begins with; empty where it begins with a word.
    """

    wording: Wording
    grammar: "Grammar"
    anchor: str
    subject: str

    @cached_property
    def needed(self) -> frozenset[str]:
        """Slots of which a sentence must hold a term somewhere: cheap to ask first."""
        slots = {slot for slot, _, _ in TOKEN.findall(self.wording.wording)}
        return frozenset({LISTS.get(slot, slot) for slot in slots - _OPEN.keys()} & _ASKED)

    @cached_property
    def is_open(self) -> bool:
        """Whether it holds a list of words that no table may know."""
        return any(slot in _OPEN for slot, _, _ in TOKEN.findall(self.wording.wording))

    @cached_property
    def sets(self) -> frozenset[str]:
        """Sets of plain words of which a sentence must hold one, with the subject or without."""
        asked = (name for _, name, optional in TOKEN.findall(self._predicate) if not optional)
        return frozenset(name for name in asked if self.grammar.is_plain(name))

    @property
    def _predicate(self) -> str:
        """The wording without its subject."""
        rest = self.wording.wording.removeprefix(f"{{{self.subject}}} ")
        return re.sub(r"^\[is\] ", "[is?] ", rest)

    @cached_property
    def whole(self) -> Form:
        """The clause with its subject."""
        return self.grammar.compile(self.wording.wording, _BEGIN)

    @cached_property
    def rest(self) -> Form | None:
        """The clause without its subject, as after *and*; None where its subject is no slot."""
        if not self.wording.wording.startswith(f"{{{self.subject}}} "):
            return None
        return self.grammar.compile(self._predicate, _BEGIN)


@dataclass(eq=False)
class Grammar:
    """The wordings of all places, over the phrases and terms of the tables."""

    tables: Tables
    _parts: dict[str, tuple[Pattern, ...]] = field(default_factory=dict)
    _sets: dict[str, Form] = field(default_factory=dict)
    _partings: dict[str, re.Pattern[str]] = field(default_factory=dict)
    _asked: dict[str, dict[str, re.Pattern[str]]] = field(default_factory=dict)
    _searched: dict[str, re.Pattern[str]] = field(default_factory=dict)

    def patterns(self, place: str) -> tuple[Pattern, ...]:
        """The wordings of a kind of section, in the order of the table."""
        if place not in self._parts:
            rows = [row for row in self.tables.wordings if place in row.place.split()]
            self._parts[place] = tuple(self._pattern(row) for row in rows)
        return self._parts[place]

    def phrases(self, name: str) -> Form:
        """Any phrase of a set, to be looked for by itself."""
        if name not in self._sets:
            self._sets[name] = self.compile(f"[{name}]")
        return self._sets[name]

    def search(self, name: str, text: str, begin: int, end: int) -> re.Match[str] | None:
        """Any phrase of a set within a text."""
        return self._anywhere(name).search(text, begin, end)

    def holds(self, name: str, text: str) -> bool:
        """Whether a text holds a phrase of a set."""
        return self._anywhere(name).search(text) is not None

    def begins(self, name: str, text: str) -> bool:
        """Whether a text begins with a phrase of a set."""
        return self.phrases(name).expression.match(text) is not None

    def without(self, name: str, text: str) -> str:
        """A text without the phrases of a set."""
        return self._anywhere(name).sub("", text)

    def _anywhere(self, name: str) -> re.Pattern[str]:
        if name not in self._searched:
            source = _Compiler(self.tables).source(f"[{name}]")
            self._searched[name] = re.compile(f"{_BEGIN}{source}{_END}", re.IGNORECASE)
        return self._searched[name]

    def candidates(self, place: str, text: str) -> list[Pattern]:
        """The wordings of a place that may stand in a text, in order; found without trying them."""
        patterns = self.patterns(place)
        if place not in self._asked:
            asked = {slot for pattern in patterns for slot in pattern.needed}
            self._asked[place] = {slot: self._term(slot) for slot in sorted(asked)}
        terms = {slot for slot, term in self._asked[place].items() if term.search(text)}
        lowered = text.lower()
        found = [p for p in patterns if p.needed <= terms and p.anchor in lowered]
        names = {name for pattern in found for name in pattern.sets}
        present = {name for name in names if self.search(name, text, 0, len(text))}
        return [pattern for pattern in found if pattern.sets <= present]

    def is_plain(self, name: str) -> bool:
        """Whether the phrases of a set are words alone, without slots and sets."""
        phrases = self.tables.phrases.get(name, ())
        return bool(phrases) and not any(TOKEN.search(phrase.phrase) for phrase in phrases)

    def _term(self, slot: str) -> re.Pattern[str]:
        labels = self.tables.labels(slot)
        known = _SYMBOL if slot in _SYMBOLS else "|".join(map(words, labels)) or "(?!)"
        if slot == _AGED:
            known = f"{known}|{self.tables.ages.expression}"
        return re.compile(rf"(?<!\w)(?:{known})", re.IGNORECASE)

    def parts(self, slot: str) -> re.Pattern[str]:
        """Finds in a list of terms what parts them, and known labels, which may hold commas."""
        if slot not in self._partings:
            labels = [label for label in self.tables.labels(slot) if "," in label or " " in label]
            known = "|".join(map(words, labels)) or "(?!)"
            if slot == _AGED:
                known = f"{self.tables.ages.expression}|{known}"
            parting = _Compiler(self.tables).joint()
            self._partings[slot] = re.compile(rf"(?P<label>{known})|{parting}", re.IGNORECASE)
        return self._partings[slot]

    def compile(
        self, wording: str, before: str = "", marking: frozenset[str] = frozenset()
    ) -> Form:
        """The expression of a wording or of a set.

        Args:
            wording: words, slots and sets.
            before: an expression of what must stand before it.
            marking: sets whose phrases get groups of their own, as slots named ``[set]``.
        """
        return _Compiler(self.tables, marking).form(wording, before)

    def _pattern(self, row: Wording) -> Pattern:
        literals = TOKEN.split(row.wording)[:: TOKEN.groups + 1]
        anchor = max(literals, key=len).strip().lower()
        first = re.match(r"\{(\w+)\},? ", row.wording)
        if row.kind and not row.inside and row.wording[:1].islower():
            row = replace(row, wording=f"[subject?] {row.wording}")
        return Pattern(row, self, anchor, first[1] if first else "")


class _Compiler:
    """Makes one expression; each slot, and each phrase that has an effect, gets a group."""

    def __init__(self, tables: Tables, marking: frozenset[str] = frozenset()) -> None:
        self.tables, self.marking = tables, marking
        self.slots: dict[str, str] = {}
        self.marked: dict[str, Phrase] = {}

    def form(self, wording: str, before: str) -> Form:
        source = before + self.source(wording) + _END
        return Form(re.compile(source, re.IGNORECASE), self.slots, self.marked)

    def source(self, wording: str) -> str:
        """The expression of a wording; an optional part takes one of the blanks around it along."""
        found, last = "", 0
        for token in TOKEN.finditer(wording):
            found += words(wording[last : token.start()])
            last = token.end()
            part = self._slot(token[1], wording[last:]) if token[1] else self._set(token[2])
            if token[3] is None:
                found += part
            elif wording.startswith(" ", last):
                found, last = f"{found}(?:{part} )?", last + 1
            else:
                found = f"{found.removesuffix(' ')}(?: {part})?"
        return found + words(wording[last:])

    def _set(self, name: str) -> str:
        alternatives = sorted(self.tables.phrases.get(name, ()), key=lambda p: -len(p.phrase))
        source = "|".join(map(self._phrase, alternatives)) or "(?!)"
        return self._group(f"[{name}]", source) if name in self.marking else f"(?:{source})"

    def _phrase(self, phrase: Phrase) -> str:
        source = self.source(phrase.phrase)
        if not phrase.effect:
            return source
        group = f"p{len(self.marked)}"
        self.marked[group] = phrase
        return f"(?P<{group}>{source})"

    def _slot(self, slot: str, rest: str) -> str:
        return self._group(slot, self._content(slot, rest))

    def _group(self, slot: str, source: str) -> str:
        group = f"s{len(self.slots)}"
        self.slots[group] = slot
        return f"(?P<{group}>{source})"

    def _content(self, slot: str, rest: str) -> str:
        if slot == "disease":
            return self._set("disease")
        if slot in FREE_SLOTS:
            lazy = "?" if rest and slot == "words" else ""
            return FREE_SLOTS[slot] + lazy
        if slot in _SYMBOLS:
            symbol = _SYMBOL + self.plain(" [aliases?]")
            return self._list(symbol, symbol) if slot in LISTS else _SYMBOL
        if slot in _OPEN:
            return _OPEN[slot]
        labels = self.tables.labels(LISTS.get(slot, slot))
        term = "|".join(map(words, labels)) or "(?!)"
        if LISTS.get(slot, slot) == _AGED:
            term = f"{self.tables.ages.expression}|{term}"
        if slot not in LISTS:
            return term
        short = sorted({label.partition(" ")[2] for label in labels} - {""}, key=len, reverse=True)
        item = f"(?:{'|'.join(map(words, [*labels, *short]))})"
        return self._list(f"(?:{term})", item)

    def _list(self, first: str, item: str) -> str:
        joint, article = _GROUP.sub("(?:", self.joint()), self.plain("[article?] ")
        return f"{first}(?:{self.plain(' [gene?]')}{joint}{article}{item})*"

    def joint(self) -> str:
        """What parts the items of a list, a blank on either side where it is a word."""
        return rf"(?:\s|(?=[^\w\s]))(?P<parting>{self.plain('[parting]')})(?:\s|(?<=\W))"

    def plain(self, wording: str) -> str:
        """The expression of a wording without groups of its own, to be repeated."""
        return _GROUP.sub("(?:", _Compiler(self.tables).source(wording))


@lru_cache(maxsize=8)
def grammar(tables: Tables) -> Grammar:
    """The grammar of the tables; made once."""
    return Grammar(tables)
