// What joins the two sides: clicks, keys, and links into the file.

function showPane(name) {
  document.body.dataset.pane = name;
  for (const button of document.querySelectorAll("[data-show]")) {
    button.setAttribute("aria-pressed", String(button.dataset.show === name));
  }
}

function setAddress(fragment) {
  history.replaceState(null, "", `#${fragment}`);
}

/** The characters of a row's own words: of a row of the table, not those of the heading above. */
function ownPlace(row) {
  return row.querySelector('td a[href^="#char="]')?.hash.slice("#char=".length);
}

function openStatement(row) {
  setOpen(row, true);
  choose(row);
  light(placesOf(row), ownPlace(row));
  setAddress(row.id);
}

/** Shows the statements that rest on some characters, and opens the only one. */
function openPlace(place) {
  onlyPlace = place;
  filter();
  const shown = rows.filter((row) => !row.hidden);
  choose(shown.length === 1 ? shown[0] : null);
  if (shown.length === 1) setOpen(shown[0], true);
  light([place]);
  setAddress(`char=${place}`);
  shown[0]?.scrollIntoView({ block: "nearest" });
  return shown[0];
}

/** Follows the address: #statement=…, #char=FIRST,END or #char=FIRST; these may lie inside of a place, or on none. */
function follow() {
  const fragment = location.hash.slice(1);
  const row = rows.find((each) => each.id === fragment);
  if (row) {
    if (row.hidden) showAll();
    openStatement(row);
    row.scrollIntoView({ block: "center" });
    return;
  }
  const [, begin, end = Number(begin) + 1] = /^char=(\d+)(?:,(\d+))?$/.exec(fragment) ?? [];
  if (!begin) return;
  const place = `${begin},${end}`;
  openPlace(place);
  if (place in data.places) return;
  const inside = Object.keys(data.places).filter((known) => overlap(known, place));
  light(inside.length ? inside : [place]);
}

document.getElementById("said").addEventListener("click", (event) => {
  const button = event.target.closest("button.open");
  const link = event.target.closest('a[href^="#char="]');
  if (button) {
    const row = button.closest("tr");
    if (isOpen(row)) setOpen(row, false);
    else openStatement(row);
  } else if (link) {
    event.preventDefault();
    const place = link.hash.slice("#char=".length);
    setAddress(`char=${place}`);
    showPane("page");
    light([place])?.focus({ preventScroll: true });
  }
});

pane.addEventListener("click", (event) => {
  const mark = event.target.closest("mark, a.place");
  if (!mark) return;
  event.preventDefault();
  const first = openPlace(placesOfMark(mark)[0]);
  showPane("statements");
  if (event.detail === 0 && first) buttonOf(first).focus();  // by key, not by pointer
});

pane.addEventListener("keydown", (event) => {
  const mark = event.target.closest("mark");
  if (!mark) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    mark.click();
    return;
  }
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  const next = step && marks()[marks().indexOf(mark) + step];
  if (!next) return;
  event.preventDefault();
  mark.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.matches("input, select, textarea")) {
    event.preventDefault();
    showPane("statements");
    find.focus();
  } else if (event.key === "Escape") {
    showAll();
    choose(null);
    light([]);
    history.replaceState(null, "", location.pathname + location.search);
  }
});

for (const button of document.querySelectorAll("[data-show]")) {
  button.addEventListener("click", () => showPane(button.dataset.show));
}
tools.addEventListener("input", filter);
tools.addEventListener("submit", (event) => event.preventDefault());
tools.addEventListener("reset", () => queueMicrotask(() => { onlyPlace = null; filter(); }));

const drop = document.getElementById("page");
const picked = document.getElementById("file");
picked.addEventListener("change", () => picked.files[0] && openPage(picked.files[0]));
drop.addEventListener("dragover", (event) => {
  event.preventDefault();
  document.getElementById("drop").classList.add("over");
});
drop.addEventListener("dragleave", () => document.getElementById("drop").classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  document.getElementById("drop").classList.remove("over");
  if (event.dataTransfer.files[0]) openPage(event.dataTransfer.files[0]);
});

if (matchMedia("(max-width: 38rem)").matches) tools.querySelector("details").open = false;
for (const row of rows) setOpen(row, false);
filter();
follow();
addEventListener("hashchange", follow);
