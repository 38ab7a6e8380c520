"""``whimkg build``: the bundled record, records, pages, many pages; and what it refuses."""

import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

import whimkg
from tests.cli.conftest import Run, small, tree
from tests.gard.build import MOST, SOME, page, table
from tests.pages.mask import TWIN
from whimkg.errors import SourceError
from whimkg.export import SERIALIZATIONS
from whimkg.record import Record

Refused = Callable[..., str]
INVENTED = TWIN.parent / "invented"
REPORT = """\
WHIM syndrome  MONDO:8000006
  phenotypes     35  80%-99%: 5 · 30%-79%: 5 · 5%-29%: 11 · 1%-4%: 10 · not available: 4
  inheritance     1
  onset           2
  genes           1
  treatments      8
  drug targets    1
  differentials   4
  evidence       62  pieces, on 121 places of the page
wrote 52 statements ({triples} triples) to {folder}
"""


def expected_files(record: Record | None = None) -> dict[str, bytes]:
    graph = whimkg.build(record)
    slug = graph.record.page.slug
    return {f"{slug}{row.suffix}": graph.serialize(name) for name, row in SERIALIZATIONS.items()}


def words(report: str) -> list[str]:
    """Without the alignment of its columns."""
    return [" ".join(line.split()) for line in report.splitlines()]


def test_the_bundled_record(run: Run, tmp_path: Path) -> None:
    said = run("build", "-o", tmp_path / "new" / "graphs")
    triples = len(whimkg.build().quads)
    expected = REPORT.format(triples=triples, folder=tmp_path / "new" / "graphs")
    assert words(said.out) == words(expected)
    assert (said.code, said.err) == (0, "")
    assert tree(tmp_path / "new" / "graphs") == expected_files()


