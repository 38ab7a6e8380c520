"""Whatever goes wrong, nothing half-written and nothing new is left behind."""

import errno
import os
import resource
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, BinaryIO

import pytest

from whimkg.base import files
from whimkg.base.files import atomic_file, atomic_files, write_all
from whimkg.errors import OutputError


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder: files with their content, folders with None."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(OutputError) as caught:
        act()
    assert len(str(caught.value).splitlines()) == 1
    assert caught.value.remedy
    return str(caught.value)


def stream(path: Path, *pieces: bytes) -> None:
    with atomic_file(path) as file:
        for piece in pieces:
            file.write(piece)


def test_files_are_written_into_folders_that_are_made(tmp_path: Path) -> None:
    write_all({tmp_path / "a/b/1": b"one", tmp_path / "a/2": b"two", tmp_path / "3": b""})
    assert tree(tmp_path) == {"a": None, "a/b": None, "a/b/1": b"one", "a/2": b"two", "3": b""}
    write_all({})


def test_more_files_than_can_be_open_at_once(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
    try:
        write_all({tmp_path / str(number): b"x" for number in range(100)})
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert len(tree(tmp_path)) == 100


def test_nothing_shows_before_the_end(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_bytes(b"old")
    with atomic_file(target) as file:
        file.write(b"x" * 3_000_000)
        assert target.read_bytes() == b"old"
    assert tree(tmp_path) == {"file": b"x" * 3_000_000}


def test_files_written_together_appear_together(tmp_path: Path) -> None:
    with atomic_files() as opened:
        files = [opened(tmp_path / name) for name in "ab"]
        for file in [*files, *files]:
            file.write(b"x")
        files[0].close()
        assert not (tmp_path / "a").exists()
    assert tree(tmp_path) == {"a": b"xx", "b": b"xx"}


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, OSError])
def test_an_error_in_the_block_passes_and_leaves_nothing(
    error: type[BaseException], tmp_path: Path
) -> None:
    (tmp_path / "old").write_bytes(b"old")
    with pytest.raises(error), atomic_files() as opened:
        opened(tmp_path / "old").write(b"new")
        opened(tmp_path / "new/er").write(b"new")
        raise error
    assert tree(tmp_path) == {"old": b"old"}


def test_permissions_are_those_of_the_umask_or_of_the_old_file(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.touch()
    old.chmod(0o600)
    before = os.umask(0o027)
    try:
        write_all({old: b"", tmp_path / "new": b""})
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("old", "new")]
    assert modes == [0o600, 0o640]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    link = tmp_path / "link"
    link.symlink_to("folder/file")
    for content in (b"first", b"second"):
        write_all({link: content})
        assert link.is_symlink()
        assert tree(tmp_path / "folder") == {"file": content}


