"""``whimkg validate``."""

from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from whimkg.base.plugins import shape_files
from whimkg.base.resources import BUNDLED, installed_version, text
from whimkg.base.sarif import file_uri
from whimkg.base.temporary import temporary_folder
from whimkg.cli.findings import Page, print_findings
from whimkg.cli.terminal import out, print_json, print_message, progress, write_bytes
from whimkg.cli.unused import format_of, refuse_unused
from whimkg.cli.wording import explained
from whimkg.rdf.disk_store import is_store
from whimkg.rdf.inputs import Block, blocks, files
from whimkg.shacl import Layer, Report, Tally
from whimkg.shacl.validating import Checked, validate_all
from whimkg.source import load as load_source
from whimkg.source.paths import is_folder

if TYPE_CHECKING:
    from whimkg.shacl.shapes import Rule

__all__ = ["run"]


def run(options: Namespace) -> int:
    """Print findings and verdict; 1 if a graph does not conform, 2 if one could not be read."""
    if options.shapes:
        refuse_unused(options, "shapes of your own have no layers", "layer")
    else:
        problem = "the bundled shapes have no limits of time and memory"
        refuse_unused(options, problem, "timeout", "memory")
    page = Page(load_source(options.page)) if options.page else None
    tally, failed, kept = Tally(), 0, list[Checked]()
    folders = [each for each in options.graphs if is_folder(each) and not is_store(each)]
    alone = len(options.graphs) < 2 and not folders
    with _graph_files(options) as found:
        blocks = list(found)  # where the graphs are, and not yet what they hold
        for checked in _of_page(_checked(blocks, options), page):
            if checked.error:
                progress("")
                print_message(explained(checked.error))
                failed += 1
            elif checked.report:
                tally.add(checked.report)
                if options.format == "text":
                    _text(checked, page, alone=alone, brought=bool(options.shapes))
                else:
                    kept.append(checked)
                _note_union(checked, checked.report)
    progress("")
    if tally.graphs:
        _end(options, kept, tally, page)
    return 2 if failed else 0 if tally.conforms else 1


def _checked(blocks: list[Block], options: Namespace) -> Iterator[Checked]:
    layer: Layer = options.layer or "strict"
    jobs, base = min(options.jobs, len(blocks)), options.base_iri or ""
    with temporary_folder() as spool:
        brought = shape_files(options.shapes)
        shapes = list(files(brought, spool, base_iri=base)) if brought else []
        found = validate_all(
            blocks,
            layer,
            shapes=shapes,
            timeout=options.timeout,
            memory=options.memory,
            jobs=jobs,
        )
        for done, checked in enumerate(found, 1):
            progress(f"{done} of {len(blocks)} checked, now {_named(checked)}")
            yield checked


def _of_page(found: Iterator[Checked], page: Page | None) -> Iterable[Checked]:
    """What was checked; with findings, where a page is given that none of the graphs is of."""
    if page is None:
        return found
    every = list(found)
    reports = iter(page.mark_other_pages([each.report for each in every if each.report]))
    return [replace(each, report=next(reports)) if each.report else each for each in every]


@contextmanager
def _graph_files(options: Namespace) -> Iterator[Iterable[Block]]:
    format_name = format_of(options, options.graphs)
    with temporary_folder() as spool:
        if options.graphs:
            yield blocks(
                options.graphs, spool, format_name=format_name, base_iri=options.base_iri or ""
            )
        else:
            bundled = spool / f"{BUNDLED}.nq"
            bundled.write_text(text(f"data/{BUNDLED}.nq"), encoding="utf-8")
            yield [Block(bundled.name, bundled, "nq")]


def _named(checked: Checked) -> str:
    return f"{checked.origin} {checked.page}".rstrip()


def _text(checked: Checked, page: Page | None, *, alone: bool, brought: bool) -> None:
    report = checked.report
    if report and report.unchecked and not report.nodes:
        progress("")
        about = "the given shapes are" if brought else "whimkg's model is"
        other = "" if brought else "; shapes of your own can be given with --shapes FILE"
        out(f"{checked.origin}: it holds nothing that {about} about, and no rule checked it{other}")
    elif report and (report.findings or report.unchecked):
        progress("")
        print_findings(report, page, "" if alone and not checked.page else _named(checked))


def _note_union(checked: Checked, report: Report) -> None:
    """Findings on what pages say differently are of no page."""
    if report.findings and not checked.page and (pages := len(report.snapshots)) > 1:
        progress("")
        print_message(
            f"{checked.origin}: it is one graph of {pages} pages, which may name a term "
            "differently; N-Quads as whimkg build writes them, and stores loaded with "
            "--named-graphs, are checked page by page"
        )


def _end(options: Namespace, kept: list[Checked], tally: Tally, page: Page | None) -> None:
    reports = [(checked, checked.report) for checked in kept if checked.report]
    if options.format == "text":
        out(tally.verdict)
    elif options.format == "json":
        print_json(_plain(options, reports, tally))
    elif options.format == "sarif":
        print_json(_sarif(options, reports, page))
    else:
        from whimkg.shacl.turtle import turtle

        write_bytes(turtle(report for _, report in reports))


def _plain(
    options: Namespace, reports: list[tuple[Checked, Report]], tally: Tally
) -> dict[str, object]:
    graphs = [
        {"graph": checked.origin, "page": checked.page or None, **report.plain()}
        for checked, report in reports
    ]
    layer = None if options.shapes else options.layer or "strict"
    return {**tally.plain(), "layer": layer, "graphs": graphs}


def _rules(options: Namespace, reports: list[tuple[Checked, Report]]) -> dict[str, "Rule"]:
    """What each shape says; of shapes of a user's own, each that was broken."""
    from whimkg.shacl.shapes import Rule, bundled

    if not options.shapes:
        return bundled(options.layer or "strict").rules()
    found = (finding for _, report in reports for finding in report.findings)
    return {each.shape: Rule(each.shape, each.shape, each.message, each.severity) for each in found}


def _sarif(
    options: Namespace, reports: list[tuple[Checked, Report]], page: Page | None
) -> dict[str, object]:
    from whimkg.shacl.sarif import Located, sarif

    located = []
    for checked, report in reports:
        fits = page is not None and page.fits(report)
        located.append(
            Located(
                report,
                graph=file_uri(checked.origin),
                page=file_uri(page.origin)
                if page and fits
                else next(iter(report.pages), file_uri(checked.origin)),
                text=page.text if page and fits else None,
            )
        )
    return sarif(located, _rules(options, reports), installed_version())
