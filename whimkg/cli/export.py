"""``whimkg export``."""

import os
import sys
from argparse import Namespace
from collections.abc import Collection
from contextlib import ExitStack, closing, contextmanager
from itertools import chain
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from whimkg.base.files import atomic_file, atomic_files
from whimkg.base.resources import BUNDLED, text
from whimkg.base.temporary import temporary_folder
from whimkg.cli.terminal import out, width, write_bytes
from whimkg.cli.unused import format_of, refuse_unused
from whimkg.cli.usage import did_you_mean
from whimkg.errors import GraphError, OutputError, UnknownNameError
from whimkg.export import FORMATS, Format, Options, find_format, plugin_formats, serializing, view
from whimkg.export.entities import exported_pieces
from whimkg.export.rdf.sorted_lines import sorted_lines
from whimkg.rdf.memory import graph_store
from whimkg.rdf.quad_rows import graph_rows, rows_of_bytes
from whimkg.source.addresses import redacted
from whimkg.source.paths import is_folder

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping

    from whimkg.rdf.quad_rows import QuadRow

__all__ = ["run"]

#: What changes formats of the Biolink Model alone.
_RELEASE = ("biolink", "profile")
_NO_TEXT = "application/octet-stream"
_OPTIONS = ("input_format", "base_iri", "output", "jobs", "no_sparql", *_RELEASE)


def run(options: Namespace) -> int:
    """Write a graph in another format, or list the formats."""
    _refuse_idle(options)
    if options.list:
        _list()
        return 0
    chosen = _chosen(options.format or "")
    _refuse_vain(chosen, options)
    if options.output in (None, "-"):
        _refuse_several(chosen, chosen.suffixes)
        _refuse_on_terminal(chosen)
    try:
        _write_view(chosen, options) if chosen.view else _write_rdf(chosen, options)
    except GraphError as error:  # what is wrong with a graph is told with its name
        raise (
            error if error.where or not options.graph else error.at(redacted(options.graph))
        ) from None
    return 0


def _chosen(name: str) -> Format:
    try:
        return find_format(name)
    except UnknownNameError as unknown:
        raise UnknownNameError(
            unknown.problem if name else "no format is named",
            remedy=did_you_mean(name, FORMATS)
            or unknown.remedy.replace("known are", "take one of"),
        ) from unknown


def _write_view(chosen: Format, options: Namespace) -> None:
    """Piece by piece where SQL makes them: the files need not fit into memory."""
    with _view(chosen, options) as made:
        if options.output in (None, "-"):
            _refuse_several(chosen, made)
            for piece in chain.from_iterable(made.values()):
                write_bytes(piece)
            return
        with atomic_files() as opened:
            for suffix, pieces in made.items():
                opened(_path(options, chosen, made, suffix)).writelines(pieces)


def _write_rdf(chosen: Format, options: Namespace) -> None:
    """Piece by piece: neither the graph nor its file needs to fit into memory."""
    with _pieces(chosen, options) as pieces:
        if options.output in (None, "-"):
            for piece in pieces:
                write_bytes(piece)
        else:
            first = next(pieces)  # what is wrong shows now, and no folder is made for it
            with atomic_file(_path(options, chosen, chosen.suffixes, chosen.suffix)) as file:
                file.writelines(chain([first], pieces))


@contextmanager
def _pieces(chosen: Format, options: Namespace) -> "Generator[Iterator[bytes], None, None]":
    with ExitStack() as opened:
        lines = None
        if chosen.name in ("nq", "nt") and options.graph and not options.input_format:
            lines = opened.enter_context(sorted_lines(options.graph, chosen.name))
        if lines is None:
            rows = opened.enter_context(closing(_rows(options)))
            lines = opened.enter_context(serializing(rows, chosen.name))
        yield lines


def _refuse_idle(options: Namespace) -> None:
    """Refuse words beside ``--list`` that would change nothing."""
    if options.list:
        problem = "--list only lists the formats"
        refuse_unused(options, problem, *_OPTIONS, format="FORMAT", graph="GRAPH")


