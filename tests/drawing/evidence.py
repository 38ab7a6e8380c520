"""One statement, from what it says to the characters that it stands on."""

from __future__ import annotations

from tests.drawing.facts import Facts, Statement, bare
from tests.drawing.svg import Svg, text_width, wrap
from whimkg.namespaces import BASE

__all__ = ["evidence"]

STATEMENT, PIECE, PAGE = (20, 262), (368, 544), (672, 940)


def evidence(svg: Svg, facts: Facts, y: float) -> float:
    """Draw it below ``y``; returns its lower end."""
    s = facts.phenotypes()[0]
    piece = facts.one(s.id, "whimkg:evidence")
    places = facts.all(piece, "prov:wasDerivedFrom")
    top, bottom = y + 16, y + 26 + 28 * len(places)
    middle, fork = (top + bottom) / 2, PAGE[0] - 14
    svg.text((STATEMENT[0], y + 7), ["One statement, down to the characters"], "ink strong", 12)
    svg.text((PAGE[0], y + 7), [_snapshot(facts)], "soft", 10)
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
        ((STATEMENT[1] + PIECE[0]) / 2, middle - 6), ["whimkg:evidence"], "ink", 10, anchor="middle"
    )
    svg.text(
        ((PIECE[1] + fork) / 2, middle - 6), ["prov:wasDerivedFrom"], "ink", 10, anchor="middle"
    )
    return bottom


def _snapshot(facts: Facts) -> str:
    """Which text the places stand in: its digest begins as shown."""
    (name,) = facts.of_type("nif:Context")
    return f"The page's text, SHA-256 {name.rpartition('/')[2][:12]}\N{HORIZONTAL ELLIPSIS}"


def _said(facts: Facts, s: Statement) -> list[tuple[str, str]]:
    low, high, name = facts.band(s)
    return [
        ("soft", f"{s.id.removeprefix(BASE)[:20]}\N{HORIZONTAL ELLIPSIS}"),
        ("ink", f"{facts.label(s.subject)} {bare(s.predicate)} \N{RIGHTWARDS ARROW}"),
        ("ink", facts.label(s.object)),
        ("soft", s.object),
        ("ink", f"{name}: {low}\N{EN DASH}{high} %"),
    ]


def _piece(facts: Facts, piece: str) -> list[tuple[str, str]]:
    source = facts.one(piece, "biolink:primary_knowledge_source")
    return [
        ("ink", facts.label(source)),
        ("soft", source),
        ("ink", f"stated on {facts.one(piece, 'whimkg:statedOn') or 'a day not given'}"),
        ("ink", f"claim status: {facts.status(piece)}"),
    ]


def _card(
    svg: Svg, at: tuple[float, float, float, float], colour: str, rows: list[tuple[str, str]]
) -> None:
    start, end, top, bottom = at
    svg.box((start, top, end, bottom), colour)
    lines = [(kind, line) for kind, row in rows for line in wrap(row, 11, end - start - 18)]
    y = (top + bottom - 16.5 * len(lines)) / 2 + 12
    for kind, line in lines:
        svg.text((start + 10, y), [line], kind, 11)
        y += 16.5


def _place(svg: Svg, facts: Facts, place: str, y: float) -> None:
    words = facts.one(place, "nif:anchorOf")
    line, column = (facts.one(place, f"whimkg:{slot}") for slot in ("line", "column"))
    svg.bar((PAGE[0] + 8, y - 12, PAGE[0] + 16 + text_width(words, 11), y + 3), "mark")
    svg.text((PAGE[0] + 12, y), [words], "ink", 11)
    where = f"#{place.partition('#')[2]} \N{MIDDLE DOT} line {line}, column {column}"
    svg.text((PAGE[0] + 12, y + 13), [where], "soft", 10)
