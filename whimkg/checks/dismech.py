"""Quotes in dismech's YAML: each ``snippet``, with the ``reference`` that it is from."""

from collections.abc import Iterator
from functools import cache
from itertools import count
from typing import Any

from whimkg.checks.claims import Claim, names
from whimkg.errors import SourceError

__all__ = ["read_yaml"]

#: What stands for an alias of a mapping or list within itself.
_CIRCLE: dict[Any, Any] = {}
#: Levels, and nodes with those of aliases, that a file in YAML may have.
_DEEPEST, _MOST = 200, 20_000_000


def read_yaml(text: str, file: str) -> Iterator[Claim]:
    """Dismech's evidence: mappings with a snippet and the reference that it is from."""
    import yaml

    try:
        documents = list(yaml.load_all(text, _yaml_loader()))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{file}:{mark.line + 1}:{mark.column + 1}" if mark else file
        twice = isinstance(error, yaml.constructor.ConstructorError)
        problem = str(getattr(error, "problem", "")) if twice else "it is no YAML"
        raise SourceError(problem, where=place, remedy="correct it") from error
    for path, node in _mappings(documents, "", (), count()):
        if node is _CIRCLE:
            yield Claim(file, path, unread="it is an alias of what it stands in")
        elif "snippet" in node or ("reference" in node and "evidence" in path):
            reference, snippet = node.get("reference"), node.get("snippet")
            unread = "" if snippet is None or isinstance(snippet, str) else "it is no text"
            yield Claim(file, path, names(reference), str(snippet or ""), unread=unread)


@cache
def _yaml_loader() -> Any:
    """A loader that takes no key twice: of two snippets it would keep one, and in silence."""
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            seen: set[str] = set()
            for key, _ in node.value:
                if isinstance(key, yaml.ScalarNode) and key.value in seen - {"<<"}:
                    problem = f"the key {key.value!r} stands there twice"
                    raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
                seen.add(str(key.value))
            return super().construct_mapping(node, deep)

    return Loader


def _mappings(
    value: Any, path: str, above: tuple[int, ...], nodes: Iterator[int]
) -> Iterator[tuple[str, dict[Any, Any]]]:
    """Every mapping of a document, with the path to it; ``_CIRCLE`` where an alias leads back.

    Raises:
        SourceError: it is nested deeper than any file of claims, or its aliases unfold to more.
    """
    if len(above) > _DEEPEST or next(nodes) > _MOST:
        raise SourceError(
            "it is nested too deep, or its aliases unfold to too much", remedy="write it out"
        )
    if id(value) in above:
        yield path, _CIRCLE
        return
    below = (*above, id(value))
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            yield from _mappings(inner, f"{path}.{key}" if path else str(key), below, nodes)
    elif isinstance(value, list):
        alone = not path and len(value) == 1
        for number, inner in enumerate(value):
            yield from _mappings(inner, "" if alone else f"{path}[{number}]", below, nodes)
