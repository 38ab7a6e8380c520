"""``whimkg export``: a graph in another format, to standard output, a file or a folder."""

import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Store

import whimkg
from tests.cli.conftest import Run, tree
from tests.graph.records import whole
from whimkg.export import BIOLINK, FORMATS, PROFILES, SERIALIZATIONS, Options, view
from whimkg.rdf.memory import graph_store, unite
from whimkg.rdf.parsing import read_quads

Refused = Callable[..., str]
INVENTED = Path(__file__).parents[1] / "pages" / "invented"


def test_list(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is cut or parted at a hyphen, however narrow the terminal."""
    for columns in (*range(60, 120), 200):
        monkeypatch.setenv("COLUMNS", str(columns))
        told = run("export", "--list").out
        assert max(map(len, told.splitlines())) <= columns
        words = [w for f in FORMATS.values() for w in (f.name, f"{f.purpose};", *f.suffixes)]
        assert " ".join(told.split()) == " ".join(words)


@pytest.mark.parametrize("name", SERIALIZATIONS)
def test_the_bundled_graph(name: str, run: Run, tmp_path: Path) -> None:
    assert run("export", name.upper()).out.encode() == whimkg.build().serialize(name)
    said = run("export", name, "-o", tmp_path)
    assert (said.code, said.err) == (0, "")
    assert tree(tmp_path) == {f"whim-syndrome.{name}": whimkg.build().serialize(name)}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--list", "ttl"], "--list only lists the formats; leave out FORMAT"),
        (
            ["--list", "-o", "x", "--biolink", "4.4.2"],
            "--list only lists the formats; leave out --output and --biolink",
        ),
        (["ttl", "--profile", "monarch"], "ttl does not depend on --profile; leave out --profile"),
        (["hpoa", "--biolink", "4.4.6"], "hpoa does not depend on --biolink; leave out --biolink"),
    ],
)
def test_what_would_change_nothing(arguments: list[str], told: str, refused: Refused) -> None:
    assert refused("export", *arguments).startswith(told)


@cache
def invented() -> Store:
    """The graph of a small page with every kind of thing."""
    store = Store()
    store.extend(whimkg.build(whole()).quads)
    unite(store)
    return store


@pytest.mark.parametrize("name", FORMATS)
def test_who_depends_on_a_release_says_so(name: str) -> None:
    """A release of Biolink, or a profile, changes these formats and no others."""
    if not FORMATS[name].view:
        assert not FORMATS[name].entities
        return
    graph = invented()
    usual = view(graph, name)
    others = [Options(biolink=BIOLINK[1]), Options(profile=PROFILES[1])]
    differs = [view(graph, name, other) != usual for other in others]
    assert differs == [FORMATS[name].entities] * 2


def test_a_view_of_the_bundled_graph(run: Run, tmp_path: Path, refused: Refused) -> None:
    assert (run("export", "kgx-tsv", "-o", tmp_path / "new").code) == 0
    assert tree(tmp_path / "new") == {
        f"whim-syndrome{suffix}": data for suffix, data in view(graph_store(), "kgx-tsv").items()
    }
    told = "kgx-tsv is 2 files; name a folder for them: -o DIR"
    assert refused("export", "kgx-tsv") == told


def test_several_pages_need_a_folder(run: Run, tmp_path: Path, refused: Refused) -> None:
    """A format of one file may have one for each page of a graph."""
    pages = [INVENTED / f"{name}.txt" for name in ("01-bare-head", "04-subtypes-and-groups")]
    assert run("build", *pages, "-o", tmp_path / "graphs", "-f", "nq").code == 0
    told = refused("export", "html", tmp_path / "graphs")
    assert told.endswith("html is 3 files; name a folder for them: -o DIR")
    assert run("export", "html", tmp_path / "graphs", "-o", tmp_path / "view").code == 0
    assert len(tree(tmp_path / "view")) == 3
    assert (tmp_path / "view" / "index.html").is_file()


def test_a_hyphen_is_standard_output(run: Run) -> None:
    assert run("export", "nt", "-o", "-") == run("export", "nt")


def test_another_graph(run: Run, tmp_path: Path) -> None:
    graph = whimkg.build(whole())
    (file,) = graph.write(tmp_path, ["ttl"])
    assert run("export", "nt", file, "-o", tmp_path / "new" / "a.nt").code == 0
    assert (tmp_path / "new" / "a.nt").read_bytes() == graph.serialize("nt")


def test_bytes_are_the_same_through_a_pipe() -> None:
    command = [sys.executable, "-m", "whimkg", "export", "nq"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout == whimkg.build().serialize("nq")
    assert not done.stderr


def test_what_is_refused(tmp_path: Path, refused: Refused) -> None:
    known = f"take one of {', '.join(FORMATS)}"
    assert refused("export", "xml") == f"unknown format 'xml'; {known}"
    assert refused("export") == f"no format is named; {known}"
    none, empty, text = tmp_path / "none.ttl", tmp_path / "empty.ttl", tmp_path / "text.ttl"
    assert refused("export", "nt", none).startswith(f"{none}: ")
    empty.write_bytes(b"")
    assert str(empty) in refused("export", "nt", empty)
    text.write_text("no Turtle")
    assert refused("export", "nt", text).startswith(f"{text}")
    (tmp_path / "none").mkdir()
    assert str(tmp_path / "none") in refused("export", "nt", tmp_path / "none")
    blank = tmp_path / "blank.nt"
    blank.write_text("_:a <a:b> <a:c> .\n")
    assert refused("export", "nt", blank).startswith(f"{blank}: blank node")
    assert "add --input-format" in refused("export", "nt", "-")
    assert "no connection" in refused("export", "nt", "http://127.0.0.1:1/graph.nt")
    unknown = tmp_path / "graph.xyz"
    unknown.write_text("")
    assert str(unknown) in refused("export", "nt", unknown)
    assert "the disk is full" in refused("export", "nt", "-o", "/dev/full")


@pytest.mark.parametrize("name", sorted({*FORMATS} - {*SERIALIZATIONS, "rdf12"}))
def test_a_graph_of_another_kind(name: str, tmp_path: Path, refused: Refused) -> None:
    """RDF takes it; the others name the file and what to give instead."""
    foreign = tmp_path / "foreign.nt"
    foreign.write_text("<a:b> <a:c> <a:d> .\n")
    told = refused("export", name, foreign, "-o", tmp_path)
    assert told.startswith(f"{foreign}: ")
    assert "; give a graph " in told


NO_XML = '<a:s> <a:9> "\\u0001" .\n'


@pytest.mark.parametrize(
    ("name", "last"),
    [
        *((name, last) for name in SERIALIZATIONS for last in ("oops", "_:b <a:p> <a:o> .\n")),
        ("rdf", NO_XML),
    ],
)
def test_nothing_of_a_large_graph_that_is_bad_at_its_end(
    name: str, last: str, run: Run, tmp_path: Path
) -> None:
    """Neither on standard output nor in a file; it is more than stays in memory."""
    bad = tmp_path / "bad.nt"
    bad.write_text("".join(f'<a:s{n % 9}> <a:p> "{n}" .\n' for n in range(60_000)) + last)
    for way in ([], ["-o", tmp_path / "new" / "it"]):
        said = run("export", name, bad, *way)
        assert (said.code, said.out) == (2, "")
        assert f"whimkg: {bad}" in said.err
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", sorted({*SERIALIZATIONS} - {"rdf"}))
def test_what_only_xml_cannot_say(name: str, run: Run, tmp_path: Path) -> None:
    graph = tmp_path / "graph.nt"
    graph.write_text(NO_XML)
    assert run("export", name, graph).code == 0


def test_controls_of_a_bad_file(tmp_path: Path, refused: Refused) -> None:
    """The parser quotes the file; a program on the terminal would obey."""
    bad = tmp_path / "bin.ttl"
    bad.write_bytes(b"\x1b[31mx\x00\x07 <a:b> \r.")
    told = refused("export", "nt", bad) + refused("export", "--a\x1b[31m", bad)
    assert told.startswith(f"{bad}")
    assert told.count(r"\x1b") == 2
    assert all(each.isprintable() for each in told.replace("\n", ""))


@pytest.mark.parametrize("name", ["nt", "hpoa"])
def test_a_graph_from_anywhere(name: str, run: Run, tmp_path: Path) -> None:
    """A file, a folder, a store and standard input give the same."""
    folder = tmp_path / "graph"
    whimkg.build().write(folder, ["nq"])
    expected = run("export", name).out
    assert run("load", tmp_path / "graph.db").code == 0
    for given in (folder, folder / "whim-syndrome.nq", tmp_path / "graph.db"):
        assert run("export", name, given).out == expected
    command = [sys.executable, "-m", "whimkg", "export", name, "-", "--input-format", "nq"]
    data = (folder / "whim-syndrome.nq").read_bytes()
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    assert done.stdout.decode() == expected


@pytest.mark.parametrize("name", ["ttl", "jsonld", "trig", "rdf", "nq"])
def test_all_rdf_of_a_store(name: str, run: Run, refused: Refused, tmp_path: Path) -> None:
    """Each triple is as in the file that was loaded, and in the store's graph."""
    (file,) = whimkg.build(whole()).write(tmp_path, ["nq"])
    store = tmp_path / "graph.db"
    loaded = run("load", store, file, "--graph", "https://example.org/graph")
    assert loaded.code == 0, loaded.err
    assert run("export", name, store, "-o", tmp_path).code == 0
    found = read_quads((tmp_path / f"graph.{name}").read_bytes(), name)
    assert {quad.triple for quad in found} == {q.triple for q in whimkg.build(whole()).quads}
    if name in ("trig", "nq"):
        assert {str(quad.graph_name) for quad in found} == {"<https://example.org/graph>"}
    broken = tmp_path / "broken.db"
    broken.mkdir()
    (broken / "CURRENT").write_text("no store")
    assert refused("export", name, broken).startswith(f"{broken}: the store cannot be read")


def test_files_are_called_as_the_graph(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "a.b"
    (file,) = whimkg.build().write(folder, ["nq"])
    dotted = file.rename(folder / "it.v1.nq")
    out = tmp_path / "out"
    out.mkdir()
    assert run("export", "hpoa", dotted, "-o", out).code == 0
    assert run("export", "hpoa", f"{folder}/.", "-o", out).code == 0
    assert set(tree(out)) == {"it.v1.hpoa", "a.hpoa"}
