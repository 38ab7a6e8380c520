"""The head of a question: what is right is read, what is wrong is told with its place."""

import warnings

import pytest

from whimkg.errors import QueryError, QueryWarning, UnknownNameError
from whimkg.sparql import TYPES, Question, bind, catalogue, check, find

HEAD = """\
#+ summary: Which phenotypes are in a band?
#+ description: Those of the page,
#+   in its words.
#+ tags:
#+   - phenotype
#+ parameters:
#+   - name: band
#+     type: iri
#+     default: HP:0040281
#+     description: the HPO frequency term
"""
TEXT = """\
PREFIX HP: <http://purl.obolibrary.org/obo/HP_>
SELECT ?s WHERE {
  VALUES ?band { HP:0040281 }
  ?s ?p ?band
}
"""


def refused(text: str) -> str:
    with pytest.raises(QueryError) as caught:
        check(Question("q", text))
    return str(caught.value)


def test_a_head_is_read() -> None:
    question = Question("q", HEAD + TEXT)
    check(question)
    assert question.head.summary == "Which phenotypes are in a band?"
    assert question.head.description == "Those of the page, in its words."
    assert question.head.tags == ("phenotype",)
    (band,) = question.parameters
    assert (band.name, band.type, band.default, band.several) == (
        "band",
        "iri",
        "HP:0040281",
        False,
    )


def test_a_query_without_a_head_has_no_parameters() -> None:
    assert Question("q", TEXT).parameters == ()
    with pytest.raises(QueryError, match="no decorators"):
        _ = Question("q", TEXT).head


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("#+   - phenotype", "#+\t- phenotype", "q: line 5 has a tab; write spaces"),
        ("#+ summary: Which phenotypes are in a band?\n", "", "q: summary is missing or no text"),
        ("summary: Which", "summary: a: Which", "line 1"),
        ("summary: Which phenotypes are in a band?", "summary: 3", "summary is missing or no text"),
        ("tags:\n#+   - phenotype", "tags: phenotype", "tags is no list of words"),
        ("type: iri", "type: url", "q, parameter 'band': unknown type 'url'; take one of iri,"),
        ("type: iri", "type: [iri]", "q, parameter 'band': type is missing or no text"),
        ("#+     default: HP:0040281\n", "", "its default must be one value"),
        ("default: HP:0040281", "default: [HP:0040281]", "its default must be one value"),
        ("type: iri", "type: iri\n#+     list: true", "its default must be a list"),
        ("type: iri", "type: iri\n#+     list: 2", "list is neither true nor false"),
        ("type: iri", "type: iri\n#+     min: 2", "q, parameters: unknown key 'min'"),
        ("type: iri", "type: date", "takes a date as YYYY-MM-DD, not 'HP:0040281'"),
        ("default: HP:0040281", "default: HP:0040282", "default of 'band' is not what stands in"),
        ("default: HP:0040281", "default: 2011-02-31", "the decorators are no YAML"),
        ("name: band", "name: limit", "a parameter cannot have this name"),
        ("name: band", "name: ba-nd", "a parameter cannot have this name"),
        ("#+     description: the HPO frequency term\n", "", "description is missing or no text"),
        ("#+ parameters:\n", "#+ parameters:\n#+   - band\n", "'band' is no parameter"),
        ("VALUES ?band", "VALUES ?Band", "no line VALUES ?band { … } for the parameter 'band'"),
        ("  VALUES ?band {", "  ?s ?p ?o . VALUES ?band {", "no line VALUES ?band"),
        ("  ?s ?p ?band", "VALUES ?band { 1 }\n  ?s ?p ?band", "2 lines VALUES ?band"),
        ("VALUES ?band { HP:", "VALUES ?band { X:", "'VALUES ?band { X:0040281 }': error at"),
        ("SELECT", "#+ tags: []\nSELECT", "line 12 stands below the head; put all #+ lines first"),
    ],
)
def test_a_wrong_head_is_told(was: str, now: str, told: str) -> None:
    text = HEAD + TEXT
    assert was in text
    assert told in refused(text.replace(was, now, 1))


def test_two_parameters_of_one_name() -> None:
    again = HEAD.partition("#+ parameters:\n")[2]
    assert "two parameters have the same name" in refused(HEAD + again + TEXT)


def test_the_bundled_questions_are_right() -> None:
    questions = catalogue()
    assert len(questions) >= 30
    assert list(questions) == sorted(questions)
    for question in questions.values():
        check(question)
        assert question.head.description and question.head.tags, question.name
        assert {each.type for each in question.parameters} <= set(TYPES)


def test_an_unknown_name_is_told_with_names_alike() -> None:
    assert find("gene").name == "gene"
    with pytest.raises(UnknownNameError, match=r"no question 'onst'; did you mean onset"):
        find("onst")
    with pytest.raises(UnknownNameError, match="differentials"):
        find("Differential")
    with pytest.raises(UnknownNameError, match=r"whimkg.questions\(\) lists them"):
        find("../data/vocab")


def test_decorators_of_other_tools_are_passed_over_with_a_word() -> None:
    text = (HEAD + TEXT).replace("#+ tags:", "#+ endpoint: http://x/\n#+ method: GET\n#+ tags:", 1)
    with pytest.warns(QueryWarning, match="q: passed over in its head: endpoint, method"):
        assert Question("q", text).head.tags


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("#+ endpoint: http://x/\n#+ pagination: 5\n", "passed over in its head: endpoint, pag"),
        ("#+ summary: [\n", "no YAML: .*; its head is passed over"),
        (
            "# a comment\n#+ summary: Which?\n",
            "line 2 stands below the head; put all .* passed over",
        ),
    ],
)
def test_a_query_that_is_asked_as_it_stands_is_told_of_its_head(head: str, told: str) -> None:
    with pytest.warns(QueryWarning, match=told):
        assert bind(Question("a.rq", head + TEXT), {}) == head + TEXT


def test_a_head_that_is_read_whole_is_not_told_of() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        bind(Question("b.rq", HEAD + TEXT), {})
        bind(Question("b.rq", TEXT), {})
