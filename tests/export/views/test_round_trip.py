"""The same fact survives every export, as far as ``whimkg/export/README.md`` says that it does."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pyoxigraph
import pytest
import rdflib

import whimkg
from tests.export.views.readers import ASPECTS, READERS, Statement, of_graph
from tests.graph.records import whole
from whimkg.base import resources
from whimkg.export import FORMATS, view
from whimkg.rdf.memory import fill, graph_store

GUIDE = resources.folder("data").joinpath("..", "whimkg", "export", "README.md")
COLUMNS = ("frequency", "qualifiers", "source", "date", "status", "places")
ALL = [name for name in READERS if name not in ("hpoa", "schema-org")]
EMPTY = {name: value for name, value in vars(Statement("", "", "")).items() if name in COLUMNS}


@cache
def carried() -> dict[str, dict[str, str]]:
    """The table of the guide: format to column to cell."""
    text = GUIDE.read_text(encoding="utf-8").replace(r"\|", "")
    lines = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| ")]
    head, *body = [[cell.strip().strip("`") for cell in line] for line in lines]
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in body}


@cache
def graph(which: str) -> whimkg.KnowledgeGraph:
    return whimkg.build() if which == "bundled" else whimkg.build(whole())


@cache
def stated(which: str) -> tuple[Statement, ...]:
    """The statements, from N-Triples by rdflib: what the other formats are held against."""
    data = graph(which).serialize("nt")
    found = of_graph(rdflib.Graph().parse(data=data, format="nt"))
    assert len(found) == graph(which).statements > 5
    return tuple(found)


def files(name: str, which: str) -> dict[str, bytes]:
    if not FORMATS[name].view:
        return {FORMATS[name].suffix: graph(which).serialize(name)}
    store = graph_store() if which == "bundled" else _store(which)
    return view(store, name)


def _store(which: str) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    fill(store, graph(which))
    return store


def test_the_guide_has_a_row_for_each_format() -> None:
    assert list(carried()) == list(FORMATS)
    assert set(READERS) == {name for name, row in carried().items() if row["statements"] != "none"}
    for row in carried().values():
        assert {row[column] for column in COLUMNS} <= {"yes", "no"}


def only(statement: Statement, name: str) -> Statement:
    """A statement with what a format carries, and no more."""
    cells = carried()[name]
    return replace(statement, **{c: EMPTY[c] for c in COLUMNS if cells[c] == "no"})


@pytest.mark.parametrize("which", ["bundled", "invented"])
@pytest.mark.parametrize("name", ALL)
def test_every_statement_comes_back(name: str, which: str) -> None:
    assert carried()[name]["statements"] == "all"
    assert READERS[name](files(name, which)) == sorted(only(s, name) for s in stated(which))


def test_annotations_of_hpo_come_back() -> None:
    """They stand for the disease by the number that Orphanet gives it."""
    (orphanet,) = {s.subject for s in READERS["hpoa"](files("hpoa", "bundled"))}
    diseases = {s.subject for s in stated("bundled") if s.predicate in ASPECTS.values()}
    (disease,) = diseases
    known = whimkg.query("identifiers-of-disease").dicts()
    assert orphanet.replace("ORPHA:", "Orphanet:") in {str(row["identifier"]) for row in known}
    wanted = [
        replace(only(s, "hpoa"), subject=orphanet)
        for s in stated("bundled")
        if s.predicate in ASPECTS.values() and s.subject == disease
    ]
    assert READERS["hpoa"](files("hpoa", "bundled")) == sorted(wanted)


PLAIN: dict[str, Callable[[Statement], bool]] = {
    "biolink:has_phenotype": lambda _: True,
    "biolink:causes": lambda _: True,
    "biolink:associated_with": lambda _: True,
    "biolink:treats": lambda s: s.status == "established",
}


def test_medical_conditions_come_back() -> None:
    wanted = set()
    for s in stated("bundled"):
        if s.predicate in PLAIN and PLAIN[s.predicate](s):
            context = dict(s.qualifiers).get("disease_context_qualifier", s.object)
            wanted.add(Statement(s.subject, s.predicate, context))
    assert READERS["schema-org"](files("schema-org", "bundled")) == sorted(wanted)
