"""Work on what others wrote, in a child process with limits of time and memory."""

from whimkg.sandbox._memory import require_memory, share_of_memory
from whimkg.sandbox._process import Worker, run_limited

__all__ = ["Worker", "require_memory", "run_limited", "share_of_memory"]
