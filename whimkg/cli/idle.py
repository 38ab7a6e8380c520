"""Words of a command line that would change nothing: they are refused, never passed over."""

from argparse import Namespace
from collections.abc import Mapping

from whimkg.errors import WhimkgError

__all__ = ["refuse_unused"]


def refuse_unused(options: Namespace, names: Mapping[str, str], problem: str) -> None:
    """Refuse what is given in vain.

    Args:
        options: the command line.
        names: options that have no meaning here, with what the user calls them.
        problem: why they have none.

    Raises:
        WhimkgError: one of them is given.
    """
    if unused := [option for name, option in names.items() if getattr(options, name)]:
        raise WhimkgError(problem, remedy=f"leave out {' and '.join(unused)}")
