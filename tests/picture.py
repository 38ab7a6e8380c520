"""The graph as a picture: ``python tests/picture.py > data/whim-syndrome.svg``.

Every label, identifier, count and place is read from the graph; here stand only geometry, colours
and general words. The same graph gives the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import groupby, permutations
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

import whimkg
from tests.drawing.evidence import evidence
from tests.drawing.facts import Facts, Statement, bare
from tests.drawing.svg import Box, Svg, text_width, wrap

WIDTH, MARGIN = 960, 20
TOP, PITCH, NODE, PAD = 88, 36, 31, 8
LEFT_END, DISEASE, CHIP, RIGHT = 216, (374, 550), (409, 550), 750
WIDE_END, TRUNK, SPINE = 284, 385, 397
QUALIFIERS = ("biolink:object_direction_qualifier", "biolink:object_aspect_qualifier")


def picture() -> str:
    """The picture of the bundled graph."""
    facts, svg = Facts(whimkg.build().quads), Svg(WIDTH)
    rows = _care_rows(facts)
    _head(svg, facts)
    own = sum(row.object == facts.disease for row in rows)
    block = (DISEASE[0], TOP, DISEASE[1], TOP + PITCH * max(own, len(_traits(facts))) - 5)
    _disease(svg, facts, block)
    starts = _traits_column(svg, facts) | _care_column(svg, facts, rows, block)
    _targets(svg, facts, starts)
    last = max(TOP + PITCH * len(rows), _differentials(svg, facts, block[3]))
    _chips(svg, facts, rows)
    bus = last + 15
    svg.line([(SPINE, block[3]), (SPINE, bus)], "listed")
    bottom = evidence(svg, facts, _lanes(svg, facts, bus) + 14)
    return svg.document(bottom + 13, _title(facts), _description(facts))


def _title(facts: Facts) -> str:
    return f"{facts.label(facts.disease)}: what its page says, as a graph"


def _description(facts: Facts) -> str:
    def said(statement: Statement) -> str:
        ends = (facts.label(statement.subject), facts.label(statement.object))
        return f"{ends[0]} {bare(statement.predicate)} {ends[1]} ({statement.status})"

    lines = [f"{_counts(facts)}.", *(f"{said(statement)}." for statement in facts.statements)]
    return "\n".join(lines)


def _counts(facts: Facts) -> str:
    pieces = facts.of_type("whimkg:Evidence")
    places = {place for piece in pieces for place in facts.all(piece, "prov:wasDerivedFrom")}
    return (
        f"{len(facts.statements)} statements · {len(pieces)} pieces of evidence · "
        f"{len(places)} places on the page"
    )


def _head(svg: Svg, facts: Facts) -> None:
    svg.text((MARGIN, 33), [_title(facts)], "ink strong", 17)
    svg.text((MARGIN, 51), [_counts(facts)], "soft", 12)
    svg.text(
        (WIDTH - MARGIN, 33),
        ["On each arrow: predicate and claim status"],
        "soft",
        11,
        anchor="end",
    )
    svg.text(
        (WIDTH - MARGIN, 48), ["Predicates without prefix are Biolink's"], "soft", 11, anchor="end"
    )


# What the graph holds, by the categories of the nodes at both ends


def _traits(facts: Facts) -> list[Statement]:
    """Genes that cause the disease first, then its inheritance, onset and course."""
    apart = {"biolink:PhenotypicFeature", "biolink:Disease"}
    own = [s for s in facts.about() if not apart & facts.categories(s.object)]
    genes = [s for s in facts.onto("biolink:Disease") if facts.is_gene(s.subject)]
    return genes + own


def _care(facts: Facts) -> list[Statement]:
    given = {"biolink:Treatment", "biolink:Drug"}
    found = [s for s in facts.statements if given & facts.categories(s.subject)]
    return [s for s in found if not facts.is_gene(s.object)]


def _runs(rows: Iterable[Statement]) -> int:
    return sum(1 for _ in groupby(rows, key=lambda row: row.object))


def _care_rows(facts: Facts) -> list[Statement]:
    """Treatments and drugs, in the order in which the fewest arrows cross."""
    care = _care(facts)
    aimed = {s.subject for s in facts.onto("biolink:Gene")}
    others = [s.object for s in facts.about() if any(s.object == c.object for c in care)]

    def ordered(objects: tuple[str, ...]) -> list[Statement]:
        rank = {name: index for index, name in enumerate((facts.disease, *objects))}

        def key(row: Statement) -> tuple[bool, float, str, int]:
            ranks = [rank[s.object] for s in care if s.subject == row.subject]
            mean = sum(ranks) / len(ranks)
            return row.subject not in aimed, mean, row.subject, rank[row.object]

        return sorted(care, key=key)

    return min((ordered(order) for order in permutations(others)), key=_runs)


# The parts of the picture, from the left


def _lines(facts: Facts, name: str, width: float) -> tuple[list[str], bool]:
    """A node's label in lines, and whether its CURIE fits after the last of several."""
    room = width - 2 * PAD
    lines = wrap(facts.label(name), 11, room)
    return lines, len(lines) > 1 and text_width(f"{lines[-1]}  {name}", 11) <= room


