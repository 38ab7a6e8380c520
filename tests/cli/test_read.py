"""``whimkg read``: pages in, records out, as YAML documents or JSON."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

import whimkg
from tests.cli.conftest import Run, small
from tests.pages.mask import TWIN
from whimkg import tables
from whimkg.record import from_yaml
from whimkg.tables import KnownPage

INVENTED = TWIN.parent / "invented"


def test_yaml(run: Run) -> None:
    said = run("read", TWIN)
    assert (said.code, said.err) == (0, "")
    assert said.out == whimkg.to_yaml(whimkg.read(TWIN))


def test_json(run: Run) -> None:
    said = run("read", TWIN, "--format", "json")
    assert said.out == whimkg.to_json(whimkg.read(TWIN))
    assert from_yaml(said.out) == whimkg.read(TWIN)


def test_what_is_read_can_be_built(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "record.yaml"
    file.write_text(run("read", TWIN).out, encoding="utf-8")
    assert run("build", file, "-o", tmp_path, "-f", "nq").code == 0
    assert (tmp_path / "whim-syndrome.nq").read_bytes() == whimkg.build(TWIN).serialize("nq")


def test_several_pages_are_several_documents(run: Run, pages: Path) -> None:
    records = [whimkg.read(file) for file in sorted(pages.iterdir())]
    documents = run("read", pages).out.split("---\n")
    assert [from_yaml(document) for document in documents] == records
    assert len(list(yaml.safe_load_all("---\n".join(documents)))) == 3


def test_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    text = small("Gamma disease")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    said = run("read", "-", "--format", "json")
    assert json.loads(said.out)["disease"]["title"]["text"] == "Gamma disease"


def test_a_cut_page(run: Run, refused: Callable[..., str]) -> None:
    cut = INVENTED / "06a-in-a-code.txt"
    assert "take its whole rows with --partial" in refused("read", cut)
    record = from_yaml(run("read", cut, "--partial").out)
    assert (record.page.complete, len(record.rows)) == (False, 3)


def test_one_address_is_for_one_page(pages: Path, refused: Callable[..., str]) -> None:
    url = "https://rarediseases.info.nih.gov/diseases/9297/whim-syndrome"
    assert refused("read", pages, "--url", url).startswith("--url is the address of one page")


def test_a_curator_s_own_tables(run: Run, tmp_path: Path, refused: Callable[..., str]) -> None:
    page = tmp_path / "page.txt"
    sentence = "Gamma disease is soothed by warm socks."
    page.write_text(small("Gamma disease").replace("\nLast", f" {sentence}\nLast", 1), "utf-8")
    mappings, wordings = tmp_path / "mappings.tsv", tmp_path / "wordings.tsv"
    mappings.write_text(
        "subject_label\tsubject_category\tpredicate_id\tobject_id\tmapping_justification\n"
        "warm socks\ttreatment\tskos:closeMatch\tMAXO:0000004\tsemapv:ManualMappingCuration\n",
        encoding="utf-8",
    )
    wordings.write_text(
        "place\twording\tkind\tstatus\timplied\tomitted\n"
        "text\tis soothed by {treatment}\tused\treported\t\t\n",
        encoding="utf-8",
    )
    own = ("--mappings", mappings, "--wordings", wordings)
    (claim,) = (c for c in from_yaml(run("read", page, *own).out).claims if c.kind == "used")
    assert (claim.status, claim.mentions[0].term) == ("reported", "MAXO:0000004")
    assert all(c.kind != "used" for c in from_yaml(run("read", page).out).claims)
    assert str(tmp_path) in refused("read", page, "--mappings", tmp_path)
    wordings.write_text("a\tb\n1\t2\n", encoding="utf-8")
    assert refused("read", page, "--wordings", wordings).startswith(str(wordings))


@pytest.mark.parametrize("command", ["read", "coverage", "build"])
def test_an_address_that_has_no_use_is_told(
    command: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that is known by its text has an address of its own."""
    page, own = tmp_path / "page.txt", "https://example.org/own/"
    page.write_text(small("Gamma disease"), encoding="utf-8")
    arguments = [command, page, *(["-o", tmp_path / "out"] if command == "build" else [])]
    other = run(*arguments, "--url", "https://example.org/other/")
    assert (other.code, other.err) == (0, "")
    sha256 = whimkg.read(page).page.sha256
    known = KnownPage(sha256, "GARD:0099999", own, "", "own", reviewed=False)
    monkeypatch.setitem(tables.load().pages, sha256, known)
    told = f"whimkg: the page is known by its text, as {own}; --url is not used\n"
    assert run(*arguments, "--url", "https://example.org/other/").err.startswith(told)
    assert "--url" not in run(*arguments, "--url", f"{own}#top").err


def test_the_stored_text(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<html><body><p>One&nbsp;two</p><ul><li>three</ul></body></html>")
    said = run("read", "--text", file)
    assert (said.code, said.out) == (0, "One\u00a0two\n\n  • three\n")
