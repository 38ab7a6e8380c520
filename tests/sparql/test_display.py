"""Answers to read: tables that fit, and Markdown."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from tests.sparql.answers import of_rows
from whimkg.sparql.display import iris, markdown, table
from whimkg.sparql.results import of_boolean, of_triples

HP = "http://purl.obolibrary.org/obo/HP_"
LABELS = {f"{HP}0001888": "Lymphopenia", f"{HP}0001875": "Neutropenia"}
NUMBER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
ANSWER = of_rows(
    ["phenotype", "name", "low"],
    [
        (NamedNode(f"{HP}0001888"), Literal("Lymphopenia"), Literal("80", datatype=NUMBER)),
        (NamedNode(f"{HP}0001875"), Literal("a | b *c*"), Literal("5", datatype=NUMBER)),
        (NamedNode("http://x/"), None, None),
    ],
)


def test_curies_labels_and_numbers_flush_right() -> None:
    assert table(ANSWER, LABELS) == [
        "phenotype               name         low",
        "──────────────────────  ───────────  ───",
        "HP:0001888              Lymphopenia   80",  # its label stands beside it already
        "HP:0001875 Neutropenia  a | b *c*      5",
        "http://x/",
    ]
    assert iris(ANSWER) == [*LABELS, "http://x/"]


def test_markdown() -> None:
    assert markdown(ANSWER, LABELS) == [
        "| phenotype | name | low |",
        "| --- | --- | --- |",
        f"| [HP:0001888]({HP}0001888) | Lymphopenia | 80 |",
        f"| [HP:0001875]({HP}0001875) Neutropenia | a \\| b \\*c\\* | 5 |",
        "| [http://x/](http://x/) |  |  |",
    ]


def test_booleans_and_graphs() -> None:
    assert table(of_boolean(True), {}) == ["true"] and markdown(of_boolean(False), {}) == ["false"]
    triple = Triple(NamedNode("a:s"), NamedNode("a:p"), BlankNode("o"))
    assert table(of_triples([triple], 9), {})[2] == "a:s      a:p        _:o"


@pytest.mark.parametrize("width", [30, 40, 80])
def test_nothing_is_cut(width: int) -> None:
    lines = table(ANSWER, LABELS, width)
    assert max(map(len, lines)) <= width
    words = " ".join(lines).split()
    for word in ("HP:0001888", "HP:0001875", "Lymphopenia", "*c*", "http://x/", "80"):
        assert word in words


def test_columns_that_do_not_fit_become_blocks() -> None:
    answer = of_rows(["first", "second"], [(Literal("word " * 4), Literal("m" * 18))])
    assert table(answer, {}, 22) == [
        "first   word word word",
        "        word",
        "second  mmmmmmmmmmmmmm",
        "        mmmm",
    ]


def test_what_all_rows_share_stands_above_them() -> None:
    def status(name: str) -> NamedNode:
        return NamedNode(f"https://w3id.org/whimkg/vocab#{name}")

    rows = [
        (status("listed"), Literal("x"), Literal("1"), None, Literal("1")),
        (status("recommended"), Literal("x"), Literal("2"), None, Literal("2")),
    ]
    answer = of_rows(["status", "unit", "n", "day", "again"], rows)
    assert table(answer, {}, 60) == [
        "same in every row: unit x · again as n",
        "empty: day",
        "prefixes: status whimkg:",
        "status       n",
        "───────────  ─",
        "listed       1",
        "recommended  2",
    ]
    assert table(answer, {})[0].split() == ["status", "unit", "n", "day", "again"]


def test_identifiers_keep_their_prefix() -> None:
    rows = [(NamedNode(f"{HP}0001888"),), (NamedNode(f"{HP}0001875"),)]
    assert table(of_rows(["term"], rows), {}, 60)[2:] == ["HP:0001888", "HP:0001875"]


def test_nothing_steers_the_terminal() -> None:
    evil = Literal("\x1b[31mred\x07\r\n\x9b2J\u202eabc\tend")
    lines = table(of_rows(["x"], [(evil,)]), {})
    assert lines[2] == "[31mred 2J abc end"
    assert "\\[31mred" in markdown(of_rows(["x"], [(evil,)]), {})[2]
    script = of_rows(["x"], [(Literal("<script>"),), (NamedNode("http://x/a_b)"),)])
    assert markdown(script, {})[2:] == [
        "| \\<script\\> |",
        "| [http://x/a\\_b)](http://x/a_b%29) |",
    ]


def test_wide_characters_stay_in_their_columns() -> None:
    rows = [(Literal("免疫"), Literal("a")), (Literal("e\u0301"), Literal("b"))]
    lines = table(of_rows(["x", "y"], rows), {})
    assert lines[2] == "免疫  a"
    assert lines[3] == "e\u0301     b"


ROWS = st.lists(st.lists(st.text(max_size=30), min_size=3, max_size=3), max_size=4)


@given(ROWS, st.integers(28, 60))
def test_no_table_is_wider_than_the_terminal(rows: list[list[str]], width: int) -> None:
    cells = [[Literal(text) for text in row] for row in rows]
    for line in table(of_rows(["a", "b", "c"], cells), {}, width):
        size = sum(
            0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
            for c in line
        )
        assert size <= width
        assert "\n" not in line