def _node(svg: Svg, facts: Facts, name: str, box: Box, colour: str) -> None:
    svg.box(box, colour)
    lines, after = _lines(facts, name, box[2] - box[0])
    y = (box[1] + box[3]) / 2 - 6.5 * (len(lines) - after) + 4
    svg.text((box[0] + PAD, y), lines, "ink", 11, tail=name if after else "")
    if not after:
        svg.text((box[0] + PAD, y + 13 * len(lines)), [name], "soft", 10)


def _arrow(svg: Svg, start: tuple[float, float], end: tuple[float, float], s: Statement) -> None:
    """A level arrow with its predicate above and its claim status below."""
    x, y = (start[0] + end[0]) / 2, start[1]
    svg.line([start, end], s.status, arrow=True)
    svg.text((x, y - 5), [bare(s.predicate)], "ink", 10, anchor="middle")
    svg.text((x, y + 12), [s.status], f"fill-{s.status}", 10, anchor="middle")


def _disease(svg: Svg, facts: Facts, block: Box) -> None:
    svg.box(block, "disease", 10)
    middle = (block[0] + block[2]) / 2
    names = [n for other in facts.all(facts.disease, "skos:altLabel") for n in _small(other)]
    y = (block[1] + block[3]) / 2 - 6 - 6 * len(names)
    svg.text((middle, y), [facts.label(facts.disease)], "on strong", 17, anchor="middle")
    svg.text((middle, y + 19), [facts.disease], "on strong", 12, anchor="middle")
    svg.text((middle, y + 40), names, "on", 11, anchor="middle", pitch=14)


def _small(name: str) -> list[str]:
    return wrap(name, 11, DISEASE[1] - DISEASE[0] - 20)


def _traits_column(svg: Svg, facts: Facts) -> dict[str, Box]:
    boxes: dict[str, Box] = {}
    for index, s in enumerate(_traits(facts)):
        y = TOP + PITCH * index
        gene = facts.is_gene(s.subject)
        name = s.subject if gene else s.object
        boxes[name] = (MARGIN, y, LEFT_END, y + NODE)
        _node(svg, facts, name, boxes[name], "gene" if gene else "trait")
        ends = [(x, y + NODE / 2) for x in (float(LEFT_END), float(DISEASE[0]))]
        _arrow(svg, ends[not gene], ends[gene], s)
    return boxes


def _care_column(svg: Svg, facts: Facts, rows: list[Statement], block: Box) -> dict[str, Box]:
    boxes: dict[str, Box] = {}
    for index, s in enumerate(rows):
        y = TOP + PITCH * index
        first = boxes.get(s.subject, (RIGHT, y))
        boxes[s.subject] = (RIGHT, first[1], WIDTH - MARGIN, y + NODE)
        end = block[2] if s.object == facts.disease else CHIP[1]
        _arrow(svg, (RIGHT, y + NODE / 2), (end, y + NODE / 2), s)
    for name, box in boxes.items():
        drug = "biolink:Drug" in facts.categories(name)
        _node(svg, facts, name, box, "drug" if drug else "care")
    return boxes


def _chips(svg: Svg, facts: Facts, rows: list[Statement]) -> None:
    """The phenotypes that treatments aim at, beside the arrows that reach them."""
    y = float(TOP)
    for name, run in groupby(rows, key=lambda row: row.object):
        end = y + PITCH * len(list(run))
        if name != facts.disease:
            box = (CHIP[0], y, CHIP[1], end + NODE - PITCH)
            middle = (box[1] + box[3]) / 2
            svg.line([(SPINE, middle), (CHIP[0], middle)], "listed", arrow=True)
            _node(svg, facts, name, box, "phenotype")
        y = end


