"""RDF 1.1 and 1.2: Turtle, TriG, N-Triples, N-Quads and RDF/XML."""

from collections.abc import Iterator
from pathlib import Path

import rdflib
from rdflib.namespace import RDF

from tests.conformance.outcome import MF, Outcome, evaluate, manifest, path_of, read, refused, same

#: whimkg draws no conclusions.
_OTHERS = {"rdf-mt", "rdf-semantics"}
_VERSIONS = {"rdf11": "RDF 1.1", "rdf12": "RDF 1.2"}


def outcomes(folder: Path) -> Iterator[Outcome]:
    for version, suite in _VERSIONS.items():
        for path in sorted((folder / "rdf-tests" / "rdf" / version).rglob("manifest.ttl")):
            if _OTHERS.isdisjoint(path.parts):
                yield from _of(path, suite)


def _of(path: Path, suite: str) -> Iterator[Outcome]:
    graph, own = manifest(path), f"{path.parent.as_uri()}/"
    base = next(map(str, graph.objects(None, MF.assumedTestBase)), own)
    for test, action in sorted(graph.subject_objects(MF.action)):
        kind = str(graph.value(test, RDF.type)).rpartition("#")[2]
        result = graph.value(test, MF.result)
        address = base + str(action).removeprefix(own)
        yield _outcome(suite, kind, path_of(action), address, result)


def _outcome(
    suite: str, kind: str, file: Path, address: str, result: rdflib.term.Node | None
) -> Outcome:
    name = f"{file.parent.name}/{file.name}"
    if "Negative" in kind:
        return refused(suite, name, lambda: read(file, address))
    if result is None:
        return evaluate(suite, name, lambda: bool(read(file, address)))
    return evaluate(suite, name, lambda: same(read(file, address), read(path_of(result), address)))
