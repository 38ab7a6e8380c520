"""``whimkg coverage``."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from functools import partial

from whimkg.base.pool import each
from whimkg.cli.pages import one_page, page_options, pages, warn_unused_url
from whimkg.cli.terminal import out, paint, print_json, print_message, print_row, progress, width
from whimkg.corpus.coverage import (
    FIELDS,
    PageCoverage,
    cover_page,
    coverage_of,
    unknown_words,
    words_of,
)
from whimkg.corpus.page import Options
from whimkg.errors import UnknownNameError
from whimkg.gard import Entry, identity_notes
from whimkg.pipeline import reading
from whimkg.source import load as load_source
from whimkg.sparql.layout import wrapped
from whimkg.tables import load

__all__ = ["run"]

_COLOURS = {"modelled": "green", "left out": "dim", "not understood": "red"}
#: Columns for what was modelled or why not; the rest is for the page's words.
_ABOUT = 38
#: Columns of the longest verdict, and of what stands before what was modelled.
_VERDICT, _HANG = 14, 22


def run(options: Namespace) -> int:
    """Print the ledger; with ``--strict``, 1 if something is not understood."""
    how = page_options(options)
    found = (
        _single(options, how, options.pages[0]) if one_page(options.pages) else _many(options, how)
    )
    if found.error:
        return 2
    return 1 if options.strict and found.misses else 0


def _single(options: Namespace, how: Options, page: str) -> PageCoverage:
    using = load(mappings=options.mappings, wordings=options.wordings)
    source = load_source(page)
    found = reading(
        source, url=options.url, partial=options.partial, reader=how.reader, using=using
    )
    warn_unused_url(options, found.record.page.url)
    if found.record.page.gard_id:
        for note in identity_notes(found.record):
            print_message(f"note: {note}")
    ledger = found.ledger
    if options.reader and not ledger.entries:
        raise UnknownNameError(f"the reader {options.reader} keeps no ledger", where=page)
    covered = coverage_of(page, ledger, source.text, options.only)
    if options.format == "json":
        print_json(_plain(covered))
    elif options.format == "tsv":
        print_row(FIELDS)
        for entry in covered.entries:
            print_row(entry.values())
    else:
        _text([e for e in ledger.entries if options.only in (None, e.verdict)], source.text)
        out(str(covered))
    return covered


def _many(options: Namespace, how: Options) -> PageCoverage:
    """Tell of each page, and in text of the sum; of what cannot be read, why."""
    number, every = 0, PageCoverage("")
    jobs = 1 if "-" in options.pages else options.jobs  # no other process has our standard input
    if options.format == "tsv":
        print_row(("page", *FIELDS))
    for found in each(partial(cover_page, how, options.only), pages(options), jobs):
        number += 1
        progress(f"{number} pages, now {found.origin}")
        every.add(found)
        if found.error:
            progress("")
            print_message(str(found.error))
        else:
            _page(found, options.format)
    progress("")
    if options.format == "text":
        out(f"{number} pages, {every}")
    return every


def _page(found: PageCoverage, format_name: str) -> None:
    if format_name == "json":
        out(json.dumps({"page": found.origin, **_plain(found)}, ensure_ascii=False))
    elif format_name == "tsv":
        for entry in found.entries:
            print_row((found.origin, *entry.values()))
    else:
        out(f"{found.origin}  {found}")


def _plain(covered: PageCoverage) -> dict[str, object]:
    return {
        "lines": covered.lines.total(),
        "sentences": covered.sentences,
        "modelled": covered.lines["modelled"],
        "left_out": covered.lines["left out"],
        "not_understood": covered.lines["not understood"],
        "words_not_understood": covered.unknown_words,
        "entries": covered.entries,
    }


def _is_whole(entry: Entry, text: str) -> bool:
    """Whether the words that nothing covers are the whole sentence."""
    (begin, end), *more = entry.unknown
    rest = text[entry.begin : begin] + text[end : entry.end]
    return not more and not any(map(str.isalnum, rest))


def _notes(entry: Entry, text: str) -> Iterator[str]:
    """What is left out or not understood beside what an entry is about."""
    for omission in entry.omissions:
        beside = "beside it, left out: " if entry.verdict == "modelled" else ""
        yield f"{beside}{omission.what}: {omission.reason}"
    if entry.unknown and not _is_whole(entry, text):
        place = "beside it, " if entry.verdict != "not understood" else "in the way, "
        for missed in unknown_words(entry, text):
            yield f'{place}not understood: "{missed}"'


def _fitted(line: str, *, hang: int = _HANG) -> list[str]:
    """On a terminal as many lines as it needs, each below the words of the first; else one."""
    if not sys.stdout.isatty():
        return [line.rstrip()]
    return wrapped(line, max(width(), 2 * _HANG), hang=hang)


def _text(entries: Sequence[Entry], text: str) -> None:
    about = min(max((len(entry.about) for entry in entries), default=0), _ABOUT)
    for entry in entries:
        head = f"{entry.line:>4}  {entry.verdict:<{_VERDICT}}  {entry.about:<{about}}"
        shown = words_of(entry, text) or "(a person's words)"
        first, *more = _fitted(f"{head}  {shown}")
        out(first.replace(entry.verdict, paint(entry.verdict, _COLOURS[entry.verdict]), 1))
        for line in more:
            out(line)
        for note in _notes(entry, text):
            for line in _fitted(f"      {note}", hang=8):
                out(line)
