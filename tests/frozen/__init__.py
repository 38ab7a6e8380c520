"""Digests of every format on fixed graphs, so that a rewrite is seen to change nothing.

``pages.nq.xz`` is the bundled graph and ten invented pages, as one release of whimkg built them.
``digests.tsv`` has the SHA-256 of each file that is exported from them; of a database or a Parquet
file that of its rows, as the bytes are the engine's. A change of a format that is meant is written
down by ``python -m tests.frozen``.
"""

import hashlib
import json
import lzma
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from whimkg import export
from whimkg.cli import main

__all__ = ["DIGESTS", "FORMATS", "GRAPHS", "digests", "recorded", "write_graph"]

FOLDER = Path(__file__).parent
#: Those that are written down.
FORMATS = (
    *("ttl", "jsonld", "nt", "nq", "trig", "rdf"),
    *("rdf12", "nanopub", "sssom", "hpoa", "schema-org", "web-annotation"),
    *("kgx-jsonl", "kgx-tsv", "neo4j-csv", "duckdb", "parquet", "graphml", "cytoscape-json"),
)
DIGESTS = FOLDER / "digests.tsv"
#: Name of a graph to how often the eleven pages stand in it, each time under other names;
#: of the first it is the bundled page alone.
GRAPHS = {"bundled": 0, "merged": 1, "hundred": 10}
_PAGE = re.compile(r"(https://w3id\.org/whimkg/(?:dataset|disease|graph)/)")
_UUID = re.compile(r"(https://w3id\.org/whimkg/association/)[0-9a-f]{8}")


def write_graph(folder: Path, name: str) -> Path:
    """Write one of the graphs as N-Quads."""
    lines = lzma.decompress((FOLDER / "pages.nq.xz").read_bytes()).decode()
    file = folder / f"{name}.nq"
    with file.open("w", encoding="utf-8", newline="") as output:
        if not GRAPHS[name]:
            kept = (line for line in lines.splitlines(keepends=True) if "/whim-syndrome/" in line)
            output.writelines(kept)
        for number in range(GRAPHS[name]):
            output.write(_renamed(lines, number) if number else lines)
    return file


def _renamed(lines: str, number: int) -> str:
    return _UUID.sub(rf"\g<1>{number:08x}", _PAGE.sub(rf"\g<1>{number}-", lines))


def digests(graph: Path, format_name: str) -> dict[str, str]:
    """Suffix to digest of each file of a format."""
    with TemporaryDirectory() as folder:
        assert main(["export", format_name, str(graph), "-o", f"{folder}/"]) == 0
        suffixes = export.FORMATS[format_name].suffixes
        return {each: _digest(Path(folder) / f"{graph.stem}{each}") for each in suffixes}


def _digest(file: Path) -> str:
    sha = hashlib.sha256()
    if file.suffix in (".duckdb", ".parquet"):
        for line in _rows(file):
            sha.update(line)
    else:
        sha.update(file.read_bytes())
    return sha.hexdigest()


def _rows(file: Path) -> Iterator[bytes]:
    with duckdb.connect() as opened:
        if file.suffix == ".duckdb":
            opened.execute(f"ATTACH '{file}' AS it (READ_ONLY)")
            tables = ["it.nodes", "it.edges"]
        else:
            tables = [f"'{file}'"]
        for table in tables:
            found = opened.execute(f"FROM {table}")  # in the order of the file
            columns = [column[:2] for column in found.description or ()]
            yield json.dumps(columns, default=str).encode()
            for row in found.fetchall():
                yield json.dumps(row, default=str).encode()


def recorded() -> dict[tuple[str, str, str], str]:
    """Graph, format and suffix to the digest in ``digests.tsv``."""
    rows = (line.split("\t") for line in DIGESTS.read_text(encoding="utf-8").splitlines()[1:])
    return {(graph, name, suffix): digest for graph, name, suffix, digest in rows}
