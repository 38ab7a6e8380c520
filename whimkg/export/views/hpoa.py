"""The annotation file of HPO, as ``phenotype.hpoa`` is: one line for each disease and HPO term.

Four lines of comment, as many as readers skip that do not look at them, then the names of the
columns. A disease goes by its identifier in Orphanet, or else in OMIM; one that has neither keeps
that of the graph, which readers that know only those databases pass by.

Source: https://obophenotype.github.io/human-phenotype-ontology/annotations/phenotype_hpoa/.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from whimkg.errors import GraphError
from whimkg.export.views.triples import batches, make_triples, named_iris, run_file
from whimkg.rdf.quad_table import QuadTable

__all__ = ["predicates", "write"]

_SQL = "hpoa.sql"
_COLUMNS = (
    "database_id",
    "disease_name",
    "qualifier",
    "hpo_id",
    "reference",
    "evidence",
    "onset",
    "frequency",
    "sex",
    "modifier",
    "aspect",
    "biocuration",
)


def predicates() -> Set[str]:
    """The IRIs of the predicates that are needed, and of some classes."""
    return named_iris(_SQL).keys()


def write(table: QuadTable) -> dict[str, Iterator[bytes]]:
    """The annotations of the graph's diseases.

    Raises:
        GraphError: there are none.
    """
    make_triples(table, named_iris(_SQL))
    run_file(table, _SQL)
    if not table.run("FROM annotation LIMIT 1").fetchall():
        raise GraphError(
            "no disease of the graph has an HPO term",
            remedy="give a graph of a page with a table of symptoms",
        )
    return {".hpoa": _pieces(table)}


def _pieces(table: QuadTable) -> Iterator[bytes]:
    head = table.run("SELECT '#' || key || ': ' || one_line(coalesce(value, '')) FROM head")
    lines = [*(line for (line,) in head.fetchall()), "\t".join(_COLUMNS)]
    yield "".join(f"{line}\n" for line in lines).encode()
    cells = ", ".join(f"one_line({column})" for column in _COLUMNS)
    line = f"concat_ws('\t', {cells})"
    for rows in batches(table, f"SELECT {line} FROM annotation ORDER BY 1"):  # noqa: S608
        yield "".join(f"{each}\n" for (each,) in rows).encode()
