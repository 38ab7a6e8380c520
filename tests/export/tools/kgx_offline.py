"""The command line of kgx 2.7.0 without a network, which it needs even to be imported.

    python tests/export/tools/kgx_offline.py validate -i jsonl nodes.jsonl edges.jsonl

What kgx downloads comes from installed packages instead: the Biolink Model from biolink-model, the
two registries of prefixes from prefixcommons. The labels of two ontologies, which serve only to
name predicates of other RDF, are left out. See https://github.com/biolink/kgx/issues/527.
"""

import importlib
import json
from importlib.resources import files
from typing import Any

__all__ = ["main", "patch"]

#: In kgx's context, and not in the map of the Biolink Model's package.
_MORE = {
    "OBAN": "http://purl.org/oban/",
    "biolink": "https://w3id.org/biolink/vocab/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def patch() -> None:
    """Make kgx importable and usable offline; before it is first imported."""
    toolkit = importlib.import_module("bmt.toolkit")
    view = importlib.import_module("linkml_runtime.utils.schemaview").SchemaView
    model = files("biolink_model") / "schema" / "biolink_model.yaml"

    def start(self: Any, schema: object = None, predicate_map: object = None) -> None:
        self.view = view(str(model))
        self.pmap = {"predicate mappings": []}

    toolkit.Toolkit.__init__ = start
    config = importlib.import_module("kgx.config")
    registry = files("prefixcommons") / "registry"
    for name in ("monarch_context", "obo_context"):
        text = (registry / f"{name}.jsonld").read_text(encoding="utf-8")
        config.jsonld_context_map[name] = json.loads(text)["@context"]
    prefixes = files("biolink_model") / "prefixmaps" / "biolink_model_prefix_map.json"
    known = json.loads(prefixes.read_text(encoding="utf-8"))
    config.jsonld_context_map["biolink"] = known | _MORE
    lookup = importlib.import_module("kgx.curie_lookup_service")
    lookup.CurieLookupService.ontologies = {}


def main() -> None:
    """What ``kgx`` does, with the same arguments."""
    patch()
    importlib.import_module("kgx.cli").cli()


if __name__ == "__main__":
    main()
