"""The rules of ``rules.py``, held against the bundled graph and against small ones."""

from collections.abc import Callable
from functools import cache

import pytest

import whimkg
from tests.graph.records import whole
from tests.graph.rules import RULES
from tests.graph.view import View, bundled
from whimkg.record import Record


def small(record: Record) -> View:
    return View(whimkg.build(record).quads)


@cache
def known() -> View:
    about = {"id": "MONDO:8000006", "gard_id": "GARD:0000001", "archived": "2020-12"}
    return small(whole(**about, url="https://example.org/small"))


@cache
def unknown() -> View:
    return small(whole(complete=False))


GRAPHS = {"bundled": bundled, "known": known, "unknown": unknown}


@pytest.mark.parametrize("rule", RULES, ids=[rule.__name__ for rule in RULES])
@pytest.mark.parametrize("name", GRAPHS)
def test_rule(name: str, rule: Callable[[View], object]) -> None:
    broken = rule(GRAPHS[name]())
    assert not (any(broken) if isinstance(broken, tuple) else broken)


def test_number_of_rules() -> None:
    assert len(RULES) == 22
