"""Graphs as a user gives them: page by page, from files, folders, addresses and standard input."""

import errno
import io
import os
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.http_server import QuietHandler, running
from whimkg.errors import GraphError, SourceError, UnknownNameError, WhimkgError
from whimkg.rdf.inputs import blocks
from whimkg.rdf.parsing import read_quads

PARTS = ("statements", "evidence")


def line(subject: str, page: str, part: str = "statements", value: str = '"x"') -> str:
    graph = f"<https://example.org/graph/{page}/{part}>" if page else ""
    return f"<https://example.org/{subject}> <https://example.org/p> {value} {graph} .\n"


MERGED = "".join(
    line(f"{page}{number}", page, part)
    for page in ("a", "b", "c")
    for number in range(3)
    for part in PARTS
)

BOTH = {"a": 1, "b": 1}

Read = Callable[..., dict[str, list[str]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Page to lines of N-Quads, sorted."""

    def read(*given: object, **options: object) -> dict[str, list[str]]:
        spool = tmp_path / "spool"
        spool.mkdir(exist_ok=True)
        found = blocks(map(str, given), spool, **options)  # type: ignore[arg-type]
        return {
            f"{Path(block.origin).name}:{page}": sorted(f"{quad} ." for quad in quads)
            for block in found
            for page, quads in block.graphs()
        }

    return read


def rdf_xml(entities: str, value: str) -> str:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    return (
        f'<?xml version="1.0"?>\n<!DOCTYPE rdf:RDF [{entities}]>\n<rdf:RDF xmlns:rdf="{rdf}">'
        f'<rdf:Description rdf:about="https://example.org/s"><rdf:value>{value}</rdf:value>'
        "</rdf:Description></rdf:RDF>"
    )


@pytest.mark.parametrize("quote", ['"', "'"])
@pytest.mark.parametrize("name", ["graph.rdf", "graph.xml", "graph"])
def test_entities_do_not_unfold_beyond_all_memory(
    name: str, quote: str, read: Read, tmp_path: Path
) -> None:
    file = tmp_path / name
    levels = [f"<!ENTITY e0 {quote}lol{quote}>"]
    levels += [f"<!ENTITY e{n} {quote}{f'&e{n - 1};' * 10}{quote}>" for n in range(1, 40)]
    hidden = f"<!-- <!ENTITY x {quote} -->"
    file.write_text(rdf_xml(hidden + "".join(levels), "&e39;"), encoding="utf-8")
    with pytest.raises(GraphError, match="its entity e3 stands for a text of more than 1,000"):
        read(file, **({} if file.suffix else {"format_name": "rdf"}))
    with pytest.raises(GraphError, match="its entity e3 stands for a text of more than 1,000"):
        read_quads(file.read_bytes(), "rdf")


@pytest.mark.parametrize("context", ['"https://schema.org/"', '[{}, "context.jsonld"]'])
def test_a_context_is_not_fetched(context: str, read: Read, tmp_path: Path) -> None:
    file = tmp_path / "graph.jsonld"
    file.write_text(f'{{"@context": {context}, "@id": "https://e.org/a", "name": "x"}}')
    with pytest.raises(GraphError) as refused:
        read(file)
    assert str(refused.value).startswith(f"{file}: its @context stands elsewhere, and whimkg")
    assert "write the context itself into the file" in refused.value.remedy


def test_entities_that_shorten_iris_are_read(read: Read, tmp_path: Path) -> None:
    """As ontologies have them, one made with another."""
    file = tmp_path / "graph.rdf"
    entities = '<!ENTITY own "https://example.org/"><!ENTITY part "&own;part#">'
    file.write_text(rdf_xml(entities, "&part;a"), encoding="utf-8")
    ((quad,),) = read(file).values()
    assert '"https://example.org/part#a"' in quad


def test_a_folder_in_the_folder_is_no_graph(read: Read, tmp_path: Path) -> None:
    """Whatever its name; but what is in it is one."""
    inner = tmp_path / "all" / "store.nq"
    inner.mkdir(parents=True)
    (inner / "a.nq").write_text(line("s", "a"), encoding="utf-8")
    assert list(read(tmp_path / "all")) == ["a.nq:"]


def test_no_folder_is_passed_over(
    read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that may not be read could hold a graph."""
    (tmp_path / "all" / "closed").mkdir(parents=True)
    (tmp_path / "all" / "a.nq").write_text(line("s", "a"), encoding="utf-8")
    look = os.scandir

    def refusing(where: str) -> object:
        if Path(where).name == "closed":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), where)
        return look(where)

    monkeypatch.setattr(os, "scandir", refusing)
    with pytest.raises(GraphError, match="closed: cannot be read: Permission denied; check"):
        read(tmp_path / "all")


