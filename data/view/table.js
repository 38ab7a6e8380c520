// The right side: which statements are shown, and which are open.

const tools = document.querySelector("form.tools");
const find = document.getElementById("find");
const rows = [...document.querySelectorAll("tr.statement")];
/** Only statements that rest on these characters are shown; null shows all. */
let onlyPlace = null;

function placesOf(row) {
  return row.dataset.places ? row.dataset.places.split(" ") : [];
}

function fits(row) {
  const sought = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  const words = row.dataset.find.toLowerCase();
  if (!sought.every((word) => words.includes(word))) return false;
  if (onlyPlace && !placesOf(row).some((place) => overlap(place, onlyPlace))) return false;
  return [...tools.querySelectorAll("select")].every(
    ({ value, dataset }) => !value || (row.dataset[dataset.filter] || "-") === value,
  );
}

function filter() {
  let shown = 0;
  for (const row of rows) {
    row.hidden = !fits(row);
    shown += !row.hidden;
    row.nextElementSibling.hidden = row.hidden || !isOpen(row);
  }
  for (const group of document.querySelectorAll("tr.group")) {
    group.hidden = ![...group.parentElement.querySelectorAll("tr.statement")].some((row) => !row.hidden);
  }
  const where = onlyPlace ? ` on characters ${onlyPlace.replace(",", " to ")}` : "";
  document.getElementById("count").textContent = `${shown} of ${rows.length} statements${where}`;
}

function showAll() {
  onlyPlace = null;
  tools.reset();
  filter();
}

function buttonOf(row) {
  return row.querySelector("button.open");
}

function isOpen(row) {
  return buttonOf(row).getAttribute("aria-expanded") === "true";
}

function setOpen(row, open) {
  buttonOf(row).setAttribute("aria-expanded", String(open));
  row.nextElementSibling.hidden = !open || row.hidden;
}

/** Marks a statement as the one that is looked at; none takes the mark away. */
function choose(row) {
  for (const each of rows) each.classList.toggle("on", each === row);
}
