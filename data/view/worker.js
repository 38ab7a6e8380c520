// Answers questions beside the page, so that a question that never ends can be ended.

let store;

async function begin({ wasm, graphs }) {
  initSync({ module: await unpacked(wasm) });
  store = new Store();
  for (const { text, format } of graphs) store.load(text, { format });
}

function answer(query) {
  const words = query.replace(/<[^<>\s]*>|"[^"\n]*"|'[^'\n]*'|#.*/g, " ");
  const [form] = words.match(/\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b/i) ?? ["SELECT"];
  const graph = /CONSTRUCT|DESCRIBE/i.test(form);
  const type = graph ? "application/n-triples" : "application/sparql-results+json";
  return { graph, data: store.query(query, { results_format: type }) };
}

onmessage = async ({ data }) => {
  try {
    if (data.wasm) await begin(data);
    postMessage(data.wasm ? { ready: true } : answer(data.query));
  } catch (error) {
    postMessage({ problem: String(error?.message ?? error) });
  }
};
