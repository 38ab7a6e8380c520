"""Small records of an invented page, made by hand: every kind of thing that a record can hold."""

import hashlib
from dataclasses import dataclass, field
from typing import Any, get_args

import msgspec

from whimkg.record import (
    Claim,
    Disease,
    Identifier,
    Mention,
    Name,
    Page,
    Population,
    Record,
    Reference,
    Resource,
    Row,
    RowSpans,
    Section,
    Span,
    Status,
    Study,
)

STATUSES: tuple[str, ...] = get_args(Status)
EXACT = "skos:exactMatch"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class Sheet:
    """An invented page in the making: each line that is added is told by its span.

    It has three sections: a head, a symptom table, a text; ``turn`` begins the next.
    """

    lines: list[str] = field(default_factory=lambda: ["An invented page"])
    begins: list[int] = field(default_factory=lambda: [0])

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def span(self, text: str, *, keep: bool = True) -> Span:
        """A new line with just this text."""
        begin = sum(len(line) + 1 for line in self.lines)
        self.lines.append(text)
        end = begin + len(text)
        return Span(begin, end, len(self.lines), 1, digest(text), text if keep else None)

    def name(self, text: str) -> Name:
        return Name(text, self.span(text))

    def turn(self) -> None:
        self.begins.append(self.span("The next section").begin)

    def sections(self) -> tuple[Section, ...]:
        while len(self.begins) < 3:
            self.turn()
        dated = self.span("1/2/2003")
        ends = [self.begins[1] - 1, self.begins[2] - 1, len(self.text)]
        dates = (None, None), (None, None), ("2003-01-02", dated)
        return tuple(
            Section(number, kind, begin, end, 1, 1, digest(self.text[begin:end]), source, *date)
            for number, kind, source, begin, end, date in zip(
                (1, 2, 3),
                ("head", "symptoms", "text"),
                ("infores:gard", "infores:hpo-annotations", "infores:gard"),
                self.begins,
                ends,
                dates,
                strict=True,
            )
        )


def row(sheet: Sheet, number: int, term: str, label: str, band: str, **more: Any) -> Row:
    """A row of the table, in section 2; ``kind`` and ``synonyms`` may be given."""
    spans = RowSpans(
        sheet.span(f"{band} of people"), sheet.span(label), sheet.span(term.partition(":")[2])
    )
    kind = more.pop("kind", "phenotype")
    return Row(number, kind, term, label, band, 2, spans, **more)


def claim(sheet: Sheet, kind: str, status: str, **terms: str) -> Claim:
    """A claim in section 3, a slot's term each; an underscore stands for a hyphen in the kind."""
    sentence = sheet.span(f"An invented sentence, {len(sheet.lines)}.", keep=False)
    mentions = tuple(
        Mention(slot, f"words for {term}", term, EXACT, sheet.span(term, keep=False))
        for slot, term in terms.items()
    )
    return Claim(kind, status, 3, sentence, mentions)  # type: ignore[arg-type]


def listed(sheet: Sheet, label: str, term: str, by: str, **more: Any) -> Claim:
    """An item of a list of symptoms in section 3; ``band`` and ``shown`` may be given."""
    span = sheet.span(label)
    mention = Mention("phenotype", label, term, EXACT, span, by or None)  # type: ignore[arg-type]
    return Claim("phenotype", "listed", 3, span, (mention,), listed=True, **more)


def record(sheet: Sheet, *, slug: str = "small", **parts: Any) -> Record:
    """A record of a sheet; the parts are those of ``Record``, of its page and of its disease."""
    title = parts.pop("title", None) or sheet.name("Small syndrome")
    sections = sheet.sections()
    about = {
        k: parts.pop(k) for k in ("id", "names", "subtypes", "groups", "categories") if k in parts
    }
    known = {
        k: parts.pop(k)
        for k in ("gard_id", "url", "archived", "saved", "reviewed", "complete", "repaired")
        if k in parts
    }
    return Record(
        page=Page(digest(sheet.text), len(sheet.text), slug, **known),
        disease=Disease(title, **about),
        sections=sections,
        **parts,
    )


