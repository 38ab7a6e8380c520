"""Invented pages in the layout of 2022: what each variation of the layout gives."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.pages.site2022 import AGES, Invented, Symptom
from whimkg import pipeline, terms
from whimkg.checks.records import verify_record
from whimkg.errors import AddressError, CutPageError, LayoutError, TableError, WhimkgError
from whimkg.gard import Reading
from whimkg.gard.site2022.layout import layout
from whimkg.record import Claim
from whimkg.source import load as load_source
from whimkg.tables import NO_TERM, load

Read = Callable[..., Reading]
USING = load()


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads an invented page, by its fields."""

    def reader(*, doubled: bool = False, url: str | None = None, **fields: Any) -> Reading:
        page = Invented(**fields)
        file = tmp_path / page.slug
        file.write_bytes(page.doubled() if doubled else page.html().encode("utf-8"))
        return pipeline.reading(file, url=url)

    return reader


def claims(found: Reading, kind: str) -> list[Claim]:
    return [claim for claim in found.record.claims if claim.kind == kind]


def terms_of(found: Reading, kind: str) -> list[str]:
    return [claim.mentions[0].term for claim in claims(found, kind)]


def notes(found: Reading) -> list[tuple[str, str]]:
    return [(note.kind, note.words) for note in found.notes]


FULL: dict[str, Any] = {
    "names": "Alpha disease; Alphas (mild; rare); t(3;3) alpha; Alpha disease",
    "population": "5,000",
    "categories": ("Invented Disease", "Letters"),
    "ages": ("Prenatal", "Adult"),
    "symptoms": [
        Symptom("Seizure", "Seizures"),
        Symptom("Otitis media", "Middle Ear Infection"),
        Symptom("Blue elbow", "Elbow, Blue"),
    ],
    "frequency": "Very frequent",
    "genes": "CXCR4, CECR1, ND1, XXXXX1, CXCR4",
    "modes": ("Autosomal dominant inheritance", "X-linked recessive inheritance"),
}


def test_the_head_says_which_disease_it_is(read: Read) -> None:
    record = read(**FULL).record
    assert record.page.gard_id == "GARD:0090001"
    assert record.page.slug == "alphaitis"
    assert record.page.url == "https://rarediseases.info.nih.gov/diseases/90001/alphaitis"
    assert record.disease.title.text == "Alphaitis"
    assert record.disease.id == "GARD:0090001"


def test_other_names_are_parted_outside_brackets_and_stand_once(read: Read) -> None:
    names = read(**FULL).record.disease.names
    assert [name.text for name in names] == [
        "Alpha disease",
        "Alphas (mild; rare)",
        "t(3;3) alpha",
    ]


def test_links_may_be_those_of_a_browser(read: Read) -> None:
    site = f'href="{layout()["address"]}/diseases/'
    found = read(replaced=(('href="/diseases/', site),))
    assert found.record.page.gard_id == "GARD:0090001"


def test_the_number_of_people_is_an_upper_bound(read: Read) -> None:
    people = read(**FULL).record.population
    assert people is not None
    assert (people.number, people.qualifier, people.place) == (5000, "fewer than", "United States")
    assert people.figure.text == "5,000"


def test_categories_end_before_their_separator(read: Read) -> None:
    categories = read(**FULL).record.disease.categories
    assert [name.text for name in categories] == ["Invented Disease", "Letters"]


def test_categories_may_be_empty_or_stand_together(read: Read) -> None:
    found = read(categories=("", "; ", "Letters; Digits", "Signs"))
    assert [name.text for name in found.record.disease.categories] == ["Letters", "Digits", "Signs"]


def test_only_marked_ages_count(read: Read) -> None:
    found = read(**FULL)
    assert [claim.mentions[0].words for claim in claims(found, "onset")] == ["Prenatal", "Adult"]
    assert {claim.mentions[0].match for claim in claims(found, "onset")} == {
        "skos:closeMatch",
        "skos:broadMatch",
    }
    assert len(claims(read(**FULL | {"ages": tuple(AGES)}), "onset")) == len(AGES)


