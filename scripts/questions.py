#!/usr/bin/env python3
"""Write the questions of many certifications as SMT-LIB files, for scripts/replay.py (`make replay`).

For each case in tests/cases it certifies the recommendation, in both modes; its
mutants; and the original itself, from which nothing unused was removed.
With --jobs also a sample of these (lines of `paredown batch`): of the small ones
(--largest) those with the least SHA-256 of the id, so that the same file gives
the same sample.
Recommendations must be proved; whether the other verdicts are right is tested
elsewhere (tests/all/recommending/blog.rs). Cases that end in detaching have no
document, and so only the original is certified.
"""

import argparse
import gzip
import hashlib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROVED, REFUTED, UNKNOWN = 0, 1, 3  # exit codes


@dataclass
class Question:
    """One certification: where its files go, what the program is told, and which exit codes are right."""

    folder: Path
    arguments: list
    recommended: Path
    right: tuple


def inputs(folder):
    """The options for the inputs of a case or job in a folder."""
    arguments = ["--policy", folder / "policy.json", "--unused", folder / "unused.json"]
    for name in ("catalogue.json", "catalogue-2024.json"):  # the second is the blog's
        if (folder / name).is_file():
            arguments += ["--catalogue", folder / name]
    if (folder / "keep.txt").is_file():
        arguments += ["--keep-file", folder / "keep.txt"]
    return arguments


def of_case(case, out):
    """The certifications of one case."""
    arguments = inputs(case)
    for mode, name in (("shortest", "expected.json"), ("tight", "expected-tight.json")):
        if (case / name).is_file():
            yield Question(out / mode, [*arguments, "--mode", mode], case / name, (PROVED,))
    for mutant in sorted(case.glob("mutants/*.json")):
        yield Question(out / "mutants" / mutant.stem, arguments, mutant, (PROVED, REFUTED, UNKNOWN))
    yield Question(out / "original", arguments, case / "policy.json", (PROVED, REFUTED, UNKNOWN))


def sample(jobs, count, largest):
    """Some jobs in lines of limited length: those with the least digest of the id."""
    with gzip.open(jobs, "rt", encoding="utf-8") as lines:
        small = [json.loads(line) for line in lines if len(line) <= largest]
    return sorted(small, key=lambda job: hashlib.sha256(job["id"].encode()).digest())[:count]


def of_job(job, out, paredown):
    """The certifications of one job, after having its policy refined."""
    out.mkdir(parents=True)
    for name in ("policy", "unused"):
        (out / f"{name}.json").write_text(json.dumps(job[name], indent=1))
    arguments = inputs(out)
    refined = run([paredown, "recommend", *arguments])
    if refined.returncode != PROVED:
        raise RuntimeError(f"{job['id']}: recommend gives {refined.returncode}\n{refined.stderr}")
    if refined.stdout:  # empty if the policy is to be detached
        recommended = out / "recommended.json"
        recommended.write_text(refined.stdout)
        yield Question(out / "shortest", arguments, recommended, (PROVED,))
    yield Question(out / "original", arguments, out / "policy.json", (PROVED, REFUTED, UNKNOWN))


def run(command):
    """Run a command and keep its output."""
    return subprocess.run(command, capture_output=True, text=True)


def certify(question, paredown):
    """Write the files of one certification; return what is wrong, or None."""
    done = run([paredown, "certify", *question.arguments, "--recommended", question.recommended,
                "--emit-smt", question.folder])
    if done.returncode in question.right:
        return None
    return f"{question.folder}: certify gives {done.returncode}\n{done.stdout}{done.stderr}"


def main():
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description="Write the questions of many certifications as SMT-LIB files.")
    parser.add_argument("out", type=Path, help="the folder to make; it must not be there")
    parser.add_argument("--paredown", type=Path, default=ROOT / "target/release/paredown", metavar="FILE")
    parser.add_argument("--jobs", type=Path, metavar="FILE", help="jobs, as *.jsonl.gz, to sample")
    parser.add_argument("--sample", type=int, default=60, metavar="N", help="how many jobs to take (60)")
    parser.add_argument("--largest", type=int, default=3_000, metavar="N", help="the longest line to take (3000)")
    options = parser.parse_args()
    if options.out.exists():
        sys.exit(f"questions.py: {options.out} is there already: remove it")
    options.out.mkdir(parents=True)
    questions = []
    for case in sorted(path for path in (ROOT / "tests/cases").iterdir() if path.is_dir()):
        questions += of_case(case, options.out / "cases" / case.name)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        if options.jobs:
            jobs = sample(options.jobs, options.sample, options.largest)
            folders = [options.out / "jobs" / f"{place:03}" for place in range(len(jobs))]
            for made in pool.map(lambda job, out: list(of_job(job, out, options.paredown)), jobs, folders):
                questions += made
        failures = [failure for failure in pool.map(lambda one: certify(one, options.paredown), questions) if failure]
    print("\n".join([*failures, f"{len(questions)} certifications, {len(failures)} failures"]))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
