"""Evidence of the bundled graph: spans, sections, the snapshot, the page and what it names."""

from collections import Counter

from tests.graph.view import DISEASE, bundled, value

SHA256 = "2c59348540f5b5f1007e6747e552413efe795c8c61fd95a34a7fb6ed2f5bc087"
SNAPSHOT = f"base:snapshot/{SHA256}"
PAGE = "<https://rarediseases.info.nih.gov/diseases/9297/whim-syndrome>"
#: Number, kind, source, date, first and last character, first line and column.
SECTIONS = [
    (1, "head", "gard", "", 0, 286, 1, 1),
    (2, "text", "gard", "2011-11-13", 288, 1205, 11, 1),
    (3, "symptoms", "hpo-annotations", "2020-07-01", 1207, 3827, 14, 1),
    (4, "text", "gard", "2011-11-14", 3829, 5314, 114, 1),
    (5, "specialists", "gard", "", 5316, 6287, 119, 1),
    (6, "related", "gard", "", 6290, 6552, 128, 1),
    (7, "differentials", "orphanet", "", 6554, 6955, 130, 1),
    (8, "research", "gard", "", 6957, 8548, 134, 1),
    (9, "organizations", "gard", "", 8551, 9483, 152, 1),
    (10, "resources", "gard", "", 9485, 11174, 160, 1),
    (11, "questions", "gard", "", 11176, 11677, 174, 1),
    (12, "references", "gard", "", 11683, 12103, 180, 3),
]


def test_snapshot_and_page() -> None:
    graph = bundled()
    assert graph.about(SNAPSHOT) == {
        "rdf:type": ["nif:Context"],
        "whimkg:length": ['"12103"^^xsd:integer'],
        "whimkg:sha256": [f'"{SHA256}"'],
        "whimkg:archived": ['"2020-12"'],
        "prov:wasDerivedFrom": [PAGE],
    }
    assert graph.typed("nif:Context") == [SNAPSHOT]
    assert graph.typed("schema:MedicalWebPage") == [PAGE]
    assert graph.one(PAGE, "schema:about") == DISEASE
    assert graph.one(PAGE, "schema:name") == '"WHIM syndrome"'


def test_sections() -> None:
    graph = bundled()
    found = []
    for node in graph.typed("whimkg:Section"):
        assert graph.values(node, "dcterms:isPartOf") == [SNAPSHOT]
        assert len(graph.one(node, "whimkg:sha256")) == 66
        dates = graph.values(node, "whimkg:statedOn")
        assert graph.values(node, "whimkg:undated") == ([] if dates else ['"true"^^xsd:boolean'])
        found.append(
            (
                int(node.removeprefix(f"{SNAPSHOT}/section/")),
                value(graph.one(node, "whimkg:sectionKind")),
                graph.one(node, "biolink:primary_knowledge_source").removeprefix("infores:"),
                value(dates[0]) if dates else "",
                graph.number(node, "nif:beginIndex"),
                graph.number(node, "nif:endIndex"),
                graph.number(node, "whimkg:line"),
                graph.number(node, "whimkg:column"),
            )
        )
    assert sorted(found) == SECTIONS


def test_dates_rest_on_their_characters() -> None:
    graph = bundled()
    found = {
        value(graph.one(node, "whimkg:statedOn")): value(
            graph.one(graph.one(node, "prov:wasDerivedFrom"), "nif:anchorOf")
        )
        for node in graph.typed("whimkg:Section")
        if graph.values(node, "whimkg:statedOn")
    }
    assert found == {
        "2011-11-13": "11/13/2011",
        "2020-07-01": "7/1/2020",
        "2011-11-14": "11/14/2011",
    }


def test_a_row_has_three_spans_that_may_show_their_characters() -> None:
    """The second row of the table, by hand: heading, label and code."""
    graph = bundled()
    node = graph.association(DISEASE, "biolink:has_phenotype", "HP:0031020")
    spans = [f"{SNAPSHOT}#char={place}" for place in ("1732,1769", "1815,1843", "1844,1851")]
    assert graph.values(node, "prov:wasDerivedFrom") == spans
    assert graph.values(graph.evidence(node)[0], "prov:wasDerivedFrom") == spans
    assert [value(graph.one(span, "nif:anchorOf")) for span in spans] == [
        "80%-99% of people have these symptoms",
        "Bone marrow hypercellularity",
        "0031020",
    ]
    assert graph.about(spans[1]) == {
        "rdf:type": ["nif:RFC5147String"],
        "nif:anchorOf": ['"Bone marrow hypercellularity"'],
        "nif:beginIndex": ['"1815"^^xsd:nonNegativeInteger'],
        "nif:endIndex": ['"1843"^^xsd:nonNegativeInteger'],
        "nif:referenceContext": [SNAPSHOT],
        "whimkg:column": ['"1"^^xsd:integer'],
        "whimkg:line": ['"22"^^xsd:integer'],
        "whimkg:section": [f"{SNAPSHOT}/section/3"],
        "whimkg:sha256": ['"39593ec11724651b71f9203b90d22f0020bff60ccf58bd5ebd6dba420015892c"'],
    }


