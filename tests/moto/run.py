#!/usr/bin/env python3
"""Tries the plans for one of the settings of accounts.py on moto: each call of each plan fails, or its answer is lost,
or the script is killed. Usage: run.py PAREDOWN SETTING FOLDER."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from accounts import DESCRIPTION, SETTINGS, TAGS, UNUSED, allow, document
from aws import ACCOUNT, Cloud, Fault, Shim, environment

HERE = Path(__file__).resolve().parent
HOW = ["fails", "is lost", "killed before", "killed after"]


class Wrong(Exception):
    """What a plan should not have done."""


def expect(condition, *what):
    if not condition:
        raise Wrong(" ".join(map(str, what)))


class Trial:
    """One setting, its plan, and what comes of it."""

    stdin = ""

    def __init__(self, paredown, setting, folder):
        self.paredown, self.make, self.folder = paredown, setting, Path(folder)
        self.cloud = Cloud()
        self.shim = Shim(self.cloud)
        self.runs = self.spent = 0
        self.changes_of, self.reached, self.setting = {}, {}, None
        self.start()
        self.setting.inputs(self.folder)
        out = subprocess.run([paredown] + self.setting.arguments(), cwd=self.folder, capture_output=True, text=True)
        expect(out.returncode == 0, "no plan was written:", out.stderr)
        self.plan = json.loads((self.folder / "plan" / "plan.json").read_text())
        self.script = self.folder / "plan" / "plan.sh"
        self.before = self.account.snapshot()
        allowed = self.account.allowed()
        self.shim.bounds = (set(), set(self.setting.account.actions))
        self.run("apply")
        self.after, after = self.account.snapshot(), self.account.allowed()
        self.shim.bounds = (allowed & after, allowed)
        expect(after < allowed, "nothing was taken away", allowed, after)
        for service, actions in UNUSED.items():
            for action in actions:
                expect(f"{service}:{action}" not in after, action, "is still allowed")

    def start(self):
        """The account as it is before the plan."""
        if self.setting:
            self.cloud.restore(self.saved)
            return
        self.setting = self.make(self.cloud)
        self.account = self.shim.account = self.setting.account
        self.saved = self.cloud.saved()

    def environment(self, real):
        own = {"PATH": f"{Path(self.paredown).parent}:{os.environ['PATH']}", "LC_ALL": "C", "HOME": str(self.folder),
               "PAREDOWN_WAIT": "0", **environment(self.cloud.endpoint)}
        if real:
            # The folder that `make moto` made, from which this runs too.
            target = os.environ["PYTHONPATH"]
            own.update(PYTHONPATH=target, PATH=f"{target}/bin:{own['PATH']}", PAREDOWN_WAIT="5")
        else:
            own.update(BASH_ENV=str(HERE / "shim.sh"), SHIM_PORT=str(self.shim.port))
        return own

    def run(self, verb, fault=None, real=False, lag=0, code=0, wait=None):
        """Runs the script, from a folder that is not its own; what it printed."""
        self.shim.begin(fault, lag)
        env = self.environment(real)
        if wait is not None:
            env["PAREDOWN_WAIT"] = str(wait)
        begin = time.monotonic()
        out = subprocess.run(["bash", str(self.script), verb], cwd="/", env=env, input=self.stdin,
                             capture_output=True, text=True)
        if real:
            self.cloud.state = object()
        self.runs, self.spent = self.runs + 1, self.spent + time.monotonic() - begin
        expect(not self.shim.faults, *self.shim.faults)
        said = f"{verb} {vars(fault) if fault else ''} ended with {out.returncode}:\n{out.stdout}{out.stderr}"
        if code is not None:
            expect(out.returncode == code, said, "after", [a for a, _ in self.shim.calls][-4:])
        self.said = said
        return out

    def status(self, *wanted):
        found = self.run("status").stdout.split()[-1]
        expect(found in wanted, "status is", found, "and not", wanted, self.said)

    def is_applied(self):
        found = self.account.snapshot()
        expect(loose(found) == loose(self.after), "not as it is once applied:", differences(self.after, found), self.said)

    def is_before(self):
        found = self.account.snapshot()
        expect(found == self.before, "not as it was before:", differences(self.before, found), self.said)

    def undone(self):
        self.run("back")
        self.is_before()
        self.status("before")

    # --- what is tried

    def whole(self):
        """With AWS's own command line, as a process for each call."""
        self.start()
        self.run("apply", real=True)
        self.is_applied()
        self.run("back", real=True)
        self.is_before()

    def again(self):
        """Once more changes nothing, in both directions."""
        self.start()
        self.status("before")
        for verb, state in (("apply", "applied"), ("back", "before")):
            self.run(verb)
            calls = len([1 for _, changes in self.shim.calls if changes])
            expect(calls > 0, verb, "changed nothing")
            self.run(verb)
            expect(not any(changes for _, changes in self.shim.calls), verb, "changed something the second time")
            self.status(state)

    def lagging(self):
        """What is read lags behind what was written."""
        self.start()
        self.run("apply", lag=2, wait=60)
        self.is_applied()
        self.run("back", lag=2, wait=60)
        self.is_before()

    def faults(self, verb):
        """Each call, in each way. A call that fails or is killed leaves one of the states between two changes: each
        fault has to lead to the right one of these, and from each of them both directions have to lead to the end."""
        states = self.states(verb)
        self.prepare(verb)
        self.run(verb)
        calls, done = list(self.shim.calls), 0
        for number, (_, changes) in enumerate(calls):
            for how in HOW if changes else HOW[:1]:
                self.prepare(verb)
                out = self.run(verb, Fault(number, how), code=None)
                found = loose(self.account.snapshot())
                effective = how in ("is lost", "killed after")
                if how in HOW[:2] and out.returncode == 0:
                    # It was read again, or done in spite of what was answered.
                    expect(found == states[-1], "it is not the end:", self.said, differences(states[-1], found))
                else:
                    expect(out.returncode != 0, "a fault was not noticed:", self.said)
                    wanted = states[done + effective]
                    expect(found == wanted, "another state:", self.said, differences(wanted, found))
            done += changes
        for reached in range(done + 1):
            for there, end in (("apply", self.is_applied), ("back", self.is_before)):
                self.stop_at(verb, reached)
                if there == "apply":
                    self.status("before", "between", "applied")
                self.run(there)
                end()
                if there == "apply":
                    self.run("back")
                    self.is_before()
        return len(calls)

    def prepare(self, verb):
        """The account as it is before that verb."""
        if ("back", "begin") not in self.reached:
            self.start()
            self.run("apply")
            self.reached["back", "begin"] = self.cloud.saved()
        self.start()
        if verb == "back":
            self.cloud.restore(self.reached["back", "begin"])

    def stop_at(self, verb, reached):
        """The account after so many changes: the script is killed then."""
        if (verb, reached) not in self.reached:
            self.prepare(verb)
            if reached < self.changes_of[verb]:
                self.run(verb, Fault(change=reached, how="killed before"), code=None)
            else:
                self.run(verb)
            self.reached[verb, reached] = self.cloud.saved()
        self.cloud.restore(self.reached[verb, reached])

    def states(self, verb):
        """What the account is before the first change and after each."""
        self.prepare(verb)
        found = [loose(self.account.snapshot())]
        self.shim.watch = lambda: found.append(loose(self.account.snapshot()))
        self.run(verb)
        self.shim.watch = None
        self.changes_of[verb] = len(found) - 1
        return found

    def others(self):
        """What somebody else has changed since is left alone, and nothing is done."""
        for name, change in self.changes():
            self.start()
            change()
            found = self.account.snapshot()
            self.run("apply", code=1)
            expect(not any(changes for _, changes in self.shim.calls), name, "and something was changed:", self.said)
            expect(self.account.snapshot() == found, name)

    def changes(self):
        iam, account = self.cloud.iam, lambda: self.account
        other = json.dumps(document(allow("*")))
        for step in self.plan["steps"]:
            arn, policy = step["arn"], step["policy"]
            if step["action"] == "COMPARE_POLICY":
                if ":aws:policy" not in arn:
                    yield f"{policy} has another version", lambda arn=arn: iam.create_policy_version(
                        PolicyArn=arn, PolicyDocument=other, SetAsDefault=True)
                yield f"{policy} is detached", lambda arn=arn: account()._of("detach_KIND_policy", PolicyArn=arn)
            if step["action"] == "COMPARE_INLINE_POLICY":
                yield f"{policy} is another", lambda policy=policy: account()._of(
                    "put_KIND_policy", PolicyName=policy, PolicyDocument=other)
            if step["action"] == "CREATE_POLICY_VERSION":
                def full(arn=arn):
                    for _ in range(3):
                        iam.create_policy_version(PolicyArn=arn, PolicyDocument=other)
                yield f"{policy} has five versions", full
                yield f"{policy} is another's too", lambda arn=arn: iam.attach_role_policy(RoleName="Other", PolicyArn=arn)

    def planted(self):
        """A policy of the new name with another document is never attached."""
        for step in self.plan["steps"]:
            if step["action"] != "CREATE_POLICY":
                continue
            self.start()
            path = step["arn"].partition(":policy")[2].removesuffix(step["policy"])
            self.cloud.iam.create_policy(PolicyName=step["policy"], Path=path,
                                         PolicyDocument=json.dumps(document(allow("*"))))
            self.run("apply", code=1)
            expect(step["arn"] not in self.account.attached(), "what was planted is attached")
            expect(self.account.attached() == self.before["attached"], "something was detached")
            self.status("changed")

    def shared(self):
        """A new policy that another has got meanwhile stays where it is on the way back."""
        new = [step["arn"] for step in self.plan["steps"] if step["action"] == "CREATE_POLICY"]
        if not new:
            return
        self.start()
        self.run("apply")
        self.cloud.iam.attach_role_policy(RoleName="Other", PolicyArn=new[0])
        self.run("back")
        kept = set(self.account.managed()) - set(self.before["managed"])
        expect(kept == {new[0]}, "kept", kept)
        self.cloud.iam.detach_role_policy(RoleName="Other", PolicyArn=new[0])
        self.undone()

    def copied(self):
        """Path, description and tags go along."""
        for step in self.plan["steps"]:
            if step["action"] == "CREATE_POLICY" and self.setting.own:
                _, _, description, tags, path = self.after["managed"][step["arn"]]
                expect(description == DESCRIPTION, "description", description)
                kept = [(tag["Key"], tag["Value"]) for tag in TAGS]
                expect(set(kept) < set(tags), "tags", tags)
                expect("paredown:from" in dict(tags), "tags", tags)

    def elsewhere(self):
        """Another account, a document that was tampered with, a command without sense."""
        self.start()
        text = self.script.read_text()
        self.script.write_text(text.replace(f"ACCOUNT='{ACCOUNT}'", "ACCOUNT='999999999999'"))
        self.run("apply", code=1)
        self.script.write_text(text)
        expect(self.account.snapshot() == self.before, "changed")
        file = self.script.parent / next(s["document"] for s in self.plan["steps"] if s["document"])
        content = file.read_text()
        file.write_text(content.replace("sqs", "iam").replace("kms", "iam").replace("dynamodb", "iam"))
        self.run("apply", code=1)
        expect(not any(changes for _, changes in self.shim.calls), "a document that was changed is used")
        file.write_text(content)
        self.run("frobnicate", code=2)
        self.run("", code=2)


