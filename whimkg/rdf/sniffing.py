"""How files of each syntax begin, to tell of one that is called otherwise.

A parser would say of it no more than that its first character is wrong.
"""

import re
from pathlib import Path
from typing import NamedTuple

from whimkg.errors import GraphError

__all__ = ["refuse_other_syntax"]

_HEAD = 1 << 16  # bytes that are looked at


class _Beginning(NamedTuple):
    """How files of some syntax begin.

    Attributes:
        pattern: matches there, behind white space.
        syntax: what it is called.
        formats: those that may begin so; the first is the one to read it as.
    """

    pattern: re.Pattern[bytes]
    syntax: str
    formats: tuple[str, ...]


#: gzip, bzip2, xz, zstd and zip.
_PACKED = "a packed file"
_LINES = ("ttl", "trig", "n3", "nt", "nq")
_BEGINNINGS = (
    _Beginning(re.compile(rb"\x1f\x8b|BZh|\xfd7zX|\x28\xb5\x2f\xfd|PK\x03\x04"), _PACKED, ()),
    _Beginning(re.compile(rb"\xff\xfe|\xfe\xff"), "UTF-16", ()),
    _Beginning(re.compile(rb"(?i)<!doctype\s+html|<html\b"), "a web page (HTML)", ()),
    _Beginning(re.compile(rb"(?:<\?xml[^>]*>\s*)?<Ontology\b"), "OWL/XML", ()),
    _Beginning(re.compile(rb"<\?xml\s|<rdf:RDF\b|<!DOCTYPE\s|<!--"), "RDF/XML", ("rdf", "xml")),
    _Beginning(re.compile(rb'\{\s*"|\[\s*\{'), "JSON-LD", ("jsonld",)),
    _Beginning(re.compile(rb"(?:Prefix|Ontology)\("), "OWL in functional syntax", ()),
    _Beginning(re.compile(rb"(?:Prefix|Ontology):\s"), "OWL in Manchester syntax", ()),
    _Beginning(re.compile(rb"format-version:"), "OBO", ()),
    _Beginning(
        re.compile(rb"(?i)@prefix\s|@base\s|prefix\s+\S*:\s*<|base\s+<"), "Turtle", _LINES[:3]
    ),
    _Beginning(re.compile(rb"<[A-Za-z][\w+.-]*:[^<>\s]*>\s"), "Turtle or N-Triples", _LINES),
)
#: What comments of Turtle and its kin there may be before.
_BEFORE = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s|#[^\r\n]*[\r\n])*+")
#: What to do about what is no RDF at all.
_REMEDIES = {
    _PACKED: "unpack it first",
    "UTF-16": "save it in UTF-8",
    "a web page (HTML)": "give the address or the file of the RDF itself",
}


def refuse_other_syntax(path: Path, format_name: str) -> None:
    """See that a file does not begin as one of another syntax, as Turtle called ``.owl`` does.

    Raises:
        GraphError: it does.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    before = _BEFORE.match(head)
    at = before.end() if before else 0
    for each in _BEGINNINGS:
        if each.pattern.match(head, at):
            if format_name not in each.formats:
                raise _other_syntax(each, format_name)
            return


def _other_syntax(found: _Beginning, format_name: str) -> GraphError:
    if found.formats:
        remedy = f"say so with input_format='{found.formats[0]}'"
    else:
        remedy = _REMEDIES.get(found.syntax, "convert it to RDF first, as with ROBOT")
    return GraphError(f"it begins as {found.syntax}, not as {format_name}", remedy=remedy)
