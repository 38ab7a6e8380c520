"""The bundled questions: ``queries/*.rq`` and what their decorators say.

The head of a file is grlc's: YAML in comment lines that begin with ``#+ ``. It is parsed only when
somebody asks for it, since a question without parameters to set needs none of it.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, NoReturn

from whimkg import resources
from whimkg.errors import QueryError, UnknownNameError

__all__ = ["TYPES", "Head", "Parameter", "Question", "catalogue", "find"]

_MARK = "#+"
_FOLDER = "queries"
_KEYS = {"summary", "description", "tags", "parameters"}
_PARAMETER_KEYS = {"name", "type", "default", "description", "list"}

#: Type of a parameter to what a user is told of it.
TYPES: Mapping[str, str] = {
    "iri": "a CURIE or an absolute IRI",
    "string": "a text",
    "integer": "a whole number",
    "date": "a date as YYYY-MM-DD",
    "boolean": "true or false",
}
#: Names that ``whimkg.query`` uses for itself.
_RESERVED = {"name_or_text", "graph", "timeout", "limit"}


class Parameter(NamedTuple):
    """A parameter of a question.

    Attributes:
        name: without the question mark.
        type: a key of ``TYPES``.
        default: one value, or a list of them.
        description: what it is, in words.
        list: whether it takes several values.
    """

    name: str
    type: str
    default: object
    description: str
    list: bool = False

    @property
    def example(self) -> str:
        """The default as a user would type it."""
        values = self.default if isinstance(self.default, list) else [self.default]
        return ",".join(str(v).lower() if isinstance(v, bool) else str(v) for v in values)


class Head(NamedTuple):
    """What the decorators of a question say."""

    summary: str
    description: str = ""
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()


class Question(NamedTuple):
    """A query with its decorators.

    Attributes:
        name: the file's stem, or how the user gave it.
        text: the whole file.
        bundled: whether it is one of ``queries/``.
    """

    name: str
    text: str
    bundled: bool = False

    @property
    def head(self) -> Head:
        """Its decorators.

        Raises:
            QueryError: they are malformed, or there are none.
        """
        return _head(self.name, self.text)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its parameters; none if it has no decorators.

        Raises:
            QueryError: the decorators are malformed.
        """
        return self.head.parameters if self.text.lstrip().startswith(_MARK) else ()


@cache
def catalogue() -> dict[str, Question]:
    """All bundled questions by name, sorted."""
    names = [n.removesuffix(".rq") for n in resources.names(_FOLDER) if n.endswith(".rq")]
    return {name: _read(name) for name in names}


def find(name: str) -> Question:
    """A bundled question; only its file is read.

    Raises:
        UnknownNameError: there is none of this name; names that are alike are suggested.
    """
    known = resources.names(_FOLDER)
    if f"{name}.rq" in known:
        return _read(name)
    from difflib import get_close_matches

    names = [n.removesuffix(".rq") for n in known if n.endswith(".rq")]
    parts = [n for n in names if name.lower() in n]
    near = list(dict.fromkeys([*get_close_matches(name.lower(), names, 3, 0.5), *parts[:3]]))
    remedy = f"did you mean {' or '.join(near)}?" if near else "whimkg query lists them"
    raise UnknownNameError(f"no question {name!r}", remedy=remedy)


def _read(name: str) -> Question:
    return Question(name, resources.text(f"{_FOLDER}/{name}.rq"), bundled=True)


@cache
def _head(name: str, text: str) -> Head:
    fields = _fields(name, text)
    _only(fields, _KEYS, name)
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
        _words(fields, "summary", name),
        _words(fields, "description", name) if "description" in fields else "",
        tuple(tags),
        found,
    )


def _fields(name: str, text: str) -> dict[str, object]:
    """The decorators' YAML, each line at its own number so that errors name the right one."""
    import yaml

    lines = text.splitlines()
    marked = [line.startswith(_MARK) for line in lines]
    for number, line in enumerate(lines, 1):
        if marked[number - 1] and "\t" in line:
            _wrong(name, f"line {number} has a tab", "write spaces: YAML takes no tabs")
        if marked[number - 1] and not all(marked[: number - 1]):
            _wrong(name, f"line {number} stands below the head", "put all #+ lines first")
    try:
        loaded = yaml.safe_load("\n".join(line[len(_MARK) :] for line in lines[: sum(marked)]))
    except yaml.YAMLError as error:
        told = " ".join(str(error).replace('in "<unicode string>", ', "").split())
        _wrong(name, f"the decorators are no YAML: {told}")
    if not isinstance(loaded, dict):
        _wrong(name, "there are no decorators", "begin with a line such as #+ summary: …?")
    return loaded


def _parameter(given: object, name: str) -> Parameter:
    if not isinstance(given, dict):
        _wrong(name, f"{given!r} is no parameter")
    _only(given, _PARAMETER_KEYS, f"{name}, parameters")
    called = _words(given, "name", f"{name}, parameters")
    where = f"{name}, parameter {called!r}"
    if not called.isidentifier() or not called.isascii() or called in _RESERVED:
        _wrong(where, "a parameter cannot have this name", "take letters, digits and _")
    if given.get("type") not in TYPES:
        _wrong(where, f"unknown type {given.get('type')!r}", f"take one of {', '.join(TYPES)}")
    several = given.get("list", False)
    if not isinstance(several, bool):
        _wrong(where, "list is neither true nor false")
    if "default" not in given or isinstance(given["default"], list) is not several:
        _wrong(where, f"its default must be {'a list' if several else 'one value'}")
    described = _words(given, "description", where)
    return Parameter(called, given["type"], given["default"], described, several)


def _words(fields: Mapping[str, object], key: str, where: str) -> str:
    value = fields.get(key)
    if not isinstance(value, str) or not value.strip():
        _wrong(where, f"{key} is missing or no text")
    return " ".join(value.split())


def _only(fields: Mapping[str, object], keys: set[str], where: str) -> None:
    if unknown := [str(key) for key in fields if key not in keys]:
        _wrong(where, f"unknown key {unknown[0]!r}", f"known are {', '.join(sorted(keys))}")


def _wrong(where: str, problem: str, remedy: str = "") -> NoReturn:
    raise QueryError(problem, where=where, remedy=remedy)
