// The left side: the page's text, once somebody has opened it, with all places checked and marked.

const data = JSON.parse(document.getElementById("data").textContent);
const pane = document.getElementById("text");
const told = document.getElementById("told");

function tell(words, kind, command = "") {
  told.textContent = words;
  told.className = kind;
  if (!command) return;
  const code = told.appendChild(document.createElement("code"));
  code.textContent = command;
}

/** Whether a file is HTML, in which no position counts: by its name, or as it begins. */
function isHtml(name, text) {
  return /\.(x?html?|xht)$/i.test(name) ||
    /^\s*(<\?xml[^>]*>\s*|<!--[^]*?-->\s*)*<(!doctype\s+html|html|head|body)\b/i.test(text);
}

/** Opens a file as the page; a file that is another page is refused, and nothing changes. */
async function openPage(file) {
  tell(`Reading ${file.name} …`, "");
  let text = "";
  try {
    text = storedText(await file.arrayBuffer());
    await refuseAnother(text);
    const good = await checked(text);
    draw(text, good);
    report(file.name, good);
    document.getElementById("drop").className = "done";
    follow();
  } catch (error) {
    if (!(error instanceof Refused || error instanceof DOMException)) throw error;
    if (error instanceof Refused && isHtml(file.name, text)) {
      const name = `"${file.name.replace(/["\\$`]/g, "\\$&")}"`;
      tell(`${file.name} is HTML. Positions count in the text that whimkg makes of it: run this, and open page.txt here. `,
        "wrong", `whimkg read --text ${name} > page.txt`);
      return;
    }
    tell(`${file.name} ${error instanceof Refused ? error.message : "cannot be read"}`, "wrong");
  }
}

async function refuseAnother(text) {
  const digest = await sha256(text);
  if (digest === data.sha256) return;
  const length = codePoints(text).length - 1;
  const wanted = data.length === null ? "" : `${data.length} characters, `;
  throw new Refused(
    `is not the page that this view was made from (“${data.name}”): it has ${length} characters, ` +
      `SHA-256 ${digest.slice(0, 12)}…; wanted is ${wanted}SHA-256 ${data.sha256.slice(0, 12)}….`,
  );
}

/** Place to whether its characters are those that the graph means. */
async function checked(text) {
  const starts = codePoints(text);
  const good = new Map();
  for (const [place, digest] of Object.entries(data.places)) {
    const [begin, end] = range(place);
    const inside = end < starts.length;
    good.set(place, inside && (await sha256(text.slice(starts[begin], starts[end]))) === digest);
  }
  return good;
}

function report(name, good) {
  let whole = 0;
  const rows = [...document.querySelectorAll("tr.statement")];
  for (const row of rows) {
    const places = placesOf(row);
    const fine = places.length > 0 && places.every((place) => good.get(place));
    whole += fine;
    check(row.querySelector(".check"), fine, places.length);
    for (const each of row.nextElementSibling.querySelectorAll(".check")) {
      check(each, good.get(each.dataset.place), 1);
    }
  }
  tell(`${name}: ${whole} of ${rows.length} statements verified`, whole === rows.length ? "good" : "wrong");
}

function check(element, fine, places) {
  if (!element || !places) return;
  element.className = `check ${fine ? "good" : "wrong"}`;
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", fine ? "verified" : "changed");
}

/** Writes the text line by line, parted where a place begins or ends. */
function draw(text, good) {
  const starts = codePoints(text);
  const ends = new Set([0, starts.length - 1]);
  for (const place of good.keys()) for (const at of range(place)) if (at < starts.length) ends.add(at);
  const cuts = [...ends].sort((a, b) => a - b);
  const body = document.createElement("div");
  body.className = "text";
  let line = lineFrom(0);
  const open = [...good.keys()].sort((a, b) => size(a) - size(b));
  for (let index = 1; index < cuts.length; index += 1) {
    const part = `${cuts[index - 1]},${cuts[index]}`;
    const over = open.filter((place) => overlap(place, part));
    const written = text.slice(starts[cuts[index - 1]], starts[cuts[index]]).split("\n");
    let at = cuts[index - 1];
    written.forEach((words, number) => {
      if (number) line = lineFrom(at);
      if (words) line.append(over.length ? marked(words, over, good) : words);
      at += codePoints(words).length; // the line feed counts, too
    });
  }
  function lineFrom(begin) {
    const made = body.appendChild(document.createElement("p"));
    made.dataset.begin = begin;
    return made;
  }
  pane.replaceChildren(body);
  body.querySelector("mark")?.setAttribute("tabindex", "0");
}

function size(place) {
  const [begin, end] = range(place);
  return end - begin;
}

/** A part of the text on which statements rest; the narrowest of its places comes first. */
function marked(words, over, good) {
  const mark = document.createElement("mark");
  mark.textContent = words;
  mark.dataset.places = over.join(" ");
  mark.className = size(over[0]) > 80 ? "prose" : "";
  if (!over.every((place) => good.get(place))) mark.classList.add("bad");
  mark.tabIndex = -1;
  mark.setAttribute("role", "button");
  return mark;
}

/** The marks, or before the page is open the places of the outline, in their order. */
function marks() {
  return [...pane.querySelectorAll("mark, a.place")];
}

function placesOfMark(mark) {
  return mark.dataset.places ? mark.dataset.places.split(" ") : [mark.hash.slice("#char=".length)];
}

/** The line of the page that holds a character; none before the page is open. */
function lineOf(begin) {
  return [...pane.querySelectorAll("[data-begin]")].findLast((line) => line.dataset.begin <= begin);
}

/** Lights up the marks that lie in these places, and brings the first of them into view. */
function light(places, first = places[0]) {
  for (const mark of marks()) {
    mark.classList.toggle("on", placesOfMark(mark).some((place) => places.includes(place)));
  }
  const lit = marks().find((mark) => first && placesOfMark(mark).includes(first));
  const line = lit || !first ? null : lineOf(range(first)[0]);
  for (const each of pane.querySelectorAll("[data-begin]")) each.classList.toggle("on", each === line);
  (lit ?? line)?.scrollIntoView({ block: "center" });
  return lit;
}
