"""Makes the case files beside it: ``python -m tests.cases.make``.

Every case is cut from ``base.ttl``, a graph with one of everything: the dataset, the page, and what
the nodes of the case lead to. A valid case is such a cut; an invalid one differs from it in one
thing, which breaks one constraint of one rule. The constraints are taken from the shapes, the way
to break each by its kind, or from ``faults.py`` and ``faults.txt`` where that takes more.

A case begins with the results that it must give, the rule's own first. They are written by
pySHACL here, held against a second engine in the tests, and read by a person in the diff: a change
in the expected results of a case is a change in what the shapes mean.
"""

import re
import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from tests.cases import faults
from tests.cases.turtle import PREFIXES, parsed, short, term, turtle
from whimkg.base.namespaces import expand
from whimkg.shacl import Finding, validate

HERE = Path(__file__).parent
SHAPES = HERE.parents[1] / "shapes"
SH, WS = "http://www.w3.org/ns/shacl#", "https://w3id.org/whimkg/shapes#"
#: Kind of constraint to the word for breaking it, which stands in the name of the case.
WORDS = {
    "minCount": "missing",
    "maxCount": "twice",
    "class": "class",
    "datatype": "datatype",
    "nodeKind": "kind",
    "in": "value",
    "pattern": "form",
    "minLength": "empty",
    "lessThan": "order",
    "lessThanOrEquals": "order",
    "uniqueLang": "language",
    "equals": "differs",
    "disjoint": "same",
    "or": "unfit",
    "not": "excluded",
    "node": "unknown",
    "hasValue": "other",
    "qualifiedMinCount": "missing",
}
#: What a cut does not follow: these lead on to what else is said of a thing.
_STATED = {
    expand(curie)
    for curie in (
        "biolink:has_phenotype",
        "biolink:has_mode_of_inheritance",
        "biolink:causes",
        "biolink:affects",
        "biolink:associated_with",
        "biolink:treats",
        "biolink:in_clinical_trials_for",
        "biolink:treats_or_applied_or_studied_to_treat",
        "whimkg:ageOfOnset",
        "whimkg:clinicalCourse",
        "whimkg:clinicalModifier",
    )
}
_ONWARD = _STATED | {
    expand(curie)
    for curie in (
        "schema:mentions",
        "schema:citation",
        "whimkg:population",
        "schema:differentialDiagnosis",
        "dcterms:source",
    )
}
#: What only cases on the disease itself say of it.
_DETAILS = {
    expand(curie)
    for curie in (
        "whimkg:currentLabel",
        "skos:altLabel",
        "whimkg:subtypeLabel",
        "whimkg:groupLabel",
        "whimkg:categoryLabel",
        "dcterms:identifier",
    )
}
_DISEASE = term("MONDO:0000001")
_IDENTITIES = {expand(c) for c in ("skos:exactMatch", "oboInOwl:hasDbXref", "rdfs:subClassOf")}
_ALWAYS = ("ex:dataset", "ex:page", "text:")

Graph = set[ox.Triple]
Lists = dict[object, list[ox.Quad]]
BASE: list[ox.Triple] = list(parsed((HERE / "base.ttl").read_text(encoding="utf-8")))
_BASE = set(BASE)


_ENDS = [term(f"biolink:{end}") for end in ("subject", "predicate", "object")]


@dataclass
class Shape:
    """A property shape, node shape or constraint with a target, as far as the cases need it."""

    name: str
    file: str
    path: ox.NamedNode | None = None
    values: dict[str, list[Any]] = field(default_factory=dict)


def cut(roots: Collection[str]) -> Graph:
    """The triples of some nodes of the base graph, and of all that they lead to."""
    known = {t.subject for t in BASE}
    reached: set[Any] = set()
    waiting: list[Any] = [term(root) for root in (*_ALWAYS, *roots)]
    while waiting:
        node = waiting.pop()
        if node in known and node not in reached:
            reached.add(node)
            waiting += [t.object for t in BASE if t.subject == node and _followed(t)]
    made = {t for t in BASE if t.subject in reached and _kept(t, reached)}
    if "MONDO:0000001" not in roots:
        made = {t for t in made if t.predicate.value not in _DETAILS or t.subject != _DISEASE}
    return made | ({count(made)} if made else set())


