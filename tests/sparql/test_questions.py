"""The files of ``queries/``: form, parameters, prefixes, and terms that the graph knows."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import URIRef
from rdflib.paths import Path as PropertyPath
from rdflib.plugins.sparql import prepareQuery

from tests.sparql.making import declared_prefixes
from tests.sparql.questions import Question, bundled, questions
from whimkg.base.namespaces import BASE, expand, is_curie, prefix_map
from whimkg.tables import load

each = pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
selects = pytest.mark.parametrize(
    "question", [q for q in questions() if q.form == "SELECT"], ids=lambda question: question.name
)
#: Prefixes of vocabularies that only the views of CONSTRUCT speak.
FOREIGN = {
    "hoom": "http://www.semanticweb.org/ontology/HOOM#",
    "oa": "http://www.w3.org/ns/oa#",
    "oban": "http://purl.org/oban/",
}
VALUES = re.compile(r"^ +VALUES \?(\w+) \{ (.+) \}$", re.MULTILINE)


def test_there_are_enough_questions_of_every_form() -> None:
    forms = [question.form for question in questions()]
    assert len(forms) == 71
    assert set(forms) == {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


@each
def test_name_and_head(question: Question) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", question.name)
    assert "\t" not in question.text
    assert question.text.endswith("}\n") or "\nORDER BY " in question.text
    head = question.head
    assert {"summary", "description", "tags"} <= set(head) <= {*HEAD, "parameters"}
    asks = question.form in ("SELECT", "ASK")
    assert head["summary"].endswith("?") == asks
    assert head["description"].endswith(".")
    assert head["tags"] == [tag.strip() for tag in head["tags"]] != []


HEAD = ("summary", "description", "tags")


def test_no_two_questions_are_the_same() -> None:
    for key in ("summary", "description"):
        told = [question.head[key] for question in questions()]
        assert len(set(told)) == len(told)


@each
def test_a_parameter_stands_in_the_text_with_its_default(question: Question) -> None:
    given = {p["name"]: p for p in question.head.get("parameters", [])}
    lines = VALUES.findall(question.sparql)
    assert [name for name, _ in lines] == list(given)
    assert question.sparql.count("VALUES ?") == len(lines)
    for name, terms in lines:
        parameter = given[name]
        assert {"name", "type", "default", "description"} <= set(parameter)
        several = parameter.get("list", False)
        assert isinstance(parameter["default"], list) == several
        values = parameter["default"] if several else [parameter["default"]]
        assert terms == " ".join(written(value, parameter["type"]) for value in values)


def written(value: Any, kind: str) -> str:
    if kind == "iri":
        assert is_curie(value)
        return str(value)
    if kind == "integer":
        return str(int(value))
    if kind == "date":
        assert isinstance(value, str), "quoted in the head, else YAML makes it a date"
        return f'"{value}"^^xsd:date'
    assert kind == "string"
    return str(ox.Literal(value))


def test_every_type_but_one_is_used() -> None:
    """A boolean would be asked for by no question; the engine's own tests have one."""
    used = {p["type"] for question in questions() for p in question.head.get("parameters", [])}
    assert used == {"iri", "string", "integer", "date"}


@each
def test_prefixes_are_declared_used_and_the_project_s(question: Question) -> None:
    declared = declared_prefixes(question.sparql)
    body = re.sub(r"^PREFIX .*$", "", question.sparql, flags=re.MULTILINE)
    body = re.sub(r'"[^"]*"|<[^>]*>', "", body)
    used = re.findall(r"(?<![\w?])([A-Za-z][\w.-]*):(?=\w)", body)
    assert list(declared) == sorted(declared, key=prefix_order)
    assert set(declared) == set(used)
    assert declared.items() <= (prefix_map() | FOREIGN).items()
    assert BASE not in question.sparql.replace(prefix_map()["whimkg"], "")


def prefix_order(prefix: str) -> tuple[bool, str]:
    """Identifiers of terms, in capitals, come first."""
    return prefix[1:2].islower(), prefix


@each
def test_it_only_reads_the_default_graph(question: Question) -> None:
    words = set(re.findall(r"[A-Z]{3,}", re.sub(r"#.*|<.*?>|\"[^\"]*\"", "", question.sparql)))
    assert words & {"SERVICE", "FROM", "GRAPH", "INSERT", "DELETE", "GROUP_CONCAT", "AVG"} == set()


@selects
def test_rows_are_ordered_over_all_columns(question: Question) -> None:
    """What an engine does with unbound cells, or with capitals, must not matter either."""
    _, _, order = question.sparql.rpartition("ORDER BY")
    columns = [str(column) for column in prepareQuery(question.sparql).algebra.PV]
    assert [column for column in columns if f"?{column}" not in re.findall(r"\?\w+", order)] == []


#: What other pages give reason for, and the bundled one does not.
ELSEWHERE = {
    *(
        f"https://w3id.org/whimkg/vocab#{name}"
        for name in (
            "alternativeTo",
            "namesAgree",
            "categoryLabel",
            "population",
            "fewerThan",
            "savedOn",
        )
    ),
    "https://w3id.org/whimkg/vocab#place",
    *(expand(term) for term, kind in load().hpo_kinds.items() if kind in ("inheritance", "onset")),
    "https://w3id.org/sssom/subject_source_version",
    "https://w3id.org/sssom/NoTermFound",
    "https://w3id.org/biolink/vocab/negated",  # of what graphs of others deny
}


@each
def test_it_speaks_only_of_what_is_in_the_graph(question: Question) -> None:
    assert sorted(asked_for(question) - known() - ELSEWHERE) == []


@cache
def known() -> frozenset[str]:
    terms = (term for quad in bundled() for term in (quad.subject, quad.predicate, quad.object))
    return frozenset(term.value for term in terms if isinstance(term, ox.NamedNode))


def asked_for(question: Question) -> set[str]:
    """The IRIs of a query outside of its template, casts and filters on words left out."""
    algebra = prepareQuery(question.sparql).algebra
    found = {str(iri) for iri in iris({k: v for k, v in algebra.items() if k != "template"})}
    return {iri for iri in found if not iri.startswith(prefix_map()["xsd"])}


def iris(part: Any) -> Iterator[URIRef]:
    if isinstance(part, URIRef):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from iris(value)
    elif isinstance(part, list | tuple | set):
        for value in part:
            yield from iris(value)
    elif isinstance(part, PropertyPath):
        yield from iris([value for value in vars(part).values() if value is not part])


def test_the_last_test_can_fail() -> None:
    paths = "ASK { ?a (<x:p> | <x:q>/^<x:r>)* ?b FILTER (?a != <x:s>) VALUES ?b { <x:t> } }"
    asked = asked_for(Question("", {}, paths, paths))
    assert asked == {"x:p", "x:q", "x:r", "x:s", "x:t"}


def test_the_issue_s_questions_are_there() -> None:
    """The subjects that users ask about, by one word of a question's name or tags."""
    words = {
        word
        for question in questions()
        for name in (question.name, *question.head["tags"])
        for word in re.split(r"[- .]", name)
    }
    wanted = "band evidence gene inheritance onset treatments investigational drug differentials"
    wanted += " identifiers conflicts changed before branch section match counts check plain schema"
    wanted += " annotations orphanet subgraph describe references sources trials hierarchy page"
    assert sorted(set(wanted.split()) - words) == []


def test_defaults_expand() -> None:
    defaults = [p["default"] for q in questions() for p in q.head.get("parameters", [])]
    flat = [v for d in defaults for v in (d if isinstance(d, list) else [d])]
    assert all(expand(v).startswith("http") for v in flat if is_curie(str(v)))
