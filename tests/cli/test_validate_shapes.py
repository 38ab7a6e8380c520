"""``whimkg validate --shapes``: shapes that users bring, held against by pySHACL itself."""

import json
from pathlib import Path

import pytest

import whimkg
from tests.cli.conftest import Run
from tests.cli.test_validate import Refused
from whimkg.errors import GraphError

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:Cat a sh:NodeShape ; sh:targetClass ex:Cat ;
    sh:property [ sh:path ex:eats ; sh:minCount 1 ; sh:message "Say what it eats." ] .
"""
CATS = """
@prefix ex: <http://example.org/> .
ex:tom a ex:Cat ; ex:eats ex:mouse .
ex:leo a ex:Cat .
"""
PREFIXED = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:names sh:declare [ sh:prefix "e" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
ex:Cat a sh:NodeShape ; sh:targetClass ex:Cat ; sh:sparql [ sh:prefixes ex:names ;
    sh:select "SELECT $this { FILTER NOT EXISTS { $this e:eats ?any } }" ] .
"""


@pytest.fixture
def cats(tmp_path: Path) -> Path:
    path = tmp_path / "cats.ttl"
    path.write_text(CATS, encoding="utf-8")
    return path


def shapes(folder: Path, text: str = SHAPES) -> Path:
    path = folder / "shapes.ttl"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_graph_is_held_against_them_alone(run: Run, cats: Path, tmp_path: Path) -> None:
    said = run("validate", cats, "--shapes", shapes(tmp_path))
    assert said.code == 1
    assert "Say what it eats." in said.out and "http://example.org/leo" in said.out
    assert said.out.endswith("does not conform: 2 focus nodes, 1 shapes, 1 violation, 0 warnings\n")


@pytest.mark.parametrize("form", ["json", "sarif", "ttl"])
def test_the_other_formats(run: Run, cats: Path, tmp_path: Path, form: str) -> None:
    said = run("validate", cats, "--shapes", shapes(tmp_path), "--format", form)
    assert said.code == 1 and "Say what it eats." in said.out
    if form == "json":
        assert json.loads(said.out)["layer"] is None


def test_prefixes_are_those_that_the_shapes_declare(run: Run, cats: Path, tmp_path: Path) -> None:
    said = run("validate", cats, "--shapes", shapes(tmp_path, PREFIXED))
    assert said.code == 1 and "http://example.org/leo" in said.out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (PREFIXED.replace('"e"', '"f"'), "shapes.ttl: the shapes are faulty: Unknown namespace"),
        (SHAPES.replace("sh:targetClass ex:Cat ;", ""), "shapes.ttl: no shape has a target"),
        (SHAPES.replace('"Say', "Say"), "shapes.ttl, line 6"),
        (SHAPES.replace("sh:path ex:eats ;", ""), "the shapes are faulty"),
        (
            "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> ."
            " ex:S a sh:NodeShape ; sh:targetSubjectsOf"
            " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ; sh:not ex:S .",
            "the shapes are faulty: Warning, A Recursive Shape",
        ),
    ],
)
def test_faulty_shapes_are_told(
    refused: Refused, cats: Path, tmp_path: Path, text: str, told: str
) -> None:
    assert told in refused("validate", cats, "--shapes", shapes(tmp_path, text))


def test_layers_are_those_of_the_bundled_shapes(
    refused: Refused, cats: Path, tmp_path: Path
) -> None:
    given = ("--shapes", shapes(tmp_path), "--layer", "base")
    assert "have no layers; leave out --layer" in refused("validate", cats, *given)


def test_a_graph_that_they_are_not_about(run: Run, cats: Path, tmp_path: Path) -> None:
    dogs = shapes(tmp_path, SHAPES.replace("ex:Cat", "ex:Dog"))
    said = run("validate", cats, "--shapes", dogs)
    assert said.code == 1 and "nothing that the given shapes are about" in said.out


def test_a_graph_of_another_model_is_told_in_one_sentence(run: Run, cats: Path) -> None:
    said = run("validate", cats)
    first, second = said.out.splitlines()
    assert "nothing that whimkg's model is about" in first and "--shapes FILE" in first
    assert second.startswith("does not conform: 0 focus nodes") and said.code == 1


#: Fits no name, which it tries in a number of ways that doubles with each letter.
ENDLESS = SHAPES.replace("sh:minCount 1", 'sh:pattern "^([a-z:/.]+)+$"')
#: Keeps each letter in memory, in case that it has to go back to it.
LARGE = SHAPES.replace("sh:minCount 1", 'sh:pattern "^(m|n)*$"')
NARROWER = "make their patterns and queries narrower, or give it more"


@pytest.mark.parametrize(
    ("text", "option", "told"),
    [
        (ENDLESS, ("--timeout", "0.5"), f"no answer within 0.5 seconds; {NARROWER} time"),
        (ENDLESS, ("--timeout", "0.5"), "/cats.ttl, "),
        (LARGE, ("--memory", "9M"), f"it ran out of memory; {NARROWER} memory (--memory)"),
        (SHAPES, ("--timeout", "0"), "'0' is no number of seconds"),
        (SHAPES, ("--memory", "5"), "'5' is no amount of memory"),
    ],
)
def test_shapes_have_limits(
    refused: Refused, cats: Path, text: str, option: tuple[str, str], told: str
) -> None:
    name, letters = f"http://example.org/{'m' * 40}1", "m" * 1_000_000
    eaten = f'\nex:pip a ex:Cat ; ex:eats <{name}>, "{letters}" .'
    cats.write_text(CATS + eaten, encoding="utf-8")
    assert told in refused("validate", cats, "--shapes", shapes(cats.parent, text), *option)


@pytest.mark.parametrize("option", [("--timeout", "9"), ("--memory", "1G")])
def test_limits_are_those_of_own_shapes(
    refused: Refused, cats: Path, option: tuple[str, str]
) -> None:
    assert f"leave out {option[0]}" in refused("validate", cats, *option)


def test_limits_in_python(cats: Path, tmp_path: Path) -> None:
    own = [shapes(tmp_path)]
    assert not whimkg.validate(cats, shapes=own, timeout=60, memory=1 << 30).conforms
    with pytest.raises(GraphError, match="-1 is no time limit"):
        whimkg.validate(cats, shapes=own, timeout=-1)
