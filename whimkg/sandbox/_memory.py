"""How much memory there is, and what part of it work on what others wrote may take."""

import os
from pathlib import Path

__all__ = ["allowed_memory", "share_of_memory"]

#: Where a container's limit stands, in control groups of version 2 and 1.
_CONTAINER = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
_PART = 32
_LEAST, _MOST = 256 << 20, 4 << 30


def share_of_memory() -> int:
    """Bytes: a 32nd part of this machine's or container's memory, from 256 MB to 4 GB."""
    return min(max(_memory() // _PART, _LEAST), _MOST)


def allowed_memory() -> int | None:
    """Bytes of memory that this process may have mapped (``ulimit -v``); None without a limit."""
    try:
        import resource
    except ImportError:  # not of this system
        return None
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if limit == resource.RLIM_INFINITY else limit


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
