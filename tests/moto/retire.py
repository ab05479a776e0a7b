#!/usr/bin/env python3
"""Tries a script that retires what nobody uses on moto: each of its calls fails, or its answer is lost, or the script is
killed. Usage: retire.py PAREDOWN SETTING FOLDER, with the script in FOLDER."""

import datetime
import json
import re
import shutil
import sys
import time
from pathlib import Path

from accounts import TABLES, TOPICS
from aws import ACCOUNT, Cloud, Fault, Shim
from retired import DENY, GIVEN, KEYS, PASSWORD, START, USED, Role, User
from run import HOW, Trial, Wrong, expect


class Retiring(Trial):
    """One setting, its script, and what comes of it."""

    def __init__(self, paredown, setting, folder):
        self.paredown, self.folder = paredown, Path(folder)
        self.script = self.folder / "retire.sh"
        self.temporary = self.folder / "tmp"
        self.temporary.mkdir()
        self.cloud = Cloud()
        self.shim = Shim(self.cloud)
        self.runs = self.spent = 0
        self.given, self.days = GIVEN, None
        self.setting = setting(self.cloud)
        self.account = self.shim.account = self.setting.account
        self.saved, self.before = self.cloud.saved(), self.setting.snapshot()
        self.prepared = {}

    # --- the account and the files next to the script, which belong together

    def start(self):
        self.restore((self.saved, {}))

    def here(self):
        files = [p for p in self.folder.rglob("*") if p.is_file() and "retire.s" in p.relative_to(self.folder).parts[0]]
        return self.cloud.saved(), {path: path.read_bytes() for path in files if path != self.script}

    def restore(self, saved):
        self.cloud.restore(saved[0])
        for path in self.folder.glob("retire.s*"):
            if path.is_dir():
                shutil.rmtree(path)
            elif path != self.script:
                path.unlink()
        for path, content in saved[1].items():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)

    def prepare(self, verb):
        """What a verb finds when it begins."""
        if verb not in self.prepared:
            self.start()
            if verb in ("back", "delete"):
                self.run("deactivate")
            if verb == "delete":
                self.wait(31)
            self.prepared[verb] = self.here()
        self.restore(self.prepared[verb])

    def wait(self, days):
        """So many days pass."""
        file = self.folder / "retire.state"
        then = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)
        file.write_text(re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?= )", then.strftime("%Y-%m-%dT%H:%M:%SZ"), file.read_text()))

    def use(self, item, when):
        self.setting.use(item, when)
        self.cloud.state = object()

    def environment(self, real):
        own = {**super().environment(real), "TMPDIR": str(self.temporary)}
        if self.given:
            own["PAREDOWN_PASSWORD"] = self.given
        if self.days:
            own["PAREDOWN_DAYS"] = self.days
        return own

    def run(self, verb, *args, **more):
        out = super().run(verb, *args, **more)
        if self.setting.kind == "user":
            self.is_secret()
        return out

    def is_secret(self):
        """Passwords are in no file, in no argument of a command, and not printed."""
        own = self.setting.own().password
        for password in {own, GIVEN} - {None, PASSWORD}:
            expect(password not in self.said, "a password was printed")
            expect(not any(password in word for call, _ in self.shim.calls for word in call), "it is an argument")
            for path in self.folder.rglob("*"):
                expect(not path.is_file() or password.encode() not in path.read_bytes(), "a password is in", path)

    def changed(self):
        return [arguments for arguments, changes in self.shim.calls if changes]

    def refused(self, verb, *words):
        """Nothing is done, and why."""
        before = self.setting.snapshot()
        out = self.run(verb, code=1)
        expect(not self.changed(), "something was changed:", self.said)
        expect(self.setting.snapshot() == before, "something changed")
        expect("stopped: " in out.stderr and all(word in out.stderr for word in words), words, "was not said:", self.said)

    # --- what is tried

    def whole(self):
        """With AWS's own command line, as a process for each call."""
        self.start()
        self.run("deactivate", real=True)
        self.setting.is_deactivated(self.before)
        self.run("back", real=True)
        self.setting.is_back(self.before)
        self.run("deactivate", real=True)
        self.wait(31)
        self.run("delete", real=True)
        self.setting.is_deleted(self.before)

    def again(self):
        """Once more changes nothing."""
        self.start()
        self.status("active")
        expect(list(self.here()[1]) == [], "status wrote something")
        self.run("back")
        expect(not self.changed(), "there was nothing to undo")
        for verb, state in (("deactivate", "deactivated"), ("back", "active"), ("deactivate", "deactivated")):
            self.run(verb)
            expect(self.changed(), verb, "changed nothing")
            self.run(verb)
            expect(not self.changed(), verb, "changed something the second time:", self.said)
            self.status(state)
        self.wait(31)
        self.run("delete")
        self.setting.is_deleted(self.before)
        self.status("deleted")
        self.run("delete")
        expect(not self.changed(), "deleted twice")
        self.run("deactivate")
        expect(not self.changed(), "deactivated what is deleted")
        self.refused("back", "not all of it is possible")

    def lagging(self):
        """What is read lags behind what was written."""
        self.start()
        self.run("deactivate", lag=2, wait=60)
        self.setting.is_deactivated(self.before)
        self.run("back", lag=2, wait=60)
        self.setting.is_back(self.before)
        self.prepare("delete")
        self.run("delete", lag=2, wait=60)
        self.setting.is_deleted(self.before)

    def order(self):
        """Nothing is deleted that was not deactivated, by this script, for long enough."""
        self.start()
        self.refused("delete", "comes first")
        self.run("deactivate")
        self.refused("delete", "only after 30 days")
        self.wait(29)
        self.refused("delete", "only after 30 days")
        self.days = "32"
        self.wait(31)
        self.refused("delete", "only after 32 days")
        for nonsense in ("0", "-1", "x", "030", "1; touch x"):
            self.days = nonsense
            self.refused("delete", "PAREDOWN_DAYS")
        self.days = "7"
        self.wait(-3)
        self.refused("delete", "only after 7 days")
        self.wait(8)
        self.run("delete")
        self.setting.is_deleted(self.before)
        self.days = None
        # It is not enough that it was deactivated by somebody, or once.
        self.prepare("back")
        (self.folder / "retire.state").unlink()
        self.refused("delete", "comes first")
        self.prepare("delete")
        self.run("back")
        self.refused("delete", "comes first")

    def used(self):
        """What was used since stays as it is."""
        for item in self.setting.items:
            for verb in ("deactivate", "delete"):
                for when in (USED, datetime.datetime.now(datetime.timezone.utc)):
                    self.prepare(verb)
                    self.use(item, when)
                    self.run(verb, code=1)
                    expect("used since" in self.said, self.said)
                    first = item == self.setting.items[0]
                    expect(not (first and self.changed()), "something was changed:", self.said)
                    expect(first or "done before that: " in self.said, self.said)
                    expect(item not in self.setting.gone(), "it is gone")
        self.start()
        for item in self.setting.items:
            self.use(item, START)
        self.run("deactivate")
        self.wait(31)
        self.run("delete")
        self.setting.is_deleted(self.before)

    def record(self):
        """A record that is of something else, or that was changed, is refused."""
        self.prepare("delete")
        file = self.folder / "retire.state"
        text = file.read_text()
        for other in (text.replace(f" {self.setting.kind} ", " group "), text + "role\n", text.replace("Z ", " "), "",
                      text.replace(" deactivated ", " gone ")):
            file.write_text(other)
            for verb in ("deactivate", "back", "status", "delete"):
                self.refused(verb, "retire.state")

    def elsewhere(self):
        """Another account, a folder that cannot be written, a command without sense."""
        self.start()
        text = self.script.read_text()
        self.script.write_text(text.replace(f"ACCOUNT='{ACCOUNT}'", "ACCOUNT='999999999999'"))
        for verb in ("deactivate", "back", "status", "delete"):
            self.refused(verb, "another account")
        self.script.write_text(text)
        for verb in ("frobnicate", "", "apply"):
            self.run(verb, code=2)
            expect(not self.shim.calls, verb, "called something")

    def faults(self, verb):
        """Each call, in each way. What is left is the state before the change or after it; from each, every verb leads
        to its end."""
        self.prepare(verb)
        states = [self.setting.snapshot()]
        self.shim.watch = lambda: states.append(self.setting.snapshot())
        self.run(verb)
        self.shim.watch = None
        calls, done, left = list(self.shim.calls), 0, {}
        for number, (_, changes) in enumerate(calls):
            for how in HOW if changes else HOW[:1]:
                self.prepare(verb)
                out = self.run(verb, Fault(number, how), code=None)
                found, effective = self.setting.snapshot(), how in ("is lost", "killed after")
                if how in HOW[:2] and out.returncode == 0:
                    expect(found == states[-1], "it is not the end:", self.said, found)
                else:
                    expect(out.returncode != 0, "a fault was not noticed:", self.said)
                    expect(found == states[done + effective], "another state:", self.said, found)
                here = self.here()
                plain = sorted((str(path), re.sub(rb"\d\d:\d\d:\d\dZ|\d{4}-\d\d-\d\dT", b"", content))
                               for path, content in here[1].items() if path.name != "role.json")
                left[repr((found, plain))] = here
            done += changes
        expect(done == len(states) - 1, "not all changes were seen")
        for here in left.values():
            for there in ("deactivate", "back", "delete"):
                self.restore(here)
                self.run("status")
                self.resumed(verb, there)
        return len(calls), len(left)

    def resumed(self, verb, there):
        """From what was left of a verb, another leads to its end."""
        gone = self.setting.gone()
        if there == "back":
            self.run("back", code=int(bool(gone)))
            if not gone:
                self.setting.is_back(self.before)
                self.status("active")
        elif there == "deactivate":
            begun = "its deletion has begun" in self.said
            self.run("deactivate", code=int(begun))
            if begun:
                expect(not self.changed(), "changed")
            elif not gone:
                self.setting.is_deactivated(self.before)
                self.status("deactivated")
                self.run("back")
                self.setting.is_back(self.before)
        elif verb == "delete":
            self.run("delete")
            self.setting.is_deleted(self.before)
            self.status("deleted")
        else:
            # Not before everything was deactivated for long enough.
            self.run("delete", code=1)
            expect(not self.changed(), "deleted:", self.said)


