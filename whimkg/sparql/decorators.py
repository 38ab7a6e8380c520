"""The head of a question: grlc's decorators, YAML in comment lines that begin with ``#+``.

It is parsed only when somebody asks for it: a bundled question without parameters to set needs none
of it.
"""

import warnings
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, NoReturn

from whimkg.errors import QueryError, QueryWarning

__all__ = ["MARK", "TYPES", "Head", "Parameter", "has_head", "head", "warn_of_unread"]

#: Begins each line of the head.
MARK = "#+"
_KEYS = {"summary", "description", "tags", "parameters"}
_PARAMETER_KEYS = {"name", "type", "default", "description", "list"}

#: Type of a parameter to what it takes, in words.
TYPES: Mapping[str, str] = {
    "iri": "a CURIE or an absolute IRI",
    "string": "a text",
    "integer": "a whole number",
    "date": "a date as YYYY-MM-DD",
    "boolean": "true or false",
}
#: Names that ``whimkg.query`` uses for itself.
_RESERVED = {"name_or_text", "graph", "timeout", "limit", "memory"}


class Parameter(NamedTuple):
    """A parameter of a question.

    Attributes:
        name: without the question mark.
        type: a key of ``TYPES``.
        default: one value, or a list of them.
        description: what it is, in words.
        several: whether it takes several values (``list: true``).
    """

    name: str
    type: str
    default: object
    description: str
    several: bool = False

    @property
    def examples(self) -> list[str]:
        """The default as a user would type it; texts of a list one by one."""
        values = self.default if isinstance(self.default, list) else [self.default]
        typed = [str(v).lower() if isinstance(v, bool) else str(v) for v in values]
        return typed if self.type == "string" else [",".join(typed)]


class Head(NamedTuple):
    """What the decorators of a question say."""

    summary: str
    description: str = ""
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()


@cache
def head(name: str, text: str) -> Head:
    """The head of a question.

    Args:
        name: of the question, for messages.
        text: the whole file.

    Raises:
        QueryError: it is malformed, or there is none.
    """
    fields = _fields(name, text)
    _warn_of_others(fields, name)
    parameters = fields.get("parameters", [])
    if not isinstance(parameters, list):
        _wrong(name, "parameters is no list")
    found = tuple(_parameter(each, name) for each in parameters)
    if len({each.name for each in found}) < len(found):
        _wrong(name, "two parameters have the same name")
    tags = fields.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        _wrong(name, "tags is no list of words")
    return Head(
        _text(fields, "summary", name),
        _text(fields, "description", name) if "description" in fields else "",
        tuple(tags),
        found,
    )


@cache
def warn_of_unread(name: str, text: str) -> None:
    """Warn of what is passed over in the head of a query that is asked as it stands.

    Args:
        name: of the query, for messages.
        text: the whole file.
    """
    if not has_head(text):
        return
    try:
        _warn_of_others(_fields(name, text), name)
    except QueryError as error:
        warnings.warn(f"{error}; its head is passed over", QueryWarning, stacklevel=2)


def has_head(text: str) -> bool:
    """Whether a query has decorators, right or wrong."""
    return any(line.startswith(MARK) for line in text.splitlines())


def _warn_of_others(fields: Mapping[str, object], name: str) -> None:
    if others := sorted(str(key) for key in fields if key not in _KEYS):
        names = ", ".join(others)
        warnings.warn(f"{name}: passed over in its head: {names}", QueryWarning, stacklevel=3)


def _fields(name: str, text: str) -> dict[str, object]:
    """The decorators' YAML, each line at its own number so that errors name the right one."""
    import yaml

    lines = text.splitlines()
    marked = [line.startswith(MARK) for line in lines]
    for number, line in enumerate(lines, 1):
        if marked[number - 1] and "\t" in line:
            _wrong(name, f"line {number} has a tab", "write spaces: YAML takes no tabs")
        if marked[number - 1] and not all(marked[: number - 1]):
            _wrong(name, f"line {number} stands below the head", "put all #+ lines first")
    try:
        loaded = yaml.safe_load("\n".join(line[len(MARK) :] for line in lines[: sum(marked)]))
    except (yaml.YAMLError, ValueError) as error:  # the latter of a date that is none
        reason = " ".join(str(error).replace('in "<unicode string>", ', "").split())
        _wrong(name, f"the decorators are no YAML: {reason}")
    if not isinstance(loaded, dict):
        _wrong(name, "there are no decorators", "begin with a line such as #+ summary: …?")
    return loaded


def _parameter(fields: object, name: str) -> Parameter:
    if not isinstance(fields, dict):
        _wrong(name, f"{fields!r} is no parameter")
    _only(fields, _PARAMETER_KEYS, f"{name}, parameters")
    called = _text(fields, "name", f"{name}, parameters")
    where = f"{name}, parameter {called!r}"
    if not called.isidentifier() or not called.isascii() or called in _RESERVED:
        _wrong(where, "a parameter cannot have this name", "take letters, digits and _")
    if _text(fields, "type", where) not in TYPES:
        _wrong(where, f"unknown type {fields['type']!r}", f"take one of {', '.join(TYPES)}")
    several = fields.get("list", False)
    if not isinstance(several, bool):
        _wrong(where, "list is neither true nor false")
    if "default" not in fields or isinstance(fields["default"], list) is not several:
        _wrong(where, f"its default must be {'a list' if several else 'one value'}")
    described = _text(fields, "description", where)
    return Parameter(called, fields["type"], fields["default"], described, several)


def _text(fields: Mapping[str, object], key: str, where: str) -> str:
    value = fields.get(key)
    if not isinstance(value, str) or not value.strip():
        _wrong(where, f"{key} is missing or no text")
    return " ".join(value.split())


def _only(fields: Mapping[str, object], keys: set[str], where: str) -> None:
    if unknown := [str(key) for key in fields if key not in keys]:
        _wrong(where, f"unknown key {unknown[0]!r}", f"known are {', '.join(sorted(keys))}")


def _wrong(where: str, problem: str, remedy: str = "") -> NoReturn:
    raise QueryError(problem, where=where, remedy=remedy)
