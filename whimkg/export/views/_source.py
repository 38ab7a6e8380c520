"""A graph that a view asks: rows of text, with identifiers as CURIEs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, QuerySolutions, QueryTriples, Triple

from whimkg.errors import GraphError
from whimkg.export._integers import quads_as_stated
from whimkg.export.views._questions import prefixes
from whimkg.namespaces import contract
from whimkg.resources import text

if TYPE_CHECKING:
    from pyoxigraph import Quad, QuerySolution, Store

    from whimkg.export import Options

__all__ = ["Source", "held", "short", "shown"]

_ORDER = re.compile(r"^ORDER BY (.+)$", re.MULTILINE)
#: What the kinds of terms begin with where they are held, so that they sort as the engine's do.
_BLANK, _IRI, _TEXT = "0", "1", "2"


class Source(NamedTuple):
    """A graph to ask, and what the user chose.

    Attributes:
        store: its default graph is what is asked.
        options: the release of the Biolink Model, and the profile.
        receiver: the format that is written, for messages.
    """

    store: Store
    options: Options
    receiver: str = "a property graph"

    def rows(self, question: str, *, curies: bool = True) -> Iterator[dict[str, str]]:
        """The rows of a question of ``queries/export/``, in its order.

        Args:
            question: the file's stem.
            curies: whether IRIs that a prefix fits are shortened.

        Yields:
            Variable to value, for those that are bound. A literal is its text.
        """
        found = self.solutions(question)
        names = [variable.value for variable in found.variables]
        for row in found:
            cells = zip(names, _texts(row, short if curies else str), strict=True)
            yield {name: cell for name, cell in cells if cell is not None}

    def keyed(self, question: str) -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
        """The rows of a question, each behind what it is sorted by; see ``held``."""
        found = self.solutions(question)
        names = [variable.value for variable in found.variables]
        places = [names.index(name) for name in _order(question)]
        for row in found:
            cells = zip(names, _texts(row), strict=True)
            key = tuple(held(row[place]) or "" for place in places)
            yield key, {name: cell for name, cell in cells if cell is not None}

    def lists(self, question: str) -> dict[str, dict[str, list[str]]]:
        """The answer to a question of ``queries/export/`` with a row for each value of a list.

        Its rows are a node or an edge, a slot and a value, in any order and perhaps twice.

        Returns:
            Node or edge, see ``held``, to slot to values, each once and sorted.
        """
        found: dict[Any, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for entity, slot, value in self.solutions(question):
            if entity is not None and slot is not None and value is not None:
                named = type(value) is NamedNode
                if text := short(value.value) if named else _text(value):
                    found[entity][slot.value].add(text)
        return {
            held(entity) or "": {slot: sorted(values) for slot, values in slots.items()}
            for entity, slots in found.items()
        }

    def cells(self, question: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a question of ``queries/export/``, as terms and not as text.

        Yields:
            A term for each variable, or None where it is not bound.
        """
        for row in self.solutions(question):
            yield tuple(row)

    def prefixes(self, question: str) -> dict[str, str]:
        """The prefixes that a question of ``queries/export/`` declares."""
        return prefixes(question)

    def solutions(self, question: str) -> QuerySolutions:
        """The answer to a question of ``queries/export/``, with the names of its columns."""
        found = self.store.query(text(f"queries/export/{question}.rq"))
        if not isinstance(found, QuerySolutions):
            raise TypeError(f"{question} is no SELECT")
        return found

    def quads(self) -> Iterator[Quad]:
        """The whole graph."""
        return quads_as_stated(self.store.quads_for_pattern(None, None, None, DefaultGraph()))

    def triples(self, question: str) -> list[Triple]:
        """The triples that a CONSTRUCT of ``queries/export/`` makes, each once, in no order."""
        found = self.store.query(text(f"queries/export/{question}.rq"))
        if not isinstance(found, QueryTriples):
            raise TypeError(f"{question} is no CONSTRUCT")
        return list(dict.fromkeys(found))


def _order(question: str) -> list[str]:
    """What a question sorts its rows by."""
    found = _ORDER.search(text(f"queries/export/{question}.rq"))
    return found[1].replace("?", "").split() if found else []


def held(term: Any) -> str | None:
    """A term of an answer as a text that sorts as the engine sorts IRIs; None if there is none."""
    if term is None:
        return None
    kind = _IRI if type(term) is NamedNode else _BLANK if type(term) is BlankNode else _TEXT
    return kind + _text(term)


def shown(cell: str) -> str:
    """What is held, as the text of an answer: an IRI is a CURIE, where a prefix fits."""
    return short(cell[1:]) if cell[0] == _IRI else cell[1:]


@lru_cache(maxsize=1 << 14)  # bounded: identifiers differ from page to page
def short(iri: str) -> str:
    """An IRI as a CURIE, where a prefix fits."""
    return contract(iri) or iri


def _texts(row: QuerySolution, curie: Callable[[str], str] = short) -> list[str | None]:
    return [
        None if cell is None else curie(cell.value) if type(cell) is NamedNode else _text(cell)
        for cell in row
    ]


def _text(term: Any) -> str:
    """The text of a term.

    Raises:
        GraphError: it has none.
    """
    if type(term) is Triple:
        raise GraphError(
            "a triple stands where a node or a text belongs",
            remedy="see what whimkg validate finds in the graph",
        )
    return str(term.value)
