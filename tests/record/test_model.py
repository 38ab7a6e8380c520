"""Records are read strictly: what is wrong is refused with its place, and never half believed."""

import copy
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import whimkg
from tests.graph.records import Sheet, record, row, whole
from whimkg.errors import RecordError, WhimkgError
from whimkg.record import Span, from_yaml

Plain = Any
Edit = Callable[[Plain], object]
SMALL: Plain = yaml.safe_load(whimkg.to_yaml(whole(id="MONDO:8000006")))


def read(plain: Plain) -> whimkg.Record:
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return from_yaml(yaml.dump(plain, Dumper=dumper, allow_unicode=True), where="record.yaml")


def put(*path: str | int, value: object) -> Edit:
    """An edit that sets what stands at a path."""

    def edit(plain: Plain) -> None:
        *way, last = path
        for step in way:
            plain = plain[step]
        plain[last] = value

    return edit


#: Name, what is done to a record, and words that the message must have.
CASES: list[tuple[str, Edit, str]] = [
    ("unknown field", put("page", "colour", value="red"), "unknown field `colour` - at `$.page`"),
    ("unknown part", put("notes", value=[]), "unknown field `notes`"),
    ("missing field", lambda plain: plain["rows"][3].pop("term"), "field `term` - at `$.rows[3]`"),
    ("missing part", lambda plain: plain.pop("disease"), "required field `disease`"),
    (
        "text for a number",
        put("rows", 0, "number", value="one"),
        "`int`, got `str` - at `$.rows[0]",
    ),
    ("number for a text", put("rows", 0, "term", value=246), "`$.rows[0].term`"),
    ("not a number", put("page", "length", value=float("nan")), "got `float` - at `$.page.length`"),
    ("no status", put("claims", 0, "status", value="sure"), "'sure' - at `$.claims[0].status`"),
    ("no kind of resource", put("resources", 0, "kind", value="place"), "`$.resources[0].kind`"),
    ("a path as slug", put("page", "slug", value="../../small"), "`$.page.slug`"),
    ("two dots as slug", put("page", "slug", value=".."), "`$.page.slug`"),
    ("empty slug", put("page", "slug", value=""), "`$.page.slug`"),
    ("slug with a line end", put("page", "slug", value="small\n"), "`$.page.slug`"),
    ("slug too long", put("page", "slug", value="a" * 201), "`$.page.slug`"),
    ("short digest", put("page", "sha256", value="00"), "`$.page.sha256`"),
    ("digest in capitals", put("page", "sha256", value="A" * 64), "`$.page.sha256`"),
    ("no GARD id", put("page", "gard_id", value="GARD:1"), "`$.page.gard_id`"),
    ("no month", put("page", "archived", value="2020-13"), "`$.page.archived`"),
    ("no such day of saving", put("page", "saved", value="2022-02-30"), "`$.page`"),
    ("no day of saving", put("page", "saved", value="2022-12"), "`$.page.saved`"),
    ("no such day", put("sections", 2, "date", value="2003-02-30"), "`$.sections[2]`"),
    ("day in another order", put("sections", 2, "date", value="2.1.2003"), "`$.sections[2].date`"),
    ("date without place", put("sections", 2, "dated", value=None), "a date needs the place"),
    ("place without date", put("sections", 2, "date", value=None), "a date needs the place"),
    ("negative offset", put("disease", "title", "span", "begin", value=-1), ".span.begin`"),
    ("end before begin", put("claims", 0, "sentence", "end", value=3), "no character stands from"),
    ("line nought", put("claims", 0, "sentence", "line", value=0), "`$.claims[0].sentence.line`"),
    ("huge offset", put("claims", 0, "sentence", "end", value=10**40), "lie outside section 3"),
    ("missing section", put("rows", 0, "section", value=9), "section 9, which is missing"),
    ("another section", put("rows", 0, "section", value=3), "row 1: characters"),
    ("two of a number", put("sections", 2, "number", value=2), "two sections have the number 2"),
    ("overlapping sections", put("sections", 1, "begin", value=3), "section 2 lies within another"),
    ("section off the page", put("page", "length", value=9), "off the page"),
    (
        "label not of its span",
        put("rows", 0, "label", value="Rhinitis"),
        "is not what stands there",
    ),
    ("name not of its span", put("disease", "title", "text", value="Other"), "not what stands"),
    ("code of another term", put("rows", 0, "term", value="HP:0000247"), "the page's code 0000246"),
    ("text of another digest", put("rows", 0, "spans", "code", "text", value="0000247"), "digest"),
    ("text of another length", put("rows", 0, "spans", "code", "text", value="246"), "length"),
    ("rows as a table", put("rows", value={"1": {}}), "`$.rows`"),
]


