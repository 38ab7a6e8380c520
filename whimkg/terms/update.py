"""Makes the slices of ``data/terms/`` anew, from the files that their owners publish."""

from collections.abc import Callable
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TypeVar

from whimkg.base.files import write_all
from whimkg.base.texts import read_text
from whimkg.errors import TableFileError
from whimkg.terms import making, official
from whimkg.terms.kinds import Release
from whimkg.terms.official import Row
from whimkg.terms.slices import releases

__all__ = ["MondoFiles", "Updated", "update"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class MondoFiles:
    """The files that the slice of Mondo is made from: see ``official.mondo``."""

    gard: Path
    exact: tuple[Path, ...]
    names: Path
    earlier: Path


@dataclass(frozen=True, slots=True)
class Updated:
    """A slice that was made: its release and its number of rows."""

    slice: str
    version: str
    rows: int


def update(
    folder: Path,
    *,
    hpo: Path | None = None,
    maxo: Path | None = None,
    hgnc: tuple[Path, str] | None = None,
    mondo: MondoFiles | None = None,
) -> list[Updated]:
    """Write the slices for which files are given, and ``releases.tsv``; all appear, or none.

    Args:
        folder: ``data/terms`` of a clone, or any other.
        hpo: ``hp.obo``.
        maxo: ``maxo.obo`` or ``maxo-base.obo``.
        hgnc: HGNC's complete set, and its date, which the file does not say.
        mondo: Mondo's files.

    Raises:
        TableFileError: a file cannot be read or is not the official one.
        OutputError: a file could not be written; nothing was left behind.
    """
    made: dict[str, tuple[str, list[Row]]] = {}
    if hpo:
        made["hpo"] = _read(hpo, official.obo_release), _read(hpo, official.hpo)
    if maxo:
        made["maxo"] = _read(maxo, official.obo_release), _read(maxo, official.maxo)
    if hgnc:
        made["hgnc"] = hgnc[1], _read(hgnc[0], official.hgnc)
    if mondo:
        made["mondo"] = _read(mondo.gard, official.sssom_release), _mondo(mondo)
        earlier = {"mondo-names": _read(mondo.earlier, official.obo_release)}
    else:
        earlier = {}
    if not made:
        return []
    versions = {name: version for name, (version, _) in made.items()} | earlier
    written = {"releases.tsv": _releases(versions)}
    for name, (_, rows) in made.items():
        written |= making.files(name, rows)
    write_all({folder / name: data for name, data in written.items()})
    return [Updated(name, version, len(rows)) for name, (version, rows) in made.items()]


def _read(file: Path, function: Callable[[str], T]) -> T:
    """What a function makes of a file's text; its error names the file."""
    text = read_text(file, TableFileError, remedy="give the official file, unpacked")
    try:
        return function(text)
    except TableFileError as error:
        raise error.at(str(file)) from error


def _mondo(files: MondoFiles) -> list[Row]:
    texts = [_read(file, str) for file in files.exact]
    gard, names, earlier = (_read(f, str) for f in (files.gard, files.names, files.earlier))
    return official.mondo(gard, texts, names, earlier)


def _releases(versions: dict[str, str]) -> bytes:
    """The table of releases, with other dates for the slices that were made."""
    lines = ["\t".join(field.name for field in fields(Release))]
    for release in releases().values():
        now = versions.get(release.slice, release.version)
        lines.append("\t".join(each.replace(release.version, now) for each in astuple(release)))
    return "".join(f"{line}\n" for line in lines).encode()
