"""The public API: page or record in, graph out, files that appear whole or not at all."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

import whimkg
from tests.gard.build import MOST, page, table
from tests.graph.records import whole
from tests.graph.view import View
from tests.pages.mask import TWIN, twin_tables
from whimkg import errors, pipeline
from whimkg.export import SERIALIZATIONS
from whimkg.source import load as load_source

SITE = "https://rarediseases.info.nih.gov/diseases"
ADDRESS = f"{SITE}/9297/whim-syndrome"
OWN = f"{SITE}/99999/small-syndrome"
SMALL = page(table(MOST, "Seizure 0001250", "Sinusitis 0000246", count=2), head="Small syndrome")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    file = tmp_path / "small.txt"
    file.write_text(SMALL, encoding="utf-8")
    return file


def test_public_names_are_there_and_explained() -> None:
    assert sorted(whimkg.__all__) == whimkg.__all__
    assert dir(whimkg) == whimkg.__all__
    for name in whimkg.__all__:
        assert getattr(whimkg, name).__doc__, name
    with pytest.raises(AttributeError, match="no attribute 'grpah'"):
        whimkg.grpah  # noqa: B018


def test_star_import() -> None:
    script = "from whimkg import *; print(build().statements)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout == b"52\n"


def test_a_page_gives_what_its_record_gives() -> None:
    using = twin_tables()
    graph = whimkg.build(TWIN, using=using)
    assert graph.record == whimkg.read(TWIN, using=using)
    assert (graph.statements, graph.record.disease.id) == (52, "MONDO:8000006")
    assert whimkg.build(graph.record).quads == graph.quads
    assert whimkg.build(str(TWIN), using=using).quads == graph.quads


def test_the_page_s_address_can_be_given() -> None:
    unknown = whimkg.read(TWIN)
    assert (unknown.page.gard_id, unknown.page.url, unknown.disease.id) == (None, None, None)
    known = whimkg.read(TWIN, url=ADDRESS)
    assert (known.page.gard_id, known.page.slug) == ("GARD:0009297", "whim-syndrome")
    assert known.disease.id == "MONDO:8000006"


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        (f"{ADDRESS}/", "whim-syndrome"),
        (f"{ADDRESS}?lang=en#top", "whim-syndrome"),
        ("https://archive.org/web/2020/" + ADDRESS, "whim-syndrome"),
        (f"{SITE}/99999/WHIM.Syndrome", "whim-syndrome"),
        (f"{SITE}/99999/d%C3%A9qqx%2F..%2Fx", "deqqx-x"),
        (f"{SITE}/99999/..", "page"),
        (f"{SITE}/99999/.qqxq", "qqxq"),
        (f"{SITE}/99999/" + "a" * 300, "a" * 120),
        ("https://example.org/diseases/1", "whim-syndrome"),
        ("https://example.org/elsewhere", "whim-syndrome"),
    ],
)
def test_no_address_makes_an_odd_file_name(url: str, slug: str) -> None:
    assert whimkg.read(TWIN, url=url).page.slug == slug


@pytest.mark.parametrize(
    ("host", "gard_id"),
    [("rarediseases.info.nih.gov", "GARD:0099999"), ("example.org", None)],
)
def test_a_saved_page_s_own_address_counts_on_the_site_only(
    host: str, gard_id: str | None, tmp_path: Path
) -> None:
    url = f"https://{host}/diseases/99999/small-syndrome"
    lines = "".join(f"<p>{line}</p>\n" for line in SMALL.splitlines())
    html = f'<!doctype html><link rel="canonical" href="{url}"><body>{lines}</body>'
    (tmp_path / "page.html").write_text(html, encoding="utf-8")
    found = whimkg.read(tmp_path / "page.html")
    assert (found.page.gard_id, found.page.url) == (gard_id, url if gard_id else None)


def saved(folder: Path, *addresses: str) -> Path:
    """The small page as HTML with canonical links."""
    links = "".join(f'<link rel="canonical" href="{url}">' for url in addresses)
    lines = "".join(f"<p>{line}</p>\n" for line in SMALL.splitlines())
    (folder / "page.html").write_text(f"<!doctype html>{links}<body>{lines}</body>", "utf-8")
    return folder / "page.html"


def test_a_page_of_several_addresses_has_none(tmp_path: Path) -> None:
    for addresses in ([OWN, f"{SITE}/1237/char-syndrome"], [OWN, "https://example.org/"]):
        assert whimkg.read(saved(tmp_path, *addresses)).page.gard_id is None
    assert whimkg.read(saved(tmp_path, OWN, f"{OWN}#top")).page.gard_id == "GARD:0099999"


def test_a_page_that_gives_itself_the_address_of_another_disease_is_refused(
    tmp_path: Path,
) -> None:
    page = saved(tmp_path, f"{SITE}/1237/char-syndrome")
    with pytest.raises(errors.AddressError, match=r"the address is that of Char syndrome"):
        whimkg.read(page)
    assert whimkg.read(page, url=OWN).page.gard_id == "GARD:0099999"


@pytest.mark.parametrize("title", ["../../etc", 'A "quoted" / slashed\\ name', "<i>Äther</i> 50%"])
def test_no_title_makes_an_odd_file_name(title: str, tmp_path: Path) -> None:
    text = page(table(MOST, "Seizure 0001250", count=1), head=title)
    (tmp_path / "page.txt").write_text(text, encoding="utf-8")
    graph = whimkg.build(tmp_path / "page.txt")
    files = graph.write(tmp_path / "out")
    assert {file.parent for file in files} == {tmp_path / "out"}
    assert all(file.name.split(".")[0].replace("-", "").isalnum() for file in files)
    assert graph.record.disease.title.text == title
    assert View(graph.quads).one(f"base:disease/{graph.record.page.slug}", "rdf:type")


@pytest.mark.parametrize("url", ["", "not an address", "ftp://example.org/", "https://a b/", "//x"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(errors.SourceError, match=r"is no http\(s\) address; copy"):
        whimkg.read(TWIN, url=url)


def test_standard_input_is_a_page() -> None:
    source = load_source("-", stdin=io.BytesIO(SMALL.encode()))
    assert (source.text, source.origin) == (SMALL, "-")
    assert len(whimkg.reading(source).record.rows) == 2


def test_errors_name_the_file(tmp_path: Path) -> None:
    cut = tmp_path / "cut.txt"
    cut.write_text(SMALL[:-40], encoding="utf-8")
    with pytest.raises(errors.CutPageError, match=r"cut\.txt, line \d+: the symptom table"):
        whimkg.build(cut)
    graph = whimkg.build(cut, partial=True)
    assert not graph.record.page.complete
    assert [row.term for row in graph.record.rows] == ["HP:0001250"]


def test_quotes_give_every_span_its_characters(small: Path) -> None:
    graph = View(whimkg.build(small, quotes=True).quads)
    spans = graph.typed("nif:RFC5147String")
    assert spans
    for span in spans:
        begin, end = graph.number(span, "nif:beginIndex"), graph.number(span, "nif:endIndex")
        assert graph.one(span, "nif:anchorOf") == f'"{SMALL[begin:end]}"'


def test_quotes_of_the_twin_hold_its_sentences() -> None:
    using, text = twin_tables(), TWIN.read_text(encoding="utf-8")
    plain, quoted = (whimkg.build(TWIN, using=using, quotes=q).quads for q in (False, True))
    anchors = {q.object.value for q in set(quoted) - set(plain) if "anchorOf" in q.predicate.value}  # type: ignore[union-attr]
    assert len(anchors) > 20
    assert all(anchor in text for anchor in anchors)
    assert "telephone" not in "".join(anchors).lower() and "@" not in "".join(anchors)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("quotes", {"quotes": True}),
        ("partial", {"partial": True}),
        ("url", {"url": ADDRESS}),
        ("saved", {"saved": "2022-12-05"}),
    ],
)
def test_a_record_is_no_page(name: str, asked: dict[str, bool]) -> None:
    for record in (None, whole()):
        with pytest.raises(errors.SourceError, match=f"{name} needs a page"):
            whimkg.build(record, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "base",
    [
        "",
        "example.org/",
        "urn:x:",
        "https://example.org",
        "https://example.org/kg#",
        "https://example.org/a b/",
        "https://example.org/<>/",
        "https://example.org/%zz/",
        "https://example.org/?a/",
        "https:///",
        "http://",
    ],
)
def test_a_base_that_names_cannot_stand_below_is_refused(base: str) -> None:
    with pytest.raises(errors.IdentifierError, match="is no base; give"):
        whimkg.build(base=base)


@pytest.mark.parametrize("base", ["http://localhost:8080/", "https://example.org/a/%C3%A9/~b/"])
def test_other_bases(base: str) -> None:
    graph = whimkg.build(whole(), base=base)
    assert sum(quad.subject.value.startswith(f"{base}association/") for quad in graph.quads) > 100  # type: ignore[union-attr]
    assert graph.serialize("nq")


def test_write(tmp_path: Path) -> None:
    graph = whimkg.build(whole())
    files = graph.write(tmp_path / "new" / "folder")
    assert [file.name for file in files] == [
        f"small{row.suffix}" for row in SERIALIZATIONS.values()
    ]
    for file, name in zip(files, SERIALIZATIONS, strict=True):
        assert file.read_bytes() == graph.serialize(name)
    assert [file.name for file in graph.write(str(tmp_path), ["nt"])] == ["small.nt"]


def test_nothing_is_written_where_one_format_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(errors.UnknownNameError, match=r"unknown format 'n3'; known are "):
        whimkg.build(whole()).write(tmp_path, ["ttl", "n3"])
    assert not list(tmp_path.iterdir())


def test_unknown_names() -> None:
    for name in ("nothing", "../whim-syndrome", ""):
        with pytest.raises(errors.UnknownNameError):
            whimkg.bundled(name)
    with pytest.raises(errors.UnknownNameError, match="'n3'"):
        whimkg.build(whole()).serialize("n3")


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("a.yaml", True),
        ("a.YML", True),
        (Path("b/a.json"), True),
        ("a.txt", False),
        ("-", False),
        ("https://example.org/a.json", False),
    ],
)
def test_records_are_known_by_their_ending(name: str | Path, record: bool) -> None:
    assert pipeline.is_record(name) is record


def test_record_files_that_cannot_be_read(tmp_path: Path) -> None:
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe")
    for file, reason in (
        (tmp_path / "none.yaml", "No such file or directory"),
        (tmp_path, "Is a directory"),
        (binary, "it is no text in UTF-8"),
    ):
        with pytest.raises(errors.RecordError) as caught:
            whimkg.load_record(file)
        assert str(caught.value) == (
            f"{file}: cannot be read: {reason}; give a record in YAML or JSON"
        )


def test_a_record_of_an_unknown_term_names_the_prefix() -> None:
    with pytest.raises(errors.IdentifierError, match="unknown prefix 'XX' in 'XX:1'"):
        whimkg.build(whole(id="XX:1")).serialize("nq")


def test_the_bundled_record_is_told_only_of_its_page(small: Path) -> None:
    assert whimkg.verify(TWIN).statements == 52
    with pytest.raises(errors.UnknownNameError, match=r"small\.txt: no bundled record is of this"):
        whimkg.verify(small)


def test_the_ledger_of_a_page() -> None:
    ledger = whimkg.coverage(TWIN, using=twin_tables())
    assert (len(ledger.lines), ledger.count("not understood")) == (145, 0)
