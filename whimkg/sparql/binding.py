"""Values into a question's ``VALUES`` lines.

A value becomes an RDF term, which refuses whatever is none; the term is written by its own class;
and the text is put in place of what stands between the braces of one line. So a value can end
neither its literal nor its line.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NoReturn

from pyoxigraph import Literal, NamedNode, Store

from whimkg import namespaces
from whimkg.errors import IdentifierError, QueryError
from whimkg.sparql._text import prefixes
from whimkg.sparql.questions import TYPES, Parameter, Question

__all__ = ["bind", "check", "from_text", "term", "written"]

Term = NamedNode | Literal

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")  # what every engine's 64 bits hold
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://.|(?:urn|mailto):.", re.IGNORECASE)
#: Between two values in one argument. IRIs may hold commas, so that a comma parts IRIs only where
#: another CURIE or IRI begins.
_BETWEEN = {"iri": re.compile(r"[\s,]+(?=[A-Za-z][\w.+-]*:)")}
_GAP = re.compile(r"[\s,]+")
#: An escaped backslash before u. Some engines resolve \uXXXX before they know of strings, and would
#: make a quotation mark of \\u0022.
_LURE = re.compile(r"(?<!\\)((?:\\\\)+)([uU])")


def bind(question: Question, values: Mapping[str, object]) -> str:
    """The text of a question with values in place of its defaults.

    Args:
        question: with its parameters declared in its decorators.
        values: name to value: a text, or Python's value of the parameter's type, or a list.

    Raises:
        QueryError: no such parameter, a value of the wrong type, or no ``VALUES`` line for it.
    """
    text = question.text
    if not values:
        return text
    known = {each.name: each for each in question.parameters}
    for name, value in values.items():
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise QueryError(f"no parameter {name!r}", where=question.name, remedy=takes)
        terms = _terms(known[name], value, prefixes(question.text))
        text = _replaced(text, name, terms, question.name)
    return text


def check(question: Question) -> None:
    """Hold a question's decorators against its text.

    Raises:
        QueryError: the decorators are malformed, a parameter has not exactly one ``VALUES`` line,
            or the line's terms are not the declared default.
    """
    for each in question.parameters:
        line = _line(question.text, each.name, question.name)
        declared = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in prefixes(question.text).items())
        try:
            rows = Store().query(f"{declared}SELECT ?{each.name} {{ {line[0]} }}")
            standing = [row[0] for row in rows]  # type: ignore[union-attr]
        except SyntaxError as error:
            raise QueryError(f"{line[0].strip()!r}: {error.msg}", where=question.name) from error
        if standing != _terms(each, each.default, prefixes(question.text)):
            raise QueryError(
                f"the default of {each.name!r} is not what stands in its VALUES line",
                where=question.name,
            )


def from_text(parameter: Parameter, given: Sequence[str]) -> object:
    """The value of a parameter from arguments; one argument may hold a list, but of texts.

    Raises:
        QueryError: several values where one is taken.
    """
    if parameter.list and parameter.type != "string":
        between = _BETWEEN.get(parameter.type, _GAP)
        return [part for each in given for part in between.split(each.strip())]
    if parameter.list:
        return list(given)
    if len(given) > 1:
        _wrong(parameter, f"{len(given)} values")
    return given[0]


def term(parameter: Parameter, value: object, declared: Mapping[str, str] | None = None) -> Term:
    """One value as a term.

    Args:
        parameter: which says the type.
        value: a text or Python's value of the type.
        declared: prefixes that count before those of ``data/prefixes.json``.

    Raises:
        QueryError: the value is not of the type.
    """
    made = _MAKERS[parameter.type](value, declared or {})
    if made is None:
        _wrong(parameter, repr(value))
    return made


def written(made: Term) -> str:
    r"""A term as SPARQL, by the term's own writer; for engines that resolve escapes too early, too.

    >>> written(NamedNode("http://example.org/")), written(Literal('a"b'))
    ('<http://example.org/>', '"a\\"b"')
    """
    return _LURE.sub(lambda m: f"{m[1]}\\U{ord(m[2]):08X}", str(made))


def _terms(parameter: Parameter, value: object, declared: Mapping[str, str]) -> list[Term]:
    several = value if isinstance(value, Iterable) and not isinstance(value, str) else None
    if several is None:
        return [term(parameter, value, declared)]
    terms = [term(parameter, each, declared) for each in several]
    if not parameter.list:
        _wrong(parameter, f"{len(terms)} values")
    if not terms:
        _wrong(parameter, "no value at all")
    return terms


def _iri(value: object, declared: Mapping[str, str]) -> Term | None:
    if not isinstance(value, str):
        return None
    prefix, _, local = value.partition(":")
    if prefix in declared:
        value = declared[prefix] + local
    elif not _ABSOLUTE.match(value):
        try:
            value = namespaces.expand(value)
        except IdentifierError:
            return None
    try:
        return NamedNode(value)
    except ValueError:  # a character that no IRI may hold, lone surrogates included
        return None


def _string(value: object, _: Mapping[str, str]) -> Term | None:
    if not isinstance(value, str):
        return None
    try:
        return Literal(value)
    except ValueError:  # lone surrogates, as from an argument that is no UTF-8
        return None


def _integer(value: object, _: Mapping[str, str]) -> Term | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    if not _INTEGER.fullmatch(str(value)):
        return None
    return Literal(str(int(value)), datatype=NamedNode(f"{_XSD}integer"))


def _date(value: object, _: Mapping[str, str]) -> Term | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        value = value.isoformat()
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return None
    try:
        date.fromisoformat(value)
    except ValueError:
        return None
    return Literal(value, datatype=NamedNode(f"{_XSD}date"))


def _boolean(value: object, _: Mapping[str, str]) -> Term | None:
    spelt = str(value).lower() if isinstance(value, bool) else value
    if spelt not in ("true", "false"):
        return None
    return Literal(str(spelt), datatype=NamedNode(f"{_XSD}boolean"))


_MAKERS: Mapping[str, Callable[[object, Mapping[str, str]], Term | None]] = {
    "iri": _iri,
    "string": _string,
    "integer": _integer,
    "date": _date,
    "boolean": _boolean,
}


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


def _replaced(text: str, name: str, terms: Sequence[Term], where: str) -> str:
    line = _line(text, name, where)
    between = " ".join(map(written, terms))
    return f"{text[: line.end(1)]} {between} {text[line.start(3) :]}"


def _wrong(parameter: Parameter, given: str) -> NoReturn:
    several = ", or several of them" if parameter.list else ""
    raise QueryError(
        f"parameter {parameter.name!r} ({parameter.type}) takes "
        f"{TYPES[parameter.type]}{several}, not {given}",
        remedy=f"for example {parameter.name}={parameter.example}",
    )
