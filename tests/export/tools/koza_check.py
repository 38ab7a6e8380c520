"""What koza makes of KGX, by Monarch's settings, and what its reports and tables then say.

    python -m tests.export.tools.koza_check FOLDER

Run by the Python of koza's own environment. koza ends with 0 when something went wrong, so that
only what it has written counts.
"""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.export.tools.findings import report

#: What Monarch's build asks of closurize.
CLOSURE = (
    *(f"--edge-field={name}" for name in ("subject", "object", "disease_context_qualifier")),
    *(
        f"--edge-field-to-label={name}_qualifier"
        for name in ("species_context", "stage", "sex", "onset", "frequency")
    ),
    "--node-field=has_phenotype",
    "--additional-node-constraints=e.negated IS NULL OR e.negated = false OR e.negated = 'False'",
)
MERGE = (
    *("--force-single-valued=category", "--required-edge-field=primary_knowledge_source"),
    "--quiet",
)
INHERITANCE = "biolink:has_mode_of_inheritance"


def koza(*arguments: object) -> None:
    command = [str(Path(sys.executable).with_name("koza")), *map(str, arguments)]
    subprocess.run(command, check=False, stdout=sys.stderr)


def merge(case: Path, ending: str, *more: object) -> Path:
    """Merge a folder's files of that ending into a database."""
    graph = case / f"{ending}.duckdb"
    nodes, edges = (sorted(case.glob(f"*_{kind}.{ending}")) for kind in ("nodes", "edges"))
    given = [*(f"--nodes={path}" for path in nodes), *(f"--edges={path}" for path in edges)]
    koza("merge", *given, f"--output={graph}", *MERGE, *(more or ("--skip-normalize",)))
    return graph


def ask(graph: Path, question: str) -> list[tuple[Any, ...]]:
    with import_module("duckdb").connect(str(graph), read_only=True) as opened:
        rows: list[tuple[Any, ...]] = opened.execute(question).fetchall()
        return rows


def ours(case: Path, kind: str) -> list[dict[str, Any]]:
    text = (case / f"whimkg_{kind}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def checked(graph: Path) -> Iterator[str]:
    """What its check of the Biolink Model reports."""
    folder = graph.with_suffix(".checks")
    koza("biolink-check", graph, f"--output-dir={folder}", "--format=tsv")
    for name in ("subobj_errors", "prefix_errors"):
        with (folder / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                row.pop("examples", None), row.pop("n_nodes", None), row.pop("count", None)
                yield f"{name}: {' '.join(row.values())}"


def left_over(graph: Path) -> Iterator[str]:
    """What the merge could not use."""
    for table in ("dangling_edges", "duplicate_nodes", "duplicate_edges"):
        if (count := ask(graph, f"SELECT count(*) FROM {table}")[0][0]) != 0:  # noqa: S608
            yield f"{table}: {count}"


def as_given(graph: Path, case: Path) -> Iterator[str]:
    """Whether the edges in the database are the edges of our file."""
    slots = ("subject", "predicate", "object", "frequency_qualifier", "primary_knowledge_source")
    found = ask(graph, f"SELECT id, {', '.join(slots)} FROM edges")  # noqa: S608
    kept = {row[0]: tuple(each or None for each in row[1:]) for row in found}
    for edge in ours(case, "edges"):
        if kept.get(edge["id"]) != tuple(map(edge.get, slots)):
            yield f"edge is not as given: {edge['id']}"


def closed(graph: Path, case: Path) -> Iterator[str]:
    """Whether closurize names what each edge's ends and frequency are, and counts phenotypes."""
    koza("closurize", graph, *CLOSURE)
    names = {each["id"]: each.get("name") for each in ours(case, "nodes")}
    question = (
        "SELECT subject, subject_label, object, object_label,"
        " frequency_qualifier, frequency_qualifier_label FROM denormalized_edges"
    )
    rows = ask(graph, question)
    if len(rows) != len(ours(case, "edges")):
        yield f"closurize: {len(rows)} edges"
    for row in rows:
        for identity, label in zip(row[::2], row[1::2], strict=True):
            if (names[identity] if identity else None) != label:
                yield f"closurize: {identity} is called {label}"


def exported(graph: Path, case: Path) -> Iterator[str]:
    """Whether its own tables of the graph say what ours say."""
    folder = graph.with_suffix(".out")
    koza("export", graph, f"--output-dir={folder}", "--format=tsv")
    for kind in ("nodes", "edges"):
        with (folder / f"{kind}.tsv").open(encoding="utf-8", newline="") as file:
            rows = {row["id"]: row for row in csv.DictReader(file, delimiter="\t")}
        for entity in ours(case, kind):
            for slot, value in entity.items():
                cell = rows[entity["id"]].get(slot, "")
                given = {value} if isinstance(value, str) else set(value)
                if (set(cell.split("|")) if isinstance(value, list) else {cell}) != given:
                    yield f"export: {kind}: {slot} is changed"


def beside(graph: Path, case: Path) -> Iterator[str]:
    """Whether a graph like Monarch's keeps its own nodes and one edge of inheritance."""
    for row in ask(graph, "SELECT id, name FROM nodes WHERE file_source LIKE 'phenio%'"):
        if not row[1].endswith(" (theirs)"):
            yield f"name is not theirs: {row[0]}"
    modes = ask(graph, f"SELECT count(*) FROM edges WHERE predicate = '{INHERITANCE}'")  # noqa: S608
    if modes != [(1,)]:
        yield f"inheritance: {modes[0][0]} edges"
    yield from as_given(graph, case)


def renamed(folder: Path) -> Iterator[str]:
    """Whether our SSSOM leads another's edge on a GARD number to the disease's node."""
    case = folder / "renamed"
    case.mkdir(exist_ok=True)
    (edge, *_) = (each for each in ours(folder / "bundled", "edges") if "original_subject" in each)
    disease = edge["subject"]
    theirs = edge | {"subject": edge["original_subject"], "id": "uuid:1"}
    del theirs["original_subject"]
    (case / "other_edges.jsonl").write_text(f"{json.dumps(theirs)}\n", encoding="utf-8")
    nodes = folder / "bundled" / "whimkg_nodes.jsonl"
    (case / "whimkg_nodes.jsonl").write_bytes(nodes.read_bytes())
    mappings = folder / "whimkg.sssom.tsv"
    graph = merge(case, "jsonl", f"--mappings={mappings}", "--use-match=skos:exactMatch")
    found = ask(graph, "SELECT subject, original_subject FROM edges")
    if found != [(disease, edge["original_subject"])]:
        yield f"sssom: {found}"


def findings(folder: Path) -> Iterator[tuple[str, str]]:
    """Case and message; koza takes seconds to start, so that nothing is asked twice."""
    for case, ending in (("bundled", "jsonl"), ("merged", "tsv")):
        own = folder / case
        graph = merge(own, ending)
        checks = [checked(graph), left_over(graph), as_given(graph, own), exported(graph, own)]
        if ending == "tsv":  # what no edge has is no column of JSON Lines
            checks.append(closed(graph, own))
        yield from ((case, message) for check in checks for message in check)
    for case in ("monarch", "whole"):
        graph = merge(folder / case, "jsonl")
        checks = [left_over(graph), beside(graph, folder / case)]
        yield from ((case, message) for check in checks for message in check)
    yield from (("renamed", message) for message in renamed(folder))
    graph = merge(folder / "planted", "jsonl")
    checks = [checked(graph), left_over(graph)]
    yield from (("planted", message) for check in checks for message in check)


def main(folder: Path) -> None:
    for case, message in findings(folder):
        report(f"koza {version('koza')}", case, message)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
