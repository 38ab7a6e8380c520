"""``whimkg terms``."""

from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Run
from tests.terms.test_update import HGNC, HPO, written


def test_slices_are_made_of_official_files(
    run: Run, refused: Callable[..., str], tmp_path: Path
) -> None:
    hpo, hgnc = written(tmp_path, "hp.obo", HPO), written(tmp_path, "hgnc.txt", HGNC)
    out = tmp_path / "out"

    def message(*arguments: object) -> str:
        return refused("terms", "update", *arguments, "-o", out)

    assert "no official file is given" in message()
    assert "four kinds of files" in message("--mondo-gard", hpo)
    assert "--hgnc-date" in message("--hgnc", hgnc)
    assert "no column 'hgnc_id'" in message("--hgnc", hpo, "--hgnc-date", "2031-02-03")
    assert "does not say which release" in message("--hpo", hgnc)
    assert "no terms of MAXO" in message("--maxo", hpo)
    assert "cannot be read" in message("--maxo", tmp_path)
    said = run("terms", "update", "--hpo", hpo, "-o", out)
    assert said.out == f"wrote hpo 2031-02-03: 3 rows to {out}\n"
    assert sorted(p.name for p in out.iterdir()) == ["hpo.index.tsv", "hpo.tsv", "releases.tsv"]
