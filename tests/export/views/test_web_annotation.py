"""The annotations, held against the standard's model and the text that they speak of."""

import json
from functools import cache
from hashlib import sha256
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

import whimkg
from tests.pages.mask import TWIN
from whimkg.base.namespaces import expand
from whimkg.errors import GraphError
from whimkg.export import view
from whimkg.rdf.memory import fill

TEXT = TWIN.read_text(encoding="utf-8")


@cache
def graph() -> whimkg.KnowledgeGraph:
    return whimkg.build(TWIN)


def written(store: Store) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(view(store, "web-annotation")[".web-annotation.jsonld"])
    return found


@pytest.fixture(scope="module")
def items() -> list[dict[str, Any]]:
    store = Store()
    fill(store, graph())
    page = written(store)
    assert page["type"] == "AnnotationPage"
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    found: list[dict[str, Any]] = page["items"]
    return found


def test_every_piece_of_evidence_is_an_annotation(items: list[dict[str, Any]]) -> None:
    assert len(items) == len({item["id"] for item in items}) == 62
    assert len({item["body"]["id"] for item in items}) == graph().statements
    assert {item["type"] for item in items} == {"Annotation"}


def test_every_place_is_what_the_text_has_there(items: list[dict[str, Any]]) -> None:
    quoted = 0
    for target in (target for item in items for target in item["target"]):
        position, *quotes = target["selector"]
        words = TEXT[position["start"] : position["end"]]
        assert sha256(words.encode()).hexdigest() == target["sha256"]
        assert target["source"].endswith(sha256(TEXT.encode()).hexdigest())
        for quote in quotes:
            assert quote == {"type": "TextQuoteSelector", "exact": words}
            quoted += 1
    assert quoted > 100


def test_the_body_says_the_statement_in_words(items: list[dict[str, Any]]) -> None:
    assert "WHIM syndrome has phenotype Lymphopenia" in {item["body"]["label"] for item in items}


def test_a_graph_without_evidence_is_refused() -> None:
    with pytest.raises(GraphError, match="no statement of the graph has evidence"):
        view(Store(), "web-annotation")


def test_an_offset_that_is_none_is_refused() -> None:
    begin = NamedNode(expand("nif:beginIndex"))
    store = Store()
    store.extend(Quad(*quad.triple) for quad in graph().quads if quad.predicate != begin)
    spans = {quad.subject for quad in graph().quads if quad.predicate == begin}
    store.extend(Quad(span, begin, Literal("-1")) for span in spans)
    with pytest.raises(GraphError, match="'-1' is no offset"):
        view(store, "web-annotation")
