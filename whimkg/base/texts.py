"""Text files that users give."""

from pathlib import Path

from whimkg.errors import WhimkgError

__all__ = ["read_text"]


def read_text(path: Path | str, error: type[WhimkgError], *, remedy: str) -> str:
    """The text of a file in UTF-8, without a byte-order mark.

    Args:
        path: the file.
        error: what is raised where it cannot be read; it names the file and the cause.
        remedy: what the user is told to do about it.
    """
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as cause:
        reason = getattr(cause, "strerror", None) or "it is no text in UTF-8"
        raise error(f"cannot be read: {reason}", where=str(path), remedy=remedy) from cause
