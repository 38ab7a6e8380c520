"""What the layout of the code promises: layers, a light start, no network, no page in the code."""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

import whimkg
from whimkg.base.namespaces import prefix_map
from whimkg.base.resources import BUNDLED

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "whimkg").rglob("*.py"))
#: What costs too much to import for a command that does not need it.
HEAVY = {
    *("lxml", "msgspec", "pyld", "pyoxigraph", "pyshacl", "rdflib", "requests", "yaml"),
    *("concurrent.futures", "importlib.metadata", "multiprocessing"),
}
LONGEST = 400


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def python(script: str, *arguments: str, cwd: Path = ROOT) -> str:
    """What a script prints in a process of its own."""
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_modules_import_only_from_layers_below() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


#: An audit hook cannot be got round by whoever holds a reference to the socket module.
OFFLINE = """
import sys

def refuse(event, arguments):
    if event.startswith("socket."):
        raise SystemExit(f"{event}{arguments}")

sys.addaudithook(refuse)
"""


def test_neither_importing_nor_building_touches_the_network(tmp_path: Path) -> None:
    imports = "\n".join(f"import {name}" for name in map(module_name, MODULES))
    build = "import whimkg.cli\nraise SystemExit(whimkg.cli.main(['build', '-o', sys.argv[1]]))"
    python(f"{OFFLINE}\n{imports}\n{build}", str(tmp_path))
    assert len(list(tmp_path.iterdir())) == 6


def test_the_check_for_the_network_works() -> None:
    with pytest.raises(AssertionError, match=r"socket\.getaddrinfo"):
        python(f"{OFFLINE}\nimport socket; socket.create_connection(('localhost', 9))")


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    allowed = {"importlib.metadata"} if arguments == ["--version"] else set()
    script = f"""
import atexit, sys
sys.argv[1:] = {arguments!r}
atexit.register(lambda: print("imported:", *sorted({HEAVY!r} & set(sys.modules))))
import whimkg.cli
whimkg.cli.main()
"""
    *_, last = python(script).splitlines()
    assert set(last.split()[1:]) <= allowed


def test_all_public_names_can_be_had() -> None:
    found = {name: getattr(whimkg, name) for name in whimkg.__all__}
    packages = [name for name, value in found.items() if isinstance(value, ModuleType)]
    assert packages == ["errors", "export"]
    assert dir(whimkg) == sorted(whimkg.__all__)
    with pytest.raises(AttributeError, match="no_such_name"):
        whimkg.no_such_name  # noqa: B018


def test_type_checkers_see_the_same_public_names() -> None:
    tree = parsed(ROOT / "whimkg" / "__init__.py")
    guarded = next(node for node in tree.body if isinstance(node, ast.If))
    imports = [node for node in guarded.body if isinstance(node, ast.ImportFrom)]
    seen = {alias.name for node in imports for alias in node.names}
    assert seen == set(whimkg.__all__)


def test_every_module_says_what_is_public() -> None:
    for path in MODULES:
        found = [
            ast.literal_eval(node.value)
            for node in parsed(path).body
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
            if ast.unparse(node).startswith("__all__")
        ]
        assert len(found) == (path.name != "__main__.py"), path
        for names in found:
            assert names == sorted(names, key=lambda name: (not name.isupper(), name)), path


def test_only_the_terminal_prints() -> None:
    printing = {
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in {"print", "pprint"}
    }
    assert printing == {"whimkg/cli/terminal.py"}


IDENTIFIER = re.compile(rf"\b(?:{'|'.join(prefix_map())}):[A-Z]*\d{{2,}}\b")


def test_no_page_and_no_identifier_stands_in_the_code() -> None:
    for path in MODULES:
        own = BUNDLED if path.name == "resources.py" else "whimkg"
        for line, text in code(path):
            assert not IDENTIFIER.search(text), f"{path}:{line}"
            words = text.lower().replace(own, "", 1).replace("whimkg", "")
            assert "whim" not in words, f"{path}:{line}"


def code(path: Path) -> Iterator[tuple[int, str]]:
    """The tokens of a module without its docstrings and comments, which may give examples."""
    source = path.read_text(encoding="utf-8")
    documented = {
        (node.body[0].lineno, node.body[0].col_offset)
        for node in ast.walk(parsed(path))
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and ast.get_docstring(node, clean=False) is not None
    }
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.start not in documented and token.type != tokenize.COMMENT:
            yield token.start[0], token.string


def test_no_module_is_long() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}
