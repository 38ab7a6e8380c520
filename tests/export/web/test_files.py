"""The files for the browser, without one: what is in them, and what is not."""

import base64
import gzip
import json
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import html
from pyoxigraph import Store

from tests.export.views.graphs import HOSTILE, answer, bundled, changed
from tests.export.views.property_graphs import merged, store_of
from tests.export.views.versions import BAND, DAY, versions
from whimkg.base import resources
from whimkg.errors import GraphError
from whimkg.export import Options, view


def parsed(data: bytes) -> html.HtmlElement:
    return html.document_fromstring(data.decode())


@cache
def one(store: Store) -> bytes:
    """The one file of a graph of one page."""
    ((suffix, data),) = view(store, "html").items()
    assert suffix == ".html"
    return data


def test_it_is_small_and_the_same_whenever_it_is_made() -> None:
    """The engine that answers questions is most of it."""
    assert view(bundled(), "html") == {".html": one(bundled())}
    assert len(one(bundled())) < 2_300_000
    ((_, without),) = view(bundled(), "html", Options(sparql=False)).items()
    assert len(without) < 350_000 and b'id="wasm"' not in without


@pytest.mark.parametrize(
    ("name", "id_"), [("oxigraph.wasm.gz", "wasm"), ("oxigraph.js.gz", "engine")]
)
def test_the_engine_is_the_one_that_the_guide_names(name: str, id_: str) -> None:
    """Its bytes are pinned, so that nobody changes them in passing; the file has just these."""
    packed = bytes(resources.mapped(f"data/view/{name}"))
    digest = sha256(gzip.decompress(packed)).hexdigest()
    assert f"`{digest}`" in resources.text("data/README.md")
    text = parsed(one(bundled())).xpath(f"string(//script[@id='{id_}'])")
    assert base64.b85decode(text.replace(",", "<")) == packed


def test_questions_to_start_with_come_first() -> None:
    """As the command shows them: ten, then all others by theme, each once."""
    document = parsed(one(bundled()))
    themes = document.xpath("//select[@id='asked']/optgroup/@label")
    _, *first = resources.text("data/first_questions.tsv").split()
    assert document.xpath("//select[@id='asked']/optgroup[1]/option/@value") == first
    table = resources.text("data/question_themes.tsv").splitlines()[1:]
    known = [line.split("\t")[1] for line in table]
    assert themes == ["To start with", *(t for t in dict.fromkeys(known) if t in themes)]
    names = document.xpath("//select[@id='asked']//option/@value")
    assert len(names) == len(set(names)) > 60


def test_nothing_is_fetched() -> None:
    """The policy allows just the style and the script that stand in the file."""
    document = parsed(one(bundled()))
    (policy,) = document.xpath("//meta[@http-equiv]/@content")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    for rule, element in (("style-src", "style"), ("script-src", "script[@type='module']")):
        (content,) = document.xpath(f"//{element}/text()")
        digest = base64.b64encode(sha256(content.encode()).digest()).decode()
        assert rules[rule].split()[0] == f"'sha256-{digest}'"
    assert set(rules["script-src"].split()[1:]) == {"'wasm-unsafe-eval'"}
    assert rules["worker-src"] == "blob:"
    assert document.xpath("//@style | //@onclick | //@src | //link | //iframe | //img") == []
    assert "@import" not in policy and "url(" not in document.xpath("string(//style)")


def test_every_statement_has_a_row_and_its_evidence() -> None:
    document = parsed(one(bundled()))
    rows = document.xpath("//tr[@class='statement']")
    assert len(rows) == 52
    for row in rows:
        details = row.getnext()
        assert details.get("class") == "details" and details.get("id")
        places = {
            link.removeprefix("#char=")
            for link in details.xpath(".//@href[starts-with(., '#char=')]")
        }
        assert places == set(row.get("data-places").split()) != set()


def test_words_stand_only_where_they_may() -> None:
    """Of prose there is none: all that is quoted is an anchor of the graph."""
    store = bundled()
    anchors = {row["w"] for row in answer(store, "SELECT ?w { ?p nif:anchorOf ?w }")}
    quoted = set(parsed(one(store)).xpath("//q/text()"))
    assert quoted and quoted <= anchors


def test_texts_stay_texts() -> None:
    name = HOSTILE.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + "\\u0001"
    update = f'''DELETE {{ ?t rdfs:label ?l }} INSERT {{ ?t rdfs:label "{name}"@en }}
        WHERE {{ ?t rdfs:label ?l FILTER (?t IN (HP:0001888, MONDO:8000006)) }};
        DELETE {{ ?p schema:name ?n }} INSERT {{ ?p schema:name "{name}" }}
        WHERE {{ ?p schema:name ?n }}'''
    document = parsed(one(changed(update)))
    shown = HOSTILE + "\ufffd"
    assert shown in document.xpath("//tr[@class='statement']//span[@class='term']/text()")
    assert len(document.xpath("//script")) == 7
    data = json.loads(document.xpath("string(//script[@id='data'])"))
    assert data["name"] == HOSTILE + "\x01"


def test_statements_without_evidence_say_so() -> None:
    evidence = "?s whimkg:evidence ?e ; prov:wasDerivedFrom ?p"
    update = f"DELETE {{ {evidence} }} WHERE {{ ?s biolink:object HP:0001888 . {evidence} }}"
    files = view(changed(update), "html")
    apart = "statements-of-no-stored-page.html"
    assert sorted(files) == ["index.html", apart, "whim-syndrome.html"]
    (row,) = parsed(files[apart]).xpath("//tr[@class='statement']")
    assert (row.get("data-object"), row.get("data-places")) == ("HP:0001888", "")
    assert "no evidence" in row.text_content()


def test_a_graph_of_many_pages_is_a_folder() -> None:
    files = view(store_of(merged()), "html")
    links = parsed(files["index.html"]).xpath("//table//@href")
    assert set(links) == {*files} - {"index.html"} and len(links) == len(set(links)) > 3
    counts = parsed(files["index.html"]).xpath("//table/tbody/tr/td[3]/text()")
    assert "0" in counts  # a page that states nothing is not passed over
    rows = sum(len(parsed(files[link]).xpath("//tr[@class='statement']")) for link in links)
    assert f"{len(links)} pages · {rows} statements" in files["index.html"].decode()


def test_two_versions_of_a_page_have_a_file_each(tmp_path: Path) -> None:
    files = view(versions(tmp_path, DAY), "html")
    assert len(files) == 3
    pages = [data.decode() for name, data in files.items() if name != "index.html"]
    digests = {re.findall(r'"sha256":"(\w+)"', page)[0] for page in pages}
    assert len(digests) == 2


def test_two_frequencies_of_one_statement_are_refused(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="several values of biolink:frequency_qualifier"):
        view(versions(tmp_path, BAND), "html")
