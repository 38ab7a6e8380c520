"""Graphs that are sent while they are read: whole or not at all, whatever goes wrong."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.stores.graphs import NEW, OLD, TARGET, alone, ask_one, write
from tests.stores.store_server import Faults, State, StoreServer, serving
from tests.stores.test_server_faults import FOREVER, KINDS
from whimkg.errors import GraphError, StoreError, WhimkgError
from whimkg.rdf import lines
from whimkg.stores import load, server
from whimkg.stores._graph import Wanted
from whimkg.stores._source import Source, _Part, reading
from whimkg.stores.receipt import Receipt

PAGES = "<http://example.org/graph/{}/statements>"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A few triples are many here, and come in several pieces."""
    alone(monkeypatch, tmp_path)
    ask_one(monkeypatch)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(server, "_BULK", 5)
    monkeypatch.setattr(lines, "_SIZE", 200)
    write(Path("new.nt"), NEW)


def loaded(
    store: StoreServer, name: str = "new.nt", tell: Callable[[str], None] = lambda _: None
) -> Receipt:
    return load(store.url, [name], graph=TARGET, settings={"timeout": "2"}, tell=tell)


def uploads(store: StoreServer) -> list[bool]:
    """Of each request that has sent the graph, whether it came in chunks."""
    return [asked.chunked for asked in store.state.asked if asked.method == "PUT"]


def test_where_nothing_is_the_graph_is_sent_while_it_is_read() -> None:
    told: list[str] = []
    with serving() as store:
        assert not list(loaded(store, tell=told.append).differences())
        assert uploads(store) == [True]
        assert store.triples(TARGET) == NEW
    assert told[-3:] == ["read 20 triples", "sent 20 triples", "counting and asking"]


def test_what_is_there_is_replaced_by_what_was_read_before() -> None:
    with serving() as store:
        store.fill(TARGET, OLD)
        assert not list(loaded(store).differences())
        assert uploads(store) == [False]
        assert store.triples(TARGET) == NEW


def test_a_triple_of_many_graphs_is_counted_once() -> None:
    lines = [f"{triple} {PAGES.format(page)} .\n" for page in range(3) for triple in sorted(NEW)]
    Path("many.nq").write_text("".join(lines), encoding="utf-8")
    with serving() as store:
        receipt = load(store.url, ["many.nq"])
        assert uploads(store) == [True]
    (graph,) = receipt.graphs
    assert (graph.name.rpartition("/")[2], graph.sent, graph.held) == ("many", 20, 20)


@pytest.mark.parametrize("status", [400, 411, 501, 0])
def test_a_server_that_takes_no_chunks_gets_the_length(status: int) -> None:
    with serving(State(unmeasured=status)) as store:
        assert not list(loaded(store).differences())
        assert uploads(store) == [False]
        assert store.triples(TARGET) == NEW


def test_a_server_that_takes_chunks_for_nothing_gets_the_length() -> None:
    with serving(State(deaf=True)) as store:
        assert not list(loaded(store).differences())
        assert uploads(store) == [True, False]
        assert store.triples(TARGET) == NEW


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("nonsense", "new.nt, line 21, column 1: no N-Triples"),
        ("_:b <a:b> <a:c> .", "new.nt: a blank node"),
    ],
)
def test_a_fault_in_the_last_line_leaves_nothing(line: str, told: str) -> None:
    with Path("new.nt").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    with serving() as store:
        with pytest.raises(GraphError, match=told) as error:
            loaded(store)
        assert store.state.broken == 1
        assert not uploads(store)
        assert not store.graphs()
    assert "; nothing is left of the upload; " in f"{error.value}; "


def test_a_fault_in_the_file_leaves_the_graph_that_is_there() -> None:
    with Path("new.nt").open("a", encoding="utf-8") as file:
        file.write("nonsense\n")
    with serving() as store:
        store.fill(TARGET, OLD)
        with pytest.raises(GraphError, match="line 21"):
            loaded(store)
        assert not store.sent()
        assert store.triples(TARGET) == OLD


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
def test_a_fault_at_any_step(kind: str, lasting: bool) -> None:
    with serving() as store:
        loaded(store)
        steps = len(store.state.asked)
    assert steps >= 6
    for step in range(1, steps + 2):  # one more, where the graph is sent twice
        with serving() as store:
            store.state.faults = Faults(step, FOREVER if lasting else step, kind)
            _holds(store, lossy=kind == "lossy")


def _holds(store: StoreServer, *, lossy: bool) -> None:
    try:
        receipt = loaded(store)
    except StoreError as error:
        told, found = str(error), store.triples(TARGET)
        assert found in (set(), NEW) or lossy
        if found:
            assert "may be left" in told or "the graph was replaced before that" in told, told
        assert "may be left" not in told or store.sent(), told
    else:
        assert store.triples(TARGET) == NEW or list(receipt.differences())


def upload(state: State) -> int:
    """The number of the request that sends the graph."""
    with serving(state) as store:
        loaded(store)
        return [asked.method for asked in store.state.asked].index("PUT") + 1


