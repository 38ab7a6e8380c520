"""A negated association is no positive answer of any question."""

import pyoxigraph as ox
import pytest

from tests.sparql.questions import Question, ask_store, bundled, questions
from whimkg.base.namespaces import expand

NEGATED = ox.NamedNode(expand("biolink:negated"))
SUBJECT, PREDICATE, OBJECT = (
    ox.NamedNode(expand(f"biolink:{end}")) for end in ("subject", "predicate", "object")
)
#: Questions that count or describe what stands in a graph, whatever is affirmed of it.
DESCRIBING = {
    "check-frequencies",  # also the bounds of what is denied must be right
    "check-labels",
    "check-statements-without-evidence",
    "counts",
    "negated-statements",
    "phenotype-subgraph",  # with all triples about it, the negation among them
    "statements-by-source",
    "statements-per-section",
    "terms-without-identifier",
    "web-annotations",  # of evidence, which is there for what is denied, too
}
AFFIRMING = [q for q in questions() if "?statement " in q.sparql and q.name not in DESCRIBING]


def denied() -> ox.Store:
    """The bundled graph with every association negated, and none of them as a plain triple."""
    found = ox.Store()
    found.extend(ox.Quad(*quad.triple) for quad in bundled())
    for statement in [quad.subject for quad in found.quads_for_pattern(None, OBJECT, None)]:
        subject, predicate, value = (
            next(found.quads_for_pattern(statement, end, None)).object
            for end in (SUBJECT, PREDICATE, OBJECT)
        )
        found.remove(ox.Quad(subject, predicate, value))  # type: ignore[arg-type]
        found.add(ox.Quad(statement, NEGATED, ox.Literal(True)))
    return found


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return denied()


def rows(store: ox.Store, question: Question) -> list[str]:
    answer = ask_store(store, question.text).splitlines()
    return answer[1:] if question.form == "SELECT" else answer


@pytest.mark.parametrize("question", AFFIRMING, ids=lambda question: question.name)
def test_a_question_answers_with_what_is_affirmed_alone(
    store: ox.Store, question: Question
) -> None:
    affirmed = rows(store, question)
    if question.form == "ASK":
        assert "false" in affirmed[0]
    elif question.name == "references":  # which stand there without a statement, too
        assert affirmed
        assert all(row.endswith("\t\t\t\t\t") for row in affirmed)
    elif question.name == "schema-org":
        assert not [row for row in affirmed if "possibleTreatment" in row]
    else:
        assert affirmed == []


def test_what_is_denied_can_be_asked_for(store: ox.Store) -> None:
    (question,) = (each for each in questions() if each.name == "negated-statements")
    count = sum(1 for _ in store.quads_for_pattern(None, NEGATED, None))
    assert len(rows(store, question)) == count > 50
