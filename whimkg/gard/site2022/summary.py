"""The summary of a page: prose, read as that of any layout."""

from collections.abc import Iterable, Iterator

from whimkg.gard.claims import Omission, Said
from whimkg.gard.ledger import Clerk
from whimkg.gard.masking import Names
from whimkg.gard.prose import OWN, Setting, read_passage
from whimkg.gard.site2022.page import Page
from whimkg.gard.text import Line
from whimkg.record import Claim, Section
from whimkg.tables import Tables

__all__ = ["read_summary"]

#: The kind of section of the layout of 2020 whose wordings count.
_PLACE = "text"
_PHENOTYPE = "phenotype"
_EXACT = "skos:exactMatch"


def read_summary(
    page: Page,
    section: Section,
    clerk: Clerk,
    tables: Tables,
    *,
    names: Iterable[str],
    listed: Iterable[Claim],
) -> list[Claim]:
    """The claims of the summary; a phenotype only adds evidence to a symptom of the list.

    Args:
        page: the page.
        section: the summary's section.
        clerk: takes the summary's sentences.
        tables: the data tables.
        names: the disease's title and other names.
        listed: what the page's lists say.
    """
    symptoms = {claim.mentions[0].term for claim in listed if claim.kind == _PHENOTYPE}
    setting = Setting(_PLACE, section.number, Names(list(names), page.document.text), tables)
    context, claims = OWN, list[Claim]()
    for line in _lines(page):
        passage = read_passage(page.text, line, setting, context)
        context = passage.context
        for unit, said in passage.sentences:
            _settle(said, symptoms)
            claims += said.claims
            clerk.sentence(unit, said, [], private=False)
    return claims


def _lines(page: Page) -> Iterator[Line]:
    """The lines of the summary's own block, without its heading."""
    blocks = page.select("summary", page.parts["summary"])
    places = [span for node in blocks if (span := page.document.span(node))]
    for line in page.text.lines:
        if any(begin <= line.begin < end for begin, end in places):
            yield line


def _settle(said: Said, symptoms: set[str]) -> None:
    for claim in [claim for claim in said.claims if claim.kind == _PHENOTYPE]:
        first = claim.mentions[0]
        if first.term not in symptoms or first.match != _EXACT:
            said.omissions.append(Omission(first.words, "no row in the table"))
            said.claims.remove(claim)
