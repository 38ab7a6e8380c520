"""Turtle for the case files: one paragraph for each node, as short as it can be read."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

_TEXT = "https://example.org/snapshot/" + "0123456789abcdef" * 4
_BASE = (Path(__file__).parent / "base.ttl").read_text(encoding="utf-8")
PREFIXES = "".join(line + "\n" for line in _BASE.split("\n") if line.startswith("@prefix"))
PREFIXES += "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
_KNOWN = dict(re.findall(r"@prefix ([\w.-]+): <(.*)> \.", PREFIXES))
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def parsed(text: str) -> Iterator[ox.Triple]:
    """The triples of some Turtle."""
    for quad in ox.parse(text, format=ox.RdfFormat.TURTLE):
        yield quad.triple


def term(text: str) -> Any:
    """A term, as Turtle writes it.

    >>> term("HP:0001888")
    <NamedNode value=http://purl.obolibrary.org/obo/HP_0001888>
    """
    (triple,) = parsed(f"{PREFIXES}<s:s> <p:p> {text} .")
    return triple.object


def short(node: object) -> str:
    """A term in Turtle, with a prefix where one fits; an IRI may be given as text."""
    if isinstance(node, str):
        return short(ox.NamedNode(node)) if not node.startswith("_:") else node
    if isinstance(node, ox.NamedNode):
        return _iri(node.value)
    if isinstance(node, ox.Literal):
        return _literal(node)
    return str(node)


def _iri(iri: str) -> str:
    if iri == _TEXT:
        return "text:"
    for prefix, start in sorted(_KNOWN.items(), key=lambda item: -len(item[1])):
        rest = iri.removeprefix(start)
        if rest != iri and re.fullmatch(r"\w[\w-]*(?:,\d+)?", rest, re.ASCII):
            return f"{prefix}:{rest}".replace(",", "\\,")
    return f"<{iri}>"


def _literal(node: ox.Literal) -> str:
    if node.datatype.value == _INTEGER and re.fullmatch(r"-?\d+", node.value):
        return node.value
    datatype = node.datatype.value.replace("http://www.w3.org/2001/XMLSchema#", "xsd:")
    if datatype in ("xsd:string",) or node.language:
        return str(node)
    if datatype == "xsd:boolean":
        return node.value
    return f"{ox.Literal(node.value)}^^{datatype}"


def turtle(triples: Iterable[ox.Triple], order: list[object]) -> str:
    """The triples as Turtle.

    Args:
        triples: the triples.
        order: nodes, in the order in which they are to stand; others come last.
    """
    ranks = {node: rank for rank, node in reversed(list(enumerate(order)))}
    by_subject: dict[object, list[ox.Triple]] = {}
    for triple in triples:
        by_subject.setdefault(triple.subject, []).append(triple)
    nodes = sorted(by_subject, key=lambda node: (ranks.get(node, len(order)), str(node)))
    body = "\n".join(_node(node, by_subject[node]) for node in nodes)
    used = {p: iri for p, iri in _KNOWN.items() if re.search(rf"(?<![\w/]){re.escape(p)}:", body)}
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(used.items()))
    return f"{head}\n{body}"


def _node(node: object, triples: list[ox.Triple]) -> str:
    by_predicate: dict[str, list[str]] = {}
    for triple in triples:
        key = "a" if triple.predicate.value == _TYPE else short(triple.predicate)
        by_predicate.setdefault(key, []).append(short(triple.object))
    keys = sorted(by_predicate, key=lambda key: (key != "a", key))
    lines = [short(node)]
    for number, key in enumerate(keys, 1):
        words = [key, *(f"{value}," for value in sorted(by_predicate[key]))]
        words[-1] = words[-1][:-1] + (" ;" if number < len(keys) else " .")
        for word in words:
            if len(lines[-1]) + 1 + len(word) > 100:
                lines.append(f"  {word}")
            else:
                lines[-1] += f" {word}"
    return "\n".join(lines) + "\n"
