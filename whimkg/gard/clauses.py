"""Clauses: a sentence is read from its first word to its last, or it makes no claim.

A sentence is an opening, a clause, further clauses joined to it, and between them asides and tails.
Each clause is a wording as a whole; the items of a list follow the clause that opens it. What is
left over stands in the way of the claims before it, but where it begins a further predicate or
sentence and holds no word that could take back what was said.
"""

import re
from dataclasses import dataclass, field

from whimkg.gard.antecedents import names_a_disease
from whimkg.gard.matching import Chain, Match, Part, Scan
from whimkg.gard.wordings import Grammar, Pattern
from whimkg.tables import Phrase

__all__ = ["OF_THE_WHOLE", "Clause", "Parsed", "Stretch", "parse"]

#: What may stand behind the last word of a sentence.
_CLOSING = " .!?\"'\u201d\u2019"
_ASIDE = re.compile(r"\s?\(([^()]*)\)")
_BLANK = re.compile(r"\s*")
_REFERRING = {"refers", "resumes"}
#: Kinds of statements on all cases, which words in parentheses, or the next sentence, may limit.
OF_THE_WHOLE = {"inheritance", "gene-causes", "onset"}
#: Kinds of statements on other diseases: what is in parentheses there may be a cross-reference.
_OTHER_DISEASES = {"differential"}
#: Slots of free words, and the sets of words that may not stand in them.
_FREE = {
    "kind": ("denials", "kinds", "verbs"),
    "noun": ("denials", "kinds", "verbs", "relations"),
    "signs": ("stops", "other diseases"),
    "words": ("stops",),
    "detail": ("denials",),
    "some": ("denials",),
}
Stretch = tuple[int, int]


@dataclass(slots=True)
class Clause:
    """A wording that was found.

    Attributes:
        pattern: the wording.
        form: its parts, with or without its subject.
        match: where it stands in the masked sentence.
        phrases: phrases with an effect in it, or before it and of effect on it, and where they
            stand.
        leader: the clause whose subject it shares; None where it has its own.
    """

    pattern: Pattern
    form: Chain
    match: Match
    phrases: list[tuple[Phrase, Stretch]]
    leader: "Clause | None" = None

    def slot(self, name: str) -> Stretch | None:
        """Where the words of a slot stand; of the leader where the clause has no subject."""
        for slot, where in self.match.slots():
            if slot == name:
                return where
        return self.leader.slot(name) if self.leader else None

    def of_subject(self) -> list[tuple[Phrase, Stretch]]:
        """The phrases that say what the subject is, as *it*, or how much of it, as *most cases*."""
        begin, end = self.slot(self.pattern.subject) or (0, 0)
        return [
            (phrase, where)
            for phrase, where in self.phrases
            if phrase.effect in _REFERRING or (begin <= where[0] and where[1] <= end)
        ]

    def effects(self, effect: str) -> list[tuple[Phrase, Stretch]]:
        """The phrases of an effect, and where they stand."""
        return [(phrase, where) for phrase, where in self.phrases if phrase.effect == effect]


@dataclass(slots=True)
class Parsed:
    """What of a sentence is understood.

    Attributes:
        scan: the sentence, without what closes it.
        clauses: in order; empty where the first word already fits nothing.
        asides: phrases that stand between clauses, with where they stand.
        withheld: where a predicate stands in a sentence that is not whole, or words that a wording
            leaves out, and the reason.
        unknown: stretches of words that nothing covers.
        whole: whether the claims of the clauses may be made: nothing stands in their way.
    """

    scan: Scan
    clauses: list[Clause] = field(default_factory=list)
    asides: list[tuple[Phrase, Stretch]] = field(default_factory=list)
    withheld: list[tuple[Stretch, str]] = field(default_factory=list)
    unknown: list[Stretch] = field(default_factory=list)
    whole: bool = False