def test_a_store_that_is_silent_is_not_sent_it_again() -> None:
    number = upload(State())
    with serving() as store:
        store.state.faults = Faults(number, number, "silent")
        with pytest.raises(StoreError, match=r"no answer in time; .* appears if the store"):
            loaded(store)
        assert uploads(store) == [True]
        assert not store.graphs()


def test_a_login_that_has_run_out_is_renewed_and_the_graph_sent_from_its_beginning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WHIMKG_ENDPOINT_USER", "user")
    monkeypatch.setenv("WHIMKG_ENDPOINT_PASSWORD", "word")

    def asking() -> State:
        return State(secret="Digest ", challenge='Digest realm="it", nonce="1", qop="auth"')  # noqa: S106

    number = upload(asking())
    with serving(asking()) as store:
        store.state.faults = Faults(number, number, "stale")
        assert not list(loaded(store).differences())
        assert uploads(store) == [True, True]
        assert store.triples(TARGET) == NEW


def test_a_full_disk_is_told_and_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(part: _Part, _: object) -> None:
        if part.path.exists() and part.path.stat().st_size > 300:
            raise OSError(28, "No space left on device")
        add(part, [b"<a:b> <a:c> <a:d>"] * 5)

    add = _Part.add
    monkeypatch.setattr(_Part, "add", fill)
    with serving() as store:
        with pytest.raises(StoreError, match="put aside: No space left on device; nothing is left"):
            loaded(store)
        assert store.state.broken == 1
        assert not store.graphs()


def test_the_interrupt_key_leaves_nothing_and_no_thread() -> None:
    def interrupt(text: str) -> None:
        if text == "read 20 triples":
            raise KeyboardInterrupt

    with serving() as store:
        with pytest.raises(KeyboardInterrupt):
            loaded(store, tell=interrupt)
        names = [thread.name for thread in threading.enumerate()]
        assert not store.sent()
        assert not store.graphs()
    assert not [name for name in names if "whimkg" in name]


@pytest.mark.parametrize(
    ("files", "text", "wanted", "early"),
    [
        (["it.nt"], "<a:b> <a:c> <a:{}> .", {}, "https://w3id.org/whimkg/graph/it"),
        (["it.nq"], f"<a:b> <a:c> <a:{{}}> {PAGES} .", {}, "https://w3id.org/whimkg/graph/it"),
        (["it.nq"], "<a:b> <a:c> <a:{}> <http://x/graph/1/a> .", {}, ""),
        (["it.nq"], "<a:b> <a:c> <a:{}> .", {}, ""),
        (["it.nq"], "<a:b> <a:c> <a:{}> .", {"graph": TARGET}, TARGET),
        (["it.nt"], "<a:b> <a:c> <a:{}> .", {"graph": TARGET, "named": True}, ""),
        (["it.ttl"], "<a:b> <a:c> <a:{}> .", {"graph": TARGET}, TARGET),
        (["it.nt", "it.nt"], "<a:b> <a:c> <a:{}> .", {"graph": TARGET}, ""),
        (["."], "<a:b> <a:c> <a:{}> .", {"graph": TARGET}, ""),
    ],
)
def test_what_can_be_sent_while_it_is_read(
    files: list[str], text: str, wanted: dict[str, str], early: str
) -> None:
    """The name that is known early is the one that it has in the end."""
    Path("new.nt").unlink()
    (Path(files[0]) if files != ["."] else Path("it.nt")).write_text(
        "".join(f"{text.format(n, n)}\n" for n in range(20)), encoding="utf-8"
    )
    with reading(Wanted(tuple(files), **wanted), lambda _: None) as source:  # type: ignore[arg-type]
        assert source.early(5) == early
        assert not early or source.given.graphs[0].iri == early


def test_a_small_graph_is_read_first() -> None:
    with reading(Wanted(("new.nt",), "", TARGET), lambda _: None) as source:
        assert (source.early(20), source.early(21)) == (TARGET, "")
        assert source.given.triples == 20


def test_a_graph_can_be_sent_again_from_any_point() -> None:
    whole = Path("new.nt").read_bytes()
    for taken in range(4):
        with reading(Wanted(("new.nt",), "", TARGET), lambda _: None) as source:
            first = iter(_begun(source))
            part = b"".join(next(first) for _ in range(taken))
            assert whole.startswith(part)
            assert (b"".join(source), source.given.triples) == (whole, 20)
            assert part + b"".join(first) == whole


def _begun(source: Source) -> Source:
    assert source.early(5)
    return source


def test_a_graph_that_could_not_be_read_has_no_end() -> None:
    Path("new.nt").write_text(f"{Path('new.nt').read_text()}nonsense\n", encoding="utf-8")
    with reading(Wanted(("new.nt",), "", TARGET), lambda _: None) as source:
        _begun(source)
        for _ in range(2):
            with pytest.raises(WhimkgError):
                list(source)
        with pytest.raises(GraphError, match="could not be read to its end"):
            assert not source.given
