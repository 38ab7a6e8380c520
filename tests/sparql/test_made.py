"""What is made of the questions is never stale, and follows the model of SIB's SPARQL examples."""

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef

from tests.sparql import making
from tests.sparql.questions import ANSWERS, QUERIES, ROOT, Question, questions

SH = Namespace("http://www.w3.org/ns/shacl#")
SCHEMA = Namespace("https://schema.org/")
SPEX = Namespace("https://purl.expasy.org/sparql-examples/ontology#")
EXAMPLES = Namespace(making.EXAMPLES)
#: Property of a query's text to the class of those that have it.
TEXTS = {
    SH.select: SH.SPARQLSelectExecutable,
    SH.ask: SH.SPARQLAskExecutable,
    SH.construct: SH.SPARQLConstructExecutable,
    SPEX.describe: SPEX.SPARQLDescribeExecutable,
}
each = pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)


@pytest.mark.parametrize("seed", ["0", "1"])
def test_committed_files_are_what_the_script_makes(seed: str) -> None:
    make = "from tests.sparql import making as m; print(m.collection() + m.guide(), end='')"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", make]
    run = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=True)
    kept = making.COLLECTION.read_bytes() + making.GUIDE.read_bytes()
    assert run.stdout == kept, "run: python tests/questions.py"


def test_nothing_else_lies_among_the_questions() -> None:
    made = {"README.md", "collection.ttl", "__init__.py"}
    names = {path.name for path in QUERIES.iterdir() if path.is_file()}
    assert names - made == {f"{question.name}.rq" for question in questions()}


def test_writing_changes_nothing_and_forgets_old_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("COLLECTION", "GUIDE"):
        monkeypatch.setattr(making, name, tmp_path / name)
    monkeypatch.setattr(making, "ANSWERS", tmp_path)
    monkeypatch.setattr(Question, "answer", property(lambda self: tmp_path / self.name))
    gone = tmp_path / "gone.tsv"
    gone.write_text("")
    making.write(answers=True)
    assert not gone.exists()
    for stored in ANSWERS.iterdir():
        assert (tmp_path / stored.stem).read_bytes() == stored.read_bytes()


# The collection


@cache
def collection() -> Graph:
    return Graph().parse(making.COLLECTION)


def test_collection_has_every_question_and_no_other() -> None:
    found = set(collection().subjects(RDF.type, SH.SPARQLExecutable))
    assert found == {EXAMPLES[question.name] for question in questions()}


@each
def test_an_example_has_one_text_of_its_class(question: Question) -> None:
    node = EXAMPLES[question.name]
    texts = [(p, text) for p in TEXTS for text in collection().objects(node, p)]
    ((predicate, text),) = texts
    assert str(text) == question.sparql
    types = set(collection().objects(node, RDF.type))
    assert types == {SH.SPARQLExecutable, TEXTS[URIRef(predicate)]}


@each
def test_an_example_says_what_it_asks_of_whom(question: Question) -> None:
    node = EXAMPLES[question.name]
    comments = list(collection().objects(node, RDFS.comment))
    assert comments == [Literal(question.head["summary"], lang="en")]
    targets = list(collection().objects(node, SCHEMA.target))
    assert targets == [URIRef(making.ENDPOINT)]
    keywords = {str(word) for word in collection().objects(node, SCHEMA.keywords)}
    assert keywords == {word.strip() for word in keywords} == set(question.head["tags"])
    assert (node, SCHEMA.keyword, None) not in collection()


@each
def test_an_example_points_to_all_its_prefixes(question: Question) -> None:
    node = EXAMPLES[question.name]
    (prefixes,) = collection().objects(node, SH.prefixes)
    assert isinstance(prefixes, BNode)
    declared = {
        str(collection().value(each, SH.prefix)): str(collection().value(each, SH.namespace))
        for each in collection().objects(prefixes, SH.declare)
    }
    assert making.declared_prefixes(question.sparql).items() <= declared.items()


def test_the_label_by_which_files_of_examples_are_joined_is_kept() -> None:
    text = making.COLLECTION.read_text(encoding="utf-8")
    assert text.count("_:sparql_examples_prefixes sh:declare") == 1


# The guide


def test_guide_shows_every_question_with_its_text_and_answer() -> None:
    guide = making.GUIDE.read_text(encoding="utf-8")
    assert re.findall(r"^```sparql\n(.*?)```$", guide, re.MULTILINE | re.DOTALL) == [
        question.sparql for question in questions()
    ]
    assert re.findall(r"^## ([a-z-]+)$", guide, re.MULTILINE) == [
        question.name for question in questions()
    ]
    assert guide.count("<details>") == 2 * len(questions()) == guide.count("</details>")


def test_guide_keeps_its_tables_whole() -> None:
    """A bar or a line break in a cell would break its row."""
    guide = making.GUIDE.read_text(encoding="utf-8")
    for block in re.findall(r"(?:^\|.*\|\n)+", guide, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", row)) for row in block.splitlines()}
        assert len(widths) == 1, block[:200]
