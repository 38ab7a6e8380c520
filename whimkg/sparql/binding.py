"""Values into a question's ``VALUES`` lines.

A value becomes an RDF term, which refuses whatever is none; the term is written by its own class;
and the text is put in place of what stands between the braces of one line. So a value can end
neither its literal nor its line.
"""

import re
from collections.abc import Mapping

from pyoxigraph import QuerySolutions, Store

from whimkg.base.namespaces import prefix_map
from whimkg.errors import QueryError
from whimkg.sparql.decorators import warn_of_unread
from whimkg.sparql.questions import Question
from whimkg.sparql.tokens import outline, prefixes
from whimkg.sparql.values import terms, written

__all__ = ["bind", "check"]


def bind(question: Question, values: Mapping[str, object]) -> str:
    """The text of a question with values in place of its defaults, and its prefixes declared.

    Args:
        question: with its parameters declared in its decorators.
        values: name to value: a text, or Python's value of the parameter's type, or a list.

    Raises:
        QueryError: no such parameter, a value of the wrong type, or no ``VALUES`` line for it.
    """
    text = question.text
    if not values:
        if not question.bundled:
            warn_of_unread(question.name, text)
        return _declared(text)
    known = {each.name: each for each in question.parameters}
    for name, value in values.items():
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise QueryError(f"no parameter {name!r}", where=question.name, remedy=takes)
        between = " ".join(map(written, terms(known[name], value, prefixes(question.text))))
        line = _line(text, name, question.name)
        text = f"{text[: line.end(1)]} {between} {text[line.start(3) :]}"
    return _declared(text)


def _declared(text: str) -> str:
    """A query in which the prefixes of whimkg are declared, where it uses one and does not say so.

    They stand on its first line: what an engine says of a line is then right.
    """
    undeclared = outline(text).undeclared
    known = prefix_map() if undeclared else {}
    lines = [f"PREFIX {name}: <{known[name]}> " for name in undeclared if name in known]
    return f"{''.join(lines)}{text}"


def check(question: Question) -> None:
    """Check a question's decorators against its text.

    Raises:
        QueryError: the decorators are malformed, a parameter has not exactly one ``VALUES`` line,
            or the line's terms are not the declared default.
    """
    for each in question.parameters:
        line = _line(question.text, each.name, question.name)
        declared = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in prefixes(question.text).items())
        try:
            rows = Store().query(f"{declared}SELECT ?{each.name} {{ {line[0]} }}")
            standing = [row[0] for row in rows] if isinstance(rows, QuerySolutions) else []
        except SyntaxError as error:
            raise QueryError(f"{line[0].strip()!r}: {error.msg}", where=question.name) from error
        if standing != terms(each, each.default, prefixes(question.text)):
            raise QueryError(
                f"the default of {each.name!r} is not what stands in its VALUES line",
                where=question.name,
            )


def _line(text: str, name: str, where: str) -> re.Match[str]:
    """The one line ``VALUES ?name { … }``."""
    form = rf"^([ \t]*(?i:VALUES)[ \t]+[?$]{name}[ \t]*\{{)(.*)(\}}[ \t\r]*)$"
    found = list(re.finditer(form, text, re.MULTILINE))
    if len(found) != 1:
        count = "no line" if not found else f"{len(found)} lines"
        raise QueryError(
            f"{count} VALUES ?{name} {{ … }} for the parameter {name!r}",
            where=where,
            remedy="write exactly one, on a line of its own",
        )
    return found[0]
