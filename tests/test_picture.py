"""The picture of the graph: never stale, whole, and on its own."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from lxml import etree
from rdflib import RDFS, URIRef

import whimkg
from tests.export.views.graphs import changed
from tests.export.views.property_graphs import merged, store_of
from whimkg.base.namespaces import contract
from whimkg.base.resources import BUNDLED
from whimkg.export import view
from whimkg.export.drawing.svg import STATUSES
from whimkg.record import Status

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "data" / f"{BUNDLED}.svg"
SVG = "{http://www.w3.org/2000/svg}"
BIOLINK = "https://w3id.org/biolink/vocab/"
#: Slots of a claim whose terms are nodes of the picture.
ENDS = {"gene", "drug", "treatment", "differential", "condition"}


@cache
def root() -> etree._Element:
    return etree.fromstring(PICTURE.read_bytes())


@cache
def shown() -> list[str]:
    """Every text of the picture, its lines joined by blanks."""
    return [" ".join("".join(map(str, t.itertext())).split()) for t in root().iter(f"{SVG}text")]


def is_shown(words: str) -> bool:
    return any(text == words or text.startswith(f"{words} ") for text in shown())


@cache
def ends() -> dict[str, set[tuple[str, str]]]:
    """By the name of a slot: CURIE and label of the nodes at that end of the statements."""
    graph = whimkg.build().graph()
    found: dict[str, set[tuple[str, str]]] = {}
    for slot in ("subject", "object"):
        for node in graph.objects(None, URIRef(BIOLINK + slot)):
            pair = (contract(str(node)) or str(node), str(graph.value(node, RDFS.label)))
            found.setdefault(slot, set()).add(pair)
    return found


@pytest.mark.parametrize("seed", ["0", "1"])
def test_committed_picture_is_what_the_command_prints(seed: str, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "whimkg", "export", "svg"]
    run = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, check=True)
    assert run.stdout == PICTURE.read_bytes(), "run: whimkg export svg -o data/…svg"


def test_it_tells_those_who_cannot_see_it() -> None:
    record = whimkg.bundled()
    title, description = root().findtext(f"{SVG}title"), root().findtext(f"{SVG}desc")
    assert title is not None and record.disease.title.text in title
    assert description is not None
    assert all(label in description for pairs in ends().values() for _, label in pairs)


def test_it_shows_every_phenotype_of_the_table() -> None:
    labels = [row.label for row in whimkg.bundled().rows if row.kind == "phenotype"]
    assert labels and [label for label in labels if not is_shown(label)] == []


@pytest.mark.parametrize("slot", ["subject", "object"])
def test_it_shows_both_ends_of_every_statement(slot: str) -> None:
    assert [label for _, label in sorted(ends()[slot]) if not is_shown(label)] == []


def test_it_shows_the_identifier_of_every_term_that_a_claim_names() -> None:
    mentions = [m for claim in whimkg.bundled().claims for m in claim.mentions]
    terms = {m.term for m in mentions if m.slot in ENDS} & {
        name for pairs in ends().values() for name, _ in pairs
    }
    text = " ".join(shown())
    assert {m.slot for m in mentions if m.term in terms} >= ENDS
    assert [term for term in sorted(terms) if term not in text] == []


def test_it_shows_every_predicate() -> None:
    predicates = set(whimkg.build().graph().objects(None, URIRef(f"{BIOLINK}predicate")))
    names = [(contract(str(p)) or str(p)).removeprefix("biolink:") for p in predicates]
    assert [name for name in names if not any(text.startswith(name) for text in shown())] == []


def test_it_shows_a_statement_down_to_its_characters() -> None:
    first = next(row for row in whimkg.bundled().rows if row.kind == "phenotype").spans
    for span in (first.band, first.label, first.code):
        assert span.text is not None and is_shown(span.text)
        place = f"#char={span.begin},{span.end} · line {span.line}, column {span.column}"
        assert place in shown()


def test_every_claim_status_has_a_style() -> None:
    assert set(STATUSES) == set(get_args(Status))


def test_nothing_is_fetched_or_run() -> None:
    text = PICTURE.read_text(encoding="utf-8")
    assert [word for word in ("href", "<script", "<image", "url(", "@import") if word in text] == []
    assert "prefers-color-scheme: dark" in text


def test_it_is_small_and_nothing_begins_outside() -> None:
    width, height = float(root().get("width", "")), float(root().get("height", ""))
    assert (width <= 960, height <= 760) == (True, True)
    places = [(float(s.get("x", 0)), float(s.get("y", 0))) for s in root().iter(f"{SVG}tspan")]
    assert [(x, y) for x, y in places if not (0 <= x <= width and 0 <= y <= height - 8)] == []


@pytest.mark.parametrize("text", ["<&>\x01 \U0001f9ec", "Word " * 60, "Un" * 80])
def test_any_words_are_drawn(text: str) -> None:
    """Long, or hostile: the picture is read back, and tells all of them to those who cannot see."""
    label = json.dumps(text, ensure_ascii=False)
    old, new = "?t rdfs:label ?l", f"?t rdfs:label {label}@en"
    store = changed(f"DELETE {{ {old} }} INSERT {{ {new} }} WHERE {{ {old} }}")
    ((_, data),) = view(store, "svg").items()
    words = etree.fromstring(data).findtext(f"{SVG}desc")
    assert text.replace("\x01", "\ufffd").strip() in str(words)


def test_pictures_of_many_pages() -> None:
    """A file each; every statement stands in one, in its layout or in words."""
    store = store_of(merged())
    files = view(store, "svg")
    assert len(files) > 3
    for data in files.values():
        drawn = etree.fromstring(data)
        height = float(drawn.get("height", ""))
        assert max(float(s.get("y", 0)) for s in drawn.iter(f"{SVG}tspan")) < height


def test_what_the_layout_has_no_place_for_stands_in_words() -> None:
    store = changed("""
        INSERT DATA {
          <https://example.org/a/1> a biolink:Association ; whimkg:claimStatus whimkg:odd ;
            biolink:subject HGNC:1 ; biolink:predicate biolink:related_to ; biolink:object HGNC:2 .
          HGNC:1 rdfs:label "One" . HGNC:2 rdfs:label "Two"
        }""")
    (apart,) = (data for name, data in view(store, "svg").items() if name.startswith("statements"))
    words = " ".join(map(str, etree.fromstring(apart).itertext()))
    assert "Also stated" in words and "One related_to Two \N{MIDDLE DOT} odd" in words