def test_genes_may_stand_without_a_blank_between_them(read: Read) -> None:
    found = read(genes="CXCR4,TP53, ,ATM,")
    assert [c.sentence.text for c in claims(found, "gene-causes")] == ["CXCR4", "TP53", "ATM"]


def test_symptoms_are_grounded_by_their_names_or_stay_without_a_term(read: Read) -> None:
    found = read(**FULL)
    grounds = [(c.mentions[0].by, c.mentions[0].term) for c in claims(found, "phenotype")]
    assert grounds == [("label", "HP:0001250"), ("label", "HP:0000388"), (None, NO_TERM)]
    assert {claim.status for claim in claims(found, "phenotype")} == {"listed"}
    assert ("no term", "Blue elbow") in notes(found)


def test_a_synonym_of_the_page_grounds_what_its_label_does_not(read: Read) -> None:
    found = read(symptoms=[Symptom("Blue ear", "Middle Ear Infection")])
    (claim,) = claims(found, "phenotype")
    mention = claim.mentions[0]
    assert (mention.by, mention.term) == ("page's synonym", "HP:0000388")
    assert mention.span is not None
    assert mention.span.text == mention.words == "Middle Ear Infection"
    assert claim.sentence.text == "Blue ear"


def test_only_the_symptom_that_is_shown_has_a_frequency(read: Read) -> None:
    assert [claim.band for claim in claims(read(**FULL), "phenotype")] == ["80%-99%", None, None]
    assert claims(read(**FULL | {"frequency": None}), "phenotype")[0].band is None


@pytest.mark.parametrize(
    ("title", "summary"),
    [
        ("Alphaitis", "Alphaitis (ALP) hurts. ALP is inherited in an autosomal dominant manner."),
        ("Älphaitis", "Alphaitis is inherited in an autosomal dominant manner."),
        ("Alphaitis", "Alphäitis is inherited in an autosomal dominant manner."),
    ],
)
def test_names_in_a_summary(title: str, summary: str, read: Read) -> None:
    """An acronym behind the summary's first name, and names with or without their accents."""
    assert terms_of(read(title=title, summary=summary), "inheritance") == ["HP:0000006"]


def test_an_acronym_of_something_else_is_no_name(read: Read) -> None:
    summary = "Severe alphaitis (ALP) hurts. ALP is inherited in an autosomal dominant manner."
    assert terms_of(read(summary=summary), "inheritance") == []


@pytest.mark.parametrize(
    ("word", "band"),
    [
        ("Always", "100%"),
        ("Very frequent", "80%-99%"),
        ("Frequent", "30%-79%"),
        ("Occasional", "5%-29%"),
        ("Uncommon", "1%-4%"),
    ],
)
def test_the_words_for_frequencies(word: str, band: str, read: Read) -> None:
    assert claims(read(**FULL | {"frequency": word}), "phenotype")[0].band == band


def test_genes_are_established_and_their_symbols_followed(read: Read) -> None:
    found = read(**FULL)
    grounds = [(c.mentions[0].words, c.mentions[0].by) for c in claims(found, "gene-causes")]
    assert grounds == [
        ("CXCR4", "approved symbol"),
        ("CECR1", "previous symbol"),
        ("ND1", "table"),
        ("XXXXX1", None),
    ]
    assert {claim.status for claim in claims(found, "gene-causes")} == {"established"}
    gene = terms.gene("ADA2")
    assert gene is not None
    assert terms_of(found, "gene-causes")[1] == gene.id
    assert notes(found) == [
        ("no term", "Blue elbow"),
        ("stands twice", "CXCR4"),
        ("other symbol", f"CECR1 ({gene.id})"),
        ("other symbol", "ND1 (HGNC:7455)"),
        ("no term", "XXXXX1"),
    ]


@pytest.mark.parametrize(
    "words", ["not RET", "RET (weak)", "RET or EDNRB", "RET?", "ret", "R\u200bET"]
)
def test_what_is_no_symbol_of_a_gene_causes_nothing(words: str, read: Read) -> None:
    found = read(**FULL | {"genes": f"CXCR4, {words}"})
    assert [claim.mentions[0].words for claim in claims(found, "gene-causes")] == ["CXCR4"]
    assert ("no symbol", words) in notes(found)


