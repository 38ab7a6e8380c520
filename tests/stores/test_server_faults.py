"""A store that fails at any step of a load: the graph there is the old one or the new, whole."""

from functools import cache
from pathlib import Path

import pytest

from tests.stores.graphs import NEW, OLD, TARGET, alone, ask_one, write
from tests.stores.store_server import Faults, StoreServer, serving
from whimkg.errors import StoreError
from whimkg.stores import load
from whimkg.stores.receipt import Receipt

#: Settings that make a load of 20 triples take each way: one PUT, one POST into a staging graph,
#: parts by POST, parts by INSERT.
WAYS = {
    "put": {"protocol": "fuseki"},
    "staged": {"protocol": "oxigraph"},
    "parts": {"protocol": "virtuoso", "chunk": "8"},
    "updates": {"protocol": "update", "chunk": "8"},
}
KINDS = ("cut before", "cut after", "failed", "overloaded", "garbage", "lossy")
FOREVER = 10_000
#: Requests of a load that goes well, at least; so a way that is cut short fails the tests.
LEAST = {"put": 5, "staged": 11, "parts": 13, "updates": 13}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    alone(monkeypatch, tmp_path)
    ask_one(monkeypatch)


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("new") / "new.nt", NEW)


def loaded(server: StoreServer, way: str, file: Path) -> Receipt:
    address, settings = server.url, WAYS[way] | {"timeout": "2"}
    if way == "updates":
        settings |= {"query-url": f"{address}/query", "update-url": f"{address}/update"}
    return load(address, [file], graph=TARGET, settings=settings)


@cache
def steps_of(way: str, new: Path) -> int:
    """How many requests a load of the new graph takes, where the old one is."""
    with serving() as server:
        server.fill(TARGET, OLD)
        loaded(server, way, new)
        assert server.triples(TARGET) == NEW
        assert server.graphs() == {TARGET}
        return len(server.state.asked)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("every", [8, pytest.param(1, marks=pytest.mark.slow)])
def test_a_fault_at_any_step(way: str, kind: str, lasting: bool, every: int, new: Path) -> None:
    """Kinds of faults begin at other steps, so that together they meet each step."""
    steps = steps_of(way, new)
    assert steps >= LEAST[way]
    for step in range(1 + (KINDS.index(kind) + 2 * lasting) % every, steps + 1, every):
        with serving() as server:
            server.fill(TARGET, OLD)
            server.state.faults = Faults(step, FOREVER if lasting else step, kind)
            _holds(server, way, new, lossy=kind == "lossy")


def _holds(server: StoreServer, way: str, new: Path, *, lossy: bool) -> None:
    try:
        receipt = loaded(server, way, new)
    except StoreError as error:
        told, found = str(error), server.triples(TARGET)
        assert told.isprintable()
        assert found in (OLD, NEW) or lossy
        if found == NEW:
            assert "new one" in told or "the graph was replaced before that" in told, told
        left = server.graphs() - {TARGET}
        assert all(graph in told for graph in left), told
        assert "may be left" not in told or server.sent(), told
    else:
        same = server.triples(TARGET) == NEW
        assert same or list(receipt.differences())
        assert server.graphs() == {TARGET}


def test_a_store_that_loses_triples_of_a_part_does_not_get_the_graph(tmp_path: Path) -> None:
    write(tmp_path / "new.nt", NEW)
    with serving() as server:
        server.fill(TARGET, OLD)
        server.state.faults = Faults(6, 6, "lossy")
        with pytest.raises(StoreError, match="of 20 triples the store holds 19; what was there"):
            loaded(server, "parts", tmp_path / "new.nt")
        assert server.triples(TARGET) == OLD
        assert server.graphs() == {TARGET}


def test_a_store_that_loses_triples_of_a_put_is_found_out(tmp_path: Path) -> None:
    with serving() as server:
        server.fill(TARGET, OLD)
        server.state.faults = Faults(4, 4, "lossy")
        found = loaded(server, "put", write(tmp_path / "new.nt", NEW))
    told = list(found.differences())
    assert told[0] == f"{TARGET}: sent 20 triples, the store holds 19"
    assert told[1].startswith("all: another answer")


@pytest.mark.parametrize("way", WAYS)
def test_a_store_that_says_nothing_is_not_waited_for(way: str, tmp_path: Path) -> None:
    with serving() as server:
        server.fill(TARGET, OLD)
        server.state.faults = Faults(4, 4, "silent")
        _holds(server, way, write(tmp_path / "new.nt", NEW), lossy=False)


def test_what_is_left_goes_with_the_next_load(tmp_path: Path) -> None:
    new = write(tmp_path / "new.nt", NEW)
    with serving() as server:
        server.fill(TARGET, OLD)
        server.state.faults = Faults(7, FOREVER, "failed")
        notes = rf"<{TARGET}\.staging>, <{TARGET}\.staging/[0-9a-f]+> may be left"
        with pytest.raises(StoreError, match=notes):
            loaded(server, "parts", new)
        assert len(server.graphs()) == 3
        server.state.faults = Faults()
        assert not list(loaded(server, "parts", new).differences())
        assert server.graphs() == {TARGET}


@pytest.mark.parametrize("way", WAYS)
def test_a_graph_that_is_in_place_but_cannot_be_counted(way: str, new: Path) -> None:
    steps = steps_of(way, new)
    with serving() as server:
        server.fill(TARGET, OLD)
        server.state.faults = Faults(steps, FOREVER, "failed")
        with pytest.raises(StoreError, match="could not be checked; the graph was replaced before"):
            loaded(server, way, new)
        assert server.triples(TARGET) == NEW


def test_nothing_is_left_where_nothing_was_sent(tmp_path: Path) -> None:
    """As with a server of another kind, which knows none of the services."""
    with serving() as server:
        server.fill(TARGET, OLD)
        server.state.faults = Faults(3, FOREVER, "failed")
        with pytest.raises(StoreError) as error:
            loaded(server, "parts", write(tmp_path / "new.nt", NEW))
        assert not server.sent()
    assert "nothing was changed" in str(error.value)
    assert "may be left" not in str(error.value)
