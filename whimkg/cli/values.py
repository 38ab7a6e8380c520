"""Values of options that several commands take."""

import argparse

__all__ = ["path", "seconds"]


def path(text: str) -> str:
    """A path as it was given: a slash at its end says that it is a folder.

    Raises:
        argparse.ArgumentTypeError: it is empty, as a variable that is not set; to the system, that
            would be the folder that we are in.
    """
    if not text:
        raise argparse.ArgumentTypeError("a path without a name")
    return text


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
