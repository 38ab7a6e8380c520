"""Reading and holding RDF.

* `inputs`   what users name as graphs, file by file, page by page
* `syntaxes`, `sniffing`, `precheck`, `converting`, `jsonld_context`, `parsing`   bytes to quads
* `lines`, `pages`   N-Quads as bytes, and which of their lines are of which page
* `memory`, `disk_store`, `integers`   stores that can be asked
* `quad_rows`, `quad_table`, `line_files`, `quad_dataset`   quads as rows, for DuckDB and Parquet
* `rdflib_terms`   terms of rdflib and of Oxigraph into each other
"""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["quads_in_memory"]


def quads_in_memory(graph: Any) -> "Iterable[Quad]":
    """The quads of a built graph or of one of rdflib's graphs; others are taken for quads.

    Raises:
        GraphError: a term of an rdflib graph is none of RDF.
    """
    rdflib = sys.modules.get("rdflib")  # whoever has such a graph has imported it
    if rdflib is not None and isinstance(graph, rdflib.Graph):
        from whimkg.rdf.rdflib_terms import quads_of

        return quads_of(graph)
    quads: Iterable[Quad] = getattr(graph, "quads", graph)
    return quads
