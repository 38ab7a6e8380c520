"""What Turtle and TriG share: terms, one block a subject, and the header.

Written here and not by pyoxigraph, which gives no line to each statement, no comments, and
shortens IRIs to names with escapes in them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from whimkg.base.namespaces import expand
from whimkg.export.rdf.content import Content
from whimkg.export.rdf.document import Document
from whimkg.export.rdf.nodes import Node, Term, name
from whimkg.export.rdf.order import sorted_predicates
from whimkg.export.rdf.prefixes import Prefixes, with_folders

__all__ = ["TurtleWriter", "write_documents"]

_TYPE, _STRING = expand("rdf:type"), expand("xsd:string")
#: Literals whose bare text every parser reads back to the digit (rdflib rewrites -0 and 007).
_BARE = {
    expand("xsd:integer"): re.compile(r"0|-?[1-9][0-9]{0,14}"),
    expand("xsd:boolean"): re.compile(r"true|false"),
}
#: What every parser joins in the same way with a base (rdflib, for one, stumbles over a colon).
_FRAGMENT = re.compile(r"(https?://[^?#/]+(?:/[A-Za-z0-9_-]+)+)(#[A-Za-z0-9_=,-]+)")
_WIDTH, _NOTE_WIDTH = 96, 60


def write_documents(
    content: Content, body: Callable[[Document, TurtleWriter], Iterable[str]]
) -> Iterator[bytes]:
    """A graph page by page; each page declares what it needs beside what stands above it.

    Args:
        content: the graph.
        body: gives what stands below the declarations of a document.
    """
    declared: dict[str, str] = {}
    for number, document in enumerate(content.documents()):
        writer = TurtleWriter(document.index, document.prefixes)
        text = "".join(body(document, writer))
        gap = "\n" if number else ""
        title = f"# === {document.page} ===\n" if document.page else ""
        yield f"{gap}{title}{writer.header(declared)}{text}".encode()


class _Row(NamedTuple):
    text: str
    mark: str
    note: str


class TurtleWriter:
    """Writes the terms and blocks of one document; ``header`` last, when all prefixes are known.

    The document's ``@base`` is the IRI of which most fragments are named (a snapshot of a page,
    whose places are ``<#char=1852,1863>``), where there is one.

    Args:
        index: all subjects, and of their nodes at least what they are called.
        prefixes: prefix to IRI prefix.

    Attributes:
        names: IRI to how it is written, for what has a name other than by the prefixes.
    """

    def __init__(self, index: Mapping[str, Node], prefixes: Mapping[str, str]) -> None:
        self._index = index
        self._notes: dict[str, str] = {}
        self._prefixes = Prefixes(with_folders(prefixes, index))
        self._base = self._most_fragments()
        self.names: dict[str, str] = {}

    def _most_fragments(self) -> str | None:
        others = (iri for iri in self._index if not self._prefixes.curie(iri))
        counts = Counter(match[1] for iri in others if (match := _FRAGMENT.fullmatch(iri)))
        return min(counts, key=lambda iri: (-counts[iri], iri)) if counts else None

    def header(self, declared: dict[str, str] | None = None) -> str:
        """The declarations of the base and of the prefixes used.

        Args:
            declared: what stands above already, by its declaration; what is new gets added.
        """
        used = {f"@prefix {name}:": iri for name, iri in self._prefixes.used()}
        needed = ({"@base": self._base} if self._base else {}) | used
        above = {} if declared is None else declared
        new = {name: iri for name, iri in needed.items() if above.get(name) != iri}
        above.update(new)
        return "".join(f"{name} <{iri}> .\n" for name, iri in new.items())

    def block(self, subject: str, node: Node) -> str:
        """All statements of one subject, one predicate a line, with names as comments."""
        first, *others = self.lines(node, " .")
        return f"{self.iri(subject)} {first}" + "".join(f"    {line}" for line in others)

    def lines(self, node: Node, end: str) -> list[str]:
        """The statements of a block, of which the last has another end than the others."""
        rows = [row for iri in sorted_predicates(node) for row in self._rows(iri, node[iri])]
        rows[-1:] = [row._replace(mark=end) for row in rows[-1:]]
        return [f"{row.text}{row.mark}{row.note}\n" for row in rows]

    def graph(self, name: str, blocks: Iterable[str]) -> str:
        """Blocks as TriG has them inside the graph of that name."""
        written = [f"{self.iri(name)} {{\n"]
        for block in blocks:
            # Not by textwrap: it takes a line separator inside a literal for a line end.
            lines = block.split("\n")
            written.append("\n" + "\n".join(f"    {line}" if line else "" for line in lines))
        return "".join([*written, "\n}\n"])

    def _rows(self, predicate: str, terms: list[Term]) -> list[_Row]:
        verb = "a" if predicate == _TYPE else self.iri(predicate)
        written = [self.term(term) for term in terms]
        notes = [self.note(term) for term in terms]
        line = f"{verb} {', '.join(written)}"
        if len(terms) == 1 or (len(line) < _WIDTH and not any(notes)):
            return [_Row(line, " ;", notes[0])]
        marks = [","] * (len(terms) - 1) + [" ;"]
        listed = [f"    {text}" for text in written]
        return [_Row(verb, "", ""), *map(_Row, listed, marks, notes)]

    def term(self, term: Term) -> str:
        """An IRI or a literal as Turtle."""
        if isinstance(term, NamedNode):
            return self.iri(term.value)
        datatype = term.datatype.value
        if datatype in _BARE and _BARE[datatype].fullmatch(term.value):
            return term.value
        text = str(Literal(term.value))
        if term.language:
            return f"{text}@{term.language}"
        return text if datatype == _STRING else f"{text}^^{self.iri(datatype)}"

    def note(self, term: Term) -> str:
        """The name of a node of this graph, or the words at a place, as a comment."""
        if not isinstance(term, NamedNode):
            return ""
        if term.value not in self._notes:
            self._notes[term.value] = self._new_note(term.value)
        return self._notes[term.value]

    def _new_note(self, iri: str) -> str:
        text = name(self._index.get(iri, {}))
        if text is None:
            return ""
        return f"  # {text[:_NOTE_WIDTH]}…" if len(text) > _NOTE_WIDTH else f"  # {text}"

    def iri(self, iri: str) -> str:
        """An IRI as Turtle: a CURIE, relative to the base, or in full."""
        return self.names.get(iri) or self._prefixes.curie(iri) or f"<{self._relative(iri)}>"

    def _relative(self, iri: str) -> str:
        match = _FRAGMENT.fullmatch(iri)
        if match and match[1] == self._base:
            return match[2]
        return "" if iri == self._base else iri
