"""``whimkg validate``: the verdict as the last line, and the exit codes."""

import re
from collections.abc import Callable
from pathlib import Path

import whimkg
from tests.cli.conftest import Run


def test_the_bundled_graph_conforms(run: Run) -> None:
    said = run("validate")
    assert (said.code, said.err) == (0, "")
    assert re.fullmatch(
        r"conforms: \d+ focus nodes, \d+ shapes, 0 violations, 0 warnings\n", said.out
    )


def test_a_graph_that_does_not_conform(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "graph.nq"
    text = whimkg.build().serialize("nq").decode()
    lines = [line for line in text.splitlines(True) if "vocab#statedOn" not in line]
    file.write_text("".join(lines), encoding="utf-8")
    said = run("validate", file)
    assert said.code == 1
    assert "violation" in said.out.splitlines()[0]
    assert said.last.startswith("does not conform: ")


def test_what_is_no_graph(tmp_path: Path, refused: Callable[..., str]) -> None:
    for name, content in (("a.ttl", "no Turtle"), ("b.nq", ""), ("c.xyz", "")):
        (tmp_path / name).write_text(content)
        assert str(tmp_path / name) in refused("validate", tmp_path / name)
    assert "none.ttl" in refused("validate", tmp_path / "none.ttl")
