"""The JSON of cytoscape.js: as it stands, and as cytoscape.js itself takes it."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, Quad

from tests.export.views.property_graphs import Case, bundled, bundled_store, store_of
from tests.export.web_pages import MARKUP, in_a_script
from whimkg.base.namespaces import expand
from whimkg.export import Options, view

SCRIPT = Path(__file__).with_name("cytoscape.cjs")


def elements(data: bytes) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    told = json.loads(data)["elements"]
    return [each["data"] for each in told["nodes"]], [each["data"] for each in told["edges"]]


def test_elements(property_graph: Case) -> None:
    nodes, edges = elements(property_graph.files("cytoscape-json")[".cyjs"])
    assert [node["id"] for node in nodes] == list(property_graph.nodes)
    for node in nodes:
        known = property_graph.nodes[node["id"]]
        assert node["label"] == node["name"] == known.get("name", known["id"])
        assert known.items() <= {**node, **{k: known[k] for k in known if k == "name"}}.items()
    assert [edge["id"] for edge in edges] == list(property_graph.edges)
    for edge in edges:
        known = dict(property_graph.edges[edge["id"]])
        assert (edge["source"], edge["target"]) == (known.pop("subject"), known.pop("object"))
        assert known.items() <= edge.items()
        bounds = (edge.get("frequency_low"), edge.get("frequency_high"))
        assert bounds == property_graph.bounds.get(edge["id"], (None, None))


def test_it_can_stand_in_a_script_of_a_web_page() -> None:
    label = expand("rdfs:label")
    quads = [
        Quad(q.subject, q.predicate, Literal(MARKUP)) if q.predicate.value == label else q
        for q in bundled()
    ]
    data = view(store_of(quads), "cytoscape-json")[".cyjs"]
    nodes, _ = elements(in_a_script(data).encode())
    assert MARKUP in [node["name"] for node in nodes]


def test_words_of_the_bundled_graph() -> None:
    """What a reader of a drawing sees, by example."""
    nodes, edges = elements(view(bundled_store(), "cytoscape-json")[".cyjs"])
    by_id = {node["id"]: node for node in nodes}
    kinds = {node["label"]: node["kind"] for node in nodes}
    assert kinds["CXCR4"] == "gene"
    assert kinds["Myelokathexis"] == "phenotypic feature"
    said = {
        (by_id[e["source"]]["label"], e["label"], by_id[e["target"]]["label"]): e for e in edges
    }
    row = said["WHIM syndrome 1", "has phenotype", "Myelokathexis"]
    assert (row["frequency"], row["frequency_low"], row["frequency_high"]) == (
        "Very frequent",
        80,
        99,
    )
    assert row["status"] == "listed"
    assert (
        said["plerixafor", "in clinical trials for", "WHIM syndrome 1"]["status"]
        == "investigational"
    )
    assert (
        said["WHIM syndrome 1", "age of onset", "Infantile onset"]["interaction"] == "age of onset"
    )


def test_ends_that_a_profile_leaves_out_are_drawn() -> None:
    data = view(bundled_store(), "cytoscape-json", Options(profile="monarch"))[".cyjs"]
    nodes, edges = elements(data)
    assert {edge[end] for edge in edges for end in ("source", "target")} <= {n["id"] for n in nodes}


def cytoscape_js() -> str:
    """The package that npm installed in the folder which WHIMKG_NODE_MODULES names."""
    folder = Path(os.environ.get("WHIMKG_NODE_MODULES", "")) / "node_modules" / "cytoscape"
    if not shutil.which("node") or not folder.is_dir():
        pytest.skip("needs node, and WHIMKG_NODE_MODULES to name a folder with cytoscape in it")
    return str(folder.resolve())


@pytest.mark.judge
def test_cytoscape_js_opens_it(property_graph: Case) -> None:
    """It refuses edges without ends and ids that stand twice, and answers by its own selectors."""
    done = subprocess.run(
        ["node", str(SCRIPT), cytoscape_js()],
        input=property_graph.files("cytoscape-json")[".cyjs"],
        capture_output=True,
        check=True,
    )
    told = json.loads(done.stdout)
    assert not done.stderr
    assert told["labels"] == {
        key: node.get("name", key) for key, node in property_graph.nodes.items()
    }
    assert told["ends"] == {
        key: [edge["subject"], edge["object"]] for key, edge in property_graph.edges.items()
    }
    frequent = {key for key, (low, _) in property_graph.bounds.items() if low >= 30}
    assert set(told["frequent"]) == frequent
