"""What a graph says, page by page: statements, their evidence, and its places on the page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from whimkg.base.namespaces import expand, is_curie
from whimkg.base.resources import text
from whimkg.errors import GraphError
from whimkg.export.views import Source

__all__ = ["DENIED", "Evidence", "Names", "Page", "Place", "Statement", "iri", "pages"]

#: The heading of statements that are negated.
DENIED = "Denied (it is not so)"
#: Slot to values, sorted; identifiers are CURIEs where a prefix fits.
Slots = Mapping[str, list[str]]

_NONE: Slots = {}
#: Slots of Biolink that a statement has once, or not at all.
_SINGLE = ("subject", "predicate", "object", "frequency_qualifier")
_QUALIFYING = ("qualified_predicate", "original_predicate")
#: Statements about no stored page stand on a page of their own, which has no digest.
_NO_PAGE = ""


@dataclass(frozen=True)
class Place:
    """Characters of a stored page: code points from 0, the end excluded; line and column from 1.

    Attributes:
        sha256: of the UTF-8 of these characters; empty if the graph does not say.
        words: the characters, where they may stand in the graph.
    """

    snapshot: str
    begin: int
    end: int
    line: int | None
    column: int | None
    words: str
    sha256: str

    @property
    def fragment(self) -> str:
        """The place as RFC 5147 names it, as in ``char=1852,1863``."""
        return f"char={self.begin},{self.end}"


@dataclass(frozen=True)
class Evidence:
    """A piece of evidence; what the graph does not say is empty."""

    status: str
    source: str
    date: str
    section: str
    publications: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Statement:
    """A statement with its evidence, the leading piece first.

    Attributes:
        iri: whole, never a CURIE.
        kind: what a heading of the table calls its like.
        qualifiers: slot to value, both CURIEs, in order of slot.
        low, high: bounds of the frequency in percent, if the graph gives them.
        frequency: the term of the frequency; empty if there is none.
        names: what the term that it tells of is called, to find its own words on the page.
    """

    iri: str
    kind: str
    subject: str
    predicate: str
    object: str
    qualifiers: tuple[tuple[str, str], ...]
    low: int | None
    high: int | None
    frequency: str
    evidence: tuple[Evidence, ...]
    names: frozenset[str] = frozenset()

    @property
    def own(self) -> Place | None:
        """Where its own words stand: those of a row, and not the heading above many rows."""
        places = self.leading.places
        named = (place for place in places if place.words.casefold() in self.names)
        return next(named, None) or next(iter(places[1:] or places), None)

    @property
    def leading(self) -> Evidence:
        """The piece whose status, source and date are the statement's."""
        return self.evidence[0]

    @property
    def id(self) -> str:
        """The last part of the IRI: what links into the file call the statement by."""
        return re.split(r"[/#:]", self.iri.rstrip("/#"))[-1]

    @property
    def places(self) -> tuple[Place, ...]:
        """All places that it rests on, each once, in the order of the evidence."""
        return tuple(dict.fromkeys(place for piece in self.evidence for place in piece.places))


class Names:
    """What terms, sources and publications are called."""

    def __init__(self, nodes: Mapping[str, Slots]) -> None:
        self._nodes = nodes

    def label(self, term: str) -> str:
        """The words of the graph for a term; the term itself where it has none."""
        for slot in ("rdfs:label", "dcterms:title"):
            if found := self._nodes.get(term, _NONE).get(slot):
                return found[0]
        number = self.all(term, "whimkg:referenceNumber")
        return f"reference {number[0]}" if number else term

    def all(self, term: str, slot: str) -> list[str]:
        """All names of one kind."""
        return self._nodes.get(term, _NONE).get(slot, [])


@dataclass(frozen=True)
class Page:
    """A stored page and what stands on it.

    Attributes:
        sha256: of the stored text; empty for statements that rest on no stored page.
        length: in characters.
        slug: a name for the file.
        statements: by kind, and within a kind in the order of the page.
    """

    sha256: str
    length: int | None
    name: str
    url: str
    archived: str
    disease: str
    title: str
    version: str
    licence: str
    slug: str
    names: Names
    statements: tuple[Statement, ...] = field(repr=False)

    @property
    def places(self) -> tuple[Place, ...]:
        """All places that statements rest on, in the order of the page."""
        found = {place for statement in self.statements for place in statement.places}
        return tuple(sorted(found, key=lambda place: (place.begin, -place.end)))


