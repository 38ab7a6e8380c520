"""What the documents show is what happens: their commands and their Python are run here.

* A ``console`` block: each ``$ `` line is run, and the lines up to the next one are its output, to
  the letter; a line of ``…`` alone stands for any lines. A command without output shown must
  succeed.
* A ``python`` block is run; a ``text`` block right below it is its output.

All run in turn in one folder that holds what a clone holds.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
#: Documents beside it with examples.
GUIDES = (
    "whimkg/export/README.md",
    "whimkg/stores/STORES.md",
    "whimkg/checks/PROOF.md",
    "whimkg/graph/MODEL.md",
)
#: Commands that are not run: they need the network, a person's page, or all tests once more.
NOT_RUN = ("pip install", "pytest", "git clone", "python -m tests.benchmarks")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ANY_LINES = "…"


@dataclass(frozen=True)
class Example:
    """A command or script of a document, and the output shown below it; None if none is shown."""

    line: int
    command: tuple[str, ...]
    shown: str | None

    def __str__(self) -> str:
        return f"line {self.line}"


def examples(text: str) -> Iterator[Example]:
    """The examples of a document in Markdown, in their order."""
    blocks = list(_BLOCK.finditer(text))
    for block, below in zip(blocks, [*blocks[1:], None], strict=True):
        line = text.count("\n", 0, block.start()) + 2
        if block[1] == "console":
            yield from _session(block[2], line)
        elif block[1] == "python":
            is_output = (
                below and below[1] == "text" and not text[block.end() : below.start()].strip()
            )
            shown = below[2] if below and is_output else None
            yield Example(line, (sys.executable, "-c", block[2]), shown)


def _session(block: str, line: int) -> Iterator[Example]:
    for part in re.split(r"^(?=\$ )", block, flags=re.MULTILINE):
        if part.startswith("$ "):
            command, _, output = part.removeprefix("$ ").partition("\n")
            if runs := runnable(command):
                yield Example(line, ("bash", "-c", runs), output or None)
        line += part.count("\n")


def runnable(command: str) -> str:
    """A command line without the parts that are not run."""
    parts = command.split(" && ")
    return " && ".join(part for part in parts if not part.startswith(NOT_RUN))


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clone")
    for entry in ROOT.iterdir():
        if entry.name != "out":
            (folder / entry.name).symlink_to(entry)
    return folder


@pytest.mark.parametrize("example", list(examples(README)), ids=str)
def test_the_readme_shows_what_happens(example: Example, clone: Path) -> None:
    happens(example, clone)


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_shows_what_happens(guide: str, clone: Path) -> None:
    for example in examples((ROOT / guide).read_text(encoding="utf-8")):
        happens(example, clone)


def happens(example: Example, clone: Path) -> None:
    own = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "COLUMNS": "100",
    }
    done = subprocess.run(
        example.command,
        cwd=clone,
        env={**os.environ, **own},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if example.shown is None:
        assert done.returncode == 0, done.stdout
    elif not fits(done.stdout, example.shown):
        pytest.fail(f"the output is\n{done.stdout}\nbut shown is\n{example.shown}", pytrace=False)


def fits(output: str, shown: str) -> bool:
    """Whether an output is what is shown, up to the lines that are left out there."""
    lines = [
        r"(?:.*\n)*" if line == _ANY_LINES else re.escape(line) + r"\n"
        for line in shown.splitlines()
    ]
    return re.fullmatch("".join(lines), output) is not None


def test_the_readme_begins_with_the_two_commands() -> None:
    commands = re.findall(r"^\$ (.*)", README, re.MULTILINE)
    assert commands[:2] == ["pip install . && whimkg build", "pip install '.[test]' && pytest"]


DOCUMENT = """
```console
$ pip install . && echo one && echo two
one
…
$ echo three
$ pytest
1 passed
```

```python
print(4)
```

```text
4
```

```text
not an output
```
"""


def test_examples_are_found() -> None:
    found = list(examples(DOCUMENT))
    assert [(example.line, example.shown) for example in found] == [
        (3, "one\n…\n"),
        (6, None),
        (12, "4\n"),
    ]
    assert [example.command[-1] for example in found] == [
        "echo one && echo two",
        "echo three",
        "print(4)\n",
    ]


@pytest.mark.parametrize(
    ("output", "shown", "expected"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\nb\n", "a\n", False),
        ("a\nb\nc\n", "a\n…\n", True),
        ("a\nb\nc\n", "…\nc\n", True),
        ("a.b\n", "a?b\n", False),
    ],
)
def test_output_is_compared_to_the_letter(output: str, shown: str, expected: bool) -> None:
    assert fits(output, shown) is expected
