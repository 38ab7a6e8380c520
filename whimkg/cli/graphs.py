"""The format of the graphs that a command line names."""

from argparse import Namespace
from collections.abc import Iterable

from whimkg.errors import GraphError
from whimkg.source.paths import is_folder

__all__ = ["format_of"]


def format_of(options: Namespace, graphs: Iterable[str | None]) -> str:
    """What ``--input-format`` says of the graphs; empty where it is not given.

    Raises:
        GraphError: it would change nothing: no graph is named, or a folder, whose files tell their
            formats by their names, as a store knows its own.
    """
    named = [graph for graph in graphs if graph is not None]
    if options.base_iri and not named:
        raise GraphError(
            "--base-iri tells of IRIs in a file, and none is named",
            remedy="leave out --base-iri, or name the file",
        )
    if not options.input_format:
        return ""
    if not named:
        raise GraphError(
            "--input-format tells the format of a file, and none is named",
            remedy="leave out --input-format, or name the file",
        )
    for folder in filter(is_folder, named):
        raise GraphError(
            "it is a folder, whose files tell their formats by their names",
            where=folder,
            remedy="leave out --input-format, or give the file itself",
        )
    return str(options.input_format)
