"""The symptoms of a page: the list, its second copy with synonyms, and the one that is shown."""

from whimkg.errors import TableError
from whimkg.gard.site2022.grounding import symptom
from whimkg.gard.site2022.layout import layout
from whimkg.gard.site2022.page import Page
from whimkg.record import Claim, Name, Span
from whimkg.tables import NO_TERM, Tables

__all__ = ["read_symptoms"]

_PART = "symptoms"
#: Band and the places that show it, by a symptom's name in lower case.
_Shown = dict[str, tuple[str, tuple[Span, ...]]]


def read_symptoms(page: Page, section: int, tables: Tables) -> list[Claim]:
    """The symptoms, in the order of the list; each is no more than listed.

    Raises:
        TableError: the number that the page states is not that of its list.
    """
    labels = [name for node in page.select("symptom", _PART) if (name := page.name(node))]
    _check_count(page, len(labels))
    synonyms = _synonyms(page, labels)
    shown = _shown(page, labels)
    page.note_repeats(labels)
    claims = []
    for label in labels:
        if label.text.casefold() not in synonyms:
            continue
        synonym = synonyms[label.text.casefold()]
        kind, mention = symptom(label, synonym, tables)
        if layout()["glue"] in label.text:
            page.note("two terms in one label", label.text, label.span)
        elif mention.term == NO_TERM:
            page.note("no term", label.text, label.span)
        band, places = shown.get(label.text.casefold(), (None, ()))
        claims.append(
            Claim(
                kind,
                "listed",
                section,
                label.span,
                (mention,),
                listed=True,
                band=band,
                shown=places,
                synonym=synonym,
            )
        )
    return claims


def _check_count(page: Page, number: int) -> None:
    for node in page.select("symptom_count", _PART):
        stated = page.words(node).split()
        if stated and stated[0].isdecimal() and int(stated[0]) != number:
            raise TableError(
                f"the page states {stated[0]} symptoms, but lists {number}",
                where=f"line {page.text.place((page.document.span(node) or (0, 0))[0])[0]}",
                remedy="give the whole page",
            )


def _synonyms(page: Page, labels: list[Name]) -> dict[str, Name | None]:
    """The synonym of each symptom of the list that stands in the second copy, too."""
    copies: dict[str, Name | None] = {}
    opening = layout()["synonym_opening"]
    for node in page.select("symptom_copy", _PART):
        heading = page.select("symptom_copy_name", node)
        span = None
        for line in page.select("symptom_synonym", node):
            if page.words(line).startswith(opening):
                span = page.hidden_span(line, len(opening))
        if heading:
            synonym = Name(span.text, span) if span and span.text else None
            copies[page.words(heading[0]).casefold()] = synonym
    listed = {label.text.casefold(): label for label in labels}
    for key in sorted(listed.keys() ^ copies.keys()):
        name = listed.get(key)
        page.note("copies disagree", name.text if name else key, name.span if name else None)
    return {key: copies[key] for key in listed if key in copies}


def _shown(page: Page, labels: list[Name]) -> _Shown:
    """The frequency of the symptom that the page shows: its marker, never the ends of the scale."""
    heads = [name for node in page.select("shown_symptom", _PART) if (name := page.name(node))]
    marks = [name for node in page.select("shown_frequency", _PART) if (name := page.name(node))]
    if not marks:
        return {}
    shown, words = {name.text for name in heads}, {mark.text for mark in marks}
    band = layout()["frequencies"].get(marks[0].text) if len(words) == 1 else None
    if band is None or len(shown) != 1 or shown.isdisjoint(name.text for name in labels):
        what = words if len(words) != 1 else shown if len(shown) != 1 else words
        page.note("copies disagree", ", ".join(sorted(what)), marks[0].span)
        return {}
    return {heads[0].text.casefold(): (band, (heads[0].span, marks[0].span))}
