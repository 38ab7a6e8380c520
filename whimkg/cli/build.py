"""``whimkg build``."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from pathlib import Path
from time import monotonic

from whimkg.cli.findings import print_findings
from whimkg.cli.pages import (
    one_page,
    page_options,
    pages,
    pages_with_identity,
    warn_unused_url,
)
from whimkg.cli.terminal import columns, out, paint, print_message, progress
from whimkg.cli.wording import explained, in_commands
from whimkg.corpus.annotations import excluded_phenotypes
from whimkg.corpus.building import DATASET, Outcome, build_all, merge_all
from whimkg.corpus.page import Built, Given, Options, summary
from whimkg.corpus.report import CorpusReport, check_ending
from whimkg.errors import ConformanceError, UnknownNameError, WhimkgError

__all__ = ["run"]

_FOLDER = Path("out")
_SEE = "whimkg coverage PAGE names them"
#: How the kinds of ``data/statements.tsv`` are summed up in the report.
_GROUPS = {
    "phenotypes": ("phenotype",),
    "inheritance": ("inheritance",),
    "onset": ("onset",),
    "course, modifiers": ("course", "modifier"),
    "genes": ("gene-causes",),
    "treatments": (
        *("treats", "treats-condition", "prevents-condition", "applied-to-condition"),
        *("studied-for-condition", "used", "in-trials"),
    ),
    "drug targets": ("blocks",),
    "differentials": ("differential",),
}


def run(options: Namespace) -> int:
    """Build, report, and give the exit code: 1 if a graph did not conform and was not written."""
    if options.merge and (options.format or options.output):
        raise WhimkgError(
            "--merge writes one file, N-Quads or Parquet",
            remedy="leave out --format and --output",
        )
    try:
        return _pages(options) if options.pages or options.page_table else _bundled(options)
    except ConformanceError as error:
        progress("")
        print_message(explained(error))
        return 1


def _pages(options: Namespace) -> int:
    how = page_options(options, ("nq",) if options.merge else _formats(options.format))
    if options.hpoa:
        excluded_phenotypes(options.hpoa)
    corpus = CorpusReport()
    if options.report:
        check_ending(options.report)
    try:
        outcome = _write(pages_with_identity(options), how, options, corpus)
    finally:
        if options.report and corpus.pages:  # it tells of what was refused, too
            corpus.write(options.report)
    progress("")
    for error in outcome.failed:
        print_message(explained(error))
    if not one_page(options.pages):
        _sum(corpus)
    _last_line(outcome, options)
    if all(isinstance(error, ConformanceError) for error in outcome.failed):
        return 1 if outcome.failed else 0
    return 2


def _write(
    listed: Iterable[Given], how: Options, options: Namespace, corpus: CorpusReport
) -> Outcome:
    jobs = 1 if "-" in options.pages else options.jobs  # no other process has our standard input
    build, target = (
        (merge_all, options.merge) if options.merge else (build_all, options.output or _FOLDER)
    )
    try:
        return build(
            listed,
            target,
            how,
            jobs=jobs,
            keep_going=options.keep_going,
            resume=options.resume,
            report=_reporter(options, corpus),
        )
    except KeyboardInterrupt:
        if corpus.built:
            progress("")
            print_message(
                f"interrupted, with {corpus.built} pages built; --resume takes them from there"
            )
        raise


def _formats(names: str | None) -> tuple[str, ...]:
    from whimkg.export import SERIALIZATIONS

    chosen = (
        tuple(SERIALIZATIONS)
        if names is None
        else tuple(name.strip().lower() for name in names.split(","))
    )
    for name in chosen:
        if name not in SERIALIZATIONS:
            raise UnknownNameError(
                f"unknown format {name!r}", remedy=f"take one of {', '.join(SERIALIZATIONS)}"
            )
    return chosen


def _bundled(options: Namespace) -> int:
    from whimkg.base.files import write_all
    from whimkg.base.resources import BUNDLED
    from whimkg.export import SERIALIZATIONS
    from whimkg.pipeline import build

    _refuse(options)
    names = ("nq",) if options.merge else _formats(options.format)
    built = summary(BUNDLED, build(base=options.base), names, validate=options.validate)
    if built.error:
        _findings(built)
        raise built.error
    folder = options.output or _FOLDER
    if options.merge and options.merge.suffix.lower() == DATASET:
        from whimkg.rdf.quad_dataset import dataset_bytes

        built.files = {"nq": dataset_bytes(built.files["nq"])}
    write_all(
        {
            options.merge or folder / f"{built.slug}{SERIALIZATIONS[name].suffix}": data
            for name, data in built.files.items()
        }
    )
    _full(built)
    outcome = Outcome()
    outcome.add(built)
    _last_line(outcome, options)
    return 0


def _refuse(options: Namespace) -> None:
    """The bundled record is no page: say so instead of ignoring what was asked for."""
    for name in (
        *("url", "saved", "partial", "reader", "quotes", "mappings", "wordings"),
        *("hpoa", "resume"),
    ):
        if getattr(options, name):
            raise WhimkgError(f"--{name} needs a page", remedy="give one: whimkg build PAGE")


def _reporter(options: Namespace, corpus: CorpusReport) -> Callable[[Built], None]:
    """Reports each page: in full if it is the only one, else in a line, or not if so asked."""
    print_page = _full if one_page(options.pages) else _line
    total = _total(options)
    began = monotonic()

    def report(built: Built) -> None:
        corpus.add(built)
        rate = corpus.pages / max(monotonic() - began, 0.001)
        progress(f"{corpus.pages}{total} pages, {rate:.0f} a second, now {built.origin}")
        if built.error is None:
            warn_unused_url(options, built.url)
            if not options.quiet:
                progress("")
                print_page(built)
        else:
            _findings(built)

    return report


def _total(options: Namespace) -> str:
    """How many pages there are, for the progress: counted only where a terminal shows it."""
    if not sys.stderr.isatty() or one_page(options.pages) or not options.pages:
        return ""
    return f" of {sum(1 for _ in pages(options))}"


def _findings(built: Built) -> None:
    """What validation found, beside the messages; of a page that was not read, nothing."""
    if built.report:
        progress("")
        print_findings(built.report, None, built.origin, stream=sys.stderr)


def _line(built: Built) -> None:
    units, words = built.missed
    rest = f"  not understood: {units} ({words} words)" if units or words else ""
    rest += _cut(built) + _differs(built)
    out(f"{built.slug}  {_subject(built)}  {built.statements} statements{rest}")


def _subject(built: Built) -> str:
    return built.subject or "no identifier"


def _differs(built: Built) -> str:
    differ = (("Mondo has", built.names_differ), ("its address has", built.address_differs))
    return "".join(f"  ({who} other names)" for who, is_so in differ if is_so)


def _cut(built: Built) -> str:
    return "" if built.complete else "  (incomplete: the page is cut)"


def _full(built: Built) -> None:
    out(f"{paint(built.title, 'bold')}  {_subject(built)}{_cut(built)}")
    rows = []
    for group, kinds in _GROUPS.items():
        count = sum(built.counts.get(kind, 0) for kind in kinds)
        bands = " · ".join(f"{band}: {n}" for band, n in built.bands.items())
        if count:
            rows.append((f"  {group}", f"{count:>3}", bands if group == "phenotypes" else ""))
    rows.append(
        ("  evidence", f"{built.evidence:>3}", f"pieces, on {built.spans} places of the page")
    )
    units, words = built.missed
    if units or words:
        missed = f"sentences or lines, {words} words: {_SEE}"
        rows.append(("  not understood", f"{units:>3}", missed))
    for line in columns(rows):
        out(line)
    noted = (f"{kind}: {words} (line {line})" for kind, words, line in built.noted if words)
    for note in (*map(in_commands, built.notes), *noted):
        out(f"  note: {note}")


def _sum(corpus: CorpusReport) -> None:
    rows = [(figure.what, f"{figure.number}", figure.unit) for figure in corpus.figures()]
    for line in columns(rows):
        out(line)


def _last_line(outcome: Outcome, options: Namespace) -> None:
    where = options.merge or options.output or _FOLDER
    if outcome.warnings:
        print_message(f"warnings of the shapes: {outcome.warnings}; whimkg validate shows them")
    if outcome.failed:
        out(f"{outcome.pages} of {outcome.pages + len(outcome.failed)} pages")
    out(f"wrote {outcome.statements} statements ({outcome.triples} triples) to {where}")
