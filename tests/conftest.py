"""What all tests share: one Hypothesis profile, and a word on which pages were read."""

import os
import signal

import pytest
from hypothesis import settings

settings.register_profile("whimkg", derandomize=True, deadline=None)
settings.load_profile("whimkg")

# A shell that starts us in the background has us ignore the key, and all that we start with us.
signal.signal(signal.SIGINT, signal.default_int_handler)

# pytest-xdist tells its workers the width of the terminal; output that goes to none has its own.
os.environ.pop("COLUMNS", None)

#: Test module to the page that it reads.
PAGES = {"test_twin.py": "masked twin", "test_page.py": "the page of WHIMKG_PAGE"}


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes that are started; other tests leave helpers behind that are none of ours."""
    started: list[int] = []
    fork = os.fork

    def remembered() -> int:
        started.append(fork())
        return started[-1]

    monkeypatch.setattr(os, "fork", remembered)
    return started


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which pages were read: the page itself may stand in no repository."""
    reports = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if report.when == "call"
    ]
    modules = {report.nodeid.partition("::")[0].rpartition("/")[2] for report in reports}
    if read := [page for module, page in PAGES.items() if module in modules]:
        terminalreporter.write_line(f"page tests ran on: {' and '.join(read)}")
