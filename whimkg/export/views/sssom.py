"""SSSOM: what else the diseases are called, with Mondo's term as the subject of every mapping.

Tools that merge graphs rewrite each object to the subject, so that only diseases stand here: genes
and drugs have no one database whose identifier is the right one. ``conflicts_with`` is an extension
slot, as in ``data/identities.sssom.tsv``.

Source: SSSOM 1.1, https://mapping-commons.github.io/sssom/.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Set

from whimkg.base.namespaces import prefix_map
from whimkg.errors import GraphError
from whimkg.export.views.triples import batches, make_triples, named_iris, run_file
from whimkg.rdf.quad_table import QuadTable

__all__ = ["predicates", "write"]

_SQL = "sssom.sql"
_COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "mapping_source",
    "mapping_tool",
    "comment",
    "conflicts_with",
)
_EXTENSION = ("conflicts_with", "whimkg:conflictsWith", "xsd:string")


def predicates() -> Set[str]:
    """The IRIs of the predicates that are needed, and of some classes."""
    return named_iris(_SQL).keys()


def write(table: QuadTable) -> dict[str, Iterator[bytes]]:
    """The mappings of the graph's diseases.

    Raises:
        GraphError: no disease has an identifier of Mondo.
    """
    make_triples(table, named_iris(_SQL))
    run_file(table, _SQL)
    if not table.run("FROM mapping LIMIT 1").fetchall():
        raise GraphError(
            "no disease of the graph is mapped to Mondo",
            remedy="give a graph of a page whose disease has an identifier of Mondo",
        )
    return {".sssom.tsv": _pieces(table)}


def _pieces(table: QuadTable) -> Iterator[bytes]:
    yield "".join(f"# {line}\n" for line in _header(table)).encode()
    yield _lines([_COLUMNS])
    for rows in batches(table, f"SELECT {', '.join(_COLUMNS)} FROM mapping"):  # noqa: S608
        yield _lines(rows)


def _header(table: QuadTable) -> Iterator[str]:
    """Lines of YAML; a text in JSON is one there, too."""
    name, prop, hint = _EXTENSION
    used = {prefix for (prefix,) in table.run("FROM prefix").fetchall()} & prefix_map().keys()
    yield 'sssom_version: "1.1"'
    yield "curie_map:"
    for prefix in sorted(used | {each.partition(":")[0] for each in (prop, hint)}):
        yield f"  {prefix}: {json.dumps(prefix_map()[prefix])}"
    for slot, value in table.run("FROM header WHERE value IS NOT NULL").fetchall():
        yield f"{slot}: {json.dumps(value, ensure_ascii=False)}"
    yield "extension_definitions:"
    yield f"  - slot_name: {name}"
    yield f"    property: {prop}"
    yield f"    type_hint: {hint}"


def _lines(rows: list[tuple[str, ...]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue().encode()
