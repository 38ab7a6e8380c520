"""How a test of a suite came out, and what several suites need to tell that."""

from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from unittest.mock import patch
from urllib.parse import unquote, urlsplit
from warnings import catch_warnings, simplefilter

import rdflib
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, Triple

from whimkg.errors import GraphWarning, QueryWarning, WhimkgError
from whimkg.rdf.inputs import files
from whimkg.shacl.user_shapes import quiet

RIGHT, REFUSED, WARNED, WRONG = "right", "refused", "warned", "wrong"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_XML = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral")


class Outcome(NamedTuple):
    """One test: its suite and name, how it came out, and what was told."""

    suite: str
    name: str
    kind: str
    told: str = ""


def manifest(path: Path) -> rdflib.Graph:
    """A manifest, in which files are named by their own addresses."""
    with quiet(), patch("rdflib.NORMALIZE_LITERALS", new=False):
        return rdflib.Graph().parse(path, format="turtle", publicID=path.as_uri())


def path_of(node: rdflib.term.Node) -> Path:
    """The file of an address."""
    return Path(unquote(urlsplit(str(node)).path))


def read(path: Path, base_iri: str, format_name: str = "", *, required: bool = True) -> list[Quad]:
    """The quads of a file, as every command reads it; without any it is refused, if required."""
    with TemporaryDirectory() as folder:
        (block,) = files([path], Path(folder), format_name=format_name, base_iri=base_iri)
        return list(block.quads(required=required))


def evaluate(suite: str, name: str, made: Callable[[], bool]) -> Outcome:
    """Whether a test that is to succeed gives what it should, or says that it may not."""
    try:
        with catch_warnings(record=True) as found:
            simplefilter("always")
            if made():
                return Outcome(suite, name, RIGHT)
    except WhimkgError as error:
        return Outcome(suite, name, REFUSED, str(error))
    said = [str(w.message) for w in found if issubclass(w.category, GraphWarning | QueryWarning)]
    return Outcome(suite, name, WARNED if said else WRONG, "; ".join(said))


def refused(suite: str, name: str, made: Callable[[], object]) -> Outcome:
    """Whether a test that is to fail does so."""
    try:
        made()
    except WhimkgError as error:
        return Outcome(suite, name, RIGHT, str(error))
    return Outcome(suite, name, WRONG, "it should be refused")


def same(one: Iterable[Quad], other: Iterable[Quad]) -> bool:
    """Whether two graphs are the same, whatever their blank nodes are called."""
    return _canonical(one) == _canonical(other)


def _canonical(quads: Iterable[Quad]) -> set[Quad]:
    found = Dataset(Quad(q.subject, q.predicate, _xml(q.object), q.graph_name) for q in quads)
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(found)


def _xml(term: Any) -> Any:
    """XML by its value, which is that of its canonical form (RDF 1.1 Concepts, section 5.2)."""
    if isinstance(term, Triple):
        return Triple(term.subject, term.predicate, _xml(term.object))
    if not isinstance(term, Literal) or term.datatype != _XML:
        return term
    from lxml import etree

    try:
        root = etree.fromstring(f"<x>{term.value}</x>")
    except etree.XMLSyntaxError:
        return term
    return Literal(etree.tostring(root, method="c14n", exclusive=True).decode(), datatype=_XML)