class RetiringRole(Retiring):
    """What is tried of a role alone."""

    def own(self):
        """What somebody else did is not undone."""
        iam, name = self.cloud.iam, self.setting.name
        self.start()
        iam.put_role_policy(RoleName=name, PolicyName=DENY, PolicyDocument=json.dumps(TOPICS))
        for verb in ("deactivate", "back", "delete"):
            self.refused(verb, "not of this script")
        self.status("changed")
        self.prepare("delete")
        iam.delete_role_policy(RoleName=name, PolicyName=DENY)
        self.refused("delete", "changed since")
        self.status("changed")
        self.run("deactivate")
        self.setting.is_deactivated(self.before)
        self.refused("delete", "only after 30 days")
        # Another role of that name.
        self.prepare("delete")
        self.setting.own().id = "AROAANOTHERROLE12345"
        self.cloud.backend().roles = {role.id: role for role in self.cloud.backend().roles.values()}
        self.cloud.state = object()
        self.refused("delete", "comes first")
        # A role that was made since the analysis.
        self.start()
        self.setting.own().create_date = USED
        self.cloud.state = object()
        self.refused("deactivate", "is not what was analyzed")
        for path, word in (("/aws-service-role/x/", "service-linked"), ("/aws-reserved/sso/", "Identity Center")):
            self.prepare("delete")
            self.setting.own().path = path
            self.cloud.state = object()
            for verb in ("deactivate", "back", "status", "delete"):
                self.refused(verb, word)

    def unknown(self):
        """Where AWS says nothing of its last use, it is not called unused; and it does not retire itself."""
        self.start()
        self.shim.edit = lambda arguments, answer: (
            (answer[0], answer[1].replace("\tobject\t", "\tnull\t"), answer[2]) if arguments[1] == "get-role" else answer)
        self.refused("deactivate", "when the role was last used")
        caller = f"arn:aws:sts::{ACCOUNT}:assumed-role/{self.setting.name}/me\n"
        self.shim.edit = lambda arguments, answer: (
            (0, caller, "") if "--query=Arn" in arguments else answer)
        self.refused("deactivate", "of the role itself")
        self.shim.edit = lambda arguments, answer: answer

    def denied(self):
        """Nothing is allowed while it is deleted, and all that it had is saved."""
        self.prepare("delete")
        def watch():
            expect(self.setting.own() is None or not self.account.allowed(), "something is allowed")
        self.shim.watch = watch
        self.run("delete")
        self.shim.watch = None
        folder = next(self.folder.glob("retire.saved.*"))
        role = json.loads((folder / "role.json").read_text())["Role"]
        wanted = json.loads(json.dumps(self.before["role"], default=str))
        for key in ("RoleId", "Path", "Description", "MaxSessionDuration", "PermissionsBoundary", "Tags",
                    "AssumeRolePolicyDocument"):
            expect(role[key] == wanted[key], key, role)
        expect((folder / "attached.txt").read_text().split() == sorted(self.before["attached"]), "attached")
        inline = {path.name[7:-5]: json.loads(path.read_text()) for path in folder.glob("inline-*")}
        expect(inline == self.before["inline"], "inline", inline)
        profiles = sorted(path.name[17:-5] for path in folder.glob("instance-profile-*"))
        expect(profiles == self.before["profiles"], "profiles", profiles)

    def meanwhile(self):
        """What somebody gives to a role whose deletion stopped is neither written over nor lost."""
        iam, name = self.cloud.iam, self.setting.name
        # Only the policy that denies everything is left.
        stopped = Fault(change=7, how="killed before")
        for verb in ("back", "delete"):
            self.prepare("delete")
            self.run("delete", stopped, code=None)
            expect(list(self.account.inline()) == [DENY], "the deletion has not come as far:", self.said)
            iam.put_role_policy(RoleName=name, PolicyName="-Gone", PolicyDocument=json.dumps(TABLES))
            self.run(verb, code=1)
            expect("changed since: " in self.said and self.account.inline()["-Gone"] == TABLES, self.said)
        self.prepare("delete")
        self.run("delete", stopped, code=None)
        arn = iam.create_policy(PolicyName="More", PolicyDocument=json.dumps(TOPICS))["Policy"]["Arn"]
        iam.attach_role_policy(RoleName=name, PolicyArn=arn)
        self.run("delete")
        self.setting.is_deleted(self.before)
        saved = next(self.folder.glob("retire.saved.*")) / "attached.txt"
        expect(saved.read_text().split() == sorted([*self.before["attached"], arn]), "saved", saved.read_text())

    def parts(self):
        return [self.own, self.unknown, self.denied, self.meanwhile]


