#!/usr/bin/env python3
"""Bring moto, an IAM server written by others, and AWS's command line into .moto (`make moto`).

The tests of plans (tests/all/plans/moto.rs) need them; the build does not. pip takes the versions that moto.txt
names, and of these only wheels with a SHA-256 listed there. The folder appears whole or not at all, and a
second run has nothing to do. For other versions, change moto.txt: `pip install --dry-run --report -` with
`--platform`, `--python-version` and `--target` names the sums. None of it is distributed.
"""

import hashlib
import sys
from pathlib import Path

from pinned import Failure, Pinned, pip, run

PINS = Path(__file__).resolve().with_name("moto.txt")
PYTHONS = range(11, 15)


def complete(dest):
    """Whether both are in dest."""
    return (dest / "moto" / "server.py").is_file() and (dest / "awscli" / "__main__.py").is_file()


def fill(work):
    """Have pip unpack all of it; it checks the sums."""
    arguments = ["install", "--no-deps", "--only-binary=:all:", "--retries", "2"]
    arguments += ["--require-hashes", "--target", str(work / "new"), "--requirement", str(PINS)]
    pip(arguments, "what pip finds is not what is pinned: see where it finds it.",
        "pip finds not all that moto.txt names for this machine: it needs Linux with glibc 2.34, or macOS 12 on ARM")


def make():
    """What moto.txt pins, for this Python."""
    major, minor = sys.version_info[:2]
    if major != 3 or minor not in PYTHONS:
        raise Failure(f"moto is pinned for Python 3.{PYTHONS[0]} to 3.{PYTHONS[-1]}, not for {major}.{minor}")
    digest = hashlib.sha256(PINS.read_bytes()).hexdigest()
    stamp = f"moto for Python {major}.{minor}, moto.txt {digest}\n"
    return Pinned("moto", ".moto", "moto for ", stamp, complete, fill)


if __name__ == "__main__":
    run("get_moto.py", make, "moto")
