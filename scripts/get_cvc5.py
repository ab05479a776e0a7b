#!/usr/bin/env python3
"""Bring the pinned cvc5 into the project's .cvc5 folder (`make cvc5`).

cvc5 is a second solver, for replaying the questions that Z3 was asked
(scripts/replay.py); the build does not need it. The cvc5 project publishes its
Python package as one wheel for each Python and machine. pip downloads the one
for this Python, and unpacks it only if its SHA-256 is among those below.

The folder appears whole or not at all, and a second run has nothing to do. For
another cvc5, change PIN and the sums: `pip install --dry-run --report -` with
`--platform`, `--python-version` and `--target` names them. cvc5 is under the
BSD licence, its wheel holds GMP under the LGPL; nothing of it is distributed.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

PIN = "1.4.2"
WHEELS = {  # Python: SHA-256 of its wheels for Linux x86_64, Linux aarch64, macOS arm64, macOS x86_64
    (3, 10): ("27d774071fd2fa54a9c09e58ff1c36c10636aa4a74b1210e7608ea7e104313ad",
              "ee86784ca9003ad890c48a307864e00746a3965fea72b3b651434063cae9cac3",
              "e4340eda12adae9a7c7369b034749fc93409598380690d5705cfd04a45303cfe",
              "9707bcc20461aa0ca6b70d449fa4ccdcfa9e9caa27e18a0d36b7d818fbfafc07"),
    (3, 11): ("fad09688fd0ee6ef6e8ce81fbf7e2ebaab466bd1b4bd6fefe0dd24ca772d089f",
              "900375f5cd4771a7276f1e9f2fcd06899fae5a959e5abfba5d7c5b804f9da597",
              "6dded9cb06c8c87e21cf9a60d5c0590954cfb34178890beb5cce7922c91e2c0a",
              "35d28a657f7c91c17836187645cd660ef4c85f9d5bb25c3d290a587478e12511"),
    (3, 12): ("1fa385dfb63bbd1a5196aa2965ba2eacf1f12ff923cab5cd46be2fa471989ad7",
              "06dd446fd92328210bcefe2b0e8ce6cf06c61959a3522b2c20a49194a45f6a7f",
              "023eafc4ca98b289b08e7471c90f2c5dc9889a9c59ac52fb41fd862c86cb73cb",
              "06b8dea3612da3bca983b5c624601abee721c8be3799bdf81ce2dfbff20c77fa"),
    (3, 13): ("3eaf2bc2e752ca48bef428a9bfea9de9fd9fe3c59cab1755a103c2c5d3afa64a",
              "fad6f5930949f5d05055a38ee7534823c5db616f51eca82cd6f3f8e8a363507c",
              "5a51e8fed746545f1d583f9799b27576c197a6fbe636dc8435d02270d5e1ec5b",
              "aa90ac0f1e7f50e99325735b04d63db32320239b2152ec0f4ba326b56d355d1d"),
    (3, 14): ("38e989df1cd3b1183f477b777d706ed15a4a2a194b04dd897dcf5d1b5f1aa918",
              "23e1ff4fbb854b139a5419d965b8d3e79ccb73c3b9aff8fc52bf23ef9d621159",
              "31d58c070dd0459aa75dcdfa3eab37a975afc1998ec35127e886bbdac34e5cdc",
              "61a309bf5088a35b2822daf5799050ff47a3f4cbea17d0d527b7d423370ccebf"),
}
PYTHON = sys.version_info[:2]


class Failure(Exception):
    """What went wrong and what to do about it, in a sentence or two."""


def complete(dest, stamp):
    """Whether dest holds the cvc5 of that stamp."""
    version = dest / "VERSION"
    return version.is_file() and version.read_text() == stamp and (dest / "cvc5" / "__init__.py").is_file()


def pip_install(into):
    """Have pip unpack this machine's wheel into a folder; it checks the sums."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as wanted:
        wanted.write(f"cvc5=={PIN}" + "".join(f" --hash=sha256:{checksum}" for checksum in WHEELS[PYTHON]))
        wanted.flush()
        pip = [sys.executable, "-m", "pip", "--quiet", "--no-input", "--disable-pip-version-check"]
        pip += ["install", "--no-deps", "--only-binary=:all:", "--no-compile", "--retries", "2"]
        pip += ["--require-hashes", "--target", str(into), "--requirement", wanted.name]
        run = subprocess.run(pip, capture_output=True, text=True)
    if run.returncode == 0:
        return
    if "No module named pip" in run.stderr:
        raise Failure("this needs pip: install it (Debian: apt install python3-pip)")
    if "DO NOT MATCH THE HASHES" in run.stderr:
        raise Failure(f"what pip finds is not the pinned wheel: see where it finds it.\n{run.stderr.strip()}")
    if re.search(r"retrying|connection|timed out", run.stderr, re.IGNORECASE):
        raise Failure("pip cannot reach its index: check the network and try again")
    if "No matching distribution" in run.stderr:
        raise Failure(f"pip finds no cvc5 {PIN} for this machine: it needs Linux with glibc 2.17, or macOS 11")
    raise Failure("pip failed: " + run.stderr.strip().rpartition("\n")[2].removeprefix("ERROR: "))


def install(dest, stamp):
    """Make dest hold the pinned cvc5. A lock on its parent lets one run at a time do so."""
    import fcntl

    dest.parent.mkdir(parents=True, exist_ok=True)
    fcntl.flock(os.open(dest.parent, os.O_RDONLY), fcntl.LOCK_EX)
    if complete(dest, stamp):
        return
    old = dest / "VERSION"
    if dest.exists() and not (old.is_file() and old.read_text().startswith("cvc5 ")):
        raise Failure(f"{dest} was not made by this script: remove it, or use --dest")
    work = dest.with_name(dest.name + ".tmp")
    shutil.rmtree(work, ignore_errors=True)  # what a killed run left
    try:
        pip_install(work / "new")
        (work / "new" / "VERSION").write_text(stamp)
        if not complete(work / "new", stamp):
            raise Failure("the wheel is not laid out as this script expects: mend complete()")
        if dest.exists():
            dest.rename(work / "old")
        (work / "new").rename(dest)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def main():
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description="Bring the pinned cvc5 into the .cvc5 folder.")
    parser.add_argument("--check", action="store_true", help="only say whether it is there")
    parser.add_argument("--dest", metavar="DIR", help="put it there instead")
    options = parser.parse_args()
    dest = Path(options.dest or Path(__file__).resolve().parents[1] / ".cvc5").resolve()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that `finally` runs
    try:
        python = ".".join(map(str, PYTHON))
        if PYTHON not in WHEELS:
            raise Failure(f"no wheel of cvc5 {PIN} for Python {python} is pinned: add it, or use another Python")
        stamp = f"cvc5 {PIN} for Python {python}\n"
        if not complete(dest, stamp):
            if options.check:
                raise Failure(f"cvc5 {PIN} for Python {python} is not in {dest}: run `make cvc5`")
            print(f"downloading cvc5 {PIN} for Python {python} ...", flush=True)
            install(dest, stamp)
        print(f"cvc5 {PIN} is in {dest}")
    except (Failure, OSError) as error:
        sys.exit(f"get_cvc5.py: {error}")
    except KeyboardInterrupt:
        sys.exit("get_cvc5.py: interrupted; nothing was changed")


if __name__ == "__main__":
    main()
