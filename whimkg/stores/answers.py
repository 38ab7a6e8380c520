"""Answers as a receipt keeps them: how many rows, and the digest of their values, sorted."""

import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import chain, islice
from typing import Any, NamedTuple

from whimkg.rdf.quad_table import quad_table, sql_text

__all__ = ["QuestionAnswer", "digest_answer"]

#: Rows of an answer that are sorted in memory; more are sorted by DuckDB.
_IN_MEMORY = 10_000
_LINES = """SELECT line FROM read_csv({file}, columns = {{'line': 'VARCHAR'}}, delim = '\x01',
quote = '', escape = '', header = false, auto_detect = false) ORDER BY line"""


class QuestionAnswer(NamedTuple):
    """A question's answer: how many rows, and the digest of their values."""

    name: str
    rows: int
    digest: str


def digest_answer(name: str, rows: Iterable[Sequence[Any]]) -> QuestionAnswer:
    """The answer to a question; memory does not grow with its rows.

    Raises:
        OutputError: the disk of temporary files is full.
    """
    lines = (json.dumps(list(row)) for row in rows)
    first = list(islice(lines, _IN_MEMORY))
    few = len(first) < _IN_MEMORY
    digest, number = sha256(), 0
    for line in sorted(first) if few else _sorted_on_disk(chain(first, lines)):
        digest.update(f"\n{line}".encode() if number else line.encode())
        number += 1
    return QuestionAnswer(name, number, digest.hexdigest())


def _sorted_on_disk(lines: Iterable[str]) -> Iterator[str]:
    with quad_table() as table:
        file = table.folder / "answer"
        with file.open("w", encoding="ascii") as output:
            output.writelines(f"{line}\n" for line in lines)
        found = table.run(_LINES.format(file=sql_text(file)))
        while batch := found.fetchmany(2048):
            yield from (line for (line,) in batch)
