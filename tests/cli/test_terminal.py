"""Columns, cutting and colour."""

import io
import unicodedata

import pytest

from whimkg.cli.terminal import columns, paint, print_message, printable, progress, truncate, width


@pytest.fixture(autouse=True)
def eighty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_columns_are_aligned_and_fit() -> None:
    lines = columns([("a", "bb", "c" * 200), ("aaa", "b", "short"), ("", "", "")])
    assert lines == ["a    bb  " + "c" * 70 + "…", "aaa  b   short", ""]
    assert max(map(len, lines)) == width() == 80
    assert columns([]) == []


def test_the_last_column_keeps_its_least_room() -> None:
    (line,) = columns([("a" * 79, "b" * 40)], last=20)
    assert line == "a" * 79 + "  " + "b" * 19 + "…"


def test_cells_are_one_line() -> None:
    assert columns([("a\nb", "c\t\u00a0d")]) == ["a b  c d"]


@pytest.mark.parametrize(("room", "said"), [(5, "12345"), (4, "123…"), (1, "…")])
def test_cut(room: int, said: str) -> None:
    assert truncate("12345", room) == said


def test_no_control_reaches_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    every = list(map(chr, range(0x110000)))
    controls = [c for c in every if unicodedata.category(c) in ("Cc", "Zl", "Zp")]
    turns = [c for c in every if unicodedata.bidirectional(c)[-1:] in ("E", "O", "F", "I")]
    print_message("".join(controls + turns))
    said = capsys.readouterr().err
    assert said.startswith("whimkg: \\x00\\x01")
    assert set(said) & {*controls, *turns} == {"\t", "\n"}
    assert printable("né\u00a0\U0001f600\t") == "né\u00a0\U0001f600\t"
    monkeypatch.setattr("sys.stderr", screen := Terminal())
    progress("a\x1b[2Jb")
    assert screen.getvalue() == "\r\x1b[Ka\\x1b[2Jb"


def test_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert paint("text", "red", Terminal()) == "\x1b[31mtext\x1b[0m"
    assert paint("text", "red", io.StringIO()) == "text"
    monkeypatch.setenv("NO_COLOR", "1")
    assert paint("text", "red", Terminal()) == "text"
