"""The slice of HPO's hierarchy: every phenotype of the bundled page on all its ways to the root."""

from collections import defaultdict
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from tests.sparql import hpo_slice
from tests.sparql.questions import DATA
from whimkg.base.namespaces import contract

FILE = DATA[1]
PARENT = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
PHENOTYPE = "https://w3id.org/biolink/vocab/has_phenotype"
ROOT = "HP:0000001"


@cache
def slice_of_hpo() -> dict[str, dict[str, list[str]]]:
    """Predicate to subject to objects, identifiers as CURIEs."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(path=FILE):
        assert quad.graph_name == ox.NamedNode(str(hpo_slice.GRAPH))
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        subject = contract(quad.subject.value) or quad.subject.value
        found[quad.predicate.value][subject].append(
            contract(quad.object.value) or quad.object.value
        )
    return found


def above(term: str) -> set[str]:
    parents = slice_of_hpo()[PARENT].get(term, [])
    return {*parents, *(ancestor for parent in parents for ancestor in above(parent))}


def test_file_is_sorted_and_in_one_graph() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))
    assert len(slice_of_hpo()[LABEL]) == 165


def test_every_term_has_one_label_and_a_way_to_the_root() -> None:
    parents = {parent for of_it in slice_of_hpo()[PARENT].values() for parent in of_it}
    terms = {*slice_of_hpo()[PARENT], *parents}
    assert {term: len(slice_of_hpo()[LABEL][term]) for term in terms} == dict.fromkeys(terms, 1)
    assert [term for term in terms - {ROOT} if ROOT not in above(term)] == []


def test_every_phenotype_of_the_page_is_in_it() -> None:
    found = set()
    for quad in ox.parse(path=DATA[0]):
        if quad.predicate.value == PHENOTYPE and isinstance(quad.object, ox.NamedNode):
            found.add(contract(quad.object.value) or "")
    assert len(found) == 35
    assert [term for term in sorted(found) if "HP:0000118" not in above(term)] == []


def test_it_says_where_it_is_from_and_gives_no_page_s_words() -> None:
    told = slice_of_hpo()
    about = str(hpo_slice.GRAPH)
    assert told["http://purl.org/dc/terms/source"][about] == [str(hpo_slice.RELEASE)]
    assert told["http://purl.org/dc/terms/license"][about] == [str(hpo_slice.LICENCE)]
    (title,) = told["http://purl.org/dc/terms/title"][about]
    assert "Human Phenotype Ontology, release 2024-04-26" in title
    assert "http://www.w3.org/2000/01/rdf-schema#label" not in told


def test_the_script_makes_the_file_from_its_table(tmp_path: Path) -> None:
    told = slice_of_hpo()
    rows = ["child\tchild_label\tparent\tparent_label"]
    for child, parents in told[PARENT].items():
        rows += [
            "\t".join([child, *told[LABEL][child], parent, *told[LABEL][parent]])
            for parent in parents
        ]
    table = tmp_path / "slice.tsv"
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert hpo_slice.quads(table) == FILE.read_text(encoding="utf-8")
