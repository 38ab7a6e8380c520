"""The embedded store: Oxigraph on the disk, in this process.

A load never changes the store that is there. It makes another one beside it, with everything that
stays (hard links, where that is cheaper) and the new graph, brings it to the disk, and renames it
into place. So whoever kills a load finds the old store; the next load clears away what was left.
The engine's own transactions would be far slower: their cost grows faster than their size.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import islice
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from whimkg.errors import StoreError
from whimkg.sandbox import require_memory_for_store
from whimkg.sparql import Answer
from whimkg.sparql.results import of_solutions
from whimkg.stores.graph_input import Tell, TripleFile, Triples
from whimkg.stores.load_questions import COUNT, LIMITS
from whimkg.stores.store_files import lock_folder

__all__ = ["Embedded", "open_store"]

_MARK = "CURRENT"  # a file that every RocksDB has
_AS_IT_WAS = "what it held before is as it was"
_UNCHECKED = "what it holds could not be checked"
#: Triples that the engine is given at once: it takes some 2 KB of memory for each.
_PIECE = 100_000
_COPIED = 10  # copying a quad costs at most a tenth of deleting one


def open_store(address: str, settings: dict[str, str]) -> AbstractContextManager["Embedded"]:
    """A folder, which a load makes if there is none; it has no settings."""
    return nullcontext(Embedded(Path(address)))


class Embedded:
    """A folder of Oxigraph's."""

    kind = "oxigraph"
    software = f"Oxigraph/{pyoxigraph.__version__}"

    def __init__(self, path: Path) -> None:
        self.address = str(path)
        require_memory_for_store(self.address)  # before the graph is read, which takes long
        self._path = path.resolve()
        if not self._path.name:
            raise StoreError(
                "it is the root of the disk, not the folder of a store",
                where=self.address,
                remedy="name a new folder, or one that whimkg.stores.load(…) made",
            )
        self._aside = self._path.with_name(f".{self._path.name}.new")
        self._old = self._path.with_name(f".{self._path.name}.old")
        self.settings: dict[str, str] = {}

    def replace(self, triples: Triples, tell: Tell) -> None:
        """See ``RdfStore``."""
        with self._failing(_AS_IT_WAS):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with lock_folder(self._path.parent):
                was_there = self._path.exists() or self._old.exists()
                there = self._open()
            try:
                self._clear()
                self._build(there, triples.graphs, tell)
                with lock_folder(self._path.parent):
                    del there  # it writes to its folder by name, whatever has that name by then
                    self._swap()
            except BaseException:
                self._undo(was_there=was_there)
                raise
            shutil.rmtree(self._old, ignore_errors=True)

    def _undo(self, *, was_there: bool) -> None:
        shutil.rmtree(self._aside, ignore_errors=True)
        if not was_there:
            shutil.rmtree(self._path, ignore_errors=True)

    def count(self, graph: str) -> int:
        """See ``RdfStore``."""
        with self._failing(_UNCHECKED):
            return _count(self._existing(), NamedNode(graph))

    def answer(self, text: str, graphs: Sequence[str]) -> Answer:
        """See ``RdfStore``."""
        with self._failing(_UNCHECKED):
            found = self._existing().query(text, default_graph=[NamedNode(g) for g in graphs])
            assert isinstance(found, pyoxigraph.QuerySolutions)  # noqa: S101  # they are SELECTs
            return of_solutions(found, LIMITS.rows)

    def _open(self) -> Store:
        """The store, which no other process can open now; an empty one if there is none."""
        if self._path.is_file():
            raise StoreError(
                "it is a file, not the folder of a store",
                where=self.address,
                remedy="name the store first and the graph second",
            )
        if self._path.is_dir() and any(self._path.iterdir()) and not (self._path / _MARK).exists():
            raise StoreError(
                "the folder holds other files, and no store",
                where=self.address,
                remedy="name a new folder, or one that whimkg.stores.load(…) made",
            )
        self._recover()
        return Store(self._path)

    def _existing(self) -> Store:
        self._recover()
        if not (self._path / _MARK).exists():
            raise StoreError("there is no store", where=self.address, remedy="load a graph first")
        return Store.read_only(str(self._path))

    def _recover(self) -> None:
        """Undo a swap that was cut short."""
        if not self._path.exists() and self._old.exists():
            self._old.rename(self._path)

    def _clear(self) -> None:
        """Drop what a load that was killed has left; only who has the store open may do that."""
        for path in (self._aside, self._old):
            if path.exists():
                shutil.rmtree(path)

    def _build(self, there: Store, graphs: Sequence[TripleFile], tell: Tell) -> None:
        names = {NamedNode(graph.iri) for graph in graphs}
        leave = sum(_count(there, name) for name in names)
        stay = len(there) - leave
        most_stays = stay > leave * _COPIED
        if most_stays:
            tell("taking over the other graphs")
            there.backup(self._aside)
        made = Store(self._aside)
        if most_stays:
            for name in names:
                made.remove_graph(name)
        elif stay:
            tell(f"taking over {stay:,} triples of other graphs")
            others = _others(there, names)
            while piece := list(islice(others, _PIECE)):
                made.bulk_extend(piece)
        for graph in graphs:
            _add(made, graph, tell)
        if not most_stays and stay + sum(graph.triples for graph in graphs) > _PIECE:
            tell("putting the store in order")  # in pieces it is slow to ask
            made.optimize()
        made.flush()

    def _swap(self) -> None:
        self._path.rename(self._old)
        try:
            self._aside.rename(self._path)
        except OSError:
            self._old.rename(self._path)
            raise

    @contextmanager
    def _failing(self, state: str) -> Iterator[None]:
        try:
            yield
        except (OSError, RuntimeError) as error:  # the engine's own, for a broken store
            raise self._translated(error, state) from error

    def _translated(self, error: OSError | RuntimeError, state: str) -> StoreError:
        if "lock" in str(error).lower():
            return StoreError(
                "another process has the store open",
                where=self.address,
                remedy="stop it; or if it is a server, load into the server's address",
            )
        return StoreError(
            f"the store fails: {getattr(error, 'strerror', None) or error}; {state}",
            where=self.address,
            remedy="check the disk and the permissions",
        )


def _add(store: Store, graph: TripleFile, tell: Tell) -> None:
    name, done = NamedNode(graph.iri), 0
    with graph.path.open("rb") as file:
        while lines := list(islice(file, _PIECE)):
            store.bulk_load(b"".join(lines), RdfFormat.N_TRIPLES, to_graph=name)
            done += len(lines)
            tell(f"loaded {done:,} of {graph.triples:,} triples into {graph.iri}")


def _count(store: Store, graph: NamedNode) -> int:
    found = store.query(COUNT.format(graph=graph))
    assert isinstance(found, pyoxigraph.QuerySolutions)  # noqa: S101  # it is a SELECT
    (row,) = found
    return int(row["n"].value)


def _others(store: Store, names: set[NamedNode]) -> Iterator[Quad]:
    return (quad for quad in store if quad.graph_name not in names)
