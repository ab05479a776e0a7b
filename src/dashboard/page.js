
// What is shown is in the fragment of the address, so that a view can be linked.

const NOTHING = { q: "", sort: "-unused", principal: "", ...Object.fromEntries(filters.map((filter) => [filter.key, ""])) };

let state = { ...NOTHING };

// The fragment of the present view with some changes.
function address(changes) {
  const wanted = { ...state, ...changes };
  const said = Object.keys(NOTHING).filter((key) => wanted[key] !== NOTHING[key]);
  return new URLSearchParams(said.map((key) => [key, wanted[key]])).toString();
}

function read() {
  const text = location.hash.slice(1);
  // `#principals` is a place on the page, not a view.
  if (text !== "" && !text.includes("=")) return;
  const said = new URLSearchParams(text);
  state = Object.fromEntries(Object.entries(NOTHING).map(([key, value]) => [key, said.get(key) ?? value]));
  if (!columns.some((column) => column.key === state.sort.replace(/^-/, ""))) state.sort = NOTHING.sort;
}

const app = document.getElementById("app");
const dialog = document.getElementById("principal");
const search = el("input", { type: "search", id: "q", autocomplete: "off", spellcheck: "false", placeholder: "Name, ARN, key id …" });
const selects = new Map(filters.map((filter) => [filter.key, selectOf(filter)]));
const clear = el("button", { type: "button", class: "button" }, "Clear filters");
const found = el("p", { class: "found", role: "status" });
const heads = columns.map(headOf);
const body = el("tbody");
const more = el("button", { type: "button", class: "button more" });
const scroller = el("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Principals" });
const nothing = el("p", { class: "empty" });
const grid = el("table", { class: "grid principals", "aria-label": "Principals" }, headRows(), body);

let listed = [];
let shown = 0;

function selectOf(filter) {
  const words = filter.words ? [...filter.words.keys()] : [...new Set(data.principals.map((one) => one[filter.key]))].sort();
  const options = words.map((word) => {
    const size = data.principals.filter((one) => filter.has(one, word)).length;
    const label = filter.words ? worded(filter.words, word)[filter.words === VERDICTS ? 1 : 0] : word;
    return size > 0 && el("option", { value: word }, `${label} (${count(size)})`);
  });
  return el("select", { id: `filter-${filter.key}` }, el("option", { value: "" }, "All"), ...options);
}

function headOf(column) {
  const button = el("button", { type: "button" }, column.label, el("span", { class: "arrow", "aria-hidden": "true" }));
  button.addEventListener("click", () => {
    const [rising, falling] = [column.key, `-${column.key}`];
    // Texts begin with the first, numbers with the largest.
    const first = column.text ? rising : falling;
    go({ sort: state.sort === first ? (first === rising ? falling : rising) : first });
  });
  return el("th", { scope: "col", class: column.text ? undefined : `number ${column.level ? "level" : ""}` }, button);
}

function headRows() {
  const levels = columns.filter((column) => column.level).length;
  const before = columns.findIndex((column) => column.level);
  const after = columns.length - before - levels;
  const group = el("tr", { class: "group" },
    el("td", { colspan: before }),
    el("th", { colspan: levels, scope: "colgroup" }, "Unused, by access level"),
    after > 0 && el("td", { colspan: after }));
  return el("thead", {}, group, el("tr", {}, ...heads));
}

// Shows more rows.
function extend(least = CHUNK) {
  const next = listed.slice(shown, shown + least);
  body.append(...next.map((principal, at) => rowOf(principal, shown + at)));
  shown += next.length;
  more.hidden = shown >= listed.length;
  more.textContent = `Show ${count(Math.min(CHUNK, listed.length - shown))} more of ${count(listed.length - shown)}`;
}

