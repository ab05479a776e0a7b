"""Compares the refinement that is proved in Coq with the one that the Rust program does, on random small worlds.

Usage: compare.py TWIN PAREDOWN [RUNS [SEED]]. Exits with 1 and shows the difference if there is one.

Where patterns with a wildcard inside overlap, the Rust program chooses a least set of them and the model one that has
none too many. There, as few patterns or fewer with the same known actions are as good.
"""

import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

VERBS = ["Get", "Gets", "List", "Put"]
NOUNS = ["Obj", "Object", "ACL", "Xy", "Tag"]
WORDS = ["Get", "Obj", "Object", "ACLs", "X", "Tags", "s", "2", "Ver2", "-", "GET"]
SERVICES = ["a", "a", "a", "ab", "b"]


def name(rng):
    """Most names share their first words with others, so that modes differ."""
    if rng.random() < 0.2:
        return "".join(rng.choice(WORDS) for _ in range(rng.randint(1, 3)))
    rest = "".join(rng.choice(WORDS) for _ in range(rng.randint(0, 2)))
    return rng.choice(VERBS) + rng.choice(NOUNS) + rest


def pattern(rng, known, inner):
    service = rng.choice(SERVICES)
    kind = rng.random()
    if inner:
        text = rng.choice(known) if kind < 0.7 else f"{service}:{name(rng)}"
        at = rng.randint(0, len(text))
        to = rng.randint(at, len(text))
        wildcard = rng.choice(["*", "?", "*?", "?*", "*"])
        text = text[:at] + wildcard + text[to:]
        if rng.random() < 0.3:
            at = rng.randint(0, len(text))
            text = text[:at] + "*" + text[at:]
        return text if ":" in text else f"{service}:{text}"
    if kind < 0.3:
        return rng.choice(known)
    if kind < 0.5:
        return f"{service}:*"
    if kind < 0.55:
        return f"{service}:{name(rng)}"
    text = rng.choice(known)
    return text[: rng.randint(text.index(":") + 1, len(text))] + "*"


def is_literal(text):
    return not set("*?") & set(text)


def folded(names):
    """Distinct when folded, the first spelling first."""
    seen = {}
    for text in names:
        seen.setdefault(text.lower(), text)
    return list(seen.values())


def respelled(rng, text):
    """Sometimes in another case: only folded strings decide, but words are cut on the spelling."""
    return rng.choice([text.lower(), text.upper(), text.swapcase()]) if rng.random() < 0.15 else text


def world(rng, inner):
    catalogue = folded(f"{rng.choice(SERVICES)}:{name(rng)}" for _ in range(rng.randint(1, 16)))
    keep = [pattern(rng, catalogue, rng.random() < 0.3) for _ in range(rng.choice([0, 0, 0, 1, 2]))]
    jobs = []
    for _ in range(25):
        unused = [action for action in catalogue if rng.random() < 0.35]
        unused += [f"{rng.choice(SERVICES)}:{name(rng)}" for _ in range(rng.choice([0, 0, 1]))]
        unused += [f"{rng.choice(SERVICES)}:*" for _ in range(rng.choice([0, 0, 0, 1]))]
        unused = [respelled(rng, entry) for entry in unused]
        # Actions beside their whole service would contradict it, and be believed alone.
        whole = {entry.split(":")[0].lower() for entry in unused if entry.endswith(":*")}
        unused = [e for e in unused if e.endswith(":*") or e.split(":")[0].lower() not in whole]
        patterns = [respelled(rng, pattern(rng, catalogue, inner)) for _ in range(rng.randint(1, 4))]
        known = folded(catalogue + [text for text in patterns + unused + keep if is_literal(text)])
        jobs.append((unused, patterns, known))
    return catalogue, keep, jobs


def glob(text):
    wild = {"*": ".*", "?": "."}
    return re.compile("".join(wild.get(c) or re.escape(c) for c in text.lower()), re.DOTALL)


def rust(paredown, folder, catalogue, keep, jobs, mode):
    services = {}
    for action in catalogue:
        service, rest = action.split(":", 1)
        services.setdefault(service, []).append(rest)
    path = pathlib.Path(folder, "catalogue.json")
    path.write_text(json.dumps(services))
    lines = []
    for number, (unused, patterns, _) in enumerate(jobs):
        found = []
        for entry in unused:
            service, rest = entry.split(":", 1)
            found.append({"serviceNamespace": service} | ({} if rest == "*" else {"actions": [rest]}))
        statement = {"Effect": "Allow", "Action": patterns, "Resource": "*"}
        policy = {"Version": "2012-10-17", "Statement": [statement]}
        lines.append(json.dumps({"id": number, "policy": policy, "unused": found}))
    command = [paredown, "batch", "--certify", "none", "--mode", mode, "--catalogue", str(path), "-"]
    for kept in keep:
        command += ["--keep", kept]
    done = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True)
    answers = []
    for line, (_, patterns, _) in zip(done.stdout.splitlines(), jobs, strict=True):
        answer = json.loads(line)
        if "error" in answer:
            raise SystemExit(f"paredown: {answer['error']}")
        left = {"unchanged": patterns, "detach": []}.get(answer["outcome"])
        if left is None:
            left = answer["recommended"]["Statement"][0]["Action"]
        left = [left] if isinstance(left, str) else left
        answers.append(sorted({text.lower() for text in left}))
    return answers


def twin(program, keep, jobs, mode):
    lines = ["\t".join([" ".join(known), " ".join(unused), " ".join(keep), mode, " ".join(patterns)])
             for unused, patterns, known in jobs]
    done = subprocess.run([program], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    return [line.split() for line in done.stdout.splitlines()]


def main():
    program, paredown, *more = sys.argv[1:]
    runs = int(more[0]) if more else 40
    rng = random.Random(int(more[1]) if len(more) > 1 else 1)
    compared = changed = other_choice = 0
    with tempfile.TemporaryDirectory() as folder:
        for run in range(runs):
            inner = run % 3 == 2
            catalogue, keep, jobs = world(rng, inner)
            for mode in ["shortest", "tight"]:
                ours = twin(program, keep, jobs, mode)
                theirs = rust(paredown, folder, catalogue, keep, jobs, mode)
                for left, right, (unused, patterns, known) in zip(ours, theirs, jobs, strict=True):
                    compared += 1
                    changed += right != sorted({text.lower() for text in patterns})
                    if left == right:
                        continue
                    actions = [{a.lower() for a in known if any(glob(p).fullmatch(a.lower()) for p in side)}
                               for side in (left, right)]
                    if inner and len(right) <= len(left) and actions[0] == actions[1]:
                        other_choice += 1
                        continue
                    print(f"different in mode {mode}:\n  known    {known}\n  unused   {unused}\n  keep     {keep}"
                          f"\n  patterns {patterns}\n  Coq      {left}\n  Rust     {right}", file=sys.stderr)
                    raise SystemExit(1)
    if not changed:
        raise SystemExit("nothing was ever changed: this compares nothing")
    print(f"{compared} statements refined alike by Coq's model and by paredown, {changed} of them changed"
          f" ({other_choice} with another choice of overlapping patterns)")


main()