def _targets(svg: Svg, facts: Facts, boxes: dict[str, Box]) -> None:
    """Drug to gene, over the disease."""
    for s in facts.onto("biolink:Gene"):
        start, end = boxes[s.subject], boxes[s.object]
        a, b, y = (start[0] + start[2]) / 2, (end[0] + end[2]) / 2, TOP - 17
        svg.line([(a, start[1]), (a, y), (b, y), (b, end[1])], s.status, arrow=True)
        how = ("biolink:qualified_predicate", *QUALIFIERS)
        words = [bare(value) for slot in how for value in facts.all(s.id, slot)]
        label = f"{bare(s.predicate)}: {' '.join(words)}"
        svg.text(((a + b) / 2, y - 5), [label], "ink", 10, anchor="middle")
        svg.text(((a + b) / 2, y + 12), [s.status], f"fill-{s.status}", 10, anchor="middle")


def _differentials(svg: Svg, facts: Facts, top: float) -> float:
    found = [s for s in facts.about() if "biolink:Disease" in facts.categories(s.object)]
    kinds = {facts.one(s.id, "biolink:original_predicate") for s in found} - {""}
    svg.text((MARGIN, top + 11), [", ".join(sorted(kinds))], "soft", 10)
    y = top + 16
    for s in found:
        lines, after = _lines(facts, s.object, WIDE_END - MARGIN)
        box = (MARGIN, y, WIDE_END, y + NODE + 12 * (len(lines) - after - 1))
        middle = (box[1] + box[3]) / 2
        _node(svg, facts, s.object, box, "other")
        _arrow(svg, (TRUNK, middle), (WIDE_END, middle), s)
        svg.line([(TRUNK, top), (TRUNK, middle)], s.status)
        y = box[3] + 5
    return y - 5


def _lanes(svg: Svg, facts: Facts, bus: float) -> float:
    """Phenotypes by frequency, one lane a band, as wide as makes the longest lane short."""
    found = facts.phenotypes()
    lanes = [list(lane) for _, lane in groupby(found, key=facts.band)]
    widths = _widths([[facts.label(s.object) for s in lane] for lane in lanes])
    words = f"{bare(found[0].predicate)}: {len(found)}, by frequency"
    firm = ", ".join(sorted({s.status for s in found}))
    svg.text((SPINE + 10, bus - 5), [f"{words} \N{MIDDLE DOT} {firm}"], "ink", 10)
    x, tops, bottom = float(MARGIN), bus + 12, bus
    for lane, width in zip(lanes, widths, strict=True):
        bottom = max(bottom, _lane(svg, facts, lane, (x, tops, width)))
        x += width + 10
    x = MARGIN
    for width in widths:
        svg.under((x, tops, x + width, bottom), "lane")
        svg.line([(SPINE, bus), (x + width / 2, bus), (x + width / 2, tops)], "listed", arrow=True)
        x += width + 10
    return bottom


def _widths(lanes: list[list[str]]) -> list[float]:
    """Narrow at first; then, step by step, the longest lane that a wider one would shorten."""
    room = WIDTH - 2 * MARGIN - 10 * (len(lanes) - 1)
    widths = [135.0] * len(lanes)

    def lines(index: int) -> int:
        return sum(len(_rows(label, widths[index])) for label in lanes[index])

    while sum(widths) + 4 <= room:
        wrapped = [index for index, lane in enumerate(lanes) if lines(index) > len(lane)]
        if not wrapped:
            break
        widths[max(wrapped, key=lambda index: (lines(index), -widths[index]))] += 4
    return [width + (room - sum(widths)) / len(lanes) for width in widths]


def _rows(label: str, width: float) -> list[str]:
    return wrap(label, 11, width - 2 * PAD - 8)


def _lane(svg: Svg, facts: Facts, lane: list[Statement], at: tuple[float, float, float]) -> float:
    x, y, width = at
    low, high, name = facts.band(lane[0])
    title = f"{low}\N{EN DASH}{high} %" if low else "no frequency given"
    svg.text((x + PAD, y + 18), [title], "ink strong", 12)
    svg.text((x + width - PAD, y + 18), [str(len(lane))], "ink strong", 12, anchor="end")
    svg.text((x + PAD, y + 31), [name] if name else [], "soft", 10)
    svg.bar((x + PAD, y + 37, x + width - PAD, y + 41), "rail")
    if low:
        scale = (width - 2 * PAD) / 100
        start, end = x + PAD + scale * int(low), x + PAD + scale * int(high)
        svg.bar((start, y + 37, max(end, start + 3), y + 41), "level")
    y += 56
    for s in lane:
        lines = _rows(facts.label(s.object), width)
        svg.text((x + PAD, y), lines, "ink", 11, hang=8)
        y += 13 * len(lines) + 0.5
    return y - 4


if __name__ == "__main__":
    sys.stdout.buffer.write(picture().encode())
