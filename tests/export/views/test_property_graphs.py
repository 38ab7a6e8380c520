"""What holds for every format made from KGX's nodes and edges."""

import sys

import pytest

from tests.export.views.property_graphs import Case, bundled, elsewhere, shuffled, store_of
from whimkg.base.namespaces import expand
from whimkg.errors import GraphError, OutputError
from whimkg.export import FORMATS, Options, view

NAMES = ("neo4j-csv", "duckdb", "parquet", "graphml", "cytoscape-json")
#: Package to the formats that need it.
NEEDED = {"networkx": ("graphml",)}

each_format = pytest.mark.parametrize("name", NAMES)


@each_format
def test_files_are_those_of_the_row(name: str, property_graph: Case) -> None:
    files = property_graph.files(name)
    assert tuple(files) == FORMATS[name].suffixes
    assert all(files.values())


@each_format
def test_order_does_not_matter(name: str) -> None:
    first, second = (view(store_of(shuffled(bundled(), seed)), name) for seed in (1, 2))
    assert first == second


@each_format
def test_neither_hash_seed_nor_memory_matters(name: str) -> None:
    written = [
        elsewhere(name, PYTHONHASHSEED=seed, MALLOC_PERTURB_=fill)
        for seed, fill in (("0", "0"), ("1", "90"), ("2", "165"))
    ]
    assert len(set(written)) == 1


@each_format
def test_a_graph_without_statements(name: str) -> None:
    biolink = expand("biolink:subject").removesuffix("subject")
    quads = [quad for quad in bundled() if not quad.predicate.value.startswith(biolink)]
    for given in (quads, []):
        with pytest.raises(GraphError, match=f"the graph has no statements that {name} could hold"):
            view(store_of(given), name)


@each_format
def test_profiles_and_releases(name: str, property_graph: Case) -> None:
    assert view(property_graph.store, name, Options("4.4.2", "monarch"))


@pytest.mark.parametrize(
    ("package", "name"), [(p, name) for p, names in NEEDED.items() for name in names]
)
def test_without_the_package(package: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(OutputError) as told:
        view(store_of(bundled()), name)
    extra = FORMATS[name].extra
    assert str(told.value) == f"{package} is not installed; pip install 'whimkg[{extra}]'"
