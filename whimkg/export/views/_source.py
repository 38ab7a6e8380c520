"""A graph that a view asks: rows of text, with identifiers as CURIEs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions, QueryTriples, Triple

from whimkg.errors import GraphError
from whimkg.export._integers import quads_as_stated
from whimkg.export.views._questions import prefixes
from whimkg.namespaces import contract
from whimkg.resources import text

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

    from whimkg.export import Options

__all__ = ["Answers", "Lists", "Source", "none_found"]

#: What gives the lists of a node or an edge: slot to values, each once and sorted.
Lists: TypeAlias = "Callable[[str], dict[str, list[str]]]"


class Answers(Protocol):
    """What nodes and edges are made from: a graph that is asked as a whole, or in parts."""

    @property
    def options(self) -> Options:
        """What the user chose."""

    def rows(self, question: str, *, required: bool = False) -> Iterator[dict[str, str]]:
        """The rows of a question; see ``Source``."""

    def lists(self, question: str) -> Lists:
        """The lists of a question; see ``Source``."""


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

    def rows(
        self, question: str, *, curies: bool = True, required: bool = False
    ) -> Iterator[dict[str, str]]:
        """The rows of a question of ``queries/export/``, in its order.

        Args:
            question: the file's stem.
            curies: whether IRIs that a prefix fits are shortened.
            required: whether a graph without an answer is an error.

        Yields:
            Variable to value, for those that are bound. A literal is its text.

        Raises:
            GraphError: an answer is required, and there is none.
        """
        found = self.solutions(question)
        names = [variable.value for variable in found.variables]
        none = True
        for row in _texts(found, curies=curies):
            none = False
            yield {name: cell for name, cell in zip(names, row, strict=True) if cell is not None}
        if none and required:
            raise none_found(self.receiver)

    def lists(self, question: str) -> Lists:
        """The answer to a question of ``queries/export/`` with a row for each value of a list.

        Its rows are a node or an edge, a slot and a value, in any order and perhaps twice.
        """
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for entity, slot, value in self.texts(question):
            if entity and slot and value:
                found[entity][slot].add(value)
        lists = {each: {s: sorted(found[each][s]) for s in found[each]} for each in found}
        return lambda entity: lists.get(entity, {})

    def texts(self, question: str) -> Iterator[list[str | None]]:
        """The rows of a question of ``queries/export/``, as ``rows`` has them, without names."""
        return _texts(self.solutions(question), curies=True)

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


def none_found(receiver: str) -> GraphError:
    """That a graph has nothing for the format that is written."""
    return GraphError(
        f"the graph has no statements that {receiver} could hold",
        remedy="give a graph that whimkg build has made",
    )


def _texts(found: QuerySolutions, *, curies: bool) -> Iterator[list[str | None]]:
    short = _Short() if curies else _Whole()
    for row in found:
        yield [
            None if cell is None else short[cell.value] if type(cell) is NamedNode else cell.value
            for cell in row
        ]


class _Short(dict[str, str]):
    """IRI to CURIE; the IRI itself where no prefix fits."""

    def __missing__(self, iri: str) -> str:
        self[iri] = contract(iri) or iri
        return self[iri]


class _Whole(dict[str, str]):
    """IRI to itself."""

    def __missing__(self, iri: str) -> str:
        return iri
