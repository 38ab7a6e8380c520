"""All bundled questions at once, asked in a browser, and its answers as the stored ones are."""

from typing import Any

import pyoxigraph as ox

from tests.sparql.questions import boolean, table, triples

__all__ = ["ASK_ALL", "as_stored"]

#: Asks the engine of the file, of which the file makes a worker in the same way, all questions.
ASK_ALL = """async (texts) => {
  const text = (id) => document.getElementById(id).textContent;
  const code = new Blob([text("engine")], { type: "text/javascript" });
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


def as_stored(given: dict[str, Any]) -> str:
    """An answer of the browser as the stored ones are written."""
    if given["graph"]:
        lines = ox.parse(given["data"], format=ox.RdfFormat.N_TRIPLES)
        return triples([[q.subject, q.predicate, q.object] for q in lines])
    found = ox.parse_query_results(given["data"], ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return boolean(bool(found))
    return table([variable.value for variable in found.variables], ([*row] for row in found))
