"""Makes invented pages in the layout of 2022: the site's elements, none of its texts."""

from dataclasses import dataclass, field
from html import escape

from whimkg.gard.site2022.layout import layout

__all__ = ["AGES", "Invented", "Symptom"]

AGES = {
    "Prenatal": "Before Birth",
    "Newborn": "Birth-4 weeks",
    "Infant": "1-23 months",
    "Child": "2-11 years",
    "Adolescent": "12-18 years",
    "Adult": "19-65 years",
    "Older Adult": "65+ years",
}
_IN_DEVELOPMENT = layout()["in_development"]


@dataclass
class Symptom:
    """A symptom of the list; its other copy has another name only where one is given."""

    label: str
    synonym: str | None = None
    copy: str | None = None


@dataclass
class Invented:
    """An invented page; what is None or empty stands as in development."""

    title: str = "Alphaitis"
    gard_id: int = 90001
    slug: str = "alphaitis"
    names: str = ""
    summary: str = ""
    population: str = ""
    categories: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    symptoms: list[Symptom] = field(default_factory=list)
    count: int | None = None
    frequency: str | None = None
    genes: str = ""
    modes: tuple[str, ...] = ()
    pane_modes: tuple[str, ...] | None = None
    broken_comments: bool = False
    replaced: tuple[tuple[str, str], ...] = ()

    def html(self) -> str:
        """The page; ``replaced`` then changes what is written."""
        page = (
            '<!DOCTYPE html><html lang="en"><head><meta name="generator" content="Scully 1.1.1">'
            f"<title>{escape(self.title)} - An Invented Site</title>"
            f'<meta name="description" content="About {escape(self.title)}."></head>'
            '<body scully-version="1.1.1"><app-root><feedback-banner><div>Banner</div>'
            f"</feedback-banner><app-disease-about>{self._banner()}{self._glance()}{self._onset()}"
            f"{self._symptoms()}{self._causes()}{self._end()}</app-disease-about></app-root></body>"
            "</html>"
        )
        for old, new in self.replaced:
            if old not in page:
                raise ValueError(f"nothing to replace: {old}")
            page = page.replace(old, new)
        return page.replace("<!---->", "< !---->") if self.broken_comments else page

    def doubled(self) -> bytes:
        """The page with its encoding doubled, as the saved files have it."""
        return self.html().encode("utf-8").decode("latin-1").encode("utf-8")

    def _address(self) -> str:
        return f"/diseases/{self.gard_id}/{self.slug}"

    def _banner(self) -> str:
        links = "".join(
            f'<li><a class="nav-link" href="{self._address()}{tab}">Tab</a></li>'
            for tab in ("", "/diagnosis")
        )
        names = escape(self.names)
        return (
            '<app-main-banner><div class="breadcrumb"><ul><li><span>'
            f"{escape(self.title.title())}</span></li></ul></div><!---->"
            f'<h1 class="title fw-800">{escape(self.title)}</h1><dl class="synonyms pb-5">'
            '<dt>Other Names:&nbsp;</dt><clamper><div class="clamper">'
            f'<span class="host">{names}</span><span class="ghost">{names}</span><div>'
            '<div class="read-button" hidden=""> Read More </div></div></div></clamper></dl>'
            f"<disease-tabs><ul>{links}</ul></disease-tabs></app-main-banner>"
        )

    def _buttons(self) -> str:
        there = {
            "Population Estimate": self.population,
            "Symptoms Onset": self.ages,
            "Symptoms": self.symptoms,
            "Cause": self.genes,
            "Resources": True,
        }
        marks = {name: "" if said else "<span>*</span>" for name, said in there.items()}
        return "".join(f"<button> {name} {mark}</button>" for name, mark in marks.items())

    def _glance(self) -> str:
        summary = self.summary or f"{_IN_DEVELOPMENT}."
        known = layout()["population"]
        people = (
            f'<div class="content-wrapper"><div>{known["place_words"]}: {known["words"]}</div>'
            f'<h4>{self.population}<app-tooltip><i aria-description="The range &amp;nbsp;"></i>'
            "</app-tooltip></h4></div>"
        )
        listed = "".join(
            f'<div class="category"><a href="#">{escape(name)}; </a></div>'
            for name in self.categories
        )
        return (
            "<app-disease-at-a-glance><app-disease-at-a-glance-summary><h5>Summary</h5><div>"
            f"{summary}</div></app-disease-at-a-glance-summary>"
            "<app-disease-at-a-glance-people-affected><h5>People</h5>"
            f"{people if self.population else f'<div><p>{_IN_DEVELOPMENT}.</p></div>'}"
            "</app-disease-at-a-glance-people-affected><app-disease-at-a-glance-bubbles>"
            f"{self._buttons()}</app-disease-at-a-glance-bubbles>"
            "<app-disease-at-a-glance-categories><h5>Categories</h5><div>"
            f"{listed}</div></app-disease-at-a-glance-categories></app-disease-at-a-glance>"
        )

    def _onset(self) -> str:
        if not self.ages:
            return f"<app-age-at-onset><div>{_IN_DEVELOPMENT}.&nbsp;</div></app-age-at-onset>"
        columns = "".join(self._age(age, years) for age, years in AGES.items())
        return (
            f"<app-age-at-onset><h5>When</h5>{columns}"
            '<div class="onset-footer"><div> From <a> Orphanet<i></i></a>'
            "</div></div></app-age-at-onset>"
        )

    def _age(self, age: str, years: str) -> str:
        chosen = age in self.ages
        mark = '<span class="sr-only">Selected</span>' if chosen else ""
        return (
            f'<div class="under {"active" if chosen else "inactive"}">'
            f'<div class="under-title fs-8"> {age} {mark}</div>'
            f'<div class="under-under-age-range fs-8">{years}</div></div>'
        )

    def _symptoms(self) -> str:
        if not self.symptoms:
            return f"<app-symptoms-section><div>{_IN_DEVELOPMENT}.</div></app-symptoms-section>"
        number = len(self.symptoms) if self.count is None else self.count
        count = f"{number} Symptom{'s' if number != 1 else ''}"
        copies = "".join(sorted(map(self._copy, self.symptoms)))
        buttons = "".join(
            f'<button class="list-item border-0"> {escape(each.label)} </button>'
            for each in self.symptoms
        )
        return (
            "<app-symptoms-section><h1>Symptoms</h1><div>What it may cause:"
            '</div><span class="text-capitalize">Letter System</span>'
            f'<p class="mb-0 ms-auto text-end">{count}</p><div class="dropdown p-3" hidden="">'
            f'<div class="dropdown-list">{copies}</div></div>'
            '<div hidden=""><ul class="filters"><li><button> Letter System </button></li></ul>'
            "</div>"
            f"{self._slide()}<div class='text-center text-white'> {count} </div>"
            f'<div class="symptom-list-container">{buttons}</div>'
            '<div class="symptom-footer"><div> From the <a>'
            "Human Phenotype Ontology (HPO)<i></i></a></div></div></app-symptoms-section>"
        )

    def _copy(self, symptom: Symptom) -> str:
        name = escape(symptom.copy or symptom.label.title())
        synonym = symptom.synonym and f"<div><i>Synonym:</i> {escape(symptom.synonym)}</div>"
        return f'<button><span class="main-term">{name}</span><i></i>{synonym or ""}</button>'

    def _slide(self) -> str:
        label = escape(self.symptoms[0].label)
        marks = "".join(
            f'<div class="marker-text {where}" style="left: 78%;"><div>{self.frequency}</div></div>'
            for where in ("d-none", "d-md-none")
        )
        return (
            '<div class="carousel-container"><div class="slider-left"><button> Neighbour... '
            f'</button></div></div><h3 class="medical-term-header">{label}</h3>'
            '<i aria-description="&lt;br /&gt;Uncommon&lt;br /&gt;Always"></i>'
            f"<div>Uncommon</div>{marks if self.frequency else ''}<div>Always</div>"
            '<div id="description"><p class="ghost">What it is in general.</p></div>'
        )

    def _causes(self) -> str:
        blocks = ""
        if self.genes:
            blocks += (
                "<app-causes-tabs><h5>Genetic Disease</h5>"
                f'<p class="tabs-description">{escape(self.title)} has genes.</p>'
                f'<p class="tabs-description">Some {layout()["genes_opening"]} {self.genes}</p>'
                f"{self._tabs(('What is a gene?',), ('What is a gene?',))}</app-causes-tabs>"
            )
        if self.modes:
            panes = self.modes if self.pane_modes is None else self.pane_modes
            blocks += (
                f"<app-causes-tabs><h5>Inheritance</h5>{self._tabs(self.modes, panes)}"
                "</app-causes-tabs>"
            )
        inner = blocks or f"<p>{_IN_DEVELOPMENT}.&nbsp;</p>"
        return f"<app-causes-container><h1>Causes</h1>{inner}</app-causes-container>"

    def _tabs(self, tabs: tuple[str, ...], panes: tuple[str, ...]) -> str:
        buttons = "".join(f'<li><button class="btn nav-link"> {tab} </button></li>' for tab in tabs)
        answers = "".join(
            f'<div class="tab-pane" hidden=""><span class="title">{pane}</span><clamper><div '
            'class="clamper"><span class="host">Autosomal dominant inheritance is explained here, '
            "and X-linked recessive inheritance, too.</span></div></clamper></div>"
            for pane in panes
        )
        return (
            f'<ul class="nav tabs-desktop">{buttons}</ul>'
            f'<div class="tabs-mobile"><ul>{buttons}</ul></div>'
            f'<div class="tab-content">{answers}</div>'
        )

    def _end(self) -> str:
        return (
            f'<app-prev-next-button><a href="{self._address()}/diagnosis"> Next </a>'
            "</app-prev-next-button><app-bottom-sources-date-information><p>Last Updated: "
            "Nov. 8, 2021</p></app-bottom-sources-date-information>"
        )
