"""How much memory there is, and what part of it work on what others wrote may take."""

import os
from pathlib import Path

from whimkg.errors import LimitError

__all__ = ["require_memory", "share_of_memory"]

#: Where a container's limit stands, in control groups of version 2 and 1.
_CONTAINER = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
#: Bytes that Oxigraph maps for a store on the disk.
_MAPPED = 1 << 30
_PART = 32
_LEAST, _MOST = 256 << 20, 4 << 30


def share_of_memory() -> int:
    """Bytes: a 32nd part of this machine's or container's memory, from 256 MB to 4 GB."""
    return min(max(_memory() // _PART, _LEAST), _MOST)


def require_memory(where: str) -> None:
    """See that a store on the disk has room to be opened: its engine's own word is to end us.

    Raises:
        LimitError: this process may not map as much memory as the engine does (``ulimit -v``).
    """
    try:
        import resource
    except ImportError:  # not of this system
        return
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit != resource.RLIM_INFINITY and limit < _MAPPED:
        raise LimitError(
            f"the store's engine maps up to {_MAPPED >> 20:,} MB of memory, and this process may"
            f" map {limit >> 20:,}",
            where=where,
            remedy="allow more (ulimit -v)",
        )


def _memory() -> int:
    """Bytes of memory; of a system that does not tell, enough for the least share."""
    found = [int(text) for text in map(_text, _CONTAINER) if text.isdecimal()]
    if "SC_PHYS_PAGES" in getattr(os, "sysconf_names", {}):
        found.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    return min(found, default=0)


def _text(file: str) -> str:
    try:
        return Path(file).read_text(encoding="ascii").strip()
    except OSError:
        return ""
