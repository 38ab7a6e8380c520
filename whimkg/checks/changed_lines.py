"""Of two graphs, as lines of N-Quads, the quads that a comparison needs; DuckDB finds them.

A line that both graphs have is no difference. Needed are the lines of each node of which one
differs, and of the evidence and statements that rest on such a node: what is not needed says the
same in both graphs, and is never parsed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, serialize

from whimkg.base import resources
from whimkg.errors import GraphError
from whimkg.rdf import quads_in_memory
from whimkg.rdf.inputs import Block, files
from whimkg.rdf.lines import may_exceed
from whimkg.rdf.quad_rows import QuadRow, file_rows
from whimkg.rdf.quad_table import LINE, LINES, QuadTable, sql_text

__all__ = ["ChangedLines", "line_files"]

#: Neither quotes nor escapes: a line is one text, whatever is in it.
_SOURCE = """read_csv([{files}], columns = {{'line': 'VARCHAR'}}, delim = '\x02', quote = '',
escape = '', header = false, auto_detect = false, max_line_size = {longest})"""
#: DuckDB takes a file for a few rows, and would keep its lines in memory to join them.
_SETTINGS = """
SET preserve_insertion_order = false;
SET disabled_optimizers = 'join_order,build_side_probe_side';
"""


class ChangedLines:
    """What differs between two graphs.

    Args:
        table: of DuckDB, for what is found.
        old: files of N-Quads or N-Triples, as ``line_files`` gives them.
        new: those of the other graph.

    Raises:
        GraphError: a file cannot be read, or is no RDF.
    """

    def __init__(self, table: QuadTable, old: Sequence[Block], new: Sequence[Block]) -> None:
        self._run, self._folder = table.run, table.folder
        self._blocks = {"old": old, "new": new}
        self._run(_SETTINGS)
        self._run(resources.text("queries/diff/line_index.sql"))
        for side, blocks in self._blocks.items():
            if not self._index(side, [block.path for block in blocks], LINE):
                paths = [self._rewritten(side, number) for number in range(len(blocks))]
                self._index(side, paths, max(map(_room_for_lines, paths)))
        self._run(resources.text("queries/diff/needed_nodes.sql"))

    def _index(self, side: str, paths: Sequence[Path], longest: int) -> bool:
        """Index the lines of a side; false where not all are as the engine writes them."""
        import duckdb

        if any(may_exceed(path, longest) for path in paths):
            return False
        source = _SOURCE.format(files=", ".join(map(sql_text, paths)), longest=longest)
        self._run(f"CREATE OR REPLACE VIEW {side}_lines AS FROM {source}")
        try:
            self._run(f"CREATE OR REPLACE TABLE {side}_index AS FROM line_index('{side}_lines')")
        except duckdb.InvalidInputException:  # no UTF-8, or a line that is too long
            return False
        ((plain,),) = self._run(f"SELECT bool_and(plain) FROM {side}_index").fetchall()  # noqa: S608
        return bool(plain)

    def _rewritten(self, side: str, number: int) -> Path:
        """A file as the engine writes it."""
        target = self._folder / f"{side}-{number}.nq"
        with target.open("wb") as output:
            serialize(self._blocks[side][number].quads(), output, format=RdfFormat.N_QUADS)
        return target

    def needed(self, side: str) -> Iterator[list[QuadRow]]:
        """The quads of a side (``old`` or ``new``) that are needed, some at a time."""
        return self._rows(side, "SEMI JOIN needed ON hash(split_part(line, ' ', 1)) = node")

    def only(self, side: str) -> set[QuadRow]:
        """The quads whose lines only this side has; the other may have them in other letters."""
        found = self._rows(side, f"SEMI JOIN {side}_only ON hash(line) = digest")
        return {row for rows in found for row in rows}

    def same(self) -> int:
        """Number of statements that are not needed, since both graphs say the same of them."""
        ((number,),) = self._run(
            "SELECT count(DISTINCT statement) FROM old_index ANTI JOIN needed USING (node)"
        ).fetchall()
        return int(number)

    def _rows(self, side: str, chosen: str) -> Iterator[list[QuadRow]]:
        if self._run("SELECT NOT EXISTS (FROM needed)").fetchall() == [(True,)]:
            return  # the files need not be read once more
        file = self._folder / "needed.nq"
        self._run(f"COPY (SELECT line FROM {side}_lines {chosen}) TO {sql_text(file)} ({LINES})")  # noqa: S608
        try:
            yield from file_rows(Block(side, file, "nq"))
        except GraphError:
            for block in self._blocks[side]:  # where it stands in which file
                for _ in block.quads():
                    pass
            raise


def _room_for_lines(file: Path) -> int:
    """Twice the bytes of the longest line, or what DuckDB has room for anyway."""
    with file.open("rb") as lines:
        return max(LINE, 2 * max(map(len, lines), default=0))


def line_files(graph: Any, folder: Path, input_format: str) -> Iterator[Block]:
    """Files of N-Quads or N-Triples of a graph, wherever it lies.

    Args:
        graph: a graph in memory, a file of RDF, a folder of them, an address, or a store in a
            folder.
        folder: for what is not in such files yet.
        input_format: the graph's format, where no ending of a name tells it.

    Raises:
        GraphError: the graph cannot be read, or a file of it holds no triples.
        SourceError: an address could not be had.
    """
    own = folder / "graph.nq"
    if not isinstance(graph, Path | str):
        serialize(quads_in_memory(graph), own, format=RdfFormat.N_QUADS)
        found = [Block("", own, "nq")]
    else:
        blocks = files([graph], folder, format_name=input_format)
        found = list({block.path: block for block in blocks}.values())
    for block in found:
        block.require_triples()
        yield block
