"""One statement, from what it says to the characters that it stands on."""

from __future__ import annotations

from collections.abc import Iterator

from whimkg.base.namespaces import BASE
from whimkg.export.drawing.facts import Facts, Statement, bare
from whimkg.export.drawing.svg import Svg, text_width, wrap

__all__ = ["evidence"]

_BEGIN = "nif:beginIndex"
STATEMENT, PIECE, PAGE = (20, 262), (368, 544), (672, 940)


def evidence(svg: Svg, facts: Facts, y: float) -> float:
    """Draw the first that has places, below ``y``; returns its lower end."""
    found = next(_examples(facts), None)
    if found is None:
        return y
    s, piece, places = found
    cards = [(STATEMENT, _said(facts, s)), (PIECE, _piece(facts, piece))]
    lines = max(len(_wrapped(rows, width)) for width, rows in cards)
    top, bottom = y + 16, y + max(26 + 28 * len(places), 24 + 16.5 * lines)
    middle, fork = (top + bottom) / 2, PAGE[0] - 14
    svg.text(
        (STATEMENT[0], y + 7), ["One statement, down to the characters"], "fill-ink strong", 12
    )
    svg.text((PAGE[0], y + 7), [_snapshot(facts)], "fill-soft", 10)
    _card(svg, (*STATEMENT, top, bottom), "phenotype", _said(facts, s))
    _card(svg, (*PIECE, top, bottom), "trait", _piece(facts, piece))
    svg.box((PAGE[0], top, PAGE[1], bottom), "sheet")
    for index, place in enumerate(places):
        line = top + 17 + 28 * index
        _place(svg, facts, place, line)
        svg.line([(fork, middle), (fork, line - 4), (PAGE[0], line - 4)], "listed", arrow=True)
    svg.line([(STATEMENT[1], middle), (PIECE[0], middle)], "listed", arrow=True)
    svg.line([(PIECE[1], middle), (fork, middle)], "listed")
    svg.text(
        ((STATEMENT[1] + PIECE[0]) / 2, middle - 6),
        ["whimkg:evidence"],
        "fill-ink",
        10,
        anchor="middle",
    )
    svg.text(
        ((PIECE[1] + fork) / 2, middle - 6),
        ["prov:wasDerivedFrom"],
        "fill-ink",
        10,
        anchor="middle",
    )
    return bottom


def _examples(facts: Facts) -> Iterator[tuple[Statement, str, list[str]]]:
    """Statements, phenotypes first, with a piece of evidence and its places in their order."""
    for s in dict.fromkeys((*facts.phenotypes(), *facts.statements)):
        for piece in facts.all(s.id, "whimkg:evidence"):
            places = [
                place
                for place in facts.all(piece, "prov:wasDerivedFrom")
                if facts.one(place, "nif:referenceContext") == facts.snapshot
                and facts.one(place, _BEGIN)
            ]
            if places:
                yield s, piece, sorted(places, key=lambda place: int(facts.one(place, _BEGIN)))


def _snapshot(facts: Facts) -> str:
    """Which text the places stand in: its digest begins as shown."""
    return f"The page's text, SHA-256 {facts.page.sha256[:12]}\N{HORIZONTAL ELLIPSIS}"


def _said(facts: Facts, s: Statement) -> list[tuple[str, str]]:
    low, high, name = facts.band(s)
    band = [("fill-ink", f"{name}: {low}\N{EN DASH}{high} %")] if low else []
    return [
        ("fill-soft", f"{s.id.removeprefix(BASE)[:20]}\N{HORIZONTAL ELLIPSIS}"),
        ("fill-ink", f"{facts.label(s.subject)} {bare(s.predicate)} \N{RIGHTWARDS ARROW}"),
        ("fill-ink", facts.label(s.object)),
        ("fill-soft", s.object),
        *band,
    ]


def _piece(facts: Facts, piece: str) -> list[tuple[str, str]]:
    source = facts.one(piece, "biolink:primary_knowledge_source")
    return [
        ("fill-ink", facts.label(source)),
        ("fill-soft", source),
        ("fill-ink", f"stated on {facts.one(piece, 'whimkg:statedOn') or 'a day not given'}"),
        ("fill-ink", f"claim status: {facts.status(piece)}"),
    ]


def _card(
    svg: Svg, at: tuple[float, float, float, float], colour: str, rows: list[tuple[str, str]]
) -> None:
    start, end, top, bottom = at
    svg.box((start, top, end, bottom), colour)
    lines = _wrapped(rows, (start, end))
    y = (top + bottom - 16.5 * len(lines)) / 2 + 12
    for kind, line in lines:
        svg.text((start + 10, y), [line], kind, 11)
        y += 16.5


def _wrapped(rows: list[tuple[str, str]], width: tuple[float, float]) -> list[tuple[str, str]]:
    """The rows of a card in lines, each with its colour."""
    room = width[1] - width[0] - 18
    return [(kind, line) for kind, row in rows for line in wrap(row, 11, room)]


def _place(svg: Svg, facts: Facts, place: str, y: float) -> None:
    words = facts.one(place, "nif:anchorOf") or "words of the page's prose"
    while text_width(words, 11) > PAGE[1] - PAGE[0] - 24:
        words = f"{words[:-2].rstrip()}\N{HORIZONTAL ELLIPSIS}"
    line, column = (facts.one(place, f"whimkg:{slot}") for slot in ("line", "column"))
    svg.bar((PAGE[0] + 8, y - 12, PAGE[0] + 16 + text_width(words, 11), y + 3), "mark")
    svg.text((PAGE[0] + 12, y), [words], "fill-ink", 11)
    where = f"#{place.partition('#')[2]} \N{MIDDLE DOT} line {line}, column {column}"
    svg.text((PAGE[0] + 12, y + 13), [where], "fill-soft", 10)
