"""What is refused before a parser gets a file: what would be misread, or is there to do harm.

Native parsers take memory and time, or break down, by the depth of a file; they unfold entities of
XML into more than any memory holds; and some of what their standards want they read otherwise. All
of it is looked for in pieces, so that memory does not grow with the file.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO
from xml.parsers.expat import ExpatError, ParserCreate

from whimkg.errors import GraphError

__all__ = [
    "DEEPEST",
    "dot_segments",
    "has_empty_language",
    "precheck",
    "refuse_long_lines",
    "refuse_unfolding",
    "too_long",
]

#: Levels of elements, or of objects and arrays, that a file may have; none that is meant has more.
DEEPEST = 256
#: What RDF/XML knows; others count as Literal, which the engine does not know.
_PARSE_TYPES = ("Literal", "Resource", "Collection", "Triple")
#: Characters that an entity of XML may stand for: most stand for the beginning of an IRI.
_LONGEST_ENTITY = 1000
#: Bytes of a term that the engine reads.
_LONGEST_TERM = 1 << 24
#: Bytes that are read at once, and that follow at least where a match begins.
_CHUNK, _OVERLAP = 1 << 20, 1 << 16

#: A base with dot segments, which the engine leaves in what it resolves against it (RFC 3986, 5.2).
_TURTLE_BASE = re.compile(rb"(?i)\bbase\s*<([^<>\s]*/\.\.?(?:[/?#][^<>\s]*)?)>")
_XML_BASE = re.compile(rb"""xml:base\s*=\s*["']([^"'\s]*/\.\.?(?:[/?#][^"'\s]*)?)["']""")
_EMPTY_LANGUAGE = re.compile(rb"""xml:lang\s*=\s*(?:""|'')""")
_ID = re.compile(rb"""rdf:ID\s*=\s*["']([^"']*)""")
#: A map by types, and a context within another, which does not hold for types that are keys.
_TYPE_MAP = re.compile(rb'"@container"\s*:\s*(?:\[[^\]]*)?"@type"')
_CONTEXT = re.compile(rb'"@context"\s*:')
#: A string of JSON, perhaps without its end, or a bracket.
_JSON = re.compile(rb'"(?:[^"\\]++|\\.)*+("?)|([\[{])|[\]}]', re.DOTALL)
#: A text, a comment or an IRI of N3, or the beginning of a formula.
_N3 = re.compile(
    rb'''"""(?:[^"\\]|\\.|"(?!""))*+"""|\'{3}(?:[^'\\]|\\.|'(?!''))*+\'{3}|'''
    rb""""(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|\#[^\r\n]*|<[^<>\s]*>|\{""",
    re.DOTALL,
)
#: A declaration; looked for ahead, so that no text before it, as of a comment, takes it in.
_ENTITY = re.compile(rb"""(?=<!ENTITY\s+([^\s%"']+)\s+(?:"([^"]*)|'([^']*)))""")
_REFERENCE = re.compile(rb"&([^;#\s&]+);")


