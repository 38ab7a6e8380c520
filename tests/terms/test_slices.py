"""The slices of ``data/terms/``: sorted, consistent, described, and found whole."""

import dataclasses
import re
import subprocess
import sys
from pathlib import Path

import pytest

from whimkg import terms
from whimkg.base import resources
from whimkg.base.namespaces import is_curie
from whimkg.errors import TableFileError
from whimkg.tables.tsv import rows as tsv_rows
from whimkg.terms.making import files
from whimkg.terms.slices import SLICES, slice_of

NAMES = sorted(SLICES)
every_slice = pytest.mark.parametrize("name", NAMES)
#: Columns of CURIEs.
_CURIES = {
    "mondo": ("gard_id", "mondo_id", "exact_matches", "former_gard_ids"),
    "hgnc": ("hgnc_id",),
    "hpo": ("id", "parents", "alternatives", "replaced_by"),
    "maxo": ("id", "parents"),
}


def rows(name: str) -> list[dict[str, str]]:
    head, *lines = resources.text(f"data/terms/{name}.tsv").splitlines()
    columns = head.split("\t")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines]


@every_slice
def test_a_slice_is_what_is_made_of_its_rows(name: str) -> None:
    for file, content in files(name, rows(name)).items():
        assert bytes(resources.mapped(f"data/terms/{file}")) == content, file


@every_slice
def test_every_row_is_found_by_its_key_and_a_neighbour_is_not(name: str) -> None:
    known, listed = slice_of(name), rows(name)
    key = SLICES[name][0]
    sample = listed[:: len(listed) // 300]
    for row in (*sample, listed[0], listed[-1]):
        assert known.row(row[key]) == row
        assert known.row(f"{row[key]}x") is None
        assert known.row(row[key][:-1] + "\x00") is None


@every_slice
def test_every_identifier_is_a_curie_of_a_known_prefix(name: str) -> None:
    for row in rows(name):
        for column in _CURIES[name]:
            cells = filter(None, row[column].split("|"))
            assert [cell for cell in cells if not is_curie(cell)] == []


def test_each_gard_id_leads_to_one_class() -> None:
    ids = [row["gard_id"] for row in rows("mondo")]
    former = [each for row in rows("mondo") for each in row["former_gard_ids"].split("|") if each]
    assert len(ids) == len(set(ids)) == len({row["mondo_id"] for row in rows("mondo")})
    assert set(ids).isdisjoint(former)
    assert len(former) == len(set(former))
    assert all(re.fullmatch(r"GARD:\d{7}", each) for each in (*ids, *former))


def test_every_slice_has_its_release() -> None:
    assert set(SLICES) <= terms.releases().keys()
    sources = {row["id"]: row for _, row in tsv_rows(resources.text("data/sources.tsv"), "")}
    for release in terms.releases().values():
        assert release.version in release.id
        assert all((release.infores, release.title, release.attribution))
        assert release.url.startswith("http")
        assert release.licence.startswith("http")
        if same := sources.get(release.id):
            described = {f.name: getattr(release, f.name) for f in dataclasses.fields(release)}
            assert {key: described[key] for key in described.keys() & same} == {
                key: same[key] for key in described.keys() & same
            }


def test_every_file_is_described() -> None:
    described = resources.text("data/terms/README.md")
    files_there = set(resources.names("data/terms")) - {"README.md"}
    assert {name for name in files_there if f"`{name}`" not in described} == set()


def test_a_key_may_not_stand_twice() -> None:
    row = {"id": "HP:1", "label": "a", "exact_synonyms": "", "parents": ""}
    with pytest.raises(TableFileError, match="HP:1 stands twice"):
        files("maxo", [row, row])


@pytest.mark.parametrize("cell", ["a\tb", "a\nb", "a\rb"])
def test_a_cell_may_not_break_its_line(cell: str) -> None:
    row = {"id": "HP:1", "label": cell, "exact_synonyms": "", "parents": ""}
    with pytest.raises(TableFileError, match="within a cell"):
        files("maxo", [row])


def test_a_table_of_other_columns_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "maxo.tsv"
    file.write_text("one\ttwo\n")
    monkeypatch.setattr(resources, "_file", lambda path: file)
    with pytest.raises(TableFileError, match="its columns are one, two"):
        slice_of.__wrapped__("maxo")


def test_importing_the_terms_reads_none_of_them() -> None:
    script = (
        "import sys, whimkg.terms, whimkg.base.resources as r\n"
        "assert whimkg.terms.slices.slice_of.cache_info().currsize == 0\n"
        "assert 'mmap' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
