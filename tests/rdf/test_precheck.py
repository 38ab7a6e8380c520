"""What is looked for before a parser gets a file is found wherever the pieces of the file end."""

from io import BytesIO
from pathlib import Path

import pytest

from whimkg.errors import GraphError
from whimkg.rdf import precheck as checks
from whimkg.rdf.precheck import DEEPEST, precheck, refuse_long_lines, refuse_unfolding

DEEP = b"[" * (DEEPEST + 1)
REFUSED = {
    "ttl": b"@base <http://e/a/../b> . ",
    "xml": b'<x xml:base="http://e/a/./b"/>',
    "jsonld": b'{"@context": {"p": {"@container": ["@set", "@type"], "@context": {}}}}',
}


@pytest.fixture(name="small", autouse=True)
def pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_CHUNK", 64)
    monkeypatch.setattr(checks, "_OVERLAP", 100)


def checked(folder: Path, text: bytes, name: str) -> None:
    path = folder / f"it.{name}"
    path.write_bytes(text)
    precheck(path, name)


@pytest.mark.parametrize("before", range(0, 200, 7))
@pytest.mark.parametrize("name", REFUSED)
def test_what_would_be_misread(tmp_path: Path, name: str, before: int) -> None:
    text = REFUSED[name] + b" " * 300
    with pytest.raises(GraphError, match=r"dot segments|maps by @type"):
        checked(tmp_path, b" " * before + text, name)


@pytest.mark.parametrize("before", range(60, 70))
def test_depth_is_counted_outside_of_strings(tmp_path: Path, before: int) -> None:
    space = b" " * before
    for string in (b'"%b"' % DEEP, b'"\\"%b"' % DEEP, b'"\\\\%b\\""' % DEEP, b'"\\\\"'):
        checked(tmp_path, space + b"[" + string + b"]", "jsonld")
        with pytest.raises(GraphError, match="more than 256 levels"):
            checked(tmp_path, space + string + DEEP, "jsonld")


def test_contexts_are_counted_once(tmp_path: Path) -> None:
    checked(tmp_path, b'{"@context": {"p": {"@container": "@type"}}}' + b" " * 500, "jsonld")


@pytest.mark.parametrize("before", range(0, 130, 3))
def test_entities_are_found(before: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_OVERLAP", 1100)
    start = b" " * before + b'<!DOCTYPE x [<!ENTITY a ">0123456789">'
    steps = b"".join(b'<!ENTITY %c "%b">' % (name, b"&%c;" % (name - 1) * 10) for name in b"bcd")
    refuse_unfolding(BytesIO(start))
    with pytest.raises(GraphError, match="stands for a text of more than"):
        refuse_unfolding(BytesIO(start + steps))
    with pytest.raises(GraphError, match="entity big stands"):
        refuse_unfolding(BytesIO(b" " * before + b'<!ENTITY big "%b">' % (b"x" * 1001)))


@pytest.mark.parametrize("ends", [b"\n", b""])
@pytest.mark.parametrize("before", [0, 1, 63, 64, 65, 200])
def test_long_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: int, ends: bytes
) -> None:
    monkeypatch.setattr(checks, "_LONGEST_TERM", 150)
    path = tmp_path / "it.nq"
    path.write_bytes(b"x" * before + b"\n" + b"y" * 150 + ends)
    if before <= 150:
        refuse_long_lines(path)
    path.write_bytes(b"x" * before + b"\n" + b"y" * 151 + ends)
    with pytest.raises(GraphError, match="a term is longer"):
        refuse_long_lines(path)
