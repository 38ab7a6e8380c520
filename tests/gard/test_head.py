import pytest

from tests.gard.build import HEADER, LAYOUT, reading, text
from whimkg import tables
from whimkg.errors import CutPageError, LayoutError, PageError
from whimkg.gard import read
from whimkg.gard.head import Head, read_head
from whimkg.gard.text import Text


def head(*lines: str) -> Head:
    return read_head(Text("\n".join([HEADER, *lines, "", "A text."])), LAYOUT)


def listed(found: Head, key: str) -> list[str]:
    return [name.text for name in found.lists.get(key, ())]


def test_a_title_alone() -> None:
    found = head("", "A disease, of a kind", "", "")
    assert found.title.text == "A disease, of a kind"
    assert found.lists == {}
    assert [line.number for line in found.lines] == [1, 3]


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("One", ["One"]),
        ("One; Two", ["One", "Two"]),
        ("One, a; Two (b); Three/c; F\xf6ur", ["One, a", "Two (b)", "Three/c", "F\xf6ur"]),
        ("One; Two; Three; One; Two; Three; Four See More", ["One", "Two", "Three", "Four"]),
        ("One ; Two;  Three", ["One", "Two", "Three"]),
        ("One;; Two;", ["One", "Two"]),
        ("See Moreover; Two", ["See Moreover", "Two"]),
    ],
)
def test_names(printed: str, names: list[str]) -> None:
    assert listed(head("A disease", "Other Names:", printed), "names") == names


def test_names_say_where_they_stand() -> None:
    found = head("A disease", "Other Names:", "One ; Two; One; Two; Three See More")
    source = "\n".join([HEADER, "A disease", "Other Names:", "One ; Two; One; Two; Three See More"])
    for name in (found.title, *found.lists["names"]):
        assert source[name.span.begin : name.span.end] == name.text == name.span.text


@pytest.mark.parametrize("label", ["Categories:", "This disease is grouped under:", "Other Names:"])
def test_an_empty_label_takes_nothing_from_the_text_below(label: str) -> None:
    found = head("A disease", label)
    assert sum(found.lists.values(), ()) == ()
    assert found.lines[-1].content == label


def test_an_empty_label_above_another() -> None:
    found = head("A disease", "Other Names:", "Subtypes:", "B; C", "Categories:")
    assert (listed(found, "names"), listed(found, "subtypes")) == ([], ["B", "C"])


def test_a_value_beside_its_label() -> None:
    assert listed(head("A disease", "Other Names: One; Two"), "names") == ["One", "Two"]


def test_furniture_between_title_and_names() -> None:
    found = head("A disease", "", "Información en español", "", "Other Names:", "One")
    assert listed(found, "names") == ["One"]


def test_the_longest_name_stands_first() -> None:
    assert head("AB disease", "Other Names:", "AB; ABC disease").words == [
        "ABC disease",
        "AB disease",
        "AB",
    ]


def test_a_page_that_ends_before_its_title_is_cut() -> None:
    with pytest.raises(CutPageError):
        read_head(Text(HEADER), LAYOUT)


@pytest.mark.parametrize("title", ["Other Names:", "x" * 201])
def test_what_is_no_title(title: str) -> None:
    with pytest.raises(LayoutError, match="no title"):
        head(title)


def test_a_page_that_ends_with_its_head_is_cut() -> None:
    with pytest.raises(PageError):
        reading()


def test_names_do_not_reach_into_the_text() -> None:
    record = reading(text("A text."), head="A disease\n\nOther Names:\nOne; Two").record
    assert [name.text for name in record.disease.names] == ["One", "Two"]
    assert record.sections[1].begin > record.disease.names[-1].span.end


def test_the_ledger_tells_which_lists_are_kept() -> None:
    lists = (
        "Other Names:\nOne\nCategories:\nKind\nSubtypes:\nTwo\nThis disease is grouped under: Set"
    )
    entries = reading(text("A text."), head=f"A disease\n\n{lists}").ledger.entries
    assert [(e.verdict, e.about) for e in entries[2:9]] == [
        ("left out", "heading"),
        ("modelled", "names of the disease"),
        ("left out", "heading"),
        ("left out", "claim without an exact term"),
        ("left out", "heading"),
        ("modelled", "subtypes of the disease"),
        ("modelled", "groups of the disease"),
    ]


def test_a_sentence_after_the_site_s_header_is_not_understood() -> None:
    found = read(
        f"{HEADER}, a site. Zebras wear hats.\nA disease\n\n{text('A text.')}", tables.load()
    )
    assert found.ledger.entries[0].verdict == "not understood"