def test_patterns_of_inheritance_are_statements_each(read: Read) -> None:
    assert terms_of(read(**FULL), "inheritance") == ["HP:0000006", "HP:0001419"]


def test_what_explains_patterns_and_genes_feeds_nothing(read: Read) -> None:
    found = read(genes="CXCR4")
    assert terms_of(found, "inheritance") == []


@pytest.mark.parametrize(
    ("manner", "modes", "told"),
    [
        ("autosomal dominant", ("Autosomal recessive inheritance",), ["Autosomal dominant"]),
        ("autosomal dominant", ("Autosomal dominant inheritance",), []),
        ("X-linked", ("X-linked recessive inheritance",), []),
        ("autosomal dominant", (), []),
    ],
)
def test_prose_that_contradicts_the_list_is_noted(
    manner: str, modes: tuple[str, ...], told: list[str], read: Read
) -> None:
    found = read(summary=f"Alphaitis is inherited in an {manner} manner.", modes=modes)
    assert any(not claim.listed for claim in claims(found, "inheritance"))
    assert notes(found) == [
        ("prose contradicts list", f"inheritance: {mode} inheritance") for mode in told
    ]


@pytest.mark.parametrize(
    ("when", "ages", "told"),
    [
        ("at birth", ("Child",), ["Congenital onset"]),
        ("at birth", ("Prenatal",), []),
        ("at birth", ("Newborn", "Adult"), []),
        ("in infancy", ("Infant",), []),
        ("in adulthood", ("Child",), ["Adult onset"]),
        ("in adulthood", ("Child", "Adolescent"), []),
        ("in childhood", ("Adolescent",), []),
        ("in childhood", ("Adult",), ["Childhood onset"]),
        ("in early adulthood", ("Adult",), []),
        ("in childhood", (), []),
    ],
)
def test_ages_of_prose_that_meet_none_of_the_list_are_noted(
    when: str, ages: tuple[str, ...], told: list[str], read: Read
) -> None:
    found = read(summary=f"Symptoms of alphaitis begin {when}.", ages=ages)
    assert any(not claim.listed for claim in claims(found, "onset"))
    assert notes(found) == [("prose contradicts list", f"onset: {age}") for age in told]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (" Cause </button>", " Cause <span>*</span></button>", "Cause"),
        (" Symptoms Onset <span>*</span>", " Symptoms Onset ", "Symptoms Onset"),
        (" Resources </button>", " Resources <span>*</span></button>", ""),
        ("<button> Cause </button>", "", ""),
    ],
)
def test_buttons_that_say_otherwise_than_the_sections_are_noted(
    before: str, after: str, told: str, read: Read
) -> None:
    found = read(genes="CXCR4", replaced=((before, after),))
    assert notes(found) == ([("copies disagree", told)] if told else [])


def test_each_section_names_its_source(read: Read) -> None:
    sections = read(**FULL).record.sections
    assert {section.kind: section.source.partition(":")[2] for section in sections} == {
        "head": "gard",
        "population": "gard",
        "categories": "gard",
        "onset": "orphanet",
        "symptoms": "hpo-annotations",
        "genes": "gard",
        "inheritance": "gard",
    }
    assert all(section.date is None for section in sections)


def test_a_page_that_gives_nothing_is_no_error(read: Read) -> None:
    found = read()
    assert found.record.claims == ()
    assert notes(found) == [("gives nothing", "")]
    assert [section.kind for section in found.record.sections] == ["head"]


def test_doubled_encoding_is_mended_before_anything_else(read: Read) -> None:
    fields: dict[str, Any] = {"title": "Alström à la lettre", "names": "Bellini\u2019s \u2014 ®"}
    plain, doubled = read(**fields), read(doubled=True, **fields)
    assert doubled.record.disease == plain.record.disease
    assert (plain.record.page.repaired, doubled.record.page.repaired) == (False, True)
    assert ("mended", "") in notes(doubled)


def test_encoding_that_is_doubled_in_part_is_noted(read: Read) -> None:
    found = read(title="Alstr\u00c3\u00b6m \u2013 or so")
    assert ("encoding doubled", "\u00c3\u00b6") in notes(found)
    assert "encoding doubled" not in dict(notes(read(title="Alström à la \u2013 or so")))


