"""Many pages: read side by side, written together or merged into one file, in bounded memory."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from functools import partial
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from whimkg.base import resources
from whimkg.base.pool import each
from whimkg.base.temporary import temporary_folder
from whimkg.corpus.page import Built, Given, Options, build_page, page_of
from whimkg.corpus.parts import Parts, part_name, parts_in
from whimkg.errors import OutputError, UnknownNameError, WhimkgError
from whimkg.source.addresses import redacted
from whimkg.source.paths import is_folder, is_stream

if TYPE_CHECKING:
    from concurrent.futures import Executor

__all__ = ["DATASET", "Outcome", "build_all", "merge_all"]

#: The ending of a Parquet dataset.
DATASET = ".parquet"
#: What a part tells of its page.
_STORED = {known.name for known in fields(Built)} - {
    *("origin", "error", "report", "files", "part", "resumed")
}


@dataclass(slots=True)
class Outcome:
    """The sum over all pages; ``failed`` in the order of the inputs."""

    pages: int = 0
    warnings: int = 0
    statements: int = 0
    triples: int = 0
    failed: list[WhimkgError] = field(default_factory=list)

    def add(self, built: Built) -> None:
        """Count a page."""
        if built.error:
            self.failed.append(built.error)
        else:
            self.pages += 1
            self.warnings += built.warnings
            self.statements += built.statements
            self.triples += built.triples


Reporter = Callable[[Built], None]


class _Run(NamedTuple):
    """How pages are gone through, as in ``build_all``."""

    jobs: int
    keep_going: bool
    report: Reporter
    executor: Executor | None
    one_graph: bool = False


def _part(options: Options, how: str, parts: Parts | None, given: Given) -> Built:
    """A page's part, with what is known of it: found, or built and stored where there are parts."""
    name = part_name(given, how, once=bool(options.reader))
    if parts and (about := parts.find(name)):
        return Built(redacted(page_of(given)), part=name, resumed=True, **about)
    built = replace(build_page(options, given), part=name)
    if parts and not built.error:
        _store(built, parts)
    return built


def _store(built: Built, parts: Parts) -> None:
    about = {name: getattr(built, name) for name in _STORED}
    parts.store(built.part, about, built.files)
    built.files = {}


def _accepted(
    pages: Iterable[Given],
    options: Options,
    parts: Parts,
    outcome: Outcome,
    run: _Run,
) -> list[Built]:
    """Build each page, report and count it; those that are refused are left out, if so asked.

    Returns:
        The pages in order of their short names; their graphs are in the parts.
    """
    accepted: dict[str, Built] = {}
    diseases: dict[str, Built] = {}
    here = None if run.executor else parts  # other machines do not see the folder
    work = partial(_part, options, _how(options), here)
    for page in each(work, pages, run.jobs, run.executor):
        built = _once(page, accepted)
        if run.one_graph:
            built = _one_of_disease(built, diseases)
        run.report(built)
        if built.error and not run.keep_going:
            raise built.error
        outcome.add(built)
        if not built.error:
            if built.files:
                _store(built, parts)
            accepted[built.slug] = built
    if parts.resume:
        parts.keep_only({built.part for built in accepted.values()})
    return [accepted[slug] for slug in sorted(accepted)]


def _how(options: Options) -> str:
    """A digest of what a built page depends on, beside the page."""
    choices = repr(replace(options, mappings=None, wordings=None, hpoa=None))
    tables = (options.mappings, options.wordings, options.hpoa)
    return " ".join([resources.fingerprint(), choices, *map(_digest, tables)])


def _digest(table: Path | None) -> str:
    """A digest of a table's bytes; whoever reads it says why it cannot be read."""
    if table is None:
        return ""
    try:
        with table.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _once(built: Built, seen: dict[str, Built]) -> Built:
    """Refuse a second page of the same short name: its files would replace the first's."""
    if built.error or built.slug not in seen:
        return built
    error = UnknownNameError(
        f"a second page is called {built.slug!r}, after {seen[built.slug].origin}",
        where=built.origin,
        remedy="build it alone: with its address (url=…), or into another folder",
    )
    return Built(built.origin, error)


