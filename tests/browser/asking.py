"""All bundled questions at once, asked in a browser, and its answers as the stored ones are."""

import base64
import gzip
import re
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from tests.sparql.questions import boolean, table, triples

__all__ = ["ASK_ALL", "as_stored", "engine"]

#: Asks the engine of the file, of which the file makes a worker in the same way, all questions.
ASK_ALL = """async ([texts, engine]) => {
  const text = (id) => document.getElementById(id).textContent;
  const code = new Blob([engine, text("worker")], { type: "text/javascript" });
  const worker = new Worker(URL.createObjectURL(code));
  const ask = (message) => new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.postMessage(message);
  });
  await ask({ wasm: text("wasm"), graphs: JSON.parse(text("graphs")) });
  const answers = {};
  for (const [name, query] of Object.entries(texts)) answers[name] = await ask({ query });
  worker.terminate();
  return answers;
}"""


def engine(view: Path) -> str:
    """The engine's script, as it stands packed in a file."""
    found = re.search(r'id="engine">([^<]*)<', view.read_text(encoding="utf-8"))
    assert found
    return gzip.decompress(base64.b85decode(found[1].replace(",", "<"))).decode()


def as_stored(given: dict[str, Any]) -> str:
    """An answer of the browser as the stored ones are written."""
    if given["graph"]:
        lines = ox.parse(given["data"], format=ox.RdfFormat.N_TRIPLES)
        return triples([[q.subject, q.predicate, q.object] for q in lines])
    found = ox.parse_query_results(given["data"], ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return boolean(bool(found))
    return table([variable.value for variable in found.variables], ([*row] for row in found))
