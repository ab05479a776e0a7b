#!/usr/bin/env python3
"""Write cvc5's proofs of SMT-LIB files whose answer is `unsat` (`make cpc`).

The proofs are in the Cooperating Proof Calculus, down to single rewrites
(`dsl-rewrite`), one file per question, with the same name and the suffix `.cpc`.
cvc5 checks the steps while making them (`check-proofs`). Steps of rule `trust`
would have no reason: they are counted, and none is accepted. The checker for
this format is Ethos, which neither PyPI nor Debian has; the proofs are kept for
whoever has it, and are not checked by another program here.
"""

import argparse
import re
import sys
from pathlib import Path

import replay

OPTIONS = {
    "produce-proofs": "true",
    "check-proofs": "true",
    "proof-format-mode": "cpc",
    "proof-granularity": "dsl-rewrite",
}
STEP = re.compile(r":rule (\S+)")


def prove(cvc5, text, limit):
    """Return the proof that there is no model, and the rules of its steps."""
    solver, printed = replay.commands(cvc5, text, OPTIONS | {"tlimit-per": limit * 1000})
    if replay.said(printed) != "unsat":
        raise RuntimeError(f"cvc5 says {replay.said(printed)}")
    proofs = [solver.proofToString(proof, cvc5.ProofFormat.CPC) for proof in solver.getProof()]
    text = "\n".join(proof.decode() if isinstance(proof, bytes) else proof for proof in proofs)
    rules = STEP.findall(text)
    if not rules:
        raise RuntimeError("the proof has no steps")
    return text, rules


def main():
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description="Write cvc5's CPC proofs of SMT-LIB files that are unsat.")
    parser.add_argument("questions", type=Path, help="the folder of *.smt2 files")
    parser.add_argument("out", type=Path, help="the folder for the proofs")
    parser.add_argument("--limit", type=int, default=60, metavar="SECONDS", help="for a question (60)")
    parser.add_argument("--cvc5", type=Path, default=replay.ROOT / ".cvc5", metavar="DIR", help="cvc5's package")
    options = parser.parse_args()
    if not (options.cvc5 / "cvc5").is_dir():
        sys.exit(f"cpc.py: {options.cvc5} holds no cvc5: run `make cvc5`")
    cvc5 = replay.load_cvc5(options.cvc5)
    options.out.mkdir(parents=True, exist_ok=True)
    steps, size, proofs, failures = 0, 0, 0, 0
    for path in sorted(options.questions.glob("*.smt2")):
        text, expected = replay.read(path)
        if expected != "unsat":
            continue
        try:
            proof, rules = prove(cvc5, text, options.limit)
            if trusted := rules.count("trust"):
                raise RuntimeError(f"{trusted} of {len(rules)} steps have no reason")
        except RuntimeError as error:
            failures += 1
            print(f"{path}: {error}")
            continue
        (options.out / path.with_suffix(".cpc").name).write_text(proof)
        proofs, steps, size = proofs + 1, steps + len(rules), size + len(proof)
    print(f"{proofs} proofs with {steps} steps in {size} bytes, none of them trusted: in {options.out}; "
          f"{failures} failures")
    sys.exit(1 if failures or not proofs else 0)


if __name__ == "__main__":
    main()
