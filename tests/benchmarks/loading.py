"""``whimkg load`` into Oxigraph's server, against its own bulk upload of the same triples.

And its memory at two sizes, for that server and for stores in files.
"""

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.benchmarks.measure import PYTHON, WHIMKG, cost
from tests.benchmarks.pages import without_graphs, write

__all__ = ["rows"]

_FEW, _MANY = 80, 800  # pages: about 150,000 and 1.5 million triples
_FILES = {"Oxigraph in a folder": "db", "DuckDB": "duckdb", "Ladybug": "lbug"}
_UPLOAD = """
import sys, requests
with open(sys.argv[1], "rb") as file:
    requests.put(
        sys.argv[2] + "/store?graph=http://example.org/it&no_transaction",
        data=file,
        headers={"Content-Type": "application/n-triples"},
    ).raise_for_status()
"""


def rows(folder: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """A row of the table for the time, and one for the memory of each kind of store."""
    peaks: dict[str, dict[int, float]] = {kind: {} for kind in ("Oxigraph's server", *_FILES)}
    for pages in (_FEW, _MANY):
        quads, triples = _graph(folder, pages)
        size = sum(1 for _ in triples.open("rb"))
        with _server(folder / f"theirs-{pages}") as url:
            theirs = cost((*PYTHON, "-c", _UPLOAD, str(triples), url), folder)
        with _server(folder / f"ours-{pages}") as url:
            ours = cost((*WHIMKG, "load", url, str(quads)), folder)
        peaks["Oxigraph's server"][size] = ours.megabytes
        for kind, ending in _FILES.items():
            file = folder / f"{pages}.{ending}"
            peaks[kind][size] = cost((*WHIMKG, "load", str(file), str(quads)), folder).megabytes
    yield (
        f"loading {size:,} triples into Oxigraph's server",
        f"{ours.seconds:.0f} s",
        f"a bare upload: {theirs.seconds:.0f} s",
        f"{ours.seconds / theirs.seconds:.2f} times as long",
        "at most 1.3",
    )
    yield from (_memory(kind, found) for kind, found in peaks.items())


def _memory(kind: str, peaks: dict[int, float]) -> tuple[str, str, str, str, str]:
    (few, least), (many, most) = peaks.items()
    return (
        f"memory for loading {many:,} triples into {kind}",
        f"{most:.0f} MB",
        f"{few:,} triples: {least:.0f} MB",
        f"{most / least:.2f} times as much",
        "flat",
    )


def _graph(folder: Path, pages: int) -> tuple[Path, Path]:
    """A graph of many pages as N-Quads, and the same without graph names."""
    given, quads = folder / str(pages), folder / f"{pages}.nq"
    write(given, pages)
    build = ("build", str(given), "--merge", str(quads), "--no-validate", "--jobs", "2")
    cost((*WHIMKG, *build), folder)
    return quads, without_graphs(quads)


@contextmanager
def _server(data: Path) -> Iterator[str]:
    binary = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if not binary:
        raise SystemExit("pip install oxigraph")
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = (binary, "serve", "--location", str(data), "--bind", address)
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        for _ in range(200):
            with suppress(OSError):
                urllib.request.urlopen(f"http://{address}/", timeout=5)
                break
            time.sleep(0.05)
        yield f"http://{address}"
        server.kill()
