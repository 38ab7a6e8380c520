"""Terms by their names: a user who types ``neutropenia`` means the term that the graph calls so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from whimkg.base.namespaces import contract, expand
from whimkg.errors import QueryError
from whimkg.sparql.questions import Question
from whimkg.sparql.values import is_iri

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["by_name", "has_names"]

_NAMES = ("rdfs:label", "skos:altLabel", "whimkg:currentLabel")


def has_names(question: Question, values: Mapping[str, object]) -> bool:
    """Whether a value stands where an IRI belongs, and is none, or may be several."""
    texts = (each for name in _iris(question, values) for each in _texts(values[name]))
    return any(not is_iri(each) or "," in each for each in texts)


def by_name(store: Store, question: Question, values: Mapping[str, object]) -> dict[str, object]:
    """The values, with the IRI of a term in place of its name; letter case does not matter.

    What is no name in the graph stays as it is, for ``bind`` to refuse.

    Raises:
        QueryError: several terms have the name.
    """
    found = dict(values)
    for name in _iris(question, values):
        several = next(each.several for each in question.parameters if each.name == name)
        made = [iri for text in _texts(values[name]) for iri in _resolved(store, text, several)]
        found[name] = made if several or len(made) > 1 else made[0] if made else values[name]
    return found


def _iris(question: Question, values: Mapping[str, object]) -> list[str]:
    if not values:  # the head of a question is parsed only where it is needed
        return []
    return [p.name for p in question.parameters if p.type == "iri" and p.name in values]


def _texts(value: object) -> list[str]:
    several = value if isinstance(value, Iterable) and not isinstance(value, str) else [value]
    return [each for each in several if isinstance(each, str)]


def _resolved(store: Store, text: str, several: bool) -> list[str]:
    """Names and IRIs may hold commas, and commas may part them: the whole is tried first."""
    if known := _term(store, text):
        return [known]
    parts = [part.strip() for part in text.split(",")] if several else []
    found = [part if is_iri(part) else _term(store, part) for part in parts]
    if is_iri(text) and not all(found):
        return [text]
    return [term or part for term, part in zip(found, parts, strict=True)] or [text]


def _term(store: Store, name: str) -> str:
    """The term that has the name; empty if there is none.

    Raises:
        QueryError: several have it.
    """
    from pyoxigraph import Literal, NamedNode

    wanted, found = " ".join(name.split()).casefold(), set()
    for predicate in _NAMES:
        for quad in store.quads_for_pattern(None, NamedNode(expand(predicate)), None, None):
            called = quad.object.value if isinstance(quad.object, Literal) else ""
            if called.casefold() == wanted and isinstance(quad.subject, NamedNode):
                found.add(quad.subject.value)
    if len(found) > 1:
        listed = ", ".join(sorted(contract(iri) or iri for iri in found))
        raise QueryError(f"{name!r} is a name of {listed}", remedy="give one of these instead")
    return found.pop() if found else ""
