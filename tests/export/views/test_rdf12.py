"""RDF 1.2: others read in it all that RDF 1.1 says, and find statements by their triples."""

import os
import random
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from tests.export.rdf_readers import Plains, by_rdflib, plain
from tests.export.views.property_graphs import GRAPHS, bundled, store_of
from tests.export.views.versions import BAND, DAY
from tests.export.views.versions import quads as quads_of_versions
from whimkg.base.namespaces import expand, prefix_map
from whimkg.export import serialize, view

SCRIPT = Path(__file__).with_name("read_turtle.cjs")
REIFIES = expand("rdf:reifies")
ENDS = [expand(f"biolink:{end}") for end in ("subject", "predicate", "object")]
S, P, END, NODE = (ox.NamedNode(f"http://example.org/{name}") for name in "spo1")
WEAK = ox.NamedNode(expand("biolink:agent_type"))


def written(quads: list[ox.Quad]) -> bytes:
    (data,) = view(store_of(quads), "rdf12").values()
    return data


@cache
def _written(name: str) -> tuple[list[ox.Quad], bytes]:
    quads = GRAPHS[name]()
    return quads, written(quads)


@pytest.fixture(params=GRAPHS)
def exported(request: pytest.FixtureRequest) -> tuple[list[ox.Quad], bytes]:
    return _written(request.param)


def read(data: bytes) -> list[ox.Quad]:
    return list(ox.parse(data, format=ox.RdfFormat.TURTLE))


def as_rdf11(quads: list[ox.Quad]) -> Plains:
    """Each triple term as three triples of its reifier."""
    found = [quad for quad in quads if not isinstance(quad.object, ox.Triple)]
    for quad in quads:
        if isinstance(quad.object, ox.Triple):
            assert quad.predicate.value == REIFIES
            for predicate, term in zip(ENDS, quad.object, strict=True):
                assert not isinstance(term, ox.Triple)
                found.append(ox.Quad(quad.subject, ox.NamedNode(predicate), term))
    return plain(found)


def test_nothing_is_lost_or_added(exported: tuple[list[ox.Quad], bytes]) -> None:
    quads, data = exported
    again = read(data)
    assert as_rdf11(again) == plain(quads) == by_rdflib(serialize(quads, "nt"), "nt")
    assert not {quad.predicate.value for quad in again} & set(ENDS)


def test_what_two_versions_of_a_page_say_is_all_there(tmp_path: Path) -> None:
    """As in Turtle: the reifier has both frequencies, since the graph gives its statement both."""
    quads = quads_of_versions(tmp_path, BAND, DAY)
    again = as_rdf11(read(written(quads)))
    assert again == plain(quads)
    frequencies = [each for each in again if each[1] == expand("biolink:frequency_qualifier")]
    assert len(frequencies) == 2
    assert len({subject for subject, *_ in frequencies}) == 1


def test_a_store_finds_statements_by_their_triples(
    exported: tuple[list[ox.Quad], bytes],
) -> None:
    quads, data = exported
    store = ox.Store()
    store.load(data, format=ox.RdfFormat.TURTLE)
    found = store.query(
        f"SELECT ?r ?s ?p ?o {{ ?r <{REIFIES}> <<( ?s ?p ?o )>> }}",
    )
    assert isinstance(found, ox.QuerySolutions)
    rows = [tuple(term.value for term in row) for row in found]
    graph = rdflib.Graph().parse(data=serialize(quads, "nt"), format="nt")
    subject, predicate, obj = ENDS
    asked = f"SELECT ?r ?s ?p ?o {{ ?r <{subject}> ?s ; <{predicate}> ?p ; <{obj}> ?o }}"
    stated = {tuple(map(str, row)) for row in graph.query(asked)}  # type: ignore[arg-type]
    assert set(rows) == stated
    assert len(rows) == len(stated) > 50


