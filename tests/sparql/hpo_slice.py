"""Writes ``data/hpo-slice.nq`` from a table of child-parent rows of the Human Phenotype Ontology.

    python tests/sparql/hpo_slice.py hpo_slice.tsv > data/hpo-slice.nq

The table has the columns ``child``, ``child_label``, ``parent``, ``parent_label``, and every row on
the ways from the rows of the bundled page to the root, as in the release below. Labels are
``skos:prefLabel``: ``rdfs:label`` is for the words of the page, which the release may have changed.
"""

import csv
import sys
from pathlib import Path

from rdflib import DCTERMS, RDFS, SKOS, Dataset, Literal, URIRef

GRAPH = URIRef("https://w3id.org/whimkg/graph/hpo-slice")
RELEASE = URIRef("http://purl.obolibrary.org/obo/hp/releases/2024-04-26/hp.obo")
LICENCE = URIRef("https://hpo.jax.org/app/license")
TITLE = (
    "A slice of the Human Phenotype Ontology, release 2024-04-26. "
    "Find out more at http://www.human-phenotype-ontology.org"
)


def term(curie: str) -> URIRef:
    prefix, _, local = curie.partition(":")
    return URIRef(f"http://purl.obolibrary.org/obo/{prefix}_{local}")


def quads(table: Path) -> str:
    graph = Dataset().graph(GRAPH)
    graph.add((GRAPH, DCTERMS.title, Literal(TITLE)))
    graph.add((GRAPH, DCTERMS.source, RELEASE))
    graph.add((GRAPH, DCTERMS.license, LICENCE))
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            graph.add((term(row["child"]), RDFS.subClassOf, term(row["parent"])))
            for end in ("child", "parent"):
                label = Literal(row[f"{end}_label"], lang="en")
                graph.add((term(row[end]), SKOS.prefLabel, label))
    return "".join(sorted(f"{s.n3()} {p.n3()} {o.n3()} {GRAPH.n3()} .\n" for s, p, o in graph))


if __name__ == "__main__":
    sys.stdout.write(quads(Path(sys.argv[1])))
