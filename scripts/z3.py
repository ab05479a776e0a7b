#!/usr/bin/env python3
"""Bring the pinned, prebuilt Z3 into the project's .z3 folder (`make z3`).

The Z3 project publishes its builds as the wheel `z3-solver`. pip downloads the
wheel for this machine; its SHA-256 must be the one below, or nothing of it is
unpacked. Library, headers and program are laid out as pkg-config expects:

    .z3/lib/libz3.so.5.4   (macOS: libz3.5.4.dylib)     .z3/include/*.h
    .z3/lib/libz3.so       (libz3.dylib), a symlink     .z3/bin/z3
    .z3/pkgconfig/z3.pc                                 .z3/VERSION

The folder appears whole or not at all, and a second run has nothing to do. For
another Z3, change PIN and the sums: `pip download --no-deps --only-binary=:all:
--platform ...` fetches the wheels. It brings no licence file; Z3 is under MIT.
"""

import argparse
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

PIN = "5.4.1.0"
WHEELS = {  # (system, machine): SHA-256 of its wheel
    ("Linux", "x86_64"): "e680ce083683abca5d07c3e55c2f620ff9a29cb91c548eeeea27ae29e8060522",
    ("Linux", "aarch64"): "f056cb9714bb7c56ad7d25d86786b5a42c8a3c80e68b11f39af5f469b5366395",
    ("Darwin", "x86_64"): "c9f20b69171ea0cf0d693b91bf6a13ec595a3aed107dd9d8c55e8e08b7125ebc",
    ("Darwin", "arm64"): "9518a4cb03f49a38d4b1895b80910a12e0b0d144300472b95562426657396e01",
}
SYSTEM, MACHINE = platform.system(), platform.machine()
LINK = "libz3.dylib" if SYSTEM == "Darwin" else "libz3.so"  # what the linker looks for
LIBRARY = re.compile(r"z3/lib/(libz3\.so\.[\d.]+|libz3\.[\d.]+\.dylib)")
OR_ELSE = "or set PKG_CONFIG_PATH to the folder of the z3.pc of a system Z3, 5.3 or newer"
PC = f"""\
prefix=${{pcfiledir}}/..
Name: z3
Description: Z3 theorem prover, from the wheel z3-solver {PIN}
Version: {PIN}
Libs: -L${{prefix}}/lib -lz3
Cflags: -I${{prefix}}/include
"""


class Failure(Exception):
    """What went wrong and what to do about it, in a sentence or two."""


def complete(dest, stamp):
    """Whether dest holds the Z3 of that stamp: its VERSION says so and its files are there."""
    files = ("VERSION", f"lib/{LINK}", "include/z3.h", "bin/z3", "pkgconfig/z3.pc")
    there = all((dest / name).is_file() for name in files)
    return there and (dest / "VERSION").read_text() == stamp


def download(folder):
    """Have pip put this machine's wheel into folder; return its path."""
    pip = [sys.executable, "-m", "pip", "--quiet", "--no-input", "--disable-pip-version-check"]
    pip += ["download", "--no-deps", "--only-binary=:all:", "--retries", "2"]
    pip += ["--dest", str(folder), f"z3-solver=={PIN}"]
    run = subprocess.run(pip, capture_output=True, text=True)
    if run.returncode == 0:
        return next(folder.glob("*.whl"))
    if "No module named pip" in run.stderr:
        raise Failure(f"this needs pip: install it (Debian: apt install python3-pip),\n{OR_ELSE}")
    if re.search(r"retrying|connection|timed out", run.stderr, re.IGNORECASE):
        raise Failure(f"pip cannot reach its index: check the network and try again,\n{OR_ELSE}")
    if "No matching distribution" in run.stderr:
        needs = "it needs glibc 2.27, on aarch64 2.38, or macOS 13: update pip or the system"
        raise Failure(f"pip finds no z3-solver {PIN} for this machine.\n{needs},\n{OR_ELSE}")
    raise Failure("pip failed: " + run.stderr.strip().rpartition("\n")[2].removeprefix("ERROR: "))


def unpack(wheel, checksum, into):
    """Check the wheel, then lay its files out in the folder into."""
    import hashlib  # these two only when needed: a run with nothing to do is quick
    import zipfile

    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != checksum:
        sums = f"expected sha256 {checksum}\nfound    sha256 {found}"
        raise Failure(f"{wheel.name} is not the pinned wheel: see where pip finds it.\n{sums}")
    for folder in ("lib", "include", "bin", "pkgconfig"):
        (into / folder).mkdir(parents=True)
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if library := LIBRARY.fullmatch(name):
                target = into / "lib" / library[1]
                (into / "lib" / LINK).symlink_to(library[1])
            elif name.startswith("z3/include/") and name.endswith(".h"):
                target = into / "include" / name.rpartition("/")[2]
            elif name.endswith(".data/data/bin/z3"):
                target = into / "bin" / "z3"
            else:
                continue
            target.write_bytes(archive.read(name))
            target.chmod(0o644 if target.suffix == ".h" else 0o755)
    (into / "pkgconfig" / "z3.pc").write_text(PC)


def install(dest, checksum, stamp):
    """Make dest hold the pinned Z3. A lock on its parent lets one run at a time do so."""
    import fcntl

    dest.parent.mkdir(parents=True, exist_ok=True)
    fcntl.flock(os.open(dest.parent, os.O_RDONLY), fcntl.LOCK_EX)
    if complete(dest, stamp):
        return
    old = dest / "VERSION"
    if dest.exists() and not (old.is_file() and old.read_text().startswith("z3-solver ")):
        raise Failure(f"{dest} was not made by this script: remove it, or use --dest")
    work = dest.with_name(dest.name + ".tmp")
    shutil.rmtree(work, ignore_errors=True)  # what a killed run left
    try:
        (work / "wheel").mkdir(parents=True)
        unpack(download(work / "wheel"), checksum, work / "new")
        (work / "new" / "VERSION").write_text(stamp)
        if not complete(work / "new", stamp):
            raise Failure("the wheel is not laid out as this script expects: mend unpack()")
        if dest.exists():
            dest.rename(work / "old")
        (work / "new").rename(dest)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def main():
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description="Bring the pinned Z3 into the .z3 folder.")
    parser.add_argument("--check", action="store_true", help="only say whether it is there")
    parser.add_argument("--dest", metavar="DIR", help="put it there instead")
    options = parser.parse_args()
    dest = Path(options.dest or Path(__file__).resolve().parents[1] / ".z3").resolve()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that `finally` runs
    try:
        checksum = WHEELS.get((SYSTEM, MACHINE))
        if checksum is None:
            raise Failure(f"no prebuilt Z3 for {SYSTEM} {MACHINE} is pinned: add it,\n{OR_ELSE}")
        stamp = f"z3-solver {PIN} sha256:{checksum}\n"
        if not complete(dest, stamp):
            if options.check:
                raise Failure(f"Z3 {PIN} is not in {dest}: run `make z3`")
            print(f"downloading Z3 {PIN} for {SYSTEM} {MACHINE} ...", flush=True)
            install(dest, checksum, stamp)
        print(f"Z3 {PIN} is in {dest}")
    except (Failure, OSError) as error:
        sys.exit(f"z3.py: {error}")
    except KeyboardInterrupt:
        sys.exit("z3.py: interrupted; nothing was changed")


if __name__ == "__main__":
    main()
