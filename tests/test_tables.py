"""A curator's own tables are read, or refused with file and line."""

from fractions import Fraction
from pathlib import Path

import pytest

import whimkg
from tests.gard.build import page, text
from whimkg import tables
from whimkg.errors import TableFileError
from whimkg.gard import read
from whimkg.tables import Tables
from whimkg.tables.ages import Ages, OnsetAge

WORDINGS = "place\twording\tkind\tstatus\timplied\tomitted"
MAPPINGS = "subject_label\tsubject_category\tpredicate_id\tobject_id\tmapping_justification"


def wordings(folder: Path, *rows: str, header: str = WORDINGS) -> Tables:
    path = folder / "own.tsv"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return tables.load(wordings=path)


def mappings(folder: Path, *rows: str, header: str = MAPPINGS) -> Tables:
    path = folder / "own.sssom.tsv"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return tables.load(mappings=path)


def claims(using: Tables, words: str) -> list[tuple[str, str]]:
    record = read(page(text(words)), using).record
    return [(claim.kind, claim.mentions[0].term) for claim in record.claims]


# Tables that are read


def test_own_wordings_and_mappings_add_to_ours(tmp_path: Path) -> None:
    own = mappings(tmp_path, "umber\tmanner\tskos:exactMatch\tHP:0000007\tsemapv:Lexical")
    assert claims(own, "It is inherited in an umber manner.") == [("inheritance", "HP:0000007")]
    assert claims(own, "It is inherited in an X-linked manner.") == [("inheritance", "HP:0001417")]
    more = wordings(tmp_path, "text\tis hatted by {manner}\tinheritance\treported\t\t")
    assert claims(more, "It is hatted by X-linked.") == [("inheritance", "HP:0001417")]
    assert claims(more, "No one is hatted by X-linked.") == []


def test_own_mappings_win(tmp_path: Path) -> None:
    own = mappings(tmp_path, "X-Linked\tmanner\tskos:exactMatch\tHP:0000007\tsemapv:Lexical")
    assert claims(own, "It is inherited in an X-linked manner.") == [("inheritance", "HP:0000007")]


def test_own_wordings_win(tmp_path: Path) -> None:
    own = wordings(tmp_path, "text\tinheritance is digenic\t\t\t\tgeneral advice")
    assert own.wordings[0].wording == "inheritance is digenic"
    assert own.wordings[1:] == tables.load().wordings


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_comments_above_and_line_ends_play_no_part(tmp_path: Path, end: str) -> None:
    path = tmp_path / "own.tsv"
    lines = ["# a comment", "", WORDINGS, "", 'text\ta "quoted" hat\t\t\t\tgeneral advice', ""]
    path.write_bytes(end.join(lines).encode())
    assert tables.load(wordings=path).wordings[0].wording == 'a "quoted" hat'


def test_a_table_may_have_no_rows(tmp_path: Path) -> None:
    assert wordings(tmp_path).wordings == tables.load().wordings


# Tables that are refused


@pytest.mark.parametrize("content", [b"", b"\n\n", b"# only a comment\n"])
def test_an_empty_table(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "own.tsv"
    path.write_bytes(content)
    for name in ("wordings", "mappings"):
        with pytest.raises(TableFileError, match="empty table") as caught:
            tables.load(**{name: path})
        assert caught.value.where == str(path)


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TableFileError, match="cannot be read"):
        tables.load(wordings=tmp_path / "none.tsv")
    with pytest.raises(TableFileError, match="cannot be read"):
        tables.load(mappings=tmp_path)


def test_a_table_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_bytes(f"{WORDINGS}\ntext\tH\xfcte\t\t\t\tgeneral advice\n".encode("latin-1"))
    with pytest.raises(TableFileError, match="cannot be read"):
        tables.load(wordings=path)


def test_a_row_with_another_number_of_cells_is_named_by_its_line(tmp_path: Path) -> None:
    good = "text\ta hat\t\t\t\tgeneral advice"
    with pytest.raises(TableFileError, match="2 cells, but 6 columns") as caught:
        wordings(tmp_path, good, "", "text\ta hat", header=f"# comment\n{WORDINGS}")
    assert caught.value.where.endswith("own.tsv:5")
    with pytest.raises(TableFileError, match="7 cells, but 6 columns"):
        wordings(tmp_path, f"{good}\t")


