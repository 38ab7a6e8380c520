"""Remedies speak of Python in Python and of options on the command line; none speaks of both."""

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import whimkg
from whimkg import cli
from whimkg.cli.arguments import parser
from whimkg.cli.wording import _ARGUMENT, _FUNCTION, explained, in_commands
from whimkg.errors import CutPageError, WhimkgError

PACKAGE = Path(whimkg.__file__).parent
COMMANDS = next(
    action.choices
    for action in parser("")._actions
    if isinstance(action, argparse._SubParsersAction) and action.choices
)
OPTIONS = {
    name for each in COMMANDS.values() for action in each._actions for name in action.option_strings
}
_COMMAND = re.compile(rf"\bwhimkg ({'|'.join(COMMANDS)})\b(?!')")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
#: The mark that tables of DuckDB have, which is told to nobody.
MARKS = ("stores/duckdb.py", "whimkg load")
#: What only ``whimkg.connect`` can be given, which no command calls.
OF_PYTHON = {"--named"}


def texts() -> Iterator[tuple[str, str]]:
    """Every text in the code outside of the command line, but for what documents it."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.is_relative_to(PACKAGE / "cli"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        name = path.relative_to(PACKAGE).as_posix()
        documents = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            if node not in documents and (name, node.value) != MARKS:
                yield f"{name}:{node.lineno}", node.value


def test_no_text_of_the_library_names_a_command_or_an_option() -> None:
    found = [(w, t) for w, t in texts() if _COMMAND.search(t) or _OPTION.search(t)]
    assert [(where, text) for where, text in found if not text.startswith("pip install")] == []


def test_the_scan_finds_what_it_is_for() -> None:
    assert _COMMAND.search("see what whimkg validate finds")
    assert _OPTION.search("give it more time (--timeout)")
    assert sum(1 for _ in texts()) > 1000


def test_what_remedies_name_is_an_option_and_a_command() -> None:
    told = [(where, in_commands(text)) for where, text in texts() if in_commands(text) != text]
    assert len(told) > 30
    for where, text in told:
        assert set(_OPTION.findall(text)) <= OPTIONS | OF_PYTHON, where
        assert _OPTION.search(text) or _COMMAND.search(text), where


@pytest.mark.parametrize("pattern", [_ARGUMENT, _FUNCTION])
def test_what_a_user_gave_is_left_as_it_is(pattern: re.Pattern[str]) -> None:
    for given in ("http://h/?partial=True", "a.partial=True", "whimkg.validate(x)", "x=1", "a-b=c"):
        assert not pattern.search(given)
    error = WhimkgError("partial=True", where="partial=True", remedy="take partial=True")
    assert explained(error) == "partial=True: partial=True; take --partial"


def test_a_cut_page_is_told_in_the_words_of_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = Path(__file__).parents[1] / "pages" / "whim-masked.txt"
    page = tmp_path / "cut.txt"
    page.write_text(whole.read_text(encoding="utf-8")[:4000], encoding="utf-8")
    with pytest.raises(CutPageError, match=r"with partial=True$"):
        whimkg.read(page)
    assert cli.main(["read", str(page)]) == 2
    assert capsys.readouterr().err.endswith("with --partial\n")
