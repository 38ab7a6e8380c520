"""Values of options that several commands take."""

import argparse

__all__ = ["seconds"]


def seconds(text: str) -> float:
    """A number of seconds, above 0.

    Raises:
        argparse.ArgumentTypeError: it is none, or above a million.
    """
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 0 < found <= 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds")
    return found