def _followed(triple: ox.Triple) -> bool:
    return triple.predicate.value not in _ONWARD | _IDENTITIES


def _kept(triple: ox.Triple, reached: set[Any]) -> bool:
    """Whether a triple of a node of the cut is kept."""
    if triple.predicate.value in _STATED:
        return _said_by(triple, "biolink:subject", "biolink:predicate", "biolink:object", reached)
    if triple.predicate.value in _IDENTITIES:
        ends = ("sssom:subject_id", "sssom:predicate_id", None)
        return _said_by(triple, *ends, reached)
    return triple.predicate.value not in _ONWARD or triple.object in reached


def _said_by(
    triple: ox.Triple, subject: str, predicate: str, value: str | None, reached: set[Any]
) -> bool:
    """Whether an association or a mapping of the cut says what a plain triple says."""
    wanted: dict[Any, Any] = {term(subject): triple.subject, term(predicate): triple.predicate}
    if value:
        wanted[term(value)] = triple.object
    return any(
        all(ox.Triple(node, key, found) in _BASE for key, found in wanted.items())
        for node in reached
    )


def count(graph: Graph) -> ox.Triple:
    """The triple by which the dataset counts the graph's statements."""
    number = len({t.subject for t in graph if t.predicate.value == expand("biolink:subject")})
    return ox.Triple(term("ex:dataset"), term("whimkg:statements"), term(str(number)))


def _shapes() -> Iterator[Shape]:
    for file in sorted(SHAPES.glob("*.ttl")):
        triples = list(ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE))
        by_subject: Lists = {}
        for quad in triples:
            by_subject.setdefault(quad.subject, []).append(quad)
        for subject, quads in by_subject.items():
            if isinstance(subject, ox.NamedNode) and subject.value.startswith(WS):
                yield _shape(subject.value.removeprefix(WS), file.stem, quads, by_subject)


def _shape(name: str, file: str, quads: list[ox.Quad], lists: Lists) -> Shape:
    made = Shape(name, file)
    for quad in quads:
        key = quad.predicate.value.removeprefix(SH)
        if key == "path" and isinstance(quad.object, ox.NamedNode):
            made.path = quad.object
        made.values.setdefault(key, []).extend(_items(quad.object, lists))
    return made


def _items(node: object, lists: Lists) -> list[Any]:
    """The node itself, or the items of the list that it begins."""
    rest = {q.predicate.value.rpartition("#")[2]: q.object for q in lists.get(node, [])}
    if not isinstance(node, ox.BlankNode) or "first" not in rest:
        return [node]
    return [rest["first"], *(i for i in _items(rest["rest"], lists) if i != _NIL)]


_NIL = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#nil")
ALL: dict[str, Shape] = {shape.name: shape for shape in _shapes()}


def closed() -> list[str]:
    """The node shapes that are closed."""
    return [shape.name for shape in ALL.values() if "closed" in shape.values]


def owners() -> dict[str, str]:
    """Each property shape and constraint to the node shape with a target that a case breaks."""
    found: dict[str, str] = {}
    for shape in ALL.values():
        if "targetClass" in shape.values:
            for part in (*shape.values.get("property", []), *shape.values.get("sparql", [])):
                found.setdefault(part.value.removeprefix(WS), shape.name)
    return found | faults.OWNERS


@dataclass(frozen=True)
class Case:
    """A case: file, graph, and for an invalid one the rule that it breaks."""

    path: str
    graph: frozenset[ox.Triple]
    about: str
    rule: str | None = None


def changed(graph: Graph, change: str) -> Graph:
    """A graph after a change, which is some lines of:

    * ``- s p o``: remove the triples; ``*`` is any term
    * ``+ s p o``: add triples, as Turtle
    * ``= a b``: call the node a b
    * ``~ a b``: say of the node b what is said of the node a
    """
    made = set(graph)
    for line in filter(None, map(str.strip, change.strip().split("\n"))):
        sign, rest = line[0], line[1:].strip()
        if sign == "+":
            made |= set(parsed(PREFIXES + rest + " ."))
        elif sign in "=~":
            old, new = map(term, re.findall(r'"[^"]*"|\S+', rest))
            renamed = {_renamed(t, old, new) for t in made if sign == "=" or t.subject == old}
            made = renamed if sign == "=" else made | renamed
        else:
            wanted = [None if part == "*" else term(part) for part in rest.split(" ", 2)]
            gone = {t for t in made if all(w in (None, x) for w, x in zip(wanted, t, strict=True))}
            if not gone:
                raise ValueError(f"nothing to remove: {line}")
            made -= gone
    return made