def test_the_default_folder(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("build").last.endswith(" triples) to out")
    assert len(tree(tmp_path / "out")) == 6


def test_chosen_formats(run: Run, tmp_path: Path) -> None:
    assert run("build", "-o", tmp_path, "-f", "TTL, nq").code == 0
    assert sorted(tree(tmp_path)) == ["whim-syndrome.nq", "whim-syndrome.ttl"]


def test_one_file_of_the_bundled_record(run: Run, tmp_path: Path) -> None:
    said = run("build", "--merge", tmp_path / "all.nq")
    assert said.last.endswith(f" triples) to {tmp_path / 'all.nq'}")
    assert tree(tmp_path) == {"all.nq": whimkg.build().serialize("nq")}


@pytest.mark.parametrize("suffix", [".yaml", ".YML", ".json"])
def test_a_record_s_file(suffix: str, run: Run, tmp_path: Path) -> None:
    file = tmp_path / f"record{suffix}"
    write = whimkg.to_json if suffix == ".json" else whimkg.to_yaml
    file.write_text(write(whimkg.bundled()), encoding="utf-8")
    said = run("build", file, "-o", tmp_path / "out")
    assert (said.code, said.err) == (0, "")
    assert said.last.startswith("wrote 52 statements (")
    assert tree(tmp_path / "out") == expected_files()


def test_a_page(run: Run, tmp_path: Path) -> None:
    url = "https://rarediseases.info.nih.gov/diseases/9297/whim-syndrome"
    said = run("build", TWIN, "--url", url, "-o", tmp_path)
    assert said.code == 0
    assert said.out.startswith("WHIM syndrome  MONDO:8000006\nphenotypes      35  ")
    assert tree(tmp_path) == expected_files(whimkg.read(TWIN, url=url))


def test_quotes(run: Run, tmp_path: Path, pages: Path) -> None:
    page = pages / "1.txt"
    assert run("build", page, "-o", tmp_path / "out", "-f", "nq", "--quotes").code == 0
    sentence = "Gamma disease is caused by changes in the CXCR4 gene."
    assert f'"{sentence}"' in (tmp_path / "out" / "gamma-disease.nq").read_text(encoding="utf-8")


def test_the_day_of_saving(run: Run, tmp_path: Path, pages: Path) -> None:
    said = run("build", pages, "--saved", "2022-12-05", "--merge", tmp_path / "all.nq")
    assert (said.code, said.err) == (0, "")
    saved = run("query", "page", "--graph", tmp_path / "all.nq", "--format", "json").out
    assert saved.count('"2022-12-05"') == 3
    assert whimkg.read(pages / "1.txt", saved="2022-12-05").page.saved == "2022-12-05"
    assert run("read", pages / "1.txt", "--saved", "2022-12-05").out.count("saved: ") == 1


@pytest.mark.parametrize("day", ["2022-02-30", "December", "2022-12", "20221205", "2022-12-05T00"])
def test_what_is_no_day_is_refused(day: str, refused: Refused, tmp_path: Path, pages: Path) -> None:
    message = refused("build", pages, "--saved", day, "-o", tmp_path / "out")
    assert f"{day!r} is no day, as 2022-12-05" in message
    with pytest.raises(SourceError, match="is no day; write it as 2022-12-05"):
        whimkg.read(pages / "1.txt", saved=day)


def test_another_base(run: Run, tmp_path: Path) -> None:
    base = "http://localhost:8080/kg/"
    assert run("build", "--base", base, "-o", tmp_path, "-f", "nt").code == 0
    text = (tmp_path / "whim-syndrome.nt").read_text(encoding="utf-8")
    assert text.count(f"<{base}association/") > 500


def test_a_cut_page(run: Run, tmp_path: Path, refused: Refused) -> None:
    cut = INVENTED / "06a-in-a-code.txt"
    message = refused("build", cut, "-o", tmp_path)
    assert message == (
        f"{cut}, line 31: the symptom table has 3 whole rows of 9; "
        "give the whole page, or take its whole rows with --partial"
    )
    said = run("build", cut, "-o", tmp_path, "--partial")
    assert said.code == 0
    assert said.out.splitlines()[0].endswith("  (incomplete: the page is cut)")
    assert said.last.startswith("wrote 3 statements (")


def test_a_graph_that_does_not_conform_is_not_written(run: Run, tmp_path: Path) -> None:
    """A treatment that the page only mentions must not stand as one that treats."""
    claims = [
        msgspec.structs.replace(claim, status="mentioned") if claim.kind == "treats" else claim
        for claim in whimkg.bundled().claims
    ]
    unfit = tmp_path / "unfit.yaml"
    record = msgspec.structs.replace(whimkg.bundled(), claims=tuple(claims))
    unfit.write_text(whimkg.to_yaml(record), encoding="utf-8")
    said = run("build", unfit, "-o", tmp_path / "out")
    assert (said.code, said.out) == (1, "")
    assert "the graph does not conform" in said.err.splitlines()[-1]
    assert not (tmp_path / "out").exists()
    said = run("build", unfit, "-o", tmp_path / "out", "--no-validate")
    assert (said.code, said.err) == (0, "")
    assert said.last.startswith("wrote 52 statements (")


def test_a_page_without_a_statement_is_written(run: Run, tmp_path: Path) -> None:
    said = run("build", INVENTED / "14-no-table.txt", "-o", tmp_path / "out")
    assert (said.code, said.err) == (0, "")
    assert said.last.startswith("wrote 0 statements (")


INPUTS: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "it is empty; give a page with text"),
    "blank.txt": (b" \n\t\n", "it is empty"),
    "binary.txt": (b"\x7fELF\x00\x01", "it is binary data"),
    "utf16.txt": (
        "WHIM syndrome".encode("utf-16"),
        "it is in UTF-16, not in UTF-8; convert it with",
    ),
    "latin1.txt": ("Síndrome raro".encode("latin-1"), ":1: it is not in UTF-8"),
    "half.txt": (b"page\n\xc3", ":2: it breaks off within a character"),
    "letter.txt": (b"Dear reader\n", "does not begin as a GARD page of 2020 does"),
    "empty.html": (b"<html><body></body></html>", "it is HTML without any text"),
    "huge.txt": (b"x" * (20 << 20), "it is larger than"),
    "two.txt": (
        page(table(MOST, "Seizure 0001250", count=1) + "\n", head="One").encode() * 2,
        "a second page begins here",
    ),
    "tables.txt": (
        page(*[table(MOST, "Seizure 0001250", count=1)] * 2, head="Twice").encode(),
        "a second table begins here",
    ),
    "bands.txt": (
        page(table(MOST, "Seizure 0001250", SOME, "Seizure 0001250", count=2)).encode(),
        "HP:0001250 stands in the bands 80%-99% and 30%-79%",
    ),
    "date.txt": (
        page(table(MOST, "Seizure 0001250", count=1, below="Last updated: 2/30/2003")).encode(),
        "no such date: 2/30/2003",
    ),
    "nothing.yaml": (b"", "Expected `object`, got `null`"),
    "binary.yaml": (b"\xff\xfe", "it is no text in UTF-8"),
    "broken.json": (b'{"page": ', "no YAML"),
}


