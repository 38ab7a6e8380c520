"""Files of quotes into claims: tables, and the formats of others.

==================  ==============================================================================
ending              what is read
==================  ==============================================================================
``.tsv``            columns ``quote`` and ``reference``; or KGX edges
``.yaml``, ``.yml`` dismech's disorders: wherever a ``snippet`` or a ``reference`` stands
``.jsonl``          KGX edges with ``supporting_text`` and ``publications``
``.json``,          Web Annotations, STAM's annotation store, or KGX with ``edges``, as the content
``.jsonld``         tells
==================  ==============================================================================

A claim that cannot be read is a claim all the same: it says why.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from whimkg.checks.claims import Claim
from whimkg.errors import SourceError
from whimkg.source.paths import is_folder

__all__ = ["read_claims"]

#: What tables call the words, their source, and the offsets.
_QUOTE = ("quote", "snippet", "supporting_text", "exact")
_REFERENCE = ("reference", "source", "publications", "text")
_BEGIN, _END = ("begin", "start"), ("end",)
_VALIDATION = "https://w3id.org/stam/extensions/stam-textvalidation/"
_FRAGMENT = re.compile(r"(.*)#char=([0-9]{1,15}),([0-9]{1,15})", re.ASCII | re.DOTALL)
_REMEDY = "give TSV, dismech's YAML, KGX, Web Annotations or STAM"


def read_claims(given: Iterable[Path]) -> Iterator[Claim]:
    """All claims of some files, or of the files in and below folders, in order of their names.

    Raises:
        SourceError: a file cannot be read, is of none of these formats, or a folder holds none.
    """
    for path in given:
        if is_folder(path):
            found = sorted(each for each in path.rglob("*") if each.suffix.lower() in _READERS)
            if not found:
                raise SourceError("the folder holds no claims", where=str(path), remedy=_REMEDY)
        else:
            found = [path]
        for each in found:
            yield from _file(each)


def _file(path: Path) -> Iterator[Claim]:
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise SourceError("its ending tells no format of claims", where=str(path), remedy=_REMEDY)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise SourceError(
            f"cannot be read: {reason}", where=str(path), remedy="check the file"
        ) from error
    yield from reader(text, str(path))


def _tsv(text: str, file: str) -> Iterator[Claim]:
    """A table; cells are as they are, since quotation marks are the page's own."""
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    head, *rows = (line.split("\t") for line in lines)
    columns = [_column(head, names) for names in (_QUOTE, _REFERENCE, _BEGIN, _END)]
    if columns[0] is None or columns[1] is None:
        wanted = f"{' or '.join(_QUOTE)}, and {' or '.join(_REFERENCE)}"
        raise SourceError(f"no columns {wanted}", where=f"{file}:1", remedy="name the columns")
    several = head[columns[0]] == "supporting_text"
    for number, row in enumerate(rows, 2):
        where = f"line {number}"
        if len(row) != len(head):
            problem = f"the row has {len(row)} cells, and the head {len(head)}"
            yield Claim(file, where, line=number, unread=problem)
            continue
        words, reference, begin, end = (row[at] if at is not None else "" for at in columns)
        references = tuple(reference.split("|")) if several else (reference,)
        for quote in words.split("|") if several else [words]:
            yield _placed(Claim(file, where, references, quote, line=number), begin, end)


def _column(head: list[str], names: tuple[str, ...]) -> int | None:
    return next((head.index(name) for name in names if name in head), None)


def _placed(claim: Claim, begin: object, end: object) -> Claim:
    """The claim with its offsets, if they are given."""
    if begin in ("", None) and end in ("", None):
        return claim
    offsets = [_offset(begin), _offset(end)]
    if None in offsets:
        return replace(claim, unread=f"{begin!r} and {end!r} are no offsets")
    return replace(claim, begin=offsets[0], end=offsets[1])


