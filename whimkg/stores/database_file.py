"""Stores of property graphs that are one file: opening it, and what may fail."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, ClassVar

from whimkg.errors import StoreError
from whimkg.source.paths import is_folder, is_there
from whimkg.stores.graph_input import PropertyGraph, Tell
from whimkg.stores.property_stores import Reader
from whimkg.stores.store_files import open_or_undo

__all__ = ["DatabaseFile"]

_UNTOUCHED = "what it held before is as it was"
_UNCHECKED = "what it holds could not be checked"


class DatabaseFile(ABC):
    """A store of property graphs in a file.

    A load is one transaction, which whoever kills it undoes.

    Attributes:
        kind: its name in ``STORES``.
        product: how its makers call it.
        errors: what it raises, and the disk.
        in_use, foreign, damaged: what it says, among other words, of a file that another process
            has open, that is not its own, and that it cannot read any more.
        beside: endings of the files that may come to stand beside it.
    """

    kind: ClassVar[str]
    product: ClassVar[str]
    errors: ClassVar[tuple[type[Exception], ...]]
    in_use: ClassVar[str]
    foreign: ClassVar[str]
    damaged: ClassVar[tuple[str, ...]]
    beside: ClassVar[tuple[str, ...]]
    software: str

    def __init__(self, address: str) -> None:
        self.address = address
        self.settings: dict[str, str] = {}
        self.path = Path(address)

    @abstractmethod
    def connect(self, *, read_only: bool = False) -> AbstractContextManager[Any]:
        """Open the file, or make it."""

    @abstractmethod
    def put(self, opened: Any, graph: PropertyGraph, tell: Tell) -> None:
        """Put a graph in the place of that of the same name, in one transaction."""

    @abstractmethod
    def reader(self, opened: Any) -> Reader:
        """What counts and asks."""

    def replace(self, graph: PropertyGraph, tell: Tell) -> None:
        """See ``PropertyStore``."""
        with self._failing(_UNTOUCHED):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            files = (self.path, *self.files_beside())
            with open_or_undo(files, self.connect) as opened, self._failing(_UNTOUCHED):
                self.put(opened, graph, tell)

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """See ``PropertyStore``."""
        if not is_there(self.path):
            raise StoreError("there is no store", where=self.address, remedy="load a graph first")
        with self._failing(_UNCHECKED), self.connect(read_only=True) as opened:
            yield self.reader(opened)

    def files_beside(self) -> Sequence[Path]:
        """The files that may stand beside it."""
        return [self.path.with_name(f"{self.path.name}.{ending}") for ending in self.beside]

    @contextmanager
    def _failing(self, state: str) -> Iterator[None]:
        """Raises: StoreError: the block has met an error of the store's, or of the disk."""
        try:
            yield
        except self.errors as error:
            raise self.translated(str(error), state) from error

    def translated(self, message: str, state: str) -> StoreError:
        """An error of the store's in our own words, with what is in the file now."""
        if self.in_use in message.lower():
            problem, remedy = "another process has the file open", "close it there, and try again"
        elif is_folder(self.path) or self.foreign in message:
            problem = f"it is no database of {self.product}"
            remedy = f"name a new file, or one that {self.product} or whimkg.stores.load(…) made"
        elif any(words in message for words in self.damaged):
            problem = f"the file is cut off or damaged, or is no database of {self.product}"
            remedy = "take a copy of it that is whole, or name a new file"
        else:
            problem = f"{self.product} fails: {message.splitlines()[0]}; {state}"
            remedy = "check the disk and the permissions; if the file is damaged, name a new one"
        return StoreError(problem, where=self.address, remedy=remedy)
