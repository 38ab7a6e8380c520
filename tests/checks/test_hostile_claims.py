"""Files of claims that are odd, or lie: none of their claims is passed over in silence."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.checks.test_claims import VALIDATION, checked, texts
from whimkg.checks.claim_files import read_claims
from whimkg.checks.texts import Texts
from whimkg.errors import SourceError

__all__ = ["texts"]

EXACT = {"type": "TextQuoteSelector", "exact": "A lantern"}
PLACE = {"type": "TextPositionSelector", "start": 0, "end": 9}


def annotation(*selectors: Any, **more: Any) -> dict[str, Any]:
    target = {"source": "PMID:1", "selector": [*selectors]}
    return {"type": "Annotation", "target": target, **more}


def told(texts: Texts, file: Path, content: Any) -> list[str]:
    """Outcomes of all claims; of skipped ones the reason."""
    return [
        each.reason if each.outcome == "skipped" else each.outcome
        for each in checked(texts, file, content)
    ]


@pytest.mark.parametrize(
    "table",
    [
        "quote\treference\nA lantern\tPMID:1\n",
        "\ufeffQuote\tReference\r\nA lantern\tPMID:1\r\n\r\n",
        " Snippet \tnote\tSource\nA lantern\t\tPMID:1",
        "exact\ttext\tstart\tend\nA lantern\tPMID:1\t0\t9\n",
        "supporting_text\tpublications\nA lantern\tPMID:9|PMID:1\n",
    ],
)
def test_tables_of_all_kinds(table: str, texts: Texts, tmp_path: Path) -> None:
    assert told(texts, tmp_path / "claims.tsv", table) == ["verified"]


@pytest.mark.parametrize(
    ("head", "named"),
    [
        ("quote\tquote\treference", "'quote' and 'quote'"),
        ("quote\tsnippet\treference", "'quote' and 'snippet'"),
        ("quote\treference\tReference", "'reference' and 'reference'"),
        ("quote\treference\tbegin\tbegin\tend", "'begin' and 'begin'"),
    ],
)
def test_a_column_that_would_not_be_read_is_refused(head: str, named: str, tmp_path: Path) -> None:
    file = tmp_path / "claims.tsv"
    file.write_text(f"{head}\n" + "\t".join("x" * len(head.split("\t"))) + "\n")
    with pytest.raises(SourceError, match=named):
        list(read_claims([file]))


def test_aliases_are_claims_of_their_own(texts: Texts, tmp_path: Path) -> None:
    text = """
one: &one {snippet: A lantern, reference: PMID:1}
two: *one
three: {<<: *one, snippet: no such words}
four: &circle
  evidence: [*circle, {reference: PMID:1}]
"""
    assert told(texts, tmp_path / "claims.yaml", text) == [
        "verified",
        "verified",
        "changed",
        "it is an alias of what it stands in",
        "it quotes nothing",
    ]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.yaml", "snippet: one\nsnippet: two\n", "the key 'snippet' stands there twice"),
        ("a.yaml", "a: " + "[" * 300 + "]" * 300, "nested too deep"),
        ("a.json", '{"target": 1, "target": 2}', "the key 'target' stands there twice"),
    ],
)
def test_what_would_be_dropped_is_refused(
    name: str, content: str, problem: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_text(content)
    with pytest.raises(SourceError, match=problem):
        list(read_claims([file]))


def test_aliases_that_unfold_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("whimkg.checks.dismech._MOST", 10_000)
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    file = tmp_path / "bomb.yaml"
    file.write_text("\n".join(lines))
    with pytest.raises(SourceError, match="unfold to too much"):
        list(read_claims([file]))


def test_lines_of_edges_and_annotations(texts: Texts, tmp_path: Path) -> None:
    edges: list[Any] = [
        {"supporting_text": ["A lantern", "no such words", None], "publications": ["PMID:1"]},
        {"supporting_text": [], "publications": ["PMID:1"]},
        {"supporting_text": {"text": "A lantern"}, "publications": ["PMID:1"]},
        annotation(EXACT),
        "no edge",
    ]
    lines = [json.dumps(edge) for edge in edges]
    lines.append('{"supporting_text": "a", "supporting_text": "b"}')
    assert told(texts, tmp_path / "edges.jsonl", "\n".join([*lines, "{"])) == [
        *("verified", "changed", "it quotes nothing"),
        "it quotes nothing",
        "it is no text",
        "verified",
        "it is no edge",
        "the key 'supporting_text' stands there twice",
        "it is no JSON",
    ]


def test_selectors_that_are_not_read_are_named(texts: Texts, tmp_path: Path) -> None:
    found = [
        annotation(EXACT),
        annotation(PLACE, EXACT),
        annotation({**EXACT, "refinedBy": PLACE}),
        annotation({"type": "FragmentSelector", "value": "p1", "refinedBy": EXACT}),
        annotation(EXACT, {**EXACT, "exact": "other words"}),
        annotation({**EXACT, "type": ["TextQuoteSelector"]}),
        {"type": "Annotation", "body": "no target"},
        "https://example.org/annotations/8",
        annotation(),
    ]
    page = {"items": found, "next": "https://example.org/page/2"}
    assert told(texts, tmp_path / "page.jsonld", page) == [
        "verified",
        "verified",
        "its selector is refined by another",
        "its selector is FragmentSelector",
        "it has two selectors of one kind",
        "its selector is ['TextQuoteSelector']",
        "it is no annotation that stands in the file",
        "it is no annotation that stands in the file",
        "its selector is none",
        "it is no annotation that stands in the file",
    ]


def test_other_nodes_of_a_graph_are_no_claims(texts: Texts, tmp_path: Path) -> None:
    graph = {"@graph": [annotation(EXACT), {"id": "https://example.org/me", "type": "Person"}]}
    assert told(texts, tmp_path / "graph.jsonld", graph) == ["verified"]


def test_annotations_of_stam(texts: Texts, tmp_path: Path) -> None:
    def stam(begin: int, end: int, words: str, kind: str = "TextSelector") -> dict[str, Any]:
        offset = {"begin": {"value": begin}, "end": {"value": end}}
        data = [{"set": VALIDATION, "key": "text", "value": {"@type": "String", "value": words}}]
        return {
            "target": {"@type": kind, "resource": "PMID_1.md", "offset": offset},
            "data": data,
        }

    store = {
        "@type": "AnnotationStore",
        "@include": "more.json",
        "annotations": [
            stam(0, 9, "A lantern"),
            stam(1, 9, "A lantern"),
            stam(0, 9, "A lantern", "CompositeSelector"),
            "none",
        ],
    }
    assert told(texts, tmp_path / "stam.json", store) == [
        "the annotations of another file are not read",
        "verified",
        "changed",
        "its selector is CompositeSelector",
        "it has no target",
    ]
