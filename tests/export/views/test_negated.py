"""What a graph denies is nowhere shown as if it were affirmed."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from tests.export.views.graphs import bundled
from tests.export.views.property_graphs import files
from whimkg.base.namespaces import expand
from whimkg.errors import GraphWarning
from whimkg.export import view

PHENOTYPE = "HP:0001888"


@pytest.fixture(name="store", scope="module")
def denied() -> Store:
    """The bundled graph, in which one phenotype is denied, and not stated as a plain triple."""
    found = Store()
    found.extend(bundled().quads_for_pattern(None, None, None, None))
    term = NamedNode(expand(PHENOTYPE))
    for quad in list(found.quads_for_pattern(None, None, term)):
        if quad.predicate.value == expand("biolink:has_phenotype"):
            found.remove(quad)
        elif quad.predicate.value == expand("biolink:object"):
            negated = NamedNode(expand("biolink:negated"))
            found.add(Quad(quad.subject, negated, Literal(True), quad.graph_name))
    return found


def text(store: Store, name: str) -> str:
    (data,) = files(store, name).values()
    return data.decode()


def test_a_picture_leaves_it_out_with_a_word(store: Store) -> None:
    assert "has_phenotype Lymphopenia" in text(bundled(), "svg")
    with pytest.warns(GraphWarning, match="not drawn: 1 negated"):
        (data,) = view(store, "svg").values()
    assert b"Lymphopenia" not in data


@pytest.mark.filterwarnings("ignore::whimkg.errors.GraphWarning")
def test_a_page_for_the_browser_has_it_apart(store: Store) -> None:
    for body in text(store, "html").split("<tbody>")[1:]:
        assert (f'data-object="{PHENOTYPE}"' in body) == ("Denied (it is not so)</span>" in body)
    assert "Denied (it is not so)</span>" in text(store, "html")


@pytest.mark.parametrize("name", ["nanopub", "web-annotation"])
def test_its_words_say_not(store: Store, name: str) -> None:
    words = "WHIM syndrome {}has phenotype Lymphopenia"
    assert words.format("") in text(bundled(), name)
    assert words.format("not ") in text(store, name)
    assert words.format("") not in text(store, name)


@pytest.mark.parametrize("name", ["graphml", "cytoscape-json"])
def test_the_label_of_its_edge_says_not(store: Store, name: str) -> None:
    said, denied = (text(each, name).count("has phenotype") for each in (bundled(), store))
    assert said == denied
    assert "NOT has phenotype" not in text(bundled(), name)
    assert "NOT has phenotype" in text(store, name)


def test_schema_org_leaves_it_out(store: Store) -> None:
    assert "Lymphopenia" in text(bundled(), "schema-org")
    assert "Lymphopenia" not in text(store, "schema-org")
