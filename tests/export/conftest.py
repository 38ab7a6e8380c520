from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Quad

from whimkg.base import resources
from whimkg.rdf.parsing import read_quads


@pytest.fixture(autouse=True)
def exact_literals() -> Iterator[None]:
    """rdflib would otherwise rewrite lexical forms, and no difference could be seen."""
    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    yield
    rdflib.NORMALIZE_LITERALS = before


@pytest.fixture(scope="session")
def page_quads() -> list[Quad]:
    """The graph of an invented page, with every kind of node that a page's graph has."""
    return read_quads((Path(__file__).parent / "synthetic.trig").read_bytes(), "trig")


@pytest.fixture(scope="session")
def bundled_quads() -> list[Quad]:
    """The graph that whimkg ships."""
    return read_quads(resources.text("data/whim-syndrome.nq").encode(), "nq")


@pytest.fixture(params=["page", "bundled"])
def any_quads(request: pytest.FixtureRequest) -> list[Quad]:
    """Each of the two."""
    quads: list[Quad] = request.getfixturevalue(f"{request.param}_quads")
    return quads
