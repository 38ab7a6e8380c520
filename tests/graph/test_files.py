"""The bundled files, the views and the bytes: the same for everyone, every time."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib

import whimkg
from tests.graph.records import whole
from tests.graph.view import PARTS, View
from whimkg.base import resources
from whimkg.base.resources import BUNDLED
from whimkg.export import SERIALIZATIONS

SCRIPT = """
import sys, hashlib, whimkg
graph = whimkg.build()
for name in sys.argv[1:]:
    print(name, hashlib.sha256(graph.serialize(name)).hexdigest())
"""


def test_the_bundled_graph_is_the_bundled_record_s() -> None:
    """If this fails, the graph has changed: ``whimkg build --format nq -o data``."""
    kept = resources.text(f"data/{BUNDLED}.nq").encode()
    assert whimkg.build().serialize("nq") == kept
    assert kept.splitlines() == sorted(set(kept.splitlines()))


def test_records_come_back_byte_for_byte() -> None:
    names = resources.names("data/records")
    assert names == ["whim-syndrome.yaml"]
    for name in names:
        text = resources.text(f"data/records/{name}")
        assert whimkg.to_yaml(whimkg.bundled(name.removesuffix(".yaml"))) == text


@pytest.mark.parametrize("suffix", [".yaml", ".yml", ".json"])
@pytest.mark.parametrize("record", [whimkg.bundled(), whole()], ids=["bundled", "small"])
def test_records_are_read_back(suffix: str, record: whimkg.Record, tmp_path: Path) -> None:
    file = tmp_path / f"record{suffix}"
    write = whimkg.to_json if suffix == ".json" else whimkg.to_yaml
    file.write_text(write(record), encoding="utf-8")
    assert whimkg.load_record(file) == record
    assert whimkg.build(file).record == record


def digests(seed: str) -> bytes:
    command = [sys.executable, "-c", SCRIPT, *SERIALIZATIONS]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(command, env=environment, capture_output=True, check=True).stdout


def test_same_bytes_under_another_hash_seed() -> None:
    assert digests("1") == digests("4711") != b""


def test_same_order_every_time() -> None:
    """The stream itself has a fixed order, not only what is sorted later."""
    first = whimkg.build().quads
    assert whimkg.build().quads == first
    assert len(set(first)) == len(first)
    parts = list(
        dict.fromkeys(str(quad.graph_name).rstrip(">").rpartition("/")[2] for quad in first)
    )
    assert tuple(parts) == PARTS


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's own, of itself
def test_views_of_rdflib_are_the_graph() -> None:
    graph = whimkg.build()
    dataset = rdflib.Dataset()
    dataset.parse(data=graph.serialize("nq").decode(), format="nquads")
    parsed = {(s, p, o, name) for s, p, o, name in dataset.quads()}
    assert {(s, p, o, name) for s, p, o, name in graph.dataset().quads()} == parsed
    assert set(graph.graph()) == {quad[:3] for quad in parsed}
    assert len(graph.graph()) == len(graph.quads)


def test_every_literal_is_valid_to_rdflib() -> None:
    literals = [o for o in whimkg.build().graph().objects() if isinstance(o, rdflib.Literal)]
    assert not [literal for literal in literals if literal.ill_typed]


@pytest.mark.parametrize("name", SERIALIZATIONS)
def test_nobody_s_personal_data_is_in_any_file(name: str) -> None:
    """A contact person's address and numbers stay on the page."""
    text = whimkg.build().serialize(name).decode()
    assert not re.search("@nih|telephone|e-mail|mailto", text.lower())
    rest = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}", "", text)  # without ids and digests
    assert not re.findall(r"(?<![\d.-])\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}(?!\d)", rest)


def test_the_question_shows_no_character() -> None:
    """Of a reader's question the graph has the section's place and digest, and nothing in it."""
    graph = View(whimkg.build().quads)
    (section,) = graph.subjects("whimkg:sectionKind", '"questions"')
    assert graph.subjects("whimkg:section", section) == []


def test_nothing_personal_in_the_bundled_record() -> None:
    text = resources.text("data/records/whim-syndrome.yaml").lower()
    assert not re.search("@nih|telephone|e-mail|mailto", text)


def test_statements_are_counted_without_the_graph() -> None:
    graph = whimkg.build(whole())
    assert graph.statements == len(View(graph.quads).associations) == 22
