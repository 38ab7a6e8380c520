"""What is known of a graph that has been put in place, when it then cannot be counted or asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from whimkg.errors import StoreError

__all__ = ["placed"]


@contextmanager
def placed() -> Iterator[None]:
    """For the block after a store has said that it has replaced the graph.

    Raises:
        StoreError: the error of the block, which then says so, too.
    """
    try:
        yield
    except StoreError as error:
        raise StoreError(
            f"{error.problem}; the graph was replaced before that, as the store has said",
            where=error.where,
            remedy=error.remedy,
        ) from error
