#!/usr/bin/env python3
"""Makes crates/infra/data/sam-policy-templates.json, the policy templates of AWS SAM, from the wheel of the PyPI package
aws-sam-translator that is given:

    pip download aws-sam-translator==1.115.0 --no-deps --only-binary=:all: && scripts/sam_templates.py aws_sam*.whl

Only regenerating needs this script: builds use the committed file. The same wheel always gives the same bytes.
crates/infra/data/README.md describes the format.
"""

import hashlib
import json
import sys
import zipfile
from pathlib import Path

OUTPUT = Path(__file__).resolve().parent.parent / "crates/infra/data" / "sam-policy-templates.json"
SHA256 = "9be2d7b04041a64e89ed3fb1186f948377ecc118033a8a7538f271d4bcab0afa"
INSIDE = "samtranslator/policy_templates_data/policy_templates.json"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    wheel = Path(sys.argv[1])
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != SHA256:
        sys.exit(f"sam_templates.py: {wheel} is not the wheel of the pinned version; change SHA256 with the version")
    templates = json.loads(zipfile.ZipFile(wheel).read(INSIDE))["Templates"]
    lines = []
    for name, template in sorted(templates.items()):
        if set(template) != {"Description", "Parameters", "Definition"} or set(template["Definition"]) != {"Statement"}:
            sys.exit(f"sam_templates.py: the policy template {name} has another layout")
        kept = {"Parameters": sorted(template["Parameters"]), "Statement": template["Definition"]["Statement"]}
        lines.append(f"{json.dumps(name)}:{json.dumps(kept, separators=(',', ':'))}")
    OUTPUT.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
