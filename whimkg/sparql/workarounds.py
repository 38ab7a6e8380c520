"""Where the engine differs from SPARQL 1.1, as the W3C's tests show: worked around, or refused.

Of paths with a fixed end, which may be answered wrongly in some graphs, see ``paths``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from whimkg.errors import QueryError
from whimkg.sparql.tokens import Token, tokens

__all__ = ["has_path_to_fixed_end", "plain_group_concat", "refuse_misread"]

#: Within ``GRAPH ?name``, what loses the name.
_SCOPES = {"MINUS", "SELECT"}
#: What a path is made of, beside IRIs and names.
_PATH = {"a", "/", "|", "^", "!", "(", ")", "*", "?", "+"}


def plain_group_concat(text: str) -> str:
    """A query in which ``GROUP_CONCAT`` gives a text without a language, as SPARQL 1.1 has it.

    >>> plain_group_concat("SELECT (GROUP_CONCAT(?x) AS ?all) {}")
    'SELECT (STR(GROUP_CONCAT(?x)) AS ?all) {}'
    """
    found = tokens(text)
    wanted = [n for n, t in enumerate(found) if t.kind == "word" and t.upper == "GROUP_CONCAT"]
    marks = {found[n].at: "STR(" for n in wanted}
    marks |= {found[_closing(found, n + 1)].at + 1: ")" for n in wanted}
    for at in sorted(marks, reverse=True):
        text = text[:at] + marks[at] + text[at:]
    return text


def refuse_misread(text: str) -> None:
    """Refuse what the engine answers wrongly.

    The blank nodes of ``BNODE(label)`` are the same in all rows, and the name of ``GRAPH ?name``
    is lost behind what has a scope of its own.

    Raises:
        QueryError: the query has one of these.
    """
    found = tokens(text)
    for at, token in enumerate(found):
        follows = [each.text for each in found[at + 1 : at + 3]]
        if token.upper == "BNODE" and follows[:1] == ["("] and follows[1:] != [")"]:
            raise _wrong("BNODE of a label")
        if token.upper == "GRAPH" and follows and follows[0][0] in "?$":
            block = {each.upper for each in found[at + 2 : _closing(found, at + 2)]}
            again = {"VALUES"} if follows[0].upper() in block else set()
            if inner := (_SCOPES | again).intersection(block):
                raise _wrong(f"{min(inner)} within GRAPH ?name")


def _wrong(what: str) -> QueryError:
    return QueryError(
        f"{what} is answered wrongly by this engine",
        remedy="write it otherwise, or ask another store",
    )


def _closing(found: Sequence[Token], at: int) -> int:
    """Where the bracket that opens at a token closes; the last token if it does not."""
    depth = 0
    for number in range(at, len(found)):
        depth += (found[number].text in "({") - (found[number].text in ")}")
        if depth <= 0:
            return number
    return len(found) - 1


@lru_cache(maxsize=256)
def has_path_to_fixed_end(text: str) -> bool:
    """Whether a path with ``*`` or ``?`` may begin or end at a term rather than a variable.

    >>> has_path_to_fixed_end("ASK { ?s <x:p>* ?o }"), has_path_to_fixed_end("ASK { ?s <x:p>* 5 }")
    (False, True)
    """
    found = tokens(text)
    parts = [t.kind in ("iri", "name") or t.text in _PATH for t in found]
    for at, token in enumerate(found):
        if token.text in ("*", "?") and parts[at - 1] and found[at - 1].text not in ("(", "|"):
            first, last = at, at
            while first and parts[first - 1]:
                first -= 1
            while last + 1 < len(found) and parts[last + 1]:
                last += 1
            ends = (found[first - 1], *found[last + 1 : last + 3])
            if ends[0].kind != "variable" or ends[1].kind != "variable" or ends[2].text == ",":
                return True
    return False
