"""What kgx says of KGX, and what comes back from its N-Triples; without a network.

    python -m tests.export.tools.kgx_check FOLDER CASE…

Run by the Python of kgx's own environment.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.export.tools.findings import PLANTED, report

#: kgx writes each class with the classes above it.
ABOVE = {"biolink:NamedThing"}

Entities = dict[str, dict[str, Any]]


def kgx(*arguments: object) -> str:
    """What a command of kgx says; its exit code says no more than that, and sometimes less."""
    command = [sys.executable, "-m", "tests.export.tools.kgx_offline", *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    sys.stderr.write(done.stderr)
    return done.stdout + done.stderr


def validated(case: Path) -> Iterator[str]:
    """The messages of its report, which it prints among others, whatever file is named for it."""
    said = kgx("validate", "-i", "jsonl", *files(case))
    found, _ = json.JSONDecoder().raw_decode(said, said.index("{"))
    for kinds in found.values():
        for messages in kinds.values():
            yield from messages


def round_trip(case: Path) -> Iterator[str]:
    kgx("transform", "-i", "jsonl", "-f", "nt", "-o", case / "kgx.nt", *files(case))
    kgx("transform", "-i", "nt", "-f", "jsonl", "-o", case / "kgx", case / "kgx.nt")
    text = (case / "kgx.nt").read_text(encoding="utf-8")
    for prefix in sorted(set(re.findall(r"/UNKNOWN/([^:>]*)", text))):
        yield f"N-Triples: UNKNOWN: {prefix}"
    for kind, before in zip(("nodes", "edges"), files(case), strict=True):
        first, second = read(before), read(case / f"kgx_{kind}.jsonl")
        yield from sorted(set(differences(kind, first, second)))


def files(case: Path) -> tuple[Path, Path]:
    return case / "whimkg_nodes.jsonl", case / "whimkg_edges.jsonl"


def read(path: Path) -> Entities:
    found = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {entity["id"].removeprefix(":"): entity for entity in found}


def differences(kind: str, first: Entities, second: Entities) -> Iterator[str]:
    for identity in first.keys() ^ second.keys():
        yield f"N-Triples: {kind}: {identity} is {'lost' if identity in first else 'new'}"
    for identity in first.keys() & second.keys():
        before, after = first[identity], second[identity]
        for slot in before.keys() | after.keys():
            if slot not in after:
                yield f"N-Triples: {kind}: {slot} is lost"
            elif slot not in before:
                yield f"N-Triples: {kind}: {slot} is new"
            elif plain(before[slot]) != plain(after[slot]):
                yield f"N-Triples: {kind}: {slot} is changed"


def plain(value: str | list[str]) -> set[str]:
    """As a set, which RDF has; kgx puts a colon before what it cannot expand."""
    return {
        each.removeprefix(":") for each in ([value] if isinstance(value, str) else value)
    } - ABOVE


def main(folder: Path, *cases: str) -> None:
    for case in cases:
        for message in validated(folder / case):
            report(f"kgx {version('kgx')}", case, message)
        for message in round_trip(folder / case) if case not in PLANTED else ():
            report(f"kgx {version('kgx')}", case, message)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