@pytest.mark.parametrize("name", INPUTS)
def test_what_is_no_page(name: str, tmp_path: Path, refused: Refused) -> None:
    content, words = INPUTS[name]
    file = tmp_path / name
    file.write_bytes(content)
    message = refused("build", file, "-o", tmp_path / "out")
    assert message.startswith(str(file))
    assert words in message


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("06b-in-a-band.txt", "the symptom table has 3 whole rows of 9"),
        ("06i-before-the-date.txt", "the page ends before the date of its symptom table"),
        ("10-spanish.txt", "this is a page in Spanish; give the English page of the disease"),
        ("12-other-rendering.txt", "does not begin as a GARD page of 2020 does"),
        ("13-layout-of-2015.txt", "layout of 2012 to 2016; give the page as archived in 2020"),
    ],
)
def test_pages_that_are_refused(name: str, words: str, tmp_path: Path, refused: Refused) -> None:
    message = refused("build", INVENTED / name, "-o", tmp_path / "out")
    assert message.startswith(f"{INVENTED / name}, line ")
    assert words in message


def test_arguments_that_are_refused(tmp_path: Path, refused: Refused) -> None:
    def message(*arguments: object) -> str:
        return refused("build", *arguments, "-o", tmp_path / "out")

    (tmp_path / "empty").mkdir()
    none = tmp_path / "none.txt"
    assert message(none) == f"{none}: no such file or folder; check the path"
    assert message(tmp_path / "empty").startswith(f"{tmp_path / 'empty'}: the folder holds no page")
    assert message(tmp_path / "none.yaml").endswith("no such file or folder; check the path")
    assert message("gopher://example.org/").startswith("gopher://example.org/: gopher is no kind")
    known = f"unknown format '{{}}'; take one of {', '.join(SERIALIZATIONS)}"
    for formats, unknown in (("xml", "xml"), ("", ""), ("ttl,", "")):
        assert message("--format", formats) == known.format(unknown)
        assert message(TWIN, "--format", formats) == known.format(unknown)
    for option in (["--partial"], ["--quotes"], ["--url", "https://example.org/"]):
        assert message(*option) == f"{option[0]} needs a page; give one: whimkg build PAGE"
    assert "'a b' is no http(s) address" in message(TWIN, "--url", "a b")
    assert message("") == "a page without a name; give a file, a folder or an address"


def test_one_file_or_several(tmp_path: Path, refused: Refused) -> None:
    for option in (["-o", tmp_path / "out"], ["--format", "ttl"]):
        for pages in ([], [TWIN]):
            assert refused("build", *pages, "--merge", tmp_path / "all.nq", *option) == (
                "--merge writes one file, N-Quads or Parquet; leave out --format and --output"
            )


