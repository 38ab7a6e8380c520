"""The built pages of a corpus, each in a file of its own until all are written together.

These files, the parts, lie in a hidden folder beside the output. The name of a part is a digest of
the page, of how it is built and of what reads it: whatever changes has another name, and is built
anew. A part appears whole or not at all, so a build that was killed can be continued.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from whimkg.corpus.page import Given, page_of
from whimkg.errors import OutputError, WhimkgError
from whimkg.source import Packed
from whimkg.tables import PageIdentity

__all__ = ["ONCE", "Parts", "part_name", "parts_in"]

#: How the names of parts begin that no later build takes: nobody knows whether the page changed.
ONCE = "once-"
_ABOUT = "page.json"
_ENDING = ".zip"
_DAMAGED = (OSError, BadZipFile, zlib.error, EOFError, KeyError, ValueError)


@dataclass(frozen=True, slots=True)
class Parts:
    """A folder of parts; several processes may write and read in it.

    Attributes:
        folder: it exists.
        resume: whether parts of an earlier build are taken.
    """

    folder: Path
    resume: bool = False

    def find(self, name: str) -> dict[str, Any] | None:
        """What is known of a page whose part an earlier build has left whole, if it may be taken.

        Lists come back as tuples.
        """
        if not self.resume or name.startswith(ONCE):
            return None
        try:
            with ZipFile(self.folder / name) as part:
                if part.testzip():
                    return None
                return {k: _tuples(v) for k, v in json.loads(part.read(_ABOUT)).items()}
        except _DAMAGED:
            return None

    def store(self, name: str, about: dict[str, Any], files: dict[str, bytes]) -> None:
        """Write a part.

        Args:
            name: its name.
            about: what is known of the page, as JSON can hold it.
            files: the page's graph by format.

        Raises:
            OutputError: there is no room for it.
        """
        with (
            _os_errors(self.folder.parent),
            NamedTemporaryFile(dir=self.folder, delete=False) as aside,
        ):
            with ZipFile(aside, "w", ZIP_DEFLATED, compresslevel=1) as part:
                part.writestr(_ABOUT, json.dumps(about))
                for format_name, data in files.items():
                    part.writestr(format_name, data)
            aside.flush()
            Path(aside.name).replace(self.folder / name)

    def read(self, name: str, format_name: str) -> bytes:
        """The graph of a page that was stored, in a format.

        Raises:
            OutputError: the part is no longer there.
        """
        try:
            with ZipFile(self.folder / name) as part:
                return part.read(format_name)
        except _DAMAGED as error:
            raise OutputError(
                "a page that was built is gone",
                where=str(self.folder / name),
                remedy="let one build at a time write there",
            ) from error

    def keep_only(self, names: set[str]) -> None:
        """Remove all other parts, and those that no later build takes."""
        for file in self.folder.iterdir():
            if file.name not in names or file.name.startswith(ONCE):
                file.unlink(missing_ok=True)


@contextmanager
def parts_in(folder: Path, *, resume: bool) -> Iterator[Parts]:
    """Make a folder for parts, or take the one there.

    With ``resume`` it stays. Else it goes, also if the build is refused; if the build is
    interrupted, it stays with the parts that are there, so that another build can continue.

    Raises:
        OutputError: it cannot be made.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    with _os_errors(folder.parent):
        folder.mkdir(parents=True, exist_ok=True)
    keep = True
    try:
        yield Parts(folder, resume)
        keep = resume
    except WhimkgError:
        keep = resume
        raise
    finally:
        if not keep or not any(folder.glob(f"*{_ENDING}")):
            shutil.rmtree(folder, ignore_errors=True)
            for each in missing[1:]:
                with suppress(OSError):  # the output stands there
                    each.rmdir()


def part_name(page: Given, how: str, *, once: bool = False) -> str:
    """The name of a page's part.

    Args:
        page: as it was given.
        how: what else the part depends on.
        once: whether it depends on something else, as a package that brings a reader.
    """
    file = page_of(page)
    given = (page.url, page.gard_id) if isinstance(page, PageIdentity) else (None, None)
    name = file.name if isinstance(file, Packed) else str(file)
    content = _digest(file)
    about = (how, *given, content or name, Path(name).suffix.lower())
    digest = hashlib.sha256(repr(about).encode()).hexdigest()
    return f"{ONCE if once or content is None else ''}{digest}{_ENDING}"


def _digest(page: str | Path | Packed) -> str | None:
    """The digest of a page's bytes; None where they can be had only once, or not."""
    if isinstance(page, Packed):
        return hashlib.sha256(page.data).hexdigest()
    try:
        if not Path(page).is_file():
            return None
        with Path(page).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


@contextmanager
def _os_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            error.strerror or "it cannot be written",
            where=str(folder),
            remedy="free some space, or write to another folder",
        ) from error
