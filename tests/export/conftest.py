from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Quad

from whimkg.export import read_quads


@pytest.fixture(autouse=True)
def exact_literals() -> Iterator[None]:
    """rdflib would otherwise rewrite lexical forms, and no difference could be seen."""
    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    yield
    rdflib.NORMALIZE_LITERALS = before


@pytest.fixture(scope="session")
def page_quads() -> list[Quad]:
    """The graph of an invented page, with every kind of node that design knows."""
    return read_quads((Path(__file__).parent / "synthetic.trig").read_bytes(), "trig")
