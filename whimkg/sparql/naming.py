"""Terms by their names: a user who types ``neutropenia`` means the term that the graph calls so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, NoReturn

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

    What looks like an IRI and is none stays as it is, for ``bind`` to refuse.

    Raises:
        QueryError: several terms have a name, or none.
    """
    found, names = dict(values), _names(store)
    for name in _iris(question, values):
        several = next(each.several for each in question.parameters if each.name == name)
        made = [iri for text in _texts(values[name]) for iri in _resolved(names, text, several)]
        found[name] = made if several or len(made) > 1 else made[0] if made else values[name]
    return found


def _iris(question: Question, values: Mapping[str, object]) -> list[str]:
    if not values:  # the head of a question is parsed only where it is needed
        return []
    return [p.name for p in question.parameters if p.type == "iri" and p.name in values]


def _texts(value: object) -> list[str]:
    several = value if isinstance(value, Iterable) and not isinstance(value, str) else [value]
    return [each for each in several if isinstance(each, str)]


def _resolved(names: Mapping[str, set[str]], text: str, several: bool) -> list[str]:
    """Names and IRIs may hold commas, and commas may part them: the whole is tried first."""
    if known := _term(names, text):
        return [known]
    parts = [part.strip() for part in text.split(",")] if several else [text]
    found = [part if is_iri(part) else _term(names, part) for part in parts]
    if is_iri(text) and not all(found):
        return [text]
    for part, term in zip(parts, found, strict=True):
        if not term and ":" not in part:
            _refuse(names, part)
    return [term or part for part, term in zip(parts, found, strict=True)]


def _names(store: Store) -> dict[str, set[str]]:
    """All names in the graph, in small letters, with the terms that have them."""
    from pyoxigraph import Literal, NamedNode

    found: dict[str, set[str]] = defaultdict(set)
    for predicate in _NAMES:
        for quad in store.quads_for_pattern(None, NamedNode(expand(predicate)), None, None):
            if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
                found[quad.object.value.casefold()].add(quad.subject.value)
    return found


def _term(names: Mapping[str, set[str]], name: str) -> str:
    """The term that has the name; empty if there is none.

    Raises:
        QueryError: several have it.
    """
    found = names.get(" ".join(name.split()).casefold(), set())
    if len(found) > 1:
        listed = ", ".join(sorted(contract(iri) or iri for iri in found))
        raise QueryError(f"{name!r} is a name of {listed}", remedy="give one of these instead")
    return next(iter(found), "")


def _refuse(names: Mapping[str, set[str]], name: str) -> NoReturn:
    near = get_close_matches(" ".join(name.split()).casefold(), names, n=3, cutoff=0.75)
    meant = f"did you mean {' or '.join(map(repr, near))}? " if near else ""
    raise QueryError(
        f"no term of the graph is called {name!r}",
        remedy=f"{meant}give a name that stands in the graph, a CURIE, or an IRI",
    )
