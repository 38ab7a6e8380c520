from functools import cache

import pytest

from tests.export.views.property_graphs import GRAPHS, Case, case


@cache
def _case(name: str) -> Case:
    return case(GRAPHS[name]())


@pytest.fixture(params=GRAPHS)
def property_graph(request: pytest.FixtureRequest) -> Case:
    """Each of some graphs, with what a property graph of it must hold."""
    return _case(request.param)