def _renamed(triple: ox.Triple, old: Any, new: Any) -> ox.Triple:
    subject, predicate, value = (new if node == old else node for node in triple)
    return ox.Triple(subject, predicate, value)


def cases() -> Iterator[Case]:
    """All cases, valid ones first."""
    for shape in ALL.values():
        if "targetClass" in shape.values:
            graph = cut(faults.roots(shape.name))
            yield Case(f"{shape.file}/{shape.name}.valid.ttl", frozenset(graph), "Valid.")
    for name, (owner, change) in faults.VALID.items():
        graph = changed(cut(faults.roots(owner)), change)
        graph = _counted(graph)
        path = f"{ALL[owner].file}/{name}.valid.ttl"
        yield Case(path, frozenset(graph), "Valid.\n" + _said(change))
    yield from _invalid()


def _counted(graph: Graph) -> Graph:
    rest = {t for t in graph if t.predicate.value != expand("whimkg:statements")}
    return rest | {count(rest)}


def _invalid() -> Iterator[Case]:
    for rule, owner in owners().items():
        for kind in ALL[rule].values:
            if (rule, kind) not in faults.CHANGES and kind in WORDS:
                yield _case(rule, owner, WORDS[kind], automatic(ALL[rule], kind, owner))
    for (rule, kind), change in faults.CHANGES.items():
        owner = owners().get(rule, rule)
        yield _case(rule, owner, WORDS.get(kind, kind), change)
    for name in closed():
        change = f'+ {faults.roots(name)[0]} skos:altLabel "another"@en'
        yield _case(name, name, "closed", change)


def _case(rule: str, owner: str, word: str, change: str) -> Case:
    roots = faults.ROOTS_OF_RULE.get(rule) or faults.roots(owner)
    before = cut(roots)
    graph = changed(before, change)
    if ALL[rule].path in _ENDS:
        graph = graph - _plain(before) | _plain(graph)
    if rule not in faults.COUNTING:
        graph = _counted(graph)
    path = f"{ALL[rule].file}/{rule}.{word}.invalid.ttl"
    return Case(path, frozenset(graph), f"Breaks ws:{rule}.\n" + _said(change), rule)


def _plain(graph: Graph) -> Graph:
    """The plain triples of the associations of a graph, so that these two agree in a case."""
    made: Graph = set()
    for node in {t.subject for t in graph if t.predicate == _ENDS[0]}:
        ends = [[t.object for t in graph if t.subject == node and t.predicate == e] for e in _ENDS]
        made |= {
            ox.Triple(s, p, o)
            for s, p, o in product(*ends)
            if not isinstance(s, ox.Literal) and isinstance(p, ox.NamedNode)
        }
    return made


def _said(change: str) -> str:
    words = {"-": "Without", "+": "With", "=": "Renamed", "~": "Copied"}
    lines = [line.strip() for line in change.strip().split("\n")]
    return "\n".join(f"{words[line[0]]}: {line[1:].strip()}" for line in lines if line)


def automatic(shape: Shape, kind: str, owner: str) -> str:
    """The change that breaks a constraint of a kind on a property of the owner's focus node."""
    focus = faults.focus(shape.name, owner)
    if shape.path is None:
        raise ValueError(f"{shape.name} has no simple path: say in faults.py how to break {kind}")
    place = f"{focus} {short(shape.path)}"
    clear = f"- {place} *\n" if _has(focus, shape.path, owner, shape.name) else ""
    if kind == "minCount":
        return clear
    value = faults.OTHER.get((shape.name, kind)) or _broken(shape, kind)
    if kind not in ("maxCount", "uniqueLang"):
        return f"{clear}+ {place} {value}"
    more = "" if clear else f"+ {place} {faults.FIRST[shape.name]}\n"
    return f"{more}+ {place} {value}"


