"""A network in GraphML, written by networkx: a directed graph whose edges keep their ids.

An attribute holds one value, so lists are joined by ``|``; a ``|`` in a value becomes a blank.
Characters that XML has not become U+FFFD. An id must be a token of XML. That of a disease which has
no identifier, below a base of the user's own, is an address: it stands in the attribute ``iri``,
and in the id its characters that no token holds are numbers, as in ``_2f_``.
"""

from __future__ import annotations

import re
from io import BytesIO

from whimkg.base.optional import import_optional
from whimkg.errors import OutputError
from whimkg.export.views.kgx_tables import KgxTables
from whimkg.export.views.network import Network, Value

__all__ = ["write"]

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: All that a name of XML may hold but for the underscore.
_PLAIN = (
    r"A-Za-z0-9.:\-\xb7\xc0-\xd6\xd8-\xf6\xf8-\u037d\u037f-\u1fff\u200c\u200d\u203f\u2040"
    r"\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_TOKEN = re.compile(f"[_{_PLAIN}]+")
_NOT_PLAIN = re.compile(f"[^{_PLAIN}]")


def write(tables: KgxTables) -> dict[str, list[bytes]]:
    """The network."""
    networkx = import_optional("networkx", "whimkg[graph]", OutputError)
    graph = networkx.MultiDiGraph()
    drawn = Network(tables)
    for node in drawn.nodes():
        token = _token(node.id)
        own = {} if token == node.id else {"iri": node.id}
        graph.add_node(token, **_attributes(node.attributes), **own)
    for edge in drawn.edges():
        ends = _token(edge.source), _token(edge.target)
        graph.add_edge(*ends, key=edge.id, **_attributes(edge.attributes))
    file = BytesIO()
    networkx.write_graphml(graph, file)
    return {".graphml": [file.getvalue().rstrip(b"\n") + b"\n"]}


def _token(identity: str) -> str:
    """The id, if it is a token; else another for each: an underscore is written by number too.

    >>> _token("HP:0001888"), _token("https://example.org/a_b")
    ('HP:0001888', 'https:_2f__2f_example.org_2f_a_5f_b')
    """
    if _TOKEN.fullmatch(identity):
        return identity
    return _NOT_PLAIN.sub(lambda found: f"_{ord(found[0]):x}_", identity)


def _attributes(given: dict[str, Value]) -> dict[str, str | int]:
    return {name: _one(value) for name, value in given.items()}


def _one(value: Value) -> str | int:
    if isinstance(value, int):
        return value
    if isinstance(value, list):
        value = "|".join(each.replace("|", " ") for each in value)
    return _NOT_XML.sub("\ufffd", value)
