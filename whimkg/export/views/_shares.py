"""Files of RDF by subject: the triples that questions can see, and what only has to be right.

N-Triples and N-Quads are not parsed here but cut at their blanks, which is ten times as fast. What
is not as plain as most goes through the parser; the rest is for who takes it to be parsed, so that
nothing wrong is passed over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

from whimkg.export import streamed
from whimkg.export._lines import bare, whole_lines
from whimkg.export.views._shelves import Star

if TYPE_CHECKING:
    from whimkg.export._inputs import Block

__all__ = ["Reader", "Share"]

_BATCH = 8192  # quads of the other formats
_STOP = b" .\n"


class Share(NamedTuple):
    """Some of a file.

    Attributes:
        stars: node to what is said of it that questions can see; not parsed yet.
        others: lines that have not been parsed either.
        form: of these lines.
    """

    stars: dict[bytes, Star]
    others: bytes = b""
    form: RdfFormat = RdfFormat.N_QUADS


class _Odd(Exception):  # noqa: N818  # it is no error
    """A line that wants a parser."""


class Reader:
    """Cuts files into shares.

    Args:
        predicates: IRIs; triples that have none of these are in nobody's star.
        several: whether it reads several files, whose blank nodes are not the same even if
            they are called the same.
    """

    def __init__(self, predicates: Collection[str], *, several: bool = False) -> None:
        self._several, self._files = several, 0
        self._wanted = _Wanted({b"<%b>" % iri.encode(): True for iri in predicates})
        self._graphs: set[bytes | None] = set()

    def read(self, block: Block) -> Iterator[Share]:
        """A file, share by share.

        Raises:
            GraphError: it cannot be read, or is no RDF of its format (with line and column).
            SyntaxError: what is not plain in a share is no RDF.
            OSError: it cannot be read.
        """
        self._files += 1
        if block.format not in ("nt", "nq"):
            yield from self.sorted(self._own(streamed(block)))
            return
        form = RdfFormat.N_QUADS if block.format == "nq" else RdfFormat.N_TRIPLES
        for every in whole_lines(block.path):
            lines = every.replace(b"\r\n", b"\n") if b"\r" in every else every
            try:
                yield self._cut(lines, form)
            except _Odd:
                yield from self.sorted(self._own(parse(lines, format=form)))

    def sorted(self, quads: Iterable[Quad]) -> Iterator[Share]:
        """Quads, whatever their graphs, share by share."""
        quads = iter(quads)
        while batch := list(islice(quads, _BATCH)):
            yield Share(self._stars(batch))

    def taken(self, triples: Iterable[bytes]) -> Share:
        """Triples as the engine writes them, without the final stop."""
        stars: dict[bytes, Star] = defaultdict(Star.empty)
        for triple in triples:
            node, predicate, end = triple.split(b" ", 2)
            if self._wanted.get(predicate):
                star = stars[node]
                star.lines.append(triple + _STOP)
                if end[:1] != b'"':
                    star.ahead.append(end)
        return Share(stars)

    def _cut(self, lines: bytes, form: RdfFormat) -> Share:
        """Whole lines of N-Triples or N-Quads.

        Raises:
            _Odd: some may not be as plain as they look.
        """
        if b"\r" in lines or _has_codes(lines) or (self._several and b"_:" in lines):
            raise _Odd
        stars: dict[bytes, Star] = defaultdict(Star.empty)
        wanted, named = self._wanted, form == RdfFormat.N_QUADS
        others, plain = [], _Plain()
        for line in lines.splitlines(keepends=True):
            words = line.split(b" ", 2)
            if len(words) < 3:
                _check_empty(line)
            elif plain[words[0]] and not wanted[words[1]]:
                others.append(line)
            else:
                end = self._unnamed(words[2], line) if named else words[2]
                star = stars[words[0]]
                star.lines.append(b"%b %b %b" % (words[0], words[1], end) if named else line)
                if end[:1] != b'"' and plain[node := end.removesuffix(_STOP)]:
                    star.ahead.append(node)
        return Share(stars, b"".join(others), form)

    def _own(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Quads of this file, whose blank nodes no other file has."""
        for quad in quads:
            if self._several and BlankNode in (type(quad.subject), type(quad.object)):
                yield Quad(self._renamed(quad.subject), quad.predicate, self._renamed(quad.object))
            else:
                yield quad

    def _renamed(self, term: Any) -> Any:
        return BlankNode(f"{self._files}.{term.value}") if isinstance(term, BlankNode) else term

    def _unnamed(self, end: bytes, line: bytes) -> bytes:
        """The end of a line of N-Quads, from its object on, without the name of its graph."""
        parts = end.rsplit(b" ", 2)
        if len(parts) == 3 and parts[1] in self._graphs and parts[2] == b".\n":
            return parts[0] + _STOP
        triple = bare(line, self._graphs)
        if triple is None:
            raise _Odd
        return triple.split(b" ", 2)[2]

    def _stars(self, quads: Iterable[Quad]) -> dict[bytes, Star]:
        stars: dict[bytes, Star] = defaultdict(Star.empty)
        for quad in quads:
            if self._wanted.get(str(quad.predicate).encode()):
                star = stars[str(quad.subject).encode()]
                star.lines.append(str(quad.triple).encode() + _STOP)
                if isinstance(quad.object, NamedNode | BlankNode):
                    star.ahead.append(str(quad.object).encode())
        return stars


class _Wanted(dict[bytes, bool]):
    """Whether a predicate is one that questions can see; of those that are plain."""

    def __missing__(self, predicate: bytes) -> bool:
        _check(predicate)
        return self.setdefault(predicate, False)


class _Plain(dict[bytes, bool]):
    """True of each node that is plain."""

    def __missing__(self, node: bytes) -> bool:
        _check(node)
        return self.setdefault(node, True)


def _check(node: bytes) -> None:
    """See that it looks like one IRI or blank node, up to what the parser judges.

    Raises:
        _Odd: it does not.
    """
    named = node[:1] == b"<" and node.find(b">") == len(node) - 1
    if not (named or (node[:2] == b"_:" and node[2:].isalnum())):
        raise _Odd


def _has_codes(lines: bytes) -> bool:
    """Whether a term may be written with numbers of letters, and so in several ways."""
    return b"\\" in lines and (b"\\u" in lines or b"\\U" in lines)


def _check_empty(line: bytes) -> None:
    if line.strip(b" \t\n"):
        raise _Odd