def _offset(value: object) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) < 10**15 else None
    whole = isinstance(value, str) and re.fullmatch(r"[0-9]{1,15}", value, re.ASCII)
    return int(str(value)) if whole else None


def _yaml(text: str, file: str) -> Iterator[Claim]:
    """Dismech's evidence: mappings with a snippet and the reference that it is from."""
    import yaml

    try:
        documents = list(yaml.load_all(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{file}:{mark.line + 1}:{mark.column + 1}" if mark else file
        raise SourceError("it is no YAML", where=place, remedy="correct it") from error
    for path, node in _mappings(documents, ""):
        if "snippet" in node or ("reference" in node and "evidence" in path):
            reference, snippet = node.get("reference"), node.get("snippet")
            unread = "" if snippet is None or isinstance(snippet, str) else "it is no text"
            yield Claim(file, path, _names(reference), str(snippet or ""), unread=unread)


def _mappings(value: Any, path: str) -> Iterator[tuple[str, dict[Any, Any]]]:
    """Every mapping of a document, with the path to it."""
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            yield from _mappings(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        alone = not path and len(value) == 1
        for number, inner in enumerate(value):
            yield from _mappings(inner, "" if alone else f"{path}[{number}]")


def _names(value: object) -> tuple[str, ...]:
    """One name, or a list of them."""
    listed = value if isinstance(value, list) else [value]
    return tuple(str(each) for each in listed if isinstance(each, str | int) and str(each).strip())


def _jsonl(text: str, file: str) -> Iterator[Claim]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                edge = json.loads(line)
            except (ValueError, RecursionError):
                yield Claim(file, f"line {number}", line=number, unread="it is no JSON")
                continue
            yield from _edge(edge, file, f"line {number}", number)


def _edge(edge: Any, file: str, where: str, line: int = 0) -> Iterator[Claim]:
    """An edge of KGX: each of its texts stands in one of its publications."""
    if not isinstance(edge, dict):
        yield Claim(file, where, line=line, unread="it is no edge")
        return
    texts = edge.get("supporting_text")
    references = _names(edge.get("publications"))
    for quote in texts if isinstance(texts, list) else [texts]:
        unread = "" if quote is None or isinstance(quote, str) else "it is no text"
        yield Claim(file, where, references, str(quote or ""), line=line, unread=unread)


def _json(text: str, file: str) -> Iterator[Claim]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        place = f"{file}:{error.lineno}" if isinstance(error, json.JSONDecodeError) else file
        raise SourceError("it is no JSON", where=place, remedy="correct it") from error
    if isinstance(found, dict) and found.get("@type") == "AnnotationStore":
        yield from _stam(found, file)
    elif isinstance(found, dict) and isinstance(found.get("edges"), list):
        for number, edge in enumerate(found["edges"]):
            yield from _edge(edge, file, f"edges[{number}]")
    else:
        annotations = list(_annotations(found, ""))
        if not annotations:
            raise SourceError("it holds no annotations", where=file, remedy=_REMEDY)
        for where, annotation in annotations:
            yield from _web_annotation(annotation, file, where)


def _annotations(value: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The annotations of a page, of a collection's first page, or of a list."""
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from _annotations(each, f"{path}[{number}]")
    elif isinstance(value, dict):
        if "target" in value:
            yield path or "the annotation", value
        for key in ("items", "first", "@graph"):
            yield from _annotations(value.get(key), f"{path}.{key}".lstrip("."))


def _web_annotation(annotation: dict[str, Any], file: str, where: str) -> Iterator[Claim]:
    targets = annotation["target"]
    for target in targets if isinstance(targets, list) else [targets]:
        yield _target(target, file, where)


def _target(target: Any, file: str, where: str) -> Claim:
    if isinstance(target, str):
        named = _FRAGMENT.fullmatch(target)
        return Claim(file, where, (named[1] if named else target,), unread="it quotes nothing")
    if not isinstance(target, dict):
        return Claim(file, where, unread="its target is none")
    source = target.get("source")
    name = source.get("id") if isinstance(source, dict) else source
    given = target.get("selector")
    selectors = given if isinstance(given, list) else [given]
    kinds = {each.get("type"): each for each in selectors if isinstance(each, dict)}
    quote, position = kinds.get("TextQuoteSelector", {}), kinds.get("TextPositionSelector", {})
    if not quote and not position:
        listed = ", ".join(sorted(str(kind) for kind in kinds)) or "none"
        return Claim(file, where, _names(name), unread=f"its selector is {listed}")
    words = [quote.get(key) or "" for key in ("exact", "prefix", "suffix")]
    if not all(isinstance(each, str) for each in words):
        return Claim(file, where, _names(name), unread="its quote is no text")
    digest = target.get("sha256")
    claim = Claim(
        file,
        where,
        _names(name),
        words[0],
        before=words[1],
        after=words[2],
        digest=digest if isinstance(digest, str) else "",
    )
    return _placed(claim, position.get("start"), position.get("end"))


def _stam(store: dict[str, Any], file: str) -> Iterator[Claim]:
    """Annotations with a text or a checksum of STAM's extension for validation."""
    files = {
        str(each.get("@id", each["@include"])): str(each["@include"])
        for each in _objects(store.get("resources"))
        if "@include" in each
    }
    known = {
        str(item.get("@id")): item | {"set": group.get("@id")}
        for group in _objects(store.get("annotationsets"))
        for item in _objects(group.get("data"))
    }
    annotations = store.get("annotations")
    for number, each in enumerate(annotations if isinstance(annotations, list) else []):
        where = f"annotations[{number}]"
        if not isinstance(each, dict) or not isinstance(target := each.get("target"), dict):
            yield Claim(file, where, unread="it has no target")
        elif target.get("@type") != "TextSelector":
            yield Claim(file, where, unread=f"its selector is {target.get('@type')}")
        else:
            data = _objects(each.get("data"))
            whole = [item if "value" in item else known.get(str(item.get("@id"))) for item in data]
            claim = _stam_claim(dict(_validation(whole)), target, file, where)
            named = tuple(files.get(name, name) for name in claim.references)
            yield replace(claim, references=named)


def _objects(value: Any) -> list[dict[str, Any]]:
    listed = value if isinstance(value, list) else [value]
    return [each for each in listed if isinstance(each, dict)]


def _stam_claim(selector: dict[str, str], target: dict[str, Any], file: str, where: str) -> Claim:
    offset = target.get("offset")
    begin, end = (
        _cursor(offset.get(name)) if isinstance(offset, dict) else None for name in ("begin", "end")
    )
    references = _names(target.get("resource"))
    if begin is None or end is None or begin == (0, True):
        return Claim(file, where, references, unread="its offset is none")
    return Claim(
        file,
        where,
        references,
        selector.get("text", ""),
        begin=begin[0],
        end=None if end == (0, True) else end[0],
        digest=selector.get("checksum", ""),
    )


def _validation(data: Iterable[dict[str, Any] | None]) -> Iterator[tuple[str, str]]:
    for each in data:
        if each and each.get("set") == _VALIDATION:
            value = each.get("value")
            words = value.get("value") if isinstance(value, dict) else value
            if isinstance(words, str):
                yield str(each.get("key")), words


def _cursor(cursor: Any) -> tuple[int, bool] | None:
    """An offset, and whether it counts from the end of the text."""
    value = _offset(cursor.get("value")) if isinstance(cursor, dict) else None
    if value is None:
        return None
    from_end = cursor.get("@type") == "EndAlignedCursor"
    return (value, from_end) if (value <= 0 if from_end else value >= 0) else None


_READERS: dict[str, Callable[[str, str], Iterator[Claim]]] = {
    ".tsv": _tsv,
    ".yaml": _yaml,
    ".yml": _yaml,
    ".jsonl": _jsonl,
    ".json": _json,
    ".jsonld": _json,
}
