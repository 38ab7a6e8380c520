// Asks Comunica each question: node comunica.mjs GRAPH.nt < {"name": "query", …} > {"name": answer, …}
// The graph is one file of triples, the union. @comunica/query-sparql-file stands in NODE_PATH.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { QueryEngine } = createRequire(import.meta.url)("@comunica/query-sparql-file");

const text = (term) => {
  if (!term) return null;
  if (term.termType === "NamedNode") return { iri: term.value };
  if (term.termType !== "Literal") throw new Error(`unexpected ${term.termType}`);
  return { value: term.value, language: term.language, datatype: term.datatype.value };
};

const engine = new QueryEngine();
const sources = [pathToFileURL(process.argv[2]).href];
const answers = {};
for (const [name, query] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  const found = await engine.query(query, { sources });
  if (found.resultType === "boolean") {
    answers[name] = { boolean: await found.execute() };
  } else if (found.resultType === "quads") {
    const quads = await (await found.execute()).toArray();
    answers[name] = { triples: quads.map((q) => [q.subject, q.predicate, q.object].map(text)) };
  } else {
    const names = (await found.metadata()).variables.map((v) => (v.variable ?? v).value);
    const rows = await (await found.execute()).toArray();
    answers[name] = { names, rows: rows.map((row) => names.map((n) => text(row.get(n)))) };
  }
}
process.stdout.write(JSON.stringify(answers));