def test_names_that_are_no_utf_8(run: Run, tmp_path: Path) -> None:
    page = tmp_path / os.fsdecode(b"\xff.txt")
    page.write_text(small("Gamma disease"), encoding="utf-8")
    said = run("build", page, "-o", tmp_path / os.fsdecode(b"\xfe"), "-f", "nq")
    assert said.last.endswith(r"/\udcfe")
    assert (tmp_path / os.fsdecode(b"\xfe") / "gamma-disease.nq").exists()
    page.write_text("no page")
    assert r"/\udcff.txt, line 1: does not begin" in run("build", page).err


def test_a_record_is_no_page(tmp_path: Path, refused: Refused) -> None:
    file = tmp_path / "record.yaml"
    file.write_text(whimkg.to_yaml(whimkg.bundled()), encoding="utf-8")
    for option in (["--partial"], ["--quotes"], ["--url", "https://example.org/"]):
        message = refused("build", file, "-o", tmp_path / "out", *option)
        assert message == f"{file}: {option[0][2:]} needs a page, not a record; give the page"


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (("length: 12103", "length: many"), "Expected `int`, got `str` - at `$.page.length`"),
        (("length: 12103", "size: 12103"), "unknown field `size` - at `$.page`"),
        (("slug: whim-syndrome, ", ""), "missing required field `slug` - at `$.page`"),
        (("slug: whim-syndrome", "slug: ../../whim"), "`$.page.slug`"),
        (("id: MONDO:8000006", "id: MUNDO:8000006"), "unknown prefix 'MUNDO'"),
        (("source: infores:gard", "source: gard"), ":21:11: Expected `str` matching regex"),
        (("kind: gene-causes", "kind: gene-effects"), "no kind of statement 'gene-effects'"),
        (("slot: gene", "slot: drug"), "a claim of kind 'gene-causes' lacks its gene"),
        (("band: 80%-99%\n", "band: 80%-90%\n"), "no band '80%-90%'; see data/bands.tsv"),
        (("diseases/9297/whim", "diseases/9297/ whim"), "is no address; correct the page's url"),
    ],
)
def test_records_that_are_refused(
    edit: tuple[str, str], words: str, tmp_path: Path, refused: Refused
) -> None:
    text = whimkg.to_yaml(whimkg.bundled())
    assert edit[0] in text
    file = tmp_path / "record.yaml"
    file.write_text(text.replace(*edit), encoding="utf-8")
    message = refused("build", file, "-o", tmp_path / "out")
    assert message.startswith(str(file)) and words in message


def test_places_that_cannot_be_written(run: Run, tmp_path: Path, refused: Refused) -> None:
    (tmp_path / "file").write_text("mine")
    for folder in (tmp_path / "file", tmp_path / "file" / "below", Path("/dev/null")):
        message = refused("build", "-o", folder)
        assert message.endswith("a part of the path is a file, not a folder; give another folder")
        assert message.startswith(f"{folder}/whim-syndrome.")
    (tmp_path / "whim-syndrome.ttl").mkdir()
    assert "it is a folder, not a file" in refused("build", "-o", tmp_path)
    assert "it is a folder, not a file" in refused("build", "--merge", tmp_path)
    said = run("build", "--merge", "/dev/full")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("whimkg: /dev/full: the disk is full;")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_read_only(tmp_path: Path, refused: Refused) -> None:
    tmp_path.chmod(0o555)
    try:
        assert "no permission to write here" in refused("build", "-o", tmp_path)
    finally:
        tmp_path.chmod(0o755)


