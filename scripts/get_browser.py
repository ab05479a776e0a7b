#!/usr/bin/env python3
"""Bring what drives Chromium in the tests of the dashboard into .browser (`make browser`).

That is playwright-core, which has no dependencies and brings no browser, and axe-core, in the versions and with the sums
of tests/browser/package-lock.json; the build does not need them. npm runs none of their scripts. Chromium is Debian's,
from `apt install chromium`. The folder appears whole or not at all, and a second run has nothing to do.
None of it is distributed.
"""

import hashlib
import shutil
import subprocess
from pathlib import Path

from pinned import Failure, Pinned, run

SOURCE = Path(__file__).resolve().parents[1] / "tests" / "browser"
FILES = ["package.json", "package-lock.json"]


def complete(dest):
    """Whether both are in dest."""
    modules = dest / "node_modules"
    return all((modules / name / "package.json").is_file() for name in ["playwright-core", "axe-core"])


def fill(work):
    """Have npm unpack both; it checks the sums."""
    new = work / "new"
    new.mkdir(parents=True)
    for name in FILES:
        shutil.copy(SOURCE / name, new)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        done = subprocess.run(command, cwd=new, capture_output=True, text=True)
    except FileNotFoundError:
        raise Failure("this needs npm: install it (Debian: apt install npm)") from None
    if done.returncode != 0:
        raise Failure("npm failed: " + (done.stderr.strip() or done.stdout.strip()))


def make():
    """What package-lock.json pins."""
    digest = hashlib.sha256(b"".join((SOURCE / name).read_bytes() for name in FILES)).hexdigest()
    return Pinned("browser", ".browser", "browser, ", f"browser, package-lock.json {digest}\n", complete, fill)


if __name__ == "__main__":
    run("get_browser.py", make, "playwright-core and axe-core")
