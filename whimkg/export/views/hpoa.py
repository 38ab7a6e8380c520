"""The annotation file of HPO, as ``phenotype.hpoa`` is: one line for each disease and HPO term.

Four lines of comment, as many as readers skip that do not look at them, then the names of the
columns. A disease goes by its identifier in Orphanet, or else in OMIM; one that has neither keeps
that of the graph, which readers that know only those databases pass by.

Source: https://obophenotype.github.io/human-phenotype-ontology/annotations/phenotype_hpoa/.
"""

from __future__ import annotations

from collections.abc import Iterator

from whimkg.errors import GraphError
from whimkg.export.views.source import Source

__all__ = ["write"]

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


def write(source: Source) -> dict[str, bytes]:
    """The annotations of the graph's diseases.

    Raises:
        GraphError: there are none.
    """
    rows = sorted(_rows(source))
    if not rows:
        raise GraphError(
            "no disease of the graph has an HPO term",
            remedy="give a graph of a page with a table of symptoms",
        )
    return {".hpoa": "".join(f"{line}\n" for line in (*_head(source), *rows)).encode()}


def _head(source: Source) -> Iterator[str]:
    for row in source.rows("hpoa-header", curies=False):
        yield f"#{row['key']}: {_clean(row.get('value', ''))}"
    yield "\t".join(_COLUMNS)


def _rows(source: Source) -> Iterator[str]:
    known = {row["disease"]: row["database_id"] for row in source.rows("hpoa-diseases")}
    for row in source.rows("hpoa-rows"):
        disease = row["database_id"]
        cells = row | {"database_id": known.get(disease, disease)}
        yield "\t".join(_clean(cells.get(column, "")) for column in _COLUMNS)


def _clean(text: str) -> str:
    return " ".join(text.split())
