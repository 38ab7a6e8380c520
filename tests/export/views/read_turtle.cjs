// Reads Turtle 1.2 from standard input with n3, and writes what it finds as N-Quads 1.2.
const { Parser, Writer } = require("n3");
const quads = new Parser({ format: "text/turtle" }).parse(require("fs").readFileSync(0, "utf8"));
const writer = new Writer({ format: "N-Quads" });
writer.addQuads(quads);
writer.end((_, text) => process.stdout.write(text));
