"""Publishes a rare-disease page as a knowledge graph that rests on the page's exact characters.

>>> import whimkg
>>> graph = whimkg.build()
>>> len(graph.record.rows), graph.statements
(37, 52)

Only the names in ``__all__`` are stable. Importing whimkg touches no network. What is fetched, read
and written is logged by the logger ``whimkg``.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whimkg import errors, export
    from whimkg.checks import Verification
    from whimkg.checks.verifying import diff, rdf_patch, transfer, verify
    from whimkg.errors import WhimkgError
    from whimkg.gard import Ledger, Reading
    from whimkg.knowledge import KnowledgeGraph
    from whimkg.pipeline import (
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
    from whimkg.sparql.asking import Connection, connect, query, questions
    from whimkg.sparql.rows import Rows
    from whimkg.tables import Tables, load_tables

#: The version that is installed.
__version__: str

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
    "diff",
    "errors",
    "export",
    "load_record",
    "load_tables",
    "query",
    "questions",
    "rdf_patch",
    "read",
    "reading",
    "to_json",
    "to_yaml",
    "transfer",
    "validate",
    "verify",
]

_HOMES = {
    "whimkg.sparql.asking": ("Connection", "connect", "query", "questions"),
    "whimkg.checks": ("Verification",),
    "whimkg.errors": ("WhimkgError",),
    "whimkg.gard": ("Ledger", "Reading"),
    "whimkg.knowledge": ("KnowledgeGraph",),
    "whimkg.pipeline": (
        *("build", "bundled", "coverage"),
        *("load_record", "read", "reading", "validate"),
    ),
    "whimkg.record": ("Record", "to_json", "to_yaml"),
    "whimkg.shacl": ("Finding", "Report"),
    "whimkg.sparql.rows": ("Rows",),
    "whimkg.tables": ("Tables", "load_tables"),
    "whimkg.checks.verifying": ("diff", "rdf_patch", "transfer", "verify"),
}

_PACKAGES = ("errors", "export")


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for: the command line starts faster."""
    from importlib import import_module

    if name in _PACKAGES:
        return import_module(f"whimkg.{name}")
    if name == "__version__":
        from importlib.metadata import version

        return version("whimkg")
    for module, names in _HOMES.items():
        if name in names:
            found: object = getattr(import_module(module), name)
            return found
    raise AttributeError(f"module 'whimkg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
