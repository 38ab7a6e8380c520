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
from collections import defaultdict
from collections.abc import Iterable, Iterator

from whimkg.base.namespaces import is_curie, prefix_map
from whimkg.errors import GraphError
from whimkg.export.views.source import Source

__all__ = ["write"]

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


def write(source: Source) -> dict[str, bytes]:
    """The mappings of the graph's diseases.

    Raises:
        GraphError: no disease has an identifier of Mondo.
    """
    against = _conflicts(source)
    rows = [row | against.get(row["mapping"], {}) for row in source.rows("sssom-mappings")]
    if not rows:
        raise GraphError(
            "no disease of the graph is mapped to Mondo",
            remedy="give a graph of a page whose disease has an identifier of Mondo",
        )
    header = "".join(f"# {line}\n" for line in _header(source, rows))
    return {".sssom.tsv": (header + _table(rows)).encode()}


def _conflicts(source: Source) -> dict[str, dict[str, str]]:
    """Mapping to the mappings that contradict it, as in ``data/identities.sssom.tsv``."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in source.rows("sssom-conflicts"):
        found[row["mapping"]].append(f"{row['subject']} {row['predicate']} {row['object']}")
    return {mapping: {"conflicts_with": "|".join(others)} for mapping, others in found.items()}


def _header(source: Source, rows: Iterable[dict[str, str]]) -> Iterator[str]:
    """Lines of YAML; a text in JSON is one there, too."""
    name, prop, hint = _EXTENSION
    yield 'sssom_version: "1.1"'
    yield "curie_map:"
    for prefix in sorted(_prefixes(rows) | _prefix(prop) | _prefix(hint)):
        yield f"  {prefix}: {json.dumps(prefix_map()[prefix])}"
    for row in source.rows("sssom-header", curies=False):
        yield f"{row['slot']}: {json.dumps(row['value'], ensure_ascii=False)}"
    yield "extension_definitions:"
    yield f"  - slot_name: {name}"
    yield f"    property: {prop}"
    yield f"    type_hint: {hint}"


def _prefixes(rows: Iterable[dict[str, str]]) -> set[str]:
    used: set[str] = set()
    for row in rows:
        for column in _COLUMNS:
            for each in row.get(column, "").replace("|", " ").split():
                used |= _prefix(each)
    return used


def _prefix(text: str) -> set[str]:
    return {text.partition(":")[0]} if is_curie(text) else set()


def _table(rows: Iterable[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        writer.writerow([" ".join(row.get(column, "").split()) for column in _COLUMNS])
    return out.getvalue()
