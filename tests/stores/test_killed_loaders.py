"""A loader is killed at any step, and the store does that step whenever it likes, even during the
next load: that leaves the next load's graph, whole.

The store does the step as Oxigraph's server does it, of which two transactions at once do not see
each other: what the step adds and takes away is settled when it begins, and is done later.
"""

from pathlib import Path

import pytest

from tests.stores.graphs import OLD, TARGET, alone, ask_one, write
from tests.stores.store_server import StoreServer, serving
from whimkg.errors import StoreError
from whimkg.sparql import transport
from whimkg.stores import load, server, staging

FIRST = {f'<http://example.org/first> <http://example.org/p> "{n}"' for n in range(12)}
SECOND = {f'<http://example.org/second> <http://example.org/p> "{n}"' for n in range(12)}
#: How a graph gets there, and what is there before: nothing where it is sent straight to its place.
WAYS: dict[str, tuple[dict[str, str], set[str]]] = {
    "straight": ({"protocol": "oxigraph"}, set()),
    "staged": ({"protocol": "oxigraph"}, OLD),
    "in parts": ({"protocol": "virtuoso", "chunk": "5"}, OLD),
}


class Clock:
    """Goes on by what is slept alone, so that a busy machine does not use patience up."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    alone(monkeypatch, tmp_path)
    ask_one(monkeypatch)
    monkeypatch.setattr(server, "_BULK", 12)
    monkeypatch.setattr(staging, "PATIENCE", 50.0)
    monkeypatch.setattr(staging, "PAUSE", 1.0)
    monkeypatch.setattr(staging, "time", Clock())
    monkeypatch.setattr(transport, "_WAITS", ())  # who is killed tries nothing again
    write(tmp_path / "first.nt", FIRST)
    write(tmp_path / "second.nt", SECOND)


def loaded(store: StoreServer, way: str, file: Path) -> None:
    store.state.asked.clear()
    receipt = load(store.url, [file], graph=TARGET, settings=WAYS[way][0])
    assert not list(receipt.differences())


def steps(way: str, folder: Path) -> int:
    """How many requests a load takes."""
    with serving() as store:
        store.fill(TARGET, WAYS[way][1])
        loaded(store, way, folder / "first.nt")
        return len(store.state.asked)


def kill(store: StoreServer, way: str, file: Path, step: int) -> bool:
    """Kill a loader at a request; whether that would have changed something."""
    store.fill(TARGET, WAYS[way][1])
    store.state.killed_at = step
    with pytest.raises(StoreError):
        loaded(store, way, file)
    store.state.killed_at = 0
    return any(store.state.effect)


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_the_next_load_does_not_meet_what_is_left(way: str, tmp_path: Path) -> None:
    """Whenever the store does what the killed loader has asked for, before or during that load."""
    most, seen = steps(way, tmp_path), 0
    for step in range(1, most + 1):
        for moment in range(1, most + 4, 3):
            with serving() as store:
                if not kill(store, way, tmp_path / "first.nt", step):
                    break
                seen += 1
                store.state.late_at = moment
                loaded(store, way, tmp_path / "second.nt")
                assert store.triples(TARGET) == SECOND, (step, moment)
    assert seen > most


@pytest.mark.parametrize("way", WAYS)
def test_what_was_still_being_sent_harms_nothing_even_later(
    way: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Only the last step can, if the store takes more than a minute for it."""
    monkeypatch.setattr(staging, "PATIENCE", 0.01)
    safe = 0
    for step in range(1, steps(way, tmp_path) + 1):
        with serving() as store:
            if not kill(store, way, tmp_path / "first.nt", step):
                continue
            added, removed = store.state.effect
            if {str(quad.graph_name) for quad in added | removed} & {f"<{TARGET}>"}:
                continue  # the last step
            safe += 1
            loaded(store, way, tmp_path / "second.nt")
            store.catch_up()
            assert store.triples(TARGET) == SECOND
    assert safe > 1
