"""Folders for temporary files: those of dead processes go, and no others."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from whimkg.base import temporary
from whimkg.base.temporary import temporary_folder

#: Makes a folder with files of several kinds, says what it is called, and waits.
HOLDS = """
import os, sys
from pathlib import Path
from whimkg.base import temporary
if sys.argv[2] == "local":
    temporary._is_local = lambda opened: True
elif sys.argv[2] == "shared":
    temporary._is_local = lambda opened: False
with temporary.temporary_folder(Path(sys.argv[1]) if sys.argv[3] else None) as folder:
    (folder / "deep" / "deeper").mkdir(parents=True)
    (folder / "deep" / "file").write_bytes(b"x")
    (folder / "link").symlink_to("..")
    (folder / "deep" / "link").symlink_to("../../kept")
    os.mkfifo(folder / "pipe")
    if sys.argv[4] and not os.fork():
        sys.stdin.read()
        os._exit(0)
    print(folder.name, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go; the tests' own file system need not be a known one."""
    temporary._remove_dead.cache_clear()
    monkeypatch.setattr(temporary, "_is_local", lambda _: True)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("outside", encoding="utf-8")
    return tmp_path


@contextmanager
def process(
    place: Path, *, local: str = "local", beside: str = "", forks: str = ""
) -> Iterator["subprocess.Popen[str]"]:
    """A process that holds a folder, until its standard input ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(place), local, beside, forks],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(place)},
    ) as running:
        try:
            yield running
        finally:
            running.kill()  # it may be halted


def name_of(running: "subprocess.Popen[str]") -> str:
    assert running.stdout
    return running.stdout.readline().strip()


def left(place: Path, **options: str) -> str:
    """The name of the folder that a killed process has left in a place."""
    with process(place, **options) as running:
        name = name_of(running)
        running.kill()
        running.wait()
    assert (place / name / "deep" / "file").is_file()
    return name


def folders(place: Path, beside: Path | None = None) -> set[str]:
    """What is in a place, beside what tests keep, once somebody has made a folder there."""
    temporary._remove_dead.cache_clear()
    with temporary_folder(beside) as own:
        found = {path.name for path in place.iterdir()} - {own.name, "kept"}
    assert (place / "kept" / "file").read_text(encoding="utf-8") == "outside"
    return found


def test_it_goes_with_the_block(place: Path) -> None:
    with temporary_folder() as folder:
        assert folder.parent == place and folder.name.startswith("whimkg-")
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "file").touch()
        (folder / "deep").mkdir()
    with suppress(KeyboardInterrupt), temporary_folder(place / "kept") as folder:
        assert folder.parent.name == "kept" and folder.name.startswith(".whimkg-")
        raise KeyboardInterrupt
    assert [path.name for path in place.rglob("*")] == ["kept", "file"]


def test_what_a_killed_process_left_goes(place: Path) -> None:
    names = {left(place), left(place)}
    assert len(names) == 2
    assert folders(place) == set()


def test_what_a_killed_process_left_beside_its_result_goes(place: Path) -> None:
    hidden, plain = left(place, beside="yes"), left(place)
    assert hidden == f".whimkg-{hidden[8:]}"
    assert folders(place) == {hidden}
    assert folders(place, beside=place) == set()
    assert left(place) != plain  # and the other way round
    assert len(folders(place, beside=place)) == 1


@pytest.mark.parametrize("halted", [False, True])
def test_what_a_process_holds_stays(place: Path, halted: bool) -> None:
    with process(place) as running:
        name = name_of(running)
        if halted:
            running.send_signal(signal.SIGSTOP)
        assert folders(place) == {name}
        assert (place / name / "deep" / "file").is_file()
        if halted:
            running.send_signal(signal.SIGCONT)
        running.communicate()
    assert running.returncode == 0
    assert folders(place) == set()


def test_what_its_child_may_still_read_stays(place: Path) -> None:
    with process(place, forks="yes") as running:
        name = name_of(running)
        running.kill()
        running.wait()
        assert folders(place) == {name}
        running.communicate()  # to the end of the child, too
    assert folders(place) == set()


def test_what_this_process_holds_stays(place: Path) -> None:
    with temporary_folder() as one:
        assert folders(place) == {one.name}
        assert list(one.iterdir())


def test_where_others_may_be_nothing_is_marked_or_removed(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made there, it stays; and so it does for who sees it there."""
    unmarked, marked = left(place, local="shared"), left(place)
    assert folders(place) == {unmarked}
    marked = left(place)
    monkeypatch.setattr(temporary, "_is_local", lambda _: False)
    assert folders(place) == {unmarked, marked}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell")
@pytest.mark.parametrize(("path", "local"), [("/proc", False), ("/dev", None), (".", None)])
def test_what_is_local(path: str, local: bool | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """As coreutils tell the kind of a file system."""
    monkeypatch.undo()
    told = subprocess.run(["stat", "-f", "-c", "%T", path], capture_output=True, check=True).stdout
    known = (b"ext2/ext3\n", b"xfs\n", b"btrfs\n", b"f2fs\n", b"zfs\n", b"tmpfs\n", b"overlayfs\n")
    opened = os.open(path, os.O_RDONLY)
    try:
        # A devtmpfs is a tmpfs to stat, and none to us.
        assert temporary._is_local(opened) == (told in known and path != "/dev")
        assert local is None or temporary._is_local(opened) == local
    finally:
        os.close(opened)


def test_what_is_of_another_user_stays(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name, other = left(place), os.geteuid() + 1
    monkeypatch.setattr("os.geteuid", lambda: other)
    assert folders(place) == {name}


def test_what_others_may_write_to_stays(place: Path) -> None:
    name = left(place)
    (place / name).chmod(0o777)
    assert folders(place) == {name}


def test_what_only_looks_like_one_stays(place: Path) -> None:
    """A folder of an older release, a file, and links to what would be removed."""
    elsewhere = place / "kept" / "dead"
    (place / left(place)).rename(elsewhere)
    (place / "whimkg-older").mkdir(mode=0o700)
    (place / "whimkg-older" / "0").touch()
    (place / "whimkg-file").touch()
    (place / "whimkg-link").symlink_to(elsewhere)
    (place / "whimkg-none").symlink_to("nowhere")
    assert folders(place) == {"whimkg-older", "whimkg-file", "whimkg-link", "whimkg-none"}
    assert (place / "whimkg-older" / "0").exists()
    assert (elsewhere / "deep" / "file").exists()


def test_what_was_removed_in_part_is_removed_later(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = left(place)
    with monkeypatch.context() as patched:

        def fails(*_: object, **__: object) -> None:
            raise PermissionError

        patched.setattr(shutil, "rmtree", fails)
        temporary._remove_dead.cache_clear()
        temporary._remove_dead(str(place), "whimkg-")
    assert (place / name).exists()
    assert folders(place) == set()


def test_a_place_that_may_not_be_looked_at(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(_: str) -> None:
        raise PermissionError

    monkeypatch.setattr("os.scandir", refuses)
    temporary._remove_dead.cache_clear()
    temporary._remove_dead(str(place), "whimkg-")