function list() {
  listed = chosen(state);
  shown = 0;
  body.replaceChildren();
  extend();
  grid.setAttribute("aria-rowcount", listed.length + 2);
  const all = data.principals.length;
  found.textContent = listed.length === all ? counted(all, "principal") : `${count(listed.length)} of ${counted(all, "principal")}`;
  const isFiltered = state.q !== "" || filters.some((filter) => state[filter.key]);
  clear.hidden = !isFiltered;
  nothing.hidden = listed.length > 0;
  nothing.textContent = all === 0 ? "The exports have no users and no roles." : "No principal is like this: clear some filters.";
  scroller.hidden = listed.length === 0;
  const sorted = state.sort.replace(/^-/, "");
  fit();
  columns.forEach((column, at) => {
    const order = state.sort.startsWith("-") ? "descending" : "ascending";
    if (column.key === sorted) heads[at].setAttribute("aria-sort", order);
    else heads[at].removeAttribute("aria-sort");
  });
}

// Puts what the address says on the page.
function show(before) {
  if (search.value !== state.q) search.value = state.q;
  for (const [key, select] of selects) {
    select.value = state[key];
    // What the address asks for may not be there.
    if (select.value !== state[key]) select.value = "";
  }
  const isSame = before && Object.keys(NOTHING).every((key) => key === "principal" || before[key] === state[key]);
  if (!isSame) list();
  const at = listed.findIndex((one) => one.arn === state.principal);
  const principal = listed[at] || data.principals.find((one) => one.arn === state.principal);
  if (!principal) {
    if (dialog.open) dialog.close();
    return;
  }
  dialog.replaceChildren(...detailsOf(principal, listed[at - 1], at < 0 ? undefined : listed[at + 1], () => dialog.close()));
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  dialog.querySelector("h2").focus();
}

// Goes to the view with some changes, without a step back to each of them.
function go(changes) {
  const before = state;
  state = { ...state, ...changes };
  const fragment = address({});
  history.replaceState(null, "", fragment ? `#${fragment}` : `${location.pathname}${location.search}`);
  show(before);
}

let typing;
search.addEventListener("input", () => {
  clearTimeout(typing);
  state = { ...state, q: search.value };
  list();
  // Browsers allow few changes of the address in a short time.
  typing = setTimeout(() => go({}), 300);
});
for (const [key, select] of selects) select.addEventListener("change", () => go({ [key]: select.value }));
clear.addEventListener("click", () => {
  search.value = "";
  go({ ...NOTHING, sort: state.sort });
  search.focus();
});
more.addEventListener("click", () => extend());
new IntersectionObserver((entries) => {
  if (entries.some((entry) => entry.isIntersecting) && !more.hidden) extend();
}, { rootMargin: "600px" }).observe(more);
dialog.addEventListener("close", () => {
  if (state.principal) go({ principal: "" });
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, select, textarea");
  if (event.key === "/" && !isTyping && !dialog.open) {
    event.preventDefault();
    search.focus();
  }
  // From one row to the next.
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  const row = step && event.target.closest("a.open") && event.target.closest("tr")[step];
  if (row) {
    event.preventDefault();
    row.querySelector("a.open").focus();
  }
});
// A link of the overview says what the table shows: so that is where it leads.
document.querySelector(".overview").addEventListener("click", (event) => {
  const place = document.getElementById("principals");
  if (event.target.closest("a")) setTimeout(() => {
    place.focus({ preventScroll: true });
    place.scrollIntoView();
  });
});
addEventListener("hashchange", () => {
  const before = state;
  read();
  show(before);
});

const fit = () => scroller.classList.toggle("fits", grid.offsetWidth <= scroller.clientWidth);
addEventListener("resize", fit);
scroller.append(grid);

const labelled = (label, control) => el("div", { class: "field" }, el("label", { for: control.id }, label), control);
app.append(
  el("form", { class: "filters", role: "search", "aria-label": "Filter principals" },
    labelled("Search", search), ...filters.map((filter) => labelled(filter.label, selects.get(filter.key))), clear),
  found,
  scroller,
  more,
  nothing,
);
app.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
read();
show();
