"""Pages built by Spark's workers are those that one machine builds, row by row.

    python -m tests.spark FOLDER

Run by ``.ci/spark``. Some pages are cut, so that errors are compared, too.
"""

import os
import sys
from pathlib import Path

import duckdb

from tests.benchmarks.pages import write
from whimkg.corpus.building import merge_all
from whimkg.corpus.page import Options
from whimkg.corpus.partition import COLUMNS, map_in_arrow
from whimkg.export.entities import export_entities

PAGES = 12
ROWS = "SELECT subject, predicate, object, graph FROM '{}' ORDER BY ALL"


def by_spark(pages: Path, corpus: Path) -> dict[str, str]:
    """Build on two workers; the errors by the names of their pages."""
    from pyspark.sql import SparkSession  # pytest imports this file, and has no Spark

    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    found = spark.read.format("binaryFile").load(f"{pages}/*.txt").select("path", "content")
    schema = ", ".join(f"{name} string" for name in COLUMNS)
    built = found.repartition(4).mapInArrow(map_in_arrow, schema).cache()
    refused = {
        row.path.rpartition("/")[2]: row.error for row in built.where("error <> ''").collect()
    }
    quads = built.where("error = ''").select("subject", "predicate", "object", "graph")
    quads.write.parquet(str(corpus))
    spark.stop()
    return refused


def main(folder: Path) -> None:
    pages = folder / "pages"
    write(pages, PAGES)
    (pages / "00003.txt").write_text("This is no page.\n", encoding="utf-8")
    refused = by_spark(pages, folder / "spark.parquet")
    outcome = merge_all(
        sorted(pages.iterdir()), folder / "one.parquet", Options(("nq",)), keep_going=True
    )
    assert list(refused) == ["00003.txt"], refused
    assert len(outcome.failed) == 1
    assert outcome.failed[0].problem in refused["00003.txt"]
    with duckdb.connect() as database:
        theirs, ours = (
            database.execute(ROWS.format(name)).fetchall()
            for name in (folder / "spark.parquet" / "*.parquet", folder / "one.parquet")
        )
    assert theirs == ours
    assert len(ours) == outcome.triples
    for name in ("kgx-jsonl", "kgx-tsv"):
        assert export_entities(folder / "spark.parquet", name) == export_entities(
            folder / "one.parquet", name
        )
    print(f"Spark: {outcome.pages} pages, {len(ours)} quads and their KGX are those of one machine")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
