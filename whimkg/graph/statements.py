"""Statements: the rows and claims of a record, brought together by what they say.

===============  =====================================================  ========================
in the record    statement                                              evidence
===============  =====================================================  ========================
a row            the kind of ``data/statements.tsv`` named by the row's  heading, label and code
                 kind: phenotype, inheritance, onset, course, modifier
a claim          the kind of ``data/statements.tsv`` that its wording    the sentence and each
                 or its list names                                      grounded word, or the item
===============  =====================================================  ========================

Two that say the same are one statement with two pieces of evidence. The leading piece is the table
row, else the firmest claim, else the first; the statement repeats its source, date and status.
"""

from dataclasses import dataclass, field
from typing import get_args
from uuid import UUID, uuid5

from whimkg.base.namespaces import BASE, expand, is_curie
from whimkg.errors import GraphError
from whimkg.graph.names import NAMESPACE, Names, nameless, term_below
from whimkg.record import Claim, Mention, Record, Row, Section, Span, Status
from whimkg.tables import NO_TERM, StatementKind, Tables

__all__ = ["Piece", "Statement", "statements", "term_of"]

_FIRMNESS: tuple[str, ...] = get_args(Status)
_ROW_STATUS: Status = "listed"
#: The slot that stands for the page's own disease.
_SELF = "disease"
#: The slot whose terms occur in a share of people; an inheritance or an onset does not.
_FREQUENT = "phenotype"
#: Qualifiers that say how a statement is told, not what it says.
_SLOT = {"{disease}"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence: where the page says it, how firmly, and from whom."""

    section: Section
    status: Status
    spans: tuple[Span, ...]
    cites: tuple[int, ...] = ()
    row: Row | None = None
    mentions: tuple[Mention, ...] = ()
    qualified: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    claim: Claim | None = None

    @property
    def band(self) -> str | None:
        """The frequency band that the page gives here."""
        return self.row.band if self.row else self.claim.band if self.claim else None


@dataclass(slots=True)
class Statement:
    """A statement with its evidence.

    Attributes:
        kind: its kind.
        uuid: its id: UUIDv5 of subject, predicate, object and defining qualifiers.
        subject, object: IRIs.
        qualifiers: slot and value; a value is an IRI or a literal, as ``is_iri`` tells.
        pieces: in page order.
    """

    kind: StatementKind
    uuid: UUID
    subject: str
    object: str
    qualifiers: tuple[tuple[str, str], ...]
    pieces: list[Piece] = field(default_factory=list)

    @property
    def predicate(self) -> str:
        """The predicate's IRI."""
        return expand(self.kind.predicate)

    @property
    def leading(self) -> Piece:
        """The table row, else the firmest claim, else the first."""
        return min(self.pieces, key=lambda piece: (piece.row is None, _rank(piece)))

    @property
    def band(self) -> str | None:
        """The frequency band, if it is of a phenotype: nothing else has one."""
        if self.kind.object != _FREQUENT:
            return None
        return next((piece.band for piece in self.pieces if piece.band), None)


def _rank(piece: Piece) -> int:
    return _FIRMNESS.index(piece.status)


def statements(record: Record, tables: Tables, names: Names) -> list[Statement]:
    """The statements of a record: those of the table first, then those of prose, in page order.

    Raises:
        GraphError: two rows give the same term in different bands, a kind or a band is unknown, or
            a claim lacks a term.
    """
    sections = {section.number: section for section in record.sections}
    found: dict[UUID, Statement] = {}
    for row in record.rows:
        _check_band(row.band, row.spans.label.line, tables)
        spans = (row.spans.band, row.spans.label, row.spans.code)
        piece = Piece(sections[row.section], _ROW_STATUS, spans, row=row)
        where = f"line {row.spans.label.line}"
        kind = _kind(row.kind, tables, where)
        _add(found, kind, [row.term], piece, names)
    for claim in record.claims:
        _check_band(claim.band, claim.sentence.line, tables)
        kind = _kind(claim.kind, tables, f"line {claim.sentence.line}")
        _add(found, kind, _terms(claim, kind), _piece(claim, sections), names)
    return list(found.values())


def _check_band(band: str | None, line: int, tables: Tables) -> None:
    if band is not None and band not in tables.band_of:
        raise GraphError(f"no band {band!r}", where=f"line {line}", remedy="see data/bands.tsv")


def _kind(name: str, tables: Tables, where: str) -> StatementKind:
    try:
        return tables.statements[name]
    except KeyError:
        raise GraphError(
            f"no kind of statement {name!r}", where=where, remedy="add it to data/statements.tsv"
        ) from None


def _piece(claim: Claim, sections: dict[int, Section]) -> Piece:
    words = sorted({m.span for m in claim.mentions if m.span}, key=lambda span: span.begin)
    spans = dict.fromkeys([claim.sentence, *words, *claim.shown])
    section = sections[claim.section]
    return Piece(
        section,
        claim.status,
        tuple(spans),
        claim.cites,
        mentions=claim.mentions,
        qualified=claim.qualified,
        alternatives=claim.alternatives,
        claim=claim,
    )


def _terms(claim: Claim, kind: StatementKind) -> list[str]:
    """The terms at the statement's ends, but for the page's own disease."""
    by_slot = {mention.slot: term_of(mention) for mention in claim.mentions}
    missing = [end for end in (kind.subject, kind.object) if end != _SELF and end not in by_slot]
    if missing:
        raise GraphError(
            f"a claim of kind {kind.kind!r} lacks its {missing[0]}",
            where=f"line {claim.sentence.line}",
            remedy="name it in the wording, or imply it",
        )
    return [by_slot[end] for end in (kind.subject, kind.object) if end != _SELF]


def _add(
    found: dict[UUID, Statement], kind: StatementKind, terms: list[str], piece: Piece, names: Names
) -> None:
    uuid = _uuid(kind, terms, names)
    if uuid not in found:
        subject, obj = _ends(kind, terms, names.disease, names.base)
        qualifiers = _qualifiers(kind, names.disease)
        found[uuid] = Statement(kind, uuid, subject, obj, qualifiers)
    before = next((p for p in found[uuid].pieces if p.band), None)
    if before and piece.band and before.band != piece.band:
        raise GraphError(
            f"{terms[0]} stands in the bands {before.band} and {piece.band}",
            where=f"lines {_line(before)} and {_line(piece)}",
            remedy="compare with the page on the site",
        )
    found[uuid].pieces.append(piece)


def _line(piece: Piece) -> int:
    return piece.row.spans.code.line if piece.row else piece.spans[0].line


def term_of(mention: Mention) -> str:
    """The term of a mention: a CURIE, or what stands for words without a term."""
    if mention.term == NO_TERM:
        return nameless(mention.slot, mention.words)
    return mention.term


def _ends(kind: StatementKind, terms: list[str], disease: str, base: str) -> tuple[str, str]:
    rest = [term_below(base, term) for term in terms]
    subject = disease if kind.subject == _SELF else rest.pop(0)
    return subject, disease if kind.object == _SELF else rest.pop(0)


def _qualifiers(kind: StatementKind, disease: str) -> tuple[tuple[str, str], ...]:
    return tuple((slot, _value(value, disease)) for slot, value in kind.qualifiers)


def _value(value: str, disease: str) -> str:
    if value in _SLOT:
        return disease
    return expand(value) if is_curie(value) else value


def _uuid(kind: StatementKind, terms: list[str], names: Names) -> UUID:
    """The statement's id; made with the default base, so that it is the same below any base."""
    disease = names.disease_below(BASE)
    subject, obj = _ends(kind, terms, disease, BASE)
    key = [subject, expand(kind.predicate), obj]
    key += [f"{slot}={value}" for slot, value in _qualifiers(kind, disease)]
    return uuid5(NAMESPACE, "\n".join(key))