def precheck(path: Path, format_name: str) -> list[str]:
    """Look through a file of a known format; what is malformed is for its parser to tell.

    Returns:
        What the reader ought to know of what is left out.

    Raises:
        GraphError: it is nested more deeply than any that is meant, an entity stands for a long
            text, or the engine would read it wrongly.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        if format_name == "jsonld":
            _refuse_deep(_is_deep_json(file))
            _refuse_scoped_type_maps(file)
        elif format_name in ("rdf", "xml"):
            notes = _check_elements(file)
            refuse_unfolding(file)
            _refuse_base(file, _XML_BASE)
            return notes
        else:
            if format_name == "n3":
                _refuse_formulas(file)
            _refuse_base(file, _TURTLE_BASE)
    return []


def _matches(file: BinaryIO, pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    """The matches in a file, from its beginning; of those longer than the overlap, perhaps none."""
    file.seek(0)
    text, last = b"", False
    while not last:
        chunk = file.read(_CHUNK)
        text, last = text + chunk, not chunk
        known = len(text) if last else max(len(text) - _OVERLAP, 0)
        for found in pattern.finditer(text):
            if found.start() >= known:
                break
            yield found
            known = max(known, found.end())
        text = text[known:]


def _refuse_base(file: BinaryIO, pattern: re.Pattern[bytes]) -> None:
    for found in _matches(file, pattern):
        raise dot_segments(found[1].decode(errors="replace"))


def dot_segments(iri: str) -> GraphError:
    """An IRI that would have to be resolved further."""
    return GraphError(
        f"<{iri}> has dot segments, which would not be resolved",
        remedy="write it without . and .. in its path",
    )


def _refuse_formulas(file: BinaryIO) -> None:
    """See that N3 holds no formula: an empty one would be read as a node without a name."""
    if any(found[0] == b"{" for found in _N3.finditer(file.read())):
        raise GraphError(
            "it holds a formula { … }, which RDF has not", remedy="write what is stated as Turtle"
        )


def _refuse_scoped_type_maps(file: BinaryIO) -> None:
    if any(_matches(file, _TYPE_MAP)) and sum(1 for _ in _matches(file, _CONTEXT)) > 1:
        raise GraphError(
            "it maps by @type, and has a context within a context, which are not read together",
            remedy="expand the document with another tool first",
        )


def _refuse_deep(deep: bool) -> None:
    if deep:
        raise GraphError(
            f"it is nested more than {DEEPEST} levels deep",
            remedy="write the graph in another format, such as N-Triples",
        )


def _is_deep_json(file: BinaryIO) -> bool:
    depth, rest = 0, b""
    while chunk := file.read(_CHUNK):
        text, rest = rest + chunk, b""
        for found in _JSON.finditer(text):
            if found[0][:1] != b'"':
                depth += 1 if found[2] else -1
            elif not found[1]:  # it goes on in the next piece, as if it began there
                rest = b'"' + text[found.end() :]
            if depth > DEEPEST:
                return True
    return False


class _Elements:
    """The elements of RDF/XML as they come, of which some are refused.

    Attributes:
        depth: of the element that is open.
        literal: that of the element whose content is a text of XML; 0 outside.
        comments: how many comments and instructions stand in such texts.
    """

    def __init__(self) -> None:
        self.depth = self.literal = self.comments = 0

    def begin(self, _: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        _refuse_deep(self.depth > DEEPEST)
        for name, value in {} if self.literal else attributes.items():
            self._check(name.rpartition(":")[2], value)

    def _check(self, name: str, value: str) -> None:
        if name == "bagID" or (name == "parseType" and value not in _PARSE_TYPES):
            raise GraphError(
                f'it has rdf:{name}="{value}", which would be passed over',
                remedy="leave that attribute out" if name == "bagID" else "write Literal for it",
            )
        if name == "parseType" and value == "Literal":
            self.literal = self.depth

    def end(self, _: str) -> None:
        if self.literal == self.depth:
            self.literal = 0
        self.depth -= 1

    def comment(self, *_: str) -> None:
        self.comments += self.literal > 0


def _check_elements(file: BinaryIO) -> list[str]:
    found = _Elements()
    parser = ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = found.begin, found.end
    parser.CommentHandler = parser.ProcessingInstructionHandler = found.comment
    with suppress(ExpatError, ValueError):  # not well-formed, or in an encoding not known here
        parser.ParseFile(file)
    if not found.comments:
        return []
    return [f"{found.comments} comments and instructions within texts of XML are left out"]


def has_empty_language(file: BinaryIO) -> bool:
    """Whether RDF/XML may have an ``xml:lang=""``: a text in no language, whatever is around it.

    Not where two nodes may have the same ``rdf:ID``, which nobody finds without a check.
    """
    if not any(_matches(file, _EMPTY_LANGUAGE)):
        return False
    names = [found[1] for found in _matches(file, _ID)]
    return len(set(names)) == len(names)


def refuse_unfolding(file: BinaryIO) -> None:
    """Look through the entities of RDF/XML.

    Raises:
        GraphError: one of them stands for a long text, perhaps by way of others.
    """
    lengths: dict[bytes, int] = {}
    for found in _matches(file, _ENTITY):
        name, value = found[1], found[2] or found[3] or b""
        lengths[name] = max(lengths.get(name, 0), _unfolded(value, lengths))
    for name, length in lengths.items():
        if length > _LONGEST_ENTITY:
            raise GraphError(
                f"its entity {name.decode(errors='replace')} stands for a text of more than"
                f" {_LONGEST_ENTITY:,} characters",
                remedy="write the file anew without it",
            )


def _unfolded(value: bytes, lengths: dict[bytes, int]) -> int:
    """How long a text is once the entities in it are unfolded; they stand before it in the file."""
    inner = sum(lengths.get(name, 0) for name in _REFERENCE.findall(value))
    return len(_REFERENCE.sub(b"", value)) + inner


def refuse_long_lines(path: Path) -> None:
    """See that lines of N-Quads can be read: also those that were written, as escapes are longer.

    Raises:
        GraphError: one is longer than any term that the engine reads.
        OSError: the file cannot be read.
    """
    length = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            first, last = chunk.find(b"\n"), chunk.rfind(b"\n")
            length += len(chunk) if first < 0 else first
            if length > _LONGEST_TERM:
                raise too_long()
            if last >= 0:
                length = len(chunk) - last - 1


def too_long() -> GraphError:
    """A term that the engine does not read."""
    return GraphError(
        f"a term is longer than {_LONGEST_TERM >> 20} MB",
        remedy="keep so long a text in a file of its own, and its address in the graph",
    )
