"""Quads in a table of DuckDB, which spills to the disk what does not fit into its memory."""

from __future__ import annotations

import errno
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from operator import itemgetter
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any, AnyStr

from whimkg.base.temporary import temporary_folder
from whimkg.errors import OutputError
from whimkg.sandbox import require_memory_for_tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from whimkg.rdf.quad_rows import QuadRow

__all__ = [
    "COLUMNS",
    "LINE",
    "LINES",
    "QuadTable",
    "distinct_lines",
    "hide_progress_bar",
    "longest_line",
    "quad_table",
    "sql_text",
    "tsv",
    "tsv_source",
]

#: Of a table of quads: terms of N-Triples; the graph is empty for the default graph.
COLUMNS = ("subject", "predicate", "object", "graph")
#: What DuckDB may take; the interpreter and the rows in hand come to about 100 MB more.
_MEMORY = "128MB"
#: The same for tables of more bytes than that, or of long lines, for which the first is too little.
_MORE_MEMORY, _LARGE = "256MB", 400_000_000
_ROW = 200  # bytes of a quad, as most are
LINE = 1 << 21  # bytes of a line; for longer ones DuckDB needs more memory
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
#: What DuckDB says where the system gives it no memory, below the limit that it has itself.
_NO_MEMORY = ("Allocation failure", "bad allocation")
_PIECE = 1 << 20  # bytes of a file of lines that are read at once
_CHUNK = 1 << 25  # bytes that are handed over at once
#: How COPY writes lines of one column as they are.
LINES = "FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01'"
#: Neither quotes nor escapes: no term of N-Triples holds a tab or a line end.
_READ = """read_csv({file}, max_line_size = {longest}, delim = '\t', quote = '', escape = '',
header = false, auto_detect = false, nullstr = '\x01', columns = {{
'subject': 'VARCHAR', 'predicate': 'VARCHAR', 'object': 'VARCHAR', 'graph': 'VARCHAR'}})"""


class QuadTable:
    """A database that holds the table ``quads``; see ``COLUMNS``.

    Attributes:
        connection: of DuckDB.
        folder: for files that go with the table.
        passed_over: the IRIs of predicates that were not wanted, and how many quads had them.
    """

    def __init__(self, connection: DuckDBPyConnection, folder: Path, more_memory: str = "") -> None:
        self.connection, self.folder = connection, folder
        self._size, self._more_memory = 0, more_memory
        self.passed_over: Counter[str] = Counter()
        columns = ", ".join(f"{name} VARCHAR" for name in COLUMNS)
        connection.execute(f"CREATE TABLE quads ({columns})")

    def run(self, statements: str, **values: Any) -> DuckDBPyConnection:
        """Run SQL, with values for its ``$names``."""
        return self.connection.execute(statements, values or None)

    def add(self, rows: Iterable[list[QuadRow]], predicates: Collection[str] = ()) -> None:
        """Add quads.

        Args:
            rows: some at a time.
            predicates: IRIs of which a quad must have one to be added; none: all quads are.
        """
        wanted = {b"<%b>" % iri.encode() for iri in predicates}
        file, size, longest = self.folder / "rows.tsv", 0, LINE
        output = file.open("wb")
        try:
            for batch in rows:
                kept = [row for row in batch if row[1] in wanted] if wanted else batch
                if len(kept) < len(batch):
                    self.pass_over(Counter(map(itemgetter(1), batch)), wanted)
                data = tsv(kept)
                size += output.write(data)
                longest = max(longest, longest_line(data))
                if size > _CHUNK:
                    output.close()
                    self._read(file, longest)
                    output, size, longest = file.open("wb"), 0, LINE
        finally:
            output.close()
        if size:
            self._read(file, longest)
        file.unlink()

    def add_from(self, source: str, predicates: Collection[str]) -> None:
        """Add the quads of a table, given as SQL, that have one of some predicates."""
        columns = ", ".join(COLUMNS)
        wanted = {f"<{iri}>" for iri in predicates}
        self.insert(
            f"INSERT INTO quads SELECT {columns} FROM {source} "  # noqa: S608
            "WHERE predicate IN (SELECT unnest($wanted))",
            wanted=sorted(wanted),
        )
        counted = self.run(f"SELECT predicate, count(*) FROM {source} GROUP BY ALL")  # noqa: S608
        self.pass_over(dict(counted.fetchall()), wanted)

    def insert(self, statement: str, **values: Any) -> None:
        """Run an ``INSERT INTO quads``, and let DuckDB take the memory that so many quads need."""
        (added,) = self.run(statement, **values).fetchone() or (0,)
        self._allow(added * _ROW)

    def pass_over(self, numbers: Mapping[AnyStr, int], wanted: Set[AnyStr]) -> None:
        """Count the quads, by predicate, that were not wanted."""
        for term in numbers.keys() - wanted:
            name = term.decode() if isinstance(term, bytes) else term
            self.passed_over[name[1:-1]] += numbers[term]

    def _read(self, file: Path, longest: int) -> None:
        self._allow(file.stat().st_size, longest)
        self.run(f"INSERT INTO quads FROM {tsv_source(file, longest)}")

    def _allow(self, size: int, longest: int = 0) -> None:
        """Let DuckDB take more memory if a table that grows so much needs it."""
        self._size += size
        if (self._size > _LARGE or longest > LINE) and self._more_memory:
            self.run(f"SET memory_limit = '{self._more_memory}'")
            self._more_memory = ""


