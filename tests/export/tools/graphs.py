"""Write the graphs that the official tools judge, a folder each.

    python -m tests.export.tools.graphs FOLDER

``bundled`` and ``merged`` are KGX by the newest release of the Biolink Model, ``older`` is the
bundled graph by the oldest; ``monarch`` is what a graph like Monarch's gets, beside a piece that
looks like theirs; ``planted`` has faults, so that a tool that is silent is seen to be so.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pyoxigraph import Quad, Store

import whimkg
from tests.benchmarks.pages import write
from tests.export.views.property_graphs import INVENTED, bundled, store_of
from tests.graph.records import whole
from whimkg.errors import WhimkgError
from whimkg.export import BIOLINK, Options, view

MEASURED = 20
#: The piece of Monarch's graph names its files as Monarch does: theirs are read before ours.
TERMS, ANNOTATIONS = "phenio", "hpoa"
SHARED = ("MONDO", "HP", "HGNC")

Entity = dict[str, Any]


def merged() -> Iterator[Quad]:
    """Every invented page that can be read, some measured ones, and a record of all kinds."""
    yield from whimkg.build(whole()).quads
    with TemporaryDirectory() as folder:
        measured = Path(folder) / "pages"
        write(measured, MEASURED)
        for path in (*sorted(INVENTED.glob("*.txt")), *sorted(measured.iterdir())):
            try:
                yield from whimkg.build(path).quads
            except WhimkgError:
                continue  # it is there to be refused


def put(folder: Path, files: dict[str, bytes], stem: str = "whimkg") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, data in files.items():
        (folder / f"{stem}{suffix}").write_bytes(data)


def entities(files: dict[str, bytes]) -> list[list[Entity]]:
    return [[json.loads(line) for line in data.splitlines()] for data in files.values()]


def like_monarch(store: Store) -> tuple[list[Entity], list[Entity]]:
    """Nodes as Monarch's of what it knows, and the annotations that it has from HPO's project."""
    nodes, edges = entities(view(store, "kgx-jsonl"))
    theirs = [
        {"id": each["id"], "category": each["category"], "name": f"{each['name']} (theirs)"}
        for each in nodes
        if each["id"].partition(":")[0] in SHARED
    ]
    inheritance = "biolink:has_mode_of_inheritance"
    kept = ("category", "subject", "predicate", "object", "knowledge_level", "agent_type")
    annotations = [
        {name: each[name] for name in kept}
        | {"id": f"uuid:{number}", "primary_knowledge_source": "infores:omim"}
        for number, each in enumerate(edges)
        if each["predicate"] in (inheritance, "biolink:has_phenotype")
    ]
    return theirs, annotations


def lines(found: Iterable[Entity]) -> bytes:
    return "".join(f"{json.dumps(each)}\n" for each in found).encode()


def planted(store: Store) -> dict[str, bytes]:
    """The graph with a fault of each kind that the tools promise to find."""
    (nodes, edges) = entities(view(store, "kgx-jsonl"))
    nodes[0]["category"] = ["biolink:NoSuchClass"]
    nodes[-1]["id"] = "not a CURIE"
    edges[0] |= {"predicate": "biolink:no_such_predicate"}
    edges[1] |= {"object": "MONDO:9999999"}
    del edges[2]["knowledge_level"]
    edges[3] |= {"no_such_slot": "x"}
    return {"_nodes.jsonl": lines(nodes), "_edges.jsonl": lines(edges)}


def main(folder: Path) -> None:
    """Write them all."""
    own, many = store_of(bundled()), store_of(merged())
    for case, store in (("bundled", own), ("merged", many)):
        for name in ("kgx-jsonl", "kgx-tsv"):
            put(folder / case, view(store, name))
    put(folder / "older", view(own, "kgx-jsonl", Options(biolink=BIOLINK[-1])))
    put(folder / "planted", planted(own))
    theirs, annotations = like_monarch(own)
    beside = {
        f"{TERMS}_nodes.jsonl": lines(theirs),
        f"{ANNOTATIONS}_edges.jsonl": lines(annotations),
    }
    put(folder / "monarch", beside, stem="")
    put(folder / "monarch", view(own, "kgx-jsonl", Options(profile="monarch")))
    put(folder / "whole", beside, stem="")
    put(folder / "whole", view(own, "kgx-jsonl"))
    put(folder, view(own, "sssom"), stem="whimkg")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
