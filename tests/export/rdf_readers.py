"""Independent readers of each format, all giving the same plain terms, for comparison."""

import json
import warnings
from collections.abc import Callable, Iterable

import pyoxigraph
import rdflib
from pyld import jsonld
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

#: Subject, predicate, object; an object is an IRI or (text, language, datatype).
Plain = tuple[str, str, str | tuple[str, str, str]]
Plains = set[Plain]

LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
STRING = "http://www.w3.org/2001/XMLSchema#string"
_RDFLIB = {
    "ttl": "turtle",
    "trig": "trig",
    "nt": "nt11",
    "nq": "nquads",
    "rdf": "xml",
    "jsonld": "json-ld",
}


def plain(quads: Iterable[Quad]) -> Plains:
    """The union of quads of pyoxigraph, as plain terms."""
    return {(quad.subject.value, quad.predicate.value, _term(quad.object)) for quad in quads}  # type: ignore[union-attr]


def _term(term: object) -> str | tuple[str, str, str]:
    if isinstance(term, Literal):
        return term.value, term.language or "", term.datatype.value
    assert isinstance(term, NamedNode)
    return term.value


def by_pyoxigraph(data: bytes, name: str) -> Plains:
    rdf_format = RdfFormat.from_extension(name)
    assert rdf_format is not None
    return plain(pyoxigraph.parse(data, format=rdf_format))


def by_rdflib(data: bytes, name: str) -> Plains:
    dataset = rdflib.Dataset(default_union=True)
    with warnings.catch_warnings():  # rdflib calls its own deprecated names
        warnings.simplefilter("ignore", DeprecationWarning)
        dataset.parse(data=data, format=_RDFLIB[name])
    return {(str(s), str(p), _rdflib_term(o)) for s, p, o, _ in dataset.quads()}


def _rdflib_term(term: object) -> str | tuple[str, str, str]:
    if not isinstance(term, rdflib.Literal):
        assert isinstance(term, rdflib.URIRef)
        return str(term)
    datatype = LANG_STRING if term.language else str(term.datatype or STRING)
    return str(term), term.language or "", datatype


def by_pyld(data: bytes, name: str) -> Plains:
    assert name == "jsonld"
    options = {"format": "application/n-quads", "documentLoader": refuse}
    return by_pyoxigraph(jsonld.to_rdf(json.loads(data), options).encode(), "nq")


def refuse(url: str, _options: object = None) -> None:
    raise AssertionError(f"wants to fetch {url}")


READERS: dict[str, Callable[[bytes, str], Plains]] = {
    "pyoxigraph": by_pyoxigraph,
    "rdflib": by_rdflib,
    "pyld": by_pyld,
}
