"""The bundled questions, ``queries/*.rq``, by name."""

from functools import cache
from typing import NamedTuple

from whimkg.base import resources
from whimkg.errors import UnknownNameError
from whimkg.sparql import decorators
from whimkg.sparql.decorators import Head, Parameter

__all__ = ["Question", "catalogue", "find"]

_FOLDER = "queries"


class Question(NamedTuple):
    """A query with its decorators.

    Attributes:
        name: the file's stem, or how the user gave it.
        text: the whole file.
        bundled: whether it is one of ``queries/``.
    """

    name: str
    text: str
    bundled: bool = False

    @property
    def head(self) -> Head:
        """Its decorators.

        Raises:
            QueryError: they are malformed, or there are none.
        """
        return decorators.head(self.name, self.text)

    def has(self, words: str) -> bool:
        """Whether all these words stand in what its head says, wherever, in any case."""
        head = self.head
        texts = [self.name, head.summary, head.description, *head.tags]
        texts += [word for each in head.parameters for word in (each.name, each.description)]
        text = " ".join(texts).casefold()
        return all(word in text for word in words.casefold().split())

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its parameters; none if it has no decorators.

        Raises:
            QueryError: the decorators are malformed.
        """
        return self.head.parameters if decorators.has_head(self.text) else ()


@cache
def catalogue() -> dict[str, Question]:
    """All bundled questions by name, sorted."""
    return {name: _read(name) for name in _names()}


def find(name: str) -> Question:
    """A bundled question; only its file is read.

    Raises:
        UnknownNameError: there is none of this name; names that are alike are suggested.
    """
    names = _names()
    if name in names:
        return _read(name)
    from difflib import get_close_matches

    parts = [n for n in names if name.lower() in n]
    near = list(dict.fromkeys([*get_close_matches(name.lower(), names, 3, 0.5), *parts[:3]]))
    remedy = f"did you mean {' or '.join(near)}?" if near else "whimkg.questions() lists them"
    raise UnknownNameError(f"no question {name!r}", remedy=remedy)


@cache
def _names() -> list[str]:
    files = resources.names(_FOLDER)
    return sorted(file.removesuffix(".rq") for file in files if file.endswith(".rq"))


@cache
def _read(name: str) -> Question:
    return Question(name, resources.text(f"{_FOLDER}/{name}.rq"), bundled=True)
