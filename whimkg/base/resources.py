"""The only module that opens bundled files: ``data/``, ``shapes/`` and ``queries/``.

They lie beside the package in a clone and inside it in a wheel; an editable install maps them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from whimkg.errors import UnknownNameError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from mmap import mmap

__all__ = ["BUNDLED", "fingerprint", "folder", "installed_version", "mapped", "names", "text"]


#: The record that is built, and the graph that is asked, when nothing else is named.
BUNDLED = "whim-syndrome"
_FOLDERS = ("data", "shapes", "queries")


@cache
def folder(name: str) -> Traversable:
    """The bundled folder ``data``, ``shapes`` or ``queries``.

    Raises:
        UnknownNameError: the folder is neither installed nor beside the package.
    """
    from importlib.resources import files  # a fifth of what the help would cost

    beside = Path(__file__).parents[2] / name
    try:
        return files(f"whimkg.{name}")
    except ModuleNotFoundError:
        if not beside.is_dir():
            raise UnknownNameError(
                f"no bundled folder {name!r}", remedy="reinstall whimkg"
            ) from None
        return beside


@cache
def fingerprint() -> str:
    """A digest of the whole package, its modules and its bundled files."""
    from hashlib import sha256
    from importlib.resources import files

    found = [sha256(_content(top)).hexdigest() for top in (files("whimkg"), *map(folder, _FOLDERS))]
    return sha256("".join(found).encode()).hexdigest()


@cache
def installed_version() -> str:
    """The version of whimkg that is installed; 0 for a bare clone."""
    from importlib.metadata import PackageNotFoundError, version  # slow: not for a command's help

    try:
        return version("whimkg")
    except PackageNotFoundError:
        return "0"


def _content(top: Traversable) -> bytes:
    """The digests of the files below a folder, in the order of their names; no compiled modules."""
    from hashlib import sha256

    parts = []
    for entry in sorted(top.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name != "__pycache__":
            parts.append(_content(entry))
        elif entry.is_file():
            parts.append(sha256(entry.name.encode() + b"\n" + entry.read_bytes()).digest())
    return b"".join(parts)


def _file(path: str) -> Traversable:
    first, *rest = path.split("/")
    found = folder(first)
    for part in rest:
        found = found / part
    return found


def text(path: str) -> str:
    """The content of a bundled file, decoded as UTF-8.

    Args:
        path: the folder and the name, with slashes, as in ``data/prefixes.json``.

    Raises:
        UnknownNameError: there is no such file.
    """
    return _present(path).read_text(encoding="utf-8")


def mapped(path: str) -> mmap | bytes:
    """The bytes of a bundled file, as mapped memory: what is not looked at costs nothing.

    From within an archive, where no file can be mapped, they are read.

    Raises:
        UnknownNameError: there is no such file.
    """
    from mmap import ACCESS_READ, mmap

    file = _present(path)
    if not isinstance(file, Path):
        return file.read_bytes()
    with file.open("rb") as opened:
        return mmap(opened.fileno(), 0, access=ACCESS_READ)


def _present(path: str) -> Traversable:
    file = _file(path)
    if not file.is_file():
        raise UnknownNameError(f"no bundled file {path!r}", remedy="reinstall whimkg")
    return file


def names(path: str) -> list[str]:
    """The names of the files in a bundled folder, sorted.

    >>> names("data/records")
    ['whim-syndrome.yaml']
    """
    return sorted(entry.name for entry in _file(path).iterdir() if entry.is_file())
