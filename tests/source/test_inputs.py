"""Files, folders, standard input and their encodings into stored text."""

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whimkg.errors import SourceError
from whimkg.source import Limits, Source, expand, load
from whimkg.source.decode import stored_text


def stored(data: bytes) -> str:
    return load("-", stdin=io.BytesIO(data)).text


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(SourceError) as caught:
        act()
    assert len(str(caught.value).splitlines()) == 1
    assert caught.value.remedy
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a", "a"),
        (b"\xef\xbb\xbfa\n", "a\n"),
        (b"\xef\xbb\xbf\xef\xbb\xbfa", "\ufeffa"),
        (b"a\r\nb\rc\n\rd\r\r\n", "a\nb\nc\n\nd\n\n"),
        (" a\u00a0\t b \u2028é".encode(), " a\u00a0\t b \u2028é"),
        ("e\u0301 \ufb01".encode(), "e\u0301 \ufb01"),
    ],
)
def test_stored_text(data: bytes, text: str) -> None:
    assert stored(data) == text


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_text_without_controls_is_stored_unchanged(text: str) -> None:
    # The first sign keeps hypothesis from inventing a mark, blank text or HTML.
    assert stored_text(("a" + text).encode(), "x") == "a" + text


@given(st.binary(max_size=200))
def test_any_bytes_are_stored_or_refused(data: bytes) -> None:
    try:
        text = stored_text(data, "x")
    except SourceError:
        return
    assert "\r" not in text
    assert text.strip()


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", "\u00a0\u2003".encode()])
def test_empty(data: bytes) -> None:
    assert "-: it is empty" in refusal(lambda: stored(data))


@pytest.mark.parametrize(
    ("data", "control"),
    [
        (b"a\x00b", "0x00 at byte 1"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "0x1A at byte 6"),
        (b"\x1f\x8b\x08\x00", "0x1F at byte 0"),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n\x01", "0x01 at byte 15"),
    ],
)
def test_binary(data: bytes, control: str) -> None:
    assert f"it is binary data: control character {control}" in refusal(lambda: stored(data))


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16LE"),
        ("utf-16-be", "UTF-16BE"),
        ("utf-32", "UTF-32"),
    ],
)
def test_other_unicode_encodings(codec: str, name: str) -> None:
    message = refusal(lambda: stored("Some words of a page é\n".encode(codec)))
    assert f"it is in {name}, not in UTF-8" in message
    assert f"iconv -f {name} -t UTF-8" in message


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_latin_1_is_refused_with_its_place(mark: bytes) -> None:
    data = mark + b"one\r\ntwo\rthr\xe9e\n"
    message = refusal(lambda: stored(data))
    assert message.startswith(f"-:3: it is not in UTF-8: byte 0xE9 at offset {len(mark) + 12};")
    assert "iconv -f WINDOWS-1252 -t UTF-8" in message


def test_a_text_that_breaks_off_within_a_character() -> None:
    assert "-:2: it breaks off within a character" in refusal(lambda: stored("a\né".encode()[:-1]))


def test_a_file(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_bytes(b"Title\r\n<p>kept</p>")
    assert load(file) == Source("Title\n<p>kept</p>", str(file), None)
    assert load(str(file)).origin == str(file)


def test_standard_input_is_the_default_of_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    with io.TextIOWrapper(io.BytesIO(b"page")) as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        assert load("-") == Source("page", "-", None)


def test_html_is_known_by_content_or_by_suffix(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("<!doctype html><p>x</p>")
    (tmp_path / "b.HTM").write_text("<p>x</p>")
    assert [load(tmp_path / name).text for name in ("a.txt", "b.HTM")] == ["x\n", "x\n"]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "no such file" in refusal(lambda: load(tmp_path / "missing"))
    assert "it is a folder; give a file in it" in refusal(lambda: load(tmp_path))
    assert "cannot be read" in refusal(lambda: load(tmp_path / "file" / "below"))
    assert "cannot be read" in refusal(lambda: load("a\0b"))
    assert "cannot be read" in refusal(lambda: load(tmp_path / ("n" * 300)))


def test_a_huge_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as sparse:
        sparse.truncate(50_000_000)
    monkeypatch.setattr("whimkg.source.inputs._limited", lambda *_: pytest.fail("it was read"))
    assert "it is larger than 5,000,000 bytes" in refusal(lambda: load(file))


def test_an_endless_input_is_refused() -> None:
    assert "it is larger than 9 bytes" in refusal(lambda: load("/dev/zero", limits=Limits(size=9)))
    pipe = io.BytesIO(b"x" * 10)
    assert "larger" in refusal(lambda: load("-", stdin=pipe, limits=Limits(size=9)))
    assert load("-", stdin=io.BytesIO(b"x" * 9), limits=Limits(size=9)).text == "x" * 9


@pytest.mark.parametrize("address", ["ftp://u:secret@example.org/a", "file:///etc/passwd"])
def test_other_kinds_of_address(address: str) -> None:
    message = refusal(lambda: load(address))
    assert "is no kind of address that can be read" in message
    assert "secret" not in message


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def test_ten_thousand_files(tmp_path: Path) -> None:
    touch(tmp_path, *(f"{number:05}.txt" for number in range(10_000)))
    assert sum(1 for _ in expand([tmp_path])) == 10_000


def test_expand_a_folder(tmp_path: Path) -> None:
    wanted = ["B.HTML", "a/1/index.html", "a/2.txt", "b.txt", "c_files/d.htm"]
    others = ["a.md", ".hidden.txt", ".git/x.txt", "B_files/frame.html", "txt"]
    touch(tmp_path, *wanted, *others)
    assert list(expand([tmp_path])) == [tmp_path / name for name in wanted]


def test_expand_keeps_the_order_given_and_gives_each_input_once(tmp_path: Path) -> None:
    touch(tmp_path, "a.txt", "b.txt", "c.md")
    (tmp_path / "link.txt").symlink_to("a.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    url = "https://example.org/page"
    given: list[str | Path] = [tmp_path / "b.txt", "-", url, str(tmp_path), tmp_path / "c.md", url]
    names = [getattr(found, "name", found) for found in expand(given)]
    assert names == ["b.txt", "-", url, "a.txt", "c.md"]


def test_expand_refuses_at_once_what_is_missing_or_empty(tmp_path: Path) -> None:
    touch(tmp_path, "a.txt", "empty/below/a.md")
    assert "the folder holds no page" in refusal(lambda: expand([tmp_path / "empty"]))
    assert "no such file" in refusal(lambda: expand([tmp_path, tmp_path / "missing"]))


def test_expand_lists_folders_as_they_are_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(tmp_path, *(f"{folder:02}/{number}.txt" for folder in range(20) for number in range(5)))
    found = expand([tmp_path])
    next(found)
    listed: list[Path] = []
    scandir = os.scandir

    def watched(path: Path) -> Any:
        listed.append(path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", watched)
    for _ in range(6):
        next(found)
    assert listed == [tmp_path / "01"]
    assert len(list(found)) == 93


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path, "a.txt")

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refuse)
    assert "cannot be read (Permission denied)" in refusal(lambda: expand([tmp_path]))
