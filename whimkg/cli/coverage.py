"""``whimkg coverage``."""

import json
import sys
from argparse import Namespace
from collections.abc import Sequence

from whimkg.cli.pages import tell_of_url
from whimkg.cli.terminal import complain, out, paint, width
from whimkg.cli.wording import in_commands
from whimkg.errors import UnknownNameError
from whimkg.gard import Entry, Ledger, identity_notes
from whimkg.pipeline import load_source, reading
from whimkg.sparql.layout import wrapped
from whimkg.tables import load

__all__ = ["run"]

_COLOURS = {"modelled": "green", "left out": "dim", "not understood": "red"}
#: Columns for what was modelled or why not; the rest is for the page's words.
_ABOUT = 38
#: Columns of the longest verdict, and of what stands before what was modelled.
_VERDICT, _HANG = 14, 22
_FIELDS = (
    *("line", "begin", "end", "unit", "verdict"),
    *("about", "left_out_beside", "sha256", "words", "not_understood_beside"),
)


def run(options: Namespace) -> int:
    """Print the ledger; with ``--strict``, 1 if something is not understood."""
    using = load(mappings=options.mappings, wordings=options.wordings)
    source = load_source(options.page)
    found = reading(
        source, url=options.url, partial=options.partial, reader=options.reader, using=using
    )
    tell_of_url(options, found.record.page.url)
    if found.record.page.gard_id:
        for note in identity_notes(found.record):
            complain(f"note: {in_commands(note)}")
    ledger = found.ledger
    if options.reader and not ledger.entries:
        raise UnknownNameError(f"the reader {options.reader} keeps no ledger", where=options.page)
    entries = [e for e in ledger.entries if options.only in (None, e.verdict)]
    if options.format == "json":
        out(json.dumps(_plain(ledger, entries, source.text), ensure_ascii=False, indent=2))
    elif options.format == "tsv":
        out("\t".join(_FIELDS))
        for entry in entries:
            out("\t".join(_cell(value) for value in _row(entry, source.text).values()))
    else:
        _text(ledger, entries, source.text)
    missed = ledger.count("not understood") or ledger.unknown_words
    return 1 if options.strict and missed else 0


def _words(entry: Entry, text: str) -> str:
    """The page's words, white space folded; a person's words are shown nowhere."""
    return "" if entry.private else " ".join(text[entry.begin : entry.end].split())


def _unknown(entry: Entry, text: str) -> list[str]:
    """The words of a sentence that nothing covers, but for those of a person."""
    if entry.private:
        return []
    return [" ".join(text[begin:end].split()) for begin, end in entry.unknown]


def _is_whole(entry: Entry, text: str) -> bool:
    """Whether the words that nothing covers are the whole sentence."""
    (begin, end), *more = entry.unknown
    rest = text[entry.begin : begin] + text[end : entry.end]
    return not more and not any(map(str.isalnum, rest))


def _row(entry: Entry, text: str) -> dict[str, object]:
    values = (
        entry.line,
        entry.begin,
        entry.end,
        "sentence" if entry.sentence else "line",
        entry.verdict,
        entry.about,
        [f"{omission.what}: {omission.reason}" for omission in entry.omissions],
        entry.sha256,
        _words(entry, text),
        _unknown(entry, text),
    )
    return dict(zip(_FIELDS, values, strict=True))


def _cell(value: object) -> str:
    return "; ".join(value) if isinstance(value, list) else str(value)


def _plain(ledger: Ledger, entries: Sequence[Entry], text: str) -> dict[str, object]:
    return {
        "lines": len(ledger.lines),
        "sentences": ledger.sentences,
        "modelled": ledger.count("modelled"),
        "left_out": ledger.count("left out"),
        "not_understood": ledger.count("not understood"),
        "words_not_understood": ledger.unknown_words,
        "entries": [_row(entry, text) for entry in entries],
    }


def _fitted(line: str) -> list[str]:
    """On a terminal as many lines as it needs, each below the words of the first; else one."""
    if not sys.stdout.isatty():
        return [line.rstrip()]
    return wrapped(line, max(width(), 2 * _HANG), hang=_HANG)


def _text(ledger: Ledger, entries: Sequence[Entry], text: str) -> None:
    about = min(max((len(entry.about) for entry in entries), default=0), _ABOUT)
    for entry in entries:
        head = f"{entry.line:>4}  {entry.verdict:<{_VERDICT}}  {entry.about:<{about}}"
        shown = _words(entry, text) or "(a person's words)"
        first, *more = _fitted(f"{head}  {shown}")
        out(first.replace(entry.verdict, paint(entry.verdict, _COLOURS[entry.verdict]), 1))
        for line in more:
            out(line)
        for omission in entry.omissions:
            beside = "beside it, left out: " if entry.verdict == "modelled" else ""
            out(f"      {beside}{omission.what}: {omission.reason}")
        if entry.unknown and not _is_whole(entry, text):
            place = "beside it, " if entry.verdict != "not understood" else "in the way, "
            for missed in _unknown(entry, text):
                out(f'      {place}not understood: "{missed}"')
    words = ledger.unknown_words
    out(
        f"{len(ledger.lines)} lines ({ledger.sentences} sentences): "
        f"{ledger.count('modelled')} modelled, {ledger.count('left out')} left out, "
        f"{ledger.count('not understood')} not understood" + (f" ({words} words)" if words else "")
    )
