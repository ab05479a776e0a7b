#!/usr/bin/env python3
"""Bring moto, an IAM server written by others, and AWS's command line into .moto (`make moto`).

The tests of plans (tests/all/plans/moto.rs) need them; the build does not. pip takes the versions that moto.txt
names, and of these only wheels with a SHA-256 listed there. The folder appears whole or not at all, and a
second run has nothing to do. For other versions, change moto.txt: `pip install --dry-run --report -` with
`--platform`, `--python-version` and `--target` names the sums. None of it is distributed.
"""

from pathlib import Path

from pinned import run, wheels

PINS = Path(__file__).resolve().with_name("moto.txt")
FILES = ["moto/server.py", "awscli/__main__.py"]


def make():
    """What moto.txt pins, for this Python."""
    return wheels("moto", ".moto", PINS, FILES, "Linux with glibc 2.34, or macOS 12 on ARM")


if __name__ == "__main__":
    run("get_moto.py", make, "moto")
