"""Quotes of others, in all formats that are read: each has one outcome, and none is passed over."""

import json
from hashlib import sha1, sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import whimkg
from tests.pages.mask import TWIN
from whimkg.checks.claim_files import read_claims
from whimkg.checks.claims import OUTCOMES, Checked, Claim, Claims, check_claims
from whimkg.checks.texts import Texts
from whimkg.errors import SourceError
from whimkg.export import view
from whimkg.rdf.memory import graph_store

ONE = "A lantern is dim. It is dim at dawn\u2010time, and nobody\u2019s fault. \U0001f9ec ends.\n"
TWO = "Another text, with other words.\n"
CHECKSUM = sha1(b"A lantern", usedforsecurity=False).hexdigest()
VALIDATION = "https://w3id.org/stam/extensions/stam-textvalidation/"


@pytest.fixture
def texts(tmp_path: Path) -> Texts:
    folder = tmp_path / "texts"
    (folder / "deep").mkdir(parents=True)
    (folder / "PMID_1.md").write_text(ONE, encoding="utf-8")
    (folder / "deep" / "doi-10.5-two.txt").write_text(TWO, encoding="utf-8")
    for name in ("twice.txt", "deep/twice.md"):
        (folder / name).write_text("Twice.\n", encoding="utf-8")
    (folder / "broken.txt").write_bytes(b"\xff\xfe\x00")
    return Texts(folder)


def checked(texts: Texts, file: Path, content: Any) -> list[Checked]:
    text = content if isinstance(content, str) else json.dumps(content)
    file.write_text(text, encoding="utf-8")
    return check_claims(read_claims([file]), texts).checked


def outcomes(found: list[Checked]) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    return [(each.outcome, each.places) for each in found]


TABLE = f"""quote\treference
A lantern\tPMID:1
is dim\tPMID:1
at dawn-time, and nobody's\tPMID:1
A lantern is bright\tPMID:1
A lantern\tPMID:99
other words\tdoi:10.5/two
Twice\ttwice
\tPMID:1
A lantern\t
A lantern
words\tbroken
"quoted\tPMID:1
dim\u2028at\tPMID:1
{ONE.strip()}\thttps://example.org/texts/PMID_1.md
"""


def test_every_row_of_a_table_has_an_outcome(texts: Texts, tmp_path: Path) -> None:
    found = checked(texts, tmp_path / "claims.tsv", TABLE)
    assert outcomes(found) == [
        ("verified", ((0, 9),)),
        ("several", ((10, 16), (21, 27))),
        ("folded", ((28, 54),)),
        ("changed", ()),
        ("missing", ()),
        ("verified", ((19, 30),)),
        ("skipped", ()),
        ("skipped", ()),
        ("skipped", ()),
        ("skipped", ()),
        ("skipped", ()),
        ("changed", ()),
        ("folded", ((24, 30),)),
        ("verified", ((0, len(ONE) - 1),)),
    ]
    reasons = [each.reason for each in found]
    assert reasons[1] == "it stands there 2 times"
    assert reasons[4] == "no text of PMID:99"
    assert reasons[6].startswith("twice may be ")
    assert reasons[7:10] == [
        "it quotes nothing",
        "it names no source",
        "the row has 1 cells, and the head 2",
    ]
    assert reasons[10].startswith("the text: it is ")
    assert found[2].folded == ("hyphens", "quotes")
    assert [each.claim.line for each in found] == list(range(2, 16))


def test_offsets_in_a_table(texts: Texts, tmp_path: Path) -> None:
    table = (
        "reference\tbegin\tend\texact\n"
        "PMID:1\t21\t27\tis dim\nPMID:1\t0\t6\tis dim\nPMID:1\t-1\t6\tis dim\nPMID:1\t9\t900\tdim\n"
        f"PMID:1\t{ONE.index(chr(0x1F9EC))}\t{ONE.index(chr(0x1F9EC)) + 1}\t\U0001f9ec\n"
        "PMID:1\t0\t1\tfault\n"
    )
    found = checked(texts, tmp_path / "claims.tsv", table)
    assert [each.outcome for each in found] == [
        *("verified", "changed", "skipped", "changed", "verified", "changed")
    ]
    assert found[0].places == ((21, 27),)
    assert found[5].reason.startswith("other words stand at 0 to 1; the quote stands at ")
    assert "no characters of the text are 9 to 900" in found[3].reason


