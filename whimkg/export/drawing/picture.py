"""The picture of a page's statements, in the layout of the one in the README.

Every label, identifier, count and place is read from the graph; here stand only geometry, colours
and general words. The same graph gives the same bytes. What has no place of its own in the layout
stands in words below it, so that no statement is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby, pairwise, permutations

from whimkg.export.drawing.evidence import evidence
from whimkg.export.drawing.facts import Facts, Statement, bare
from whimkg.export.drawing.svg import Box, Point, Svg, text_width, wrap

__all__ = ["Picture", "picture"]

WIDTH, MARGIN = 960, 20
TOP, PITCH, NODE, PAD = 88, 36, 31, 8
LEFT_END, DISEASE, CHIP, RIGHT = 216, (374, 550), (409, 550), 750
WIDE_END, TRUNK, SPINE = 284, 385, 397
#: As many objects are tried in every order; of more, the others stay as they are.
_MANY = 5
QUALIFIERS = ("biolink:object_direction_qualifier", "biolink:object_aspect_qualifier")


class Picture:
    """A picture as a file, and as a part of a web page."""

    def __init__(self, svg: Svg, height: float, title: str, description: str) -> None:
        self._svg, self._frame = svg, (height, title, description)

    def document(self) -> bytes:
        """A file in UTF-8."""
        return self._svg.document(*self._frame).encode()

    def element(self) -> str:
        """A part of a web page; its colours stand in ``style()`` of ``svg``."""
        return self._svg.element(*self._frame)


def picture(facts: Facts) -> Picture:
    """The picture of the statements of a page."""
    svg = Svg(WIDTH)
    rows = _care_rows(facts)
    _head(svg, facts, repeated=any(_same(a, b) for a, b in pairwise(rows)))
    own = sum(row.object == facts.disease for row in rows)
    block = (DISEASE[0], TOP, DISEASE[1], TOP + PITCH * max(own, len(_traits(facts)), 2) - 5)
    _disease(svg, facts, block)
    starts = _traits_column(svg, facts) | _care_column(svg, facts, rows, block)
    drawn = [*rows, *_traits(facts), *_targets(svg, facts, starts), *facts.phenotypes()]
    last = max(TOP + PITCH * len(rows), _differentials(svg, facts, block[3]))
    drawn += _others(facts)
    _chips(svg, facts, rows)
    bottom = last
    if facts.phenotypes():
        bus = last + 15
        svg.line([(SPINE, block[3]), (SPINE, bus)], "listed")
        bottom = _lanes(svg, facts, bus)
    bottom = _in_words(svg, facts, [s for s in facts.statements if s not in drawn], bottom)
    bottom = evidence(svg, facts, bottom + 14)
    return Picture(svg, bottom + 13, _title(facts), _description(facts))


def _same(one: Statement, other: Statement) -> bool:
    return (one.predicate, one.object) == (other.predicate, other.object)


def _title(facts: Facts) -> str:
    return f"{facts.label(facts.disease) or facts.page.name}: what its page says, as a graph"


def _description(facts: Facts) -> str:
    def said(statement: Statement) -> str:
        ends = (facts.label(statement.subject), facts.label(statement.object))
        return f"{ends[0]} {bare(statement.predicate)} {ends[1]} ({statement.status})"

    lines = [f"{_counts(facts)}.", *(f"{said(statement)}." for statement in facts.statements)]
    return "\n".join(lines)


def _counts(facts: Facts) -> str:
    pieces = sum(len(facts.all(s.id, "whimkg:evidence")) for s in facts.statements)
    return (
        f"{len(facts.statements)} statements · {pieces} pieces of evidence · "
        f"{len(facts.page.places)} places on the page"
    )


def _head(svg: Svg, facts: Facts, *, repeated: bool) -> None:
    svg.text((MARGIN, 33), [_title(facts)], "fill-ink strong", 17)
    svg.text((MARGIN, 51), [_counts(facts)], "fill-soft", 12)
    svg.text(
        (WIDTH - MARGIN, 33),
        ["On each arrow: predicate and claim status"],
        "fill-soft",
        11,
        anchor="end",
    )
    svg.text(
        (WIDTH - MARGIN, 48),
        ["Predicates without prefix are Biolink's"],
        "fill-soft",
        11,
        anchor="end",
    )
    if repeated:
        note = ["An arrow without predicate has that of the arrow above it"]
        svg.text((WIDTH - MARGIN, 63), note, "fill-soft", 11, anchor="end")


# What the graph holds, by the categories of the nodes at both ends


def _traits(facts: Facts) -> list[Statement]:
    """Genes that cause the disease first, then its inheritance, onset and course."""
    apart = {"biolink:PhenotypicFeature", "biolink:Disease"}
    own = [s for s in facts.about() if not apart & facts.categories(s.object)]
    genes = [s for s in facts.statements if s.object == facts.disease and facts.is_gene(s.subject)]
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
    others = list(dict.fromkeys(s.object for s in care if s.object != facts.disease))

    def ordered(objects: tuple[str, ...]) -> list[Statement]:
        rank = {name: index for index, name in enumerate((facts.disease, *objects))}

        def key(row: Statement) -> tuple[bool, float, str, str, int, str]:
            ranks = [rank[s.object] for s in care if s.subject == row.subject]
            mean = sum(ranks) / len(ranks)
            alike = min(s.predicate for s in care if s.subject == row.subject)
            here = rank[row.object]
            return row.subject not in aimed, mean, alike, row.subject, here, row.predicate

        return sorted(care, key=key)

    few = others[:_MANY]
    return min((ordered((*order, *others[_MANY:])) for order in permutations(few)), key=_runs)


# The parts of the picture, from the left


def _lines(facts: Facts, name: str, width: float, most: int = 99) -> tuple[list[str], bool]:
    """A node's label in lines, and whether its CURIE fits after the last of several."""
    room = width - 2 * PAD
    lines = wrap(facts.label(name), 11, room)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} \N{HORIZONTAL ELLIPSIS}"]
    return lines, len(lines) > 1 and text_width(f"{lines[-1]}  {name}", 11) <= room


