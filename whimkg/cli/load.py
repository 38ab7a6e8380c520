"""``whimkg load``."""

import json
import os
import re
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from shlex import quote

from whimkg.base.files import write_all
from whimkg.cli.terminal import columns, out, print_message, progress
from whimkg.cli.unused import format_of, refuse_unused
from whimkg.errors import StoreError
from whimkg.export import FORMATS
from whimkg.rdf.disk_store import is_store
from whimkg.source.addresses import scheme
from whimkg.source.paths import is_there
from whimkg.stores import SETTINGS, STORES, check, kind_of, load
from whimkg.stores.receipt import Receipt, read

__all__ = ["run"]

#: Endings of files, of which none can be a store: those that whimkg reads or writes, and others
#: in which graphs and tables come.
_FILES = {
    *(f".{suffix.rpartition('.')[2]}" for row in FORMATS.values() for suffix in row.suffixes),
    *(".txt", ".htm", ".html", ".yaml", ".yml", ".json", ".n3", ".xml", ".owl", ".obo", ".rq"),
    *(".tsv", ".csv", ".md", ".gz", ".bz2", ".xz", ".zst", ".zip", ".7z", ".tar", ".tgz"),
}
#: A host and its port.
_SERVER = re.compile(r"[\w.-]+:\d{2,5}(?:/\S*)?")
#: What tells of the graph that is loaded, by the names of options.
_GRAPH = ("graph", "named_graphs", "input_format", "base_iri")
#: Graphs that are named in a command.
_FEW = 5
#: Python that asks a store of property graphs, which whimkg does not do.
_ASKED_IN_PYTHON = {
    "duckdb": "import duckdb; duckdb.connect({path}, read_only=True).sql("
    '"SELECT subject, predicate, object FROM whimkg.edges LIMIT 10").show()',
    "ladybug": "import ladybug; "
    "rows = ladybug.Connection(ladybug.Database({path}, read_only=True)).execute("
    '"MATCH (a)-[e]->(b) RETURN a.id, e.predicate, b.id LIMIT 10"); print(*rows, sep="\\n")',
}
_SETTINGS = tuple(name.replace("-", "_") for name in SETTINGS)


def run(options: Namespace) -> int:
    """List the stores, load a graph into one, or look at what a load has left."""
    _refuse_idle(options)
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
    _refuse_mistaken(options.store)
    found = load(
        options.store,
        options.graphs,
        format_name=format_of(options, options.graphs),
        base_iri=options.base_iri or "",
        graph=options.graph or "",
        named_graphs=options.named_graphs,
        settings=_settings(options),
        date=options.date or "",
        tell=progress,
    )
    progress("")
    code = _print_counts(found)
    out(f"loaded {found.amount()} into {found.address}, {_names(found)}")
    _print_next_command(found)
    _keep(found, options)  # last: if it cannot be written, the graph is loaded nevertheless
    return code


def _print_next_command(found: Receipt) -> None:
    """The command that asks the store, where there is one for all."""
    if scheme(found.address) in ("http", "https"):
        names = sorted({graph.name for graph in found.graphs})
        chosen = f" --graph {' '.join(map(quote, names))}" if len(names) <= _FEW else ""
        url = found.settings.get("query-url", found.address)
        print_message(f"ask it: whimkg query gene --endpoint {quote(url)}{chosen}")
    elif is_store(found.address):
        print_message(f"ask it: whimkg query gene --graph {quote(found.address)}")
    elif code := _ASKED_IN_PYTHON.get(found.store):
        python = code.format(path=json.dumps(found.address, ensure_ascii=False))
        print_message(f"ask it: python -c {quote(python)}")


def _refuse_mistaken(store: str) -> None:
    """Refuse to make a store where a graph or a server was meant.

    Raises:
        StoreError: nothing is there, and the name is that of a file that is no store, or of a
            server.
    """
    if scheme(store) or is_there(store) or store.endswith(("/", os.sep)):
        return
    if _SERVER.fullmatch(store):
        raise StoreError(
            "it is the name of a server without its kind of address",
            where=store,
            remedy=f"write http://{store}, or bolt://{store}; for a folder, ./{store}",
        )
    if kind_of(store).name == "oxigraph" and Path(store).suffix.lower() in _FILES:
        raise StoreError(
            "there is no such file, and a store is a folder",
            where=store,
            remedy="name the store first and the graph second: whimkg load STORE GRAPH; for a "
            f"folder of that name, {store}/",
        )


def _refuse_idle(options: Namespace) -> None:
    """Refuse options that would change nothing.

    Raises:
        WhimkgError: there are some.
    """
    if options.list:
        names = ("check", *_GRAPH, "receipt", "date", *_SETTINGS)
        problem = "--list only lists the kinds of stores"
        refuse_unused(options, problem, *names, store="STORE", graphs="GRAPH")
    if options.check:
        names = (*_GRAPH, "update_url", "chunk")
        refuse_unused(options, "--check loads nothing", *names, graphs="GRAPH")
    if options.graph == "":
        raise StoreError("--graph has no name", remedy="give an IRI, or leave it out")
    if not options.receipt:
        refuse_unused(options, "the day is for a receipt, and none is written", "date")


def _keep(found: Receipt, options: Namespace) -> None:
    if options.receipt:
        write_all({options.receipt: found.to_json().encode()})


def _check(options: Namespace) -> int:
    receipt = read(options.check)
    if options.store:
        receipt = replace(receipt, address=options.store)
    found = check(receipt, settings=_settings(options), tell=progress)
    progress("")
    found = replace(found, date=options.date or found.date)
    code = _print_counts(found)
    word = "differs from" if code else "has the counts and answers of"
    out(f"{found.address} {word} {options.check}: {found.amount()}, {_names(found)}")
    _keep(found, options)
    return code


def _settings(options: Namespace) -> dict[str, str]:
    settings = {name: getattr(options, name.replace("-", "_")) for name in SETTINGS}
    return {name: str(value) for name, value in settings.items() if value is not None}


def _print_counts(found: Receipt) -> int:
    """Print what the store holds and answers; 1 if something differs."""
    rows = [(str(graph.held), graph.parts, graph.name) for graph in found.graphs]
    asked = [question for question in found.questions if question.expected]
    same = sum(question.expected == question.digest for question in asked)
    if asked:
        rows.append((f"{same} of {len(asked)}", "questions", "have the same answers there"))
    for line in columns(rows, last=80):
        out(line)
    if found.note:
        print_message(found.note)
    differences = list(found.differences())
    for line in differences:
        print_message(line)
    return 1 if differences else 0


def _names(found: Receipt) -> str:
    names = {graph.name for graph in found.graphs}
    return f"{len(names)} graphs" if len(names) > 1 else f"graph {names.pop()}"
