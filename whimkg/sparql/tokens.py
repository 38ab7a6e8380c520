"""What the text of a query tells without an engine: its form, its keywords, its prefixes."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Outline", "Token", "outline", "prefixes", "tokens"]

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
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"}


class Token(NamedTuple):
    """A token: a group of ``_TOKEN`` (empty for an operator or bracket), its text, its position."""

    kind: str
    text: str
    at: int

    @property
    def upper(self) -> str:
        """The text in upper case, as keywords may be in any."""
        return self.text.upper()


class Outline(NamedTuple):
    """A query's outline.

    Attributes:
        form: ``SELECT``, ``ASK``, ``CONSTRUCT``, ``DESCRIBE``; empty if it is none of them.
        update: the keyword that makes it an update; empty for a query.
        service: whether it asks another endpoint.
        dataset: whether it names its own graphs with ``FROM``.
        undeclared: prefixes that it uses and does not declare.
        named: whether it names any graphs, with ``FROM`` or with ``GRAPH``.
        columns: the variables that are selected, in order; of a ``SELECT *`` all that stand in it.
        every: whether it is a ``SELECT *``.
    """

    form: str
    update: str
    service: bool
    dataset: bool
    undeclared: tuple[str, ...]
    named: bool
    columns: tuple[str, ...] = ()
    every: bool = False


@lru_cache(maxsize=256)  # the same few queries are asked again and again
def outline(text: str) -> Outline:
    """The outline of a query.

    >>> outline("PREFIX ex: <http://e/> ASK { ?service ex:from 'SERVICE' } # SERVICE")[:4]
    ('ASK', '', False, False)
    """
    found = tokens(text)
    words = [token.upper for token in found if token.kind == "word"]
    first = next((word for word in words if word in _FORMS | _UPDATES), "")
    names = {token.text.partition(":")[0] for token in found if token.kind == "name"}
    possible = _possible_words(text, words)
    columns, every = _columns(found) if first == "SELECT" else ((), False)
    return Outline(
        form=first if first in _FORMS else "",
        update=first if first in _UPDATES else "",
        service="SERVICE" in possible,
        dataset="FROM" in words,
        undeclared=tuple(sorted(names - prefixes(text).keys() - {"_"})),
        named="FROM" in possible or "GRAPH" in possible,
        columns=columns,
        every=every,
    )


def _columns(found: Sequence[Token]) -> tuple[tuple[str, ...], bool]:
    """The variables that a query selects, and whether it says so by a ``*``."""
    at = next(n for n, token in enumerate(found) if token.upper == "SELECT") + 1
    every = next((t.text for t in found[at:] if t.upper not in _SOLUTIONS), "") == "*"
    chosen = found if every else _selected(found[at:])
    names = (token.text[1:] for token in chosen if token.kind == "variable")
    return tuple(dict.fromkeys(names)), every


def _selected(found: Sequence[Token]) -> Iterator[Token]:
    """What is selected: by its name, or as the name of an expression in brackets."""
    depth, before = 0, ""
    for token in found:
        if not depth and (token.text == "{" or token.upper in ("WHERE", "FROM")):
            return
        depth += (token.text == "(") - (token.text == ")")
        if not depth or (depth == 1 and before == "AS"):
            yield token
        before = token.upper


@lru_cache(maxsize=8)  # one query is looked at several times
def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a query in order; comments are none."""
    found = (Token(m.lastgroup or "", m[0], m.start()) for m in _TOKEN.finditer(text))
    return tuple(token for token in found if token.kind != "comment")


def _possible_words(text: str, words: list[str]) -> str:
    """All words that some engine may read in it.

    SPARQL lets an engine resolve escapes before it looks for words, and white space before a word
    is not needed (``trueSERVICE<…>``): what stands somewhere in the words counts as said.
    """
    resolved = _ESCAPE.sub(_character, text)
    if resolved != text:
        further = [token.upper for token in tokens(resolved) if token.kind == "word"]
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
