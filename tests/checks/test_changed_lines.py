"""Comparing only the lines that differ gives what comparing all quads gives; patches apply."""

import random
import warnings
from collections.abc import Iterable
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

import whimkg
from tests.checks.test_graphs import quads
from tests.cli.conftest import Run, run
from tests.seeds import seeds
from whimkg.base.namespaces import contract
from whimkg.checks.diff import Diff, Summary, diff_graphs
from whimkg.errors import GraphError
from whimkg.rdf.quad_rows import rows_of_quads

__all__ = ["run"]


#: Another band for the first statement that has one.
OLD_BAND, NEW_BAND = (
    f"frequency_qualifier> <http://purl.obolibrary.org/obo/HP_{band}>"
    for band in ("0040281", "0040282")
)


def whole(old: Iterable[Quad], new: Iterable[Quad]) -> Diff:
    """The comparison of all quads, as the oracle."""
    sides = []
    for given in (old, new):
        sides.append(Summary())
        sides[-1].add([rows_of_quads(given)])
    return diff_graphs(*sides)


def mutated(seed: int) -> list[Quad]:
    """The graph without some quads, and with some that say something else."""
    chance, found = random.Random(seed), []  # noqa: S311
    for quad in quads():
        what = chance.random()
        if what < 0.002:
            continue
        found.append(_other(quad) if what < 0.004 else quad)
    chance.shuffle(found)
    return found


def triples(graph: Iterable[Quad]) -> set[tuple[str, ...]]:
    """The triples of IRIs in a graph, as a comparison tells them."""
    return {
        tuple(contract(term.value) or term.value for term in quad.triple)
        for quad in graph
        if isinstance(quad.object, NamedNode)
    }


def _other(quad: Quad) -> Quad:
    """The quad with another object, of the same kind."""
    value: Literal | NamedNode = NamedNode("http://purl.obolibrary.org/obo/HP_0000001")
    if isinstance(quad.object, Literal) and not quad.object.language:
        value = Literal(f"{quad.object.value}0", datatype=quad.object.datatype)
    return Quad(quad.subject, quad.predicate, value, quad.graph_name)


@pytest.mark.parametrize("seed", seeds(4, 12))
def test_it_finds_what_the_comparison_of_all_quads_finds(seed: int) -> None:
    old, new = quads(), mutated(seed)
    expected, found = whole(old, new), whimkg.diff(old, new)
    assert found.changes == expected.changes and found.same == expected.same
    # A triple is told if one graph alone has it, whether a statement says it there or not.
    both = triples(old) & triples(new)
    assert set(found.added) >= set(expected.added) - both
    assert set(found.removed) >= set(expected.removed) - both
    assert found.changes or found.removed


ODD = {
    "tabs": lambda line: line.replace("> <", ">\t<", 1),
    "no blanks": lambda line: line.replace("> <", "><", 1),
    "escapes": lambda line: line.replace("<https://w3id.org/", "<https://w3id.org\\u002F", 1),
    "comments": lambda line: f"# a comment\n{line}",
    "line ends": lambda line: line.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("how", ODD)
def test_the_letters_of_a_line_are_no_difference(how: str, tmp_path: Path) -> None:
    graph = whimkg.build()
    file = tmp_path / "odd.nq"
    lines = graph.canonical.decode().splitlines(keepends=True)
    text = "".join(map(ODD[how], lines))
    assert text != graph.canonical.decode()
    file.write_bytes(text.encode())
    outcome = whimkg.diff(graph, file)
    assert outcome.equal and outcome.same == 52


def test_a_changed_statement_is_found_in_other_letters(tmp_path: Path) -> None:
    graph = whimkg.build()
    file = tmp_path / "odd.nq"
    text = graph.canonical.decode().replace(OLD_BAND, NEW_BAND, 1)
    file.write_text(text.replace("> <", ">\t<"), encoding="utf-8")
    assert whimkg.diff(graph, file) == whole(graph.quads, parse(text, format=RdfFormat.N_QUADS))


@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("size", [3_000_000, 7_000_000])
def test_a_long_line(size: int, last: bool, tmp_path: Path) -> None:
    graph = whimkg.build()
    line = f'<http://e/s> <http://e/p> "{"é" * size}" .\n'.encode()
    file = tmp_path / "long.nq"
    file.write_bytes(graph.canonical + line if last else line + graph.canonical)
    outcome = whimkg.diff(graph, file)
    assert len(outcome.added) == 1 and not outcome.changes


@pytest.mark.parametrize("text", ["", "# nothing\n", "no quads\n", "<http://e/s> <http://e/p> .\n"])
def test_what_is_no_graph_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "broken.nq"
    file.write_text(text)
    with pytest.raises(GraphError, match=r"broken\.nq"):
        whimkg.diff(file, whimkg.build())


def applied(patch: bytes, old: set[Quad]) -> set[Quad]:
    """What a patch makes of a graph."""
    rows = [(row[:2], row[2:]) for row in patch.decode().splitlines()]
    assert (rows[0][0], rows[-1][0]) == ("TX", "TC")
    gone, come = (
        set(parse("\n".join(quad for mark, quad in rows if mark == each), format=RdfFormat.N_QUADS))
        for each in ("D ", "A ")
    )
    assert gone <= old and not come & old
    return (old - gone) | come


@pytest.mark.parametrize("seed", range(4))
def test_a_patch_makes_the_new_graph_of_the_old_one(seed: int) -> None:
    new = mutated(seed)
    assert applied(whimkg.rdf_patch(quads(), new), set(quads())) == set(new)


def test_another_implementation_applies_the_patch(tmp_path: Path) -> None:
    new, patch = mutated(1), tmp_path / "new.rdfp"
    patch.write_bytes(whimkg.rdf_patch(quads(), new))
    dataset = rdflib.Dataset()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rdflib's parsers use what rdflib gives up
        dataset.parse(data=serialize(quads(), format=RdfFormat.N_QUADS), format="nquads")
        dataset.parse(patch, format="patch")
    assert whimkg.diff(dataset, new).equal
    assert len(dataset) == len(set(new))


def test_the_patch_of_equal_graphs_changes_nothing(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "graph.nq"
    file.write_bytes(whimkg.build().canonical)
    said = run("diff", file, file, "--format", "patch")
    assert (said.code, said.out) == (0, "TX .\nTC .\n")
    file.write_bytes(whimkg.build().canonical.replace(OLD_BAND.encode(), NEW_BAND.encode(), 1))
    said = run("diff", file, tmp_path, "--format", "patch")
    assert said.code == 0
    other = tmp_path / "other.nq"
    other.write_bytes(whimkg.build().canonical)
    said = run("diff", other, file, "--format", "patch")
    assert said.code == 1 and [row[:2] for row in said.out.splitlines()] == ["TX", "D ", "A ", "TC"]