def parse(text: str, place: str, grammar: Grammar) -> Parsed:
    """Read a masked sentence.

    Args:
        text: the sentence, names of the disease masked, citations gone.
        place: the kind of its section.
        grammar: the wordings.
    """
    parser = _Parser(text, place, grammar)
    parser.parse()
    if not parser.parsed.whole:
        parser.withhold()
    return parser.parsed


class _Parser:
    def __init__(self, text: str, place: str, grammar: Grammar) -> None:
        self.text, self.grammar = text, grammar
        self.end = len(text.rstrip(_CLOSING))
        self.scan = Scan(text, self.end)
        self.patterns = grammar.candidates(place, self.scan)
        self.parsed = Parsed(self.scan)
        self.opening: list[tuple[Phrase, Stretch]] = []

    def parse(self) -> None:
        """Read clause after clause."""
        found = self.parsed
        opening = self._phrase("opening", 0)
        position, self.opening = opening or (0, [])
        position = self._skip(position)
        question = "?" in self.text[self.end :]
        clause = None if question else self._clause(position, None, self.opening)
        if clause is None:
            found.unknown.append((0, self.end))
            return
        found.whole = True
        leader = clause
        while clause:
            found.clauses.append(clause)
            if not clause.pattern.wording.inside:
                leader = clause
            position = self._after(clause)
            if position >= self.end:
                return
            clause = self._next(position, leader)
        self._remainder(position)

    def withhold(self) -> None:
        """Say why a sentence that is not whole makes no claim, where the tables know."""
        reason = self._partly() if self.patterns else ""
        for pattern in self.patterns:
            form = pattern.rest if pattern.wording.kind else pattern.whole
            if form is None or pattern.wording.inside or not (reason or pattern.wording.omitted):
                continue
            match = self.scan.search(form)
            if match and not any(
                begin <= match.begin < end for (begin, end), _ in self.parsed.withheld
            ):
                self.parsed.withheld.append((match.span, pattern.wording.omitted or reason))

    def _partly(self) -> str:
        """The reason for which a sentence is of some cases only, doubtful or denied; or empty."""
        match = self.grammar.search("partly", self.scan)
        return next((phrase.reason for phrase, _ in match.phrases()), "") if match else ""

    def _remainder(self, position: int) -> None:
        further = self._phrase("further", position)
        self.parsed.whole = further is not None and not self._stopped(further[0], self.end)
        self.parsed.unknown.append((position, self.end))

    # Clauses

    def _clause(
        self, position: int, leader: Clause | None, said: list[tuple[Phrase, Stretch]]
    ) -> Clause | None:
        """The longest clause at a position: with its subject, or with that of the leader."""
        found: Clause | None = None
        for pattern in self.patterns:
            if pattern.wording.inside:
                continue
            forms: list[tuple[Chain, Clause | None]] = [(pattern.whole, None)]
            if leader and pattern.subject == leader.pattern.subject and pattern.rest:
                forms.append((pattern.rest, leader))
            for form, shared in forms:
                match = self._match(form, position)
                if match and (found is None or match.end > found.match.end):
                    phrases = [*said, *match.phrases()]
                    found = Clause(pattern, form, match, phrases, leader=shared)
        return found

    def _next(self, position: int, leader: Clause) -> Clause | None:
        return self._item(position, leader) or self._joined(position, leader)

    def _joined(self, position: int, leader: Clause) -> Clause | None:
        joint = self._phrase("joint", position)
        if joint is None:
            return None
        begin = self._skip(joint[0])
        clause = self._clause(begin, leader, [*self.opening, *joint[1]])
        if clause is None:
            return None
        if clause.leader and not self._phrase("is", begin):
            clause.phrases = leader.phrases + clause.phrases
        else:  # *it* is the subject of the clause before
            own = [effect for effect in clause.phrases if effect[0].effect not in _REFERRING]
            clause.phrases = leader.of_subject() + self._seldom(leader) + own
        return clause

    def _seldom(self, clause: Clause) -> list[tuple[Phrase, Stretch]]:
        """The adverbs that withhold a clause, as *sometimes*: they may be of the next one, too."""
        return [
            (phrase, (begin, end))
            for phrase, (begin, end) in clause.effects("withholds")
            if self.grammar.search("seldom", self.scan, begin, end)
        ]

    def _item(self, position: int, leader: Clause) -> Clause | None:
        """An item of the list that the leader opens; at once behind it, or joined.

        A list of any words stands at once behind what opens it, and nothing of the list behind it.
        """
        name, last = leader.pattern.wording.opens, self.parsed.clauses[-1]
        if not name or last.pattern.is_open:
            return None
        end, said = self._phrase("parting", position) or (position, [])
        begin = self._skip(end)
        found: Clause | None = None
        for pattern in self.patterns:
            if pattern.wording.inside != name or (pattern.is_open and last is not leader):
                continue
            match = self._match(pattern.whole, begin)
            if match and (
                found is None or _weight(pattern, match) > _weight(found.pattern, found.match)
            ):
                phrases = [*leader.phrases, *said, *match.phrases()]
                found = Clause(pattern, pattern.whole, match, phrases)
        return found

    def _match(self, form: Part, position: int) -> Match | None:
        match = self.scan.match(form, position)
        for slot, where in match.slots() if match else ():
            if slot in _FREE and self._stopped(*where, *_FREE[slot]):
                return None
        return match

    # What stands between clauses

    def _after(self, clause: Clause) -> int:
        """Where the asides and tails behind a clause end."""
        position = clause.match.end
        while position < self.end:
            end = self._aside(position, clause) or self._tail(position, clause)
            if end is None:
                break
            position = end
        return position

    def _aside(self, position: int, clause: Clause) -> int | None:
        """Where an aside ends that cannot change what the clause before it says."""
        match = _ASIDE.match(self.text, position, self.end)
        if match is None:
            return None
        known = self.scan.fullmatch(self.grammar.set("aside"), *match.span(1))
        if not self._is_harmless(match, known is not None, clause.pattern.wording.kind):
            return None
        if known:
            self._note(known.phrases(), match.span())
        else:
            self.parsed.unknown.append(match.span())
        return match.end()

    def _is_harmless(self, aside: re.Match[str], known: bool, kind: str) -> bool:
        """Whether an aside limits nothing, and names no other disease than those of a list."""
        if not known and (kind in OF_THE_WHOLE or self._stopped(*aside.span(1))):
            return False
        if kind in _OTHER_DISEASES:
            return True
        refers = not known and self.grammar.begins("cross references", Scan(aside[1]))
        return not refers and not names_a_disease(aside[1], self.grammar)

    def _tail(self, position: int, clause: Clause) -> int | None:
        found = self._phrase("tail", position)
        if found is None:
            return None
        clause.phrases += [effect for effect in found[1] if effect[0].effect != "beside"]
        self._note(found[1], (position, found[0]))
        return found[0]

    def _note(self, said: list[tuple[Phrase, Stretch]], where: Stretch) -> None:
        self.parsed.asides += [(phrase, where) for phrase, _ in said if phrase.effect == "beside"]

    # Phrases

    def _skip(self, position: int) -> int:
        blank = _BLANK.match(self.text, position, self.end)
        return blank.end() if blank else position

    def _phrase(self, name: str, position: int) -> tuple[int, list[tuple[Phrase, Stretch]]] | None:
        """Where a phrase of a set ends that stands here or behind a blank, and its effects."""
        match = self._match(self.grammar.set(name), self._skip(position))
        return (match.end, match.phrases()) if match else None

    def _stopped(self, begin: int, end: int, *sets: str) -> bool:
        """Whether words that are not read could take back what is said beside them."""
        return any(self.grammar.search(name, self.scan, begin, end) for name in sets or ("stops",))


def _weight(pattern: Pattern, match: Match) -> tuple[bool, bool, int]:
    """Known words go before any, then what makes a claim, then what is longer."""
    return not pattern.is_open, bool(pattern.wording.kind), match.end
