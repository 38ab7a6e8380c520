"""Asks Comunica, an engine in JavaScript, every question, and compares with the stored answers.

    NODE_PATH=…/node_modules python -m tests.sparql.comunica

``.ci/comunica`` installs what it needs and calls it.
"""

import difflib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from tests.sparql.questions import Question, boolean, bundled, questions, table, triples

SCRIPT = Path(__file__).with_suffix(".mjs")


def ask() -> dict[str, str]:
    """Name of a question to Comunica's answer, as it would be stored."""
    union = sorted({f"{q.subject} {q.predicate} {q.object} .\n" for q in bundled()})
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "union.nt"
        graph.write_text("".join(union), encoding="utf-8")
        asked = json.dumps({question.name: question.text for question in questions()})
        command = ["node", str(SCRIPT), str(graph)]
        run = subprocess.run(command, input=asked, stdout=subprocess.PIPE, text=True, check=True)
    return {name: told(answer) for name, answer in json.loads(run.stdout).items()}


def told(answer: dict[str, Any]) -> str:
    if "boolean" in answer:
        return boolean(answer["boolean"])
    if "triples" in answer:
        return triples([[term(each) for each in triple] for triple in answer["triples"]])
    return table(answer["names"], ([term(each) for each in row] for row in answer["rows"]))


def term(given: dict[str, str] | None) -> ox.NamedNode | ox.Literal | None:
    if given is None:
        return None
    if "iri" in given:
        return ox.NamedNode(given["iri"])
    if given["language"]:
        return ox.Literal(given["value"], language=given["language"])
    return ox.Literal(given["value"], datatype=ox.NamedNode(given["datatype"]))


def difference(question: Question, answer: str) -> str:
    """What is unlike the stored answer; empty if nothing is."""
    stored = question.answer.read_text(encoding="utf-8").splitlines()
    lines = difflib.unified_diff(
        stored, answer.splitlines(), "stored", "Comunica", n=0, lineterm=""
    )
    return "".join(f"{question.name}: {line}\n" for line in lines)


def main() -> int:
    answers = ask()
    found = [told for each in questions() if (told := difference(each, answers[each.name]))]
    print(*found, sep="", end="")
    print(f"Comunica: {len(answers) - len(found)} of {len(answers)} answers as stored")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
