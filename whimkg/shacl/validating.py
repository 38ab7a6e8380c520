"""Many graphs held against the shapes, side by side, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from whimkg.base.pool import each
from whimkg.errors import WhimkgError

if TYPE_CHECKING:
    from whimkg.rdf.inputs import Block
    from whimkg.shacl import Layer, Report
    from whimkg.shacl.brought import Brought

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
    blocks: Iterable[Block], layer: Layer, *, shapes: Sequence[Block] = (), jobs: int = 1
) -> Iterator[Checked]:
    """Hold many graphs against the shapes, page by page, in order; memory does not grow.

    Args:
        blocks: as ``whimkg.rdf.blocks`` gives them.
        layer: the shapes' layer.
        shapes: files of other shapes, which are taken instead.
        jobs: number of processes.
    """
    for found in each(partial(_check, layer, tuple(shapes)), blocks, jobs):
        yield from found


def _check(layer: Layer, shapes: tuple[Block, ...], block: Block) -> list[Checked]:
    from whimkg.shacl import validate

    try:
        brought = _brought(shapes) if shapes else None
        return [
            Checked(block.origin, page, validate(quads, layer=layer, shapes=brought))
            for page, quads in block.graphs()
        ]
    except WhimkgError as error:
        return [Checked(block.origin, block.page, error=error)]


@cache
def _brought(files: tuple[Block, ...]) -> Brought:
    """The shapes of some files, read once in each process.

    Raises:
        GraphError: one of them cannot be read.
    """
    from whimkg.shacl.brought import Brought

    quads = (quad for file in files for _, found in file.graphs() for quad in found)
    return Brought.of_quads(quads, ", ".join(file.origin for file in files))
