"""``whimkg query``."""

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from whimkg.cli.questions import list_all, list_first, list_found
from whimkg.cli.terminal import out, print_message, width, write_bytes
from whimkg.cli.unused import format_of, refuse_unused
from whimkg.errors import QueryError, UnknownNameError
from whimkg.rdf.memory import bundled_store, file_store
from whimkg.sparql import (
    LIMITS,
    Answer,
    Limits,
    Question,
    bind,
    by_name,
    engine,
    from_text,
    has_names,
    outline,
    results,
)
from whimkg.sparql.asking import question

if TYPE_CHECKING:
    from pyoxigraph import Store, Triple

__all__ = ["run"]

_GRAPHS = ("ttl", "jsonld")
#: Cells that say that nothing was found.
_NOTHING = ("None", '"0"^^<http://www.w3.org/2001/XMLSchema#integer>')
#: Options without which the questions are listed.
_OF_AN_ANSWER = (
    *("set", "graph", "input_format", "base_iri", "format", "columns", "wide", "safe_csv"),
    *("endpoint", "explain", "allow_service"),
)


def run(options: Namespace) -> int:
    """List the questions, print one with its values, or answer it."""
    if options.list or options.find or options.name is None:
        _refuse_idle(options)
        _list(options)
        return 0
    asked = question(options.name) if options.name != "-" else _standard_input()
    values = _values(asked, options.set)
    store = None
    if has_names(asked, values) and not options.endpoint:
        store = _store(options, asked)
        values = by_name(store, asked, values)
    text = bind(asked, values)
    if options.explain:
        out(text.rstrip("\n"))
        return 0
    seconds, memory = options.timeout or LIMITS.seconds, options.memory or LIMITS.memory
    limits = Limits(seconds, options.limit, memory)
    if options.endpoint:
        format_of(options, [])  # refuses a format that would change nothing
    elif store is None:
        store = _store(options, asked)
    answer = _answer(options, text, limits, store)
    if options.columns:
        answer = answer.only(options.columns.split(","))
    _write(answer, options, _labels(answer, options, limits, store))
    _print_notes(answer, limits)
    if options.endpoint and _says_nothing(answer):
        from whimkg.cli.endpoints import list_graphs

        list_graphs(options, limits)
    return 0


def _list(options: Namespace) -> None:
    if options.find:
        list_found(options.find)
    elif options.list:
        list_all()
    else:
        list_first()


def _refuse_idle(options: Namespace) -> None:
    """Refuse to list the questions where one was to be asked.

    Raises:
        UnknownNameError: there is an option that tells how.
        WhimkgError: a name stands beside ``--list``.
    """
    for name in ("list", "find"):
        if getattr(options, name):
            problem = f"--{name} only lists the questions"
            refuse_unused(options, problem, *_OF_AN_ANSWER, name="NAME")
    if any(getattr(options, name) for name in _OF_AN_ANSWER):
        raise UnknownNameError(
            "no question is named", remedy="name it first: whimkg query NAME --graph …"
        )


def _standard_input() -> Question:
    try:
        return Question("-", sys.stdin.buffer.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise QueryError("it is no text in UTF-8", where="-") from error


def _values(asked: Question, assigned: list[str]) -> dict[str, object]:
    """The values of ``--set``: a name may come several times, for a list."""
    named: dict[str, list[str]] = {}
    for each in assigned:
        name, equals, value = each.partition("=")
        if not equals:
            raise QueryError(f"--set {each!r} has no value", remedy="write --set name=value")
        named.setdefault(name, []).append(value)
    if not named:
        return {}
    known = {parameter.name: parameter for parameter in asked.parameters}
    return {
        name: from_text(known[name], values) if name in known else values
        for name, values in named.items()
    }


def _store(options: Namespace, asked: Question) -> "Store":
    format_name = format_of(options, options.graph)
    if not options.graph:
        return bundled_store()
    if options.name == "-" and "-" in options.graph:
        raise QueryError("query and graph cannot both be on standard input")
    return file_store(
        options.graph,
        format_name=format_name,
        base_iri=options.base_iri or "",
        hierarchy=asked.bundled,
        named=outline(asked.text).named,
    )


def _answer(options: Namespace, text: str, limits: Limits, store: "Store | None") -> Answer:
    service = options.allow_service
    if store is not None:
        return engine.run(store, text, limits, allow_service=service)
    from whimkg.cli.endpoints import ask

    return ask(options, text, limits)


def _usual(answer: Answer) -> str:
    return "ttl" if answer.kind == "graph" else "table"


def _labels(
    answer: Answer, options: Namespace, limits: Limits, store: "Store | None"
) -> dict[str, str]:
    """The labels of the answer's IRIs, where people will read them."""
    if options.format not in (None, "table", "markdown") or answer.kind == "boolean":
        return {}
    from whimkg.sparql.display import iris

    if store is not None:
        return engine.labels(store, iris(answer))
    from whimkg.sparql import endpoint

    request = endpoint.Request(options.endpoint, "", tuple(options.graph))
    return endpoint.labels(request, iris(answer), limits)


def _write(answer: Answer, options: Namespace, labels: dict[str, str]) -> None:
    format_name = options.format or _usual(answer)
    if options.safe_csv and format_name != "csv":
        raise QueryError("--safe-csv changes CSV alone", remedy="add --format csv, or leave it out")
    if format_name in results.FORMATS:
        safe = options.safe_csv
        _bytes(results.write_safe_csv(answer) if safe else results.write(answer, format_name))
        return
    if format_name in _GRAPHS:
        if answer.kind != "graph":
            raise QueryError(
                f"this answer has no form as {format_name}", remedy="take table, csv, tsv or json"
            )
        _bytes(_serialized(answer.triples, format_name))
        return
    from whimkg.sparql.display import markdown, table

    room = width() if sys.stdout.isatty() and not options.wide else None
    lines = table(answer, labels, room) if format_name == "table" else markdown(answer, labels)
    for line in lines:
        out(line)


def _bytes(data: bytes) -> None:
    write_bytes(data if data.endswith(b"\n") or not data else data + b"\n")


def _serialized(triples: "list[Triple]", format_name: str) -> bytes:
    """Our own writers' form; the engine's for what ours refuse: blank nodes, or nothing at all."""
    from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

    from whimkg.export import serialize as written

    plain = all(
        isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode | Literal)
        for t in triples
    )
    if triples and plain:
        return written([Quad(*triple) for triple in triples], format_name)
    form = RdfFormat.from_extension(format_name)
    try:
        # Without prefixes: the engine declares them in another order in each run.
        return bytes(serialize(triples, format=form) or b"")
    except (OSError, ValueError) as error:
        raise QueryError(f"the graph has no form as {format_name}: {error}") from error


def _says_nothing(answer: Answer) -> bool:
    """Whether there are no rows, no triples, or nothing but a false and a count of nothing."""
    if answer.kind == "boolean":
        return not answer.boolean
    rows = answer.rows if answer.kind == "table" else answer.triples
    return not rows or (len(rows) == 1 and all(str(cell) in _NOTHING for cell in rows[0]))


def _print_notes(answer: Answer, limits: Limits) -> None:
    what = "triples" if answer.kind == "graph" else "rows"
    if answer.cut:
        print_message(f"only the first {limits.rows:,} {what} are shown; --limit sets how many")
    elif answer.empty:
        print_message(f"no {what}")