def test_files_that_were_there_stay_where_one_page_is_refused(
    run: Run, tmp_path: Path, pages: Path, refused: Refused
) -> None:
    out = tmp_path / "out"
    assert run("build", pages, "-o", out, "-f", "nq").code == 0
    before = tree(out)
    (pages / "2.txt").write_text(small("Alpha disease", "Sinusitis 0000246"), encoding="utf-8")
    (pages / "4.txt").write_text("no page")
    said = run("build", pages, "-o", out, "-f", "nq", "--jobs", "1")
    assert said.code == 2 and "4.txt" in said.err
    assert tree(out) == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"words\tterm\nsocks\tMAXO:1\n", ":2: no column 'subject_label'; give the SSSOM column"),
        (b"subject_label\tobject_id\nsocks\n", ":2: 1 cells, but 2 columns; give every column"),
        (b"", ": empty table; give a line of column names"),
        (b"\xff", ": cannot be read: it is no text in UTF-8; give a table"),
        (None, ": cannot be read: No such file or directory; give a table"),
    ],
)
def test_an_error_of_a_table_is_told_once_and_not_of_a_page(
    content: bytes | None, words: str, pages: Path, tmp_path: Path, refused: Refused
) -> None:
    table = tmp_path / "mappings.tsv"
    if content is not None:
        table.write_bytes(content)
    for command in (["build", "-o", tmp_path / "out", "--keep-going"], ["read"]):
        message = refused(*command, pages, "--mappings", table)
        assert message.startswith(f"{table}{words}")


# --- many pages ---


def test_many_pages(run: Run, pages: Path, tmp_path: Path) -> None:
    said = run("build", pages, "-o", tmp_path / "out", "-f", "nq,ttl")
    assert (said.code, said.err) == (0, "")
    graphs = [whimkg.build(file) for file in sorted(pages.iterdir())]
    assert said.out.splitlines() == [
        "gamma-disease  no identifier  2 statements  not understood: 1 (4 words)",
        "alpha-disease  no identifier  2 statements  not understood: 1 (4 words)",
        "beta-disease  no identifier  2 statements  not understood: 1 (4 words)",
        "pages            3",
        "phenotype        3  statements",
        "gene-causes      3  statements",
        "gene terms       3  known of 3",
        "phenotype terms  3  known of 3",
        "no identifier    3  pages",
        f"wrote 6 statements ({sum(len(g.quads) for g in graphs)} triples) to {tmp_path / 'out'}",
    ]
    assert tree(tmp_path / "out") == {
        f"{g.record.page.slug}.{name}": g.serialize(name) for g in graphs for name in ("nq", "ttl")
    }


def test_one_bad_page_stops_all_or_is_left_out(run: Run, pages: Path, tmp_path: Path) -> None:
    (pages / "0.txt").write_bytes(b"")
    (pages / "9.txt").write_text("no page")
    said = run("build", pages, "-o", tmp_path / "out", "-f", "nq")
    assert (said.code, said.out) == (2, "")
    assert said.err == f"whimkg: {pages / '0.txt'}: it is empty; give a page with text\n"
    assert not (tmp_path / "out").exists()
    said = run("build", pages, "-o", tmp_path / "out", "-f", "nq", "--keep-going")
    assert said.code == 2
    assert [
        line.partition(":")[2].split(":")[0].split(",")[0] for line in said.err.splitlines()
    ] == [
        f" {pages / '0.txt'}",
        f" {pages / '9.txt'}",
    ]
    assert said.out.splitlines()[-2] == "3 of 5 pages"
    assert said.last.startswith("wrote 6 statements (")
    assert len(tree(tmp_path / "out")) == 3


def test_two_pages_of_one_name(run: Run, pages: Path, tmp_path: Path) -> None:
    (pages / "4.txt").write_text(small("Gamma Disease", "Sinusitis 0000246"), encoding="utf-8")
    said = run("build", pages, "-o", tmp_path / "out")
    assert said.code == 2
    called = f"a second page is called 'gamma-disease', after {pages / '1.txt'}"
    assert said.err.startswith(f"whimkg: {pages / '4.txt'}: {called};")
    assert not (tmp_path / "out").exists()
    said = run("build", pages, "-o", tmp_path / "out", "--keep-going", "-f", "nq")
    assert said.code == 2
    assert len(tree(tmp_path / "out")) == 3


