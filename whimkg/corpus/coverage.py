"""The coverage ledger of many pages: what became of each line, and the sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from whimkg.corpus.page import Given, Options, page_of
from whimkg.errors import UnknownNameError, WhimkgError
from whimkg.gard import Entry, Ledger
from whimkg.source.addresses import redacted

__all__ = ["FIELDS", "PageCoverage", "cover_page", "coverage_of", "unknown_words", "words_of"]

#: Of an entry of the ledger, as it is written.
FIELDS = (
    *("line", "begin", "end", "unit", "verdict"),
    *("about", "left_out_beside", "sha256", "words", "not_understood_beside"),
)


@dataclass(slots=True)
class PageCoverage:
    """The ledger of a page, or of many together.

    Attributes:
        origin: what the user gave, as messages call it.
        error: why the page was not read; the rest is empty then.
        lines: number of lines by verdict.
        sentences: number of sentences of prose.
        unknown_words: number of words of prose that nothing covers.
        entries: of the ledger, with the page's words; see ``FIELDS``.
    """

    origin: str
    error: WhimkgError | None = None
    lines: Counter[str] = field(default_factory=Counter)
    sentences: int = 0
    unknown_words: int = 0
    entries: list[dict[str, object]] = field(default_factory=list)

    @property
    def misses(self) -> bool:
        """Whether anything is not understood."""
        return bool(self.lines["not understood"] or self.unknown_words)

    def add(self, other: PageCoverage) -> None:
        """Count another page, and keep the first error; its entries are not kept."""
        self.error = self.error or other.error
        self.lines += other.lines
        self.sentences += other.sentences
        self.unknown_words += other.unknown_words

    def __str__(self) -> str:
        words = f" ({self.unknown_words} words)" if self.unknown_words else ""
        return (
            f"{self.lines.total()} lines ({self.sentences} sentences): "
            f"{self.lines['modelled']} modelled, {self.lines['left out']} left out, "
            f"{self.lines['not understood']} not understood{words}"
        )


def cover_page(options: Options, only: str | None, given: Given) -> PageCoverage:
    """The coverage of one page; why it was not read stands in the result.

    Args:
        options: how it is read.
        only: the verdict of the entries that are kept; default all.
        given: the page.
    """
    from whimkg import tables
    from whimkg.pipeline import reading
    from whimkg.source import load as load_source

    origin = redacted(page_of(given))
    try:
        using = tables.load(mappings=options.mappings, wordings=options.wordings)
        source = load_source(page_of(given))
        found = reading(
            source, url=options.url, partial=options.partial, reader=options.reader, using=using
        )
        if options.reader and not found.ledger.entries:
            raise UnknownNameError(f"the reader {options.reader} keeps no ledger", where=origin)
    except WhimkgError as error:
        return PageCoverage(origin, error if origin in str(error) else error.at(origin))
    return coverage_of(origin, found.ledger, source.text, only)


def coverage_of(origin: str, ledger: Ledger, text: str, only: str | None = None) -> PageCoverage:
    """The coverage of a page by its ledger and its stored text; ``only`` as in ``cover_page``."""
    return PageCoverage(
        origin,
        lines=Counter(ledger.lines.values()),
        sentences=ledger.sentences,
        unknown_words=ledger.unknown_words,
        entries=[_plain(e, text) for e in ledger.entries if only in (None, e.verdict)],
    )


def _plain(entry: Entry, text: str) -> dict[str, object]:
    values = (
        entry.line,
        entry.begin,
        entry.end,
        "sentence" if entry.sentence else "line",
        entry.verdict,
        entry.about,
        [f"{omission.what}: {omission.reason}" for omission in entry.omissions],
        entry.sha256,
        words_of(entry, text),
        list(unknown_words(entry, text)),
    )
    return dict(zip(FIELDS, values, strict=True))


def words_of(entry: Entry, text: str) -> str:
    """The page's words, white space folded; a person's words are shown nowhere."""
    return "" if entry.private else " ".join(text[entry.begin : entry.end].split())


def unknown_words(entry: Entry, text: str) -> Iterator[str]:
    """The words of a sentence that nothing covers, but for those of a person."""
    for begin, end in () if entry.private else entry.unknown:
        yield " ".join(text[begin:end].split())
