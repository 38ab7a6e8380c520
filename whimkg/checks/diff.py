"""What two graphs say differently, statement by statement.

A statement is known by its UUID, which is made from what it says: so one whose band, status, date
or source differs has *changed*, and one about another term is another statement. Evidence that says
the same words elsewhere has *moved*. Labels are compared term by term, and whatever is neither of a
statement nor of its evidence triple by triple; but for the digests and lengths of whole texts and
sections, which differ with any character.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from whimkg.base.namespaces import contract, expand
from whimkg.base.notebook import html_table, terms

if TYPE_CHECKING:
    from whimkg.rdf.quad_rows import QuadRow

__all__ = ["Change", "Diff", "Summary", "diff_graphs"]


def _term(curie: str) -> bytes:
    return f"<{expand(curie)}>".encode()


_ENDS = _SUBJECT, _PREDICATE, _OBJECT = [
    _term(f"biolink:{end}") for end in ("subject", "predicate", "object")
]
_EVIDENCE, _DERIVED = _term("whimkg:evidence"), _term("prov:wasDerivedFrom")
_LABELS = {_term(name) for name in ("rdfs:label", "skos:altLabel", "whimkg:currentLabel")}
_BEGIN, _END = _term("nif:beginIndex"), _term("nif:endIndex")
_SHA256, _TYPE = _term("whimkg:sha256"), _term("rdf:type")
#: What tells of a piece of evidence where it is, and not what it says.
_WHERE = {_DERIVED, _term("whimkg:section"), _term("whimkg:groundedBy"), _TYPE}
#: Nodes of texts and their parts, by their classes.
_TEXTS = {_term(name) for name in ("nif:Context", "nif:RFC5147String", "whimkg:Section")}
#: A count of all triples, which differs with each of them.
_TRIPLES = _term("void:triples")
_DIGEST = re.compile(r"(?<=/)[0-9a-f]{64}(?![0-9a-f])")

#: Predicate to objects, as terms of N-Triples.
Node = dict[bytes, set[bytes]]
Facts = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        kind: ``added``, ``removed``, ``changed``, ``moved`` or ``relabelled``.
        what: subject, predicate and object of the statement as CURIEs, or the term.
        id: the statement's UUID; of a term, its IRI.
        details: property, old and new values, as CURIEs and texts.
    """

    kind: str
    what: str
    id: str
    details: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = ()


@dataclass(slots=True)
class Diff:
    """The outcome.

    Attributes:
        changes: of statements in order of what they say, then of labels.
        same: number of statements that say the same on the same places.
        added: other triples that only the new graph has, each as three texts, sorted.
        removed: other triples that only the old graph has.
    """

    changes: list[Change] = field(default_factory=list)
    same: int = 0
    added: list[tuple[str, str, str]] = field(default_factory=list)
    removed: list[tuple[str, str, str]] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<Diff: {self._summary}>"

    def _repr_html_(self) -> str:
        """The changes of statements and labels, for notebooks."""
        rows = [
            (change.kind, terms(change.what), name, " ".join(old), " ".join(new))
            for change in self.changes
            for name, old, new in change.details or [("", (), ())]
        ]
        columns = ("change", "statement or term", "property", "old", "new")
        return html_table(self._summary, columns, rows)

    @property
    def _summary(self) -> str:
        kinds = ("added", "removed", "changed", "moved", "relabelled")
        counts = ", ".join(f"{self.count(kind)} {kind}" for kind in kinds)
        others = f"{len(self.added)} added, {len(self.removed)} removed"
        return f"{counts}, {self.same} the same; other triples: {others}"

    def count(self, kind: str) -> int:
        """Number of changes of a kind."""
        return sum(change.kind == kind for change in self.changes)

    @property
    def equal(self) -> bool:
        """Whether there is no difference."""
        return not self.changes and not self.added and not self.removed


@dataclass(frozen=True, slots=True)
class _Statement:
    what: str
    facts: Facts
    words: Counter[bytes]
    places: tuple[bytes, ...]


