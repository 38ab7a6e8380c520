"""Readers, formats and shapes of other packages: the guide's example, and what is broken."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import whimkg
from whimkg import cli
from whimkg.base import plugins
from whimkg.errors import LayoutError, PluginError, UnknownNameError, WhimkgError
from whimkg.export import FORMATS

GUIDE = (Path(plugins.__file__).parent / "PLUGINS.md").read_text(encoding="utf-8")
NOTES = "Pebble syndrome\nPhotophobia\tHP:0000613\nNyctalopia\tHP:0000662\n"
#: The name of a file, and its content below.
_FILE = re.compile(r"^`([\w/.]+)`:\n\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a package on the path, as pip does."""

    def installed(name: str, entry_points: str, **modules: str) -> None:
        folder = tmp_path / name
        info = folder / f"{name}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(entry_points)
        for module, text in modules.items():
            (folder / f"{module}.py").write_text(text)
        monkeypatch.syspath_prepend(folder)

    return installed


@pytest.fixture
def notes(tmp_path: Path, install: Install, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The guide's package, installed, and a page that it reads."""
    for module in [name for name in sys.modules if name.startswith("whimkg_notes")]:
        monkeypatch.delitem(sys.modules, module)
    files = dict(_FILE.findall(GUIDE))
    assert len(files) == 5
    groups = re.findall(r'entry-points\."(.*)"\]\n(.*)\n', files.pop("pyproject.toml"))
    assert [group for group, _ in groups] == [plugins.READERS, plugins.FORMATS, plugins.SHAPES]
    install("whimkg-notes", "".join(f"[{g}]\n{p.replace(chr(34), '')}\n" for g, p in groups))
    for name, text in files.items():
        file = tmp_path / "whimkg-notes" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    page = tmp_path / "notes.txt"
    page.write_text(NOTES)
    return page


def test_the_guides_reader_makes_a_graph_that_is_verified(notes: Path) -> None:
    graph = whimkg.build(notes, reader="notes")
    assert graph.statements == 2
    assert whimkg.verify(notes, graph).holds
    assert whimkg.validate(graph, layer="base").conforms
    assert {section.source for section in graph.record.sections} == {"infores:notes"}


def test_the_guides_format_is_written(notes: Path) -> None:
    files = whimkg.build(notes, reader="notes").export("predicates")
    assert list(files) == [".predicates.tsv"]
    assert b"https://w3id.org/biolink/vocab/has_phenotype\t2\n" in files[".predicates.tsv"]


def test_the_guides_shapes_hold_a_graph(notes: Path) -> None:
    graph = whimkg.build(notes, reader="notes")
    assert whimkg.validate(graph, shapes=["notes"]).conforms
    notes.write_text(NOTES.partition("Nyctalopia")[0])
    found = whimkg.validate(whimkg.build(notes, reader="notes"), shapes=["notes"])
    assert [finding.message for finding in found.findings] == [
        "A disease has two phenotypes or more."
    ]


def test_the_guides_commands_work(
    notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, graphs = str(notes), str(tmp_path / "graphs")
    graph = f"{graphs}/notes.nq"
    assert cli.main(["build", page, "--reader", "notes", "-o", graphs]) == 0
    assert cli.main(["read", page, "--reader", "notes"]) == 0
    assert cli.main(["verify", page, graph]) == 0
    assert "\n2 of 2 statements verified, 0 skipped\n" in capsys.readouterr().out
    assert cli.main(["export", "predicates", graph, "-o", f"{graphs}/"]) == 0
    assert (tmp_path / "graphs" / "notes.predicates.tsv").is_file()
    assert cli.main(["export", "--list"]) == 0
    assert "from whimkg-notes 1.0" in " ".join(capsys.readouterr().out.split())
    assert cli.main(["validate", graph, "--shapes", "notes"]) == 0
    assert cli.main(["validate", graph, "--layer", "base"]) == 0
    assert cli.main(["coverage", page, "--reader", "notes"]) == 2
    assert "the reader notes keeps no ledger" in capsys.readouterr().err


def test_an_error_of_our_tree_passes_with_the_page_it_is_of(notes: Path) -> None:
    notes.write_text("Pebble syndrome\nno tab\n")
    with pytest.raises(LayoutError, match=r"^\S+notes.txt: a line without a tab; give notes"):
        whimkg.read(notes, reader="notes")


@pytest.mark.parametrize("command", [["build", "--reader"], ["export"]])
def test_an_unknown_name_names_what_there_is(
    command: list[str], notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*command, "nothing-such", str(notes)]) == 2
    told = capsys.readouterr().err
    assert told.count("nothing-such") == 1
    assert re.search(r"known are notes|take one of .*predicates", told)


def test_without_any_package_there_are_none() -> None:
    assert plugins.installed(plugins.READERS) == {}
    with pytest.raises(UnknownNameError, match="install the package that brings it"):
        plugins.find(plugins.READERS, "notes")


def test_the_metadata_of_packages_is_not_read_for_our_own(
    monkeypatch: pytest.MonkeyPatch, install: Install
) -> None:
    install("broken", "[whimkg.formats]\nttl = no_such_module:ROW\n")
    monkeypatch.setattr("importlib.metadata.entry_points", None)
    assert whimkg.build().export("ttl")


CLASHES = {
    "has the name of one of whimkg's own": {"two": "[whimkg.formats]\nttl = json:loads\n"},
    "has the name of one of one 1.0": {
        "two": "[whimkg.formats]\nmine = json:loads\n",
        "one": "[whimkg.formats]\nmine = json:loads\n",
    },
}


@pytest.mark.parametrize("problem", CLASHES)
def test_a_clash_of_names_names_the_packages(
    problem: str, install: Install, capsys: pytest.CaptureFixture[str]
) -> None:
    for package, entry_points in CLASHES[problem].items():
        install(package, entry_points)
    for command in (["export", "--list"], ["export", "mine"]):
        assert cli.main(command) == 2
        assert re.search(rf"whimkg: two 1\.0: .*{problem}", capsys.readouterr().err)


FORMAT = "from whimkg.export import Format\nROW = Format('mine', ('.m',), ('a/b',), 'p', "
BROKEN_FORMATS = {
    "cannot be imported: ModuleNotFoundError": "import no_such_module",
    "cannot be imported: AttributeError": "OTHER = 1",
    "cannot be imported: ZeroDivisionError": "1 / 0",
    "is no whimkg.export.Format": "ROW = 1",
    "is no whimkg.export.Format with suffixes": f"{FORMAT}view=True)",
    "failed: KeyError: 'x'": f"{FORMAT}view=True, module='m')\ndef write(graph): return {{}}['x']",
    "does not give bytes for .m": f"{FORMAT}view=True, module='m')\ndef write(graph): return {{}}",
    "does not give bytes": f"{FORMAT}view=True, module='m')\ndef write(graph): return {{'.m': ''}}",
    "writes str, not bytes": f"{FORMAT}module='m')\ndef write(content): yield 'text'",
    "failed: TypeError": f"{FORMAT}module='m')\ndef write(content): return 1",
}


@pytest.mark.parametrize("problem", BROKEN_FORMATS)
def test_a_broken_format_is_told_with_its_package(
    problem: str, install: Install, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delitem(sys.modules, "m", raising=False)
    install("bad", "[whimkg.formats]\nmine = m:ROW\n", m=BROKEN_FORMATS[problem])
    with pytest.raises(PluginError) as told:
        whimkg.build().export("mine")
    assert told.value.where == "bad 1.0"
    assert problem in told.value.problem
    assert cli.main(["export", "mine", "-o", str(tmp_path / "file")]) == 2
    assert not (tmp_path / "file").exists()


BROKEN_READERS = {
    "cannot be imported": "def other(): pass",
    "is no function": "read = 1",
    "failed: ValueError: off": "def read(source, tables, **_): raise ValueError('off')",
    "gives str, not a Record or a Reading": "def read(source, tables, **_): return source.text",
}


@pytest.mark.parametrize("problem", BROKEN_READERS)
def test_a_broken_reader_is_told_with_its_package_and_page(
    problem: str, install: Install, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delitem(sys.modules, "m", raising=False)
    install("bad", "[whimkg.readers]\nmine = m:read\n", m=BROKEN_READERS[problem])
    page = tmp_path / "page.txt"
    page.write_text("A page\n")
    with pytest.raises(PluginError, match=re.escape(problem)) as told:
        whimkg.read(page, reader="mine")
    assert "bad 1.0" in told.value.where


def test_shapes_that_are_no_folder_are_told_with_their_package(install: Install) -> None:
    install("bad", "[whimkg.shapes]\nmine = json:loads\n")
    with pytest.raises(PluginError, match=r"^bad 1\.0: .* is neither a package"):
        whimkg.validate(shapes=["mine"])


def test_files_of_shapes_are_taken_before_names(notes: Path, tmp_path: Path) -> None:
    file = tmp_path / "whimkg-notes" / "whimkg_notes" / "shapes" / "notes.ttl"
    graph = whimkg.build(notes, reader="notes")
    assert whimkg.validate(graph, shapes=[file]) == whimkg.validate(graph, shapes=["notes"])
    with pytest.raises(WhimkgError, match="no-such"):
        whimkg.validate(graph, shapes=["no-such"])


def test_the_names_of_our_own_formats_stay_ours() -> None:
    assert all(row.plugin is None for row in FORMATS.values())
