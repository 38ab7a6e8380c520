"""What is made of the questions: a collection in SIB's model, a guide with answers, the answers."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from tests.sparql.questions import (
    ANSWERS,
    ENGINES,
    QUERIES,
    Question,
    bundled,
    cells,
    questions,
)
from whimkg.base.namespaces import contract

HEAD = Path(__file__).with_name("head.md")
COLLECTION = QUERIES / "collection.ttl"
GUIDE = QUERIES / "README.md"
ENDPOINT = "https://w3id.org/whimkg/sparql"
EXAMPLES = "https://w3id.org/whimkg/.well-known/sparql-examples/"
#: Form of a query to its class and the property of its text.
FORMS = {
    "SELECT": ("sh:SPARQLSelectExecutable", "sh:select"),
    "ASK": ("sh:SPARQLAskExecutable", "sh:ask"),
    "CONSTRUCT": ("sh:SPARQLConstructExecutable", "sh:construct"),
    "DESCRIBE": ("spex:SPARQLDescribeExecutable", "spex:describe"),
}
#: Of answers that are graphs, so many lines are shown.
SHOWN = 10


def write(*, answers: bool) -> None:
    """Write the made files; the stored answers, too, if asked to."""
    if answers:
        ANSWERS.mkdir(exist_ok=True)
        kept = {question.answer for question in questions()}
        for path in set(ANSWERS.iterdir()) - kept:
            path.unlink()
        ask = ENGINES["pyoxigraph"](bundled())
        for question in questions():
            question.answer.write_text(ask(question.text), encoding="utf-8")
    COLLECTION.write_text(collection(), encoding="utf-8")
    GUIDE.write_text(guide(), encoding="utf-8")


def collection() -> str:
    """The questions as SIB's SPARQL examples, in Turtle."""
    return "\n".join([*_collection_head(), *(_example(each) for each in questions())])


def _collection_head() -> Iterator[str]:
    yield "# Made of queries/*.rq by python tests/questions.py: do not edit."
    yield f"@prefix ex: <{EXAMPLES}> ."
    yield "@prefix dcterms: <http://purl.org/dc/terms/> ."
    yield "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
    yield "@prefix schema: <https://schema.org/> ."
    yield "@prefix sh: <http://www.w3.org/ns/shacl#> ."
    yield "@prefix spex: <https://purl.expasy.org/sparql-examples/ontology#> ."
    yield "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
    yield ""
    # SIB's loader joins the files of a collection by this label.
    declared = " ,\n".join(
        f'    [ sh:prefix "{prefix}" ; sh:namespace "{iri}"^^xsd:anyURI ]'
        for prefix, iri in sorted(_prefixes().items())
    )
    yield f"_:sparql_examples_prefixes sh:declare\n{declared} .\n"


def _prefixes() -> dict[str, str]:
    found = (declared_prefixes(each.sparql) for each in questions())
    return {prefix: iri for prefixes in found for prefix, iri in prefixes.items()}


def declared_prefixes(sparql: str) -> dict[str, str]:
    """Prefix to IRI in the order of a query's lines."""
    return dict(re.findall(r"^PREFIX ([\w.-]+): <([^>]+)>$", sparql, re.MULTILINE))


def _example(question: Question) -> str:
    kind, text = FORMS[question.form]
    keywords = ", ".join(_string(tag) for tag in question.head["tags"])
    return f"""ex:{question.name} a sh:SPARQLExecutable, {kind} ;
  rdfs:comment {_string(question.head["summary"])}@en ;
  dcterms:description {_string(question.head["description"])}@en ;
  sh:prefixes _:sparql_examples_prefixes ;
  {text} {_long(question.sparql)} ;
  schema:keywords {keywords} ;
  schema:target <{ENDPOINT}> .
"""


def _string(text: str) -> str:
    return str(ox.Literal(text))


def _long(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'"""{escaped}"""'


def guide() -> str:
    """The questions for readers, in Markdown, with their answers."""
    index = ["## The questions\n", "| name | question | tags |", "|---|---|---|"]
    for each in questions():
        tags = ", ".join(each.head["tags"])
        index.append(f"| [{each.name}](#{each.name}) | {each.head['summary']} | {tags} |")
    parts = [HEAD.read_text(encoding="utf-8") + "\n".join(index) + "\n"]
    return "\n".join([*parts, *(_chapter(each) for each in questions())])


def _chapter(question: Question) -> str:
    head = question.head
    lines = [f"## {question.name}\n", f"**{head['summary']}**\n", f"{head['description']}\n"]
    if "parameters" in head:
        lines += ["| parameter | type | default | |", "|---|---|---|---|"]
        lines += [_parameter(each) for each in head["parameters"]]
        lines.append("")
    summary, shown = _answer(question)
    lines += ["<details><summary>SPARQL</summary>\n", f"```sparql\n{question.sparql}```\n"]
    lines += ["</details>\n", f"<details><summary>{summary}</summary>\n", shown, "", "</details>\n"]
    return "\n".join(lines)


def _parameter(given: dict[str, Any]) -> str:
    several = given.get("list", False)
    values = given["default"] if several else [given["default"]]
    default = ", ".join(f"`{value}`" for value in values)
    kind = f"list of {given['type']}" if several else given["type"]
    return f"| `{given['name']}` | {kind} | {default} | {given['description']} |"


def _answer(question: Question) -> tuple[str, str]:
    answer = question.answer.read_text(encoding="utf-8")
    if question.form == "ASK":
        return "Answer", f"`{'true' if 'true' in answer else 'false'}`"
    lines = answer.splitlines()
    if question.form == "SELECT":
        return f"Answer: {_count(len(lines) - 1, 'row')}", "\n".join(_table(answer))
    beginning = f"Answer: {_count(len(lines), 'triple')}"
    turtle = "\n".join(lines[:SHOWN])
    rest = f"\n\n… and {len(lines) - SHOWN} more, in `tests/answers/{question.answer.name}`."
    return beginning, f"```turtle\n{turtle}\n```{rest if len(lines) > SHOWN else ''}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _table(answer: str) -> Iterable[str]:
    names = [name.removeprefix("?") for name in answer.splitlines()[0].split("\t")]
    yield _row(names)
    yield _row(["---"] * len(names))
    for row in cells(answer):
        yield _row([_cell(term) for term in row])


def _row(texts: Iterable[str]) -> str:
    return "| " + " | ".join(texts) + " |"


def _cell(term: ox.NamedNode | ox.Literal | None) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        curie = contract(term.value) or _shortened(term.value)
        return f"[{curie}]({term.value})"
    return term.value.replace("|", "\\|").replace("<", "&lt;")


def _shortened(iri: str) -> str:
    """The end of an IRI that no prefix fits: a page's, a span's, a file's."""
    return "…/" + "/".join(iri.rstrip("/#").split("/")[-2:])
