"""Prefix map and CURIEs: the only module that turns a CURIE into an IRI and back.

The prefixes stand in ``data/prefixes.json``; the map is a bijection, which a test holds.
"""

import json
import re
from functools import cache, lru_cache

from whimkg.base import resources
from whimkg.errors import IdentifierError

__all__ = [
    "BASE",
    "check_base",
    "context_terms",
    "contract",
    "expand",
    "is_address",
    "is_curie",
    "prefix_map",
]

#: Instances (associations, snapshots, mappings …) are named below this IRI unless told otherwise.
BASE = "https://w3id.org/whimkg/"

#: Characters of an address, as RFC 3986 has them.
_CHARACTERS = r"(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*"
_CURIE = re.compile(rf"([A-Za-z][\w.]*):((?![/:]|\Z){_CHARACTERS})", re.ASCII)
_ADDRESS = re.compile(
    rf"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::\d+)?(?:[/?]{_CHARACTERS})?(?:#{_CHARACTERS})?",
    re.ASCII,
)
#: What may follow the colon when an IRI is shortened: the rest is no local identifier.
_LOCAL = r"[\w.-]+"


@cache
def prefix_map() -> dict[str, str]:
    """Prefix to IRI prefix, in the order of ``data/prefixes.json``."""
    loaded: dict[str, str] = json.loads(resources.text("data/prefixes.json"))
    return loaded


@cache
def context_terms() -> dict[str, str | dict[str, str]]:
    """The term definitions of the JSON-LD context ``data/context.json``, in its order."""
    loaded: dict[str, str | dict[str, str]] = json.loads(resources.text("data/context.json"))
    return loaded


@cache
def _shortened() -> tuple[re.Pattern[str], dict[str, str]]:
    """An IRI that a prefix fits, the longest one first, and IRI prefix to prefix."""
    prefixes = {start: prefix for prefix, start in prefix_map().items()}
    starts = "|".join(map(re.escape, sorted(prefixes, key=len, reverse=True)))
    return re.compile(rf"({starts})({_LOCAL})", re.ASCII), prefixes


def is_curie(text: str) -> bool:
    """Whether a text has the form of a CURIE and its prefix is known.

    >>> is_curie("HP:0001888"), is_curie("https://example.org/"), is_curie("XX:1")
    (True, False, False)
    """
    match = _CURIE.fullmatch(text)
    return match is not None and match[1] in prefix_map()


def is_address(text: str) -> bool:
    """Whether a text is an http(s) address that can stand in a graph as it is.

    >>> is_address("https://example.org/a?b#c"), is_address("https://example.org/a b")
    (True, False)
    """
    return _ADDRESS.fullmatch(text) is not None


def check_base(base: str) -> None:
    """Refuse a base that instances cannot be named below.

    It ends in a slash: below a hash nothing could have a fragment of its own, as ``#char=0,9``.

    Raises:
        IdentifierError: it is no http(s) address that ends in a slash.
    """
    if not is_address(base) or not base.endswith("/") or {"?", "#"} & set(base):
        raise IdentifierError(
            f"{base!r} is no base", remedy="give an http(s) address that ends in a slash"
        )


@lru_cache(maxsize=1 << 14)  # bounded: identifiers differ from page to page
def expand(curie: str) -> str:
    """The IRI of a CURIE.

    >>> expand("HP:0001888")
    'http://purl.obolibrary.org/obo/HP_0001888'

    Raises:
        IdentifierError: the text is no CURIE, or its prefix is not in the prefix map.
    """
    match = _CURIE.fullmatch(curie)
    if match is None:
        raise IdentifierError(f"{curie!r} is no CURIE", remedy="write it as PREFIX:identifier")
    if match[1] not in prefix_map():
        raise IdentifierError(
            f"unknown prefix {match[1]!r} in {curie!r}", remedy="add it to data/prefixes.json"
        )
    return prefix_map()[match[1]] + match[2]


def contract(iri: str) -> str | None:
    """The CURIE of an IRI, by the longest prefix that fits; None where none does.

    >>> contract("http://purl.obolibrary.org/obo/HP_0001888")
    'HP:0001888'
    >>> contract("https://rarediseases.info.nih.gov/diseases/1/a-page") is None
    True
    """
    pattern, prefixes = _shortened()
    match = pattern.fullmatch(iri)
    return f"{prefixes[match[1]]}:{match[2]}" if match else None