def pages(source: Source) -> list[Page]:
    """The pages of a graph, in order of name; also those on which no statement rests.

    Raises:
        GraphError: the graph makes no statement, or gives a place a position that is no number.
    """
    names = Names(_nodes(source, "html-names"))
    by_page: dict[str, list[Statement]] = defaultdict(list)
    for statement in sorted(_statements(source, names), key=_order):
        snapshots = {place.snapshot for place in statement.places} or {_NO_PAGE}
        for snapshot in snapshots:
            by_page[snapshot].append(_only(statement, snapshot))
    if not by_page:
        raise GraphError("the graph states nothing", remedy="give a graph that whimkg has built")
    known = _described(source)
    for snapshot in known:  # a page on which nothing was understood stands there, too
        by_page.setdefault(snapshot, [])
    unknown = {"sha256": "", "name": "Statements of no stored page"}
    found = [
        _page(known.get(snapshot, unknown), names, statements)
        for snapshot, statements in by_page.items()
    ]
    return _with_own_slugs(sorted(found, key=lambda page: (page.name.casefold(), page.sha256)))


def _described(source: Source) -> dict[str, dict[str, str]]:
    """Snapshot to the first row that tells of it."""
    found: dict[str, dict[str, str]] = {}
    for row in source.rows("html-pages"):
        found.setdefault(row["snapshot"], row)
    return found


def _page(row: Mapping[str, str], names: Names, statements: list[Statement]) -> Page:
    disease = row.get("disease", "")
    name = row.get("name") or (names.label(disease) if disease else "A page without a name")
    dataset = row.get("dataset", "").rstrip("/#")
    return Page(
        sha256=row["sha256"],
        length=int(row["length"]) if row.get("length", "").isdecimal() else None,
        name=name,
        url=row.get("page", ""),
        archived=row.get("archived", ""),
        disease=disease,
        title=row.get("title", ""),
        version=row.get("version", ""),
        licence=row.get("licence", ""),
        slug=_slug(re.split("[/#]", dataset)[-1] or name),
        names=names,
        statements=tuple(statements),
    )


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "page"


def _with_own_slugs(found: list[Page]) -> list[Page]:
    """Two pages of one name differ by the beginning of their digests."""
    often = [page.slug for page in found]
    return [
        replace(page, slug=f"{page.slug}-{page.sha256[:12]}")
        if often.count(page.slug) > 1 or page.slug == "index"
        else page
        for page in found
    ]


