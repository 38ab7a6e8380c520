"""Packages that only some of what whimkg does needs, imported when they are."""

from importlib import import_module
from typing import Any

from whimkg.errors import WhimkgError

__all__ = ["import_optional"]


def import_optional(package: str, install: str, error: type[WhimkgError]) -> Any:
    """A package that may be absent.

    Args:
        package: the name that it is imported by.
        install: what pip is to install, such as the package or an extra of whimkg.
        error: what its absence is to the caller.

    Raises:
        WhimkgError: it is not installed; of the type given.

    >>> import_optional("json", "json", WhimkgError).dumps([1])
    '[1]'
    """
    try:
        return import_module(package)
    except ModuleNotFoundError as absent:
        # A package that is there and lacks one of its own is named by what it lacks.
        raise error(
            f"{absent.name} is not installed", remedy=f"pip install {_quoted(install)}"
        ) from absent


def _quoted(install: str) -> str:
    """An extra stands in quotes, since a shell takes its brackets for a pattern."""
    return f"'{install}'" if "[" in install else install