def test_comments_that_are_broken_are_no_text(read: Read) -> None:
    found = read(broken_comments=True, **FULL)
    assert found.record.page.repaired
    assert len(found.record.claims) == len(read(**FULL).record.claims)


# Copies that disagree


def test_a_symptom_that_stands_in_one_copy_only_is_left_out(read: Read) -> None:
    found = read(symptoms=[Symptom("Seizure"), Symptom("Otitis media", copy="Otitis Externa")])
    assert terms_of(found, "phenotype") == ["HP:0001250"]
    assert ("copies disagree", "Otitis media") in notes(found)
    assert ("copies disagree", "otitis externa") in notes(found)
    left = [entry.about for entry in found.ledger.entries if entry.about == "copies disagree"]
    assert len(left) == 1


def test_a_pattern_that_does_not_stand_in_all_copies_is_left_out(read: Read) -> None:
    modes = ("Autosomal dominant inheritance", "Autosomal recessive inheritance")
    found = read(modes=modes, pane_modes=modes[:1])
    assert terms_of(found, "inheritance") == ["HP:0000006"]
    assert ("copies disagree", modes[1]) in notes(found)


def test_an_age_whose_marks_disagree_is_left_out(read: Read) -> None:
    found = read(ages=("Child", "Adult"), replaced=(('"under active"', '"under"'),))
    assert claims(found, "onset") == []
    assert ("copies disagree", "Child Selected") in notes(found)


def test_an_other_name_that_stands_in_one_copy_only_is_left_out(read: Read) -> None:
    found = read(names="Alphas; Alpha (a; b)", replaced=(('"host">Alphas', '"host">Alphos'),))
    assert [name.text for name in found.record.disease.names] == ["Alpha (a; b)"]
    assert notes(found)[:2] == [("copies disagree", "Alphas"), ("copies disagree", "Alphos")]


def test_two_shown_symptoms_have_no_frequency(read: Read) -> None:
    head = '<h3 class="medical-term-header">'
    found = read(**FULL, replaced=((head, f"{head}Otitis media</h3>{head}"),))
    assert {claim.band for claim in claims(found, "phenotype")} == {None}
    assert ("copies disagree", "Otitis media, Seizure") in notes(found)


def test_what_a_list_has_twice_is_noted(read: Read) -> None:
    fields: dict[str, Any] = {
        "symptoms": [Symptom("Seizure"), Symptom("Seizure")],
        "modes": ("Mitochondrial inheritance",) * 2,
        "categories": ("Letters", "Letters"),
    }
    twice = [words for kind, words in notes(read(**fields)) if kind == "stands twice"]
    assert twice == ["Seizure", "Mitochondrial inheritance", "Letters"]


def test_a_source_that_is_not_known_is_noted(read: Read) -> None:
    found = read(**FULL, replaced=(("<a> Orphanet<i>", "<a> Elsewhere<i>"),))
    assert ("other source", "Elsewhere") in notes(found)
    assert {section.source for section in found.record.sections if section.kind == "onset"} == {
        "infores:gard"
    }


def test_a_frequency_whose_copies_disagree_is_none(read: Read) -> None:
    found = read(
        **FULL, replaced=(('d-md-none" style="left: 78%;"><div>Very frequent', 'x"><div>Always'),)
    )
    assert {claim.band for claim in claims(found, "phenotype")} == {None}
    assert ("copies disagree", "Always, Very frequent") in notes(found)


