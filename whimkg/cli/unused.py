"""Words of a command line that would change nothing: they are refused, never passed over."""

from argparse import Namespace
from collections.abc import Iterable

from whimkg.errors import GraphError, WhimkgError
from whimkg.source.paths import is_folder

__all__ = ["format_of", "refuse_unused"]


def refuse_unused(options: Namespace, problem: str, *names: str, **words: str) -> None:
    """Refuse what is there in vain.

    Args:
        options: the command line.
        problem: why it has no meaning here.
        names: what has none: options by their names in ``options``.
        words: others, such as arguments, each with what the user is to leave out.

    Raises:
        WhimkgError: one of them is there.
    """
    called = words | {name: f"--{name.replace('_', '-')}" for name in names}
    if unused := [word for name, word in called.items() if getattr(options, name)]:
        raise WhimkgError(problem, remedy=f"leave out {' and '.join(unused)}")


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
