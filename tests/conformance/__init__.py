"""The W3C's test suites of RDF, JSON-LD, SPARQL and SHACL, run through whimkg."""