DISMECH = """
name: Lantern disease
phenotypes:
- name: Dimness
  evidence:
  - reference: PMID:1
    snippet: A lantern is dim.
    explanation: words
  - reference: PMID:1
    snippet: "nobody's fault"
  - reference: PMID:1
    explanation: there is no snippet
  - snippet: A lantern
treatments:
- name: Oil
  evidence:
  - {reference: 'DOI:10.5/two', snippet: Not there}
  - {reference: 'PMID:1', snippet: 3}
"""


def test_dismech(texts: Texts, tmp_path: Path) -> None:
    found = checked(texts, tmp_path / "Lantern.yaml", DISMECH)
    assert [each.outcome for each in found] == [
        *("verified", "folded", "skipped", "skipped", "changed", "skipped")
    ]
    assert found[0].claim.where == "phenotypes[0].evidence[0]"
    assert [each.reason for each in found][2:] == [
        "it quotes nothing",
        "it names no source",
        "it does not stand in the text",
        "it is no text",
    ]


def test_kgx(texts: Texts, tmp_path: Path) -> None:
    edges: list[Any] = [
        {"id": "a", "publications": ["PMID:1"], "supporting_text": ["A lantern", "No lantern"]},
        {"id": "b", "publications": ["PMID:1", "DOI:10.5/two"], "supporting_text": "other words"},
        {"id": "c", "publications": ["PMID:1", "PMID:7"], "supporting_text": "nowhere"},
        {"id": "d", "publications": ["PMID:1", "PMID:7"], "supporting_text": "lantern"},
        {"id": "e", "supporting_text": [5]},
        {"id": "f"},
        7,
    ]
    wanted = [
        *("verified", "changed", "verified", "missing", "verified"),
        *("skipped", "skipped", "skipped"),
    ]
    lines = "\n".join(map(json.dumps, edges)) + "\n{\n"
    found = checked(texts, tmp_path / "edges.jsonl", lines)
    assert [each.outcome for each in found] == [*wanted, "skipped"]
    found = checked(texts, tmp_path / "edges.json", {"nodes": [], "edges": edges})
    assert [each.outcome for each in found] == wanted
    table = "id\tsupporting_text\tpublications\nx\tA lantern|other words\tPMID:1|DOI:10.5/two\n"
    found = checked(texts, tmp_path / "edges.tsv", table)
    assert [each.outcome for each in found] == ["verified", "verified"]


def test_web_annotations(texts: Texts, tmp_path: Path) -> None:
    def annotation(*selectors: dict[str, Any], source: Any = "PMID:1", **more: Any) -> Any:
        return {"type": "Annotation", "target": {"source": source, "selector": selectors, **more}}

    quote = {"type": "TextQuoteSelector", "exact": "is dim"}
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "items": [
            annotation({**quote, "prefix": "It ", "suffix": " at"}),
            annotation(quote),
            annotation(quote, {"type": "TextPositionSelector", "start": 21, "end": 27}),
            annotation(quote, {"type": "TextPositionSelector", "start": 20, "end": 26}),
            annotation({"type": "TextPositionSelector", "start": 0, "end": 1}),
            annotation(
                {"type": "TextPositionSelector", "start": 0, "end": 9},
                sha256=sha256(b"A lantern").hexdigest(),
            ),
            annotation(
                {"type": "TextPositionSelector", "start": 1, "end": 9},
                sha256=sha256(b"A lantern").hexdigest(),
            ),
            annotation({"type": "XPathSelector", "value": "/p"}),
            annotation(quote, source={"id": "https://example.org/twice"}),
            {"type": "Annotation", "target": "https://example.org/PMID_1#char=0,9"},
            {"type": "Annotation", "target": [5, {"source": "PMID:1"}]},
            annotation({"type": "TextQuoteSelector", "exact": 7}),
            annotation(
                {**quote, "exact": "A lantern"}, source=sha256(ONE.encode()).hexdigest() + "#x"
            ),
        ],
    }
    wanted = [
        *("verified", "several", "verified", "changed", "skipped", "verified", "changed"),
        *("skipped", "skipped", "skipped", "skipped", "skipped", "skipped", "verified"),
    ]
    found = checked(texts, tmp_path / "page.jsonld", page)
    assert [each.outcome for each in found] == wanted
    assert found[0].places == ((21, 27),)
    found = checked(texts, tmp_path / "collection.json", {"first": page})
    assert [each.outcome for each in found] == wanted


