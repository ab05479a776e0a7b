
// The table of principals: columns, filters, order. Rows are made a hundred at a time.

const CHUNK = 100;

const level = (at) => (principal) => principal.counts && principal.counts.levels[at];

const columns = [
  { key: "name", label: "Principal", of: (one) => one.name.toLowerCase(), text: true },
  { key: "account", label: "Account", of: (one) => one.account, text: true },
  { key: "kind", label: "Kind", of: (one) => one.kind, text: true },
  { key: "status", label: "Status", of: (one) => [...STATUSES.keys()].indexOf(one.status), text: true },
  { key: "findings", label: "Findings", of: (one) => one.active.length, text: true },
  ...(hasVerdicts ? [{ key: "verdict", label: "Verdict", of: (one) => verdictOrder(one), text: true }] : []),
  { key: "services", label: "Unused services", of: (one) => one.counts && one.counts.services },
  { key: "unused", label: "Unused actions", of: (one) => one.counts && one.counts.unused },
  { key: "undecided", label: "Undecided", of: (one) => one.counts && one.counts.undecided },
  { key: "days", label: "Days since use", of: (one) => (one.lastUsed === "never" ? Infinity : one.days) },
  ...data.levels
    .map(([letter, name], at) => {
      const label = name === "permissions management" ? "Permissions" : capital(name);
      return { key: `level-${letter}`, label, of: level(at), level: true };
    })
    // Levels that the catalogue does not state have a column only if there are any.
    .filter((column) => column.key !== "level--" || data.principals.some((one) => column.of(one))),
];

function verdictOrder(principal) {
  const at = [...VERDICTS.keys()].indexOf(principal.verdict);
  return at < 0 ? undefined : at;
}

const filters = [
  { key: "type", label: "Finding", words: TYPES, has: (one, type) => one.types.has(type) },
  { key: "account", label: "Account", has: (one, account) => one.account === account },
  { key: "kind", label: "Kind", has: (one, kind) => one.kind === kind },
  { key: "status", label: "Status", words: STATUSES, has: (one, status) => one.status === status },
  ...(hasVerdicts ? [{ key: "verdict", label: "Verdict", words: VERDICTS, has: (one, verdict) => one.verdict === verdict }] : []),
];

// The principals that all filters let through, in order. What has no value comes last either way.
function chosen(state) {
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  const own = filters.filter((filter) => state[filter.key]);
  const found = data.principals.filter((one) =>
    words.every((word) => one.text.includes(word)) && own.every((filter) => filter.has(one, state[filter.key])));
  const falling = state.sort.startsWith("-");
  const key = falling ? state.sort.slice(1) : state.sort;
  const column = columns.find((candidate) => candidate.key === key) || columns[0];
  const none = (value) => value === undefined || value === null;
  const keyed = found.map((one, at) => [column.of(one), at, one]);
  keyed.sort(([a, i], [b, j]) => {
    if (none(a) || none(b)) return none(a) - none(b) || i - j;
    if (a === b) return i - j;
    return (a < b ? -1 : 1) * (falling ? -1 : 1);
  });
  return keyed.map(([, , one]) => one);
}

function cells(principal) {
  const { counts } = principal;
  const amount = (value, kind = "") =>
    el("td", { class: `number ${kind} ${value ? "" : "muted"}` }, value === undefined ? "–" : count(value));
  const [status, meaning] = worded(STATUSES, principal.status);
  const why = principal.status === "excluded" && principal.why ? el("span", { class: "sub" }, principal.why) : null;
  const days = principal.lastUsed === "never" ? "never" : principal.days === undefined ? "–" : count(principal.days);
  const [sign, verdict] = principal.verdict ? worded(VERDICTS, principal.verdict) : [];
  return [
    el("th", { scope: "row", class: "name" },
      el("a", { href: `#${address({ principal: principal.arn })}`, class: "open" }, principal.name),
      el("span", { class: "sub arn", title: principal.arn }, principal.resource)),
    el("td", { class: "mono" }, principal.account),
    el("td", {}, principal.kind),
    el("td", { class: "status", title: meaning }, badge(principal.status, status), why),
    el("td", { class: "findings" }, ...principal.active.map((finding) =>
      badge("finding", worded(TYPES, finding.type)[1], finding.new ? el("span", { class: "new" }, " new") : null))),
    ...(hasVerdicts ? [el("td", {}, verdict ? badge(principal.verdict, `${sign} ${verdict}`) : el("span", { class: "muted" }, "–"))] : []),
    amount(counts && counts.services),
    amount(counts && counts.unused, "strong"),
    amount(counts && counts.undecided),
    el("td", { class: `number ${days === "–" ? "muted" : ""}` }, days),
    ...columns.filter((column) => column.level).map((column) => amount(column.of(principal), "level")),
  ];
}

function rowOf(principal, at) {
  const row = el("tr", { "aria-rowindex": at + 3 }, ...cells(principal));
  row.addEventListener("click", (event) => {
    if (!event.target.closest("a") && String(getSelection()) === "") row.querySelector("a").click();
  });
  return row;
}
