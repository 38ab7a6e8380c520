"""The writers of RDF: a module for each syntax, with a function ``write(content)``."""

__all__: list[str] = []
