"""Makes shapes/README.md from the shapes: ``python -m tests.shapes_readme``."""

import re
from pathlib import Path

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH

from whimkg.base.namespaces import contract

SHAPES = Path(__file__).parents[1] / "shapes"
README = SHAPES / "README.md"
WS = rdflib.Namespace("https://w3id.org/whimkg/shapes#")

_HEAD = """\
# Shapes

What a graph of this model must look like, as SHACL. `whimkg validate` holds a graph against them;
any other SHACL engine can, too: load all files together.

This file is made by `python -m tests.shapes_readme` from the shapes.

- **Layers.** *base* is what every graph in this model keeps, whoever made it; *strict* what one
  keeps beyond that to be published: evidence, dates, claim status, sources, identities, no personal
  data. A rule is in the base layer unless it says `ws:layer ws:strict`.
- **Severity** is sh:Violation unless a rule says otherwise.
- **Optional** shapes are about what a page need not have. Any other shape that finds nothing to
  check is itself a failure.
- **Closed** shapes allow no property but those of their rules. Terms of other vocabularies are not
  closed; what belongs to another kind of node is kept off them by `ws:term-stray`.
- A rule on several properties of a node at once has the path *itself*: zero or one `ws:self`, a
  property that no graph has.
- The ten rules of `graph.ttl` are queries, since they speak of nodes that no class leads to. Their
  focus is the dataset; the node at fault is the value of the result.

To add a rule: write it as a property shape with an IRI, a name and a message that says what to do;
add it to the shape of its class; run `python -m tests.cases.make`, which makes a case for each of
its constraints (`tests/cases/faults.txt` says how to break what is not simple); read what the cases
now expect; run `python -m tests.shapes_readme` and the tests.
"""


def graph() -> rdflib.Graph:
    """All shapes together."""
    made = rdflib.Graph(bind_namespaces="none")
    for file in sorted(SHAPES.glob("*.ttl")):
        made.parse(file)
    return made


def text() -> str:
    """The content of the file."""
    shapes = graph()
    targets = set(shapes.subjects(SH.targetClass, None))
    rules = {r for t in targets for p in (SH.property, SH.sparql) for r in shapes.objects(t, p)}
    strict = sum((rule, WS.layer, WS.strict) in shapes for rule in rules)
    counts = (
        f"{len(targets)} shapes with {len(rules)} rules: {len(rules) - strict} in the base layer, "
        f"{strict} more in the strict one.\n"
    )
    parts = [_file(file, shapes) for file in sorted(SHAPES.glob("*.ttl"))]
    return "\n".join([_HEAD, counts, *parts])


def _file(file: Path, shapes: rdflib.Graph) -> str:
    own = rdflib.Graph(bind_namespaces="none").parse(file)
    about = re.match(r"(?:#.*\n)+", file.read_text(encoding="utf-8"))
    lines = [f"## `{file.name}`", ""]
    if about:
        lines += [re.sub(r"^# ?", "", about[0], flags=re.M).strip(), ""]
    subjects = list(dict.fromkeys(_order(file)))
    nodes = [s for s in subjects if (s, SH.targetClass, None) in own]
    helpers = {s for s in subjects if (s, RDF.type, SH.NodeShape) in own} - set(nodes)
    within = {rule for s in helpers for rule in own.objects(s, SH.property)}
    rules = [s for s in subjects if _is_rule(s, own) and s not in within]
    if nodes:
        lines += ["| shape | checks each | closed | optional | its rules |"]
        lines += ["|---|---|---|---|---|"]
        lines += [_shape(s, shapes) for s in nodes] + [""]
    if rules:
        lines += ["| rule | layer | severity | property | demands | if broken |"]
        lines += ["|---|---|---|---|---|---|"]
        lines += [_rule(s, shapes) for s in rules] + [""]
    if helpers:
        lines += ["Shapes that these rules speak of:", ""]
        lines += [f"- `{_name(s)}`: {_helper(s, shapes)}" for s in subjects if s in helpers] + [""]
    return "\n".join(lines)


def _order(file: Path) -> list[rdflib.URIRef]:
    names = re.findall(r"^ws:([\w-]+) a sh:", file.read_text(encoding="utf-8"), flags=re.M)
    return [WS[name] for name in names]


def _is_rule(node: rdflib.URIRef, shapes: rdflib.Graph) -> bool:
    kinds = set(shapes.objects(node, RDF.type))
    return bool(kinds & {SH.PropertyShape, SH.SPARQLConstraint})