def _has(focus: str, path: ox.NamedNode, owner: str, rule: str) -> bool:
    graph = cut(faults.ROOTS_OF_RULE.get(rule) or faults.roots(owner))
    return any(t.subject == term(focus) and t.predicate == path for t in graph)


def _broken(shape: Shape, kind: str) -> str:
    """A value that breaks a constraint and, as far as may be, no other."""
    datatype = next((v.value.rpartition("#")[2] for v in shape.values.get("datatype", [])), None)
    fixed = {
        "class": "ex:nobody",
        "nodeKind": '"https://example.org/text"',
        "node": "<https://example.org/unknown>",
    }
    if kind in fixed:
        return fixed[kind]
    if kind == "minLength":
        return '""@en' if datatype == "langString" else '""'
    if kind == "datatype":
        return {
            "string": '"text"@en',
            "langString": '"text"',
            "date": '"2020-07-02"',
            "boolean": '"true"',
            "integer": '"5"^^xsd:nonNegativeInteger',
            "nonNegativeInteger": "5",
        }[datatype or "string"]
    if kind in ("in", "pattern"):
        return '"other"' if _literal(shape) else "ex:other"
    if kind == "maxCount":
        return _second(shape, datatype)
    raise ValueError(f"say in faults.py how to break {kind} of {shape.name}")


def _literal(shape: Shape) -> bool:
    listed = shape.values.get("in", [])
    return "datatype" in shape.values or (bool(listed) and isinstance(listed[0], ox.Literal))


def _second(shape: Shape, datatype: str | None) -> str:
    listed = shape.values.get("in", [])
    if len(listed) > 1:
        return short(listed[1])
    if datatype:
        return {
            "string": '"another"',
            "date": '"2012-12-12"^^xsd:date',
            "boolean": "false",
            "integer": "7",
            "nonNegativeInteger": '"7"^^xsd:nonNegativeInteger',
        }[datatype]
    return '"other"' if _literal(shape) else "ex:other"


def written(case: Case) -> str:
    """The text of a case: what it is, what it must give, and its graph."""
    lines = [f"# {line}" for line in case.about.strip().split("\n")]
    if case.rule:
        found = [(f.shape.removeprefix(WS), short(f.focus)) for f in results(case.graph)]
        found.sort(key=lambda pair: (pair[0] != case.rule, pair))
        lines += [f"# expect: ws:{rule} {focus}" for rule, focus in found]
        if not found or found[0][0] != case.rule or not _as_meant(case):
            print(f"{case.path}: the rule itself finds nothing", file=sys.stderr)
    elif results(case.graph):
        print(f"{case.path}: not valid: {results(case.graph)}", file=sys.stderr)
    return "\n".join(lines) + "\n" + turtle(case.graph, [t.subject for t in BASE])


def _as_meant(case: Case) -> bool:
    """Whether the constraint that the case is named after is the one that finds something."""
    word = case.path.split(".")[1]
    demanded = ALL[str(case.rule)].values
    kinds = {kind for kind, named in WORDS.items() if named == word and kind in demanded}
    found = {f.component for f in results(case.graph) if f.shape == WS + str(case.rule)}
    components = {f"{SH}{kind[0].upper()}{kind[1:]}ConstraintComponent" for kind in kinds}
    return not kinds or bool(found & components)


def results(graph: Iterable[ox.Triple]) -> list[Finding]:
    """What pySHACL finds in a graph."""
    return list(validate([ox.Quad(*triple) for triple in graph]).findings)


def main() -> None:
    """Write the cases; remove those that are no longer made."""
    made: set[Path] = set()
    for case in cases():
        path = HERE / case.path
        if path in made:
            raise ValueError(f"two cases are {case.path}")
        made.add(path)
        path.parent.mkdir(exist_ok=True)
        path.write_text(written(case), encoding="utf-8")
    for path in HERE.glob("*/*.ttl"):
        if path not in made:
            path.unlink()
    print(f"wrote {len(made)} cases")


if __name__ == "__main__":
    main()