def test_annotations_can_be_asked_for_in_their_own_words() -> None:
    store = ox.Store()
    store.load(written(bundled()), format=ox.RdfFormat.TURTLE)
    text = """SELECT ?band ?status {
        MONDO:8000006 biolink:has_phenotype HP:0001888
            {| biolink:frequency_qualifier ?band ; whimkg:claimStatus ?status |}
    }"""
    found = store.query(text, prefixes=dict(prefix_map()))
    assert isinstance(found, ox.QuerySolutions)
    terms = [[term.value for term in row] for row in found]
    assert terms == [[expand("HP:0040281"), expand("whimkg:listed")]]


@pytest.mark.judge
def test_n3_reads_the_same(exported: tuple[list[ox.Quad], bytes]) -> None:
    folder = Path(os.environ.get("WHIMKG_NODE_MODULES", "")) / "node_modules"
    if not shutil.which("node") or not (folder / "n3").is_dir():
        pytest.skip("needs node, and WHIMKG_NODE_MODULES to name a folder with n3 in it")
    done = subprocess.run(
        ["node", str(SCRIPT)],
        input=exported[1],
        env={**os.environ, "NODE_PATH": str(folder.resolve())},
        capture_output=True,
        check=True,
    )
    theirs = list(ox.parse(done.stdout, format=ox.RdfFormat.N_QUADS))
    assert set(theirs) == set(read(exported[1]))
    assert len(theirs) == len(read(exported[1]))


def _statement(*ends: ox.NamedNode | ox.Literal) -> list[ox.Quad]:
    return [
        ox.Quad(NODE, ox.NamedNode(predicate), end)
        for predicate, end in zip(ENDS, ends, strict=True)
    ]


def test_layout() -> None:
    label, agent = ox.NamedNode(expand("rdfs:label")), ox.Literal('a "{|" |} ~ # b')
    quads = [
        *_statement(S, P, END),
        ox.Quad(S, P, END),
        ox.Quad(S, label, ox.Literal("first")),
        ox.Quad(END, label, ox.Literal("last |} .")),
        ox.Quad(NODE, WEAK, agent),
    ]
    text = written(quads).decode()
    assert text.startswith('VERSION "1.2"\n@prefix ')
    assert (
        "<http://example.org/s>  # first\n"
        "    <http://example.org/p> <http://example.org/o>  # last |} .\n"
        "    ~ <http://example.org/1> {|\n"
        '        biolink:agent_type "a \\"{|\\" |} ~ # b"\n'
        "    |} .\n"
    ) in text
    assert as_rdf11(read(text.encode())) == plain(quads)


def test_a_statement_of_which_nothing_else_is_said() -> None:
    quads = [*_statement(S, P, END), ox.Quad(S, P, END)]
    assert b"    ~ <http://example.org/1> .\n" in written(quads)
    assert as_rdf11(read(written(quads))) == plain(quads)


@pytest.mark.parametrize("more", [[], [ox.Quad(NODE, WEAK, ox.Literal("x"))]])
@pytest.mark.parametrize("end", [END, ox.Literal("words", language="en")])
def test_what_the_graph_does_not_state_is_not_stated(
    more: list[ox.Quad], end: ox.NamedNode | ox.Literal
) -> None:
    quads = [*_statement(S, P, end), *more]
    again = read(written(quads))
    assert [quad.object for quad in again if quad.predicate.value == REIFIES] == [
        ox.Triple(S, P, end)
    ]
    assert as_rdf11(again) == plain(quads)


@pytest.mark.parametrize(
    "other",
    [
        ox.Quad(NODE, ox.NamedNode(ENDS[2]), P),
        ox.Quad(NODE, ox.NamedNode(ENDS[0]), ox.Literal("no subject")),
    ],
)
def test_a_statement_with_two_of_an_end_stays_as_it_is(other: ox.Quad) -> None:
    quads = [*_statement(S, P, END), ox.Quad(S, P, END), other]
    assert plain(read(written(quads))) == plain(quads)


def test_order_does_not_matter() -> None:
    quads = bundled()
    expected = written(quads)
    random.Random(7).shuffle(quads)  # noqa: S311
    assert written(quads) == expected