def hide_progress_bar(connection: Any) -> None:
    """Keep DuckDB's own progress bar out of what a command or a notebook shows.

    A notebook without ipywidgets has none, and DuckDB refuses the setting there.
    """
    import duckdb

    with suppress(duckdb.InvalidInputException):
        connection.execute("SET enable_progress_bar = false")


@contextmanager
def quad_table(*, threads: int = 0, memory: str = "") -> Iterator[QuadTable]:
    """An empty table of quads, as long as the block lasts.

    Args:
        threads: of DuckDB; 0 is one for each processor.
        memory: what DuckDB may take before it uses the disk, as in ``256MB``; default 128 MB, and
            twice as much once many quads were added, or a very long one.

    Raises:
        OutputError: the disk of temporary files is full, or DuckDB needs more memory than it may
            take.
        LimitError: this process has less address space than DuckDB may take.
    """
    import duckdb

    require_memory_for_tables()
    with temporary_folder() as folder:
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory or _MEMORY,
            "temp_directory": str(folder / "spill"),
            "autoinstall_known_extensions": "false",
            **({"threads": str(threads)} if threads else {}),
        }
        try:
            with duckdb.connect(config=config) as connection:
                hide_progress_bar(connection)
                yield QuadTable(connection, folder, "" if memory else _MORE_MEMORY)
        except (duckdb.OutOfMemoryException, duckdb.IOException, OSError) as error:
            if isinstance(error, OSError) and error.errno not in _FULL:
                raise  # of the file that is written, such as a pipe that nobody reads any more
            why = str(error).splitlines()[0]
            raise OutputError(
                f"the tables of the graph cannot be kept: {why}",
                remedy="allow this process more memory (ulimit -v)"
                if any(each in why for each in _NO_MEMORY)
                else f"see to the disk of temporary files, {gettempdir()}, or set TMPDIR",
            ) from error


def tsv(rows: Iterable[QuadRow]) -> bytes:
    """Rows as lines of a table."""
    return b"".join(b"\t".join(row) + b"\n" for row in rows)


def tsv_source(file: Path, longest: int = LINE) -> str:
    """SQL for the rows of such lines, of which the longest has so many bytes at most."""
    return _READ.format(file=sql_text(file), longest=longest)


def longest_line(data: bytes) -> int:
    """Bytes of the longest line, if it is longer than most can be."""
    return max(map(len, data.splitlines()), default=0) + 1 if len(data) > LINE else 0


def distinct_lines(file: Path) -> Iterator[bytes]:
    """The lines of a sorted file, each once, in pieces."""
    last = b""
    with file.open("rb") as opened:
        while lines := opened.readlines(_PIECE):
            kept = list(dict.fromkeys(lines))
            yield b"".join(kept[1:] if kept[0] == last else kept)
            last = kept[-1]


def sql_text(value: object) -> str:
    """A value, such as a path, as a text of SQL.

    >>> sql_text("it's")
    "'it''s'"
    """
    return "'" + str(value).replace("'", "''") + "'"
