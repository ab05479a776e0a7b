#!/usr/bin/env python3
"""Certify real policies against themselves in other arrangements (Python standard library only).

  rearranged.py [--shared ../shared] [--paredown target/release/paredown] [--engine automata] [--every N]

Each policy of the corpus is certified, with nothing unused, against itself reversed, with all statements of
one scope merged, and with a statement for each action; and what is recommended for each job of the corpus
is certified in these arrangements. All must be proved least general, but where a pattern is redundant
beside another statement's: each such case is printed with the witness.

Exit code 1 if something is refuted or unknown for any other reason, 2 if there is no corpus.
"""
import argparse
import collections
import gzip
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def several(value):
    """A value, or a list of values, as a list."""
    return value if isinstance(value, list) else [value]


def statements(policy):
    """The statements without their Sids: no two may have the same."""
    all_of = several(policy["Statement"])
    return [{key: value for key, value in statement.items() if key != "Sid"} for statement in all_of]


def flip(value):
    """A list backwards; anything else as it is."""
    return value[::-1] if isinstance(value, list) else value


def reverse(policy):
    """Statements and their actions backwards."""
    return [{k: flip(v) if "Action" in k else v for k, v in s.items()} for s in reversed(statements(policy))]


def merge(policy):
    """All statements that differ in nothing but Action as one."""
    merged = {}
    for place, statement in enumerate(statements(policy)):
        scope = {key: value for key, value in statement.items() if key != "Action"}
        # NotAction lists are never put together.
        key = json.dumps(scope, sort_keys=True) + (str(place) if "NotAction" in statement else "")
        if key in merged:
            merged[key]["Action"] += several(statement["Action"])
        else:
            merged[key] = dict(statement)
            if "Action" in statement:
                merged[key]["Action"] = list(several(statement["Action"]))
    return list(merged.values())


def split(policy):
    """A statement for each action."""
    return [{**s, "Action": action} if "Action" in s else s for s in statements(policy)
            for action in (several(s["Action"]) if "Action" in s else [None])]


WAYS = {"reversed": reverse, "merged": merge, "split": split}


def rearranged(jobs):
    """Each job with its recommendation in each arrangement that differs."""
    for job in jobs:
        seen = [several(job["recommended"]["Statement"])]
        for way, change in WAYS.items():
            changed = change(job["recommended"])
            if changed not in seen:
                seen.append(changed)
                yield {**job, "id": f"{job['id']} {way}", "recommended": {**job["recommended"], "Statement": changed}}


def batch(paredown, jobs, options):
    """What `paredown batch` makes of some jobs, line by line."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for job in jobs:
            file.write(json.dumps(job) + "\n")
        file.flush()
        command = [paredown, "batch", file.name, *options]
        out = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        return [json.loads(line) for line in out.stdout.decode().splitlines()]


def own(shared, every):
    """The policies against themselves."""
    with open(shared / "corpus/policies/open.jsonl", encoding="utf-8") as file:
        for line in list(file)[::every]:
            policy = json.loads(line)
            yield {"id": policy["id"], "policy": policy["policy"], "unused": [], "recommended": policy["policy"]}


def recommended(shared, every, paredown):
    """The jobs with what is recommended for them."""
    with gzip.open(shared / "corpus/scenarios/open.jsonl.gz", "rt", encoding="utf-8") as file:
        jobs = [{key: job[key] for key in ("id", "policy", "unused")} for job in map(json.loads, list(file)[::every])]
    answers = {answer["id"]: answer.get("recommended") for answer in batch(paredown, jobs, ["--certify", "none"])}
    for job in jobs:
        if answers.get(job["id"]):
            yield {**job, "recommended": answers[job["id"]]}


def is_exception(answer):
    """Whether all that speaks against it is a pattern that is redundant, or one that could be left out."""
    kinds = {(failure.get("witness") or {}).get("kind") for failure in answer["failures"]}
    return answer["verdict"] == "refuted" and kinds <= {"redundant", "mergeable", "smaller-cover"}


def judge(name, jobs, options):
    """Certifies jobs, prints what came of them, and gives the number of those without an excuse."""
    counts, bad = collections.Counter(), 0
    for answer in batch(options.paredown, list(rearranged(jobs)), ["--certify", options.engine]):
        if "error" in answer:
            counts["refused as input"] += 1
            continue
        way = answer["id"].rsplit(" ", 1)[1]
        exception = answer["verdict"] != "proved" and is_exception(answer)
        counts[f"{way} {'redundant' if exception else answer['verdict']}"] += 1
        if answer["verdict"] != "proved":
            bad += not exception
            said = [(f["statement"], f["obligation"], f["verdict"], f["witness"] or f["reason"]) for f in answer["failures"]]
            print(f"{'exception' if exception else 'FAULT'}: {answer['id']}: {json.dumps(said)}")
    print(f"{name}: {sum(counts.values())} rearrangements: {dict(sorted(counts.items()))}", flush=True)
    return bad


def main():
    """Runs both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--paredown", default=str(ROOT / "target/release/paredown"))
    parser.add_argument("--engine", default="automata", choices=["smt", "automata", "both"])
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    if not options.shared.exists():
        print(f"there is no {options.shared}", file=sys.stderr)
        return 2
    bad = judge("policies against themselves", own(options.shared, options.every), options)
    bad += judge("recommendations", recommended(options.shared, options.every, options.paredown), options)
    return min(bad, 1)


if __name__ == "__main__":
    sys.exit(main())
