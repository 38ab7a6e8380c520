"""Running a command and saying what it cost."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PYTHON", "WHIMKG", "Cost", "alternately", "cost"]

PYTHON = (sys.executable,)
#: The script that a user runs; it is installed beside the interpreter.
WHIMKG = (str(Path(sys.executable).with_name("whimkg")),)


@dataclass(frozen=True)
class Cost:
    """What a command took.

    Attributes:
        seconds: by the clock.
        megabytes: most memory that its process, or one that it started, held at once.
        output: what it said on standard output.
    """

    seconds: float
    megabytes: float
    output: str


def cost(command: Sequence[str], folder: Path, *, codes: Collection[int] = (0,)) -> Cost:
    """Run a command in a folder and measure it; ``codes`` are the exit codes that are no failure.

    The memory of a process that has just been forked is that of this one, which must therefore
    stay smaller than what it measures: rdflib is never imported here.
    """
    begin = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in codes:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Cost(seconds, usage.ru_maxrss / 1024, output)


def alternately(
    ours: Sequence[str], peer: Sequence[str], folder: Path, repeats: int
) -> tuple[float, float]:
    """The median seconds of two commands, run in turns: what slows the machine slows both."""
    cost(ours, folder), cost(peer, folder)  # the first runs fill the disk's cache
    pairs = [(cost(ours, folder).seconds, cost(peer, folder).seconds) for _ in range(repeats)]
    first, second = zip(*pairs, strict=True)
    return statistics.median(first), statistics.median(second)
