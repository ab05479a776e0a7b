
// Elements: text is always text, never markup.

// Characters that nobody sees, and those that turn the order of others around: they are shown by their numbers.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

const visible = (text) => text.replace(UNSEEN, (unseen) => `\\u{${unseen.charCodeAt(0).toString(16)}}`);

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  const shown = children.filter((child) => child !== undefined && child !== null && child !== false);
  element.append(...shown.map((child) => (typeof child === "string" ? visible(child) : child)));
  return element;
}

const el = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);

const svg = (name, attributes = {}, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

const number = new Intl.NumberFormat("en-US");

const count = (value) => number.format(value);

// A number with the word for it.
const counted = (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`;

const capital = (word) => word.slice(0, 1).toUpperCase() + word.slice(1);

// A bar of parts, by class and size; the numbers are next to it.
function bar(parts) {
  const all = parts.reduce((sum, [, size]) => sum + size, 0) || 1;
  let at = 0;
  const pieces = parts.filter(([, size]) => size > 0).map(([name, size]) => {
    const width = (size / all) * 1000;
    const piece = svg("rect", { class: name, x: at.toFixed(1), width: width.toFixed(1), height: 10 });
    at += width;
    return piece;
  });
  const track = svg("rect", { class: "track", width: 1000, height: 10 });
  return svg("svg", { viewBox: "0 0 1000 10", preserveAspectRatio: "none", "aria-hidden": "true" }, track, ...pieces);
}

// A time such as 2026-06-30T00:00:00Z, for people.
const readable = (text) => text.replace("T", " ").replace(/(:00)?(\.\d+)?Z$/, " UTC");

// The same as an element, or what is known instead.
function time(text) {
  if (!text) return el("span", { class: "muted" }, "not known");
  if (text === "never") return el("span", {}, "never");
  return el("time", { datetime: text }, readable(text));
}

const ago = (days) => (days === 0 ? "today" : `${counted(days, "day")} ago`);

const badge = (kind, ...children) => el("span", { class: `badge ${kind}` }, ...children);

// A table with a head, of rows of cells; cells that are numbers are aligned as such.
function table(label, heads, rows, kind = "") {
  const cell = (value, first) => {
    const isNumber = typeof value === "number";
    const tag = first ? "th" : "td";
    return el(tag, { class: isNumber && "number", scope: first && "row" }, isNumber ? count(value) : value);
  };
  const head = heads.map(([text, kind]) => el("th", { scope: "col", class: kind }, text));
  const body = rows.map((row) => el("tr", {}, ...row.map((value, at) => cell(value, at === 0))));
  const whole = el("table", { class: `grid ${kind}`, "aria-label": label }, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...body));
  return el("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": label }, whole);
}

// A link to a file beside the page; each part of its name is encoded.
function fileLink(path, shown) {
  const href = `./${path.split("/").map(encodeURIComponent).join("/")}`;
  return el("a", { href, class: "file" }, shown);
}
