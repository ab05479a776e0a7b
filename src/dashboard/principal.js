
// One principal, whole.

const section = (title, ...children) => el("section", {}, el("h3", {}, title), ...children);

const fact = (name, ...value) => el("div", {}, el("dt", {}, name), el("dd", {}, ...value));

function sourceOf([kind, made, covers]) {
  const about = [made && `made ${readable(made)}`, !covers && "does not cover all of the period"].filter(Boolean).join(", ");
  return el("span", { class: "source" }, kind, about && el("span", { class: "sub" }, about));
}

function findingsOf(principal) {
  if (principal.findings.length === 0) {
    const none = principal.status === "excluded" ? "It was excluded, so nothing was looked for." : "There is no finding about it.";
    return section("Findings", el("p", { class: "empty" }, none));
  }
  const rows = principal.findings.map((finding) => [
    el("span", {}, worded(TYPES, finding.type)[0], finding.key && el("code", { class: "sub" }, finding.key), el("code", { class: "sub" }, finding.id)),
    el("span", {}, badge(finding.status.toLowerCase(), finding.status.toLowerCase()), finding.new && badge("new", "new")),
    finding.type === "UnusedPermission" ? el("span", { class: "muted" }, "by service, below") : time(finding.lastUsed || "never"),
    el("span", {}, ...(finding.sources || []).map(sourceOf)),
    time(finding.created),
    time(finding.updated),
  ]);
  return section("Findings", table("Findings", [["Finding"], ["Status"], ["Last used"], ["Rests on"], ["Found"], ["Changed"]], rows));
}

function credentialsOf(principal) {
  if (!principal.credentials) return null;
  const words = { used: "used", unused: "unused", inactive: "inactive", "too-young": "too young to say" };
  const rows = principal.credentials.map((own) => [
    own.key ? el("span", {}, "Access key ", el("code", {}, own.key)) : "Password",
    badge(own.state, words[own.state] || own.state),
    time(own.lastUsed || "never"),
  ]);
  return section("Credentials", table("Credentials", [["Credential"], ["State"], ["Last used"]], rows));
}

function exceptionsOf(principal) {
  if (!principal.exceptions) return null;
  const rows = principal.exceptions.map((own) => [
    el("span", {}, ...own.actions.map((action) => el("code", { class: "sub" }, action))),
    own.owner, own.reason, time(own.until), el("code", { class: "small" }, own.principal),
  ]);
  return section("Exceptions in force", table("Exceptions in force", [["Kept"], ["Owner"], ["Reason"], ["Until"], ["Principals"]], rows));
}

const actionList = (title, names, kind) => el("div", { class: `actions ${kind}` },
  el("h4", {}, title, " ", el("span", { class: "muted" }, count(names.length))),
  el("ul", {}, ...names.map((name) => el("li", {}, el("code", {}, name)))));

function actionsOf({ service, used, unused, undecided }) {
  if (!data.named) return el("p", { class: "muted" }, "There are too many for this page: principals.jsonl names the actions.");
  const unusedLists = unused.flatMap(([source, runs]) => byLevel(service, runs).map((group) =>
    actionList(`Unused · ${capital(group.name)} · ${SOURCES.get(source) || source}`, group.actions, "unused")));
  const undecidedLists = undecided.map(([reason, runs]) =>
    actionList(`Undecided · ${REASONS.get(reason) || reason}`, namesOf(service, runs), "undecided"));
  const usedList = used.length > 0 ? [actionList("Used", namesOf(service, used), "used")] : [];
  return el("div", {}, ...unusedLists, ...undecidedLists, ...usedList);
}

function serviceRow(own, at) {
  const { counts } = own;
  const id = `service-${at}`;
  const more = el("tr", { id, hidden: true }, el("td", { colspan: 6 }));
  const button = el("button", { type: "button", class: "fold", "aria-expanded": "false", "aria-controls": id }, own.service.name || "(none)");
  button.addEventListener("click", () => {
    const open = more.hidden;
    if (open && !more.firstChild.firstChild) more.firstChild.append(actionsOf(own));
    more.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  });
  const words = (all) => all.length > 0 && el("span", { class: "sub" }, all.map(([word]) => word).join(", "));
  const parts = [["used", counts.used], ["unused", counts.unused], ["undecided", counts.undecided]];
  const row = el("tr", {},
    el("th", { scope: "row" }, button),
    el("td", { class: "bar" }, bar(parts)),
    el("td", { class: "number" }, count(counts.used)),
    el("td", { class: "number strong" }, count(counts.unused), words(own.unused)),
    el("td", { class: "number" }, count(counts.undecided), words(own.undecided)),
    el("td", { class: "number" }, own.days === undefined ? el("span", { class: "muted" }, "–") : ago(own.days)));
  return [row, more];
}

function servicesSection(principal) {
  const all = servicesOf(principal);
  if (all.length === 0) return null;
  all.sort((a, b) => b.counts.unused - a.counts.unused || (a.service.name < b.service.name ? -1 : 1));
  const heads = [["Service"], ["", "bar"], ["Used", "number"], ["Unused", "number"], ["Undecided", "number"], ["Last used", "number"]];
  const head = heads.map(([text, kind]) => (text ? el("th", { scope: "col", class: kind }, text) : el("td", { class: kind })));
  const whole = el("table", { class: "grid services", "aria-label": "Services" },
    el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...all.flatMap(serviceRow)));
  const { counts } = principal;
  const legend = el("dl", { class: "legend" },
    el("div", { class: "used" }, el("dt", {}, "Used"), el("dd", {}, count(counts.used))),
    el("div", { class: "unused" }, el("dt", {}, "Unused"), el("dd", {}, count(counts.unused))),
    el("div", { class: "undecided" }, el("dt", {}, "Undecided, kept"), el("dd", {}, count(counts.undecided))));
  const levels = data.levels.map(([, name], at) => [name, counts.levels[at]]).filter(([, size]) => size > 0);
  const levelLine = levels.length > 0 && el("p", { class: "muted" }, "Unused by access level: ", levels.map(([name, size]) => `${count(size)} ${name}`).join(" · "));
  return section("Actions by service", legend, levelLine, el("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Services" }, whole));
}

