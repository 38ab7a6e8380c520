"""Every question's stored answer, on two engines; and whether every kind of triple matters."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import pyoxigraph as ox
import pytest

from tests.sparql.questions import (
    ANSWERS,
    DATA,
    ENGINES,
    Question,
    ask_store,
    bundled,
    cells,
    questions,
)
from whimkg.base.namespaces import contract, expand

each = pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
BIOLINK = "https://w3id.org/biolink/vocab/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@cache
def engine(name: str) -> Callable[[str], str]:
    return ENGINES[name](bundled())


@pytest.mark.parametrize("name", ENGINES)
@each
def test_the_answer_is_the_stored_one(question: Question, name: str) -> None:
    assert engine(name)(question.text) == question.answer.read_text(encoding="utf-8")


def test_no_answer_is_left_of_a_question_that_is_gone() -> None:
    assert sorted(ANSWERS.iterdir()) == sorted(question.answer for question in questions())


#: Questions on what the bundled page does not say; others ask them of graphs that do.
ELSEWHERE = {
    "diseases-by-category",
    "diseases-by-population",
    "negated-statements",
    "pages-that-contradict-themselves",
    "terms-without-identifier",
}


@each
def test_every_question_finds_something(question: Question) -> None:
    if question.name in ELSEWHERE:
        assert len(question.answer.read_text(encoding="utf-8").splitlines()) == 1
        return
    answer = question.answer.read_text(encoding="utf-8")
    if question.form == "ASK":
        assert json.loads(answer)["boolean"] is not question.name.startswith("check-")
    else:
        assert len(answer.splitlines()) >= 1 + (question.form == "SELECT")


@each
def test_no_row_comes_twice(question: Question) -> None:
    lines = question.answer.read_text(encoding="utf-8").splitlines()
    assert len(set(lines)) == len(lines)


@each
def test_the_hierarchy_matters_to_those_only_that_ask_for_it(question: Question) -> None:
    page, _ = DATA
    answer = without_hierarchy(page.read_bytes())(question.text)
    same = answer == question.answer.read_text(encoding="utf-8")
    assert same != question.needs_hierarchy


@cache
def without_hierarchy(page: bytes) -> Callable[[str], str]:
    return ENGINES["pyoxigraph"](ox.parse(page, ox.RdfFormat.N_QUADS))


# Every kind of triple and of statement changes an answer when it is taken away

Kind = tuple[str, ...]


@cache
def graph() -> tuple[ox.Quad, ...]:
    """The bundled graph, without the hierarchy that is not its own."""
    return tuple(ox.parse(path=DATA[0]))


@cache
def classes() -> dict[str, tuple[str, ...]]:
    """Node to its classes."""
    found = defaultdict(list)
    for quad in graph():
        if quad.predicate.value == TYPE:
            found[value(quad.subject)].append(value(quad.object))
    return {node: tuple(sorted(of_it)) for node, of_it in found.items()}


def value(term: object) -> str:
    assert isinstance(term, ox.NamedNode | ox.Literal)
    return term.value


def kinds_of_triples() -> Iterator[tuple[Kind, list[ox.Quad]]]:
    """Predicate and class of the subject; for ``rdf:type``, each class."""
    found = defaultdict(list)
    for quad in graph():
        predicate = quad.predicate.value
        if predicate == TYPE:
            found["rdf:type", short(value(quad.object))].append(quad)
        else:
            for each_class in classes().get(value(quad.subject), ("",)):
                found[short(predicate), short(each_class)].append(quad)
    yield from sorted(found.items())


def kinds_of_statements() -> Iterator[tuple[Kind, list[ox.Quad]]]:
    """Class and predicate of an association, with all that is said of such associations."""
    ends: dict[str, str] = {}
    for quad in graph():
        if quad.predicate.value == f"{BIOLINK}predicate":
            ends[value(quad.subject)] = value(quad.object)
    found = defaultdict(list)
    for quad in graph():
        if (node := value(quad.subject)) in ends:
            found[short(classes()[node][0]), short(ends[node])].append(quad)
    yield from sorted(found.items())


def kinds_of_values() -> Iterator[tuple[Kind, list[ox.Quad]]]:
    """Claim status, frequency term, source, kind of section: each value with its triples."""
    names = {
        "biolink:frequency_qualifier",
        "biolink:primary_knowledge_source",
        "sssom:predicate_id",
        "whimkg:claimStatus",
        "whimkg:sectionKind",
        "whimkg:statedOn",
    }
    found = defaultdict(list)
    for quad in graph():
        if (name := short(quad.predicate.value)) in names:
            found[name, short(value(quad.object))].append(quad)
    yield from sorted(found.items())


def short(iri: str) -> str:
    return contract(iri) or iri


KINDS = [*kinds_of_triples(), *kinds_of_statements(), *kinds_of_values()]


@cache
def store() -> ox.Store:
    found = ox.Store()
    found.extend(bundled())
    return found


def changed(quads: Iterable[ox.Quad]) -> str | None:
    """The first question whose answer is another without these quads."""
    for quad in quads:
        store().remove(quad)
    try:
        for question in FREQUENT:
            stored = question.answer.read_text(encoding="utf-8")
            if ask_store(store(), question.text) != stored:
                # Those that notice much are asked first.
                FREQUENT.remove(question)
                FREQUENT.insert(0, question)
                return question.name
        return None
    finally:
        store().extend(quads)


FREQUENT = list(questions())


@pytest.mark.parametrize(
    ("kind", "quads"), KINDS, ids=lambda part: "-".join(part) if isinstance(part, tuple) else ""
)
def test_every_kind_of_triple_matters(kind: Kind, quads: list[ox.Quad]) -> None:
    assert changed(quads) is not None, f"no question notices that {kind} is gone"


def test_there_are_as_many_kinds_as_the_graph_has() -> None:
    predicates = {quad.predicate.value for quad in graph()}
    assert {short(predicate) for predicate in predicates} <= {
        k for kind, _ in KINDS for k in kind
    } | {"rdf:type"}
    assert len(KINDS) > 150


# A few answers against the page, by hand


def column(name: str, of: str) -> list[str]:
    (question,) = (question for question in questions() if question.name == name)
    answer = question.answer.read_text(encoding="utf-8")
    index = answer.splitlines()[0].split("\t").index(f"?{of}")
    return [short(term.value) if (term := row[index]) else "" for row in cells(answer)]


def test_phenotypes_per_band_add_up_to_the_page_s_count() -> None:
    """The page shows 37 rows, of which one is inheritance and one onset."""
    assert column("phenotypes-per-band", "phenotypes") == ["5", "5", "11", "10", "4"]
    assert len(column("phenotypes", "phenotype")) == 37 - 2
    assert "HP:0040285" not in known_terms(), "no frequency never means excluded"


def known_terms() -> set[str]:
    return {short(value(term)) for quad in bundled() for term in (quad.subject, quad.object)}


def test_treatments_are_as_firm_as_the_page_says() -> None:
    found = list(
        zip(column("treatments", "treatment"), column("treatments", "status"), strict=True)
    )
    assert ("DRUGBANK:DB06809", "whimkg:investigational") in found
    assert ("MAXO:0000061", "whimkg:assumed") in found
    assert [status for term, status in found if term == "MAXO:0001480"] == [
        "whimkg:established"
    ] * 2


def test_the_old_and_the_new_label_stand_side_by_side() -> None:
    pairs = dict(
        zip(column("changed-labels", "term"), column("changed-labels", "labelToday"), strict=True)
    )
    assert pairs["HP:0002167"] == "Abnormal speech pattern"
    assert sum(term.startswith("HP:") for term in pairs) == 9


def test_the_disease_is_neither_the_group_nor_the_obsolete_term() -> None:
    assert column("disease-groups", "group") == ["MONDO:0023880"]
    assert column("onset", "others") == ["1", "1"], "two ages of onset, each beside one other"
    assert expand("MONDO:0008674") not in {value(q.subject) for q in graph()}
