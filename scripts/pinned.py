"""Common to the scripts that bring a pinned package into a folder, whole or not at all."""

import argparse
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path


class Failure(Exception):
    """What went wrong and what to do about it, in a sentence or two."""


def pip(arguments, mismatch, needs, or_else=""):
    """Run pip; a Failure says `mismatch` for a wrong sum, and `needs` for a missing wheel."""
    command = [sys.executable, "-m", "pip", "--quiet", "--no-input", "--disable-pip-version-check"]
    run = subprocess.run(command + arguments, capture_output=True, text=True)
    if run.returncode == 0:
        return
    if "No module named pip" in run.stderr:
        raise Failure(f"this needs pip: install it (Debian: apt install python3-pip){or_else}")
    if "DO NOT MATCH THE HASHES" in run.stderr:
        raise Failure(f"{mismatch}\n{run.stderr.strip()}")
    if re.search(r"retrying|connection|timed out", run.stderr, re.IGNORECASE):
        raise Failure(f"pip cannot reach its index: check the network and try again{or_else}")
    if "No matching distribution" in run.stderr:
        raise Failure(needs + or_else)
    raise Failure("pip failed: " + run.stderr.strip().rpartition("\n")[2].removeprefix("ERROR: "))


class Pinned:
    """A package of one version: `stamp` names it in dest/VERSION and begins with `mark`, `complete(dest)`
    says whether its files are there, and `fill(work)` puts them into work/new."""

    def __init__(self, name, folder, mark, stamp, complete, fill):
        self.name, self.folder, self.mark, self.stamp = name, folder, mark, stamp
        self.files_there, self.fill = complete, fill

    def complete(self, dest):
        """Whether dest contains the package with this stamp."""
        version = dest / "VERSION"
        return version.is_file() and version.read_text() == self.stamp and self.files_there(dest)

    def install(self, dest):
        """Put the package into dest. A lock on its parent allows one run at a time."""
        import fcntl

        dest.parent.mkdir(parents=True, exist_ok=True)
        fcntl.flock(os.open(dest.parent, os.O_RDONLY), fcntl.LOCK_EX)
        if self.complete(dest):
            return
        old = dest / "VERSION"
        if dest.exists() and not (old.is_file() and old.read_text().startswith(self.mark)):
            raise Failure(f"{dest} was not made by this script: remove it, or use --dest")
        work = dest.with_name(dest.name + ".tmp")
        shutil.rmtree(work, ignore_errors=True)  # what a killed run left
        try:
            self.fill(work)
            (work / "new" / "VERSION").write_text(self.stamp)
            if not self.complete(work / "new"):
                raise Failure("the wheel is not laid out as this script expects: mend what unpacks it")
            if dest.exists():
                dest.rename(work / "old")
            (work / "new").rename(dest)
        finally:
            shutil.rmtree(work, ignore_errors=True)


PYTHONS = range(11, 15)


def wheels(name, folder, pins, files, needs):
    """What a file pins for this Python, a line for each package with the SHA-256 of its wheels. `files` are some
    of those that must be there then; `needs` says for which machines the wheels are."""

    def complete(dest):
        return all((dest / file).is_file() for file in files)

    def fill(work):
        arguments = ["install", "--no-deps", "--only-binary=:all:", "--retries", "2"]
        arguments += ["--require-hashes", "--target", str(work / "new"), "--requirement", str(pins)]
        pip(arguments, "what pip finds is not what is pinned: see where it finds it.",
            f"pip finds not all that {pins.name} names for this machine: it needs {needs}")

    major, minor = sys.version_info[:2]
    if major != 3 or minor not in PYTHONS:
        raise Failure(f"{name} is pinned for Python 3.{PYTHONS[0]} to 3.{PYTHONS[-1]}, not for {major}.{minor}")
    digest = hashlib.sha256(pins.read_bytes()).hexdigest()
    stamp = f"{name} for Python {major}.{minor}, {pins.name} {digest}\n"
    return Pinned(name, folder, f"{name} for ", stamp, complete, fill)


def run(script, make, wanted):
    """Do what the command line of a script asks: `make()` is the Pinned, `wanted` names it in messages."""
    parser = argparse.ArgumentParser(description=f"Bring the pinned {wanted} into its folder.")
    parser.add_argument("--check", action="store_true", help="only say whether it is there")
    parser.add_argument("--dest", metavar="DIR", help="put it there instead")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that `finally` runs
    try:
        pinned = make()
        dest = Path(options.dest or Path(__file__).resolve().parents[1] / pinned.folder).resolve()
        if not pinned.complete(dest):
            if options.check:
                raise Failure(f"{pinned.name} is not in {dest}: run `make {pinned.folder[1:]}`")
            print(f"downloading {pinned.name} ...", flush=True)
            pinned.install(dest)
        print(f"{pinned.name} is in {dest}")
    except (Failure, OSError) as error:
        sys.exit(f"{script}: {error}")
    except KeyboardInterrupt:
        sys.exit(f"{script}: interrupted; nothing was changed")
