// Makes the form of a budget work as a spreadsheet. Nothing is computed here: the form is sent as its button "compute"
// would send it, and what comes back takes the place of what is shown.
const form = document.getElementById("sheet");
const LIVE = "[data-live]";
const WAIT_MS = 350;

const cells = () => [...form.querySelectorAll("input.cell")];
const say = (words) => { document.getElementById("status").textContent = words; };
const filled = (words, name, value) => words.replace(`{${name}}`, value);

// --- what is typed goes to the service, and its answer into the page ---

let timer = 0;
let asked = null;
let dirty = cells().some((cell) => cell.classList.contains("cell--changed"));

async function ask(extra = {}) {
  clearTimeout(timer);
  asked?.abort();
  const mine = asked = new AbortController();
  const sent = new URLSearchParams(new FormData(form));
  sent.set("action", "recalculate");
  for (const [name, value] of Object.entries(extra)) sent.set(name, value);
  form.setAttribute("aria-busy", "true");
  document.getElementById("status").classList.add("summary__status--busy");
  say(form.dataset.wordsLive);
  try {
    const answer = await fetch(form.getAttribute("action"), {
      method: "POST", body: sent, headers: { accept: "text/html" }, signal: mine.signal, redirect: "error",
    });
    if (!answer.ok) throw new Error(String(answer.status));
    show(new DOMParser().parseFromString(await answer.text(), "text/html"), "cel" in extra);
    return true;
  } catch (fault) {
    if (fault.name === "AbortError") return false;
    say(form.dataset.wordsFailed);
    return false;
  } finally {
    if (asked === mine) {
      form.removeAttribute("aria-busy");
      document.getElementById("status").classList.remove("summary__status--busy");
    }
  }
}

function show(page, withExplanation) {
  for (const now of form.querySelectorAll(LIVE)) {
    if (now.parentElement.closest(LIVE)) continue; // comes with what it stands in
    if (now.id === "explained" && !withExplanation) continue;
    const then = page.getElementById(now.id);
    if (!then) continue;
    if (now.innerHTML !== then.innerHTML) now.replaceChildren(...then.childNodes);
    const label = then.getAttribute("aria-label");
    if (label) now.setAttribute("aria-label", label);
  }
  for (const cell of cells()) {
    const then = page.getElementById(cell.id);
    if (!then) continue;
    cell.toggleAttribute("aria-invalid", false);
    if (then.hasAttribute("aria-invalid")) cell.setAttribute("aria-invalid", "true");
    cell.classList.toggle("cell--changed", then.classList.contains("cell--changed"));
  }
  reveal();
}

function changed() {
  dirty = true;
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT_MS);
}

// --- undo and redo ---

const done = [];
const undone = [];

function keep(changes) {
  const real = changes.filter((one) => one.before !== one.after);
  if (!real.length) return;
  done.push(real);
  undone.length = 0;
  enable();
}

function step(from, to, side, words) {
  commit();
  const changes = from.pop();
  if (!changes) return;
  to.push(changes);
  for (const one of changes) cellOf(one.name).value = one[side];
  if (current) before = current.value; // it is no change of its own
  const first = cellOf(changes[0].name);
  first.closest("details")?.setAttribute("open", "");
  first.focus();
  enable();
  changed();
  say(filled(words, "cell", first.getAttribute("aria-label")));
}

const cellOf = (name) => form.elements.namedItem(name);
const undo = () => step(done, undone, "before", form.dataset.wordsUndone);
const redo = () => step(undone, done, "after", form.dataset.wordsRedone);

function enable() {
  form.querySelector("[data-undo]").disabled = !done.length;
  form.querySelector("[data-redo]").disabled = !undone.length;
}

// --- one cell at a time: selected (typing replaces), being typed, or being edited (F2) ---

let current = null;
let before = "";
let editing = false;

function commit() {
  if (!current || current.value === before) return;
  keep([{ name: current.name, before, after: current.value }]);
  before = current.value;
}

function neighbour(cell, down, right) {
  const place = cell.closest("td");
  const row = place.parentElement;
  const column = [...row.children].indexOf(place);
  if (right) {
    const there = row.children[column + right];
    return there?.querySelector("input.cell") ?? null;
  }
  const rows = [...form.querySelectorAll("table.grid tbody tr")].filter((one) => one.querySelector("input.cell"));
  for (let at = rows.indexOf(row) + down; rows[at]; at += down) {
    const inputs = rows[at].querySelectorAll("input.cell");
    const there = rows[at].children[column]?.querySelector("input.cell") ?? inputs[inputs.length - 1];
    if (there.offsetParent) return there; // what is folded away is passed over
  }
  return null;
}

