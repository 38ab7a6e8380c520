"""Reads a GARD page of 2022: the document in, disease record and coverage ledger out."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from whimkg.errors import AddressError, CutPageError
from whimkg.gard import identity
from whimkg.gard.ledger import LedgerBuilder
from whimkg.gard.reader import Reading
from whimkg.gard.site2022 import causes, glance
from whimkg.gard.site2022.layout import layout
from whimkg.gard.site2022.lines import enter_lines
from whimkg.gard.site2022.page import Page
from whimkg.gard.site2022.summary import contradictions, read_summary
from whimkg.gard.site2022.symptoms import read_symptoms
from whimkg.gard.text import digest
from whimkg.record import Claim, Disease, Population, Record, Section
from whimkg.source import Document
from whimkg.source.markup import doubled
from whimkg.tables import Tables
from whimkg.terms import label

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["read"]

_SITE = "infores:gard"
#: Selector of the words that name the source of a part.
_SOURCES = {"onset": "onset_source", "symptoms": "symptom_source"}
#: The sections that say something wherever they are not in development.
_LISTS = ("onset", "symptoms", "genes", "inheritance")


def read(
    document: Document,
    tables: Tables,
    *,
    gard_id: str | None = None,
    partial: bool = False,
    repaired: bool = False,
) -> Reading:
    """Read a page.

    Args:
        document: the page.
        tables: the data tables.
        gard_id: what the caller takes the page's GARD id to be, ``GARD:`` and seven digits.
        partial: give the whole parts of a page that is cut, marked as incomplete.
        repaired: whether the file was mended before it was parsed.

    Raises:
        LayoutError: the page is of several diseases or none, or not as it was published.
        CutPageError: a part is missing, and ``partial`` is False.
        TableError: the list of symptoms contradicts itself.
        AddressError: the page is of another GARD id.
    """
    page = Page(document)
    complete = _whole(page, partial=partial)
    own = glance.address(page, tables)
    _check_id(gard_id, own)
    title = glance.read_title(page)
    names = glance.read_names(page)
    words = [name.text for name in (title, *names)]
    clerk = LedgerBuilder(page.text, [title.text], tables)
    reader = _Reader(page, tables, clerk)
    reader.read(words)
    known = identity.page_of(page.text, title.text, own, complete, tables, repaired=repaired)
    record = Record(
        page=known,
        disease=Disease(
            title=title,
            id=identity.disease(known.gard_id, tables, words),
            names=names,
            categories=glance.read_categories(page),
        ),
        sections=tuple(reader.sections),
        claims=tuple(reader.claims),
        population=reader.population,
    )
    _note_contradictions(page, record, tables)
    if complete:
        glance.check_available(page, {section.kind for section in reader.sections})
    _note_encoding(page, repaired=repaired)
    if not (record.claims or record.population or record.disease.categories):
        page.note("gives nothing")
    enter_lines(page, record, clerk, tables)
    return Reading(record, clerk.close(), tuple(page.notes))


def _note_contradictions(page: Page, record: Record, tables: Tables) -> None:
    """Note what the prose says otherwise than the page's own list."""
    for claim in contradictions(record.claims, tables):
        mention = claim.mentions[0]
        named = label(mention.term)
        term = named[0] if named else mention.term
        page.note("prose contradicts list", f"{claim.kind}: {term}", mention.span or claim.sentence)


def _note_encoding(page: Page, *, repaired: bool) -> None:
    """Note that a doubled encoding was mended, or stands in a part of the page."""
    if repaired:
        page.note("mended")
    if run := doubled(page.document.text):
        page.note("encoding doubled", run)


def _whole(page: Page, *, partial: bool) -> bool:
    try:
        page.check_whole()
    except CutPageError:
        if not partial:
            raise
        page.parts.popitem()  # the page may break off within its last part
        return False
    return True


def _check_id(given: str | None, own: str) -> None:
    """Refuse the id of another disease: the page's own links say which it is of."""
    known = identity.gard_id_of(own)
    if given not in (None, known):
        raise AddressError(
            f"the page is of {known}, but the address or id given of {given}",
            where=own,
            remedy="give the page its own address, or none",
        )


class _Reader:
    """A page being read, part by part."""

    def __init__(self, page: Page, tables: Tables, clerk: LedgerBuilder) -> None:
        self.page, self.tables, self.clerk = page, tables, clerk
        self.sections: list[Section] = []
        self.claims: list[Claim] = []
        self.population: Population | None = None

    def read(self, names: list[str]) -> None:
        """Read all parts that say something, of the disease of those names."""
        for kind, node in self._parts():
            section = self._section(kind, node)
            self.sections.append(section)
            number = section.number
            known = len(self.claims) + len(self.page.notes)
            if kind == "population":
                self.population = glance.read_population(self.page, number)
            elif kind == "onset":
                self.claims += glance.read_ages(self.page, number, self.tables)
            elif kind == "symptoms":
                self.claims += read_symptoms(self.page, number, self.tables)
            elif kind == "genes":
                self.claims += causes.read_genes(self.page, node, number, self.tables)
            elif kind == "inheritance":
                self.claims += causes.read_modes(self.page, node, number, self.tables)
            if kind in _LISTS and known == len(self.claims) + len(self.page.notes):
                raise self.page.unknown(f"the part for {kind}", node)
        for section in [section for section in self.sections if section.kind == "summary"]:
            listed = tuple(self.claims)
            self.claims += read_summary(
                self.page, section, self.clerk, self.tables, names=names, listed=listed
            )

    def _parts(self) -> "Iterator[tuple[str, Element]]":
        for kind, node in self.page.parts.items():
            if kind == "causes":  # the answers of a block may be in development, too
                blocks = causes.tabs(self.page)
                if not blocks and not self.page.in_development(kind):
                    raise self.page.unknown("the part for causes", node)
                yield from blocks.items()
            elif kind == "categories" and not self.page.select("category", kind):
                continue
            elif kind not in ("causes", "end") and not self.page.in_development(kind):
                yield kind, node

    def _section(self, kind: str, node: "Element") -> Section:
        place = self.page.document.span(node)
        if place is None:
            raise self.page.unknown(f"the part {node.tag}, which is empty,", node)
        begin, end = place
        line, column = self.page.text.place(begin)
        return Section(
            number=len(self.sections) + 1,
            kind=kind,
            begin=begin,
            end=end,
            line=line,
            column=column,
            sha256=digest(self.page.document.text[begin:end]),
            source=self._source(kind),
        )

    def _source(self, kind: str) -> str:
        """The source that a part names, else the site itself."""
        for node in self.page.select(_SOURCES[kind], kind) if kind in _SOURCES else ():
            words = self.page.words(node)
            if known := layout()["sources"].get(words):
                return str(known)
            self.page.note("other source", words, self.page.span(node))
        return _SITE
