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

from whimkg.base.texts import read_text
from whimkg.checks.claims import Claim, names
from whimkg.checks.dismech import read_yaml
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


def read_claims(paths: Iterable[Path]) -> Iterator[Claim]:
    """All claims of some files, or of the files in and below folders, in order of their names.

    Raises:
        SourceError: a file cannot be read, is of none of these formats, or a folder holds none.
    """
    for path in paths:
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
    text = read_text(path, SourceError, remedy="check the file")
    yield from reader(text, str(path))


def _tsv(text: str, file: str) -> Iterator[Claim]:
    """A table; cells are as they are, since quotation marks are the page's own."""
    lines = text.replace("\r\n", "\n").split("\n")
    head = [name.strip().lower() for name in lines[0].split("\t")]
    for called in (_QUOTE, _REFERENCE, _BEGIN, _END):
        _refuse_doubles(head, called, file)
    columns = [_column(head, names) for names in (_QUOTE, _REFERENCE, _BEGIN, _END)]
    if columns[0] is None or columns[1] is None:
        wanted = f"{' or '.join(_QUOTE)}, and {' or '.join(_REFERENCE)}"
        raise SourceError(f"no columns {wanted}", where=f"{file}:1", remedy="name the columns")
    several = head[columns[0]] == "supporting_text"
    for number, line in enumerate(lines[1:], 2):
        if not line:
            continue
        where, row = f"line {number}", line.split("\t")
        if len(row) != len(head):
            problem = f"the row has {len(row)} cells, and the head {len(head)}"
            yield Claim(file, where, line=number, unread=problem)
            continue
        words, reference, begin, end = (row[at] if at is not None else "" for at in columns)
        references = tuple(reference.split("|")) if several else (reference,)
        for quote in words.split("|") if several else [words]:
            yield _placed(Claim(file, where, references, quote, line=number), begin, end)


def _refuse_doubles(head: list[str], names: tuple[str, ...], file: str) -> None:
    """Refuse two columns of which one would not be read; other words for a source are its own."""
    found = [name for name in head if name in names]
    if len(found) > len(set(found)) or (names is _QUOTE and len(found) > 1):
        listed = " and ".join(map(repr, found))
        raise SourceError(
            f"it is not clear which column is meant: {listed}",
            where=f"{file}:1",
            remedy="leave one of them, or name the other otherwise",
        )


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


def _jsonl(text: str, file: str) -> Iterator[Claim]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                found = json.loads(line, object_pairs_hook=_once)
            except (ValueError, RecursionError) as error:
                twice = isinstance(error, _TwiceError)
                why = str(error) if twice else "it is no JSON"
                yield Claim(file, f"line {number}", line=number, unread=why)
                continue
            if isinstance(found, dict) and "target" in found:
                yield from _web_annotation(found, file, f"line {number}")
            else:
                yield from _edge(found, file, f"line {number}", number)


class _TwiceError(ValueError):
    """An object of JSON has a key twice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object each of whose keys stands there once: of two quotes JSON would drop one."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _TwiceError(f"the key {twice!r} stands there twice")
    return found


def _edge(edge: Any, file: str, where: str, line: int = 0) -> Iterator[Claim]:
    """An edge of KGX: each of its texts stands in one of its publications."""
    if not isinstance(edge, dict):
        yield Claim(file, where, line=line, unread="it is no edge")
        return
    texts = edge.get("supporting_text")
    references = names(edge.get("publications"))
    for quote in texts if isinstance(texts, list) and texts else [texts or None]:
        unread = "" if quote is None or isinstance(quote, str) else "it is no text"
        yield Claim(file, where, references, str(quote or ""), line=line, unread=unread)


def _json(text: str, file: str) -> Iterator[Claim]:
    try:
        found = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        place = f"{file}:{error.lineno}" if isinstance(error, json.JSONDecodeError) else file
        problem = str(error) if isinstance(error, _TwiceError) else "it is no JSON"
        raise SourceError(problem, where=place, remedy="correct it") from error
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
    """The annotations of a page, of a collection's first page, or of a list.

    What stands among annotations without being one, and pages that are elsewhere, are given, too:
    they have no target that could be read.
    """
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from _annotations(each, f"{path}[{number}]")
        return
    below = {} if not isinstance(value, dict) else value
    parts = [key for key in ("items", "first", "@graph") if below.get(key) is not None]
    if path and not parts and not path.startswith("@graph") and "target" not in below:
        yield path, below
    if "target" in below:
        yield path or "the annotation", below
    for key in parts:
        yield from _annotations(below[key], f"{path}.{key}".lstrip("."))
    if "next" in below:
        yield f"{path}.next".lstrip("."), {}


def _web_annotation(annotation: dict[str, Any], file: str, where: str) -> Iterator[Claim]:
    if "target" not in annotation:
        yield Claim(file, where, unread="it is no annotation that stands in the file")
        return
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
    selector = target.get("selector")
    selectors = selector if isinstance(selector, list) else [selector]
    kinds = [(str(each.get("type")), each) for each in selectors if isinstance(each, dict)]
    if problem := _unread_selectors(kinds):
        return Claim(file, where, names(name), unread=problem)
    known = dict(kinds)
    quote, position = known.get("TextQuoteSelector", {}), known.get("TextPositionSelector", {})
    words = [quote.get(key) or "" for key in ("exact", "prefix", "suffix")]
    if not all(isinstance(each, str) for each in words):
        return Claim(file, where, names(name), unread="its quote is no text")
    digest = target.get("sha256")
    claim = Claim(
        file,
        where,
        names(name),
        words[0],
        before=words[1],
        after=words[2],
        digest=digest if isinstance(digest, str) else "",
    )
    return _placed(claim, position.get("start"), position.get("end"))


def _unread_selectors(kinds: list[tuple[str, dict[str, Any]]]) -> str:
    """Why selectors cannot be read as one quote or place; empty where they can."""
    names = [kind for kind, _ in kinds]
    if not {"TextQuoteSelector", "TextPositionSelector"} & set(names):
        return f"its selector is {', '.join(sorted(set(names))) or 'none'}"
    if len(set(names)) < len(names):
        return "it has two selectors of one kind"
    return "its selector is refined by another" if any("refinedBy" in s for _, s in kinds) else ""


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
    if "@include" in store:
        yield Claim(file, "@include", unread="the annotations of another file are not read")
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
    references = names(target.get("resource"))
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
    ".yaml": read_yaml,
    ".yml": read_yaml,
    ".jsonl": _jsonl,
    ".json": _json,
    ".jsonld": _json,
}
