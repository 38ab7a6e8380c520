"""The bundled questions as a user looks for them: some to start with, by theme, or by words."""

from collections.abc import Iterable, Mapping
from shlex import quote

from whimkg.base.resources import text
from whimkg.cli.terminal import out, paint, width
from whimkg.errors import UnknownNameError
from whimkg.sparql import Parameter, Question, catalogue
from whimkg.sparql.layout import wrapped

__all__ = ["list_all", "list_first", "list_found", "themes"]


def list_first() -> None:
    """A few questions to start with, and how to find the others."""
    known = catalogue()
    out(paint("Some questions to start with", "bold"))
    _print_questions(known[row["question"]] for row in _table("first_questions"))
    out()
    out(f"whimkg query --list shows all {len(known)} by theme, --find WORDS those with these words")


def list_all() -> None:
    """All questions, theme by theme."""
    for number, (theme, questions) in enumerate(themes().items()):
        if number:
            out()
        out(paint(theme, "bold"))
        _print_questions(questions)


def list_found(words: str) -> None:
    """The questions in which all these words stand, wherever.

    Raises:
        UnknownNameError: there is none.
    """
    found = [asked for asked in catalogue().values() if asked.has(words)]
    if not found:
        raise UnknownNameError(
            f"no question has the words {words!r}", remedy="whimkg query --list shows all"
        )
    _print_questions(found)


def themes() -> dict[str, list[Question]]:
    """The questions by theme: that of the first row of ``data/question_themes.tsv`` that fits."""
    rows = _table("question_themes")
    found: dict[str, list[Question]] = {row["theme"]: [] for row in rows}
    for asked in catalogue().values():
        tags = asked.head.tags
        found[next(row["theme"] for row in rows if row["tag"] in tags)].append(asked)
    return {theme: questions for theme, questions in found.items() if questions}


def _table(name: str) -> list[Mapping[str, str]]:
    head, *rows = (line.split("\t") for line in text(f"data/{name}.tsv").splitlines())
    return [dict(zip(head, row, strict=True)) for row in rows]


def _print_questions(questions: Iterable[Question]) -> None:
    """Each with its summary beside it, and its parameters with their defaults below."""
    listed = list(questions)
    indent = max(len(asked.name) for asked in listed) + 4
    room = max(width(), indent + 20)
    for asked in listed:
        name = f"  {asked.name}".ljust(indent)
        first, *more = wrapped(
            f"{name}{asked.head.summary}", max(width(), indent + 20), hang=indent
        )
        out("\n".join([first, *more]))
        for parameter in asked.parameters:
            line = f"      {_setting(parameter)}  {parameter.description}"
            out("\n".join(wrapped(line, room, hang=10)))


def _setting(parameter: Parameter) -> str:
    """How a shell's user sets a parameter to its default."""
    settings = [quote(f"{parameter.name}={value}") for value in parameter.examples]
    return " ".join(f"--set {each}" for each in settings)
