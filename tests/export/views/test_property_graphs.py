"""What holds for every format made from KGX's nodes and edges."""

import sys

import pytest

from tests.export.views.property_graphs import (
    Case,
    bundled,
    bundled_store,
    elsewhere,
    files,
    shuffled,
    store_of,
)
from whimkg.base.namespaces import expand
from whimkg.errors import GraphError, OutputError
from whimkg.export import FORMATS, Options, view

NAMES = ("neo4j-csv", "duckdb", "parquet", "graphml", "cytoscape-json")
#: Package to the formats that need it.
NEEDED = {"networkx": ("graphml",)}

each_format = pytest.mark.parametrize("name", NAMES)
#: The others are written in every format by tests/test_frozen.py.
hardest = pytest.mark.parametrize("property_graph", ["awkward"], indirect=True)


@each_format
@hardest
def test_files_are_those_of_the_row(name: str, property_graph: Case) -> None:
    found = property_graph.files(name)
    assert tuple(found) == FORMATS[name].suffixes
    assert all(found.values())


@each_format
def test_order_does_not_matter(name: str) -> None:
    assert view(store_of(shuffled(bundled(), 1)), name) == files(bundled_store(), name)


def test_neither_hash_seed_nor_memory_matters() -> None:
    names = [row.name for row in FORMATS.values() if row.entities]
    assert {*NAMES, "kgx-jsonl", "kgx-tsv"} <= {*names}
    one, other = (
        elsewhere(*names, PYTHONHASHSEED=seed, MALLOC_PERTURB_=fill)
        for seed, fill in (("0", "0"), ("1", "90"))
    )
    assert one == other


@each_format
def test_a_graph_without_statements(name: str) -> None:
    biolink = expand("biolink:subject").removesuffix("subject")
    quads = [quad for quad in bundled() if not quad.predicate.value.startswith(biolink)]
    for given in (quads, []):
        with pytest.raises(GraphError, match=f"the graph has no statements that {name} could hold"):
            view(store_of(given), name)


@each_format
@hardest
def test_profiles_and_releases(name: str, property_graph: Case) -> None:
    assert view(property_graph.store, name, Options("4.4.2", "monarch"))


@pytest.mark.parametrize(
    ("package", "name"), [(p, name) for p, names in NEEDED.items() for name in names]
)
def test_without_the_package(package: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(OutputError) as told:
        view(bundled_store(), name)
    extra = FORMATS[name].extra
    assert str(told.value) == f"{package} is not installed; pip install 'whimkg[{extra}]'"
