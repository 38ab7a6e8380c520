"""A graph that a view asks: rows of text, with identifiers as CURIEs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions, QueryTriples, Triple

from whimkg.base.namespaces import contract
from whimkg.base.resources import text
from whimkg.errors import GraphError
from whimkg.rdf.integers import quads_as_stated

if TYPE_CHECKING:
    from pyoxigraph import Quad, QuerySolution, Store

    from whimkg.export import Options

__all__ = ["Source"]

_DECLARED = re.compile(r"^PREFIX (\S+): <(\S+)>$", re.MULTILINE)


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

    def cells(self, question: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a question of ``queries/export/``, as terms and not as text.

        Yields:
            A term for each variable, or None where it is not bound.
        """
        for row in self.solutions(question):
            yield tuple(row)

    def prefixes(self, question: str) -> dict[str, str]:
        """The prefixes that a question of ``queries/export/`` declares."""
        return dict(_DECLARED.findall(text(f"queries/export/{question}.rq")))

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
            remedy="see what whimkg.validate(…) finds in the graph",
        )
    return str(term.value)
