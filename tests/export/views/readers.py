"""Files back into statements, by programs that are not ours; one reader for each format.

A reader gives what a file says of each statement; what a format cannot carry, the test leaves out.
"""

import csv
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyoxigraph as ox
import rdflib
from lxml import etree
from rdflib import RDF, URIRef

from tests.export.rdf_readers import by_rdflib
from whimkg.base.namespaces import contract, prefix_map

BIOLINK, WHIMKG, PROV = (rdflib.Namespace(prefix_map()[p]) for p in ("biolink", "whimkg", "prov"))
NIF = rdflib.Namespace(prefix_map()["nif"])
QUALIFIERS = (
    "disease_context_qualifier",
    "qualified_predicate",
    "subject_form_or_variant_qualifier",
    "object_aspect_qualifier",
    "object_direction_qualifier",
)
Files = Mapping[str, bytes]


@dataclass(frozen=True, order=True)
class Statement:
    """What a file says of a statement; identifiers are CURIEs, what is missing is empty."""

    subject: str
    predicate: str
    object: str
    frequency: str = ""
    qualifiers: tuple[tuple[str, str], ...] = ()
    source: str = ""
    date: str = ""
    status: str = ""
    places: tuple[tuple[int, int], ...] = field(default=())


def curie(iri: object) -> str:
    return contract(str(iri)) or str(iri)


def of_graph(graph: rdflib.Graph) -> list[Statement]:
    """The statements of RDF."""
    found = []
    for node in set(graph.subjects(BIOLINK.subject)):

        def one(predicate: URIRef, node: Any = node) -> str:
            value = graph.value(node, predicate, any=False)
            return "" if value is None else curie(value)

        spans = graph.objects(node, PROV.wasDerivedFrom)
        places = {
            (int(str(graph.value(s, NIF.beginIndex))), int(str(graph.value(s, NIF.endIndex))))
            for s in spans
        }
        found.append(
            Statement(
                one(BIOLINK.subject),
                one(BIOLINK.predicate),
                one(BIOLINK.object),
                one(BIOLINK.frequency_qualifier),
                tuple((q, one(BIOLINK[q])) for q in QUALIFIERS if one(BIOLINK[q])),
                one(BIOLINK.primary_knowledge_source),
                one(WHIMKG.statedOn),
                one(WHIMKG.claimStatus).removeprefix("whimkg:"),
                tuple(sorted(places)),
            )
        )
    return sorted(found)


def _rdf(name: str) -> Callable[[Files], list[Statement]]:
    """One of the six, or what is written like it, by rdflib; the union of its graphs."""

    def read(files: Files) -> list[Statement]:
        (data,) = files.values()
        graph = rdflib.Graph()
        for s, p, o in by_rdflib(data, name):
            term = URIRef(o) if isinstance(o, str) else rdflib.Literal(o[0])
            graph.add((URIRef(s), URIRef(p), term))
        return of_graph(graph)

    return read


def _rdf12(files: Files) -> list[Statement]:
    """RDF 1.2, which rdflib does not read: a reifier becomes the node of its statement."""
    (data,) = files.values()
    graph = rdflib.Graph()
    for quad in ox.parse(data, format=ox.RdfFormat.TURTLE):
        s, o = URIRef(getattr(quad.subject, "value", "")), quad.object
        if isinstance(o, ox.Triple):
            assert quad.predicate.value == f"{RDF}reifies"
            for name, term in zip(("subject", "predicate", "object"), o, strict=True):
                graph.add((s, BIOLINK[name], URIRef(getattr(term, "value", ""))))
        else:
            assert isinstance(o, ox.NamedNode | ox.Literal)
            term = URIRef(o.value) if isinstance(o, ox.NamedNode) else rdflib.Literal(o.value)
            graph.add((s, URIRef(quad.predicate.value), term))
    return of_graph(graph)


def of_edges(edges: Iterable[Mapping[str, Any]]) -> list[Statement]:
    """The statements of KGX edges."""
    return sorted(map(_of_edge, edges))


def _of_edge(edge: Mapping[str, Any]) -> Statement:
    # A predicate that the Biolink Model lacks stands beside the one that says less.
    weak = edge["predicate"] == "biolink:related_to"
    return Statement(
        edge["subject"],
        curie(edge["original_predicate"]) if weak else edge["predicate"],
        edge["object"],
        edge.get("frequency_qualifier") or "",
        tuple((q, edge[q]) for q in QUALIFIERS if edge.get(q)),
        edge["primary_knowledge_source"],
        str(edge.get("update_date") or ""),
        (edge.get("description") or "").partition(" (")[0],  # behind it: qualifying words
    )


def _jsonl(files: Files) -> list[Statement]:
    return of_edges(map(json.loads, files["_edges.jsonl"].splitlines()))


