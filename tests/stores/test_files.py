"""Whose a file is that two loads make at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from whimkg.errors import StoreError
from whimkg.stores.store_files import lock_folder, open_or_undo


@pytest.fixture(name="file")
def named(tmp_path: Path) -> Path:
    return tmp_path / "it.duckdb"


@contextmanager
def writing(path: Path) -> Iterator[Path]:
    path.touch()
    yield path


def locked() -> Iterator[Path]:
    raise RuntimeError("locked")


@pytest.mark.parametrize("there", [True, False])
def test_what_is_new_goes_if_the_block_fails(there: bool, file: Path) -> None:
    if there:
        file.write_text("kept", encoding="utf-8")
    beside = file.with_suffix(".wal")
    with pytest.raises(KeyError), open_or_undo((file, beside), lambda: writing(file)):
        beside.touch()
        raise KeyError
    assert (file.exists(), beside.exists()) == (there, there)


@pytest.mark.parametrize("there", [True, False])
def test_what_cannot_be_undone_is_told_beside_why_it_was_to_be(there: bool, file: Path) -> None:
    """As where somebody has taken the folder away, or the right to look into it."""
    folder, elsewhere, closed = file.parent / "in", file.parent / "elsewhere", []
    folder.mkdir()
    if there:
        (folder / file.name).touch()

    @contextmanager
    def watched() -> Iterator[None]:
        (folder / file.name).touch()
        try:
            yield
        finally:
            closed.append(True)

    with pytest.raises(StoreError) as refused, open_or_undo((folder / file.name,), watched):
        folder.rename(elsewhere)
        raise StoreError("the disk is full", where="it.duckdb", remedy="free some space")
    left = "; it.duckdb may be left, since its folder cannot be opened (No such file or directory)"
    told = "" if there else left
    assert str(refused.value) == f"it.duckdb: the disk is full{told}; free some space"
    assert closed and (elsewhere / file.name).exists()


def test_the_interrupt_key_stays_what_it_is(file: Path) -> None:
    folder = file.parent / "in"
    folder.mkdir()
    with (
        pytest.raises(KeyboardInterrupt),
        open_or_undo((folder / "it",), lambda: writing(folder / "it")),
    ):
        folder.rename(file.parent / "elsewhere")
        raise KeyboardInterrupt


def test_it_is_closed_before_it_goes(file: Path) -> None:
    seen = []

    @contextmanager
    def watched() -> Iterator[None]:
        file.touch()
        try:
            yield
        finally:
            seen.append(file.exists())

    with pytest.raises(KeyError), open_or_undo((file,), watched):
        raise KeyError
    assert seen == [True] and not file.exists()


def test_who_comes_second_takes_nothing_away(file: Path) -> None:
    with open_or_undo((file,), lambda: writing(file)):
        with (
            pytest.raises(RuntimeError, match="locked"),
            open_or_undo((file,), contextmanager(locked)),
        ):
            pass
        assert file.exists()
    assert file.exists()


def test_who_looks_while_another_makes_it_waits(file: Path) -> None:
    """Else it would take the file for its own."""
    refused = []

    def second() -> None:
        with (
            pytest.raises(RuntimeError, match="locked"),
            open_or_undo((file,), contextmanager(locked)),
        ):
            pass
        refused.append(True)

    with lock_folder(file.parent):
        thread = Thread(target=second)
        thread.start()
        thread.join(0.2)
        assert not refused
        file.touch()
    thread.join()
    assert refused and file.exists()
