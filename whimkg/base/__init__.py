"""What every other package stands on: bundled files, namespaces, atomic writes, processes."""

__all__: list[str] = []
