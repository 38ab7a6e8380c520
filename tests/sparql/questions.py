"""The bundled questions and their stored answers, read without the package's own engine."""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox
import rdflib
import yaml
from rdflib.query import Result

__all__ = [
    "ANSWERS",
    "DATA",
    "ENGINES",
    "QUERIES",
    "Question",
    "boolean",
    "bundled",
    "questions",
    "rdflib_graph",
    "table",
    "told",
    "triples",
]

ROOT = Path(__file__).parents[2]
QUERIES = ROOT / "queries"
ANSWERS = ROOT / "tests" / "answers"
#: The bundled graph, and what the engine loads beside it.
DATA = (ROOT / "data" / "whim-syndrome.nq", ROOT / "data" / "hpo-slice.nq")
#: Form of a query to the ending of its stored answer.
ENDINGS = {"SELECT": ".tsv", "ASK": ".json", "CONSTRUCT": ".nt", "DESCRIBE": ".nt"}


class Question(NamedTuple):
    """A file of ``queries/``.

    Attributes:
        name: its stem.
        head: what its decorators say.
        text: the whole file.
        sparql: the file without its decorators.
    """

    name: str
    head: dict[str, Any]
    text: str
    sparql: str

    @property
    def form(self) -> str:
        """The first word after the prefixes."""
        lines = (line.split(maxsplit=1) for line in self.sparql.splitlines())
        return next(words[0] for words in lines if words and words[0] != "PREFIX")

    @property
    def answer(self) -> Path:
        """Where its answer is stored."""
        return ANSWERS / f"{self.name}{ENDINGS[self.form]}"

    @property
    def needs_hierarchy(self) -> bool:
        """Whether it says that it wants the slice of HPO's hierarchy."""
        return "data/hpo-slice.nq" in self.head["description"]


@cache
def questions() -> tuple[Question, ...]:
    """All questions, sorted by name."""
    return tuple(_read(path) for path in sorted(QUERIES.glob("*.rq")))


def _read(path: Path) -> Question:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    marked = [line for line in lines if line.startswith("#+ ")]
    assert lines[: len(marked)] == marked, f"{path.name}: decorators stand first"
    head = yaml.safe_load("".join(line[3:] for line in marked))
    return Question(path.stem, head, text, "".join(lines[len(marked) :]))


@cache
def bundled() -> tuple[ox.Quad, ...]:
    """The quads that questions are asked of."""
    return tuple(quad for path in DATA for quad in ox.parse(path=path))


# An engine takes quads and returns what answers a text on their union, as the answer is stored.
Engine = Callable[[Iterable[ox.Quad]], Callable[[str], str]]


def oxigraph(quads: Iterable[ox.Quad]) -> Callable[[str], str]:
    store = ox.Store()
    store.extend(quads)
    return lambda text: ask_store(store, text)


def ask_store(store: ox.Store, text: str) -> str:
    """What pyoxigraph answers on the union of a store's graphs."""
    found = store.query(text, use_default_graph_as_union=True)
    if isinstance(found, ox.QueryBoolean):
        return boolean(bool(found))
    if isinstance(found, ox.QueryTriples):
        return triples((t.subject, t.predicate, t.object) for t in found)
    names = [variable.value for variable in found.variables]
    return table(names, ([row[name] for name in names] for row in found))


def rdf_lib(quads: Iterable[ox.Quad]) -> Callable[[str], str]:
    graph = rdflib_graph(quads)
    return lambda text: told(graph.query(text))


def rdflib_graph(quads: Iterable[ox.Quad]) -> rdflib.Graph:
    """The union of quads, in the store that rdflib has for one graph."""
    graph = rdflib.Graph()
    for quad in quads:
        graph.add((_rdflib(quad.subject), _rdflib(quad.predicate), _rdflib(quad.object)))
    return graph


def told(found: Result) -> str:
    """What rdflib answered, as it is stored."""
    if found.type == "ASK":
        return boolean(bool(found.askAnswer))
    if found.type in ("CONSTRUCT", "DESCRIBE"):
        assert found.graph is not None
        return triples([_oxigraph(term) for term in triple] for triple in found.graph)
    names = [str(variable) for variable in found.vars or ()]
    rows = ([_oxigraph(row.get(rdflib.Variable(name))) for name in names] for row in found.bindings)
    return table(names, rows)


#: Name of an engine to how it is set up.
ENGINES: dict[str, Engine] = {"pyoxigraph": oxigraph, "rdflib": rdf_lib}


#: Oxigraph's store turns every integer type into this one, and so must whoever compares with it.
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
NON_NEGATIVE = "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"


def table(names: list[str], rows: Iterable[list[Any]]) -> str:
    """SPARQL's TSV, with every term written out in full."""
    lines = ["\t".join(f"?{name}" for name in names)]
    lines += ["\t".join("" if term is None else str(term) for term in row) for row in rows]
    return "".join(f"{line}\n" for line in lines)


def triples(found: Iterable[Iterable[Any]]) -> str:
    """Sorted N-Triples, each once: an engine may repeat what a template makes twice."""
    lines = {" ".join(map(str, triple)) + " .\n" for triple in found}
    return "".join(sorted(line.replace(f"^^<{NON_NEGATIVE}>", f"^^<{INTEGER}>") for line in lines))


def boolean(value: bool) -> str:
    """SPARQL's JSON for yes and no."""
    return json.dumps({"head": {}, "boolean": value}) + "\n"


def cells(answer: str) -> Iterator[list[ox.NamedNode | ox.Literal | None]]:
    """The rows of a stored table, header left out."""
    for line in answer.splitlines()[1:]:
        yield [_term(cell) for cell in line.split("\t")]


def _term(cell: str) -> ox.NamedNode | ox.Literal | None:
    if not cell:
        return None
    (quad,) = ox.parse(f"<x:s> <x:p> {cell} .", ox.RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, ox.NamedNode | ox.Literal)
    return quad.object


def _rdflib(term: Any) -> rdflib.term.Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    assert isinstance(term, ox.Literal), "the graph has no blank nodes"
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    plain = term.datatype.value.endswith("#string")
    return rdflib.Literal(term.value, datatype=None if plain else term.datatype.value)


def _oxigraph(term: Any) -> ox.NamedNode | ox.Literal | None:
    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(term)
    assert isinstance(term, rdflib.Literal), f"no blank nodes: {term!r}"
    if term.language:
        return ox.Literal(str(term), language=term.language)
    datatype = ox.NamedNode(str(term.datatype)) if term.datatype else None
    return ox.Literal(str(term), datatype=datatype)
