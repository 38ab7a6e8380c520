"""Files of RDF into lines of triples in one form, a piece at a time.

A line is the text of a triple as the engine writes it, without the final stop; so two lines are
equal if the triples are. Most lines of N-Quads and N-Triples are in that form already, and a
pattern tells it, far faster than a parser; the others are read by the parser.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat

from whimkg.errors import GraphError
from whimkg.export import streamed
from whimkg.export._inputs import Block, unreadable
from whimkg.export._reading import parsed

__all__ = ["Piece", "pieces"]

_SIZE = 1 << 20  # bytes read at once
_BATCH = 8192  # quads of the other formats
# Nothing that is taken is given back, so that a wrong line costs no more than others; but for whole
# lines, since Python before 3.11.5 errs there: https://github.com/python/cpython/issues/106052.
_IRI = rb'<[A-Za-z][A-Za-z0-9+.-]*+:[^\x00-\x20<>"{}|^`\\]*+>'
_TEXT = rb'"[^\x00-\x1f"\\\x7f]*+(?:\\[tbnrf"\\][^\x00-\x1f"\\\x7f]*+)*+"'
_TYPE = rb"\^\^(?!<http://www\.w3\.org/2001/XMLSchema#string>)" + _IRI
_TRIPLE = rb"%b %b (?:%b|%b(?:@[a-z]++(?:-[a-z0-9]++)*+|%b)?)" % (_IRI, _IRI, _IRI, _TEXT, _TYPE)
_TRIPLES = re.compile(rb"(?:%b \.\n)*" % _TRIPLE)
_QUADS = re.compile(rb"(?:%b %b \.\n)*" % (_TRIPLE, _IRI))


class Piece(NamedTuple):
    """Some triples, and the graph of each as it is written there; empty for the default graph."""

    triples: Sequence[bytes]
    graphs: Sequence[bytes]


def pieces(block: Block) -> Iterator[Piece]:
    """The triples of a file, in its order and with its repetitions.

    Raises:
        GraphError: it cannot be read, is no RDF of its format, or has blank nodes.
    """
    if block.format in ("nq", "nt"):
        yield from _of_lines(block)
        return
    quads = streamed(block)
    while batch := list(islice(quads, _BATCH)):
        yield _written(batch, block.origin)


def _of_lines(block: Block) -> Iterator[Piece]:
    number = 1
    form = RdfFormat.N_QUADS if block.format == "nq" else RdfFormat.N_TRIPLES
    try:
        for data in _whole_lines(block):
            quick = _quick(data, named=block.format == "nq")
            yield quick or _written(parsed(data, form, number), block.origin)
            number += data.count(b"\n")
    except GraphError as error:
        raise error if error.where.startswith(block.origin) else error.at(block.origin) from error
    except OSError as error:
        raise unreadable(block.origin, error) from error


def _whole_lines(block: Block) -> Iterator[bytes]:
    rest = b""
    with block.path.open("rb") as file:
        while data := file.read(_SIZE):
            end = data.rfind(b"\n") + 1
            if end:
                yield rest + data[:end]
                rest = b""
            rest += data[end:]
    if rest.strip():
        yield rest + b"\n"


def _quick(data: bytes, *, named: bool) -> Piece | None:
    """The lines as they are; None if one of them may not be in the engine's form.

    Args:
        data: whole lines.
        named: whether they may name graphs; then all do, or none.
    """
    triples = _TRIPLES.fullmatch(data)
    if not triples and not (named and _QUADS.fullmatch(data)):
        return None
    try:
        data.decode()
    except UnicodeDecodeError:
        return None
    lines = data.split(b" .\n")[:-1]
    if triples:
        return Piece(lines, [b""] * len(lines))
    quads = [line.rpartition(b" ") for line in lines]
    return Piece([triple for triple, _, _ in quads], [graph for _, _, graph in quads])


def _written(quads: Iterable[Quad], origin: str) -> Piece:
    triples, graphs = [], []
    for quad in quads:
        _check(quad, origin)
        triples.append(str(quad.triple).encode())
        graph = quad.graph_name
        graphs.append(b"" if isinstance(graph, DefaultGraph) else str(graph).encode())
    return Piece(triples, graphs)


def _check(quad: Quad, origin: str) -> None:
    named = isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal)
    if not named or not isinstance(quad.graph_name, NamedNode | DefaultGraph):
        raise GraphError(
            f"a blank node or quoted triple, in {quad}",
            where=origin,
            remedy="give every node an IRI: a blank node has no identity beyond its file, so that "
            "what a store holds could not be compared",
        )
