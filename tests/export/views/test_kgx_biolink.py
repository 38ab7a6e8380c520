"""KGX by the classes of the Biolink Model itself, chosen by category."""

import json
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import pytest
from pyoxigraph import Quad, Store

from tests.export.tools.biolink_classes import faults, release
from tests.export.tools.graphs import merged
from tests.export.views.property_graphs import bundled, store_of
from whimkg.export import BIOLINK, Options, view

pytestmark = pytest.mark.judge


GRAPHS: dict[str, Callable[[], Iterable[Quad]]] = {"bundled": bundled, "merged": merged}


@cache
def store(graph: str) -> Store:
    return store_of(GRAPHS[graph]())


def entities(graph: str, release: str) -> list[dict[str, Any]]:
    files = view(store(graph), "kgx-jsonl", Options(biolink=release))
    return [json.loads(line) for data in files.values() for line in data.splitlines()]


def test_the_classes_are_of_the_newest_release() -> None:
    pytest.importorskip("biolink_model")
    assert release() == BIOLINK[0]


@pytest.mark.parametrize("of", BIOLINK)
@pytest.mark.parametrize("graph", GRAPHS)
def test_every_node_and_edge_is_as_its_class_asks(graph: str, of: str) -> None:
    pytest.importorskip("biolink_model")
    found = entities(graph, of)
    assert len(found) > 100
    assert [each for entity in found for each in faults(entity)] == []


def test_every_slot_of_the_table_is_one_of_the_model() -> None:
    """Also those that stay empty."""
    model = pytest.importorskip("biolink_model.datamodel.pydanticmodel_v2")
    for kind, top in (("nodes", model.Entity), ("edges", model.Association)):
        classes: list[Any] = [each for each in vars(model).values() if isinstance(each, type)]
        known = {name for c in classes if issubclass(c, top) for name in c.model_fields}
        head = view(store("bundled"), "kgx-tsv")[f"_{kind}.tsv"].decode().split("\n")[0]
        assert set(head.split("\t")) <= known


@pytest.mark.parametrize("slot", ["subject", "knowledge_level", "agent_type"])
def test_a_fault_is_seen(slot: str) -> None:
    pytest.importorskip("biolink_model")
    edge = next(each for each in entities("bundled", BIOLINK[0]) if slot in each)
    del edge[slot]
    assert list(faults(edge))
