"""Reading and holding RDF.

* `inputs`   what users name as graphs, file by file, page by page
* `syntaxes`, `beginnings`, `precheck`, `converting`, `jsonld_context`, `parsing`   bytes to quads
* `lines`, `pages`   N-Quads as bytes, and which of their lines are of which page
* `memory`, `disk_store`, `integers`   stores that can be asked
* `quad_rows`, `quad_table`, `line_files`, `quad_dataset`   quads as rows, for DuckDB and Parquet
* `rdflib_terms`   terms of rdflib and of Oxigraph into each other
"""
