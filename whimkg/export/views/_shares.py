"""Files of RDF by subject: the triples that questions can see, and what only has to be right.

N-Triples and N-Quads are not parsed here but cut at their blanks, which is ten times as fast. What
is not as plain as most goes through the parser; the rest is for who takes it to be parsed, so that
nothing wrong is passed over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

from whimkg.export import streamed
from whimkg.export._lines import Extent, bare, extents, whole_lines
from whimkg.export.views._shelves import Piece, piece

if TYPE_CHECKING:
    from whimkg.export._inputs import Block

__all__ = ["Reader", "Share", "Uncut"]

_BATCH = 8192  # quads of the other formats
_EXTENT = 1 << 22  # bytes of a file that are cut at once
_STOP = b" .\n"
_FORMS = {"nt": RdfFormat.N_TRIPLES, "nq": RdfFormat.N_QUADS}

#: What some triples say of nodes, as far as questions can see it; not parsed yet.
Share: TypeAlias = list[Piece]


class Uncut(NamedTuple):
    """A part of a file, to be cut in whatever process.

    Attributes:
        extent: the part.
        format: ``nt`` or ``nq``.
        file: what the blank nodes of the file are marked with, if there are several files.
    """

    extent: Extent
    format: str
    file: str = ""


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

    def read(self, block: Block) -> Iterator[Share | Uncut]:
        """A file, share by share; what can be cut elsewhere is not cut yet.

        Raises:
            GraphError: it cannot be read, or is no RDF of its format (with line and column).
            OSError: it cannot be read.
        """
        self._files += 1
        file = f"{self._files}." if self._several else ""
        if block.format in _FORMS:
            return (Uncut(each, block.format, file) for each in extents(block.path, _EXTENT))
        return self.sorted(_own(streamed(block), file))

    def cut(self, uncut: Uncut) -> Share:
        """A share; what questions cannot see of it is parsed now, the rest is for who takes it.

        Raises:
            SyntaxError: it is no RDF.
            OSError: it cannot be read.
        """
        form = _FORMS[uncut.format]
        share: Share = []
        for every in whole_lines(uncut.extent):
            lines = every.replace(b"\r\n", b"\n") if b"\r" in every else every
            try:
                if uncut.file and b"_:" in lines:
                    raise _Odd
                share += self._cut(lines, form)
            except _Odd:
                for some in self.sorted(_own(parse(lines, format=form), uncut.file)):
                    share += some
        return share

    def sorted(self, quads: Iterable[Quad]) -> Iterator[Share]:
        """Quads, whatever their graphs, share by share."""
        quads = iter(quads)
        while batch := list(islice(quads, _BATCH)):
            yield self._pieces(batch)

    def taken(self, triples: Iterable[bytes]) -> Share:
        """Triples as the engine writes them, without the final stop."""
        stars = _Stars()
        for triple in triples:
            node, predicate, end = triple.split(b" ", 2)
            if self._wanted.get(predicate):
                lines, ahead = stars[node]
                lines.append(triple + _STOP)
                if end[:1] != b'"':
                    ahead.append(end)
        return stars.pieces()

    def _cut(self, lines: bytes, form: RdfFormat) -> Share:
        """Whole lines of N-Triples or N-Quads.

        Raises:
            _Odd: some may not be as plain as they look.
            SyntaxError: those that no question can see are no RDF.
        """
        if b"\r" in lines or _has_codes(lines):
            raise _Odd
        wanted, named = self._wanted, form == RdfFormat.N_QUADS
        stars, others, plain = _Stars(), [], _Plain()
        for line in lines.splitlines(keepends=True):
            words = line.split(b" ", 2)
            if len(words) < 3:
                _check_empty(line)
            elif plain[words[0]] and not wanted[words[1]]:
                others.append(line)
            else:
                end = self._unnamed(words[2], line) if named else words[2]
                said, ahead = stars[words[0]]
                said.append(b"%b %b %b" % (words[0], words[1], end) if named else line)
                if end[:1] != b'"' and plain[node := end.removesuffix(_STOP)]:
                    ahead.append(node)
        for _ in parse(b"".join(others), format=form):
            pass
        return stars.pieces()

    def _unnamed(self, end: bytes, line: bytes) -> bytes:
        """The end of a line of N-Quads, from its object on, without the name of its graph."""
        parts = end.rsplit(b" ", 2)
        if len(parts) == 3 and parts[1] in self._graphs and parts[2] == b".\n":
            return parts[0] + _STOP
        triple = bare(line, self._graphs)
        if triple is None:
            raise _Odd
        return triple.split(b" ", 2)[2]

    def _pieces(self, quads: Iterable[Quad]) -> Share:
        stars = _Stars()
        for quad in quads:
            if self._wanted.get(str(quad.predicate).encode()):
                lines, ahead = stars[str(quad.subject).encode()]
                lines.append(str(quad.triple).encode() + _STOP)
                if isinstance(quad.object, NamedNode | BlankNode):
                    ahead.append(str(quad.object).encode())
        return stars.pieces()


class _Stars(defaultdict[bytes, tuple[list[bytes], list[bytes]]]):
    """Node to the lines whose subject it is, and to the nodes and other IRIs that these lead to."""

    def __init__(self) -> None:
        super().__init__(lambda: ([], []))

    def pieces(self) -> Share:
        return [piece(node, *star) for node, star in self.items()]


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


def _own(quads: Iterable[Quad], file: str) -> Iterator[Quad]:
    """Quads of a file, whose blank nodes no other file has."""

    def marked(term: Any) -> Any:
        return BlankNode(file + term.value) if isinstance(term, BlankNode) else term

    for quad in quads:
        if file and BlankNode in (type(quad.subject), type(quad.object)):
            yield Quad(marked(quad.subject), quad.predicate, marked(quad.object))
        else:
            yield quad
