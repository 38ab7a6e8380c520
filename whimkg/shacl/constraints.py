"""The constraint components of SHACL Core (section 4), each compiled once from its parameter.

A component is a row of ``COMPONENTS``. What it compiles to takes the data, a focus node and its
value nodes, and gives the breaches. Numbers and dates are compared as SPARQL does, by Oxigraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, Protocol

import pyoxigraph as ox

from whimkg.shacl.datatypes import INTEGERS, is_well_formed
from whimkg.shacl.paths import SH, faulty
from whimkg.shacl.triples import Term, TripleIndex

__all__ = ["Breach", "Constraint", "Nested", "constraints"]


class Breach(NamedTuple):
    """What breaks a constraint: a value where one does, and the property if it is not the path."""

    value: Term | None = None
    path: str | None = None


Values = Collection[Term]
Check = Callable[[TripleIndex, Term, Values], Iterable[Breach]]


class Constraint(NamedTuple):
    """A constraint: the IRI of its kind, and what it does."""

    component: str
    check: Check


class Nested(Protocol):
    """The shapes that a constraint may lead to."""

    graph: TripleIndex

    def conforms(self, shape: Term) -> Callable[[TripleIndex, Term], bool]:
        """What tells whether a node conforms to a shape."""


Compile = Callable[[Nested, Term, Term], Check]


def constraints(shapes: Nested, shape: Term) -> list[Constraint]:
    """The constraints of a shape, but for its property shapes and queries.

    Raises:
        GraphError: a parameter is no number, no pattern, or stands twice where it may not.
    """
    found = []
    for parameter, (compiled, several) in _PARAMETERS.items():
        arguments = shapes.graph.objects(shape, parameter)
        name = parameter.value.rpartition("#")[2]
        if len(arguments) > 1 and not several:
            raise faulty(f"{shape} has more than one sh:{name}")
        component = SH(f"{name[0].upper()}{name[1:]}ConstraintComponent").value
        found += [Constraint(component, compiled(shapes, shape, each)) for each in arguments]
    return found


def _each(passes: Callable[[TripleIndex, Term], bool]) -> Check:
    """Every value node that does not pass is a breach."""
    return lambda data, _, values: [Breach(v) for v in values if not passes(data, v)]


def _number(term: Term) -> int:
    try:
        return int(term.value)
    except ValueError as error:
        raise faulty(f"no whole number: {term}") from error


def _class(_: Nested, __: Term, kind: Term) -> Check:
    return _each(lambda data, value: kind in data.classes(value))


def _datatype(_: Nested, __: Term, datatype: Term) -> Check:
    @lru_cache(maxsize=1 << 12)
    def passes(value: Term) -> bool:
        return (
            isinstance(value, ox.Literal)
            and value.datatype == datatype
            and (is_well_formed(value.value, datatype.value))
        )

    return _each(lambda _, value: passes(value))


_NODE_KINDS: dict[str, tuple[type, ...]] = {
    "IRI": (ox.NamedNode,),
    "BlankNode": (ox.BlankNode,),
    "Literal": (ox.Literal,),
    "BlankNodeOrIRI": (ox.BlankNode, ox.NamedNode),
    "BlankNodeOrLiteral": (ox.BlankNode, ox.Literal),
    "IRIOrLiteral": (ox.NamedNode, ox.Literal),
}


def _node_kind(_: Nested, __: Term, kind: Term) -> Check:
    types = _NODE_KINDS.get(kind.value.rpartition("#")[2])
    if types is None:
        raise faulty(f"no kind of node: {kind}")
    return _each(lambda _, value: isinstance(value, types))


def _min_count(_: Nested, __: Term, number: Term) -> Check:
    least = _number(number)
    return lambda _, __, values: () if len(values) >= least else (Breach(),)


def _max_count(_: Nested, __: Term, number: Term) -> Check:
    most = _number(number)
    return lambda _, __, values: () if len(values) <= most else (Breach(),)


@lru_cache(maxsize=1 << 12)
def _compared(one: Term, operator: str, other: Term) -> bool:
    """Whether a comparison is true in SPARQL; what cannot be compared is not."""
    if _is_integer(one) and _is_integer(other):
        a, b = Decimal(one.value), Decimal(other.value)
        return a < b or (a == b and operator == "<=")
    if not (isinstance(one, ox.Literal) and isinstance(other, ox.Literal)):
        return False
    return bool(ox.Store().query(f"ASK {{ FILTER ({one} {operator} {other}) }}"))


def _is_integer(term: Term) -> bool:
    if not isinstance(term, ox.Literal) or term.datatype.value not in INTEGERS:
        return False
    return is_well_formed(term.value, term.datatype.value)


def _bound(operator: str, *, least: bool) -> Compile:
    def compiled(_: Nested, __: Term, bound: Term) -> Check:
        if least:
            return _each(lambda _, value: _compared(bound, operator, value))
        return _each(lambda _, value: _compared(value, operator, bound))

    return compiled


def _length(fits: Callable[[int, int], bool]) -> Compile:
    def compiled(_: Nested, __: Term, number: Term) -> Check:
        bound = _number(number)
        return _each(lambda _, v: not isinstance(v, ox.BlankNode) and fits(len(v.value), bound))

    return compiled


def _pattern(shapes: Nested, shape: Term, text: Term) -> Check:
    flags = re.NOFLAG
    for each in shapes.graph.objects(shape, SH("flags")):
        for letter in each.value.upper():
            flags |= getattr(re, letter, re.NOFLAG)
    try:
        search = re.compile(text.value, flags).search
    except re.error as error:
        raise faulty(f"no pattern: {text.value}: {error}") from error
    return _each(lambda _, v: not isinstance(v, ox.BlankNode) and bool(search(v.value)))


def _language_in(shapes: Nested, _: Term, head: Term) -> Check:
    ranges = tuple(item.value.lower() for item in shapes.graph.items(head))

    def passes(_: TripleIndex, value: Term) -> bool:
        tag = ((isinstance(value, ox.Literal) and value.language) or "").lower()
        return any(tag == each or tag.startswith(f"{each}-") for each in ranges)

    return _each(passes)


def _unique_lang(_: Nested, __: Term, wanted: Term) -> Check:
    def check(_: TripleIndex, __: Term, values: Values) -> Iterable[Breach]:
        tags = Counter(v.language for v in values if isinstance(v, ox.Literal) and v.language)
        return [Breach() for number in tags.values() if number > 1]

    return check if wanted.value == "true" else lambda *_: ()


def _equals(_: Nested, __: Term, other: Term) -> Check:
    def check(data: TripleIndex, focus: Term, values: Values) -> Iterable[Breach]:
        return map(Breach, set(values) ^ set(data.objects(focus, _property(other))))

    return check


def _disjoint(_: Nested, __: Term, other: Term) -> Check:
    def check(data: TripleIndex, focus: Term, values: Values) -> Iterable[Breach]:
        others = data.objects(focus, _property(other))
        return [Breach(value) for value in values if value in others]

    return check


def _less_than(operator: str) -> Compile:
    def compiled(_: Nested, __: Term, other: Term) -> Check:
        def check(data: TripleIndex, focus: Term, values: Values) -> Iterable[Breach]:
            others = data.objects(focus, _property(other))
            return [Breach(v) for v in values for o in others if not _compared(v, operator, o)]

        return check

    return compiled


def _property(term: Term) -> ox.NamedNode:
    if not isinstance(term, ox.NamedNode):
        raise faulty(f"no property: {term}")
    return term


def _node(shapes: Nested, _: Term, shape: Term) -> Check:
    return _each(shapes.conforms(shape))


def _not(shapes: Nested, _: Term, shape: Term) -> Check:
    conforms = shapes.conforms(shape)
    return _each(lambda data, value: not conforms(data, value))


def _of_several(enough: Callable[[Iterator[bool]], bool]) -> Compile:
    def compiled(shapes: Nested, _: Term, head: Term) -> Check:
        judges = [shapes.conforms(shape) for shape in shapes.graph.items(head)]
        return _each(lambda data, value: enough(conforms(data, value) for conforms in judges))

    return compiled


def _qualified(fits: Callable[[int, int], bool]) -> Compile:
    def compiled(shapes: Nested, shape: Term, number: Term) -> Check:
        bound, graph = _number(number), shapes.graph
        if not graph.objects(shape, _PATH):  # of no meaning in a node shape
            return lambda *_: ()
        judges = [shapes.conforms(each) for each in graph.objects(shape, _QUALIFIED)]
        others = [shapes.conforms(each) for each in _siblings(graph, shape)]

        def check(data: TripleIndex, _: Term, values: Values) -> Iterable[Breach]:
            counted = sum(
                all(conforms(data, v) for conforms in judges)
                and not any(conforms(data, v) for conforms in others)
                for v in values
            )
            return () if fits(counted, bound) else (Breach(),)

        return check

    return compiled


_QUALIFIED = SH("qualifiedValueShape")


def _siblings(graph: TripleIndex, shape: Term) -> list[Term]:
    """The qualified shapes beside that of a shape, if no value may conform to both."""
    apart = graph.value(shape, SH("qualifiedValueShapesDisjoint"))
    if apart is None or apart.value != "true":
        return []
    own = set(graph.objects(shape, _QUALIFIED))
    beside = (
        p
        for parent in graph.subjects(SH("property"), shape)
        for p in graph.objects(parent, SH("property"))
    )
    return [each for part in beside for each in graph.objects(part, _QUALIFIED) if each not in own]


def _closed(shapes: Nested, shape: Term, wanted: Term) -> Check:
    graph = shapes.graph
    known = set(graph.items(graph.value(shape, SH("ignoredProperties"))))
    known |= {
        p for part in graph.objects(shape, SH("property")) for p in graph.objects(part, _PATH)
    }

    def check(data: TripleIndex, _: Term, values: Values) -> Iterable[Breach]:
        return [
            Breach(end, predicate.value)
            for value in values
            for predicate, ends in data.properties(value).items()
            if predicate not in known
            for end in ends
        ]

    return check if wanted.value == "true" else lambda *_: ()


_PATH = SH("path")


def _has_value(_: Nested, __: Term, wanted: Term) -> Check:
    return lambda _, __, values: () if wanted in values else (Breach(),)


def _in(shapes: Nested, _: Term, head: Term) -> Check:
    members = set(shapes.graph.items(head))
    return _each(lambda _, value: value in members)


#: Parameter to what it compiles to, and whether it may stand several times in a shape.
COMPONENTS: dict[str, tuple[Compile, bool]] = {
    "class": (_class, True),
    "datatype": (_datatype, False),
    "nodeKind": (_node_kind, False),
    "minCount": (_min_count, False),
    "maxCount": (_max_count, False),
    "minExclusive": (_bound("<", least=True), False),
    "minInclusive": (_bound("<=", least=True), False),
    "maxExclusive": (_bound("<", least=False), False),
    "maxInclusive": (_bound("<=", least=False), False),
    "minLength": (_length(lambda length, bound: length >= bound), False),
    "maxLength": (_length(lambda length, bound: length <= bound), False),
    "pattern": (_pattern, True),
    "languageIn": (_language_in, False),
    "uniqueLang": (_unique_lang, False),
    "equals": (_equals, True),
    "disjoint": (_disjoint, True),
    "lessThan": (_less_than("<"), True),
    "lessThanOrEquals": (_less_than("<="), True),
    "not": (_not, True),
    "and": (_of_several(all), True),
    "or": (_of_several(any), True),
    "xone": (_of_several(lambda found: sum(found) == 1), True),
    "node": (_node, True),
    "qualifiedMinCount": (_qualified(lambda number, bound: number >= bound), False),
    "qualifiedMaxCount": (_qualified(lambda number, bound: number <= bound), False),
    "closed": (_closed, False),
    "hasValue": (_has_value, True),
    "in": (_in, False),
}
_PARAMETERS = {SH(name): row for name, row in COMPONENTS.items()}
