"""``whimkg export``."""

import sys
from argparse import Namespace
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from whimkg.cli.terminal import out, width
from whimkg.errors import GraphError, OutputError, UnknownNameError
from whimkg.export import FORMATS, Format, Options, read_quads, serialize, view
from whimkg.loading import graph_store
from whimkg.output import write_all
from whimkg.pipeline import BUNDLED
from whimkg.resources import text

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["run"]


def run(options: Namespace) -> int:
    """Write a graph in another format, or list the formats."""
    if options.list:
        _list()
        return 0
    if options.format not in FORMATS:
        raise UnknownNameError(
            f"unknown format {options.format!r}" if options.format else "no format is named",
            remedy=f"take one of {', '.join(FORMATS)}",
        )
    chosen = FORMATS[options.format]
    if not options.output and len(chosen.suffixes) > 1:
        raise OutputError(
            f"{chosen.name} is {len(chosen.suffixes)} files",
            remedy="name a folder for them: -o DIR",
        )
    files = _view(chosen, options) if chosen.view else _serialization(chosen, options)
    if options.output:
        write_all({_path(options, chosen, suffix): data for suffix, data in files.items()})
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(*files.values())
    return 0


def _list() -> None:
    """Each format with what it is for and the endings of its files, wrapped to the terminal."""
    indent = max(map(len, FORMATS)) + 2
    for row in FORMATS.values():
        told = f"{row.purpose}; {' '.join(row.suffixes)}"
        lines = wrap(told, max(width() - indent, 20), break_long_words=False)
        out(
            "\n".join(
                [row.name.ljust(indent) + lines[0], *(" " * indent + more for more in lines[1:])]
            )
        )


def _view(chosen: Format, options: Namespace) -> dict[str, bytes]:
    store = graph_store(options.graph)
    return view(store, chosen.name, Options(options.biolink, options.profile))


def _serialization(chosen: Format, options: Namespace) -> dict[str, bytes]:
    return {chosen.suffix: serialize(_quads(options.graph), chosen.name)}


def _quads(graph: Path | None) -> "list[Quad]":
    if graph is None:
        return read_quads(text(f"data/{BUNDLED}.nq").encode(), "nq")
    try:
        data = graph.read_bytes()
    except OSError as error:
        raise GraphError(
            f"cannot be read: {error.strerror}", where=str(graph), remedy="give an RDF file"
        ) from error
    try:
        return read_quads(data, graph.suffix)
    except (GraphError, UnknownNameError) as error:
        raise error.at(str(graph)) from error


def _path(options: Namespace, chosen: Format, suffix: str) -> Path:
    """Of a file: as named, or in a folder by the graph's name; of several files it is a folder."""
    if not options.output.is_dir() and len(chosen.suffixes) == 1:
        return Path(options.output)
    stem = options.graph.stem if options.graph else BUNDLED
    return Path(options.output / f"{stem}{suffix}")
