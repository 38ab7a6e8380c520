// Questions to the graph: bundled ones and one's own, answered in a worker that can be ended.

const SECONDS = 30;
const MOST_ROWS = 1000;
const asked = document.getElementById("asked");
const query = document.getElementById("query");
const answered = document.getElementById("answered");
const state = document.getElementById("state");
let engine = null;

function embedded(id) {
  return document.getElementById(id).textContent;
}

/** The engine, ready to answer; it is started with the first question. */
function started() {
  engine ??= begun().catch((error) => {
    engine = null;
    throw error instanceof Refused ? error : new Refused(`the engine cannot be started: ${error.message}`);
  });
  return engine;
}

async function begun() {
  const parts = [await unpacked(embedded("engine")), "\n", embedded("worker")];
  const address = URL.createObjectURL(new Blob(parts, { type: "text/javascript" }));
  const worker = new Worker(address);
  await reply(worker, { wasm: embedded("wasm"), graphs: JSON.parse(embedded("graphs")) });
  return worker;
}

/** What a worker says to a message; it is ended where that takes too long. */
function reply(worker, message) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      worker.terminate();
      engine = null;
      reject(new Refused(`no answer in ${SECONDS} seconds`));
    }, SECONDS * 1000);
    worker.onmessage = ({ data }) => {
      clearTimeout(timer);
      if (data.problem) reject(new Refused(data.problem));
      else resolve(data);
    };
    worker.onerror = (event) => {
      clearTimeout(timer);
      reject(new Refused(event.message || "the engine could not be started"));
    };
    worker.postMessage(message);
  });
}

async function ask(text) {
  return reply(await started(), { query: text });
}

async function showAnswer() {
  state.textContent = "…";
  const start = performance.now();
  try {
    const { graph, data } = await ask(query.value);
    const rows = graph ? showTriples(data) : showResults(JSON.parse(data));
    const cut = rows > MOST_ROWS ? `, the first ${MOST_ROWS} are shown` : "";
    const unit = `${graph ? "triple" : "row"}${rows === 1 ? "" : "s"}`;
    state.textContent = `${rows} ${unit}${cut}, ${Math.round(performance.now() - start)} ms`;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    answered.replaceChildren();
    state.textContent = error.message;
  }
}

function showTriples(data) {
  const lines = data.split("\n").filter(Boolean);
  const shown = document.createElement("pre");
  shown.textContent = lines.slice(0, MOST_ROWS).join("\n");
  answered.replaceChildren(shown);
  return lines.length;
}

function showResults({ head, boolean, results }) {
  const names = boolean === undefined ? head.vars : ["answer"];
  const rows = boolean === undefined ? results.bindings : [{ answer: { type: "literal", value: String(boolean) } }];
  const table = document.createElement("table");
  const top = table.createTHead().insertRow();
  for (const name of names) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    top.append(cell);
  }
  const body = table.createTBody();
  for (const row of rows.slice(0, MOST_ROWS)) {
    const line = body.insertRow();
    for (const name of names) line.insertCell().append(shownTerm(row[name]));
  }
  answered.replaceChildren(table);
  return rows.length;
}

/** A term of an answer; an IRI is a link, as a CURIE where a prefix fits. */
function shownTerm(term) {
  if (!term) return "";
  if (term.type !== "uri" || !/^https?:/.test(term.value)) return term.value;
  const link = document.createElement("a");
  link.href = term.value;
  link.rel = "noreferrer external";
  link.className = "id";
  link.textContent = curie(term.value);
  return link;
}

function curie(iri) {
  let [best, start] = ["", ""];
  for (const [prefix, begin] of Object.entries(data.prefixes)) {
    if (iri.startsWith(begin) && begin.length > start.length) [best, start] = [prefix, begin];
  }
  const local = iri.slice(start.length);
  return start && /^[\w.-]+$/.test(local) ? `${best}:${local}` : iri;
}

if (asked) {
  const texts = JSON.parse(embedded("texts"));
  const choose = () => { query.value = texts[asked.value]; };
  asked.addEventListener("change", () => { choose(); showAnswer(); });
  document.getElementById("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    showAnswer();
  });
  choose();
}
