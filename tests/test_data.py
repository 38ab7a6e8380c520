"""The tables of ``data/``: whole, consistent, sourced, and valid SSSOM by the official package."""

import io
import re
import socket
from collections import Counter
from collections.abc import Iterator
from typing import Any, NoReturn

import pytest
import yaml

from whimkg import terms
from whimkg.base import resources
from whimkg.base.namespaces import expand, is_curie, prefix_map
from whimkg.tables.tsv import rows

NO_TERM = "sssom:NoTermFound"
SSSOM = ("identities.sssom.tsv", "mappings.sssom.tsv")
TABLES = [name for name in resources.names("data") if name.endswith(".tsv")]
#: Slots whose terms take part in no statement: they are mentions, works and studies.
MENTIONED = {"resource", "organization", "publication", "study"}
#: Slots of closed lists of a site, whose words no prose uses.
LISTED = {"pattern", "age", "symbol"}
#: Columns that hold one CURIE in every row.
CURIES = {
    "bands.tsv": (),
    "hpo_kinds.tsv": ("hp_id",),
    "identities.sssom.tsv": (
        "subject_id",
        "predicate_id",
        "object_id",
        "mapping_justification",
        "subject_source",
        "mapping_source",
    ),
    "mappings.sssom.tsv": (
        "predicate_id",
        "object_id",
        "object_category",
        "mapping_justification",
        "object_source",
        "mapping_source",
    ),
    "onset_ages.tsv": ("term",),
    "pages.tsv": ("gard_id",),
    "sections.tsv": ("source",),
    "slots.tsv": ("category",),
    "statements.tsv": ("predicate", "association"),
    "terms.tsv": ("id", "category"),
}
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w.-])(?:\+?1[-. ])?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}(?![\w-])")


def table(name: str) -> list[dict[str, str]]:
    return [row for _, row in rows(resources.text(f"data/{name}"), name)]


def header(name: str) -> dict[str, Any]:
    lines = resources.text(f"data/{name}").splitlines()
    meta = "\n".join(line[2:] for line in lines if line.startswith("# "))
    loaded: dict[str, Any] = yaml.safe_load(meta)
    return loaded


def key(row: dict[str, str]) -> str:
    return f"{row['subject_id']} {row['predicate_id']} {row['object_id']}"


def kinds() -> dict[str, str]:
    return {row["hp_id"]: row["kind"] for row in table("hpo_kinds.tsv")}


def twice(values: Iterator[Any]) -> list[Any]:
    return [value for value, count in Counter(values).items() if count > 1]


def curie_cells(name: str) -> Iterator[str]:
    """Every cell that looks like a CURIE, and every cell of a column of CURIEs."""
    for row in table(name):
        yield from (row[column] for column in CURIES.get(name, ()))
        for cell in row.values():
            looks = re.fullmatch(r"[A-Za-z][\w.]*:[^\s/][^\s]*", cell)
            if looks and not cell.startswith("http"):
                yield cell


# The prefix map


def test_prefix_map_is_a_bijection() -> None:
    assert twice(iter(prefix_map().values())) == []
    assert len({prefix.lower() for prefix in prefix_map()}) == len(prefix_map())


def test_every_prefix_ends_where_an_identifier_may_begin() -> None:
    assert [iri for iri in prefix_map().values() if not re.search(r"(?:[/#_:=]|PS)$", iri)] == []


@pytest.mark.parametrize("name", TABLES)
def test_every_curie_expands(name: str) -> None:
    cells = list(curie_cells(name))
    assert [cell for cell in cells if not is_curie(cell)] == []
    assert all(expand(cell).startswith("http") for cell in cells)


# Every table


@pytest.mark.parametrize("name", TABLES)
def test_no_row_stands_twice(name: str) -> None:
    assert twice(tuple(row.values()) for row in table(name)) == []


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_has_outer_blanks(name: str) -> None:
    cells = [cell for row in table(name) for cell in row.values()]
    assert [cell for cell in cells if cell != cell.strip()] == []


@pytest.mark.parametrize("folder", ["data", "data/records"])
def test_no_address_or_number_of_a_person(folder: str) -> None:
    for name in resources.names(folder):
        if name.endswith(".pyc"):
            continue
        content = resources.text(f"{folder}/{name}")
        assert EMAIL.findall(content) == [], name
        assert PHONE.findall(content) == [], name


# SSSOM


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise AssertionError("the network was called")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize("name", SSSOM)
def test_the_sssom_package_reads_and_validates(name: str) -> None:
    from sssom.parsers import parse_sssom_table, to_mapping_set_document
    from sssom.validators import validate

    parsed = parse_sssom_table(io.StringIO(resources.text(f"data/{name}")), sep="\t")
    reports = validate(parsed)
    assert reports
    assert [report.results for report in reports.values() if report.results] == []
    mappings = to_mapping_set_document(parsed).mapping_set.mappings
    assert mappings is not None
    assert len(mappings) == len(table(name)) == len(parsed.df)


@pytest.mark.parametrize("name", SSSOM)
def test_the_header_spells_prefixes_as_the_prefix_map_does(name: str) -> None:
    declared = header(name)["curie_map"]
    assert declared == {prefix: prefix_map()[prefix] for prefix in declared}
    used = {cell.partition(":")[0] for cell in curie_cells(name)}
    assert used <= set(declared)


