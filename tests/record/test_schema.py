"""The JSON Schema of a record is that of the code, and errors name the line of the field."""

import json
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

from tests.record.test_model import CASES, SMALL, Edit
from whimkg.base import resources
from whimkg.errors import RecordError
from whimkg.record import from_yaml, to_yaml
from whimkg.record.places import located
from whimkg.record.schema import IRI, schema, schema_text

SCHEMA = schema()
#: What only the code sees: that two fields fit each other.
BEYOND = {
    *(
        "no such day",
        "no such day of saving",
        "date without place",
        "place without date",
        "end before begin",
    ),
    *("huge offset", "missing section", "another section", "two of a number"),
    *("overlapping sections", "section off the page", "label not of its span"),
    *("name not of its span", "code of another term", "text of another digest"),
    "text of another length",
}


def test_the_file_is_the_one_that_the_code_makes() -> None:
    """To make it anew, see data/README.md."""
    assert resources.text("data/record.schema.json") == schema_text()


def test_it_is_a_schema_that_allows_no_other_field() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == IRI
    for name, part in SCHEMA["$defs"].items():
        assert part["additionalProperties"] is False, name
        assert part["description"], name


def test_the_words_of_the_docstrings_stand_in_it() -> None:
    span, row = SCHEMA["$defs"]["Span"]["properties"], SCHEMA["$defs"]["Row"]["properties"]
    assert span["end"]["description"] == "offset after the last character; greater than `begin`."
    assert row["kind"]["description"].endswith("`data/hpo_kinds.tsv`.")
    assert SCHEMA["$defs"]["Section"]["properties"]["line"]["description"].endswith("from 1.")


def test_the_bundled_records_are_valid() -> None:
    for name in resources.names("data/records"):
        jsonschema.validate(yaml.safe_load(resources.text(f"data/records/{name}")), SCHEMA)


@pytest.mark.parametrize(("name", "edit"), [case[:2] for case in CASES])
def test_what_the_code_refuses_is_invalid(name: str, edit: Edit) -> None:
    plain = json.loads(json.dumps(SMALL))
    edit(plain)
    try:
        jsonschema.validate(plain, SCHEMA)
    except jsonschema.ValidationError:
        assert name not in BEYOND
    else:
        assert name in BEYOND or name in {"not a number", "slug with a line end"}


def test_terms_are_curies() -> None:
    plain: Any = json.loads(json.dumps(SMALL))
    plain["rows"][0]["term"] = "http://example.org/1"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plain, SCHEMA)
    with pytest.raises(RecordError, match=r"matching regex.*`\$\.rows\[0\]\.term`"):
        from_yaml(yaml.safe_dump(plain))


TEXT = to_yaml(from_yaml(resources.text("data/records/whim-syndrome.yaml")))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("length: 12103", "length: twelve"),
        ("label: Abnormality of", "labl: Abnormality of"),
        ("begin: 1732", "begin: -1"),
        ("  kind: phenotype", "  kind: 3"),
        ("status: established", "status: sure"),
        ("id: MONDO:8000006", "id: 8000006"),
    ],
)
def test_the_line_is_the_one_that_was_changed(before: str, after: str) -> None:
    wrong = TEXT.replace(before, after, 1)
    assert wrong != TEXT
    line = 1 + next(
        n
        for n, pair in enumerate(zip(TEXT.splitlines(), wrong.splitlines(), strict=True))
        if pair[0] != pair[1]
    )
    with pytest.raises(RecordError) as caught:
        from_yaml(wrong, where="record.yaml")
    assert str(caught.value).startswith(f"record.yaml:{line}:")


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("a:\n  - b: 1\n", "wrong - at `$.a[0].b`", "2:8"),
        ("a:\n  - b: 1\n", "Object contains unknown field `b` - at `$.a[0]`", "2:5"),
        ("a:\n  - b: 1\n", "missing - at `$.a[0]`", "2:5"),
        ("a: 1\nb: 2\n", "Object contains unknown field `b`", "2:1"),
        ("\n\na: 1\n", "two parts contradict each other", "3:1"),
        ('{"a": {"b": 1}}', "wrong - at `$.a.b`", "1:13"),
        ("", "Expected `object`, got `null`", ""),
        ('{"a": "\x7f\x00"}', "wrong - at `$.a`", ""),
    ],
)
def test_places(text: str, message: str, place: str) -> None:
    assert located(text, message) == place
