"""``whimkg load``."""

from argparse import Namespace
from dataclasses import replace

from whimkg.cli.terminal import columns, complain, out, progress
from whimkg.errors import StoreError
from whimkg.output import write_all
from whimkg.stores import SETTINGS, STORES, check, load
from whimkg.stores.receipt import Receipt, read

__all__ = ["run"]


def run(options: Namespace) -> int:
    """List the stores, load a graph into one, or look at what a load has left."""
    if options.list:
        for line in columns([(s.name, s.example, s.purpose) for s in STORES.values()]):
            out(line)
        return 0
    if options.check:
        return _check(options)
    if not options.store:
        raise StoreError(
            "no store is named", remedy="give a folder or an address; whimkg load --list shows more"
        )
    found = load(
        options.store,
        options.graphs,
        format_name=options.input_format or "",
        graph=options.graph or "",
        named_graphs=options.named_graphs,
        settings=_settings(options),
        date=options.date or "",
        tell=progress,
    )
    progress("")
    code = _tell(found)
    out(f"loaded {found.amount()} into {found.address}, {_names(found)}")
    if options.receipt:  # last: if it cannot be written, the graph is loaded nevertheless
        write_all({options.receipt: found.to_json().encode()})
    return code


def _check(options: Namespace) -> int:
    given = read(options.check)
    if options.store:
        given = replace(given, address=options.store)
    found = check(given, tell=progress)
    progress("")
    code = _tell(found)
    word = "differs from" if code else "is as in"
    out(f"{found.address} {word} {options.check}: {found.amount()}, {_names(found)}")
    return code


def _settings(options: Namespace) -> dict[str, str]:
    given = {name: getattr(options, name.replace("-", "_")) for name in SETTINGS}
    return {name: str(value) for name, value in given.items() if value is not None}


def _tell(found: Receipt) -> int:
    """Print what the store holds and answers; 1 if something differs."""
    rows = [(str(graph.held), graph.parts, graph.name) for graph in found.graphs]
    asked = [question for question in found.questions if question.expected]
    same = sum(question.expected == question.digest for question in asked)
    if asked:
        rows.append((f"{same} of {len(asked)}", "questions", "have the same answers there"))
    for line in columns(rows, last=80):
        out(line)
    if found.note:
        complain(found.note)
    differences = list(found.differences())
    for line in differences:
        complain(line)
    return 1 if differences else 0


def _names(found: Receipt) -> str:
    names = {graph.name for graph in found.graphs}
    return f"{len(names)} graphs" if len(names) > 1 else f"graph {names.pop()}"
