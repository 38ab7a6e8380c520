"""Of two graphs, as lines of N-Quads, the lines that a comparison needs; DuckDB finds them.

A line that both graphs have is no difference. Needed are the lines of each node of which one
differs, those of the statements and evidence that rest on it, and of all that these rest on: what
is not needed says the same in both graphs, and is never parsed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
_NODE = "split_part(line, ' ', 1)"
_RESTS_ON = ("whimkg:evidence", "prov:wasDerivedFrom")
_STATEMENT = ("biolink:subject", "biolink:predicate", "biolink:object")
#: From a span to its piece of evidence, and from there to the statement.
_STEPS = 2
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
        self._sides = {"old": self._digested("old", old), "new": self._digested("new", new)}
        for side, other in (("old", "new"), ("new", "old")):
            # That two of a thousand million lines have one digest of 64 bits does not happen.
            self._run(
                f"CREATE TABLE {side}_only AS SELECT line FROM "  # noqa: S608
                f"(SELECT line, hash(line) AS digest FROM {self._sides[side]}) "
                f"ANTI JOIN {other}_digest USING (digest)"
            )
        self._find_nodes()

    def _digested(self, side: str, blocks: Sequence[Block]) -> str:
        """SQL for the lines of a side, whose digests are kept."""
        import duckdb

        files = [block.path for block in blocks]
        odd = " OR ".join(f"contains(line, {sql_text(each)})" for each in _ODD)
        plain = f"starts_with(line, '<') AND suffix(line, ' .') AND NOT ({odd})"
        try:
            source = _source(files)
            self._run(
                f"CREATE TABLE {side}_digest AS "  # noqa: S608
                f"SELECT hash(line) AS digest, coalesce({plain}, false) AS plain FROM {source}"
            )
            ((known,),) = self._run(f"SELECT bool_and(plain) FROM {side}_digest").fetchall()  # noqa: S608
        except duckdb.InvalidInputException:  # the parser tells what is wrong, if anything is
            known = False
        if not known:
            files = [self._written(block, f"{side}-{n}") for n, block in enumerate(blocks)]
            source = _source(files, longest=_longest(files))
            self._run(
                f"CREATE OR REPLACE TABLE {side}_digest AS "  # noqa: S608
                f"SELECT hash(line) AS digest FROM {source}"
            )
        return source

    def _written(self, block: Block, name: str) -> Path:
        """A file anew, in the engine's own manner."""
        from whimkg.rdf import streamed

        target = self._folder / f"{name}.nq"
        with target.open("wb") as output:
            serialize(streamed(block, required=True), output, format=RdfFormat.N_QUADS)
        return target

    def _find_nodes(self) -> None:
        """Find what is needed, and its lines in the old graph.

        The lines of the new graph are those of the old one, but for what only one of them has.
        """
        kinds = [*_RESTS_ON, *_STATEMENT]
        of_kind = " OR ".join(f"contains(line, '> <{expand(name)}> ')" for name in kinds)
        rests = ", ".join(f"'<{expand(name)}>'" for name in _RESTS_ON)
        self._run(
            f"""
            CREATE TABLE node AS SELECT {_NODE} AS name FROM old_only
            UNION SELECT {_NODE} FROM new_only;
            CREATE TABLE link AS
            SELECT {_NODE} AS name, split_part(line, ' ', 3) AS below,
            split_part(line, ' ', 2) IN ({rests}) AS rests
            FROM (SELECT line FROM {self._sides["old"]} UNION ALL FROM new_only) WHERE {of_kind}
            """  # noqa: S608
        )
        for found, known in (("name", "below"),) * _STEPS + (("below", "name"),) * _STEPS:
            self._run(
                f"INSERT INTO node SELECT DISTINCT link.{found} FROM link "  # noqa: S608
                f"SEMI JOIN node ON link.{known} = node.name WHERE link.rests"
            )
        self._run(
            f"CREATE TABLE needed AS SELECT line FROM {self._sides['old']} "  # noqa: S608
            f"SEMI JOIN node ON {_NODE} = node.name WHERE EXISTS (FROM node)"
        )

    def quads(self, side: str) -> Iterator[Quad]:
        """The quads of a side (``old`` or ``new``) that are needed."""
        if side == "old":
            return _parsed(self._lines("FROM needed"))
        both = "SELECT line FROM needed ANTI JOIN old_only USING (line)"
        return _parsed(self._lines(f"{both} UNION ALL FROM new_only"))

    def only(self, side: str) -> set[Quad]:
        """The quads whose lines only this side has; the other may have them in other letters."""
        return set(_parsed(self._lines(f"SELECT line FROM {side}_only")))  # noqa: S608

    def same(self) -> int:
        """Number of statements that are not needed, since both graphs say the same of them."""
        ((number,),) = self._run(
            "SELECT count(DISTINCT split_part(name, '/', -1)) FROM link "
            "ANTI JOIN node USING (name) WHERE NOT rests"
        ).fetchall()
        return int(number)

    def _lines(self, select: str) -> Iterator[bytes]:
        found = self._run(select)
        while rows := found.fetchmany(_ROWS):
            yield "".join(f"{line}\n" for (line,) in rows).encode()


def _parsed(lines: Iterable[bytes]) -> Iterator[Quad]:
    for data in lines:
        yield from parse(data, format=RdfFormat.N_QUADS)


def _source(files: Sequence[Path], longest: int = LINE) -> str:
    return _LINES.format(files=", ".join(map(sql_text, files)), longest=longest)


def _longest(files: Sequence[Path]) -> int:
    """Bytes of the longest line, for which DuckDB must have room."""
    found = LINE
    for file in files:
        with file.open("rb") as lines:
            found = max(found, max(map(len, lines), default=0) + 1)
    return found