def _shape(shape: rdflib.URIRef, shapes: rdflib.Graph) -> str:
    closed = "yes" if (shape, SH.closed, rdflib.Literal(True)) in shapes else ""
    optional = "yes" if (shape, WS.optional, rdflib.Literal(True)) in shapes else ""
    rules = [*shapes.objects(shape, SH.property), *shapes.objects(shape, SH.sparql)]
    listed = ", ".join(sorted(f"`{_name(rule)}`" for rule in rules))
    target = _short(shapes.value(shape, SH.targetClass))
    return f"| `{_name(shape)}` | {target} | {closed} | {optional} | {listed} |"


def _rule(rule: rdflib.URIRef, shapes: rdflib.Graph) -> str:
    layer = _name(shapes.value(rule, WS.layer) or WS.base)
    severity = _name(shapes.value(rule, SH.severity) or SH.Violation)
    path = shapes.value(rule, SH.path)
    message = _cell(str(shapes.value(rule, SH.message)))
    where = _path(path, shapes) if path is not None else "the whole graph"
    demands = _cell("; ".join(_demands(rule, shapes))) or "a query"
    return f"| `{_name(rule)}` | {layer} | {severity} | {where} | {demands} | {message} |"


def _demands(rule: rdflib.term.Node, shapes: rdflib.Graph) -> list[str]:
    low, high = shapes.value(rule, SH.minCount), shapes.value(rule, SH.maxCount)
    said = []
    if low is not None or high is not None:
        numbers = {("1", "1"): "exactly 1", ("None", "0"): "none", ("None", "1"): "at most 1"}
        said = [numbers.get((str(low), str(high)), f"at least {low}")]
    for key, wording in _WORDING.items():
        for value in sorted(shapes.objects(rule, SH[key]), key=str):
            said.append(f"{wording} {_value(value, shapes)}".strip())
    return said


_WORDING = {
    "class": "described as",
    "nodeKind": "kind",
    "datatype": "datatype",
    "in": "one of",
    "hasValue": "has",
    "pattern": "of the form",
    "minLength": "characters at least",
    "uniqueLang": "one for each language",
    "lessThan": "less than",
    "lessThanOrEquals": "at most",
    "equals": "the same as",
    "disjoint": "not the same as",
    "node": "fits",
    "not": "does not fit",
    "or": "fits one of",
    "qualifiedMinCount": "at least",
    "qualifiedValueShape": "that fit",
}
#: Lists longer than this are counted, and read in the file.
_LONG = 16


def _value(value: rdflib.term.Node, shapes: rdflib.Graph) -> str:
    if value == rdflib.Literal(True):
        return ""
    if isinstance(value, rdflib.BNode):
        items = list(Collection(shapes, value))
        if len(items) > _LONG:
            return f"{len(items)} terms"
        return ", ".join(_short(item) for item in items)
    if isinstance(value, rdflib.Literal):
        words = str(value)
        return f"`{words}`" if len(words) < 120 else "the known prefixes"
    return _short(value)


def _helper(shape: rdflib.URIRef, shapes: rdflib.Graph) -> str:
    own = _demands(shape, shapes)
    for rule in sorted(shapes.objects(shape, SH.property), key=str):
        for path in shapes.objects(rule, SH.path):
            own.append(f"{_path(path, shapes)}: {'; '.join(_demands(rule, shapes))}")
    return "; ".join(own)


def _path(path: rdflib.term.Node, shapes: rdflib.Graph) -> str:
    if isinstance(path, rdflib.URIRef):
        return _short(path)
    if (path, RDF.first, None) in shapes:
        return " / ".join(_path(step, shapes) for step in Collection(shapes, path))
    for key, value in shapes.predicate_objects(path):
        if key == SH.inversePath:
            return f"inverse of {_path(value, shapes)}"
        if key == SH.alternativePath:
            steps = list(Collection(shapes, value))
            if len(steps) > _LONG:
                return f"{len(steps)} properties of other kinds of node"
            return " or ".join(_path(step, shapes) for step in steps)
    return "itself"


def _short(node: rdflib.term.Node | None) -> str:
    if isinstance(node, rdflib.URIRef):
        if _name(node) and node.startswith(WS):
            return f"`{_name(node)}`"
        return contract(str(node)) or f"<{node}>"
    return f"`{node}`"


def _name(node: rdflib.term.Node) -> str:
    return str(node).rpartition("#")[2]


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


if __name__ == "__main__":
    README.write_text(text(), encoding="utf-8")
