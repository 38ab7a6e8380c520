"""Publishes a rare-disease page as a knowledge graph that rests on the page's exact characters.

>>> import whimkg
>>> graph = whimkg.build()
>>> len(graph.record.rows), graph.statements
(37, 52)

Only the names in ``__all__`` are stable. Importing whimkg touches no network.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whimkg.asking import Connection, connect, query
    from whimkg.checks import Verification
    from whimkg.errors import WhimkgError
    from whimkg.gard import Ledger, Reading
    from whimkg.pipeline import (
        KnowledgeGraph,
        build,
        bundled,
        coverage,
        load_record,
        read,
        reading,
        validate,
    )
    from whimkg.record import Record, to_json, to_yaml
    from whimkg.shacl import Finding, Report
    from whimkg.sparql.rows import Rows
    from whimkg.tables import Tables, load
    from whimkg.verifying import transfer, verify

__all__ = [
    "Connection",
    "Finding",
    "KnowledgeGraph",
    "Ledger",
    "Reading",
    "Record",
    "Report",
    "Rows",
    "Tables",
    "Verification",
    "WhimkgError",
    "build",
    "bundled",
    "connect",
    "coverage",
    "load",
    "load_record",
    "query",
    "read",
    "reading",
    "to_json",
    "to_yaml",
    "transfer",
    "validate",
    "verify",
]

_HOMES = {
    "whimkg.asking": ("Connection", "connect", "query"),
    "whimkg.checks": ("Verification",),
    "whimkg.errors": ("WhimkgError",),
    "whimkg.gard": ("Ledger", "Reading"),
    "whimkg.pipeline": (
        *("KnowledgeGraph", "build", "bundled", "coverage"),
        *("load_record", "read", "reading", "validate"),
    ),
    "whimkg.record": ("Record", "to_json", "to_yaml"),
    "whimkg.shacl": ("Finding", "Report"),
    "whimkg.sparql.rows": ("Rows",),
    "whimkg.tables": ("Tables", "load"),
    "whimkg.verifying": ("transfer", "verify"),
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for: the command line starts faster."""
    from importlib import import_module

    for module, names in _HOMES.items():
        if name in names:
            found: object = getattr(import_module(module), name)
            return found
    raise AttributeError(f"module 'whimkg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