class RetiringUser(Retiring):
    """What is tried of a user alone."""

    def own(self):
        """What somebody else did is not undone."""
        iam, name = self.cloud.iam, self.setting.name
        # A key that was inactive before.
        self.start()
        iam.update_access_key(UserName=name, AccessKeyId=KEYS[0], Status="Inactive")
        before = self.setting.snapshot()
        self.refused("back", "nothing says that this script did it")
        self.run("deactivate")
        self.status("deactivated")
        self.run("back")
        self.setting.is_back(before)
        # One that somebody needed again.
        self.prepare("delete")
        iam.update_access_key(UserName=name, AccessKeyId=KEYS[0], Status="Active")
        self.refused("delete", "changed since")
        self.status("changed")
        # A password that somebody has set again: the keys are deleted, and it is not.
        self.prepare("delete")
        iam.update_login_profile(UserName=name, Password=GIVEN, PasswordResetRequired=True)
        self.run("delete", code=1)
        expect("changed since" in self.said and self.setting.gone() == KEYS, self.said)
        expect(f"the access key {KEYS[1]} is deleted" in self.said.split("done before that: ")[1], self.said)
        self.run("status")
        expect("password: changed" in self.said, self.said)
        # Each item waits for itself.
        for late in self.setting.items:
            self.prepare("delete")
            file, now = self.folder / "retire.state", datetime.datetime.now(datetime.timezone.utc)
            file.write_text(re.sub(rf"(?m)^({late} \w+) \S+", rf"\1 {now:%Y-%m-%dT%H:%M:%SZ}", file.read_text()))
            self.run("delete", code=1)
            expect("only after 30 days" in self.said and late not in self.setting.gone(), self.said)
        # A user that was made anew.
        self.start()
        self.setting.own().create_date = USED
        self.cloud.state = object()
        self.run("deactivate", code=1)
        expect("is not what was analyzed" in self.said, self.said)

    def asked(self):
        """A new password is needed, and the keys are back without it."""
        self.prepare("back")
        for self.given in ("", "a\tb"):
            self.run("back", code=1)
            expect("password" in self.said.split("stopped: ")[1], self.said)
            expect(self.setting.snapshot()["keys"] == self.before["keys"], "the keys are not back")
            expect(self.setting.snapshot()["password"] == "a random one", "a password was set")
        # From standard input as well.
        self.given, self.stdin = "", f"{GIVEN}\n"
        self.run("back")
        self.setting.is_back(self.before)
        self.given, self.stdin = GIVEN, ""

    def parts(self):
        return [self.own, self.asked]


SETTINGS = {"role": (RetiringRole, Role), "user": (RetiringUser, User)}


def main():
    paredown, name, folder = sys.argv[1:]
    begin = time.monotonic()
    try:
        trial, setting = SETTINGS[name]
        trial = trial(paredown, setting, folder)
        for part in (trial.again, trial.lagging, trial.order, trial.used, trial.record, *trial.parts(), trial.elsewhere,
                     trial.whole):
            part()
            print(f"{name}: {part.__name__}, after {time.monotonic() - begin:.0f} s", flush=True)
        for verb in ("deactivate", "back", "delete"):
            calls, left = trial.faults(verb)
            print(f"{name}: {calls} calls of {verb} failed and left {left} states, after "
                  f"{time.monotonic() - begin:.0f} s", flush=True)
        print(f"{name}: {trial.runs} runs of the script, {trial.spent / trial.runs:.2f} s each")
    except Wrong as wrong:
        sys.exit(f"{name}: {wrong}")


if __name__ == "__main__":
    main()
