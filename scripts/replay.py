#!/usr/bin/env python3
"""Ask Z3's own program and cvc5 what `paredown certify --emit-smt` asked (`make replay`).

Each SMT-LIB file states the answer that paredown got (`:status`). Z3's command line
program (.z3/bin/z3) reads the text again, which checks what is written; cvc5
(.cvc5) is another solver, which checks Z3. Neither is shown the answer. It
fails (exit code 1) if

  - two of the three answers contradict each other,
  - a solver refuses a file or crashes, or
  - a small file (--small) gets no answer in time (--limit) from one of them.

Larger files without an answer are counted. Bad usage, or a solver that is not
there, is exit code 2.
"""

import argparse
import multiprocessing
import os
import queue
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STATUS = re.compile(r"\(set-info :status (sat|unsat|unknown)\)")
DEFINITE = ("sat", "unsat")
UNDECIDED = ("unknown", "timeout")
GRACE = 5  # seconds more than its own limit until a solver is killed


@dataclass
class Replay:
    """One file with its three answers: `sat`, `unsat`, `unknown`, `timeout`, or what went wrong."""

    path: Path
    size: int
    answers: dict

    def verdict(self, small):
        """`agreed`, `undecided` (and large), or a short reason for failing."""
        answers = self.answers.values()
        if len({answer for answer in answers if answer in DEFINITE}) > 1:
            return "disagreement"
        if any(answer not in DEFINITE + UNDECIDED for answer in answers):
            return "error"
        if all(answer in DEFINITE for answer in answers):
            return "agreed"
        return "no answer though small" if self.size <= small else "undecided"


def said(output):
    """The answer in what a solver printed: one word, or it is an error."""
    output = output.strip()
    return output if output in DEFINITE + UNDECIDED else "error: " + " ".join(output.split())[:200]


def read(path):
    """The question without the answer that the file expects, and that answer."""
    text = path.read_text()
    found = STATUS.findall(text)
    return STATUS.sub("", text), found[0] if len(found) == 1 else f"error: {len(found)} times `:status`"


def ask_z3(program, text, limit):
    """What Z3's program answers."""
    command = [program, f"-T:{limit}", "-in"]
    try:
        run = subprocess.run(command, input=text, capture_output=True, text=True, timeout=limit + GRACE)
    except subprocess.TimeoutExpired:
        return "timeout"
    return said(run.stdout or run.stderr or f"exit code {run.returncode}")


def commands(cvc5, text, options):
    """Run a script's commands up to the end or `(exit)`; return the solver, and all output."""
    terms = cvc5.TermManager()
    solver = cvc5.Solver(terms)
    for option, value in options.items():
        solver.setOption(option, str(value))
    symbols = cvc5.SymbolManager(terms)
    parser = cvc5.InputParser(solver, symbols)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "question")
    printed = []
    while not (command := parser.nextCommand()).isNull() and command.getCommandName() != "exit":
        printed.append(command.invoke(solver, symbols))
    return solver, "".join(printed)


def load_cvc5(folder):
    """The Python module of cvc5 in a folder."""
    sys.path.insert(0, str(folder))
    import cvc5

    # It warns for each file that it reads SMT-LIB 2.7 as 2.6, which makes no difference for these files.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    return cvc5


def serve_cvc5(pipe, folder, limit):
    """A process that answers questions from a pipe until it reads None."""
    cvc5 = load_cvc5(folder)
    while (text := pipe.recv()) is not None:
        try:
            answer = said(commands(cvc5, text, {"tlimit-per": limit * 1000})[1])
        except RuntimeError as error:
            answer = f"error: {error}"
        pipe.send(answer)


class Cvc5:
    """cvc5 in a process of its own, which can be killed and crash."""

    def __init__(self, folder, limit):
        self.folder, self.limit, self.process = folder, limit, None

    def ask(self, text):
        """What cvc5 answers."""
        if self.process is None:
            context = multiprocessing.get_context("spawn")
            self.pipe, theirs = context.Pipe()
            arguments = (theirs, self.folder, self.limit)
            self.process = context.Process(target=serve_cvc5, args=arguments, daemon=True)
            self.process.start()
            theirs.close()
        try:
            self.pipe.send(text)
            if self.pipe.poll(self.limit + GRACE):
                return self.pipe.recv()
            answer = "timeout"
        except (EOFError, OSError):
            answer = "error: cvc5 ended by itself"
        self.process.kill()
        self.process = None
        return answer

    def stop(self):
        """Ends the process, if there is one."""
        if self.process is not None:
            self.pipe.send(None)
            self.process.join()


