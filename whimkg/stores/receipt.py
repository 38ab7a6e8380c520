"""The receipt of a load: what was sent, what the store holds, and what it answers.

It is JSON with its keys in a fixed order, and holds no clock and no login: the same load of the
same graph gives the same bytes.
"""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import msgspec

from whimkg.errors import StoreError

__all__ = ["Graph", "OpenStore", "Question", "Receipt", "read", "say_replaced"]

_VERSION = 1


class OpenStore(Protocol):
    """What a receipt says of the store itself, whatever its kind."""

    @property
    def kind(self) -> str:
        """Its name in ``STORES``."""

    @property
    def address(self) -> str:
        """As the user gave it."""

    @property
    def software(self) -> str:
        """What it calls itself, with its version; empty if it does not say."""

    @property
    def settings(self) -> dict[str, str]:
        """How to reach it again."""


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph of the store: its name there, how much of it was sent, and how much it holds.

    Attributes:
        name: its IRI.
        sent: how many of its parts were sent.
        held: how many the store holds.
        parts: what is counted: ``triples``, ``nodes`` or ``edges``.
    """

    name: str
    sent: int
    held: int
    parts: str = "triples"


@dataclass(frozen=True, slots=True)
class Question:
    """A question's answer in the store.

    Attributes:
        name: the bundled question.
        rows: how many the answer has.
        digest: SHA-256 of the answer's values, rows sorted.
        expected: the digest of the answer of the graph that was sent; empty where it was not
            worked out.
    """

    name: str
    rows: int
    digest: str
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a load left behind.

    Attributes:
        store: the kind of store, by its name in ``STORES``.
        address: of the store, as the user gave it.
        software: the store's own name and version, if it says.
        graphs: what was loaded.
        questions: what the store answers; none where they were not asked.
        settings: how the store was reached: names and values of options.
        date: as the user gave it; empty if not.
        note: what was not compared, and why.
    """

    store: str
    address: str
    software: str
    graphs: tuple[Graph, ...]
    questions: tuple[Question, ...]
    settings: dict[str, str]
    date: str = ""
    note: str = ""

    @property
    def triples(self) -> int:
        """How many triples all graphs hold."""
        return sum(graph.held for graph in self.graphs if graph.parts == "triples")

    def amount(self) -> str:
        """What all graphs hold, as in ``56 nodes and 52 edges``."""
        held: dict[str, int] = {}
        for graph in self.graphs:
            held[graph.parts] = held.get(graph.parts, 0) + graph.held
        return " and ".join(f"{number} {parts}" for parts, number in held.items())

    def differences(self) -> Iterator[str]:
        """What the store holds or answers otherwise than the graph that was sent, one a line."""
        for graph in self.graphs:
            if graph.sent != graph.held:
                yield (
                    f"{graph.name}: sent {graph.sent:,} {graph.parts}, "
                    f"the store holds {graph.held:,}"
                )
        for question in self.questions:
            if question.expected not in ("", question.digest):
                yield f"{question.name}: another answer than that of the graph that was sent"

    def must_fit(self, parts: Collection[str], questions: Collection[str]) -> None:
        """Refuse to compare a store with the receipt of one of another kind.

        Args:
            parts: what is counted in such a store.
            questions: the names of those that can be asked of it.

        Raises:
            StoreError: the receipt counts other parts, or knows other questions.
        """
        asked = {question.name for question in self.questions}
        if not {graph.parts for graph in self.graphs} <= {*parts} or not asked <= {*questions}:
            raise StoreError(
                f"the receipt is of another kind of store ({self.store}), or of another version "
                "of whimkg",
                where=self.address,
                remedy="check the store that it was made for, or load again",
            )

    def to_json(self) -> str:
        """The receipt as a file."""
        found = {"receipt": _VERSION, **asdict(self)}
        return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


@contextmanager
def say_replaced() -> Iterator[None]:
    """For the block after a store has said that it has replaced the graph.

    Raises:
        StoreError: the error of the block, which then says so, too.
    """
    try:
        yield
    except StoreError as error:
        raise StoreError(
            f"{error.problem}; the graph was replaced before that, as the store has said",
            where=error.where,
            remedy=error.remedy,
        ) from error


def read(path: Path) -> Receipt:
    """A receipt from its file.

    Raises:
        StoreError: the file cannot be read, or is no receipt.
    """
    from pyoxigraph import NamedNode

    problem = "it is no receipt of this version of whimkg"
    try:
        with suppress(msgspec.DecodeError, ValueError):
            found = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
            version, receipt = found.pop("receipt", 0), msgspec.convert(found, Receipt)
            names = [NamedNode(graph.name) for graph in receipt.graphs]  # else a ValueError
            if names and version == _VERSION:
                return receipt
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
    raise StoreError(problem, where=str(path), remedy="give the receipt of a load")
