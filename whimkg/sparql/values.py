"""What a user gives for a parameter, as RDF terms of its type; and terms as SPARQL."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NoReturn

from pyoxigraph import Literal, NamedNode

from whimkg.base import namespaces
from whimkg.errors import IdentifierError, QueryError
from whimkg.sparql.decorators import TYPES, Parameter

__all__ = ["Term", "from_text", "harmless", "is_iri", "terms", "written"]

Term = NamedNode | Literal

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")  # what every engine's 64 bits hold
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://.|(?:urn|mailto):.", re.IGNORECASE)
_NAMED = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
#: Between two values in one argument. IRIs may hold commas, so that a comma parts IRIs only where
#: another CURIE or IRI begins.
_BETWEEN = {"iri": re.compile(r"[\s,]+(?=[A-Za-z][\w.+-]*:)")}
_GAP = re.compile(r"[\s,]+")
#: An escaped backslash before u. Some engines resolve \uXXXX before they know of strings, and would
#: make a quotation mark of \\u0022.
_LURE = re.compile(r"(?<!\\)((?:\\\\)+)([uU])")


def from_text(parameter: Parameter, arguments: Sequence[str]) -> object:
    """The value of a parameter from arguments; one argument may hold a list, but of texts.

    Raises:
        QueryError: several values where one is taken.
    """
    if parameter.several and parameter.type != "string":
        between = _BETWEEN.get(parameter.type, _GAP)
        return [part for each in arguments for part in between.split(each.strip())]
    if parameter.several:
        return list(arguments)
    if len(arguments) > 1:
        _wrong(parameter, f"{len(arguments)} values")
    return arguments[0]


def terms(parameter: Parameter, value: object, declared: Mapping[str, str]) -> list[Term]:
    """A value, or the values of a list, as terms.

    Args:
        parameter: which says the type.
        value: a text or Python's value of the type; or several of them.
        declared: prefixes that count before those of ``data/prefixes.json``.

    Raises:
        QueryError: a value is not of the type, or there are too many or none.
    """
    several = value if isinstance(value, Iterable) and not isinstance(value, str) else None
    if several is None:
        return [_term(parameter, value, declared)]
    found = [_term(parameter, each, declared) for each in several]
    if not parameter.several:
        _wrong(parameter, f"{len(found)} values")
    if not found:
        _wrong(parameter, "no value at all")
    return found


def written(made: Term) -> str:
    r"""A term as SPARQL, by the term's own writer; for engines that resolve escapes too early, too.

    >>> written(NamedNode("http://example.org/")), written(Literal('a"b'))
    ('<http://example.org/>', '"a\\"b"')
    """
    return harmless(str(made))


def harmless(text: str) -> str:
    r"""Terms as SPARQL, safe from engines that resolve escapes before they know of strings.

    >>> print(harmless(r'"a\\u0022"'))
    "a\\\U000000750022"
    """
    return _LURE.sub(lambda m: f"{m[1]}\\U{ord(m[2]):08X}", text)


def _term(parameter: Parameter, value: object, declared: Mapping[str, str]) -> Term:
    made = _MAKERS[parameter.type](value, declared)
    if made is None:
        _wrong(parameter, repr(value))
    return made


def _iri(value: object, declared: Mapping[str, str]) -> Term | None:
    if not isinstance(value, str) or _BETWEEN["iri"].search(value):
        return None  # several in one would pass for a single long one
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


def is_iri(value: object) -> bool:
    """Whether a value has the form of an IRI or a CURIE, known prefix or not.

    >>> is_iri("HP:0001888"), is_iri("neutropenia"), is_iri("WHIM syndrome: type 1")
    (True, False, False)
    """
    return isinstance(value, str) and _NAMED.fullmatch(value.strip()) is not None


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


def _wrong(parameter: Parameter, value: str) -> NoReturn:
    several = ", or several of them" if parameter.several else ""
    raise QueryError(
        f"parameter {parameter.name!r} ({parameter.type}) takes "
        f"{TYPES[parameter.type]}{several}, not {value}",
        remedy=f"for example {parameter.name}={parameter.examples[0]}",
    )
