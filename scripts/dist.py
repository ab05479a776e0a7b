#!/usr/bin/env python3
"""Complete the folder that `make dist` makes, and try it.

    dist.py FOLDER

Adds manual pages (one for each command), completions for shells, and the schemas of the reports. Then it is tried:
moved to another folder, the program loads only the Z3 that is next to it.

Fails if the program's RUNPATH is anything but `$ORIGIN`, if it does not run from a folder that it was moved
to (without LD_LIBRARY_PATH), or if it loads another library than the one there.
"""

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

POLICY = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sqs:List*", "Resource": "*"}}'


# Where each shell looks for completions under a prefix.
COMPLETIONS = {
    "bash": "bash-completion/completions/paredown",
    "zsh": "zsh/site-functions/_paredown",
    "fish": "fish/vendor_completions.d/paredown.fish",
}
SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"


def complete(dist):
    """Adds what the program says of itself. Returns the number of manual pages."""
    def said(*arguments):
        return subprocess.run([dist.resolve() / "bin/paredown", *arguments], check=True, capture_output=True,
                              text=True).stdout

    pages = dist / "share/man/man1"
    pages.mkdir(parents=True)
    overview = said("man")
    (pages / "paredown.1").write_text(overview)
    commands = re.findall(r"^paredown\\-([a-z-]+)\(1\)$", overview, re.MULTILINE)
    for command in commands:
        (pages / f"paredown-{command}.1").write_text(said("man", command))
    for shell, place in COMPLETIONS.items():
        path = dist / "share" / place
        path.parent.mkdir(parents=True)
        path.write_text(said("completions", shell))
    shutil.copytree(SCHEMAS, dist / "share/paredown/schemas")
    return 1 + len(commands)


def runpath(program):
    """The folders in which the program looks for its libraries."""
    shown = subprocess.run(["readelf", "--dynamic", "--wide", program], check=True, capture_output=True, text=True)
    return re.findall(r"\((?:RUNPATH|RPATH)\).*\[(.*)\]", shown.stdout)


def check(dist):
    """What is wrong with the folder, or None."""
    if platform.system() == "Linux" and (found := runpath(dist / "bin/paredown")) != ["$ORIGIN"]:
        return f"the RUNPATH of the program is {found}, not `$ORIGIN`"
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("LD_", "DYLD_"))}
    with tempfile.TemporaryDirectory() as folder:
        moved = Path(shutil.copytree(dist, Path(folder, "moved"))).resolve()

        def run(*arguments, stdin=""):
            out = subprocess.run([moved / "bin/paredown", *arguments], cwd=folder, env=environment,
                                 input=stdin, capture_output=True, text=True)
            if out.returncode:
                sys.exit(f"error: {arguments[0]} ended with {out.returncode}:\n{out.stderr}")
            return out.stdout

        said = run("--version", "--verbose")
        [library] = moved.glob("bin/libz3.*")
        checksum = hashlib.sha256(library.read_bytes()).hexdigest()
        if platform.system() == "Linux" and f"loaded from {library} (sha256 {checksum})" not in said:
            return f"it loads another library than {library}:\n{said}"
        Path(folder, "unused.txt").write_text("sqs:ListQueues\n")
        run("recommend", "--policy", "-", "--unused", "unused.txt", stdin=POLICY)
    print(said, end="")
    return None


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    if (pages := complete(folder)) < 8:
        sys.exit(f"error: there are only {pages} manual pages")
    if wrong := check(folder):
        sys.exit(f"error: {wrong}")