@pytest.mark.parametrize("column", WORDINGS.split("\t"))
def test_a_table_of_wordings_without_a_column(tmp_path: Path, column: str) -> None:
    header = WORDINGS.replace(column, "other")
    with pytest.raises(TableFileError, match="give the columns place, wording"):
        wordings(tmp_path, "text\ta hat\t\t\t\tgeneral advice", header=header)


@pytest.mark.parametrize(
    "column", ["subject_label", "predicate_id", "object_id", "mapping_justification"]
)
def test_a_table_of_mappings_without_a_column(tmp_path: Path, column: str) -> None:
    header = MAPPINGS.replace(column, "other")
    with pytest.raises(TableFileError, match=f"no column '{column}'"):
        mappings(tmp_path, "a\tmanner\tskos:exactMatch\tHP:0000007\tsemapv:X", header=header)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("text\ta hat\tno-such-kind\treported\t\t", id="unknown kind"),
        pytest.param("text\ta hat\tinheritance\tsure\tmanner=X-linked\t", id="unknown status"),
        pytest.param("text\ta hat\tinheritance\treported\tmanner=nothing\t", id="unknown words"),
        pytest.param("text\ta hat\tinheritance\treported\tmanner\t", id="implied without words"),
        pytest.param("text\ta hat\tinheritance\treported\t\t", id="a claim without a term"),
        pytest.param("text\ta hat\t\t\t\t", id="neither claim nor reason"),
        pytest.param("text\t{gene} or {gene} hat\tgene-causes\treported\t\t", id="slot twice"),
        pytest.param("text\ta {colour} hat\tinheritance\treported\t\t", id="unknown slot"),
        pytest.param("text\ta hat\t\t\t\tno such reason", id="unknown reason"),
        pytest.param("nowhere\ta hat\t\t\t\tgeneral advice", id="unknown place"),
        pytest.param("text\t\t\t\t\tgeneral advice", id="empty wording"),
        pytest.param(f"text\t{'x' * 200_000}\t\t\t\tgeneral advice", id="endless cell"),
    ],
)
def test_a_wording_that_means_nothing_is_refused(tmp_path: Path, row: str) -> None:
    with pytest.raises(TableFileError):
        using = wordings(tmp_path, row)
        _ = whimkg.build(read(page(text("This is a hat.")), using).record, using=using).quads


def test_a_table_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text(f"\ufeff{WORDINGS}\ntext\ta hat\t\t\t\tgeneral advice\n", encoding="utf-8")
    assert tables.load(wordings=path).wordings[0].wording == "a hat"


# Our own tables


def test_the_longest_words_are_tried_first() -> None:
    for slot in ("manner", "onset", "treatment", "disease", "organization"):
        lengths = [len(row.subject_label) for row in tables.load().named(slot)]
        assert lengths == sorted(lengths, reverse=True) != []


def test_a_differential_has_the_words_of_diseases() -> None:
    using = tables.load()
    assert using.labels("differential") == using.labels("disease")
    assert using.ground("differential", "Epidermodysplasia Verruciformis")


def test_what_was_looked_for_in_vain_grounds_nothing() -> None:
    using = tables.load()
    assert using.ground("resource", "RareConnect") is None
    assert "RareConnect" in {row.subject_label for row in using.named("resource")}
    assert "RareConnect" not in using.labels("resource")
    assert using.ground("resource", "No such thing") is None
    assert using.ground("no such slot", "OMIM") is None


# Ages of onset

AGES = [
    OnsetAge("X:birth", "birth", Fraction(0), Fraction(0)),
    OnsetAge("X:baby", "baby", Fraction(1, 2), Fraction(1), Fraction(1, 4), Fraction(2)),
    OnsetAge("X:child", "child", Fraction(2), Fraction(12)),
    OnsetAge("X:teen", "teen", Fraction(13), Fraction(19)),
]


@pytest.mark.parametrize(
    ("term", "listed", "meet"),
    [
        ("X:baby", "X:baby", True),
        ("X:child", "X:baby", True),  # it begins where the site's own age ends
        ("X:birth", "X:baby", False),
        ("X:teen", "X:baby", False),
        ("X:baby", "X:child", False),  # the site has no age of that name
        ("X:unknown", "X:baby", False),
    ],
)
def test_ages_meet_the_wider_bounds_of_a_listed_age(term: str, listed: str, meet: bool) -> None:
    assert Ages(forms=(), numbers={}, onsets=tuple(AGES)).meet(term, listed) is meet


def test_every_age_that_the_site_lists_has_bounds() -> None:
    printed = {row.term for row in tables.load().ages.onsets if row.site_low is not None}
    assert printed == {row.object for row in tables.load().named("age")}
