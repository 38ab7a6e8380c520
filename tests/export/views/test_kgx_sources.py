"""One claim by two primary knowledge sources: whose it is, from the record to the edge."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import whimkg
from tests.export.views.property_graphs import INVENTED, bundled, store_of
from tests.export.views.readers import READERS
from tests.export.views.test_kgx_versions import first_of
from whimkg.base.namespaces import contract, expand
from whimkg.export import SERIALIZATIONS, serialize, view

PAGE = INVENTED / "23-row-and-sentence.txt"
SOURCE = "primary_knowledge_source"
OTHER = "infores:somebody"
#: Formats that have no place for a source.
WITHOUT = ("hpoa", "schema-org", "web-annotation")
TABLE, PROSE = "infores:hpo-annotations", "infores:gard"
PREDICATE = ox.NamedNode(expand(f"biolink:{SOURCE}"))


def edges_of(quads: list[ox.Quad]) -> list[dict[str, Any]]:
    _, edges = view(store_of(quads), "kgx-jsonl").values()
    return [json.loads(line) for line in edges.splitlines()]


def test_a_statement_of_two_sources_is_one_edge_of_the_leading_one() -> None:
    """The page's table and its prose say the same; the page is one witness, not two."""
    record = whimkg.read(PAGE)
    sections = {section.number: section.source for section in record.sections}
    (row,) = (row for row in record.rows if row.kind == "inheritance")
    (claim,) = (claim for claim in record.claims if claim.kind == row.kind)
    assert (sections[row.section], sections[claim.section]) == (TABLE, PROSE)

    quads = list(whimkg.build(PAGE).quads)
    (edge,) = (each for each in edges_of(quads) if each["object"] == row.term)
    assert (edge[SOURCE], edge["aggregator_knowledge_source"]) == (TABLE, [PROSE])
    identity = edge["id"].removeprefix("urn:uuid:")
    said = {
        contract(quad.object.value)  # type: ignore[union-attr]
        for quad in quads
        if quad.predicate == PREDICATE and f"{identity}/evidence/" in str(quad.subject)
    }
    assert said == {TABLE, PROSE}


def test_who_leads_is_the_table_else_the_firmest(tmp_path: Path) -> None:
    """Without the row, the same edge is that of the prose."""
    text = PAGE.read_text(encoding="utf-8")
    (row,) = (row for row in whimkg.read(PAGE).rows if row.kind == "inheritance")
    lines = [each for each in text.splitlines(True) if row.term.removeprefix("HP:") not in each]
    alone = tmp_path / "page.txt"
    alone.write_text("".join(lines).replace("Showing of 2", "Showing of 1"), encoding="utf-8")
    quads = list(whimkg.build(alone).quads)
    (edge,) = (each for each in edges_of(quads) if each["object"] == row.term)
    (before,) = (e for e in edges_of(list(whimkg.build(PAGE).quads)) if e["object"] == row.term)
    assert edge["id"] == before["id"]
    assert edge[SOURCE] == PROSE and "aggregator_knowledge_source" not in edge


@pytest.mark.parametrize("name", [name for name in READERS if name not in WITHOUT])
def test_statements_of_two_sources_stay_two(name: str) -> None:
    """Somebody else's association of the same ends, in the same graph: nothing is merged."""
    quads = bundled()
    first = first_of(quads)
    twin = ox.NamedNode(f"{first.value[:-4]}beef")
    own = [quad for quad in quads if quad.subject == first]
    (source,) = (quad.object for quad in own if quad.predicate == PREDICATE)
    assert source != ox.NamedNode(expand(OTHER))
    for quad in own:
        value = ox.NamedNode(expand(OTHER)) if quad.predicate == PREDICATE else quad.object
        quads.append(ox.Quad(twin, quad.predicate, value, quad.graph_name))
    found = READERS[name](view_or_rdf(name, quads))
    (theirs,) = (each for each in found if each.source == OTHER)
    (ours,) = (each for each in found if replace(each, source=OTHER) == theirs != each)
    assert ours.source == contract(source.value)  # type: ignore[union-attr]


def view_or_rdf(name: str, quads: list[ox.Quad]) -> dict[str, bytes]:
    if name in SERIALIZATIONS:
        return {f".{name}": serialize(quads, name)}
    return view(store_of(quads), name)