def _one_of_disease(built: Built, seen: dict[str, Built]) -> Built:
    """Refuse a second page of a disease: pieces of evidence are numbered within a page."""
    disease = built.subject
    if built.error or not disease or seen.setdefault(disease, built) is built:
        return built
    error = UnknownNameError(
        f"a second page is about {disease}, after {seen[disease].origin}",
        where=built.origin,
        remedy="merge it into another file; whimkg.diff(…) compares the two",
    )
    return Built(built.origin, error)


def build_all(
    pages: Iterable[Given],
    folder: Path,
    options: Options,
    *,
    jobs: int = 1,
    keep_going: bool = False,
    resume: bool = False,
    report: Reporter = lambda built: None,
    executor: Executor | None = None,
) -> Outcome:
    """Write each page's files into a folder; they all appear, or none.

    Args:
        pages: files and addresses; with a row's identity where a table gives it.
        folder: made if missing.
        options: how to build.
        jobs: number of processes.
        keep_going: write the other pages although some are refused.
        resume: take the pages that have not changed from what an earlier build has left, killed
            or asked to resume, and leave the same for a later one.
        report: called with each page.
        executor: builds the pages instead of processes here, for instance on other machines, which
            build all of them anew.

    Raises:
        WhimkgError: the first refused page, unless ``keep_going``; nothing was written. It is a
            ConformanceError for a graph that does not conform; ``report`` has had its findings.
        OutputError: a file could not be written; nothing was left behind.
    """
    from whimkg.base.files import atomic_files
    from whimkg.export import SERIALIZATIONS

    outcome = Outcome()
    with parts_in(folder / ".parts", resume=resume) as parts:
        run = _Run(jobs, keep_going, report, executor)
        found = _accepted(pages, options, parts, outcome, run)
        with atomic_files() as opened:
            for built in found:
                for name in options.formats:
                    suffix = SERIALIZATIONS[name].suffix
                    with opened(folder / f"{built.slug}{suffix}") as file:
                        file.write(parts.read(built.part, name))
    return outcome


def merge_all(
    pages: Iterable[Given],
    file: Path,
    options: Options,
    *,
    jobs: int = 1,
    keep_going: bool = False,
    resume: bool = False,
    report: Reporter = lambda built: None,
    executor: Executor | None = None,
) -> Outcome:
    """Write all pages into one file: pages in order of slug, each page's block sorted.

    The file is N-Quads, or a Parquet dataset of quads if its name ends in ``.parquet``. Memory does
    not grow with the number of pages; the blocks wait in a folder beside the file.
    Arguments and errors as in ``build_all``.
    """
    outcome = Outcome()
    with _parts_of(file, resume=resume) as parts:
        run = _Run(jobs, keep_going, report, executor, one_graph=True)
        found = _accepted(pages, options, parts, outcome, run)
        _merge((parts.read(built.part, "nq") for built in found), file)
    return outcome


@contextmanager
def _parts_of(file: Path, *, resume: bool) -> Iterator[Parts]:
    """The parts of one file: beside it; elsewhere for a pipe or device, where nothing can stay."""
    if is_folder(file):
        raise OutputError("it is a folder", where=str(file), remedy="give the name of a file")
    if is_stream(file):
        with temporary_folder() as folder:
            yield Parts(folder)
        return
    with parts_in(file.parent / f".{file.name}.parts", resume=resume) as parts:
        yield parts


def _merge(blocks: Iterable[bytes], file: Path) -> None:
    """Write blocks of N-Quads one after the other, or as a dataset."""
    from whimkg.base.files import atomic_file

    with atomic_file(file) as merged:
        if file.suffix.lower() != DATASET:
            merged.writelines(blocks)
            return
        from whimkg.rdf.quad_dataset import write_dataset

        with temporary_folder() as folder:
            write_dataset(blocks, folder / "corpus")
            with (folder / "corpus").open("rb") as written:
                shutil.copyfileobj(written, merged)
