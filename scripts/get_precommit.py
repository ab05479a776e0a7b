#!/usr/bin/env python3
"""Bring pre-commit, which runs hooks before a commit, into .pre-commit (`make pre-commit`).

The test of the hook (tests/all/gating/pre_commit.rs) needs it; the build does not. pip takes the versions that
pre-commit.txt names, and of these only wheels with a SHA-256 listed there. The folder appears whole or not at
all, and a second run has nothing to do. For other versions, change pre-commit.txt as get_moto.py says of
moto.txt. None of it is distributed.
"""

from pathlib import Path

from pinned import run, wheels

PINS = Path(__file__).resolve().with_name("pre-commit.txt")
FILES = ["pre_commit/__main__.py", "yaml/__init__.py"]


def make():
    """What pre-commit.txt pins, for this Python."""
    return wheels("pre-commit", ".pre-commit", PINS, FILES, "Linux with glibc 2.28, or macOS 11 on ARM")


if __name__ == "__main__":
    run("get_precommit.py", make, "pre-commit")
