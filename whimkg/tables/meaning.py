"""Does a curator's wording mean anything? What would fail on a page is told when it is loaded."""

import re
from collections.abc import Iterator
from typing import get_args

from whimkg.errors import TableFileError
from whimkg.record import Status
from whimkg.tables.kinds import Tables, Wording

__all__ = ["FREE_SLOTS", "TOKEN", "check"]

#: A slot in braces, or a set of phrases in brackets; with a question mark it may be missing.
TOKEN = re.compile(r"\{(\w+)\}|\[([\w ]+)(\?)?\]")
_WORDS = r"(?:[^;:()]|\([^()]*\))+"
#: Slots that hold no term, and the expression of what they hold.
FREE_SLOTS = {
    "letter": r"(?-i:[A-Z])",
    "study": r".+?",
    "protocol": r"[\w-]+",
    "name": "\ue000",
    "acronym": r"(?-i:[A-Z][A-Za-z0-9-]*)",
    "place": r"[0-9XYpqter.\-]{1,20}",
    "kind": r"[^.;:()]{1,200}?",
    "noun": r"[^.;:()]{1,100}?",
    "some": r"[^.;:()]{1,200}?",
    "words": _WORDS,
    "signs": _WORDS,
    "detail": _WORDS,
    "any": _WORDS,
    "proper": r"(?-i:[A-Z][\w-]{4,})",
}
_MOST_WORDS = 7
_SELF = "disease"


def check(wording: Wording, where: str, tables: Tables) -> None:
    """Refuse a wording that means nothing.

    Args:
        wording: the row.
        where: its file and line.
        tables: the tables that it refers to.

    Raises:
        TableFileError: the first thing that is wrong with it.
    """
    for problem, remedy in _problems(wording, tables):
        raise TableFileError(problem, where=where, remedy=remedy)


def _problems(wording: Wording, tables: Tables) -> Iterator[tuple[str, str]]:
    plain = TOKEN.sub(" ", wording.wording)
    words = [word for word in plain.split() if any(map(str.isalnum, word))]
    if "..." in wording.wording:
        yield "three dots", "write {words} where any words may stand"
    if not (words or TOKEN.search(wording.wording)) or len(words) > _MOST_WORDS:
        yield f"{len(words)} words", f"give one to {_MOST_WORDS} words beside the slots"
    places = [kind.kind for kind in tables.sections]
    for place in wording.place.split() or [""]:
        if place not in places:
            yield f"no kind of section {place!r}", f"take one of {', '.join(places)}"
    for name in (name for _, name, _ in TOKEN.findall(wording.wording) if name):
        if name not in tables.phrases:
            yield f"no set of phrases {name!r}", "take one of data/phrases.tsv"
    slots = [slot for slot, _, _ in TOKEN.findall(wording.wording) if slot]
    for slot in slots:
        if slots.count(slot) > 1:
            yield f"the slot {slot!r} stands twice", "name it once"
        if slot not in {*FREE_SLOTS, _SELF} and not tables.named(slot.removesuffix("s")):
            yield f"no slot {slot!r}", "take one that data/mappings.sssom.tsv has words for"
    yield from _of_claim(wording, slots, tables) if wording.kind else _of_omission(wording, tables)


def _of_omission(wording: Wording, tables: Tables) -> Iterator[tuple[str, str]]:
    if wording.omitted not in tables.reasons:
        known = ", ".join(tables.reasons)
        yield f"no reason {wording.omitted!r} and no kind of statement", f"take one of {known}"


def _of_claim(wording: Wording, slots: list[str], tables: Tables) -> Iterator[tuple[str, str]]:
    if wording.kind == "study":
        return
    if wording.kind not in tables.statements:
        kinds = ", ".join(tables.statements)
        yield f"no kind of statement {wording.kind!r}", f"take one of {kinds}"
    if wording.status not in get_args(Status):
        yield f"no claim status {wording.status!r}", f"take one of {', '.join(get_args(Status))}"
    implied, _, words = wording.implied.partition("=")
    if wording.implied and tables.ground(implied, words) is None:
        yield f"no term for {wording.implied!r}", "write slot=words, with words that are mapped"
    kind = tables.statements[wording.kind]
    given = {slot.removesuffix("s") for slot in slots} | {implied, _SELF}
    for end in {kind.subject, kind.object} - given:
        yield f"a claim of kind {wording.kind!r} without its {end}", f"give it as {{{end}}}"
