"""Archives of pages: their pages come one after the other, and nothing is written to the disk."""

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.pages.site2022 import Invented
from whimkg import pipeline
from whimkg.corpus.building import merge_all
from whimkg.corpus.page import Options
from whimkg.errors import SourceError
from whimkg.source import Limits, expand, is_archive, load
from whimkg.source.archives import members

PAGES = {
    "pages/alpha": Invented(title="Alpha", slug="alpha", gard_id=90001).html(),
    "pages/beta.html": Invented(title="Beta", slug="beta", gard_id=90002).html(),
    "pages/.hidden": "x",
    "pages/picture.png": "x",
}


def archive(path: Path, pages: dict[str, str] = PAGES) -> Path:
    """Write an archive of a kind that its name tells."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, text in pages.items():
                packed.writestr(name, text)
        return path
    kind = path.suffix.removeprefix(".").removeprefix("t") if path.suffix != ".tar" else ""
    with tarfile.open(path, f"w:{kind}") as tar:  # type: ignore[call-overload]
        for name, text in pages.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    return path


def _is_page(name: str) -> bool | None:
    return name.endswith(".txt") if "." in Path(name).name else None


KINDS = ["a.tar", "a.tar.xz", "a.tar.gz", "a.tgz", "a.tar.bz2", "a.zip", "A.ZIP"]


@pytest.mark.parametrize("name", KINDS)
def test_the_pages_of_an_archive(name: str, tmp_path: Path) -> None:
    path = archive(tmp_path / name) if name != "A.ZIP" else archive(tmp_path / "a.zip")
    assert is_archive(path)
    found = list(expand([path]))
    assert [str(page) for page in found] == [f"{path}/pages/alpha", f"{path}/pages/beta.html"]
    titles = [pipeline.read(page).disease.title.text for page in found]
    assert titles == ["Alpha", "Beta"]
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_of_pages_without_endings(tmp_path: Path) -> None:
    (tmp_path / "alpha").write_text(PAGES["pages/alpha"], encoding="utf-8")
    (tmp_path / "notes").write_text("no page", encoding="utf-8")
    assert list(expand([tmp_path])) == [tmp_path / "alpha"]


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ({"../alpha": "x"}, "leads out of it"),
        ({"/alpha": "x"}, "leads out of it"),
        ({"a\nb": "x"}, "cannot be shown"),
        ({"a" * 600: "x"}, "cannot be shown"),
        ({"a": "<" * 101}, "larger than 100 bytes"),
        ({"a.png": "x"}, "holds no page"),
        ({"README": "x"}, "holds no page"),
        ({"a": "<x", "b.tar.xz": "x"}, "holds another archive: 'b.tar.xz'"),
    ],
)
@pytest.mark.parametrize("name", ["a.tar", "a.zip"])
def test_archives_that_are_refused(
    name: str, pages: dict[str, str], message: str, tmp_path: Path
) -> None:
    path = archive(tmp_path / name, pages)
    with pytest.raises(SourceError, match=message):
        list(members(path, _is_page, Limits(size=100)))


def test_links_in_an_archive_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as tar:
        link = tarfile.TarInfo("alpha")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(SourceError, match="holds no page"):
        list(members(path, _is_page))


def test_a_hard_link_is_told_for_its_page_is_not_read(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.tar", {"alpha": "<x"})
    with tarfile.open(path, "a") as tar:
        link = tarfile.TarInfo("beta")
        link.type, link.linkname = tarfile.LNKTYPE, "alpha"
        tar.addfile(link)
    with pytest.raises(SourceError, match="beta stands there only as a link"):
        list(members(path, _is_page))


def test_two_members_of_one_name_are_told(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.tar", {"alpha": "<x"})
    with tarfile.open(path, "a") as tar:
        tar.addfile(tarfile.TarInfo("alpha"))
    with pytest.raises(SourceError, match="two members 'alpha'"):
        list(members(path, _is_page))


def test_an_encrypted_member_is_told(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"alpha": "<x"})
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(SourceError, match="'alpha' in it is encrypted"):
        list(members(path, _is_page))


def test_a_dot_in_a_name_begins_no_ending_where_a_blank_or_hyphen_follows(tmp_path: Path) -> None:
    name = "type-1.2-alpha"
    (tmp_path / name).write_text(PAGES["pages/alpha"], encoding="utf-8")
    assert list(expand([tmp_path])) == [tmp_path / name]
    (tmp_path / name).unlink()
    path = archive(tmp_path / "a.tar", {name: PAGES["pages/alpha"]})
    assert [str(page) for page in expand([path])] == [f"{path}/{name}"]


@pytest.mark.parametrize("name", ["a.tar.xz", "a.zip"])
def test_a_damaged_archive_is_told(name: str, tmp_path: Path) -> None:
    whole = archive(tmp_path / name).read_bytes()
    for data in (whole[: len(whole) // 2], b"no archive", b""):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(SourceError, match="cannot be read"):
            list(expand([tmp_path / name]))


def test_an_archive_is_no_page(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="an archive of pages"):
        load(archive(tmp_path / "a.tar"))


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_archive_becomes_one_graph(jobs: int, tmp_path: Path) -> None:
    merged = tmp_path / "all.nq"
    pages = expand([archive(tmp_path / "a.tar.xz")])
    outcome = merge_all(pages, merged, Options(formats=("nq",)), jobs=jobs)
    assert (outcome.pages, outcome.failed) == (2, [])
    assert b"graph/alpha/statements" in merged.read_bytes()
