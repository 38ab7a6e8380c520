"""Small graphs to load, and what a test needs around them."""

from pathlib import Path

import pytest

from whimkg.sparql import transport
from whimkg.stores import load_questions

TARGET = "http://example.org/graph"
OLD = {f'<http://example.org/old> <http://example.org/p> "{n}"' for n in range(5)}
NEW = {f'<http://example.org/new> <http://example.org/p> "{n}"' for n in range(20)}


def write(path: Path, triples: set[str]) -> Path:
    """A file of N-Triples."""
    path.write_text("".join(f"{triple} .\n" for triple in sorted(triples)), encoding="utf-8")
    return path


def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No login and no proxy of the machine; short waits between tries."""
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"WHIMKG_ENDPOINT_{name}", raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setattr(transport, "_WAITS", (0.01, 0.02, 0.03))


def ask_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """One quick question instead of the bundled five."""
    text = "SELECT ?s ?o WHERE { ?s ?p ?o }"
    monkeypatch.setattr(load_questions, "questions", lambda: {"all": text})
