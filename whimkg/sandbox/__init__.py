"""Work on what others wrote, in a child process with limits of time and memory."""

from whimkg.sandbox._memory import (
    require_memory,
    require_memory_for_store,
    require_memory_for_tables,
    share_of_memory,
)
from whimkg.sandbox._process import Worker, check_seconds, run_in_thread, run_limited
from whimkg.sandbox._supervision import BREAKDOWNS, supervise

__all__ = [
    "BREAKDOWNS",
    "Worker",
    "check_seconds",
    "require_memory",
    "require_memory_for_store",
    "require_memory_for_tables",
    "run_in_thread",
    "run_limited",
    "share_of_memory",
    "supervise",
]