def _tsv(files: Files) -> list[Statement]:
    lines = files["_edges.tsv"].decode().split("\n")
    return of_edges(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _neo4j(files: Files) -> list[Statement]:
    text = files["_edges.neo4j.csv"].decode()
    rows = csv.DictReader(text.splitlines(keepends=True), strict=True)
    return of_edges(rows)


def _sql(suffix: str, source: str) -> Callable[[Files], list[Statement]]:
    def read(files: Files) -> list[Statement]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"graph{suffix}"
            path.write_bytes(files[suffix])
            with duckdb.connect(str(path) if suffix == ".duckdb" else ":memory:") as database:
                found = database.sql(f"FROM {source.format(path)}")
                return of_edges(dict(zip(found.columns, r, strict=True)) for r in found.fetchall())

    return read


def _graphml(files: Files) -> list[Statement]:
    root = etree.fromstring(files[".graphml"])
    names = {key.get("id"): key.get("attr.name") for key in root.iter("{*}key")}

    def edges() -> Iterator[dict[str, str]]:
        for edge in root.iter("{*}edge"):
            said = {str(names[data.get("key")]): data.text or "" for data in edge}
            yield said | {"subject": str(edge.get("source")), "object": str(edge.get("target"))}

    return of_edges(edges())


def _cytoscape(files: Files) -> list[Statement]:
    edges = [edge["data"] for edge in json.loads(files[".cyjs"])["elements"]["edges"]]
    return of_edges(e | {"subject": e["source"], "object": e["target"]} for e in edges)


#: Aspect of phenotype.hpoa to predicate.
ASPECTS = {
    "P": "biolink:has_phenotype",
    "I": "biolink:has_mode_of_inheritance",
    "C": "whimkg:ageOfOnset",
}


def _hpoa(files: Files) -> list[Statement]:
    lines = [line for line in files[".hpoa"].decode().splitlines() if not line.startswith("#")]
    return sorted(
        Statement(
            row["database_id"],
            ASPECTS[row["aspect"]],
            row["hpo_id"],
            row["frequency"],
            date=row["biocuration"].partition("[")[2].rstrip("]"),
        )
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    )


def _schema_org(files: Files) -> list[Statement]:
    from pyld import jsonld

    given = jsonld.to_rdf(
        json.loads(files[".schema-org.jsonld"]), {"format": "application/n-quads"}
    )
    graph = rdflib.Graph().parse(data=given, format="nt")
    schema = rdflib.Namespace(prefix_map()["schema"])
    found = set()
    for disease in graph.subjects(schema.signOrSymptom):
        for sign in graph.objects(disease, schema.signOrSymptom):
            found.add((disease, "biolink:has_phenotype", sign))
        for gene in graph.objects(disease, schema.cause):
            found.add((gene, "biolink:causes", disease))
        for treatment in graph.objects(disease, schema.possibleTreatment):
            found.add((treatment, "biolink:treats", disease))
        for element in graph.objects(disease, schema.differentialDiagnosis):
            for other in graph.objects(element, schema.diagnosis):
                found.add((disease, "biolink:associated_with", other))
    return sorted(Statement(curie(s), p, curie(o)) for s, p, o in found)


def _html(files: Files) -> list[Statement]:
    rows = etree.HTML(files[".html"]).iterfind(".//tr[@class='statement']")
    return sorted(map(_of_row, rows))


def _of_row(row: etree._Element) -> Statement:
    said = {str(name).removeprefix("data-"): str(value) for name, value in row.items()}
    parts = (pair.partition("=") for pair in said["qualifiers"].split())
    given = {slot: value for slot, _, value in parts}
    return Statement(
        *(said["subject"], said["predicate"], said["object"], said["frequency"]),
        tuple((q, given[f"biolink:{q}"]) for q in QUALIFIERS if f"biolink:{q}" in given),
        *(said["source"], said["date"], said["status"]),
        tuple(sorted((int(b), int(e)) for b, e in (p.split(",") for p in said["places"].split()))),
    )


def _web_annotation(files: Files) -> list[Statement]:
    """By the standard's own words: what the body is about, and all positions of its targets."""
    found: dict[tuple[str, str, str], set[tuple[int, int]]] = {}
    for item in json.loads(files[".web-annotation.jsonld"])["items"]:
        body = item["body"]
        ends = (curie(body["subject"]), curie(body["predicate"]), curie(body["object"]))
        for target in item["target"]:
            position = target["selector"][0]
            assert position["type"] == "TextPositionSelector"
            found.setdefault(ends, set()).add((position["start"], position["end"]))
    return sorted(Statement(*ends, places=tuple(sorted(at))) for ends, at in found.items())


READERS: dict[str, Callable[[Files], list[Statement]]] = {
    "ttl": _rdf("ttl"),
    "jsonld": _rdf("jsonld"),
    "nt": _rdf("nt"),
    "nq": _rdf("nq"),
    "trig": _rdf("trig"),
    "rdf": _rdf("rdf"),
    "rdf12": _rdf12,
    "nanopub": _rdf("trig"),
    "kgx-jsonl": _jsonl,
    "kgx-tsv": _tsv,
    "neo4j-csv": _neo4j,
    "duckdb": _sql(".duckdb", "edges"),
    "parquet": _sql("_edges.parquet", "read_parquet('{}')"),
    "graphml": _graphml,
    "cytoscape-json": _cytoscape,
    "hpoa": _hpoa,
    "schema-org": _schema_org,
    "web-annotation": _web_annotation,
    "html": _html,
}