def test_a_file_of_many_pages_comes_page_by_page(read: Read, tmp_path: Path) -> None:
    file = tmp_path / "all.nq"
    file.write_text(MERGED, encoding="utf-8")
    pages = read(file)
    assert list(pages) == ["all.nq:a", "all.nq:b", "all.nq:c"]
    assert all(len(lines) == 6 for lines in pages.values())
    assert {each for lines in pages.values() for each in lines} == {
        f"{quad} ." for quad in read_quads(MERGED.encode(), "nq")
    }


def test_it_need_not_be_in_order_of_pages(read: Read, tmp_path: Path) -> None:
    merged, jumbled = tmp_path / "all.nq", tmp_path / "sorted.nq"
    merged.write_text(MERGED, encoding="utf-8")
    lines = MERGED.splitlines(keepends=True)
    jumbled.write_text("".join(sorted(lines, key=lambda each: each[::-1])), encoding="utf-8")
    assert [*read(jumbled).values()] == [*read(merged).values()]


@pytest.mark.parametrize("suffix", [".trig", ".jsonld"])
def test_other_formats_with_graph_names_come_page_by_page_too(
    read: Read, tmp_path: Path, suffix: str
) -> None:
    from pyoxigraph import RdfFormat, serialize

    known = RdfFormat.from_extension(suffix[1:])
    assert known
    file = tmp_path / f"all{suffix}"
    file.write_bytes(serialize(read_quads(MERGED.encode(), "nq"), format=known) or b"")
    assert [len(lines) for lines in read(file).values()] == [6, 6, 6]


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        (line("x", "a") + line("y", "a", "evidence"), {"": 2}),
        (line("x", "") + line("y", ""), {"": 2}),
        (line("x", "a") + line("y", ""), {"": 2}),
        (line("x", "a") + line("y", "") + line("z", "b"), {"a": 1, "(no page)": 1, "b": 1}),
        (line("x", "a", value="<https://example.org/graph/b/statements>"), {"": 1}),
        (line("x", "", value="<https://e.org/graph/b/s>") + line("y", "a"), {"": 2}),
        (
            line("x", "a", value='"> <https://e.org/graph/b/s> ."') + line("y", "b"),
            {"a": 1, "b": 1},
        ),
        (line("x", "a", value='"\\"" ') + line("y", "b", value='"x"@en'), BOTH),
        (line("x", "a", value='"1"^^<https://e.org/graph/c/d>') + line("y", "b"), BOTH),
        ("# a note\n\n" + line("x", "a") + "\n# more\n" + line("y", "b") + "\n", BOTH),
        (line("x", "a").replace("/statements>", ">") + line("y", "b"), BOTH),  # as load makes it
        ("\ufeff" + line("x", "a") + line("y", "b"), BOTH),
        (line("x", "a").replace("> <", "><") + line("y", "b"), BOTH),
        (line("x", "a").replace("\n", "\r\n") + line("y", "b").rstrip(), BOTH),
        (line("x", "a", value="_:b1") + line("y", "b", value="_:b1"), BOTH),
    ],
)
def test_what_belongs_to_which_page(
    read: Read, tmp_path: Path, text: str, pages: dict[str, int]
) -> None:
    file = tmp_path / "x.nq"
    file.write_bytes(text.encode())
    assert {name.partition(":")[2]: len(lines) for name, lines in read(file).items()} == pages


@pytest.mark.parametrize("jumbled", [False, True])
def test_an_error_names_the_line_of_the_file(read: Read, tmp_path: Path, jumbled: bool) -> None:
    lines = MERGED.splitlines(keepends=True)
    if jumbled:
        lines = [*lines[::2], *lines[1::2]]
    lines[10] = lines[10].replace("<https://example.org/p>", "<no iri>")
    file = tmp_path / "all.nq"
    file.write_text("".join(lines), encoding="utf-8")
    with pytest.raises(GraphError, match=rf"^{file}, line 11, column \d+: no N-Quads: "):
        read(file)