def _nodes(source: Source, question: str) -> dict[str, Slots]:
    """The answer to a question for nodes: node to slot to values."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in source.rows(question):
        found[row["node"]][row["slot"]].add(row["value"])
    return {
        node: {slot: sorted(values) for slot, values in slots.items()}
        for node, slots in found.items()
    }


def _statements(source: Source, names: Names) -> Iterator[Statement]:
    places = {
        name: place
        for name, slots in _nodes(source, "html-places").items()
        if (place := _place(name, slots))
    }
    evidence = _nodes(source, "html-evidence")
    sections = _nodes(source, "html-sections")
    for name, slots in _nodes(source, "html-statements").items():
        pieces = [
            _evidence(evidence[piece], sections, places)
            for piece in slots.get("whimkg:evidence", [])
            if piece in evidence
        ]
        own_piece = _evidence(slots, sections, places)  # its leading piece's values, and all places
        pieces.sort(key=lambda piece: _leading(piece, own_piece))
        if not pieces or _leading(pieces[0], own_piece)[0]:
            pieces.insert(0, own_piece)  # what the statement says of itself, where no piece says it
        yield _statement(name, slots, tuple(pieces), names)


def _leading(piece: Evidence, own_piece: Evidence) -> tuple[bool, int]:
    same = (piece.status, piece.source, piece.date) == (
        own_piece.status,
        own_piece.source,
        own_piece.date,
    )
    return not same, min((place.begin for place in piece.places), default=0)


def _statement(name: str, slots: Slots, evidence: tuple[Evidence, ...], names: Names) -> Statement:
    low, high = (_number(slots, f"whimkg:frequency{bound}") for bound in ("Low", "High"))
    one = {slot: _only_one(name, slots, f"biolink:{slot}") for slot in _SINGLE}
    return Statement(
        iri=iri(name),
        kind=_kind(slots, one["predicate"]),
        subject=one["subject"],
        predicate=one["predicate"],
        object=one["object"],
        qualifiers=tuple(
            (slot, value) for slot in sorted(slots) if _qualifies(slot) for value in slots[slot]
        ),
        low=low,
        high=high,
        frequency=one["frequency_qualifier"],
        evidence=evidence,
        names=frozenset(
            found.casefold()
            for term in (one["object"], one["subject"])
            for slot in ("rdfs:label", "skos:altLabel")
            for found in names.all(term, slot)
        ),
    )


def _only_one(name: str, slots: Slots, slot: str) -> str:
    """The only value; empty if there is none.

    Raises:
        GraphError: there are several: what the statement says cannot be shown as one row.
    """
    if len(values := slots.get(slot, [])) > 1:
        raise GraphError(
            f"the statement {name} has several values of {slot}: {' and '.join(values)}",
            remedy="export apart what was built of different versions of the page",
        )
    return _one(slots, slot)


def _qualifies(slot: str) -> bool:
    """Whether it says more closely what is said; the frequency has a column of its own."""
    named = slot.removeprefix("biolink:")
    return named in _QUALIFYING or (named.endswith("_qualifier") and named not in _SINGLE)


def _evidence(slots: Slots, sections: Mapping[str, Slots], places: Mapping[str, Place]) -> Evidence:
    found = [places[name] for name in slots.get("prov:wasDerivedFrom", []) if name in places]
    section = sections.get(_one(slots, "whimkg:section"), _NONE)
    return Evidence(
        status=_one(slots, "whimkg:claimStatus").rpartition(":")[2],
        source=_one(slots, "biolink:primary_knowledge_source"),
        date=_one(slots, "whimkg:statedOn"),
        section=_one(section, "whimkg:sectionKind"),
        publications=tuple(slots.get("biolink:publications", [])),
        places=tuple(sorted(found, key=lambda place: (place.begin, -place.end))),
    )


def _place(name: str, slots: Slots) -> Place | None:
    begin, end = (_number(slots, f"nif:{bound}Index") for bound in ("begin", "end"))
    if begin is None or end is None:
        return None
    if begin >= end:
        raise GraphError(
            f"a place ends before it begins: {name}",
            remedy="see what whimkg.validate(…) finds in the graph",
        )
    return Place(
        snapshot=_one(slots, "nif:referenceContext"),
        begin=begin,
        end=end,
        line=_number(slots, "whimkg:line"),
        column=_number(slots, "whimkg:column"),
        words=_one(slots, "nif:anchorOf"),
        sha256=_one(slots, "whimkg:sha256"),
    )


def iri(term: str) -> str:
    """A CURIE or an IRI as an IRI."""
    return expand(term) if is_curie(term) else term


def _one(slots: Slots, slot: str) -> str:
    """The only value, or the least of several; empty if there is none."""
    return slots[slot][0] if slot in slots else ""


def _number(slots: Slots, slot: str) -> int | None:
    value = _one(slots, slot)
    return int(value) if value.isascii() and value.isdigit() else None


@cache
def _headings() -> list[dict[str, str]]:
    head, *rows = (line.split("\t") for line in text("data/headings.tsv").splitlines())
    return [dict(zip(head, row, strict=True)) for row in rows]


def _kind(slots: Slots, predicate: str) -> str:
    """The heading that the statement stands below: by class and predicate, else the predicate.

    What the graph denies stands apart, so that no row of it reads as if it were affirmed.
    """
    if not {"true", "1"}.isdisjoint(slots.get("biolink:negated", [])):
        return DENIED
    for row in _headings():
        if row["association"] in slots.get("rdf:type", []) and row["predicate"] in ("", predicate):
            return row["heading"]
    return predicate


def _order(statement: Statement) -> tuple[int, str, int, str, str, str]:
    headings = [row["heading"] for row in _headings()]
    rank = headings.index(statement.kind) if statement.kind in headings else len(headings)
    first = statement.own.begin if statement.own else 0
    return rank, statement.kind, first, statement.subject, statement.object, statement.iri


def _only(statement: Statement, snapshot: str) -> Statement:
    """The statement with the evidence that stands on one page."""
    pieces = [_on(piece, snapshot) for piece in statement.evidence]
    kept = [piece for piece in pieces if piece.places] if snapshot else pieces
    return replace(statement, evidence=tuple(kept))


def _on(piece: Evidence, snapshot: str) -> Evidence:
    return replace(piece, places=tuple(p for p in piece.places if p.snapshot == snapshot))
