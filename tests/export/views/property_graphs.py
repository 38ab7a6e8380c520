"""Graphs that property-graph formats are tried on, and what those must hold by the graph itself."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyoxigraph as ox

import whimkg
from tests.benchmarks.pages import write
from whimkg.base import resources
from whimkg.base.namespaces import contract, expand
from whimkg.export import Options, view
from whimkg.rdf.memory import unite
from whimkg.rdf.parsing import read_quads

INVENTED = Path(__file__).parents[2] / "pages" / "invented"
#: Pages with subtypes, without an identifier, and with no table but prose.
PAGES = ("01-bare-head", "04-subtypes-and-groups", "08-orphanet-block", "14-no-table")
#: What breaks tables, scripts and markup that are put together carelessly. The quotes are even in
#: number: ArcadeDB takes two rows for one where they are odd.
AWKWARD = ' ;"q" \'a\' `b` \\" | , \t<&> Ünï 日本 \N{SNOWMAN}\nnext\x0b $nodes "{x}\\'
TEXTS = ("rdfs:label", "skos:altLabel", "whimkg:currentLabel", "nif:anchorOf")
SUBJECT, URL = expand("biolink:subject"), expand("schema:url")
#: Of one statement, and of the triple beside it, which would be an edge of its own.
AFFECTS = expand("biolink:affects")


def bundled() -> list[ox.Quad]:
    return read_quads(resources.text("data/whim-syndrome.nq").encode(), "nq")


@cache
def bundled_store() -> ox.Store:
    """The bundled graph, to be read only."""
    return store_of(bundled())


def merged() -> list[ox.Quad]:
    """Many pages in one graph."""
    return list(_merged())


@cache
def _merged() -> tuple[ox.Quad, ...]:
    with TemporaryDirectory() as folder:
        measured = Path(folder) / "pages"
        write(measured, 3)
        pages = [*(INVENTED / f"{name}.txt" for name in PAGES), *sorted(measured.iterdir())]
        return tuple(quad for each in pages for quad in whimkg.build(each).quads)


def awkward() -> list[ox.Quad]:
    """Every text and address hard to write, and one statement there twice with another id."""
    quads = [_harder(quad) for quad in bundled() if quad.predicate.value != AFFECTS]
    first = min(q.subject.value for q in quads if q.predicate.value == SUBJECT)  # type: ignore[union-attr]
    twin = ox.NamedNode(first[:-1] + ("0" if first[-1] != "0" else "1"))
    own = [q for q in quads if q.subject.value == first]  # type: ignore[union-attr]
    return quads + [ox.Quad(twin, q.predicate, q.object, q.graph_name) for q in own]


def _harder(quad: ox.Quad) -> ox.Quad:
    term = quad.object
    if isinstance(term, ox.Literal) and contract(quad.predicate.value) in TEXTS:
        text = term.value + AWKWARD
        term = ox.Literal(text, language=term.language) if term.language else ox.Literal(text)
    elif term == ox.NamedNode(AFFECTS):
        term = ox.NamedNode(expand("biolink:it") + "'s")
    elif quad.predicate.value == URL:
        term = ox.NamedNode("https://example.org/a;b?c=1,2")
    return ox.Quad(quad.subject, quad.predicate, term, quad.graph_name)


GRAPHS = {"bundled": bundled, "merged": merged, "awkward": awkward}


@dataclass(frozen=True)
class Case:
    """A graph, and KGX's nodes and edges of it by id.

    ``nodes`` and ``edges`` are of the JSON Lines; ``statements`` is read from the graph itself.
    """

    store: ox.Store
    nodes: dict[str, dict[str, Any]]
    edges: dict[str, dict[str, Any]]
    statements: dict[str, tuple[str, str, str]]
    bounds: dict[str, tuple[int, int]]

    def files(self, name: str) -> dict[str, bytes]:
        return files(self.store, name)


@cache
def files(store: ox.Store, name: str, options: Options | None = None) -> dict[str, bytes]:
    """A view, made once of each store; none of the two is to be changed."""
    return view(store, name, options)


def case(quads: Iterable[ox.Quad]) -> Case:
    store = store_of(quads)
    nodes, edges = (
        {entity["id"]: entity for entity in map(json.loads, data.splitlines())}
        for data in files(store, "kgx-jsonl").values()
    )
    return Case(store, nodes, edges, dict(_statements(store)), dict(_bounds(store)))


def store_of(quads: Iterable[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    unite(store)
    return store


def _statements(store: ox.Store) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Edge id to subject, predicate, object, as the graph has them."""
    for quad in store.quads_for_pattern(None, ox.NamedNode(SUBJECT), None, ox.DefaultGraph()):
        ends = [_one(store, quad.subject, f"biolink:{name}") for name in _ENDS]
        subject, predicate, stated = (contract(end) or end for end in ends)
        yield _id(quad), (subject, predicate, stated)


_ENDS = ("subject", "predicate", "object")


def _bounds(store: ox.Store) -> Iterator[tuple[str, tuple[int, int]]]:
    low = ox.NamedNode(expand("whimkg:frequencyLow"))
    for quad in store.quads_for_pattern(None, low, None, ox.DefaultGraph()):
        assert isinstance(quad.object, ox.Literal)
        high = _one(store, quad.subject, "whimkg:frequencyHigh")
        yield _id(quad), (int(quad.object.value), int(high))


def _id(quad: ox.Quad) -> str:
    assert isinstance(quad.subject, ox.NamedNode)
    return f"urn:uuid:{quad.subject.value.rpartition('/')[2]}"


def _one(store: ox.Store, subject: Any, predicate: str) -> str:
    found = store.quads_for_pattern(
        subject, ox.NamedNode(expand(predicate)), None, ox.DefaultGraph()
    )
    (term,) = {quad.object for quad in found}
    assert isinstance(term, (ox.NamedNode, ox.Literal))
    return term.value


def shuffled(quads: list[ox.Quad], seed: int) -> list[ox.Quad]:
    return random.Random(seed).sample(quads, len(quads))  # noqa: S311


def elsewhere(*names: str, **environment: str) -> bytes:
    """All files of some formats, of the bundled graph, as another process writes them."""
    code = (
        "import sys; from whimkg.export import view; from whimkg.rdf.memory import graph_store\n"
        "for name in sys.argv[1:]:\n"
        "    sys.stdout.buffer.write(b''.join(view(graph_store(), name).values()))"
    )
    known = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment}
    command = [sys.executable, "-c", code, *names]
    return subprocess.run(command, env=known, check=True, capture_output=True).stdout
