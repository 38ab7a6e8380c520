"""The summary of a page: prose, read as that of any layout."""

from collections.abc import Iterable, Iterator

from whimkg.gard.claims import Omission, SentenceResult
from whimkg.gard.ledger import LedgerBuilder
from whimkg.gard.masking import Names
from whimkg.gard.prose import Before, Setting, read_passage
from whimkg.gard.site2022.page import Page
from whimkg.gard.text import Line
from whimkg.record import Claim, Section
from whimkg.tables import Tables
from whimkg.terms import ancestors

__all__ = ["contradictions", "read_summary"]

#: The kind of section of the layout of 2020 whose wordings count.
_PLACE = "text"
_PHENOTYPE = "phenotype"
_EXACT = "skos:exactMatch"
#: What both prose and list say.
_COMPARED = ("inheritance", "gene-causes", "onset")


def read_summary(
    page: Page,
    section: Section,
    builder: LedgerBuilder,
    tables: Tables,
    *,
    names: Iterable[str],
    listed: Iterable[Claim],
) -> list[Claim]:
    """The claims of the summary; a phenotype only adds evidence to a symptom of the list.

    Args:
        page: the page.
        section: the summary's section.
        builder: takes the summary's sentences.
        tables: the data tables.
        names: the disease's title and other names.
        listed: what the page's lists say.
    """
    symptoms = {claim.mentions[0].term for claim in listed if claim.kind == _PHENOTYPE}
    setting = Setting(_PLACE, section.number, Names(list(names), page.document.text), tables)
    before, claims = Before(), list[Claim]()
    for line in _lines(page):
        for unit, result in read_passage(page.text, line, setting, before):
            _settle(result, symptoms)
            claims += result.claims
            builder.sentence(unit, result, [], private=False)
    return claims


def contradictions(claims: Iterable[Claim], tables: Tables) -> Iterator[Claim]:
    """The claims of the summary that the page's list of the same kind contradicts.

    That is a term that the list lacks, for ages one that neither shares time with any of the list
    nor adjoins it. A term above or below one of the list contradicts nothing, nor does a page
    without such a list.
    """
    found = [claim for claim in claims if claim.kind in _COMPARED]
    for claim in found:
        own = {c.mentions[0].term for c in found if c.listed and c.kind == claim.kind}
        if own and not claim.listed and not _fits(claim.mentions[0].term, own, tables):
            yield claim


def _fits(term: str, listed: set[str], tables: Tables) -> bool:
    return (
        term in listed
        or not listed.isdisjoint(ancestors(term))
        or any(term in ancestors(other) for other in listed)
        or any(tables.ages.meet(term, other) for other in listed)
    )


def _lines(page: Page) -> Iterator[Line]:
    """The lines of the summary's own block, without its heading."""
    blocks = page.select("summary", page.parts["summary"])
    places = [span for node in blocks if (span := page.document.span(node))]
    for line in page.text.lines:
        if any(begin <= line.begin < end for begin, end in places):
            yield line


def _settle(result: SentenceResult, symptoms: set[str]) -> None:
    for claim in [claim for claim in result.claims if claim.kind == _PHENOTYPE]:
        first = claim.mentions[0]
        if first.term not in symptoms or first.match != _EXACT:
            result.omissions.append(Omission(first.words, "no row in the table"))
            result.claims.remove(claim)