def replay(files, options):
    """Replay files, some at a time; return the results in order."""
    # Certifications of one policy share many questions; each is asked only once.
    alike, results = {}, {}
    for path in files:
        text, expected = read(path)
        question = "".join(line for line in text.splitlines(keepends=True) if not line.startswith(";"))
        alike.setdefault(question, []).append((path, expected))
    waiting = queue.Queue()
    for question, own in alike.items():
        waiting.put((question, own))

    def work():
        cvc5 = Cvc5(options.cvc5, options.limit)
        try:
            while True:
                question, own = waiting.get_nowait()
                z3, other = ask_z3(options.z3, question, options.limit), cvc5.ask(question)
                for path, expected in own:
                    answers = {"expected": expected, "Z3": z3, "cvc5": other}
                    results[path] = Replay(path, path.stat().st_size, answers)
        except queue.Empty:
            cvc5.stop()

    threads = [threading.Thread(target=work, daemon=True) for _ in range(options.jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [results[path] for path in files if path in results]


def report(replays, options, seconds):
    """Print disagreements and the summary; return the number of failures."""
    verdicts = [one.verdict(options.small) for one in replays]
    for one, verdict in zip(replays, verdicts):
        if verdict != "agreed":
            answers = ", ".join(f"{who} {answer}" for who, answer in one.answers.items())
            print(f"{verdict}: {one.path} ({one.size} bytes): {answers}")
    failures = sum(verdict not in ("agreed", "undecided") for verdict in verdicts)
    unknown = {who: sum(one.answers[who] in UNDECIDED for one in replays) for who in ("Z3", "cvc5")}
    sats = sum(one.answers["expected"] == "sat" for one in replays)
    print(f"{len(replays)} files ({sats} sat): {verdicts.count('agreed')} agreements, {failures} failures; "
          f"unknown: Z3 {unknown['Z3']}, cvc5 {unknown['cvc5']}; {seconds:.0f} s with {options.jobs} at a time")
    return failures


def collect(paths):
    """The SMT-LIB files among paths and in folders below them, sorted; each path must give one."""
    files = set()
    for path in map(Path, paths):
        found = sorted(path.rglob("*.smt2")) if path.is_dir() else [path] if path.is_file() else []
        if not found:
            raise FileNotFoundError(f"there is no SMT-LIB file at {path}")
        files.update(found)
    return sorted(files)


def main():
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description="Replay SMT-LIB files with Z3's program and with cvc5.")
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, or a folder of *.smt2")
    parser.add_argument("--limit", type=int, default=20, metavar="SECONDS", help="for a question (20)")
    parser.add_argument("--small", type=int, default=20_000, metavar="BYTES",
                        help="up to this size, a file must get an answer (20000)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="files at a time (one a core)")
    parser.add_argument("--z3", type=Path, default=ROOT / ".z3/bin/z3", metavar="FILE", help="Z3's program")
    parser.add_argument("--cvc5", type=Path, default=ROOT / ".cvc5", metavar="DIR", help="cvc5's package")
    options = parser.parse_args()
    try:
        files = collect(options.paths)
        if not options.z3.is_file():
            raise FileNotFoundError(f"{options.z3} is not there: run `make z3`")
        if not (options.cvc5 / "cvc5").is_dir():
            raise FileNotFoundError(f"{options.cvc5} holds no cvc5: run `make cvc5`")
        start = time.monotonic()
        replays = replay(files, options)
        failures = report(replays, options, time.monotonic() - start)
    except FileNotFoundError as error:
        print(f"replay.py: {error}", file=sys.stderr)
        sys.exit(2)
    if len(replays) < len(files):
        print(f"replay.py: {len(files) - len(replays)} files were not replayed", file=sys.stderr)
        sys.exit(1)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