def test_a_pipe_is_written_to_directly(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        write_all({pipe: b"through"})
        assert reader.communicate()[0] == b"through"
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    files = {tmp_path / "a": b"x", tmp_path / "folder": b"x"}
    message = refusal(lambda: write_all(files))
    assert message.startswith(f"{tmp_path / 'folder'}: it is a folder, not a file;")
    assert tree(tmp_path) == {"folder": None}


@pytest.mark.parametrize("below", ["file/a", "file/new/a"])
def test_a_file_in_the_way(below: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    files = {tmp_path / "new/a": b"x", tmp_path / below: b"x"}
    assert "a part of the path is a file, not a folder" in refusal(lambda: write_all(files))
    assert tree(tmp_path) == {"file": b"old"}


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    assert "the name is too long" in refusal(lambda: stream(tmp_path / ("n" * 300), b"x"))
    assert tree(tmp_path) == {}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "no permission to write here" in refusal(lambda: stream(tmp_path / "a/b", b"x"))
    tmp_path.chmod(0o700)
    assert tree(tmp_path) == {}


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="only Linux has /sys")
@pytest.mark.parametrize("name", ["whimkg", "whimkg/below"])
def test_a_place_where_not_even_root_may_write(name: str) -> None:
    message = refusal(lambda: stream(Path("/sys/kernel") / name, b"x"))
    assert "no permission to write here" in message or "read-only" in message


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (errno.EACCES, "no permission to write here"),
        (errno.EPERM, "no permission to write here"),
        (errno.EROFS, "the file system is read-only"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_errors_of_the_system(
    number: int, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", refuse)
    assert f"{tmp_path}/new/a: {problem}; " in refusal(lambda: stream(tmp_path / "new/a", b"x"))
    monkeypatch.undo()
    assert tree(tmp_path) == {}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_a_full_device() -> None:
    assert "/dev/full: the disk is full; free some space" in refusal(
        lambda: stream(Path("/dev/full"), b"x")
    )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=128k", "none", str(disk)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a disk of its own needs root")
    yield disk
    subprocess.run(["umount", disk], check=True)


FILLING: list[Callable[[Path], None]] = [
    lambda disk: write_all({disk / "old": b"new", disk / "new/a": b"x" * 200_000}),
    lambda disk: write_all({disk / f"new/{number}": b"x" * 9_000 for number in range(20)}),
    lambda disk: stream(disk / "new/a", *[b"x" * 1_000_000] * 3),
    lambda disk: stream(disk / "new/a", *[b"x" * 100] * 2_000),
]


@pytest.mark.parametrize("fill", FILLING)
def test_a_full_disk(fill: Callable[[Path], None], small_disk: Path) -> None:
    (small_disk / "old").write_bytes(b"old")
    assert "the disk is full" in refusal(lambda: fill(small_disk))
    assert tree(small_disk) == {"old": b"old"}
    write_all({small_disk / "after": b"x" * 90_000})


@pytest.mark.parametrize("fill", [FILLING[0], *FILLING[2:]])
def test_a_file_larger_than_is_allowed(fill: Callable[[Path], None], tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        message = refusal(lambda: fill(tmp_path))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert f"{tmp_path}/new/a: the file gets larger than is allowed here" in message
    assert tree(tmp_path) == {"old": b"old"}


@pytest.mark.parametrize("links", [True, False])
def test_a_rename_that_fails_is_undone(
    links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "old").write_bytes(b"old")
    replace = Path.replace

    def failing(aside: Path, target: Path) -> Path:
        if target.name == "last":
            raise OSError(errno.EIO, "broken")
        return replace(aside, target)

    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(Path, "replace", failing)
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", no_links)
    files = {tmp_path / name: b"new" for name in ("old", "new/a", "last")}
    assert f"{tmp_path}/last: broken" in refusal(lambda: write_all(files))
    # Where the system has no links, a file that was replaced cannot be had back.
    assert tree(tmp_path) == {"old": b"old" if links else b"new"}


def test_a_folder_that_others_use_meanwhile_stays(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="stop"), atomic_file(tmp_path / "new/a"):
        (tmp_path / "new/other").write_bytes(b"other")
        raise ValueError("stop")
    assert tree(tmp_path) == {"new": None, "new/other": b"other"}


def test_everything_is_on_the_disk_before_it_is_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_sync(descriptor: int) -> None:
        events.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "sync")
        fsync(descriptor)

    def noted_rename(aside: Path, target: Path) -> Path:
        events.append("rename")
        return replace(aside, target)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(Path, "replace", noted_rename)
    write_all({tmp_path / "a": b"x", tmp_path / "b": b"x"})
    assert events == ["sync", "sync", "rename", "rename", "folder"]


def test_an_opened_file_is_closed_after_an_error(tmp_path: Path) -> None:
    kept: list[BinaryIO] = []
    with pytest.raises(ValueError, match="stop"), atomic_file(tmp_path / "a") as file:
        kept.append(file)
        raise ValueError("stop")
    assert kept[0].closed


def interrupted(at: int, act: Callable[[], object]) -> bool:
    """Whether an act was interrupted at a line of the module, counted from its beginning.

    An interrupt of the way back itself is not tried: there is nobody behind it to tidy up.
    """
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        if frame.f_code.co_filename != files.__file__ or frame.f_code.co_name == "_quietly":
            return None
        if event == "line":
            count += 1
            if count == at:
                raise KeyboardInterrupt
        return trace

    sys.settrace(trace)
    try:
        act()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(None)
    return False


# A handle that nobody has yet when the interrupt comes is closed by the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("exists", [True, False])
def test_an_interrupt_at_any_line_leaves_old_files_or_new_ones_and_no_others(
    tmp_path: Path, exists: bool
) -> None:
    tried = 0
    while True:
        tried += 1
        folder = tmp_path / str(tried)
        folder.mkdir()
        old = {f"{name}.ttl": b"old" for name in ("a", "b")} if exists else {}
        for name, data in old.items():
            (folder / name).write_bytes(data)
        new = {folder / f"{name}.ttl": b"new" for name in ("a", "b")}
        going = interrupted(tried, lambda: files.write_all(new))  # noqa: B023
        found = {path.name: path.read_bytes() for path in folder.iterdir()}
        assert found in (old, {path.name: data for path, data in new.items()})
        if not going:
            break
    assert tried > 50
