"""What the text of a query tells without an engine: its form, its keywords, its prefixes."""

import re
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Outline", "line_of", "outline", "prefixes"]

# The terminals of SPARQL 1.1, longest first. A keyword hidden in a string, a comment, an IRI or a
# name is none; and none is hidden by what merely looks like one of these.
_TOKEN = re.compile(
    r'''(?P<comment>\#[^\n\r]*)
    |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<string>"""(?:"{0,2}(?:[^"\\]|\\.))*"""|\'\'\'(?:'{0,2}(?:[^'\\]|\\.))*\'\'\'
      |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<variable>[?$]\w+)
    |(?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<name>(?:[^\W\d][\w.-]*)?:(?:[\w.:%-]|\\.)*)
    |(?P<number>\d*\.?\d+(?:[eE][+-]?\d+)?)
    |(?P<word>[^\W\d]\w*)
    |\S''',
    re.VERBOSE | re.DOTALL,
)
_PREFIX = re.compile(r"^[ \t]*PREFIX\s+([\w.-]*):\s*<([^<>\s]*)>", re.IGNORECASE | re.MULTILINE)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_SOLUTIONS = {"DISTINCT", "REDUCED"}
_GRAPH_SCOPES = {"MINUS", "SELECT"}
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"}


class Outline(NamedTuple):
    """A query's outline.

    Attributes:
        form: ``SELECT``, ``ASK``, ``CONSTRUCT``, ``DESCRIBE``; empty if it is none of them.
        update: the keyword that makes it an update; empty for a query.
        service: whether it asks another endpoint.
        dataset: whether it names its own graphs with ``FROM``.
        undeclared: prefixes that it uses and does not declare.
        named: whether it names any graphs, with ``FROM`` or with ``GRAPH``.
        columns: of a ``SELECT *`` the variables in the order in which they stand; else none.
        misread: what of it the engine is known to answer wrongly; empty if there is nothing.
    """

    form: str
    update: str
    service: bool
    dataset: bool
    undeclared: tuple[str, ...]
    named: bool
    columns: tuple[str, ...] = ()
    misread: str = ""


@lru_cache(maxsize=256)  # the same few queries are asked again and again
def outline(text: str) -> Outline:
    """The outline of a query.

    >>> outline("PREFIX ex: <http://e/> ASK { ?service ex:from 'SERVICE' } # SERVICE")[:4]
    ('ASK', '', False, False)
    """
    tokens = _tokens(text)
    words = [value.upper() for kind, value in tokens if kind == "word"]
    first = next((word for word in words if word in _FORMS | _UPDATES), "")
    names = {value.partition(":")[0] for kind, value in tokens if kind == "name"}
    said = _perhaps_said(text, words)
    return Outline(
        form=first if first in _FORMS else "",
        update=first if first in _UPDATES else "",
        service="SERVICE" in said,
        dataset="FROM" in words,
        undeclared=tuple(sorted(names - prefixes(text).keys() - {"_"})),
        named="FROM" in said or "GRAPH" in said,
        columns=_columns(tokens) if first == "SELECT" else (),
        misread=_misread([value.upper() for kind, value in tokens if kind != "comment"]),
    )


def _misread(told: list[str]) -> str:
    """What the engine answers wrongly, as the W3C's tests show.

    The blank nodes of ``BNODE(label)`` are the same in all rows, and the name of ``GRAPH ?name``
    is lost behind what has a scope of its own.
    """
    for at, word in enumerate(told):
        if word == "BNODE" and told[at + 1 : at + 2] == ["("] and told[at + 2 : at + 3] != [")"]:
            return "BNODE of a label"
        if word == "GRAPH" and told[at + 1 : at + 2] and told[at + 1][0] in "?$":
            block = _block(told[at + 2 :])
            again = {"VALUES"} if told[at + 1] in block else set()
            if inner := (_GRAPH_SCOPES | again).intersection(block):
                return f"{min(inner)} within GRAPH ?name"
    return ""


def _block(told: list[str]) -> list[str]:
    """What stands between a brace and its own end."""
    depth = 0
    for at, value in enumerate(told):
        depth += (value == "{") - (value == "}")
        if depth <= 0:
            return told[:at]
    return told


def _columns(tokens: list[tuple[str | None, str]]) -> tuple[str, ...]:
    """The variables of a query, if it selects them all."""
    told = [value for kind, value in tokens if kind != "comment"]
    at = next(n for n, value in enumerate(told) if value.upper() == "SELECT")
    every = next((each for each in told[at + 1 :] if each.upper() not in _SOLUTIONS), "") == "*"
    found = (value[1:] for kind, value in tokens if kind == "variable")
    return tuple(dict.fromkeys(found)) if every else ()


def _tokens(text: str) -> list[tuple[str | None, str]]:
    return [(match.lastgroup, match[0]) for match in _TOKEN.finditer(text)]


def _perhaps_said(text: str, words: list[str]) -> str:
    """All words that some engine may read in it.

    SPARQL lets an engine resolve escapes before it looks for words, and white space before a word
    is not needed (``trueSERVICE<…>``): what stands somewhere in the words counts as said.
    """
    resolved = _ESCAPE.sub(_character, text)
    if resolved != text:
        further = [value.upper() for kind, value in _tokens(resolved) if kind == "word"]
        words = [*words, *further]
    return " ".join(words)


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else match[0]


def prefixes(text: str) -> dict[str, str]:
    """The prefixes that a query declares.

    >>> prefixes("PREFIX ex: <http://e/>")
    {'ex': 'http://e/'}
    """
    return dict(_PREFIX.findall(text))


def line_of(text: str, at: int) -> int:
    """The line, counted from 1, of a position."""
    return text.count("\n", 0, at) + 1
