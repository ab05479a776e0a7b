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
--platform ...` fetches the wheels. It contains no licence file; Z3 is under MIT.
"""

import platform
import re

from pinned import Failure, Pinned, pip, run

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


def complete(dest):
    """Whether the files are in dest."""
    files = (f"lib/{LINK}", "include/z3.h", "bin/z3", "pkgconfig/z3.pc")
    return all((dest / name).is_file() for name in files)


def download(folder):
    """Have pip put this machine's wheel into folder; return its path."""
    arguments = ["download", "--no-deps", "--only-binary=:all:", "--retries", "2"]
    needs = "it needs glibc 2.27, on aarch64 2.38, or macOS 13: update pip or the system"
    pip(arguments + ["--dest", str(folder), f"z3-solver=={PIN}"], "",
        f"pip finds no z3-solver {PIN} for this machine.\n{needs}", f",\n{OR_ELSE}")
    return next(folder.glob("*.whl"))


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


def make():
    """The pinned Z3 of this machine."""
    checksum = WHEELS.get((SYSTEM, MACHINE))
    if checksum is None:
        raise Failure(f"no prebuilt Z3 for {SYSTEM} {MACHINE} is pinned: add it,\n{OR_ELSE}")

    def fill(work):
        (work / "wheel").mkdir(parents=True)
        unpack(download(work / "wheel"), checksum, work / "new")

    stamp = f"z3-solver {PIN} sha256:{checksum}\n"
    return Pinned(f"Z3 {PIN} for {SYSTEM} {MACHINE}", ".z3", "z3-solver ", stamp, complete, fill)


if __name__ == "__main__":
    run("z3.py", make, "Z3")
