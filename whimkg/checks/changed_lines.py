"""Of two graphs, as lines of N-Quads, the lines that a comparison needs; DuckDB finds them.

A line that both graphs have is no difference. Needed are the lines of each node of which one
differs, of the evidence and statements that rest on such a node, and all evidence of these: what
is not needed says the same in both graphs, and is never parsed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Quad, RdfFormat, parse, serialize

from whimkg.base.namespaces import expand
from whimkg.rdf.quad_table import LINE, QuadTable, sql_text

if TYPE_CHECKING:
    from whimkg.rdf.inputs import Block

__all__ = ["ChangedLines"]

#: Lines as a table. A byte that no text of XML may have parts nothing, and quotes nothing.
_LINES = """read_csv([{files}], delim = '\x02', quote = '', escape = '', header = false,
auto_detect = false, nullstr = '\x01', max_line_size = {longest},
columns = {{'line': 'VARCHAR'}})"""
#: What no line has as the engine and whimkg write it, but for literals: then it is written anew.
_ODD = ("\\u", "\\U", ">\t", "><", ">  ", '>"')
_EVIDENCE = ("whimkg:evidence", "prov:wasDerivedFrom")
_STATEMENT = ("biolink:subject", "biolink:predicate", "biolink:object")
#: What is kept of each line: numbers, for texts of some gigabytes would not fit into memory.
#: That two of a thousand million lines have one hash of 64 bits does not happen.
_INDEX = """
CREATE OR REPLACE TABLE {side}_line AS SELECT
    hash(line) AS digest,
    hash(term[1]) AS node,
    CASE WHEN term[2] IN ({evidence}) THEN hash(term[3]) END AS evidence,
    CASE WHEN term[2] IN ({statement}) THEN hash(split_part(term[1], '/', -1)) END AS statement,
    coalesce({plain}, false) AS plain
FROM (SELECT line, string_split(line, ' ') AS term FROM {source})"""
#: Lines of one graph alone; and the nodes that are needed because of them.
_COMPARE = """
CREATE TABLE old_only AS SELECT * FROM old_line ANTI JOIN new_line USING (digest);
CREATE TABLE new_only AS SELECT * FROM new_line ANTI JOIN old_line USING (digest);
CREATE TABLE link AS SELECT DISTINCT node, evidence FROM (FROM old_line UNION ALL FROM new_line)
    WHERE evidence IS NOT NULL;
CREATE TABLE needed AS SELECT node FROM old_only UNION SELECT node FROM new_only;
-- The pieces of evidence that rest on such a node, and the statements that rest on these.
CREATE TABLE resting AS
    SELECT node FROM (FROM old_only UNION ALL FROM new_only) WHERE evidence IS NOT NULL
    UNION SELECT node FROM link WHERE evidence IN (FROM needed);
INSERT INTO resting SELECT node FROM link WHERE evidence IN (FROM resting);
INSERT INTO needed FROM resting;
-- Of these, all evidence: its pieces, and their places.
CREATE TABLE below AS SELECT evidence FROM link WHERE node IN (FROM resting);
INSERT INTO needed FROM below UNION SELECT evidence FROM link WHERE node IN (FROM below);
"""
_ROWS = 10_000


class ChangedLines:
    """What differs between two graphs.

    Args:
        table: of DuckDB, for what is found.
        old: files of N-Quads or N-Triples, as ``whimkg.rdf.files`` gives them.
        new: those of the other graph.

    Raises:
        GraphError: a file cannot be read, is no RDF, or holds no triples.
    """

    def __init__(self, table: QuadTable, old: Sequence[Block], new: Sequence[Block]) -> None:
        self._run, self._folder = table.run, table.folder
        self._run("SET preserve_insertion_order = false")
        self._sources = {"old": self._indexed("old", old), "new": self._indexed("new", new)}
        self._run(_COMPARE)

    def _indexed(self, side: str, blocks: Sequence[Block]) -> str:
        """SQL for the lines of a side, which are taken into its index."""
        import duckdb

        source = _source([block.path for block in blocks])
        try:
            self._index(side, source)
            ((plain,),) = self._run(f"SELECT bool_and(plain) FROM {side}_line").fetchall()  # noqa: S608
        except duckdb.InvalidInputException:  # the parser tells what is wrong, if anything is
            plain = False
        if not plain:
            files = [self._written(block, f"{side}-{n}") for n, block in enumerate(blocks)]
            source = _source(files, longest=_longest(files))
            self._index(side, source)
        return source

    def _index(self, side: str, source: str) -> None:
        odd = " OR ".join(f"contains(line, {sql_text(each)})" for each in _ODD)
        self._run(
            _INDEX.format(
                side=side,
                source=source,
                evidence=_iris(_EVIDENCE),
                statement=_iris(_STATEMENT),
                plain=f"starts_with(line, '<') AND suffix(line, ' .') AND NOT ({odd})",
            )
        )

    def _written(self, block: Block, name: str) -> Path:
        """A file anew, in the engine's own manner."""
        from whimkg.rdf import streamed

        target = self._folder / f"{name}.nq"
        with target.open("wb") as output:
            serialize(streamed(block, required=True), output, format=RdfFormat.N_QUADS)
        return target

    def quads(self, side: str) -> Iterator[Quad]:
        """The quads of a side (``old`` or ``new``) that are needed."""
        return self._parsed(side, "SEMI JOIN needed ON hash(split_part(line, ' ', 1)) = node")

    def only(self, side: str) -> set[Quad]:
        """The quads whose lines only this side has; the other may have them in other letters."""
        return set(self._parsed(side, f"SEMI JOIN {side}_only ON hash(line) = digest"))

    def same(self) -> int:
        """Number of statements that are not needed, since both graphs say the same of them."""
        ((number,),) = self._run(
            "SELECT count(DISTINCT statement) FROM old_line ANTI JOIN needed USING (node)"
        ).fetchall()
        return int(number)

    def _parsed(self, side: str, chosen: str) -> Iterator[Quad]:
        ((nothing,),) = self._run("SELECT NOT EXISTS (FROM needed)").fetchall()
        if nothing:  # the files need not be read once more
            return
        found = self._run(f"SELECT line FROM {self._sources[side]} {chosen}")  # noqa: S608
        while rows := found.fetchmany(_ROWS):
            lines = "".join(f"{line}\n" for (line,) in rows)
            yield from parse(lines.encode(), format=RdfFormat.N_QUADS)


def _iris(names: Sequence[str]) -> str:
    return ", ".join(sql_text(f"<{expand(name)}>") for name in names)


def _source(files: Sequence[Path], longest: int = LINE) -> str:
    return _LINES.format(files=", ".join(map(sql_text, files)), longest=longest)


def _longest(files: Sequence[Path]) -> int:
    """Bytes of the longest line, for which DuckDB must have room."""
    found = LINE
    for file in files:
        with file.open("rb") as lines:
            found = max(found, max(map(len, lines), default=0) + 1)
    return found