def whole(**about: Any) -> Record:
    """A record with every kind of statement and thing, and a claim of every status."""
    sheet = Sheet()
    title, names = sheet.name("Small syndrome"), (sheet.name("Small's disease"),)
    subtypes = (sheet.name("Small syndrome, type 1"), sheet.name("Small syndrome, type 2"))
    groups = (sheet.name("Small diseases"),)
    categories = (sheet.name("Small things"),)
    identifiers = (Identifier("Orphanet:1", 1, sheet.span("1")),)
    sheet.turn()
    rows = (
        row(sheet, 1, "HP:0000246", "Sinusitis", "100%", synonyms=("Sinus inflammation",)),
        row(sheet, 2, "HP:0000388", "Otitis media", "80%-99%"),
        row(sheet, 3, "HP:0001250", "Seizure", "30%-79%"),
        row(sheet, 4, "HP:0001287", "Meningitis", "5%-29%"),
        row(sheet, 5, "HP:0002110", "Bronchiectasis", "1%-4%"),
        row(sheet, 6, "HP:0012056", "Cutaneous melanoma", "not available"),
        row(
            sheet,
            7,
            "HP:0000007",
            "Autosomal recessive inheritance",
            "not available",
            kind="inheritance",
        ),
        row(sheet, 8, "HP:0003577", "Congenital onset", "not available", kind="onset"),
        row(sheet, 9, "HP:0003676", "Progressive", "not available", kind="course"),
        row(sheet, 10, "HP:0012828", "Severe", "not available", kind="modifier"),
    )
    sheet.turn()
    claims = (
        claim(sheet, "gene-causes", "established", gene="HGNC:2561"),
        claim(sheet, "used", "recommended", treatment="MAXO:0001017"),
        claim(
            sheet,
            "studied-for-condition",
            "reported",
            treatment="MAXO:0000441",
            condition="HP:0000246",
        ),
        claim(
            sheet,
            "applied-to-condition",
            "assumed",
            treatment="MAXO:0000061",
            condition="HP:0000246",
        ),
        claim(sheet, "treats", "mentioned", treatment="MAXO:0000441"),
        claim(
            sheet,
            "treats-condition",
            "established",
            treatment="MAXO:0001480",
            condition="HP:0000246",
        ),
        claim(
            sheet,
            "prevents-condition",
            "established",
            treatment="MAXO:0001480",
            condition="HP:0000246",
        ),
        claim(sheet, "in-trials", "investigational", drug="DRUGBANK:DB06809"),
        claim(sheet, "blocks", "reported", drug="DRUGBANK:DB06809", gene="HGNC:2561"),
        claim(sheet, "differential", "listed", differential="MONDO:0008742"),
        claim(sheet, "phenotype", "established", phenotype="HP:0000246"),
        listed(sheet, "Vitiligo", "HP:0001045", "label", band="5%-29%"),
        listed(sheet, "Blue elbow", "sssom:NoTermFound", ""),
    )
    population = Population(
        5000, "fewer than", "United States", 3, sheet.span("fewer than"), sheet.span("5,000")
    )
    studies = (
        Study(
            "A small study",
            3,
            sheet.span("A small study"),
            "01-X-0001",
            "CLINICALTRIALS:NCT00000001",
            "skos:closeMatch",
        ),
        Study("Another study", 3, sheet.span("Another study")),
    )
    resources = (
        Resource("organization", "Small Society", 3, sheet.span("Small Society")),
        Resource("resource", "PubMed", 3, sheet.span("PubMed"), "infores:pubmed"),
    )
    references = (
        Reference(1, 3, sheet.span("Reference one", keep=False), "PMID:1", "A title"),
        Reference(2, 3, sheet.span("Reference two", keep=False), url="https://example.org/2"),
    )
    return record(
        sheet,
        title=title,
        names=names,
        subtypes=subtypes,
        groups=groups,
        categories=categories,
        identifiers=identifiers,
        rows=rows,
        claims=(msgspec.structs.replace(claims[0], cites=(1, 2, 9)), *claims[1:]),
        studies=studies,
        resources=resources,
        references=references,
        population=population,
        **about,
    )
