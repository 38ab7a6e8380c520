"""JSON-LD of schema.org: the diseases as medical conditions, for web pages and search engines.

The text can stand in ``<script type="application/ld+json">`` as it is: a ``<`` is written as its
escape in JSON, so that nothing in it ends the element. The context is inside, so that nothing is
fetched. Each condition holds all that is said of it, even what another holds too; only a condition
named by another is not written out there.

Source: https://schema.org/MedicalCondition.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from whimkg.base.namespaces import expand, prefix_map
from whimkg.errors import GraphError
from whimkg.export.json_text import laid_out
from whimkg.export.views.source import Source

__all__ = ["write"]

_VOCABULARY = prefix_map()["schema"]
_TYPE = expand("rdf:type")
_STRING = expand("xsd:string")
_MAIN = expand("schema:subjectOf")
_NAME = expand("schema:name")


def write(source: Source) -> dict[str, bytes]:
    """The conditions of the graph, in the order of their names.

    Raises:
        GraphError: there are none.
    """
    found = _Conditions(source.triples("schema-org"))
    conditions = [found.whole(iri) for iri in found.main]
    if not conditions:
        raise GraphError(
            "the graph describes no disease", remedy="give a graph that whimkg has built"
        )
    content = conditions[0] if len(conditions) == 1 else {"@graph": conditions}
    text = laid_out({"@context": found.context()} | content)
    return {".schema-org.jsonld": (text.replace("<", "\\u003c") + "\n").encode()}


class _Conditions:
    """The triples as trees, each below a condition that a page is about."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._nodes: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in triples:
            self._nodes[subject.value][predicate.value].append(value)
        mains = [iri for iri, node in self._nodes.items() if _MAIN in node]
        self.main = dict.fromkeys(sorted(mains, key=self._place))

    def context(self) -> dict[str, Any]:
        """Whole vocabulary as plain words, and the datatypes that are not just text."""
        typed = {
            _word(predicate): {"@type": _word(value.datatype.value)}
            for node in self._nodes.values()
            for predicate, values in node.items()
            for value in values
            if isinstance(value, Literal) and value.datatype.value != _STRING
        }
        return {"@vocab": _VOCABULARY} | dict(sorted(typed.items()))

    def whole(self, iri: str) -> dict[str, Any]:
        """A node with what it leads to inside."""
        node = self._nodes.get(iri, {})
        written: dict[str, Any] = {"@id": iri}
        for predicate in sorted(node, key=_rank):
            values = sorted(node[predicate], key=lambda value: self._place(value.value))
            key = "@type" if predicate == _TYPE else _word(predicate)
            written[key] = _one_or_all([self._value(value, key) for value in values])
        return written

    def _value(self, value: NamedNode | Literal, key: str) -> Any:
        if isinstance(value, Literal):
            return value.value
        if key == "@type":
            return _word(value.value)
        return self._named(value.value) if value.value in self.main else self.whole(value.value)

    def _named(self, iri: str) -> dict[str, Any]:
        """A condition that stands elsewhere, by type and name: two may name one another."""
        node = self._nodes[iri]
        return {
            "@id": iri,
            "@type": _one_or_all([_word(each.value) for each in node[_TYPE]]),
            _word(_NAME): _one_or_all(sorted(each.value for each in node[_NAME])),
        }

    def _place(self, text: str) -> tuple[str, str]:
        names = self._nodes[text].get(_NAME, []) if text in self._nodes else []
        return (min((name.value for name in names), default=""), text)


def _word(iri: str) -> str:
    return iri.removeprefix(_VOCABULARY)


def _rank(predicate: str) -> tuple[bool, bool, str]:
    return (predicate != _TYPE, predicate != _NAME, predicate)


def _one_or_all(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
