"""The outline of a query: no keyword passes unseen, and none is seen where it is none."""

import pytest

from whimkg.sparql.tokens import outline

HARMLESS = [
    "SELECT ?service { ?service ?p 'SERVICE <http://x/>' }",
    "SELECT * { ?s <http://x/SERVICE> ?o } # SERVICE <http://x/> {}",
    'SELECT * { ?s ?p """ " SERVICE <http://x/> { """ }',
    "SELECT * { ?s ?p '''it's SERVICE''' }",
    "PREFIX service: <http://x/> SELECT * { ?s service:from service:SERVICE }",
    "SELECT * { ?s ?p 'a'@service }",
    "SELECT * { ?s ?p _:SERVICE }",
    r"SELECT * { ?s ?p 'it\'s SERVICE' }",
]
FEDERATED = [
    "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { service SILENT ?x { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE<http://x/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 1e5SERVICE<http://x/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE<http://x/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 'a'SERVICE<http://x/>{ ?s ?p ?o } }",
    r"SELECT * { SERV\u0049CE <http://x/> { ?s ?p ?o } }",
    r"SELECT * { \U00000053ERVICE <http://x/> { ?s ?p ?o } }",
    r"PREFIX e: <http://e/> SELECT * { ?s ?p e:a\#b SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { FILTER(?a<?b) SERVICE <http://x/> { ?s ?p ?o } FILTER(?c>?d) }",
    "SELECT * { FILTER(?a<?b)SERVICE ?c{ FILTER(?c>?d) } }",
    "SELECT * { ?s ?p <http://x/#a> SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { # ' \n SERVICE <http://x/> { ?s ?p ?o } # ' \n }",
    'SELECT * { ?s ?p """a"""SERVICE <http://x/> { ?s ?p ?o } }',
    'SELECT * { ?s ?p "" SERVICE <http://x/> { ?s ?p "" } }',
]


@pytest.mark.parametrize("text", HARMLESS)
def test_a_word_in_a_string_comment_or_name_is_no_keyword(text: str) -> None:
    found = outline(text)
    assert (found.form, found.service, found.dataset) == ("SELECT", False, False)


@pytest.mark.parametrize("text", FEDERATED)
def test_no_service_passes_unseen(text: str) -> None:
    assert outline(text).service


UPDATES = ["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"]


@pytest.mark.parametrize("keyword", UPDATES)
def test_an_update_is_known_by_its_first_keyword(keyword: str) -> None:
    text = f"# SELECT\nBASE <http://x/SELECT>\nPREFIX select: <http://x/>\n{keyword.lower()} DATA"
    assert outline(text).update == keyword
    assert not outline(text).form


@pytest.mark.parametrize("form", ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])
def test_the_form_of_a_query(form: str) -> None:
    assert outline(f"PREFIX insert: <http://x/>\n{form.lower()} ...").form == form


def test_a_dataset_of_its_own() -> None:
    assert outline("SELECT * FROM <http://x/> { ?s ?p ?o }").dataset
    assert outline("SELECT *FROM NAMED<http://x/>{ ?s ?p ?o }").dataset


@pytest.mark.parametrize(
    "text",
    [
        "ASK { GRAPH ?g { ?s ?p ?o } }",
        "ASK{graph<http://x/>{ ?s ?p ?o }}",
        "ASK { FILTER(trueGRAPH ?g { ?s ?p ?o }) }",
        "ASK { \\u0047RAPH ?g { ?s ?p ?o } }",
        "ASK FROM <http://x/> { ?s ?p ?o }",
        "ASK FROM NAMED <http://x/> { ?s ?p ?o }",
    ],
)
def test_no_named_graph_passes_unseen(text: str) -> None:
    assert outline(text).named


def test_what_names_no_graph() -> None:
    text = "PREFIX graph: <http://x/from> ASK { ?graph graph:from 'GRAPH', <http://x/FROM> } # FROM"
    assert not outline(text).named


def test_undeclared_prefixes() -> None:
    text = "prefix a: <http://a/>\n PREFIX : <http://b/>\nSELECT * { a:x :y b:z . _:q HP:1 'c:d' }"
    assert outline(text).undeclared == ("HP", "b")
