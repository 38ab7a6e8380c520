"""How much memory there is, and what part of it work on what others wrote may take."""

import os
from pathlib import Path

from whimkg.errors import LimitError

__all__ = [
    "require_memory",
    "require_memory_for_store",
    "require_memory_for_tables",
    "share_of_memory",
]

#: Where a container's limit stands, in control groups of version 2 and 1.
_CONTAINER = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
#: Bytes that Oxigraph maps for a store on the disk.
_STORE = 1 << 30
#: Bytes that two databases of DuckDB map, one in memory and one on the disk, and their threads.
_TABLES, _THREAD = 1536 << 20, 256 << 20
_PART = 32
_LEAST, _MOST = 256 << 20, 4 << 30


def share_of_memory() -> int:
    """Bytes: a 32nd part of this machine's or container's memory, from 256 MB to 4 GB."""
    return min(max(_memory() // _PART, _LEAST), _MOST)


def require_memory(what: str = "whimkg", *, needed: int = 512 << 20, where: str = "") -> None:
    """See that this process has room for an engine, which would end it where there is none.

    Args:
        what: the engine, for the message.
        needed: bytes of address space that it reserves at the most, used or not.
        where: what it is to work on.

    Raises:
        LimitError: this process has less (``ulimit -v``).
    """
    try:
        import resource
    except ImportError:  # not of this system
        return
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit != resource.RLIM_INFINITY and limit < needed:
        raise LimitError(
            f"{what} may take {needed >> 20:,} MB of address space, and this process has"
            f" {limit >> 20:,}",
            where=where,
            remedy="allow more (ulimit -v)",
        )


def require_memory_for_store(where: str) -> None:
    """See that a store of Oxigraph's on the disk can be opened; as ``require_memory``."""
    require_memory("the store's engine", needed=_STORE, where=where)


def require_memory_for_tables(where: str = "") -> None:
    """See that DuckDB can work, which reserves memory for each of its threads."""
    needed = _TABLES + (os.cpu_count() or 1) * _THREAD
    require_memory("DuckDB", needed=needed, where=where)


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