def test_every_row_has_a_heading_a_label_and_a_code() -> None:
    graph = bundled()
    rows = [
        piece
        for piece in graph.typed("whimkg:Evidence")
        if graph.one(piece, "whimkg:section") == f"{SNAPSHOT}/section/3"
    ]
    assert len(rows) == 37
    codes: set[str] = set()
    bands: Counter[str] = Counter()
    for piece in rows:
        spans = graph.values(piece, "prov:wasDerivedFrom")
        by_place = sorted(spans, key=lambda span: graph.number(span, "nif:beginIndex"))
        heading, label, code = (
            [value(anchor) for anchor in graph.values(span, "nif:anchorOf")] for span in by_place
        )
        bands.update(heading or ["a sentence"])
        assert len(code[0]) == 7 and code[0].isdigit()
        assert label[0][0].isupper()
        codes.update(code)
    assert len(codes) == 37
    assert bands == {
        "80%-99% of people have these symptoms": 5,
        "30%-79% of people have these symptoms": 5,
        "5%-29% of people have these symptoms": 11,
        "1%-4% of people have these symptoms": 10,
        "a sentence": 6,
    }


def test_prose_rests_on_its_sentence_and_words_and_shows_neither() -> None:
    """The page's sentences stay on the page: in the graph stand their places and digests."""
    graph = bundled()
    node = graph.association("HGNC:2561", "biolink:causes", DISEASE)
    spans = graph.values(node, "prov:wasDerivedFrom")
    assert spans == [f"{SNAPSHOT}#char={place}" for place in ("878,971", "911,916")]
    assert not any(graph.values(span, "nif:anchorOf") for span in spans)
    anchors = [value(o) for _, p, o in graph.triples if p == "nif:anchorOf"]
    long = sorted(anchor.split() for anchor in anchors if len(anchor.split()) > 8)
    assert [(len(words), words[0], words[-1]) for words in long] == [(13, "A", "WHIMS")], (
        "the study's title, and no other"
    )


def test_an_implied_term_has_no_place_of_its_own() -> None:
    """What the benefits of prophylaxis are assumed for stands in no word of that sentence."""
    graph = bundled()
    node = graph.association("MAXO:0000061", "biolink:applied_to_treat", "HP:0002718")
    assumed = graph.evidence(node)[2]
    assert graph.values(assumed, "prov:wasDerivedFrom") == [
        f"{SNAPSHOT}#char={place}" for place in ("4525,4727", "4536,4560")
    ]
    assert len(graph.values(assumed, "whimkg:groundedBy")) == 2


def test_references() -> None:
    graph = bundled()
    works = {
        graph.number(work, "whimkg:referenceNumber"): work
        for work in graph.typed("biolink:Publication")
    }
    assert works == {
        1: f"{SNAPSHOT}/reference/1",
        2: f"{SNAPSHOT}/reference/2",
        3: "PMID:19057201",
    }
    assert sorted(works.values()) == graph.values(PAGE, "schema:citation")
    title = '"WHIM syndrome: congenital immune deficiency disease"'
    assert graph.one("PMID:19057201", "dcterms:title") == title
    address = '"http://www.orpha.net/data/patho/GB/uk-Whim.pdf"'
    assert graph.one(works[2], "schema:url") == address
    cited = Counter(o for _, p, o in graph.triples if p == "biolink:publications")
    assert cited == {works[1]: 11, works[2]: 11, works[3]: 7}


def test_what_the_page_names() -> None:
    graph = bundled()
    named = {
        value(label): node
        for node in graph.values(PAGE, "schema:mentions")
        for label in graph.values(node, "rdfs:label")
    }
    assert named == {
        "ClinicalTrials.gov": "infores:clinicaltrials",
        "EURORDIS": "base:organization/eurordis",
        "Human Phenotype Ontology": "infores:hpo-annotations",
        "Johns Hopkins University School of Medicine": (
            "base:organization/johns-hopkins-university-school-of-medicine"
        ),
        "Monarch Initiative": "infores:monarchinitiative",
        "National Institute of Allergy and Infectious Diseases": "ROR:043z4tv69",
        "National Institutes of Health": "ROR:01cwqze88",
        "National Organization for Rare Disorders": (
            "base:organization/national-organization-for-rare-disorders"
        ),
        "Online Mendelian Inheritance in Man (OMIM)": "infores:omim",
        "Orphanet": "infores:orphanet",
        "PubMed": "infores:pubmed",
        "RareConnect": "base:resource/rareconnect",
        "RePORT": "base:resource/report",
    }
    kinds = {graph.one(node, "rdf:type") for node in named.values()}
    assert kinds == {"schema:Organization", "biolink:InformationContentEntity"}


def test_the_study_is_not_taken_for_the_trial() -> None:
    """That the protocol is the registered trial is an inference: a close match, no more."""
    graph = bundled()
    (study,) = graph.typed("biolink:ClinicalTrial")
    assert study == "base:study/09-i-0200"
    assert graph.one(study, "dcterms:identifier") == '"09-I-0200"'
    assert graph.one(study, "schema:about") == DISEASE
    mapping = graph.one(study, "whimkg:groundedBy")
    assert graph.one(mapping, "sssom:predicate_id") == "skos:closeMatch"
    assert graph.one(mapping, "sssom:object_id") == "CLINICALTRIALS:NCT00967785"
    assert not graph.about("CLINICALTRIALS:NCT00967785")