@pytest.mark.parametrize(("edit", "words"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_what_is_wrong_is_refused_with_its_place(edit: Edit, words: str) -> None:
    plain = copy.deepcopy(SMALL)
    edit(plain)
    with pytest.raises(RecordError) as caught:
        read(plain)
    assert words in str(caught.value)
    assert re.match(r"record\.yaml:\d+:\d+: ", str(caught.value))
    assert caught.value.remedy
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "`object`, got `null`"),
        ("[1, 2]", "`object`, got `array`"),
        ("a: [\n", "record.yaml:2:1: no YAML"),
        ("a: 1\n b: 2\n", "record.yaml:2:3: no YAML"),
        ("--- 1\n--- 2\n", "no YAML: but found another document"),
        ("!!python/object/apply:os.getcwd []", "no YAML: could not determine a constructor"),
        ("\0", "no YAML"),
        ("day: 2020-02-30", "no YAML: day is out of range"),
        (f"length: {'9' * 5000}", "no YAML"),
        ('{"a":' * 2000 + "1" + "}" * 2000, "nested too deeply"),
    ],
)
def test_what_is_no_record_at_all(text: str, words: str) -> None:
    with pytest.raises(RecordError) as caught:
        from_yaml(text, where="record.yaml")
    assert words in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_json_is_read_too() -> None:
    about = whole(gard_id="GARD:0000001")
    assert from_yaml(whimkg.to_json(about)) == about == from_yaml(whimkg.to_yaml(about))


def test_white_space_in_a_label_may_be_folded() -> None:
    """A cell can hold a no-break space; the label has a blank, the span its exact characters."""
    sheet = Sheet()
    sheet.turn()
    printed = row(sheet, 1, "HP:0000246", "Acute\u00a0 sinusitis", "1%-4%")
    plain = yaml.safe_load(whimkg.to_yaml(record(sheet, rows=(printed,))))
    plain["rows"][0]["label"] = "Acute sinusitis"
    assert read(plain).rows[0].spans.label.text == "Acute\u00a0 sinusitis"


def test_a_span_made_by_hand_is_checked_too() -> None:
    with pytest.raises(ValueError, match="no character stands from 5 to 5"):
        Span(5, 5, 1, 1, "0" * 64)


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\r\x85\u2028\u2029"), min_size=1)


@given(st.lists(WORDS, max_size=5, unique=True), st.booleans())
def test_records_come_back_whatever_the_labels(labels: list[str], reviewed: bool) -> None:
    sheet = Sheet()
    sheet.turn()
    rows = tuple(
        row(sheet, n, f"HP:{n:07}", label, "5%-29%", synonyms=(label, "x"))
        for n, label in enumerate(labels, 1)
    )
    about = record(sheet, rows=rows, reviewed=reviewed)
    for write in (whimkg.to_yaml, whimkg.to_json):
        assert from_yaml(write(about)) == about
        assert write(from_yaml(write(about))) == write(about)


def paths(plain: Plain, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if way:
        yield way
    if isinstance(plain, dict | list):
        for key, value in plain.items() if isinstance(plain, dict) else enumerate(plain):
            yield from paths(value, (*way, key))


SCALARS: st.SearchStrategy[object] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 400),
    st.floats(),
    st.text(max_size=9),
    st.sampled_from(["HP:1", "HP:<1>", "XX:1", "MONDO:1", "..", "a b", "2020-01-01", "0" * 64]),
    st.just([]),
    st.just({}),
)


@settings(max_examples=120)
@given(st.sampled_from(sorted(paths(SMALL), key=str)), SCALARS)
def test_one_wrong_value_is_refused_or_told_truly(
    way: tuple[str | int, ...], value: object
) -> None:
    """Whatever stands in any place, there is a graph that all can read, or one of our errors."""
    plain = copy.deepcopy(SMALL)
    put(*way, value=value)(plain)
    try:
        graph = whimkg.build(read(plain))
        data = graph.serialize("nq")
    except WhimkgError as error:
        assert str(error)
        return
    assert data.count(b"\n") == len(graph.quads)


def test_a_prompt_shows_rows_claims_and_spans_in_a_short_line() -> None:
    known = whimkg.bundled()
    found, claim = known.rows[2], known.claims[0]
    assert repr(found) == "<Row 3: HP:0001888 Lymphopenia, 80%-99%, line 23>"
    assert repr(found.spans.code) == "<Span 1929-1936, line 27, column 1: '0001888'>"
    assert repr(claim).startswith(f"<Claim {claim.kind}, {claim.status}: ")
    assert max(len(repr(each)) for each in (*known.rows, *known.claims)) < 120