def _refuse_vain(chosen: Format, options: Namespace) -> None:
    """Refuse a release, a profile or processes where they change nothing."""
    if options.no_sparql and chosen.name != "html":
        problem = f"{chosen.name} does not depend on --no-sparql"
        refuse_unused(options, problem, no_sparql="--no-sparql, or take html")
    if chosen.entities:
        return
    with_use = ", ".join(row.name for row in FORMATS.values() if row.entities)
    for name in (*_RELEASE, "jobs"):
        problem = f"{chosen.name} does not depend on --{name}"
        refuse_unused(options, problem, **{name: f"--{name}, or take one of {with_use}"})


def _refuse_several(chosen: Format, files: Collection[str]) -> None:
    """Refuse several files where standard output is to take them."""
    if len(files) > 1:
        raise OutputError(
            f"{chosen.name} is {len(files)} files", remedy="name a folder for them: -o DIR"
        )


def _refuse_on_terminal(chosen: Format) -> None:
    """Refuse on a terminal what nobody reads there."""
    if not sys.stdout.isatty():
        return
    if chosen.media_type == _NO_TEXT:
        raise OutputError(f"{chosen.name} is no text", remedy="name a file for it: -o FILE")
    if chosen.name == "html":
        raise OutputError("html is for a browser", remedy="name a file for it: -o FILE.html")


def _list() -> None:
    """Each format with what it is for and the endings of its files, wrapped to the terminal."""
    known = FORMATS | plugin_formats()
    indent = max(map(len, known)) + 2
    for row in known.values():
        words = f"{row.purpose}; {' '.join(row.suffixes)}"
        words += f"; from {row.plugin.package}" if row.plugin else ""
        room = max(width() - indent, 20)
        lines = wrap(words, room, break_long_words=False, break_on_hyphens=False)
        out(
            "\n".join(
                [row.name.ljust(indent) + lines[0], *(" " * indent + more for more in lines[1:])]
            )
        )


@contextmanager
def _view(
    chosen: Format, options: Namespace
) -> "Generator[Mapping[str, Iterable[bytes]], None, None]":
    input_format = format_of(options, [options.graph])
    base_iri = options.base_iri or ""
    if (chosen.entities or chosen.tables) and options.graph:
        with exported_pieces(
            options.graph,
            chosen.name,
            _release(options),
            input_format=input_format,
            base_iri=base_iri,
            jobs=options.jobs,
        ) as files:
            yield files
        return
    store = graph_store(options.graph, format_name=input_format, base_iri=base_iri)
    made = view(store, chosen.name, _release(options))
    yield {suffix: [data] for suffix, data in made.items()}


def _release(options: Namespace) -> Options:
    chosen = {name: value for name in _RELEASE if (value := getattr(options, name))}
    return Options(**chosen, sparql=not options.no_sparql)


def _rows(options: Namespace) -> "Generator[list[QuadRow], None, None]":
    """The quads of the graph, some at a time."""
    format_name = format_of(options, [options.graph])
    if options.graph is None:
        yield rows_of_bytes(text(f"data/{BUNDLED}.nq").encode())
        return
    with temporary_folder() as spool:
        yield from graph_rows(
            options.graph, spool, format_name=format_name, base_iri=options.base_iri or ""
        )


def _path(options: Namespace, chosen: Format, files: Collection[str], file: str) -> Path:
    """Where a file is written: as named, or in a folder; several files need one.

    Args:
        options: what the user gave.
        chosen: the format, whose endings stand behind the graph's name.
        files: all that is written: endings, or whole names where there is one for each page.
        file: one of them.
    """
    folder = is_folder(options.output) or options.output.endswith(("/", os.sep))
    if not folder and len(files) == 1:
        return Path(options.output)
    own = f"{_stem(options.graph)}{file}" if file in chosen.suffixes else file
    return Path(options.output) / own


def _stem(graph: str | None) -> str:
    """By what the files of a graph are called."""
    if graph is None:
        return BUNDLED
    path = urlsplit(graph).path if "://" in graph else graph
    return Path(path).stem or Path(path).resolve().stem or "graph" if path != "-" else "graph"