def loose(snapshot):
    """The same whatever numbers versions have: those of a version that was deleted are not used again."""
    def plain(policy):
        default, documents, *rest = policy
        return [documents[default], sorted(map(json.dumps, documents.values())), *rest]
    return {**snapshot, "managed": {arn: plain(policy) for arn, policy in snapshot["managed"].items()}}


def differences(wanted, found):
    return {key: (wanted[key], found[key]) for key in wanted if wanted[key] != found[key]}


def main():
    paredown, name, folder = sys.argv[1:]
    begin = time.monotonic()
    try:
        trial = Trial(paredown, SETTINGS[name], folder)
        for part in (trial.again, trial.lagging, trial.others, trial.planted, trial.shared, trial.copied,
                     trial.elsewhere, trial.whole):
            part()
            print(f"{name}: {part.__name__}, after {time.monotonic() - begin:.0f} s", flush=True)
        for verb in ("apply", "back"):
            calls = trial.faults(verb)
            print(f"{name}: {calls} calls of {verb} failed, after {time.monotonic() - begin:.0f} s", flush=True)
        print(f"{name}: {trial.runs} runs of the script, {trial.spent / trial.runs:.2f} s each")
    except Wrong as wrong:
        sys.exit(f"{name}: {wrong}")


if __name__ == "__main__":
    main()
