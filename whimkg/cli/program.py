"""What a program owes to the system around it: its streams, its signals, the code of a bug."""

import errno
import io
import math
import os
import signal
import sys
import time
from _thread import start_new_thread
from types import FrameType, TracebackType
from typing import NoReturn

__all__ = [
    "TOO_MANY_FILES",
    "can_open_files",
    "install_handlers",
    "is_memory_limited",
    "open_streams",
    "restart_in_utf8",
    "shortage_message",
    "show_warning",
    "use_utf8",
]

#: Nothing more can be written there.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
#: Signals that end a program; not every system has them all.
_ENDING = ("SIGINT", "SIGTERM", "SIGHUP")
_USUAL = (signal.SIG_DFL, signal.default_int_handler)
#: Seconds in which several signals are one wish: ``timeout`` sends two, a session that ends SIGTERM
#: and SIGHUP.
_MOMENT = 1.0
TOO_MANY_FILES = "too many files would be open at once; allow more, as with ulimit -n 256"
#: What any command has open at once, but for stores, which tell of more themselves.
_FILES = 10


def can_open_files() -> bool:
    """Whether enough files can be opened for a command to begin, and to say what it lacks."""
    opened: list[int] = []
    try:
        opened.extend(os.open(os.devnull, os.O_RDONLY) for _ in range(_FILES))
    except OSError:
        return False
    finally:
        for each in opened:
            os.close(each)
    return True


def is_memory_limited() -> bool:
    """Whether an engine may get no memory although there is some: it then ends its process."""
    try:
        import resource
    except ImportError:  # not of this system
        return False
    limits = (resource.RLIMIT_AS, resource.RLIMIT_DATA)
    return any(resource.getrlimit(each)[0] != resource.RLIM_INFINITY for each in limits)


def install_handlers() -> list[int]:
    """Answer for the process: end tidily at a signal, and never call a bug a finding.

    A signal that comes later than a moment after the first ends the process at once, as if killed:
    also while an engine works, which hears of no signal before it is done.

    Returns:
        The number of the signal that ended the program, once one did: all raise the same
        KeyboardInterrupt as the interrupt key, to which all that must be tidied up is used.
    """
    sys.excepthook = _bug
    ended_by: list[int] = []

    def end(number: int, _: FrameType | None) -> None:
        ended_by.append(number)
        if len(ended_by) == 1:  # tidying up is not to be interrupted
            raise KeyboardInterrupt

    for number in (getattr(signal, name) for name in _ENDING if hasattr(signal, name)):
        if signal.getsignal(number) in _USUAL:  # not if nohup has us ignore it
            signal.signal(number, end)
    if os.name == "posix":
        signals, heard = os.pipe()
        os.set_blocking(heard, False)
        signal.set_wakeup_fd(heard, warn_on_full_buffer=False)
        start_new_thread(_watch, (signals,))
    return ended_by


def _watch(signals: int) -> None:
    """End the process at once where it goes on after a signal, and another one comes."""
    first = math.inf
    while number := os.read(signals, 1):
        now = time.monotonic()
        first = min(first, now)
        if now - first > _MOMENT:
            os._exit(128 + number[0])


def _bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> NoReturn:
    """Python itself would end with 1, which says that something was found wanting."""
    from whimkg.cli.terminal import print_message

    sys.__excepthook__(kind, error, trace)
    print_message("this is a fault of whimkg itself; please report it, with the lines above")
    raise SystemExit(2)


def open_streams() -> None:
    """Python has None for a stream that its parent has closed, as ``>&-`` does."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


def restart_in_utf8() -> None:
    """Begin anew where Python takes file names for other than UTF-8, as with ``PYTHONUTF8=0``.

    Engines take nothing but UTF-8, and what is printed and written is in UTF-8 everywhere.
    """
    if os.name == "posix" and sys.executable and sys.getfilesystemencoding() != "utf-8":
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606


def use_utf8() -> None:
    r"""Results are files too, once redirected: the same bytes in every locale.

    A file name may hold bytes that are no UTF-8; they are told as ``\udcff``.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def show_warning(message: Warning | str, *_: object, **__: object) -> None:
    """Tell what was noticed of an input, as ``warnings.showwarning`` is to do."""
    from whimkg.cli.terminal import print_message, progress

    progress("")
    print_message(str(message))


def shortage_message(error: MemoryError | OSError) -> str:
    """What to say of too little memory, room for temporary files, or open files; else nothing.

    Files that a user names, and standard output, have told of themselves.
    """
    if isinstance(error, MemoryError):
        return "there is not enough memory; allow this process more memory (ulimit -v)"
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return TOO_MANY_FILES
    from tempfile import gettempdir

    if error.errno == errno.ENOENT and "temporary directory" in str(error.strerror):
        return f"{error.strerror}; name a folder that can be written to in TMPDIR"
    if error.errno not in _FULL:
        return ""
    folder = gettempdir()
    if error.filename is not None and not str(error.filename).startswith(folder):
        return ""
    return (
        f"{folder}: no room for temporary files ({error.strerror}); free some space, or name"
        " another folder in TMPDIR"
    )