def test_the_same_page_given_twice_is_one_page(run: Run, pages: Path, tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(pages / "1.txt")
    given = (pages / "1.txt", pages / "1.txt", tmp_path / "link.txt")
    said = run("build", *given, "-o", tmp_path / "out", "-f", "nq")
    assert said.code == 0
    assert said.last.startswith("wrote 2 statements (")


def test_one_address_is_for_one_page(
    pages: Path, tmp_path: Path, refused: Refused, run: Run
) -> None:
    url = "https://rarediseases.info.nih.gov/diseases/9297/whim-syndrome"
    for command in (["build", "-o", tmp_path / "out"], ["build", "--merge", tmp_path / "a"]):
        message = refused(*command, pages, "--url", url)
        assert message == "--url is the address of one page, but 3 are given; give one page"
    (pages / "2.txt").unlink()
    (pages / "3.txt").unlink()
    alone = ["build", pages, "-o", tmp_path / "out", "-f", "nq", "--url"]
    assert "is that of WHIM syndrome 1 (MONDO:8000006); give the page" in refused(*alone, url)
    said = run(*alone, url.rpartition("/")[0])
    line = "MONDO:8000006  2 statements  not understood: 1 (4 words)  (Mondo has other names)"
    assert said.out.splitlines()[0].endswith(line)


def merged(pages: Path) -> bytes:
    graphs = [whimkg.build(file) for file in pages.iterdir()]
    blocks = {g.record.page.slug: sorted(g.serialize("nq").splitlines(True)) for g in graphs}
    return b"".join(line for slug in sorted(blocks) for line in blocks[slug])


def test_merge(run: Run, pages: Path, tmp_path: Path) -> None:
    """Pages in order of slug, not of file or time; each page's block sorted."""
    file = tmp_path / "new" / "all.nq"
    said = run("build", pages, "--merge", file)
    assert (said.code, said.err) == (0, "")
    data = file.read_bytes()
    assert data == merged(pages)
    assert said.last == f"wrote 6 statements ({data.count(bytes([10]))} triples) to {file}"
    assert tree(tmp_path / "new") == {"all.nq": data}, "no folder for blocks is left behind"


def test_two_processes_give_the_same_bytes(run: Run, pages: Path, tmp_path: Path) -> None:
    for name in ("06a-in-a-code.txt", "17-twice-in-two-bands.txt"):
        shutil.copy(INVENTED / name, pages)
    said = [
        run("build", pages, "--merge", tmp_path / f"{jobs}.nq", "--keep-going", "--jobs", jobs)
        for jobs in (1, 2)
    ]
    assert (tmp_path / "1.nq").read_bytes() == (tmp_path / "2.nq").read_bytes()
    assert [s.code for s in said] == [2, 2]
    assert said[0].err == said[1].err
    assert said[0].out.replace("1.nq", "2.nq") == said[1].out


def test_standard_input_among_several_processes(
    run: Run, pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = small("Delta disease").encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    said = run("build", "-", pages, "--jobs", "2", "-o", tmp_path / "out", "-f", "nq")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("delta-disease ")
    assert len(tree(tmp_path / "out")) == 4


def test_nothing_is_merged_where_one_page_is_refused(pages: Path, tmp_path: Path, run: Run) -> None:
    (pages / "4.txt").write_text("no page")
    said = run("build", pages, "--merge", tmp_path / "new" / "all.nq")
    assert said.code == 2
    assert not (tmp_path / "new").exists()


def test_one_file_is_no_folder(run: Run, tmp_path: Path, pages: Path) -> None:
    """It is said before the first page is built."""
    said = run("build", pages, "--merge", tmp_path)
    assert (said.code, said.out) == (2, "")
    assert said.err == f"whimkg: {tmp_path}: it is a folder; give the name of a file\n"
