// Reads a network from standard input with the cytoscape.js in a folder, and tells what it finds.
const cytoscape = require(process.argv[2]);
const network = JSON.parse(require("fs").readFileSync(0, "utf8"));
const opened = cytoscape({ headless: true, elements: network.elements });
const byId = (found, value) => Object.fromEntries(found.map((each) => [each.id(), value(each)]));
console.log(
  JSON.stringify({
    labels: byId(opened.nodes(), (node) => node.data("label")),
    ends: byId(opened.edges(), (edge) => [edge.source().id(), edge.target().id()]),
    frequent: opened.edges("[frequency_low >= 30]").map((edge) => edge.id()),
  }),
);
