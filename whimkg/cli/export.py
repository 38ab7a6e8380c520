"""``whimkg export``."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from whimkg.cli.terminal import columns, out
from whimkg.errors import GraphError, UnknownNameError
from whimkg.export import FORMATS, read_quads, serialize
from whimkg.output import write_all
from whimkg.pipeline import BUNDLED
from whimkg.resources import text

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["run"]


def run(options: Namespace) -> int:
    """Write a graph in another format, or list the formats."""
    if options.list:
        for line in columns([(f.name, f.suffix, f.purpose) for f in FORMATS.values()]):
            out(line)
        return 0
    if options.format not in FORMATS:
        raise UnknownNameError(
            f"unknown format {options.format!r}" if options.format else "no format is named",
            remedy=f"take one of {', '.join(FORMATS)}",
        )
    data = serialize(_quads(options.graph), options.format)
    if options.output:
        write_all({_path(options): data})
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    return 0


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


def _path(options: Namespace) -> Path:
    if not options.output.is_dir():
        return Path(options.output)
    stem = options.graph.stem if options.graph else BUNDLED
    return Path(options.output / f"{stem}{FORMATS[options.format].suffix}")
