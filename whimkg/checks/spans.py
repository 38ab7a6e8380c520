"""The places that a graph names on its texts, read without trust.

A graph may come from anybody: offsets below zero or beyond any text, numbers that are none, two
digests, places of a text that it does not describe. Each of these is a problem in words, never an
exception.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from whimkg.base.namespaces import expand
from whimkg.gard.text import Text, digest
from whimkg.record import Span

__all__ = ["Nodes", "Place", "is_place", "node_index", "place", "values"]

#: Subject to predicate to objects: each once, in the order of the graph.
Nodes = dict[str, dict[str, dict[Literal | NamedNode, None]]]

BEGIN, END = expand("nif:beginIndex"), expand("nif:endIndex")
LINE, COLUMN = expand("whimkg:line"), expand("whimkg:column")
SHA256, ANCHOR = expand("whimkg:sha256"), expand("nif:anchorOf")
CONTEXT, PART_OF = expand("nif:referenceContext"), expand("dcterms:isPartOf")
_WHOLE = {
    expand(f"xsd:{name}")
    for name in (
        *("integer", "nonNegativeInteger", "positiveInteger", "long", "int", "short", "byte"),
        *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
}
_NUMBER = re.compile(r"\+?[0-9]{1,15}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
#: The fragment of RFC 5147 that names a span.
_FRAGMENT = re.compile(r"([^#]*)#char=([0-9]{1,15}),([0-9]{1,15})", re.ASCII)
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Place:
    """Characters of a text, as a graph names them.

    Attributes:
        iri: the place.
        context: IRI of the text; empty where none is named.
        begin, end: offsets in code points; 0 where they cannot be read.
        line, column: of the first character, from 1; 0 where the graph does not say.
        sha256: digest of the characters.
        anchor: the characters, where the graph gives them.
        problem: why it cannot be compared; empty where it can.
    """

    iri: str
    context: str
    begin: int = 0
    end: int = 0
    line: int = 0
    column: int = 0
    sha256: str = ""
    anchor: str | None = None
    problem: str = ""

    @property
    def span(self) -> Span | None:
        """The same as a record has it; None where the graph does not say where it is."""
        if self.problem:
            return None
        anchor = self.anchor
        if anchor is not None and (
            len(anchor) != self.end - self.begin or digest(anchor) != self.sha256
        ):
            anchor = None
        return Span(
            self.begin, self.end, max(self.line, 1), max(self.column, 1), self.sha256, anchor
        )

    def found(self, text: str) -> str:
        """What stands there in a text."""
        return "" if self.problem else text[self.begin : self.end]

    def changed(self, text: str) -> bool:
        """Whether other characters stand there than those that the graph speaks of."""
        return self.end > len(text) or digest(self.found(text)) != self.sha256

    def wrong_digest(self, text: Text, *, same: bool) -> str:
        """Why it is the graph's digest that is wrong, where ``changed``; empty if the page may be.

        Args:
            text: a text in which other characters stand.
            same: whether it is the very text that the graph was made from, which has not changed.
        """
        if same and self.end > len(text.text):
            return f"the page has {len(text.text)} characters, and is the one that the graph names"
        if same:
            return "its digest is wrong: the page is the one that the graph names"
        if self.anchor is not None and digest(self.anchor) != self.sha256:
            return f"its digest is not that of its words: {_shown(self.anchor)}"
        return ""

    def contradiction(self, text: Text, *, same: bool) -> str:
        """What the graph says of these characters that is not so; empty if there is nothing.

        Args:
            text: a text in which they have not changed.
            same: whether it is the very text that the graph was made from: lines may change where
                characters do not.
        """
        if self.anchor is not None and self.anchor != self.found(text.text):
            return f"its words are not those of its digest: {_shown(self.anchor)}"
        line, column = text.place(self.begin)
        stated = (self.line or line, self.column or column)
        if same and stated != (line, column):
            graph = f"line {stated[0]}, column {stated[1]}"
            return f"it stands in line {line}, column {column}, not in {graph}"
        return ""


def node_index(quads: Iterable[Quad], predicates: Iterable[str]) -> Nodes:
    """The union of a graph's named graphs, by subject.

    Args:
        quads: the graph; blank nodes are nodes like others, and quoted triples no values.
        predicates: IRIs; other triples are left out.
    """
    wanted, nodes = frozenset(predicates), Nodes()
    for subject, predicate, value, _ in quads:
        if predicate.value in wanted and hasattr(value, "value") and hasattr(subject, "value"):
            node = nodes.setdefault(subject.value, {})
            node.setdefault(predicate.value, {})[value] = None
    return nodes


def values(nodes: Nodes, iri: str, predicate: str) -> list[str]:
    """The IRIs and the texts that a property of a node has, sorted."""
    return sorted(value.value for value in nodes.get(iri, {}).get(predicate, ()))


def is_place(nodes: Nodes, iri: str) -> bool:
    """Whether an IRI is that of characters: by its fragment, or by what the graph says of it."""
    node = nodes.get(iri, {})
    return bool(_FRAGMENT.fullmatch(iri)) or BEGIN in node or CONTEXT in node


def place(nodes: Nodes, iri: str, of: str = CONTEXT) -> Place:
    """Read a place.

    Args:
        nodes: the graph.
        iri: the place.
        of: the property that names the text.
    """
    contexts = values(nodes, iri, of)
    context = contexts[0] if len(contexts) == 1 else ""
    if iri not in nodes:
        named = _FRAGMENT.fullmatch(iri)
        return Place(iri, named[1] if named else "", problem="the graph does not describe it")
    numbers = [_number(nodes, iri, predicate) for predicate in (BEGIN, END, LINE, COLUMN)]
    digests, anchors = values(nodes, iri, SHA256), values(nodes, iri, ANCHOR)
    problems = [
        *(_one(contexts, "text"),),
        *(each for each in numbers if isinstance(each, str)),
        *(_one(digests, "digest") or _no_digest(digests[0]),),
        *(f"it has {len(anchors)} texts of its own" for _ in anchors[1:2]),
    ]
    begin, end, line, column = (each if isinstance(each, int) else 0 for each in numbers)
    if not any(problems):
        problems = [_disagreement(iri, context, begin, end)]
    problem = next(filter(None, problems), "")
    if problem:
        return Place(iri, context, problem=problem)
    anchor = anchors[0] if anchors else None
    return Place(iri, context, begin, end, line, column, digests[0], anchor)


def _one(found: list[str], what: str) -> str:
    return "" if len(found) == 1 else f"it has {len(found) or 'no'} {what}{'s' * (len(found) > 1)}"


def _no_digest(text: str) -> str:
    return "" if _DIGEST.fullmatch(text) else f"{_shown(text)} is no SHA-256"


def _number(nodes: Nodes, iri: str, predicate: str) -> int | str:
    """An offset, line or column; in words, what is wrong with it. A line may be missing."""
    name = re.split("[#/]", predicate)[-1]
    found = list(nodes[iri].get(predicate, ()))
    if not found and predicate in (LINE, COLUMN):
        return 0
    if len(found) != 1:
        return f"it has {len(found) or 'no'} {name}"
    value = found[0]
    whole = isinstance(value, Literal) and value.datatype.value in _WHOLE
    if not whole or not _NUMBER.fullmatch(value.value):
        return f"its {name} is no whole number: {_shown(str(value))}"
    return int(value.value)


def _disagreement(iri: str, context: str, begin: int, end: int) -> str:
    """What the IRI, the text and the offsets say differently."""
    if begin >= end:
        return f"no character stands from {begin} to {end}"
    named = _FRAGMENT.fullmatch(iri)
    if named and named[1] != context:
        return "it is named as characters of another text"
    if named and (int(named[2]), int(named[3])) != (begin, end):
        return f"it is named as other characters than {begin} to {end}"
    return ""


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
