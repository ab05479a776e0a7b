"use strict";

// The data of the page, and what is worked out of it. Runs are numbers in ascending order, as first and length of each.

const data = JSON.parse(document.getElementById("data").textContent);

const TYPES = new Map([
  ["UnusedIAMRole", ["Unused role", "Role"]],
  ["UnusedIAMUserAccessKey", ["Unused access key", "Key"]],
  ["UnusedIAMUserPassword", ["Unused password", "Password"]],
  ["UnusedPermission", ["Unused permissions", "Permissions"]],
]);

const STATUSES = new Map([
  ["used", ["In use", "It was used in the period."]],
  ["unused", ["No use seen", "What was exported of it shows no use in the period."]],
  ["unknown", ["Use not known", "Nothing that was exported says whether it was used."]],
  ["excluded", ["Excluded", "It was not analysed."]],
  ["gone", ["Not exported", "It is not in the exports; an earlier analysis found something about it."]],
]);

const VERDICTS = new Map([
  ["proved", ["✓", "Proved"]],
  ["not-proved", ["✗", "Not proved"]],
  ["undecided", ["?", "Undecided"]],
  ["does-not-fit", ["!", "Does not fit"]],
  ["retire", ["→", "Retire"]],
  ["not-recommended", ["–", "None"]],
]);

const REASONS = new Map([
  ["exception", "kept by an exception"],
  ["never-logged", "AWS records no use of it"],
  ["too-young", "not allowed for all of the period"],
  ["unknown-action", "not in the catalogue"],
  ["not-tracked", "the service was used, and AWS does not track the action"],
  ["service-level-only", "the service was used, and nothing says which of its actions were"],
  ["no-coverage", "what was exported does not reach over all of the period"],
  ["no-source", "nothing was exported that says anything of the service"],
]);

// What shows that something is not used.
const SOURCES = new Map([
  ["role-last-used", "the role was not used at all"],
  ["service-last-accessed", "the service was not accessed"],
  ["action-last-accessed", "the action is tracked, and was not accessed"],
]);

// What somebody reads for a word of the data, or the word.
const worded = (words, word) => words.get(word) || [word, word];

function* numbers(runs) {
  for (let at = 0; at < runs.length; at += 2) {
    for (let number = 0; number < runs[at + 1]; number += 1) yield runs[at] + number;
  }
}

function total(runs) {
  let sum = 0;
  for (let at = 1; at < runs.length; at += 2) sum += runs[at];
  return sum;
}

// The services of a principal, each with its actions: used, unused by source and undecided by reason.
function servicesOf(principal) {
  const last = new Map(principal.findings.flatMap((finding) => finding.services || []));
  const worded = (all) => all.map(([word, runs]) => [data.words[word], runs]);
  const sum = (all) => all.reduce((size, [, runs]) => size + total(runs), 0);
  return Array.from(numbers(principal.rows), (number) => {
    const [at, used, unused, undecided] = data.rows[number];
    return {
      service: data.services[at], days: last.get(at), used, unused: worded(unused), undecided: worded(undecided),
      counts: { used: total(used), unused: sum(unused), undecided: sum(undecided) },
    };
  });
}

const namesOf = (service, runs) => Array.from(numbers(runs), (number) => service.actions[number]);

// Some actions of a service by access level, in the order of the levels.
function byLevel(service, runs) {
  const groups = new Map(data.levels.map(([letter, name]) => [letter, { name, actions: [] }]));
  for (const number of numbers(runs)) groups.get(service.levels[number]).actions.push(service.actions[number]);
  return [...groups.values()].filter((group) => group.actions.length > 0);
}

for (const principal of data.principals) {
  const resource = principal.arn.split(":").slice(5).join(":") || principal.arn;
  principal.resource = resource;
  principal.name = resource.slice(resource.lastIndexOf("/") + 1) || resource;
  principal.active = principal.findings.filter((finding) => finding.status === "ACTIVE");
  principal.types = new Set(principal.active.map((finding) => finding.type));
  principal.verdict = principal.recommendation ? principal.recommendation.verdict : "";
  const keys = (principal.credentials || []).map((own) => own.key || "");
  const all = [principal.arn, principal.status, principal.why || "", principal.managedBy || "", ...keys];
  principal.text = all.join("\n").toLowerCase();
}

const hasVerdicts = data.principals.some((principal) => principal.verdict);