@pytest.mark.parametrize(
    ("error", "fields", "message"),
    [
        (TableError, {"symptoms": [Symptom("Seizure")], "count": 2}, "2 symptoms, but lists 1"),
        (
            LayoutError,
            {"replaced": (('href="/diseases/90001/alphaitis"', 'href="/diseases/2/beta"'),)},
            "several diseases",
        ),
        (LayoutError, {"replaced": (("/diseases/90001/", "/else/"),)}, "no GARD id"),
        (CutPageError, {"replaced": (("app-bottom-sources-date-information", "div"),)}, "no part"),
        (CutPageError, {"replaced": (("app-symptoms-section", "div"),)}, "no part"),
        (LayoutError, {"replaced": (("<h1 class=", "<h1 hidden class="),)}, "is hidden"),
        (
            LayoutError,
            {"replaced": (("<h1>Causes</h1>", "<app-age-at-onset>x</app-age-at-onset>"),)},
            "2 parts app-age-at-onset",
        ),
        (
            LayoutError,
            {
                "symptoms": [Symptom("Seizure")],
                "replaced": (("> Seizure <", "> <s>Seizure</s> <"),),
            },
            "struck out",
        ),
        (
            LayoutError,
            {
                "symptoms": [Symptom("Seizure")],
                "replaced": (('"symptom-list-container"', '"symptom-list-container" hidden'),),
            },
            "is hidden",
        ),
        *(
            (LayoutError, {"population": words}, "the number of people is not given as")
            for words in ("about 5", "0", "1,00", "Unknown", "1 in 5,000", "5,000</h4><h4>9,000")
        ),
        *(
            (LayoutError, {**FULL, "replaced": ((old, new),)}, message)
            for old, new, message in (
                ("U.S.:", "Europe:", "the number of people is not given as"),
                ("fewer than", "more than", "the number of people is not given as"),
                ("/diseases/90001/", "/diseases/0/", "no GARD id"),
                ("/diseases/90001/", "https://example.org/diseases/90001/", "no GARD id"),
                ("known to cause", "known to modify", "the part for genes is not given as"),
                ("<h5>Genetic Disease", "<h5>Toxins", "a part for causes is not given as"),
                ("<h5>Genetic Disease", "<h5>Inheritance", "a part for causes is not given as"),
                ('class="under ', 'class="over ', "the part for onset is not given as"),
                ('class="under active', 'class="over', "the part for onset is not given as"),
                ("</app-age-at-onset>", "", "lie within each other"),
                ("<h1>Symptoms", f"<h1>{layout()['in_development']}", "but is not empty"),
                ("> Seizure <", "> Seizure<b hidden>s</b> <", "is hidden"),
                ("<h1 class", "<h1 class='title'>Beta</h1><h1 class", "2 titles"),
            )
        ),
        (
            LayoutError,
            {"replaced": ((f"<h5>Summary</h5><div>{layout()['in_development']}.", "<div>"),)},
            "app-disease-at-a-glance-summary, which is empty",
        ),
    ],
)
def test_pages_that_are_refused(
    error: type[WhimkgError], fields: dict[str, Any], message: str, read: Read
) -> None:
    with pytest.raises(error, match=message):
        read(**fields)


def test_an_address_of_another_disease_is_refused(read: Read) -> None:
    with pytest.raises(AddressError, match="of GARD:0090001, but the address or id given of GARD:"):
        read(url="https://rarediseases.info.nih.gov/diseases/9297/whim-syndrome")


def test_the_whole_parts_of_a_cut_page_can_be_had(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    html = Invented(**FULL).html()
    file.write_text(html[: html.index("<app-causes-container>") + 200], encoding="utf-8")
    with pytest.raises(CutPageError):
        pipeline.read(file)
    record = pipeline.read(file, partial=True)
    assert not record.page.complete
    assert [section.kind for section in record.sections][-1] == "symptoms"


# The whole way


def test_every_statement_is_verified_on_the_page(read: Read, tmp_path: Path) -> None:
    record = read(doubled=True, **FULL).record
    source = load_source(tmp_path / "alphaitis")
    outcome = verify_record(source.text, record, USING)
    assert outcome.holds
    assert outcome.statements == len(record.claims) == 11


def test_the_graph_conforms(read: Read, tmp_path: Path) -> None:
    read(doubled=True, **FULL)
    report = pipeline.build(tmp_path / "alphaitis").validate()
    assert [finding for finding in report.findings if finding.severity == "violation"] == []


def test_every_line_of_an_invented_page_is_accounted_for(read: Read, tmp_path: Path) -> None:
    found = read(**FULL)
    text = load_source(tmp_path / "alphaitis").text
    numbers = {n for n, line in enumerate(text.split("\n"), 1) if line.strip()}
    assert set(found.ledger.lines) == numbers