class Summary:
    """What a graph says, as far as it can be compared; graphs are added one after the other."""

    def __init__(self) -> None:
        self.statements: dict[str, _Statement] = {}
        self.labels: dict[str, Facts] = {}
        self.others: set[tuple[str, str, str]] = set()

    def add(self, rows: Iterable[list[QuadRow]]) -> None:
        """Add a graph, whose evidence must be in it as a whole; its quads come some at a time."""
        nodes: dict[bytes, Node] = defaultdict(lambda: defaultdict(set))
        for batch in rows:
            for subject, predicate, value, _ in batch:
                nodes[subject][predicate].add(value)
        statements = {
            term: node for term, node in nodes.items() if not node.keys().isdisjoint(_ENDS)
        }
        pieces = {each for node in nodes.values() for each in node.get(_EVIDENCE, ())}
        for node in statements.values():  # what they state is compared with them
            for subject, predicate, obj in product(*(node.get(end, ()) for end in _ENDS)):
                if subject in nodes:
                    nodes[subject].get(predicate, set()).discard(obj)
        for term, node in nodes.items():
            if term in statements:
                self.statements[_text(term).rpartition("/")[2]] = _statement(node, nodes)
            elif term not in pieces and node.get(_TYPE, set()).isdisjoint(_TEXTS):
                self._other(term, node)

    def _other(self, term: bytes, node: Node) -> None:
        for predicate, values in node.items():
            if predicate in _LABELS:
                known = self.labels.setdefault(_text(term), {})
                known[_short(predicate)] = _values(values)
            elif predicate not in (_DERIVED, _TRIPLES):
                name = _short(term)
                self.others.update((name, _short(predicate), _short(value)) for value in values)


def _text(term: bytes) -> str:
    """An IRI as it is, any other term as in N-Triples."""
    return term.decode().removeprefix("<").removesuffix(">") if term[:1] == b"<" else term.decode()


@lru_cache(maxsize=1 << 16)
def _short(term: bytes) -> str:
    """A CURIE; in other IRIs, the digest of a text is left out: it differs with any character."""
    text = _text(term)
    if text.startswith('"'):
        return text
    return contract(text) or _DIGEST.sub("…", text)


def _values(found: Iterable[bytes]) -> tuple[str, ...]:
    return tuple(sorted(map(_short, found)))


def _statement(node: Node, nodes: dict[bytes, Node]) -> _Statement:
    ends = [" ".join(_values(node.get(end, ()))) or "?" for end in _ENDS]
    pieces = [nodes[each] for each in sorted(node.get(_EVIDENCE, ())) if each in nodes]
    facts = {
        _short(predicate): _values(values)
        for predicate, values in node.items()
        if predicate not in (_EVIDENCE, _DERIVED, *_ENDS)
    }
    for predicate in {name for piece in pieces for name in piece} - _WHERE:
        found = [value for piece in pieces for value in piece.get(predicate, ())]
        facts[f"evidence {_short(predicate)}"] = _values(found)
    spans = [nodes[span] for piece in pieces for span in piece.get(_DERIVED, ()) if span in nodes]
    words = Counter(digest for span in spans for digest in span.get(_SHA256, ()))
    places = sorted(
        b"-".join((*sorted(span.get(_BEGIN, ())), *sorted(span.get(_END, ())))) for span in spans
    )
    return _Statement(" ".join(ends), facts, words, tuple(places))


def diff_graphs(old: Summary, new: Summary) -> Diff:
    """Compare two graphs."""
    outcome = Diff(added=sorted(new.others - old.others), removed=sorted(old.others - new.others))
    found = []
    for uuid in old.statements.keys() | new.statements.keys():
        before, after = old.statements.get(uuid), new.statements.get(uuid)
        if before is None or after is None:
            one = before or after
            assert one is not None  # noqa: S101  # it is of one of them
            found.append(Change("added" if before is None else "removed", one.what, uuid))
        elif details := tuple(_details(before, after)):
            found.append(Change("changed", after.what, uuid, details))
        elif before.places != after.places:
            found.append(Change("moved", after.what, uuid))
        else:
            outcome.same += 1
    outcome.changes = sorted(found, key=lambda each: (each.what, each.id))
    outcome.changes += _relabelled(old.labels, new.labels)
    return outcome


def _details(
    old: _Statement, new: _Statement
) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    yield from _differences(old.facts, new.facts)
    if old.words != new.words:
        gone, come = (old.words - new.words).total(), (new.words - old.words).total()
        yield "words of the evidence", (f"{gone} gone",), (f"{come} new",)


def _differences(old: Facts, new: Facts) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    for name in sorted(old.keys() | new.keys()):
        if old.get(name, ()) != new.get(name, ()):
            yield name, old.get(name, ()), new.get(name, ())


def _relabelled(old: dict[str, Facts], new: dict[str, Facts]) -> Iterator[Change]:
    """Labels of terms that both graphs name, and of those that one alone names."""
    for iri in sorted(old.keys() | new.keys()):
        if details := tuple(_differences(old.get(iri, {}), new.get(iri, {}))):
            yield Change("relabelled", _short(f"<{iri}>".encode()), iri, details)
