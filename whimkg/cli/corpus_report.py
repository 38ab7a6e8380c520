"""What became of many pages: summed up on the terminal, page by page in a file."""

import json
from collections import Counter
from pathlib import Path

from whimkg.base.files import write_all
from whimkg.cli.terminal import columns, out
from whimkg.cli.wording import explained
from whimkg.corpus.page import Built
from whimkg.errors import OutputError

__all__ = ["Corpus"]

_COLUMNS = (
    *("page", "slug", "title", "subject", "statements", "triples", "not_understood"),
    *("names_differ", "notes", "refused"),
)


class Corpus:
    """The sum over the pages of a build.

    Attributes:
        pages: how many were tried.
    """

    def __init__(self) -> None:
        self.pages = 0
        self._rows: list[dict[str, object]] = []
        self._statements, self._notes = Counter[str](), Counter[str]()
        self._without_id = self._refused = self._resumed = 0

    def add(self, built: Built) -> None:
        """Count a page; its files are not kept."""
        self.pages += 1
        self._refused += built.error is not None
        self._resumed += built.resumed
        self._without_id += built.error is None and built.subject is None
        self._statements.update(built.counts)
        self._notes.update({kind for kind, _, _ in built.noted})
        notes = [f"{kind}: {words}" if words else kind for kind, words, _ in built.noted]
        values = (
            *(built.origin, built.slug, built.title, built.subject, built.statements),
            *(built.triples, built.missed[0], built.names_differ, notes),
            explained(built.error) if built.error else None,
        )
        self._rows.append(dict(zip(_COLUMNS, values, strict=True)))

    @property
    def built(self) -> int:
        """How many were not refused."""
        return self.pages - self._refused

    def tell(self) -> None:
        """Print the sum: pages, statements by kind, and how many pages have each kind of note."""
        rows = [("pages", f"{self.built}", "")]
        rows += [(kind, f"{n}", "statements") for kind, n in self._statements.most_common()]
        if self._resumed:
            rows.append(("unchanged", f"{self._resumed}", "pages, built before"))
        if self._without_id:
            rows.append(("no identifier", f"{self._without_id}", "pages"))
        rows += [(kind, f"{n}", "pages") for kind, n in sorted(self._notes.items())]
        if self._refused:
            rows.append(("refused", f"{self._refused}", "pages"))
        for line in columns(rows):
            out(line)

    def write(self, file: Path) -> None:
        """Write a row for each page.

        Raises:
            OutputError: the ending is none of ``.json`` and ``.tsv``, or it cannot be written.
        """
        if file.suffix == ".json":
            text = json.dumps({"pages": self._rows, "notes": self._notes}, ensure_ascii=False)
        elif file.suffix == ".tsv":
            lines = [[_cell(value) for value in row.values()] for row in self._rows]
            text = "\n".join("\t".join(line) for line in [list(_COLUMNS), *lines])
        else:
            raise OutputError(
                "a report is written as JSON or TSV",
                where=str(file),
                remedy="let the name end in .json or .tsv",
            )
        write_all({file: f"{text}\n".encode()})


def _cell(value: object) -> str:
    text = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return " ".join(text.split())