// A unified diff; its signs say what its colours say.
function diffOf(text) {
  const kinds = { "+": "add", "-": "del", "@": "hunk" };
  const lines = text.split("\n").slice(0, -1).map((line) => {
    const isName = line.startsWith("+++ ") || line.startsWith("--- ");
    return el("span", { class: isName ? "line file-name" : `line ${kinds[line[0]] || ""}` }, `${line}\n`);
  });
  return el("pre", { class: "diff", tabindex: 0, "aria-label": "Changes of the policies" }, ...lines);
}

const moreLines = (cut) => cut.more && el("p", { class: "muted" }, `${counted(cut.more, "more line")} in the files.`);

function recommendationOf(principal) {
  const own = principal.recommendation;
  if (!own) return null;
  const [sign, verdict] = worded(VERDICTS, own.verdict);
  const parts = [el("p", {}, badge(own.verdict, `${sign} ${verdict}`), own.reason && el("span", { class: "reason" }, own.reason))];
  if (own.retire) {
    const those = own.retire.map((what) => el("li", {}, what));
    parts.push(el("h4", {}, "To be retired: deactivated first, and deleted later"), el("ul", { class: "plain" }, ...those));
  }
  if (own.notes) parts.push(el("ul", { class: "plain note" }, ...own.notes.map((note) => el("li", {}, note))));
  const before = new Map(own.before);
  const after = new Map(own.after);
  const names = data.levels.map(([, name]) => name).filter((name) => before.get(name) || after.get(name));
  if (names.length > 0) {
    const sums = (map) => [...map.values()].reduce((sum, size) => sum + size, 0);
    const change = (old, now) => (old === now ? "±0" : `${now < old ? "−" : "+"}${count(Math.abs(now - old))}`);
    const row = (name, old, now) => [capital(name), old, now, el("span", { class: "change" }, change(old, now))];
    const rows = names.map((name) => row(name, before.get(name) || 0, after.get(name) || 0));
    rows.push(row("all", sums(before), sums(after)));
    const heads = [["Access level"], ["Before", "number"], ["After", "number"], ["Change", "number"]];
    parts.push(table("Allowed actions by access level", heads, rows, "levels"));
  }
  if (own.diff.shown || own.diff.more) parts.push(el("h4", {}, "Changes"), diffOf(own.diff.shown), moreLines(own.diff));
  if (own.judgements.shown.length > 0) {
    const rows = own.judgements.shown.map(([what, answer]) => [what, badge(answer.split(/[ :]/)[0], answer)]);
    parts.push(el("h4", {}, "Verdicts"), table("Verdicts", [["Obligation"], ["Verdict"]], rows), moreLines(own.judgements));
  }
  if (own.plan.shown || own.plan.more) {
    parts.push(el("h4", {}, "Plan"), el("pre", { tabindex: 0, "aria-label": "Plan" }, own.plan.shown), moreLines(own.plan));
  }
  if (own.digests.length > 0) {
    parts.push(el("h4", {}, "Digests in the certificate"), el("dl", { class: "digests" }, ...own.digests.map(([what, digest]) => fact(what, el("code", {}, digest)))));
  }
  if (own.files.length > 0) {
    parts.push(el("h4", {}, "Files"), el("ul", { class: "files" }, ...own.files.map((name) => el("li", {}, fileLink(`${own.folder}/${name}`, name)))));
  }
  return section("Recommendation", ...parts.filter(Boolean));
}

// What the dialog shows of a principal, with the way to those before and after it in the table.
function detailsOf(principal, earlier, later, close) {
  const [status, meaning] = worded(STATUSES, principal.status);
  const step = (other, text) => (other
    ? el("a", { href: `#${address({ principal: other.arn })}`, class: "button step" }, text)
    : el("span", { class: "button step off", "aria-hidden": "true" }, text));
  const button = el("button", { type: "button", class: "button close" }, "Close");
  button.addEventListener("click", close);
  const facts = [
    fact("Account", el("span", { class: "mono" }, principal.account)),
    fact("Kind", principal.kind),
    fact("Status", badge(principal.status, status)),
    fact("Last used", time(principal.lastUsed), principal.days !== undefined && el("span", { class: "muted" }, ` (${ago(principal.days)})`)),
  ];
  const managed = principal.managedBy && el("p", { class: "note" }, `It is made and managed by ${principal.managedBy}: change its configuration there, not in IAM.`);
  const why = principal.why ? `${meaning} Reason: ${principal.why}.` : meaning;
  return [
    el("header", {},
      el("div", { class: "title" }, el("h2", { id: "principal-title", tabindex: -1 }, principal.name), el("code", { class: "arn" }, principal.arn)),
      el("nav", { "aria-label": "Principals" }, step(earlier, "↑ Previous"), step(later, "↓ Next"), button)),
    el("div", { class: "body" },
      el("dl", { class: "facts" }, ...facts), el("p", { class: "muted" }, why), managed,
      ...[findingsOf(principal), recommendationOf(principal), credentialsOf(principal), exceptionsOf(principal), servicesSection(principal)].filter(Boolean),
      el("p", { class: "muted" }, "The source that shows each action, and when it was last used: ", fileLink("principals.jsonl", "principals.jsonl"))),
  ];
}
