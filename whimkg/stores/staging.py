"""Staging graphs in a store of RDF, and notes on them, by which a load finds what others have left.

A load fills a graph of a name that no other load uses, ``GRAPH.staging/TOKEN``. The graph
``GRAPH.staging`` notes its name, and how far the load is: *sending*; then *placing*, once the store
is asked for the last step, which it may take long after the loader was killed. That step does
nothing unless it is noted, and removes the note in its own transaction. So what was still being
sent can do no harm and is dropped, and what was being placed is waited for until its note is gone.

A graph that is sent straight to its place is noted as its own staging graph. It is there, whole,
once it has a triple.
"""

import time
from collections.abc import Callable, Sequence
from secrets import token_hex

from whimkg.base.namespaces import BASE
from whimkg.errors import EndpointError
from whimkg.stores.sparql_service import Service

__all__ = ["Staging", "notes"]

#: Seconds until a step of a killed load is taken for one that will not come, and between looks.
PATIENCE, PAUSE = 60.0, 0.5
_STATE = f"{BASE}load-state"
_FOUND = "SELECT ?staging ?p ?state WHERE {{ GRAPH <{notes}> {{ ?staging ?p ?state }} }} LIMIT 1000"
_NOTED = f'GRAPH <{{notes}}> {{{{ <{{staging}}> <{_STATE}> "{{state}}" }}}}'
_BEGIN = f"DROP SILENT GRAPH <{{notes}}> ;\nINSERT DATA {{{{ {_NOTED} }}}}"
_ADVANCE = f"INSERT {{{{ {_NOTED} }}}} WHERE {{{{ {_NOTED.replace('{state}', 'sending')} }}}}"
#: What both graphs have is never taken away: whoever asks finds no less, and Virtuoso 7.2.5, killed
#: afterwards, loses what one transaction takes away and adds again.
_EXCHANGE = """INSERT {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}
WHERE {{ {noted} GRAPH <{staging}> {{ ?s ?p ?o }} }} ;
DELETE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} WHERE {{
  {noted} GRAPH <{graph}> {{ ?s ?p ?o }}
  FILTER NOT EXISTS {{ GRAPH <{staging}> {{ ?s ?p ?o }} }}
}} ;
DROP SILENT GRAPH <{staging}> ;
DROP SILENT GRAPH <{notes}>"""


class Staging:
    """The staging graphs of one load.

    Args:
        service: of the store; all methods raise its ``EndpointError``.
        graphs: the IRIs of the graphs that are loaded.
        direct: whether they are sent straight to their places.

    Attributes:
        names: the staging graph of each graph.
    """

    def __init__(self, service: Service, graphs: Sequence[str], *, direct: bool = False) -> None:
        self._service, token = service, token_hex(8)
        self.names = {g: g if direct else f"{notes(g)}/{token}" for g in graphs}
        self._left: list[str] = []

    def recover(self, tell: Callable[[str], None]) -> None:
        """Wait for what killed loads have asked for, and drop the rest of what they have left."""
        for graph in self.names:
            found = self._noted(graph)
            for staging, states in found.items():
                if "placing" in states:
                    self._wait(graph, staging, tell)
            left = [staging for staging in found if staging not in (graph, "")]
            for name in (*left, *([notes(graph)] if found else ())):
                self._service.delete(name)
            self._left += left

    def begin(self) -> None:
        """Note the staging graphs, before something is sent to them."""
        self._update(_BEGIN, "sending")

    def advance(self) -> None:
        """Note that the store is being asked for the last step."""
        self._update(_ADVANCE, "placing")

    def exchange(self) -> None:
        """Put all graphs in the places of those there are; done twice, it is done once."""
        self._update(_EXCHANGE, "placing")

    def end(self) -> None:
        """Remove the notes of graphs that were sent straight to their places."""
        for graph in self.names:
            self._service.delete(notes(graph))

    def sweep(self) -> None:
        """Drop what killed loads had sent, and the store has taken in only meanwhile."""
        for name in self._left:
            if self._service.holds(name):
                self._service.delete(name)

    def drop(self) -> list[str]:
        """Drop all that is staged, and the notes; what may be left, since the store did not."""
        names = [n for g, staging in self.names.items() for n in (notes(g), staging) if n != g]
        return [name for name in names if not self._is_dropped(name)]

    def _is_dropped(self, name: str) -> bool:
        try:
            self._service.delete(name)
            return not self._service.holds(name)
        except EndpointError:
            return False

    def _update(self, form: str, state: str) -> None:
        parts = []
        for graph, staging in self.names.items():
            values = {"graph": graph, "staging": staging, "notes": notes(graph), "state": state}
            parts.append(form.format(**values, noted=_NOTED.format(**values)))
        self._service.update(" ;\n".join(parts), again=True)

    def _noted(self, graph: str) -> dict[str, set[str]]:
        """The states of each staging graph that is noted; under no name what else is there."""
        found: dict[str, set[str]] = {}
        for row in self._service.answer(_FOUND.format(notes=notes(graph)), ()).rows:
            staging, predicate, state = (getattr(term, "value", "") for term in row)
            found.setdefault(staging if predicate == _STATE else "", set()).add(state)
        return found

    def _wait(self, graph: str, staging: str, tell: Callable[[str], None]) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            arrived = staging == graph and self._service.holds(graph)
            if arrived or staging not in self._noted(graph):
                return
            tell("waiting for the end of a load that was cut off")
            time.sleep(PAUSE)


def notes(graph: str) -> str:
    """The graph that notes the staging graphs of another."""
    return f"{graph}.staging"
