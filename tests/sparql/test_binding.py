"""Values into questions: typed, exact on two engines, and never out of their place."""

from datetime import date, datetime

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from whimkg.base import namespaces
from whimkg.errors import IdentifierError, QueryError
from whimkg.sparql import Parameter, Question, bind, from_text
from whimkg.sparql.values import terms, written

XSD = "http://www.w3.org/2001/XMLSchema#"
ESCAPES = st.sampled_from(
    ["\\u0022", "\\U00000022", "\\", '"', "'", "u0022", "\n", "\r", "}", " } #", "\x00", "\x7f"]
)
TEXTS = st.lists(ESCAPES | st.text(max_size=5)).map("".join)


def question(kind: str, default: str, *, several: bool = False, standing: str = "") -> Question:
    listed = f"\n#+     list: true\n#+     default: [{default}]" if several else ""
    single = "" if several else f"\n#+     default: {default}"
    return Question(
        "q",
        f"#+ summary: Q?\n#+ parameters:\n#+   - name: x\n#+     type: {kind}{listed}{single}\n"
        "#+     description: x\nPREFIX own: <http://own/>\n"
        f"SELECT ?x WHERE {{\n  VALUES ?x {{ {standing} }}\n}}\n",
    )


TEXT = question("string", "infection")
IRI = question("iri", "HP:0000001")
IRIS = question("iri", "HP:0000001", several=True)


def asked(text: str) -> list[object]:
    """The values of ``?x`` as the engine reads them."""
    found = Store().query(text)
    assert isinstance(found, QuerySolutions)
    return [solution["x"] for solution in found]


@pytest.mark.parametrize(
    ("kind", "value", "lexical"),
    [
        ("iri", "HP:0040281", "http://purl.obolibrary.org/obo/HP_0040281"),
        ("iri", "http://x/a?b#c,1", "http://x/a?b#c,1"),
        ("iri", "urn:uuid:1", "urn:uuid:1"),
        ("iri", "own:a", "http://own/a"),
        ("string", "", ""),
        ("string", "naïve 😀", "naïve 😀"),
        ("integer", "42", "42"),
        ("integer", "-007", "-7"),
        ("integer", 42, "42"),
        ("date", "2011-11-13", "2011-11-13"),
        ("date", date(2011, 11, 13), "2011-11-13"),
        ("boolean", "true", "true"),
        ("boolean", False, "false"),
    ],
)
def test_a_value_becomes_a_term(kind: str, value: object, lexical: str) -> None:
    (term,) = asked(bind(question(kind, "HP:1"), {"x": value}))
    if kind == "iri":
        assert term == NamedNode(lexical)
    else:
        assert term == Literal(lexical, datatype=NamedNode(XSD + kind))


WRONG = [
    *[("iri", each) for each in ("", "foo", "XX:1", "HP:", "a b", "http://", "http://a b/", 1)],
    *[("iri", each) for each in ("HP:1 } #", "HP:1> <x:y", "<http://x/>", "http://x/>", None)],
    *[("iri", each) for each in ("HP:1,HP:2", "javascript:x", "http://x/\\u003e", "HP:\udc80")],
    *[("integer", each) for each in ("", "1.5", "1e3", "٣", "1 } {", "9" * 19, True, 1.0, "0x1")],
    *[("date", each) for each in ("2011", "2011-13-01", "2011-02-30", "2011-11-13T00:00:00", 2011)],
    *[("date", each) for each in ("20111113", datetime(2011, 11, 13), "\uff12\uff1011-11-13")],
    *[("boolean", each) for each in ("", "True", "yes", 1, 0, None)],
    *[("string", each) for each in (1, None, "\ud800", b"bytes", ["a"])],
]


@pytest.mark.parametrize(("kind", "value"), WRONG, ids=repr)
def test_a_value_of_another_type_is_told(kind: str, value: object) -> None:
    with pytest.raises(QueryError) as caught:
        bind(question(kind, "HP:0040281"), {"x": value})
    told = str(caught.value)
    assert f"parameter 'x' ({kind}) takes " in told
    assert told.endswith("; for example x=HP:0040281")


