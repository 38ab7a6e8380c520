"""The parts of a file that the graph decides, as elements of HTML: table, filters, outline."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from lxml.html import HtmlElement
from lxml.html import builder as E  # noqa: N812

from whimkg.export.web.pages import Evidence, Page, Place, Statement, iri

__all__ = ["about", "filters", "outline", "table"]

_WORD_ENDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_")
_NOT_IN_HTML = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)
_COLUMNS = ("Statement", "Frequency", "Status", "On the page", "Source and date")
_UNKNOWN = "not given"


def table(page: Page) -> HtmlElement:
    """The statements, a body of the table for each kind, each with its details below it."""
    head = E.THEAD(E.TR(*(E.TH(name, scope="col") for name in _COLUMNS)))
    bodies = [
        _body(page, kind, list(group))
        for kind, group in groupby(page.statements, key=lambda statement: statement.kind)
    ]
    columns = E.COLGROUP(*(E.COL() for _ in _COLUMNS))
    return E.TABLE(E.CAPTION("Statements"), columns, head, *bodies, id="statements")


def _body(page: Page, kind: str, group: list[Statement]) -> HtmlElement:
    """With what all of them share said once, in the heading."""
    shared = {(statement.subject, statement.predicate) for statement in group}
    common = len(shared) == 1 and len(group) > 1
    heading = [E.SPAN(clean(words(kind) if ":" in kind else kind), E.CLASS("kind")), " "]
    if common:
        ((subject, predicate),) = shared
        heading.append(
            E.SPAN(clean(f"{page.names.label(subject)} {words(predicate)} …"), E.CLASS("soft"))
        )
    heading.append(E.SPAN(str(len(group)), E.CLASS("count")))
    rows = [
        row
        for statement in group
        for row in (_row(page, statement, common), _details(page, statement))
    ]
    title = E.TH(*heading, colspan=str(len(_COLUMNS)), scope="rowgroup")
    return E.TBODY(E.TR(title, E.CLASS("group")), *rows)


def _row(page: Page, statement: Statement, common: bool) -> HtmlElement:
    """What can be filtered by stands in attributes; the script reads nothing else."""
    label = page.names.label
    cells = [E.SPAN(clean(label(statement.object)), E.CLASS("term"))]
    if not common:
        cells = [
            *(E.SPAN(clean(label(statement.subject)), E.CLASS("term")), " "),
            *(E.SPAN(words(statement.predicate), E.CLASS("soft")), " "),
            *cells,
        ]
    return E.TR(
        E.TD(
            E.BUTTON(
                *cells,
                E.CLASS("open"),
                {
                    "type": "button",
                    "aria-expanded": "true",
                    "aria-controls": _details_id(statement),
                },
            ),
            " ",
            _link(statement.object if statement.object != page.disease else statement.subject),
        ),
        E.TD(_frequency(page, statement)),
        E.TD(_chip(statement.leading.status)),
        E.TD(_where(statement)),
        E.TD(
            clean(label(statement.leading.source)),
            " ",
            E.SPAN(statement.leading.date, E.CLASS("date")),
            E.CLASS("soft"),
        ),
        E.CLASS("statement"),
        {
            "id": f"statement={statement.id}",
            "data-statement": statement.iri,
            "data-subject": statement.subject,
            "data-predicate": statement.predicate,
            "data-object": statement.object,
            "data-kind": statement.kind,
            "data-band": _band(page, statement),
            "data-frequency": statement.frequency,
            "data-status": statement.leading.status,
            "data-source": statement.leading.source,
            "data-date": statement.leading.date,
            "data-qualifiers": " ".join(f"{slot}={value}" for slot, value in statement.qualifiers),
            "data-places": " ".join(f"{p.begin},{p.end}" for p in statement.places),
            "data-find": clean(" ".join(_findable(page, statement))),
        },
    )


def _findable(page: Page, statement: Statement) -> Iterator[str]:
    for term in (statement.subject, statement.object):
        yield term
        for slot in ("rdfs:label", "whimkg:currentLabel", "skos:altLabel"):
            yield from page.names.all(term, slot)
    yield from (place.words for place in statement.places)
    yield words(statement.predicate)


def _details_id(statement: Statement) -> str:
    return f"details-{statement.id}"


def _details(page: Page, statement: Statement) -> HtmlElement:
    cell = E.TD(
        *(_piece(page, piece) for piece in statement.evidence),
        E.DL(*_facts(page, statement)),
        colspan=str(len(_COLUMNS)),
    )
    return E.TR(cell, E.CLASS("details"), {"id": _details_id(statement)})


def _piece(page: Page, piece: Evidence) -> HtmlElement:
    """A piece of evidence: who says so, when, how firmly, and on which characters it rests."""
    parts = [_chip(piece.status), " ", clean(page.names.label(piece.source)), " "]
    parts.append(E.SPAN(piece.date or "undated", E.CLASS("date")))
    if piece.section:
        parts.append(f" · section: {clean(piece.section)}")
    for publication in piece.publications:
        parts += [" · cites ", _link(publication, page.names.label(publication))]
    places = E.UL(*(E.LI(*_place(place)) for place in piece.places), E.CLASS("places"))
    return E.DIV(E.P(*parts), places if piece.places else "", E.CLASS("piece"))


def _place(place: Place) -> Iterator[HtmlElement | str]:
    yield E.A(_position(place), href=f"#{place.fragment}")
    yield " "
    yield E.SPAN(f"characters {place.begin} to {place.end}", E.CLASS("soft"))
    yield " "
    yield E.Q(clean(place.words)) if place.words else E.SPAN("in prose", E.CLASS("soft"))
    yield E.SPAN(E.CLASS("check"), {"data-place": f"{place.begin},{place.end}"})


def _position(place: Place) -> str:
    if place.line is None:
        return f"character {place.begin}"
    return f"line {place.line}, column {place.column or 1}"


def _facts(page: Page, statement: Statement) -> Iterator[HtmlElement]:
    """What else is known of the statement and of the terms at its ends."""
    names = page.names
    for slot, value in statement.qualifiers:
        yield from _fact(words(slot), _link(value, names.label(value)))
    for term in dict.fromkeys((statement.subject, statement.object)):
        if term == page.disease:
            continue
        yield from _fact(clean(names.label(term)), _link(term))
        for slot, called in (
            ("whimkg:currentLabel", "called today"),
            ("skos:altLabel", "also called"),
        ):
            if found := [name for name in names.all(term, slot) if name != names.label(term)]:
                yield from _fact(called, clean("; ".join(found)))
    yield from _fact("statement", E.A(statement.id, href=f"#statement={statement.id}"))


def _fact(name: str, value: HtmlElement | str) -> Iterator[HtmlElement]:
    yield E.DT(name)
    yield E.DD(value)


def _frequency(page: Page, statement: Statement) -> HtmlElement | str:
    if statement.low is None or statement.high is None:
        return _band(page, statement)
    meter, term = _meter(statement.low, statement.high), page.names.label(statement.frequency)
    return E.SPAN(meter, _band(page, statement), {"title": clean(term), "class": "where"})


def _meter(low: int, high: int) -> HtmlElement:
    """The band on a rail of 0 to 100 percent; the policy allows no style in attributes."""
    from lxml.etree import SubElement

    size = {"class": "band", "width": "50", "height": "6", "aria-hidden": "true"}
    drawn = E.SPAN().makeelement("svg", size)
    SubElement(drawn, "rect", {"class": "rail", "width": "50", "height": "6", "rx": "2"})
    place = {"x": str(low / 2), "width": str(max(high - low, 3) / 2), "height": "6"}
    SubElement(drawn, "rect", {"class": "level", "rx": "2", **place})
    return drawn


def _band(page: Page, statement: Statement) -> str:
    """The frequency as a page writes it; without bounds its name, empty if there is none."""
    if statement.low is None or statement.high is None:
        return clean(page.names.label(statement.frequency))
    if statement.low == statement.high:
        return f"{statement.low} %"
    return f"{statement.low}\N{EN DASH}{statement.high} %"


def _chip(status: str) -> HtmlElement:
    kind = re.sub(r"[^a-z]", "", status.lower())
    return E.SPAN(clean(words(status)) if status else "no status", E.CLASS(f"chip {kind}"))


def _where(statement: Statement) -> HtmlElement | str:
    """The first place of its own words, as a link; and how many there are."""
    places, first = statement.places, statement.own
    if first is None:
        return "no evidence"
    more = f" +{len(places) - 1}" if len(places) > 1 else ""
    shown = f"line {first.line}" if first.line else f"character {first.begin}"
    return E.SPAN(
        E.A(shown, href=f"#{first.fragment}"),
        E.SPAN(more, E.CLASS("soft"), {"title": f"{len(places)} places"}),
        E.SPAN(E.CLASS("check")),
        E.CLASS("where"),
    )


def _link(term: str, called: str = "") -> HtmlElement:
    """A term as a link where it has an address."""
    address = iri(term)
    if not address.startswith(("http://", "https://")):
        return E.SPAN(clean(called or term), E.CLASS("id"))
    return E.A(
        clean(called or term), {"href": clean(address), "rel": "noreferrer external", "class": "id"}
    )


def filters(page: Page) -> list[HtmlElement]:
    """A choice for each column that has more than one value."""
    chosen: tuple[tuple[str, str, Callable[[Statement], str], Callable[[str], str]], ...] = (
        ("kind", "Kind", lambda s: s.kind, str),
        ("band", "Frequency", lambda s: _band(page, s), str),
        ("status", "Status", lambda s: s.leading.status, words),
        ("source", "Source", lambda s: s.leading.source, page.names.label),
    )
    found = []
    for name, called, value, shown in chosen:
        counts = Counter(value(statement) for statement in page.statements)
        if len(counts) > 1:
            found.append(_choice(name, called, counts, shown))
    return found


def _choice(
    name: str, called: str, counts: Counter[str], shown: Callable[[str], str]
) -> HtmlElement:
    options = [
        E.OPTION(f"{clean(shown(value)) or _UNKNOWN} ({count})", value=value or "-")
        for value, count in counts.items()
    ]
    everything = E.OPTION("all", value="")
    return E.LABEL(called, " ", E.SELECT(everything, *options, {"data-filter": name}))


def outline(page: Page) -> HtmlElement:
    """The page as far as the graph may say it: each line with the places that stand on it."""
    lines: dict[str, list[Place]] = defaultdict(list)
    for place in page.places:
        lines[str(place.line or "?")].append(place)
    return E.OL(
        *(
            E.LI(E.SPAN(number, E.CLASS("line")), *_line(places), {"data-line": number})
            for number, places in lines.items()
        ),
        E.CLASS("outline"),
    )


def _line(places: Iterable[Place]) -> Iterator[HtmlElement | str]:
    for place in places:
        shown = place.words or f"{place.begin}\N{EN DASH}{place.end}"
        kind = "words" if place.words else "prose"
        yield " "
        yield E.A(clean(shown), {"href": f"#{place.fragment}", "class": f"place {kind}"})


def about(page: Page) -> HtmlElement:
    """What the file is made from, for its head."""
    found: list[HtmlElement] = []
    if page.disease:
        found += _fact("Disease", _link(page.disease))
    if page.url:
        found += _fact("Page", _link(page.url))
    if page.archived:
        found += _fact("Archived", page.archived)
    if page.sha256:
        found += _fact("Stored text", E.CODE(f"SHA-256 {page.sha256}"))
    if page.length is not None:
        found += _fact("Length", f"{page.length:,} characters")
    if page.licence:
        found += _fact("Licence of the graph", _link(page.licence))
    return E.DL(*found)


def words(name: str) -> str:
    """The last part of a name in Biolink's manner or ours, as words.

    >>> words("biolink:has_phenotype"), words("whimkg:ageOfOnset")
    ('has phenotype', 'age of onset')
    """
    return _WORD_ENDS.sub(" ", re.split(r"[:#/]", name)[-1]).lower()


def clean(text: str) -> str:
    """The text without what HTML cannot hold; each such character becomes U+FFFD."""
    return _NOT_IN_HTML.sub("\ufffd", text)
