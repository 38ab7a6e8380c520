"""Statements with several pieces of evidence: which leads, and what may not be brought together."""

import itertools
from typing import Any
from uuid import UUID, uuid5

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import whimkg
from tests.graph.records import STATUSES, Sheet, claim, record, row
from tests.graph.rules import RULES
from tests.graph.view import View
from whimkg.errors import GraphError, WhimkgError
from whimkg.record import Resource

TERM = "HP:0001250"
NAMESPACE = UUID("1e0576aa-9b2a-5fe7-b06d-3e95e23035b9")


def graph(sheet: Sheet, **parts: Any) -> View:
    return View(whimkg.build(record(sheet, **parts)).quads)


def claims(sheet: Sheet, *statuses: str) -> dict[str, Any]:
    sheet.turn()
    return {"claims": tuple(claim(sheet, "phenotype", s, phenotype=TERM) for s in statuses)}


def told(view: View) -> tuple[str, str, list[str]]:
    """Status and agent of the only statement, and the statuses of its pieces, in order."""
    (node,) = view.associations
    pieces = [view.one(piece, "whimkg:claimStatus") for piece in view.evidence(node)]
    status, agent = view.one(node, "whimkg:claimStatus"), view.one(node, "biolink:agent_type")
    return status.partition(":")[2], agent, [piece.partition(":")[2] for piece in pieces]


@pytest.mark.parametrize("pair", list(itertools.combinations(STATUSES, 2)))
def test_the_firmer_claim_leads_wherever_it_stands(pair: tuple[str, str]) -> None:
    for order in (pair, pair[::-1]):
        sheet = Sheet()
        sheet.turn()
        status, agent, pieces = told(graph(sheet, **claims(sheet, *order)))
        assert (status, agent) == (pair[0], '"text_mining_agent"')
        assert pieces == [*order]


def test_a_row_leads_whatever_the_prose_says() -> None:
    sheet = Sheet()
    sheet.turn()
    rows = (row(sheet, 1, TERM, "Seizure", "1%-4%"),)
    view = graph(sheet, rows=rows, **claims(sheet, "established", "mentioned"))
    assert told(view) == ("listed", '"manual_agent"', ["listed", "established", "mentioned"])
    (node,) = view.associations
    assert view.one(node, "biolink:primary_knowledge_source") == "infores:hpo-annotations"
    assert view.values(node, "whimkg:statedOn") == [], "the table of this page is undated"
    assert view.one(node, "biolink:frequency_qualifier") == "HP:0040284"


def test_the_first_of_two_that_are_as_firm_leads() -> None:
    sheet = Sheet()
    sheet.turn()
    view = graph(sheet, **claims(sheet, "reported", "reported"))
    (node,) = view.associations
    assert len(view.evidence(node)) == 2
    assert told(view)[0] == "reported"


def test_the_agent_of_a_record_that_was_reviewed() -> None:
    sheet = Sheet()
    sheet.turn()
    view = graph(sheet, reviewed=True, **claims(sheet, "reported"))
    assert told(view)[1] == '"manual_validation_of_automated_agent"'


def test_the_same_row_twice() -> None:
    """One statement with two pieces if the bands agree, else an error that names both lines."""

    def rows(*bands: str) -> whimkg.Record:
        sheet = Sheet()
        sheet.turn()
        found = tuple(row(sheet, n, TERM, "Seizure", band) for n, band in enumerate(bands, 1))
        return record(sheet, rows=found)

    view = View(whimkg.build(rows("1%-4%", "1%-4%")).quads)
    (node,) = view.associations
    assert len(view.evidence(node)) == 2
    assert len(view.values(node, "prov:wasDerivedFrom")) == 6
    message = f"lines 5 and 8: {TERM} stands in the bands 1%-4% and 5%-29%"
    with pytest.raises(GraphError, match=message):
        whimkg.build(rows("1%-4%", "5%-29%")).serialize("nq")


@pytest.mark.parametrize(
    ("kind", "terms", "words"),
    [
        ("gene-causes", {"drug": "HGNC:1"}, "a claim of kind 'gene-causes' lacks its gene"),
        ("treats-condition", {"treatment": "MAXO:1"}, "lacks its condition"),
        ("sings", {}, "no kind of statement 'sings'"),
    ],
)
def test_claims_that_state_nothing(kind: str, terms: dict[str, str], words: str) -> None:
    sheet = Sheet()
    sheet.turn()
    sheet.turn()
    said = claim(sheet, kind, "reported", **terms)
    with pytest.raises(GraphError, match=words) as caught:
        graph(sheet, claims=(said,))
    assert caught.value.where == f"line {said.sentence.line}"
    assert caught.value.remedy


def test_a_source_of_the_record_s_own() -> None:
    """A section may come from a source that no table knows; it is named by its identifier."""
    sheet = Sheet()
    about = record(sheet)
    known, *rest = about.sections
    own = msgspec.structs.replace(known, source="infores:our-clinic")
    about = msgspec.structs.replace(about, sections=(own, *rest))
    view = View(whimkg.build(about).quads)
    assert view.about("infores:our-clinic") == {
        "rdf:type": ["biolink:InformationContentEntity"],
        "rdfs:label": ['"our-clinic"@en'],
    }


@pytest.mark.parametrize(
    ("label", "node"),
    [
        ("The A&B Society", "base:organization/the-a-b-society"),
        ("日本", f"base:organization/{uuid5(NAMESPACE, '日本')}"),
    ],
)
def test_names_without_identifiers(label: str, node: str) -> None:
    sheet = Sheet()
    named = Resource("organization", label, 1, sheet.span(label))
    view = graph(sheet, resources=(named,))
    assert view.subjects("rdfs:label", f'"{label}"@en') == [node]


BANDS = st.sampled_from(["100%", "80%-99%", "1%-4%", "not available"])
ROWS = st.tuples(st.integers(1, 9), BANDS, st.sampled_from(["phenotype", "onset", "modifier"]))
CLAIMS = st.tuples(
    st.sampled_from(["phenotype", "used", "treats-condition", "differential", "gene-causes"]),
    st.sampled_from(STATUSES),
    st.integers(1, 9),
)


@settings(max_examples=60)
@given(
    st.lists(ROWS, max_size=6),
    st.lists(CLAIMS, max_size=6),
    st.text(st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Z"]), min_size=1),
)
def test_the_rules_hold_for_every_record(
    rows: list[tuple[int, str, str]], said: list[tuple[str, str, int]], label: str
) -> None:
    sheet = Sheet()
    sheet.turn()
    table = tuple(
        row(sheet, n, f"HP:{code:07}", f"{label} {code}", band, kind=kind, synonyms=(label,))
        for n, (code, band, kind) in enumerate(rows, 1)
    )
    sheet.turn()
    prose = tuple(
        claim(
            sheet,
            kind,
            status,
            phenotype=f"HP:{code:07}",
            treatment=f"MAXO:{code:07}",
            condition=f"HP:{code:07}",
            differential=f"MONDO:{code:07}",
            gene=f"HGNC:{code}",
        )
        for kind, status, code in said
    )
    try:
        view = graph(sheet, rows=table, claims=prose)
    except WhimkgError as error:
        assert "stands in the bands" in str(error)
        return
    for rule in RULES:
        broken = rule(view)
        assert not (any(broken) if isinstance(broken, tuple) else broken), rule.__name__
