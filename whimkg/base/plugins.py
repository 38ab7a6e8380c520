"""What other packages bring, as entry points of theirs: readers, formats and folders of shapes.

The metadata of installed packages is looked at only for a name that whimkg itself does not have, or
for a list; a package is imported only when what it brings is used.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

from whimkg.errors import PluginError, UnknownNameError, WhimkgError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["FORMATS", "READERS", "SHAPES", "Plugin", "find", "installed", "shape_files"]

#: The groups of entry points.
READERS, FORMATS, SHAPES = "whimkg.readers", "whimkg.formats", "whimkg.shapes"


class Plugin(NamedTuple):
    """An entry point of an installed package.

    Attributes:
        name: what the user types.
        package: the distribution's name and version.
        entry: the entry point.
    """

    name: str
    package: str
    entry: EntryPoint

    def load(self) -> object:
        """Import what the package brings.

        Raises:
            PluginError: it cannot be imported.
        """
        with self.blamed("cannot be imported"):
            found: object = self.entry.load()
        return found

    @contextmanager
    def blamed(self, problem: str = "failed") -> Iterator[None]:
        """Tell an unexpected error of the package's code as one of that package, and not as ours.

        Raises:
            PluginError: there was one; it is the cause.
        """
        try:
            yield
        except WhimkgError:
            raise
        except Exception as error:
            cause = f"{type(error).__name__}: {error}".rstrip(": ")
            raise self.error(f"{problem}: {cause}") from error

    def error(self, problem: str) -> PluginError:
        """What to raise for what is wrong with it."""
        named = f"{self.entry.group} {self.name!r} ({self.entry.value})"
        return PluginError(
            f"{named} {problem}",
            where=self.package,
            remedy="report it to the makers of that package, or uninstall it",
        )


def installed(group: str, own: Collection[str] = ()) -> dict[str, Plugin]:
    """What installed packages bring, by name, in order; nothing is imported.

    Args:
        group: ``READERS``, ``FORMATS`` or ``SHAPES``.
        own: the names that whimkg itself has.

    Raises:
        PluginError: two packages bring the same name, or one brings a name of ours.
    """
    from importlib.metadata import entry_points

    found = dict[str, Plugin]()
    for entry in entry_points(group=group):
        package = f"{entry.dist.name} {entry.dist.version}" if entry.dist else "an unknown package"
        plugin = Plugin(entry.name, package, entry)
        if entry.name in own:
            raise plugin.error("has the name of one of whimkg's own")
        if entry.name in found:
            raise plugin.error(f"has the name of one of {found[entry.name].package}")
        found[entry.name] = plugin
    return dict(sorted(found.items()))


def find(group: str, name: str, own: Collection[str] = ()) -> Plugin:
    """What an installed package brings under a name.

    Args:
        group: ``READERS``, ``FORMATS`` or ``SHAPES``.
        name: the name.
        own: the names that whimkg itself has.

    Raises:
        PluginError: as for ``installed``.
        UnknownNameError: no package brings it.
    """
    known = installed(group, own)
    if name not in known:
        kind = group.rpartition(".")[2].removesuffix("s")
        listed = ", ".join([*own, *known])
        raise UnknownNameError(
            f"unknown {kind} {name!r}",
            remedy=f"known are {listed}" if listed else "install the package that brings it",
        )
    return known[name]


def shape_files(named: Iterable[str | Path]) -> list[str | Path]:
    """Files and folders of shapes as they were given, and for names the folders of packages.

    Raises:
        PluginError: a package cannot be imported, or is no folder.
    """
    return [_folder(each) or each for each in named]


def _folder(named: str | Path) -> Path | None:
    if isinstance(named, Path) or named == "-" or "://" in named or Path(named).exists():
        return None
    plugin = installed(SHAPES).get(named)
    if plugin is None:
        return None
    found = plugin.load()
    if isinstance(found, ModuleType):
        found = next(iter(getattr(found, "__path__", [])), "")
    if not isinstance(found, str | PathLike) or not Path(found).is_dir():
        raise plugin.error("is neither a package that is a folder nor the path of one")
    return Path(found)
