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
from whimkg.export._inputs import Block
from whimkg.export._lines import whole_lines
from whimkg.export._reading import parsed, unreadable

__all__ = ["Piece", "pieces"]

_BATCH = 8192  # quads of the other formats
# Nothing that is taken is given back, so that a wrong line costs no more than others; but for whole
# lines, since Python before 3.11.5 errs there: https://github.com/python/cpython/issues/106052.
# The parser is also asked for what is rare: brackets in IRIs, letters beyond ASCII, long languages.
_IRI = rb'<[A-Za-z][A-Za-z0-9+.-]*+:[^\x00-\x20<>"{}|^`\\\[\]\x7f-\xff]*+>'
_TEXT = rb'"[^\x00-\x1f"\\\x7f]*+(?:\\[tbnrf"\\][^\x00-\x1f"\\\x7f]*+)*+"'
_TYPE = rb"\^\^(?!<http://www\.w3\.org/2001/XMLSchema#string>)" + _IRI
_LITERAL = rb"%b(?:@[a-z]{2,3}+(?:-[a-z]{2})?+|%b)?" % (_TEXT, _TYPE)
#: Predicates and graphs are few: they are taken as they come, and each is looked at once.
_FEW = rb"<[^>]*+>"
_LINE = rb"^(%b (%b) (?:%b|%b))%%b \.\n" % (_IRI, _FEW, _IRI, _LITERAL)
_TRIPLES = re.compile(_LINE % b"()", re.MULTILINE)
_QUADS = re.compile(_LINE % (b"(?: (%b))?" % _FEW), re.MULTILINE)
_NAME = re.compile(_IRI)


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
        for data in whole_lines(block.path):
            quick = _quick(data, named=block.format == "nq")
            yield quick or _written(parsed(data, form, number), block.origin)
            number += len(quick.triples) if quick else data.count(b"\n")
    except GraphError as error:
        raise error if error.where.startswith(block.origin) else error.at(block.origin) from error
    except OSError as error:
        raise unreadable(block.origin, error) from error


def _quick(data: bytes, *, named: bool) -> Piece | None:
    """The lines as they are; None if one of them may not be in the engine's form.

    Args:
        data: whole lines.
        named: whether they may name graphs.
    """
    found = (_QUADS if named else _TRIPLES).findall(data)
    if len(found) != data.count(b"\n"):
        return None
    triples, predicates, graphs = zip(*found, strict=True)
    if not all(map(_NAME.fullmatch, {*predicates, *graphs} - {b""})):
        return None
    try:
        data.decode()
    except UnicodeDecodeError:
        return None
    return Piece(triples, graphs)


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