def _node(svg: Svg, facts: Facts, name: str, box: Box, colour: str) -> None:
    svg.box(box, colour)
    lines, after = _lines(facts, name, box[2] - box[0], int((box[3] - box[1]) // 12))
    if not after and 13 * (len(lines) + 1) > box[3] - box[1] + 6:
        after = True  # there is no room for another line: it stands behind the words
    y = (box[1] + box[3]) / 2 - 6.5 * (len(lines) - after) + 4
    svg.text((box[0] + PAD, y), lines, "fill-ink", 11, tail=name if after else "")
    if not after:
        svg.text((box[0] + PAD, y + 13 * len(lines)), [name], "fill-soft", 10)


def _arrow(svg: Svg, start: Point, end: Point, s: Statement, *, named: bool = True) -> None:
    """A level arrow with its predicate above and its claim status below."""
    x, y = (start[0] + end[0]) / 2, start[1]
    svg.line([start, end], s.status, arrow=True)
    if named:
        svg.text((x, y - 5), [bare(s.predicate)], "fill-ink", 10, anchor="middle")
    svg.text((x, y + 12), [s.status], f"fill-{s.status}", 10, anchor="middle")


def _disease(svg: Svg, facts: Facts, block: Box) -> None:
    svg.box(block, "disease", 10)
    middle = (block[0] + block[2]) / 2
    names = [n for other in facts.all(facts.disease, "skos:altLabel") for n in _small(other)]
    label = wrap(facts.label(facts.disease), 17, DISEASE[1] - DISEASE[0] - 16)
    room = int((block[3] - block[1] - 20 * len(label) - 30) // 14)
    names = names if len(names) <= room else []  # they are no part of any statement
    y = (block[1] + block[3]) / 2 + 4 - 10 * len(label) - 7 * len(names)
    svg.text((middle, y), label, "fill-on strong", 15, anchor="middle", pitch=19)
    y += 19 * len(label)
    name = facts.disease if len(facts.disease) < 25 else ""  # without identifier: an address
    svg.text((middle, y), [name], "fill-on strong", 12, anchor="middle")
    svg.text((middle, y + 21), names, "fill-on", 11, anchor="middle", pitch=14)


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
        named = index == 0 or not _same(rows[index - 1], s)
        _arrow(svg, (RIGHT, y + NODE / 2), (end, y + NODE / 2), s, named=named)
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
            if any(s.object == name for s in facts.about()):
                svg.line([(SPINE, middle), (CHIP[0], middle)], "listed", arrow=True)
            _node(svg, facts, name, box, "phenotype")
        y = end


def _targets(svg: Svg, facts: Facts, boxes: dict[str, Box]) -> list[Statement]:
    """Drug to gene, over the disease; those whose ends both have a box."""
    found = [s for s in facts.onto("biolink:Gene") if s.subject in boxes and s.object in boxes][:1]
    for s in found:
        start, end = boxes[s.subject], boxes[s.object]
        a, b, y = (start[0] + start[2]) / 2, (end[0] + end[2]) / 2, TOP - 17
        svg.line([(a, start[1]), (a, y), (b, y), (b, end[1])], s.status, arrow=True)
        svg.text(((a + b) / 2, y - 5), [_said(facts, s)], "fill-ink", 10, anchor="middle")
        svg.text(((a + b) / 2, y + 12), [s.status], f"fill-{s.status}", 10, anchor="middle")
    return found


def _said(facts: Facts, s: Statement) -> str:
    """A predicate with what qualifies it."""
    how = ("biolink:qualified_predicate", *QUALIFIERS)
    words = [bare(value) for slot in how for value in facts.all(s.id, slot)]
    return f"{bare(s.predicate)}: {' '.join(words)}" if words else bare(s.predicate)


def _others(facts: Facts) -> list[Statement]:
    """The disease beside other diseases."""
    return [s for s in facts.about() if "biolink:Disease" in facts.categories(s.object)]


def _differentials(svg: Svg, facts: Facts, top: float) -> float:
    found = _others(facts)
    kinds = {facts.one(s.id, "biolink:original_predicate") for s in found} - {""}
    if kinds:  # as a heading of the column, since it is of all its arrows
        words = f"original predicate: {', '.join(sorted(kinds))}"
        svg.text((MARGIN, top + 12), [words], "fill-soft", 10)
    y = top + 16
    for s in found:
        lines, after = _lines(facts, s.object, WIDE_END - MARGIN)
        box = (MARGIN, y, WIDE_END, y + NODE + 12 * (len(lines) - after - 1))
        middle = (box[1] + box[3]) / 2
        _node(svg, facts, s.object, box, "other")
        _arrow(svg, (TRUNK, middle), (WIDE_END, middle), s)
        svg.line([(TRUNK, top), (TRUNK, middle)], s.status)
        y = box[3] + 5
    return y - 5 if found else top


def _in_words(svg: Svg, facts: Facts, found: list[Statement], y: float) -> float:
    """Statements that the layout has no place for, a line each."""
    for index, s in enumerate(found):
        if not index:
            y += 24
            svg.text((MARGIN, y), ["Also stated"], "fill-ink strong", 12)
        words = f"{facts.label(s.subject)} {_said(facts, s)} {facts.label(s.object)}"
        lines = wrap(f"{words} \N{MIDDLE DOT} {s.status}", 11, WIDTH - 2 * MARGIN)
        svg.text((MARGIN, y + 16), lines, "fill-ink", 11, hang=8)
        y += 16 + 13 * (len(lines) - 1)
    return y


def _lanes(svg: Svg, facts: Facts, bus: float) -> float:
    """Phenotypes by frequency, one lane a band, as wide as makes the longest lane short."""
    found = facts.phenotypes()
    bands = dict.fromkeys(map(facts.band, found))  # in the order of the page
    lanes = [[s for s in found if facts.band(s) == band] for band in bands]
    widths = _widths([[facts.label(s.object) for s in lane] for lane in lanes])
    words = f"{bare(found[0].predicate)}: {len(found)}, by frequency"
    firm = ", ".join(sorted({s.status for s in found}))
    svg.text((SPINE + 10, bus - 5), [f"{words} \N{MIDDLE DOT} {firm}"], "fill-ink", 10)
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
    svg.text((x + PAD, y + 18), [title], "fill-ink strong", 12)
    svg.text((x + width - PAD, y + 18), [str(len(lane))], "fill-ink strong", 12, anchor="end")
    svg.text((x + PAD, y + 31), [name] if name else [], "fill-soft", 10)
    svg.bar((x + PAD, y + 37, x + width - PAD, y + 41), "rail")
    if low:
        scale = (width - 2 * PAD) / 100
        start, end = x + PAD + scale * int(low), x + PAD + scale * int(high)
        svg.bar((start, y + 37, max(end, start + 3), y + 41), "level")
    y += 56
    for s in lane:
        lines = _rows(facts.label(s.object), width)
        svg.text((x + PAD, y), lines, "fill-ink", 11, hang=8)
        y += 13 * len(lines) + 0.5
    return y - 4