@pytest.mark.parametrize("name", SSSOM)
def test_every_mapping_has_justification_and_source(name: str) -> None:
    for row in table(name):
        assert row["mapping_justification"].startswith("semapv:"), row
        assert row["mapping_source"], row


# Words and their terms


def test_words_stand_once_in_a_slot() -> None:
    assert header("mappings.sssom.tsv")["subject_type"] == "rdfs literal"
    words = ((row["subject_category"], row["subject_label"]) for row in table("mappings.sssom.tsv"))
    assert twice((slot, label.lower()) for slot, label in words) == []


def test_slots_are_known_and_give_the_category() -> None:
    categories = {row["slot"]: row["category"] for row in table("slots.tsv")}
    for row in table("mappings.sssom.tsv"):
        slot = row["subject_category"]
        assert slot in categories or slot in MENTIONED | LISTED
        assert row["object_category"] == categories.get(slot, row["object_category"])


def test_slots_agree_with_the_kinds_of_hpo_terms() -> None:
    kind_of = {"manner": "inheritance", "onset": "onset", "phenotype": "", "condition": ""}
    for row in table("mappings.sssom.tsv"):
        if row["subject_category"] in kind_of:
            expected = kind_of[row["subject_category"]]
            assert kinds().get(row["object_id"], "") == expected, row


def test_what_has_no_term_says_where_it_was_looked_for() -> None:
    none = [row for row in table("mappings.sssom.tsv") if row["object_id"] == NO_TERM]
    assert none
    for row in none:
        assert row["object_label"], row
        assert row["object_source"], row
        assert "looked for" in row["comment"], row


# Identities


def test_an_identity_is_named_by_subject_predicate_and_object() -> None:
    assert twice(map(key, table("identities.sssom.tsv"))) == []


def test_a_conflict_names_another_row() -> None:
    identities = {key(row): row for row in table("identities.sssom.tsv")}
    conflicting = [row for row in identities.values() if row["conflicts_with"]]
    assert conflicting
    for row in conflicting:
        others = row["conflicts_with"].split("|")
        assert set(others) <= set(identities) - {key(row)}, row
        assert row["comment"], "say what the conflict is"


def test_what_is_contested_is_not_stated_plainly() -> None:
    for row in table("identities.sssom.tsv"):
        assert row["plain"] in {"true", "false"}
        if row["conflicts_with"] or row["object_id"] == NO_TERM:
            assert row["plain"] == "false", row


def test_extension_columns_are_declared() -> None:
    declared = header("identities.sssom.tsv")["extension_definitions"]
    assert [slot["slot_name"] for slot in declared] == ["conflicts_with", "plain"]
    assert all(is_curie(slot["property"]) for slot in declared)


def test_gard_ids_have_seven_digits() -> None:
    cells = [cell for name in TABLES for cell in curie_cells(name) if cell.startswith("GARD:")]
    assert cells
    assert [cell for cell in cells if not re.fullmatch(r"GARD:\d{7}", cell)] == []


def test_each_gard_id_leads_to_one_term() -> None:
    found: dict[str, set[str]] = {}
    for row in table("identities.sssom.tsv"):
        if row["object_id"].startswith("GARD:") and row["predicate_id"] == "oboInOwl:hasDbXref":
            found.setdefault(row["object_id"], set()).add(row["subject_id"])
    assert {gard for gard, terms in found.items() if len(terms) > 1} == set()


# Terms, kinds, sources


def test_terms_are_sorted_and_unique() -> None:
    ids = [row["id"] for row in table("terms.tsv")]
    assert ids == sorted(set(ids))
    assert all(row["label"] for row in table("terms.tsv"))


def test_every_term_in_use_has_a_label() -> None:
    used = {row["object_id"] for row in table("mappings.sssom.tsv")} - {NO_TERM}
    used |= {row["term"] for row in table("bands.tsv") if row["term"]}
    unknown = used - {row["id"] for row in table("terms.tsv")}
    assert {term for term in unknown if terms.label(term) is None} == set()


def test_labels_of_terms_and_mappings_agree() -> None:
    labels = {row["id"]: row["label"] for row in table("terms.tsv")}
    for row in table("mappings.sssom.tsv"):
        known = terms.label(row["object_id"])
        label = labels.get(row["object_id"]) or (known[0] if known else row["object_label"])
        assert row["object_label"] == label


def test_hpo_kinds_are_complete() -> None:
    assert len(table("hpo_kinds.tsv")) == len(kinds()) == 341
    assert set(kinds().values()) == {"inheritance", "onset", "course", "modifier", "frequency"}
    assert list(kinds()) == sorted(kinds())


def test_sources_are_unique_and_cover_the_terms() -> None:
    ids = [row["id"] for row in table("sources.tsv")]
    assert twice(iter(ids)) == []
    assert {row["source"] for row in table("terms.tsv")} <= set(ids)
    for row in table("sources.tsv"):
        assert row["title"] and row["version"] and row["attribution"], row
        assert row["url"].startswith("http"), row
        assert not row["licence"] or row["licence"].startswith("http"), row


def test_every_file_is_described() -> None:
    described = resources.text("data/README.md")
    files = [name for name in resources.names("data") if not name.endswith((".py", ".pyc"))]
    assert [name for name in files if f"`{name}`" not in described] == ["README.md"]