def test_lists() -> None:
    bound = bind(IRIS, {"x": ["HP:1", "HP:2"]})
    assert len(asked(bound)) == 2
    assert asked(bind(IRIS, {"x": "HP:1"})) == asked(bind(IRIS, {"x": ("HP:1",)}))
    with pytest.raises(QueryError, match=r"or several of them, not no value at all"):
        bind(IRIS, {"x": []})
    with pytest.raises(QueryError, match="not 2 values"):
        bind(IRI, {"x": ["HP:1", "HP:2"]})


@pytest.mark.parametrize(
    ("kind", "arguments", "values"),
    [
        ("iri", ["HP:1,HP:2", "HP:3"], ["HP:1", "HP:2", "HP:3"]),
        ("iri", ["HP:1 HP:2,\nHP:3 "], ["HP:1", "HP:2", "HP:3"]),
        ("iri", ["http://x/#char=1,2,HP:1"], ["http://x/#char=1,2", "HP:1"]),
        ("integer", ["1, 2"], ["1", "2"]),
        ("string", ["a,b", "c"], ["a,b", "c"]),
    ],
)
def test_lists_in_arguments(kind: str, arguments: list[str], values: list[str]) -> None:
    assert from_text(Parameter("x", kind, [], "x", several=True), arguments) == values


def test_one_value_in_arguments() -> None:
    one = Parameter("x", "string", "d", "x")
    assert from_text(one, ["a, b"]) == "a, b"
    with pytest.raises(QueryError, match="not 2 values"):
        from_text(one, ["a", "b"])


def test_an_unknown_parameter_is_told() -> None:
    with pytest.raises(QueryError, match="q: no parameter 'y'; it takes x"):
        bind(IRI, {"y": "HP:1"})
    with pytest.raises(QueryError, match="no parameter 'y'; it takes none"):
        bind(Question("q", "ASK {}"), {"y": "HP:1"})


@given(TEXTS)
def test_no_text_leaves_its_line(value: str) -> None:
    bound = bind(TEXT, {"x": value})
    before, after = TEXT.text.split("\n"), bound.split("\n")
    assert len(before) == len(after) and "\r" not in bound
    changed = [line for line, other in zip(after, before, strict=True) if line != other]
    assert len(changed) == 1 and changed[0].startswith("  VALUES ?x { ")
    assert asked(bound) == [Literal(value)]


@given(TEXTS)
def test_another_engine_reads_the_same_text(value: str) -> None:
    """Rdflib resolves escapes everywhere before it parses: the way out for ``\\u0022``."""
    text = value.replace("\x00", "")  # rdflib loses it, wherever it stands
    rows = list(rdflib.Graph().query(bind(TEXT, {"x": text})))
    assert len(rows) == 1
    assert str(rows[0][0]) == text  # type: ignore[index]


@given(st.text(max_size=20) | TEXTS.map("http://x/{}".format) | TEXTS.map("HP:{}".format))
def test_no_iri_leaves_its_line(value: str) -> None:
    try:
        bound = bind(IRI, {"x": value})
    except QueryError:
        return
    (term,) = asked(bound)
    assert isinstance(term, NamedNode)
    assert term.value in (value, expanded(value)) or term.value.startswith("http://own/")


def expanded(value: str) -> str:
    try:
        return namespaces.expand(value)
    except IdentifierError:
        return value


@given(st.sampled_from(["integer", "date", "boolean"]), TEXTS)
def test_no_other_value_leaves_its_line(kind: str, value: str) -> None:
    try:
        (term,) = terms(Parameter("x", kind, "1", "x"), value, {})
    except QueryError:
        return
    assert str(term) == f'"{term.value}"^^<{XSD}{kind}>'
    assert term.value.strip("-0123456789") in ("", "true", "false")


def test_an_escape_that_is_none_is_written_so_that_all_engines_see_none() -> None:
    assert written(Literal("\\u0022")) == r'"\\\U000000750022"'
    assert written(Literal("\\\\u")) == r'"\\\\\U00000075"'
    assert written(Literal("\\\x07")) == r'"\\\u0007"'
