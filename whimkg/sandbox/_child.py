"""What a child process does: it answers requests from one pipe into another, within limits.

It shares the memory, and at first the open files, of the process that has forked it. Of these it
keeps files, in which an engine may have its data, and closes pipes and connections: whoever is at
the other end waits for their end.
"""

import gc
import json
import math
import os
import signal
import stat
import struct
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from whimkg.errors import LimitError, WhimkgError

__all__ = ["ANSWER", "DONE", "MORE_MEMORY", "REQUEST", "Work", "serve"]

Work = Callable[[bytes], bytes]

#: Seconds, and how many bytes follow.
REQUEST = struct.Struct(">dQ")
#: How it ended, and how many bytes follow: an answer, or an error of ours in JSON.
ANSWER = struct.Struct(">cQ")
DONE, FAILED = b"+", b"-"
#: What to do where memory was too little.
MORE_MEMORY = "give it more memory (memory=…)"
_OPEN = ("/proc/self/fd", "/dev/fd")


def serve(
    work: Work, requests: int, answers: int, others: Sequence[int], memory: int, *, opens: bool
) -> NoReturn:
    """Answer until nobody asks any more, and end the process.

    Args:
        work: gives the answer to a request; it may raise errors of ours.
        requests: a pipe to read, of ``REQUEST`` and the request's bytes.
        answers: a pipe to write, of ``ANSWER`` and the answer's bytes.
        others: the parent's ends of these pipes.
        memory: how many bytes may be taken, beside what there is already.
        opens: whether it may open files and connections.
    """
    try:
        _reset_signal_handlers()
        for descriptor in others:  # first of all: to look for more takes a free descriptor
            os.close(descriptor)
        _close_pipes_of_others(requests, answers)
        _silence_engine()
        gc.freeze()  # to collect what is the parent's would copy it
        _set_limits(memory, opens=opens)
        with suppress(BrokenPipeError):  # nobody waits for the answer
            while head := _read(requests, REQUEST.size):
                seconds, size = REQUEST.unpack(head)
                _allow_seconds(seconds)
                ended, answer = _outcome(work, _read(requests, size))
                _send(answers, ANSWER.pack(ended, len(answer)) + answer)
    finally:
        if sys.exc_info()[0]:  # a bug: it must be seen, and must not run on into the caller's code
            sys.__excepthook__(*sys.exc_info())  # the program's own may end it elsewhere
        os._exit(0)


def _silence_engine() -> None:
    """Keep what the engine writes as it breaks down from the user, whom the parent tells of it."""
    with suppress(OSError):  # no descriptor is left: it may be seen
        sys.stderr = os.fdopen(os.dup(2), "w")  # for what Python has to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _reset_signal_handlers() -> None:
    """Leave the parent's signals to the parent; the interrupt key, too, is for it to answer."""
    signal.set_wakeup_fd(-1)
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _close_pipes_of_others(*own: int) -> None:
    """Close what somebody else may wait for."""
    folder = next((each for each in map(Path, _OPEN) if each.is_dir()), None)
    found = [int(entry.name) for entry in folder.iterdir()] if folder else []
    for descriptor in set(found).difference(own, (0, 1, 2)):
        with suppress(OSError):  # what the folder was read by is closed already
            kind = os.fstat(descriptor).st_mode
            if stat.S_ISFIFO(kind) or stat.S_ISSOCK(kind):
                os.close(descriptor)


def _outcome(work: Work, request: bytes) -> tuple[bytes, bytes]:
    try:
        return DONE, work(request)
    except WhimkgError as error:
        fields = (type(error).__name__, error.problem, error.where, error.remedy)
    except MemoryError:
        fields = (LimitError.__name__, "it ran out of memory", "", MORE_MEMORY)
    return FAILED, json.dumps(fields).encode()


def _set_limits(memory: int, *, opens: bool) -> None:
    import faulthandler
    import resource

    faulthandler.disable()  # that the engine breaks down is for the parent to say
    _limit(resource.RLIMIT_CORE, 0)
    statistics = Path("/proc/self/statm")
    if statistics.exists():
        taken = int(statistics.read_text().split()[0]) * resource.getpagesize()
        _limit(resource.RLIMIT_AS, taken + memory)
    if not opens:  # no new file descriptor, so no socket, whatever the work has smuggled in
        _limit(resource.RLIMIT_NOFILE, 0)


def _allow_seconds(seconds: float) -> None:
    """Let the processor work so much longer: should the parent be gone, nobody else ends it."""
    import resource

    _limit(resource.RLIMIT_CPU, math.ceil(time.process_time() + seconds) + 1)


def _limit(what: int, value: int) -> None:
    """Set a limit, or the user's own where that is lower."""
    import resource

    _, most = resource.getrlimit(what)
    value = value if most == resource.RLIM_INFINITY else min(value, most)
    resource.setrlimit(what, (value, most))


def _send(pipe: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(pipe, view) :]


def _read(pipe: int, size: int) -> bytes:
    """So many bytes; fewer only if the pipe was closed."""
    data = bytearray()
    while len(data) < size and (chunk := os.read(pipe, size - len(data))):
        data += chunk
    return bytes(data)
