"""What a person sees who works in Python: short texts, tables in notebooks, names to find."""

import warnings
from pathlib import Path

import pytest
from lxml import html

import whimkg
from tests.pages.mask import TWIN, twin_tables
from whimkg.export import FORMATS
from whimkg.gard import read
from whimkg.sparql import catalogue

NOTEBOOKS = sorted((Path(__file__).parent / "notebooks").glob("*.ipynb"))


def shown() -> list[object]:
    graph = whimkg.build()
    reading = read(TWIN.read_text(encoding="utf-8"), twin_tables())
    return [
        *(graph, graph.record, graph.tables, graph.validate()),
        *(reading, reading.ledger, whimkg.query("statements"), whimkg.questions()),
    ]


def test_what_a_prompt_shows_is_one_short_line() -> None:
    for each in shown():
        assert len(repr(each)) < 200 and "\n" not in repr(each), type(each)
    assert repr(whimkg.build()) == "<KnowledgeGraph WHIM syndrome: 52 statements>"
    assert repr(whimkg.query("gene")).startswith("<Rows: 1 of disease, gene, symbol")


def tables(each: object) -> list[html.HtmlElement]:
    shown = getattr(each, "_repr_html_", None)
    return [html.fragment_fromstring(shown())] if shown else []


def test_what_a_notebook_shows_is_a_table() -> None:
    found = [table for each in shown() for table in tables(each)]
    assert len(found) == 5
    for table in found:
        columns = len(table.findall("thead/tr/th"))
        assert columns
        assert {len(row.findall("td")) for row in table.iterfind("tbody/tr")} <= {columns, 1}
    (linked,) = tables(whimkg.query("gene"))
    assert ("HGNC:2561", "http://identifiers.org/hgnc/2561") in {
        (a.text, a.get("href")) for a in linked.iter("a")
    }


def test_texts_stay_texts_and_only_addresses_are_links() -> None:
    found = whimkg.query('SELECT ("<b>&\\"" AS ?x) (<javascript:alert(1)> AS ?y) {}')
    (table,) = tables(found)
    assert [cell.text for cell in table.iter("td")] == ['<b>&"', "javascript:alert(1)"]


def test_long_tables_say_how_much_more_there_is() -> None:
    assert "… and 40 more" in whimkg.query("SELECT ?s { ?s ?p ?o } LIMIT 100")._repr_html_()


def test_rows_can_be_sliced() -> None:
    rows = whimkg.query("phenotypes")
    assert rows[0] == rows.rows[0] and rows[-1] == rows.rows[-1]
    assert rows[3:5].rows == rows.rows[3:5] and rows[3:5].columns == rows.columns


def test_rows_as_arrow() -> None:
    arrow = pytest.importorskip("pyarrow")
    table = whimkg.query("phenotypes").to_arrow()
    assert isinstance(table, arrow.Table) and table.num_rows == 35
    assert table.column("low").to_pylist()[0] == 80
    mixed = whimkg.query('SELECT ?x { VALUES ?x { 1 "a" } }')
    with pytest.raises(whimkg.errors.QueryError, match="several types"):
        mixed.to_arrow()


def test_questions_can_be_looked_for() -> None:
    names = {row[0] for row in whimkg.questions("phenotype frequency")}
    assert {"phenotypes", "phenotypes-by-band"} <= names
    assert len(whimkg.questions()) == len(catalogue()) and not whimkg.questions("zebra")


def test_a_graph_in_any_format(tmp_path: Path) -> None:
    graph = whimkg.build()
    for name in ("ttl", "kgx-tsv", "svg"):
        assert tuple(graph.export(name)) == FORMATS[name].suffixes
    files = graph.write(tmp_path, ["nq", "kgx-jsonl", "html"])
    assert sorted(path.name for path in files) == [
        "whim-syndrome.html",
        "whim-syndrome.nq",
        "whim-syndrome_edges.jsonl",
        "whim-syndrome_nodes.jsonl",
    ]
    with pytest.raises(whimkg.errors.UnknownNameError, match="unknown format 'xyz'"):
        graph.export("xyz")


def test_what_stands_at_the_top() -> None:
    assert whimkg.errors.WhimkgError is whimkg.WhimkgError
    assert whimkg.export.FORMATS is FORMATS
    assert whimkg.load_tables().mappings
    assert whimkg.__version__.count(".") == 2


@pytest.mark.judge
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_run(path: Path) -> None:
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    notebook = nbformat.read(path, as_version=4)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Jupyter's own
        nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    assert sum("text/html" in out.get("data", {}) for out in outputs) >= 4