def test_stam(texts: Texts, tmp_path: Path) -> None:
    def annotation(begin: int, end: int, key: str, value: str, ends: str = "Begin") -> Any:
        data = {"key": key, "set": VALIDATION, "value": {"@type": "String", "value": value}}
        return {
            "@type": "Annotation",
            "target": {
                "@type": "TextSelector",
                "resource": "one",
                "offset": {
                    "begin": {"@type": f"{ends}AlignedCursor", "value": begin},
                    "end": {"@type": f"{ends}AlignedCursor", "value": end},
                },
            },
            "data": [data],
        }

    named = annotation(0, 9, "", "")
    named["data"] = [{"@id": "D1", "set": VALIDATION}]
    bare = annotation(0, 9, "", "")
    bare["data"] = []
    store = {
        "@type": "AnnotationStore",
        "resources": [{"@type": "TextResource", "@id": "one", "@include": "PMID_1.md"}],
        "annotationsets": [
            {"@id": VALIDATION, "data": [{"@id": "D1", "key": "text", "value": "A lantern"}]}
        ],
        "annotations": [
            annotation(0, 9, "text", "A lantern"),
            annotation(1, 9, "text", "A lantern"),
            annotation(0, 9, "checksum", CHECKSUM),
            annotation(0, 8, "checksum", CHECKSUM),
            annotation(-6, 0, "text", "ends.\n", "End"),
            annotation(-6, -1, "text", "ends.", "End"),
            annotation(0, 0, "text", "ends.", "End"),
            named,
            bare,
            {"target": {"@type": "AnnotationSelector"}},
            {},
        ],
    }
    found = checked(texts, tmp_path / "store.stam.json", store)
    assert [each.outcome for each in found] == [
        *("verified", "changed", "verified", "changed", "verified", "verified"),
        *("skipped", "verified", "skipped", "skipped", "skipped"),
    ]


def test_our_own_annotations_are_verified_on_their_page(tmp_path: Path) -> None:
    graph = tmp_path / "graph.nq"
    graph.write_bytes(whimkg.build(TWIN).canonical)
    (data,) = view(graph_store(graph), "web-annotation").values()
    file = tmp_path / "claims.jsonld"
    file.write_bytes(data)
    pages = tmp_path / "pages"
    pages.mkdir()
    text = TWIN.read_text(encoding="utf-8")
    (pages / "any name.txt").write_text(text, encoding="utf-8")
    found = check_claims(read_claims([file]), Texts(pages))
    assert found.counts == dict.fromkeys(OUTCOMES, 0) | {"verified": len(found.checked)}
    assert len(found.checked) > 150


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", "quote,reference\n", "its ending tells no format"),
        ("a.tsv", "words\twhere\n", "no columns quote or snippet"),
        ("a.yaml", "a: [", "it is no YAML"),
        ("a.json", "{", "it is no JSON"),
        ("a.json", "{}", "it holds no annotations"),
        ("a.json", "[" * 100_000, "it is no JSON"),
    ],
)
def test_what_is_no_file_of_claims(name: str, content: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(content)
    with pytest.raises(SourceError, match=told):
        list(read_claims([file]))


def test_no_file_and_no_text(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        list(read_claims([tmp_path / "none.tsv"]))
    with pytest.raises(SourceError, match="holds no claims"):
        list(read_claims([tmp_path]))
    with pytest.raises(SourceError, match="holds no text"):
        Texts(tmp_path)
    with pytest.raises(SourceError, match="cannot be read"):
        Texts(tmp_path / "none")


KEYS = (
    *("target", "source", "selector", "type", "@type", "exact", "start", "end", "items"),
    *("annotations", "offset", "begin", "value", "data", "resource", "resources", "@id"),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner | st.sampled_from(["TextSelector", "TextQuoteSelector", "AnnotationStore"]),
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(JSON, st.sampled_from(["a.json", "a.jsonl", "a.yaml"]))
def test_whatever_a_file_holds_it_is_refused_or_read(
    tmp_path_factory: pytest.TempPathFactory, content: Any, name: str
) -> None:
    file = tmp_path_factory.mktemp("any") / name
    file.write_text(json.dumps(content), encoding="utf-8")
    try:
        claims = list(read_claims([file]))
    except SourceError:
        return
    assert all(isinstance(claim, Claim) for claim in claims)


def test_the_counts_add_up(texts: Texts, tmp_path: Path) -> None:
    found = Claims(checked(texts, tmp_path / "claims.tsv", TABLE))
    assert sum(found.counts.values()) == len(found.checked) == 14
    assert found.foldings == {"hyphens": 1, "quotes": 1, "white space": 1}
