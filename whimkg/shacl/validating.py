"""Many graphs validated, side by side, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from whimkg.base.pool import each
from whimkg.errors import GraphError, WhimkgError

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from whimkg.rdf.inputs import Block
    from whimkg.shacl import Layer, Report
    from whimkg.shacl.user_shapes import UserShapes

__all__ = ["Checked", "validate_all"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What validation said of one graph.

    Attributes:
        origin: the file, as the user named it.
        page: short name of the page, where the file names one.
        report: the outcome; None where the graph could not be read.
        error: why not.
    """

    origin: str
    page: str
    report: Report | None = None
    error: WhimkgError | None = None


def validate_all(
    blocks: Iterable[Block],
    layer: Layer,
    *,
    shapes: Sequence[Block] = (),
    timeout: float | None = None,
    memory: int | None = None,
    jobs: int = 1,
) -> Iterator[Checked]:
    """Validate many graphs, page by page, in order; memory does not grow.

    Args:
        blocks: as ``whimkg.rdf.inputs.blocks`` gives them.
        layer: the shapes' layer.
        shapes: files of other shapes, which are taken instead.
        timeout: seconds that each graph may take with other shapes, as in ``validate``.
        memory: bytes that it may take with them.
        jobs: number of processes.
    """
    options = {"layer": layer, "timeout": timeout, "memory": memory}
    for found in each(partial(_check, tuple(shapes), options), blocks, jobs):
        yield from found


def _check(shapes: tuple[Block, ...], options: dict[str, Any], block: Block) -> list[Checked]:
    try:
        own = _user_shapes(shapes) if shapes else None
        return [
            Checked(block.origin, page, _report(f"{block.origin} {page}", quads, own, options))
            for page, quads in block.graphs()
        ]
    except WhimkgError as error:
        return [Checked(block.origin, block.page, error=error)]


def _report(
    name: str, quads: list[Quad], shapes: UserShapes | None, options: dict[str, Any]
) -> Report:
    from whimkg.shacl import validate

    try:
        return validate(quads, shapes=shapes, **options)
    except GraphError as error:
        raise error.at(name.rstrip()) from error


@cache
def _user_shapes(files: tuple[Block, ...]) -> UserShapes:
    """The shapes of some files, read once in each process."""
    from whimkg.shacl.user_shapes import UserShapes

    return UserShapes.read(files)
