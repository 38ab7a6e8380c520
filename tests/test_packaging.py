"""From a wheel, an editable install and a bare clone: the same files, and the same build."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from whimkg.base.resources import BUNDLED
from whimkg.export import SERIALIZATIONS

ROOT = Path(__file__).parents[1]
#: Folders of the tree that the package holds under its own name.
FOLDERS = ("data", "queries", "shapes")
#: All that an installation is made from.
SOURCES = ("LICENSE", "README.md", "pyproject.toml", "whimkg", *FOLDERS)


@dataclass(frozen=True)
class Installed:
    """One way to have whimkg: where its files lie, and the commands that start it."""

    home: Path
    commands: tuple[tuple[str, ...], ...]
    environment: Mapping[str, str]

    def run(self, command: tuple[str, ...], *arguments: str, cwd: Path) -> str:
        return run(*command, *arguments, cwd=cwd, **self.environment)


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """The standard output of a command that succeeds and has nothing to say on standard error."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        command, cwd=cwd, env={**kept, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources: building leaves files behind."""
    copy = tmp_path_factory.mktemp("tree")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / name)
    return copy


@pytest.fixture(scope="module")
def wheel(tree: Path) -> Path:
    """The wheel, built with the setuptools that is here: no network is needed."""
    build = (sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist")
    run(*build, cwd=tree)
    shutil.rmtree(tree / "build")
    return next((tree / "dist").glob("*.whl"))


def fresh(folder: Path) -> Path:
    """A virtual environment's Python that has all packages of this one but whimkg."""
    venv.create(folder)
    dependencies = folder / "dependencies"
    dependencies.mkdir()
    for package in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        for entry in Path(package).iterdir():
            if not entry.name.startswith(("whimkg", "__editable__")):
                (dependencies / entry.name).symlink_to(entry)
    own = sysconfig.get_path("purelib", vars={"base": str(folder)})
    (Path(own) / "dependencies.pth").write_text(f"{dependencies}\n")
    return folder / "bin" / "python"


def install(python: Path, *what: str | Path) -> tuple[tuple[str, ...], ...]:
    offline = ("--no-deps", "--no-index", "--no-build-isolation", "--quiet")
    pip = (sys.executable, "-m", "pip", "--python", python, "install", *offline)
    run(*pip, *what, cwd=python.parent)
    return (str(python.with_name("whimkg")),), (str(python), "-m", "whimkg")


@pytest.fixture(scope="module", params=["wheel", "editable", "clone"])
def installed(
    request: pytest.FixtureRequest,
    tree: Path,
    wheel: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Installed:
    python = fresh(tmp_path_factory.mktemp(request.param))
    if request.param == "wheel":
        return Installed(python.parents[1], install(python, wheel), {})
    if request.param == "editable":
        return Installed(tree, install(python, "--editable", tree), {})
    return Installed(tree, ((str(python), "-m", "whimkg"),), {"PYTHONPATH": str(tree)})


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_wheel_holds_the_folder_byte_for_byte(wheel: Path, folder: str) -> None:
    assert dict(shipped(wheel, f"whimkg/{folder}/")) == files(ROOT / folder)


def test_the_wheel_holds_every_module_and_the_marker_of_types(wheel: Path) -> None:
    beside = tuple(f"{folder}/" for folder in FOLDERS)
    found = {k: v for k, v in shipped(wheel, "whimkg/") if not k.startswith(beside)}
    assert found == files(ROOT / "whimkg")
    assert "py.typed" in found


def shipped(wheel: Path, folder: str) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.startswith(folder):
                yield name.removeprefix(folder), archive.read(name)


def test_every_way_builds_the_same_from_another_folder(
    installed: Installed, tmp_path: Path, expected: dict[str, bytes]
) -> None:
    for number, command in enumerate(installed.commands):
        out = tmp_path / str(number)
        said = installed.run(command, "build", "-o", str(out), cwd=tmp_path)
        assert said.splitlines()[-1].startswith("wrote ")
        assert files(out) == expected


def test_every_way_runs_its_own_files(installed: Installed, tmp_path: Path) -> None:
    python = installed.commands[-1][0]
    found = installed.run((python, "-c", "import whimkg; print(whimkg.__file__)"), cwd=tmp_path)
    assert Path(found.strip()).is_relative_to(installed.home)


def test_every_way_knows_its_version(installed: Installed, tmp_path: Path) -> None:
    for command in installed.commands:
        assert installed.run(command, "--version", cwd=tmp_path).startswith("whimkg ")


@pytest.fixture(scope="module")
def expected() -> dict[str, bytes]:
    """What the tree itself builds."""
    import whimkg

    graph = whimkg.build()
    return {
        f"{BUNDLED}{row.suffix}": graph.serialize(row.name)
        for row in sorted(SERIALIZATIONS.values(), key=lambda row: row.suffix)
    }
