#!/usr/bin/env python3
"""Bring the pinned cvc5 into the project's .cvc5 folder (`make cvc5`).

cvc5 is a second solver, for replaying the questions that Z3 was asked
(scripts/replay.py); the build does not need it. The cvc5 project publishes its
Python package as one wheel for each Python and machine. pip downloads the one
for this Python, and unpacks it only if its SHA-256 is among those below.

The folder appears whole or not at all, and a second run has nothing to do. For
another cvc5, change PIN and the sums: `pip install --dry-run --report -` with
`--platform`, `--python-version` and `--target` names them. cvc5 is under the
BSD licence, its wheel contains GMP under the LGPL; nothing of it is distributed.
"""

import sys
import tempfile

from pinned import Failure, Pinned, pip, run

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


def complete(dest):
    """Whether the package is in dest."""
    return (dest / "cvc5" / "__init__.py").is_file()


def fill(work):
    """Have pip unpack this machine's wheel; it checks the sums."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as wanted:
        wanted.write(f"cvc5=={PIN}" + "".join(f" --hash=sha256:{checksum}" for checksum in WHEELS[PYTHON]))
        wanted.flush()
        arguments = ["install", "--no-deps", "--only-binary=:all:", "--no-compile", "--retries", "2"]
        arguments += ["--require-hashes", "--target", str(work / "new"), "--requirement", wanted.name]
        pip(arguments, "what pip finds is not the pinned wheel: see where it finds it.",
            f"pip finds no cvc5 {PIN} for this machine: it needs Linux with glibc 2.17, or macOS 11")


def make():
    """The pinned cvc5 of this Python."""
    python = ".".join(map(str, PYTHON))
    if PYTHON not in WHEELS:
        raise Failure(f"no wheel of cvc5 {PIN} for Python {python} is pinned: add it, or use another Python")
    name = f"cvc5 {PIN} for Python {python}"
    return Pinned(name, ".cvc5", "cvc5 ", name + "\n", complete, fill)


if __name__ == "__main__":
    run("get_cvc5.py", make, "cvc5")
