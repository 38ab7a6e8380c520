"""The bytes of every format, on graphs that do not change, are those that were written down."""

from pathlib import Path

import pytest

from tests.frozen import FORMATS, GRAPHS, digests, recorded, write_graph
from whimkg import export

#: It takes a minute.
LARGE = ("hundred",)


@pytest.fixture(scope="module", params=[g for g in GRAPHS if g not in LARGE])
def graph(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_graph(tmp_path_factory.mktemp("frozen"), request.param)


@pytest.mark.parametrize("name", FORMATS)
def test_bytes_are_as_written_down(graph: Path, name: str) -> None:
    assert digests(graph, name) == _known(graph.stem, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_a_hundred_pages(name: str, tmp_path: Path) -> None:
    graph = write_graph(tmp_path, name)
    found = {row: digests(graph, row) for row in FORMATS}
    assert found == {row: _known(name, row) for row in FORMATS}


def test_every_format_is_written_down() -> None:
    wanted = {
        (g, name, s) for g in GRAPHS for name in FORMATS for s in export.FORMATS[name].suffixes
    }
    assert set(recorded()) == wanted


def _known(graph: str, name: str) -> dict[str, str]:
    return {s: digest for (g, n, s), digest in recorded().items() if (g, n) == (graph, name)}
