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


EXAMPLE = Path(__file__).parents[1] / "data" / "examples" / "lantern-syndrome.txt"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    """One of everything that the public functions give."""
    folder = tmp_path_factory.mktemp("shown")
    graph = whimkg.build()
    reading = read(TWIN.read_text(encoding="utf-8"), twin_tables())
    changed = folder / "changed.txt"
    changed.write_text(EXAMPLE.read_text(encoding="utf-8").replace("Photophobia", "Photophobie"))
    broken = folder / "broken.ttl"
    broken.write_text(graph.serialize("ttl").decode().replace("0009297", "9297", 1))
    report = whimkg.validate(broken)
    lantern = whimkg.build(EXAMPLE)
    with whimkg.connect() as connection:
        return [
            *(graph, graph.record, graph.tables, graph.validate(), report, report.findings[0]),
            *(reading, reading.ledger, whimkg.query("statements"), whimkg.questions(), connection),
            *(whimkg.verify(EXAMPLE, lantern), whimkg.verify(changed, lantern)),
            *(whimkg.transfer(EXAMPLE, changed), whimkg.diff(graph, lantern)),
        ]


def test_everything_that_the_public_functions_give_is_shown(shown: list[object]) -> None:
    kinds = {getattr(whimkg, name) for name in whimkg.__all__}
    given = {kind for kind in kinds if isinstance(kind, type) and not issubclass(kind, Exception)}
    assert given <= {type(each) for each in shown}


def test_what_a_prompt_shows_is_one_short_line(shown: list[object]) -> None:
    for each in shown:
        assert len(repr(each)) < 200 and "\n" not in repr(each), type(each)
    assert repr(whimkg.build()) == "<KnowledgeGraph WHIM syndrome: 52 statements>"
    assert repr(whimkg.query("gene")).startswith("<Rows: 1 of disease, gene, symbol")


def tables(each: object) -> list[html.HtmlElement]:
    found = html.fragment_fromstring(each._repr_html_())  # type: ignore[attr-defined]
    return list(found.iter("table"))


def test_what_a_notebook_shows_is_a_table(shown: list[object]) -> None:
    for each in shown:
        for table in tables(each):
            columns = len(table.findall("thead/tr/th"))
            assert columns
            assert {len(row.findall("td")) for row in table.iterfind("tbody/tr")} <= {columns, 1}


def test_curies_lead_to_their_terms(shown: list[object]) -> None:
    linked = {type(each).__name__ for each in shown if "<a href=" in each._repr_html_()}  # type: ignore[attr-defined]
    without = {"Ledger", "Tables", "Connection"}  # what these show are no terms
    assert linked == {type(each).__name__ for each in shown} - without
    (gene,) = tables(whimkg.query("gene"))
    assert ("HGNC:2561", "http://identifiers.org/hgnc/2561") in {
        (a.text, a.get("href")) for a in gene.iter("a")
    }


def test_what_changed_is_told(shown: list[object]) -> None:
    changed = next(v for v in shown if isinstance(v, whimkg.Verification) and v.failures)
    (table,) = tables(changed)
    assert table.findtext("caption") == "9 of 10 statements verified, 0 skipped, 1 failures"
    cells = [cell.text_content() for cell in table.iter("td")]
    statement = "whimkg.disease:lantern-syndrome biolink:has_phenotype HP:0000613"
    assert cells[:2] == ["changed", statement] and cells[-2:] == ["Photophobia", "Photophobie"]


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
def test_notebooks_run(path: Path, tmp_path: Path) -> None:
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    notebook = nbformat.read(path, as_version=4)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Jupyter's own
        where = {"metadata": {"path": str(tmp_path)}}
        client = nbclient.NotebookClient(
            notebook, timeout=120, kernel_name="python3", resources=where
        )
        client.execute()
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    assert sum("text/html" in out.get("data", {}) for out in outputs) == 13