def test_one_page_can_be_read_although_another_cannot(tmp_path: Path) -> None:
    file = tmp_path / "all.nq"
    file.write_text(MERGED.replace("<https://example.org/b1>", "<b1>"), encoding="utf-8")
    first, second, third = blocks([file], tmp_path)
    assert len(list(first.graphs())) == len(list(third.graphs())) == 1
    with pytest.raises(GraphError, match=r"line 9"):
        list(second.graphs())


def test_nothing_is_read_before_its_turn(tmp_path: Path) -> None:
    """Blocks are light: a path, and where in the file the lines are."""
    (tmp_path / "all.nq").write_text(MERGED, encoding="utf-8")
    (tmp_path / "bad.ttl").write_text("no turtle", encoding="utf-8")
    given = blocks([tmp_path / "all.nq", tmp_path / "bad.ttl", tmp_path / "none.nq"], tmp_path)
    assert [next(given).page for _ in range(4)] == ["a", "b", "c", ""]
    with pytest.raises(GraphError, match=r"none\.nq: no such file"):
        list(next(given).graphs())


def test_folders(read: Read, tmp_path: Path) -> None:
    below = tmp_path / "graphs" / "below"
    below.mkdir(parents=True)
    (tmp_path / "graphs" / "b.nt").write_text(line("x", ""), encoding="utf-8")
    (below / "a.NQ").write_text(line("x", ""), encoding="utf-8")
    (below / "notes.txt").write_text("no graph", encoding="utf-8")
    assert list(read(tmp_path / "graphs")) == ["b.nt:", "a.NQ:"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(GraphError, match="the folder holds no graph"):
        read(tmp_path / "empty")


def test_standard_input(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(MERGED.encode())))
    assert list(read("-", format_name="nq")) == ["-:a", "-:b", "-:c"]
    with pytest.raises(GraphError, match="add input_format=…"):
        read("-")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("x.txt", "its format cannot be told from its name"),
        ("x", "its format cannot be told from its name"),
        ("empty.ttl", "it holds no triples"),
        ("bad.ttl", r"bad\.ttl, line 1, column \d+: no Turtle"),
        ("binary.nq", r"no N-Quads"),
        ("bad.jsonld", "it begins as Turtle or N-Triples, not as jsonld"),
        ("bad.rdf", "it begins as Turtle or N-Triples, not as rdf"),
    ],
)
def test_what_is_no_graph(read: Read, tmp_path: Path, name: str, words: str) -> None:
    file = tmp_path / name
    content = {"empty.ttl": b"# nothing\n", "binary.nq": bytes(range(256))}
    file.write_bytes(content.get(name, b"<a:a> <a:b> ] ."))
    with pytest.raises((GraphError, UnknownNameError), match=words):
        read(file)


def test_a_format_can_be_named(read: Read, tmp_path: Path) -> None:
    file = tmp_path / "graph.txt"
    file.write_text(line("x", "a"), encoding="utf-8")
    assert len(read(file, format_name="nq")) == 1


ANSWERS = {
    "/graph.nq": ("text/plain", MERGED),
    "/typed": ("application/n-quads; charset=utf-8", MERGED),
    "/graph.ttl": ("application/octet-stream", line("x", "")),
    "/page.html": ("text/html", "<p>a page</p>"),
    "/untold": ("text/plain", MERGED),
}


class Handler(QuietHandler):
    def do_GET(self) -> None:  # as the library calls it
        if self.path not in ANSWERS:
            self.send_error(404)
            return
        kind, text = ANSWERS[self.path]
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(text.encode())


@pytest.fixture(scope="module")
def server() -> object:
    with running(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as httpd:
        yield f"http://127.0.0.1:{httpd.server_port}"


@pytest.mark.parametrize(("path", "pages"), [("/graph.nq", 3), ("/typed", 3), ("/graph.ttl", 1)])
def test_addresses(read: Read, server: str, path: str, pages: int) -> None:
    assert len(read(server + path)) == pages


@pytest.mark.parametrize(
    ("path", "kind", "words"),
    [
        ("/page.html", SourceError, "it is text/html, not RDF; give the address of a file of RDF"),
        ("/untold", GraphError, "its format cannot be told from its name"),
        ("/gone.nq", SourceError, "there is no such page"),
    ],
)
def test_addresses_that_hold_no_graph(
    read: Read, server: str, path: str, kind: type[WhimkgError], words: str
) -> None:
    with pytest.raises(kind, match=words):
        read(server + path)
