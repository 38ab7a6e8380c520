"""A graph that a view asks: rows of text, with identifiers as CURIEs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions, QueryTriples, Triple

from whimkg.errors import GraphError
from whimkg.export._integers import quads_as_stated
from whimkg.namespaces import contract
from whimkg.resources import text

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

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
        found = self._solutions(question)
        names = [variable.value for variable in found.variables]
        none = True
        for row in _texts(found, curies=curies):
            none = False
            yield {name: cell for name, cell in zip(names, row, strict=True) if cell is not None}
        if none and required:
            raise GraphError(
                f"the graph has no statements that {self.receiver} could hold",
                remedy="give a graph that whimkg build has made",
            )

    def texts(self, question: str) -> Iterator[list[str | None]]:
        """The rows of a question of ``queries/export/``, as ``rows`` has them, without names."""
        return _texts(self._solutions(question), curies=True)

    def cells(self, question: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a question of ``queries/export/``, as terms and not as text.

        Yields:
            A term for each variable, or None where it is not bound.
        """
        for row in self._solutions(question):
            yield tuple(row)

    def prefixes(self, question: str) -> dict[str, str]:
        """The prefixes that a question of ``queries/export/`` declares."""
        return dict(_DECLARED.findall(text(f"queries/export/{question}.rq")))

    def _solutions(self, question: str) -> QuerySolutions:
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