function move(down, right) {
  const there = current && neighbour(current, down, right);
  if (there) there.focus();
  else current?.select();
}

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function onKey(event) {
  const cell = event.target;
  if ((event.ctrlKey || event.metaKey) && !event.altKey) {
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) { event.preventDefault(); undo(); }
    else if (key === "y" || (key === "z" && event.shiftKey)) { event.preventDefault(); redo(); }
    return;
  }
  if (!cell.matches?.("input.cell")) return;
  if (event.key in ARROWS) {
    const [down, right] = ARROWS[event.key];
    if ((editing && right) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    move(down, right);
  } else if (event.key === "Enter") {
    event.preventDefault();
    commit();
    move(event.shiftKey ? -1 : 1, 0);
  } else if (event.key === "F2") {
    event.preventDefault();
    editing = true;
    cell.setSelectionRange(cell.value.length, cell.value.length);
  } else if (event.key === "Escape") {
    event.preventDefault();
    if (cell.value !== before) { cell.value = before; changed(); }
    editing = false;
    cell.select();
  } else if (event.key === "?") {
    event.preventDefault();
    explain(cell.name);
  }
}

// --- pasting a block from a spreadsheet: lines of cells with tabs between them ---

function onPaste(event) {
  const cell = event.target;
  if (!cell.matches?.("input.cell")) return;
  const words = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
  if (!/[\t\n]/.test(words)) return; // one value: as any field does it
  event.preventDefault();
  commit();
  const rows = [...cell.closest("tbody").rows];
  const top = rows.indexOf(cell.closest("tr"));
  const left = [...cell.closest("tr").children].indexOf(cell.closest("td"));
  const changes = [];
  let beyond = 0;
  words.split("\n").forEach((line, down) => line.split("\t").forEach((value, right) => {
    const there = rows[top + down]?.children[left + right]?.querySelector("input.cell");
    if (!there) { beyond += 1; return; }
    changes.push({ name: there.name, before: there.value, after: value.trim() });
    there.value = value.trim();
  }));
  keep(changes);
  before = cell.value;
  ask().then((shown) => {
    if (shown && beyond) say(`${document.getElementById("status").textContent} ${filled(form.dataset.wordsBeyond, "count", beyond)}`);
  });
  dirty = true;
}

// --- how a cell came about ---

let asker = null;

async function explain(name) {
  commit();
  const inside = document.getElementById("explained").contains(document.activeElement);
  if (!inside) asker = document.activeElement;
  if (await ask({ cel: name })) document.getElementById("explanation-title")?.focus();
}

function back() {
  const there = asker?.isConnected ? asker : document.getElementById(asker?.id ?? "") ?? current;
  document.getElementById("explained").replaceChildren();
  there?.focus();
}

// --- wiring ---

function reveal() {
  for (const one of form.querySelectorAll("[data-scripted]")) one.hidden = false;
}

form.addEventListener("focusin", (event) => {
  if (!event.target.matches("input.cell")) return;
  commit();
  current = event.target;
  before = current.value;
  editing = false;
  current.select();
});
form.addEventListener("focusout", (event) => { if (event.target === current) commit(); });
form.addEventListener("dblclick", (event) => { if (event.target === current) editing = true; });
form.addEventListener("input", (event) => { if (event.target.matches("input.cell")) changed(); });
form.addEventListener("keydown", onKey);
form.addEventListener("paste", onPaste);
form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches("[data-undo]")) undo();
  else if (button.matches("[data-redo]")) redo();
  else if (button.matches("[data-back]")) back();
  else if (button.matches("[data-explain]")) { if (current) explain(current.name); }
});
document.getElementById("explained").addEventListener("keydown", (event) => {
  if (event.key === "Escape") back();
});
form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button?.name === "cel") {
    event.preventDefault();
    explain(button.value);
  } else if (button?.value === "recalculate") {
    event.preventDefault();
    ask();
  } else {
    dirty = false; // it is being saved
  }
});
window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
reveal();
