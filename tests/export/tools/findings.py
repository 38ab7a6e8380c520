"""What the tools found, against what is known to be false.

    python -m tests.export.tools.findings FINDINGS

A finding is a line of tool and release, case, and message, parted by tabs. Each must fit a row of
``known_false_errors.tsv``; each row there must fit a finding, so that the list cannot rot; and in
the cases that are wrong on purpose each fault of ``planted_faults.tsv`` must have been found.
"""

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

__all__ = ["PLANTED", "report"]

HERE = Path(__file__).parent
#: Wrong on purpose: single faults, and all of our nodes and edges beside a graph that has them.
PLANTED = ("planted", "whole")


def report(tool: str, case: str, message: str) -> None:
    """Print a finding."""
    print("\t".join((tool, case, " ".join(message.split()))), flush=True)


def table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def fits(row: dict[str, str], finding: list[str]) -> bool:
    tool, _, message = finding
    return tool == row["tool"] and re.fullmatch(row["message"], message) is not None


def troubles(findings: list[list[str]]) -> Iterator[str]:
    """Each reason for which the run fails."""
    known, faults = table("known_false_errors.tsv"), table("planted_faults.tsv")
    found = [each for each in findings if each[1] not in PLANTED]
    for each in found:
        if not any(fits(row, each) for row in known):
            yield f"new: {' | '.join(each)}"
    for row in known:
        if not any(fits(row, each) for each in found):
            yield f"no longer: {row['tool']} | {row['message']}"
    for row in faults:
        if not any(fits(row, each) for each in findings if each[1] in PLANTED):
            yield f"not noticed: {row['tool']} | {row['message']}"


def main(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    findings = [line.split("\t") for line in dict.fromkeys(lines)]
    wrong = list(troubles(findings))
    print(f"{len(findings)} findings, {len(wrong)} troubles", *wrong, sep="\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
