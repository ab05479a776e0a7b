"""moto's IAM and AWS's command line in one process, and the calls of a plan answered by them: well, not at all,
or so that the answer is lost. After every change what is allowed is looked at."""

import contextlib
import copy
import fnmatch
import io
import json
import os
import socket
import tempfile
import threading
from pathlib import Path

ACCOUNT = "123456789012"
CHANGES = ("add-", "attach-", "detach-", "create-", "delete-", "put-", "remove-", "set-", "update-")
# Quotas that moto does not have. Source: IAM User Guide, "IAM and AWS STS quotas".
ATTACHED, CHARACTERS = 10, 6144
# What a command reads of its standard input.
GIVEN = "file:///dev/stdin"
UNREACHABLE = "\nCould not connect to the endpoint URL\n"


def environment(endpoint):
    """What calls of AWS's command line need, and nothing of the user's own configuration."""
    return {
        "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": endpoint, "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


class Cloud:
    """moto's server on loopback, and clients of it."""

    def __init__(self):
        import logging

        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        from moto.server import ThreadedMotoServer

        with contextlib.redirect_stdout(io.StringIO()):
            self.server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
            self.server.start()
        host, port = self.server.get_host_and_port()
        self.endpoint = f"http://{host}:{port}"
        os.environ.update(environment(self.endpoint))
        self.of_aws = {}
        import boto3
        from awscli.clidriver import create_clidriver

        # Which state the account is in: the same token means the same content. What is not known by a token is new.
        self.state, self.answers = object(), {}
        self.iam = boto3.client("iam")
        self.iam.meta.events.register("before-call.iam", self.changed_by_test)
        self.driver = create_clidriver()
        # A client takes longer to make than a call to answer.
        made, make = {}, self.driver.session.create_client
        self.driver.session.create_client = lambda name, *a, **k: made.setdefault(name, make(name, *a, **k)) \
            if name not in made else made[name]

    def changed_by_test(self, model, **_):
        """Notes that something else than a plan changes the account."""
        if not model.name.startswith(("Get", "List")):
            self.state = object()

    def reset(self, of_aws):
        """An empty account, with these policies of AWS."""
        from moto.iam.models import iam_backends

        self.state = object()
        for backends in iam_backends.values():
            backends.clear()
        if of_aws and not self.of_aws:
            # All of them take a second to load, so that is done once.
            os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
            every = iam_backends[ACCOUNT]["aws"].managed_policies
            self.of_aws = {arn: every[arn] for arn in of_aws}
            del os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"]
            for backends in iam_backends.values():
                backends.clear()
        iam_backends[ACCOUNT]["aws"].managed_policies.update(copy.deepcopy(self.of_aws))

    def backend(self):
        """The account, as moto has it."""
        from moto.iam.models import iam_backends

        return iam_backends[ACCOUNT]["aws"]

    def saved(self):
        """All that is in the account, to go back to."""
        from moto.iam.models import iam_backends

        return self.state, copy.deepcopy(iam_backends[ACCOUNT]["aws"])

    def restore(self, saved):
        """What was in the account then."""
        from moto.iam.models import iam_backends

        self.state, content = saved
        iam_backends[ACCOUNT]["aws"] = copy.deepcopy(content)

    def call(self, arguments, folder, given):
        """What a call of AWS's command line comes to: its exit code and what it prints. Trials of a plan go through the
        same states again and again; each call is made once in each state, and answered from memory after that."""
        def named(argument):
            option, file, path = argument.partition("=file://")
            if argument.endswith(GIVEN):
                return option, given
            return (option, Path(folder, path).read_bytes()) if file else argument

        key = self.state, tuple(map(named, arguments))
        if key not in self.answers:
            answer = self.called(arguments, folder, given)
            if arguments[1].startswith(CHANGES):
                self.state = object()
                self.answers[key] = answer, self.saved()
            else:
                self.answers[key] = answer, None
        answer, after = self.answers[key]
        if after and after[0] is not self.state:
            self.restore(after)
        return answer

    def called(self, arguments, folder, given):
        """The same, not from memory."""
        if any(argument.endswith(GIVEN) for argument in arguments):
            with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
                file.write(given)
                file.flush()
                arguments = [argument.replace(GIVEN, f"file://{file.name}") for argument in arguments]
                return self.called(arguments, folder, "")
        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
        here = os.getcwd()
        os.chdir(folder)
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                result = self.driver.main(arguments)
        except SystemExit as ended:
            result = ended.code
        finally:
            os.chdir(here)
        out.flush()
        return result, out.buffer.getvalue().decode(), err.getvalue()


def matches(patterns, action):
    patterns = [patterns] if isinstance(patterns, str) else patterns
    return any(fnmatch.fnmatchcase(action.lower(), pattern.lower()) for pattern in patterns)


class Account:
    """What one principal of a cloud has, and may do."""

    def __init__(self, cloud, kind, name, actions):
        self.iam, self.kind, self.name, self.actions = cloud.iam, kind, name, actions

    def _of(self, verb, **more):
        call = getattr(self.iam, verb.replace("KIND", self.kind))
        return call(**{f"{self.kind.title()}Name": self.name}, **more)

    def attached(self):
        return sorted(p["PolicyArn"] for p in self._of("list_attached_KIND_policies")["AttachedPolicies"])

    def document(self, arn):
        version = self.iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
        return self.iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]

    def inline(self):
        names = self._of("list_KIND_policies")["PolicyNames"]
        return {name: self._of("get_KIND_policy", PolicyName=name)["PolicyDocument"] for name in names}

    def managed(self):
        """All policies of the account, with all that a plan must leave as it was."""
        found = {}
        for policy in self.iam.list_policies(Scope="Local")["Policies"]:
            arn = policy["Arn"]
            full = self.iam.get_policy(PolicyArn=arn)["Policy"]
            versions = self.iam.list_policy_versions(PolicyArn=arn)["Versions"]
            documents = {
                v["VersionId"]: self.iam.get_policy_version(PolicyArn=arn, VersionId=v["VersionId"])["PolicyVersion"]
                ["Document"] for v in versions
            }
            tags = sorted((tag["Key"], tag["Value"]) for tag in full.get("Tags", []))
            found[arn] = (full["DefaultVersionId"], documents, full.get("Description"), tags, full["Path"])
        return found

    def snapshot(self):
        return {"attached": self.attached(), "inline": self.inline(), "managed": self.managed()}

    def allowed(self):
        """The actions that its own policies allow, on everything."""
        from moto.iam.models import iam_backends

        # Looked up where moto keeps it: it is done after every change.
        own = getattr(iam_backends[ACCOUNT]["aws"], f"get_{self.kind}")(self.name)
        documents, statements = list(own.policies.values()), []
        for policy in own.managed_policies.values():
            documents += [v.document for v in policy.versions if v.version_id == policy.default_version_id]
        documents = [json.loads(text) if isinstance(text, str) else text for text in documents]
        for document in documents:
            own = document["Statement"]
            statements += own if isinstance(own, list) else [own]
        def by(effect, action):
            return any(s["Effect"] == effect and matches(s["Action"], action) for s in statements)
        return {action for action in self.actions if by("Allow", action) and not by("Deny", action)}


class Fault:
    """What happens to the call with that number, or to the change with that number."""

    def __init__(self, at=None, how=None, change=None):
        self.at, self.how, self.change = at, how, change

    def of(self, calls, changes):
        """What happens to the call after these."""
        at_change = changes and self.change == sum(changed for _, changed in calls)
        return self.how if len(calls) == self.at or at_change else None


class Shim:
    """The other side of shim.sh."""

    def __init__(self, cloud):
        self.cloud, self.calls, self.faults = cloud, [], []
        self.fault, self.account, self.bounds = Fault(), None, None
        self.stale, self.seen, self.lag, self.watch = 0, {}, 0, None
        # Changes what AWS answers to a call, for what moto cannot have.
        self.edit = lambda arguments, answer: answer
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def begin(self, fault=None, lag=0):
        self.calls, self.fault, self.lag, self.stale, self.seen = [], fault or Fault(), lag, 0, {}

    def serve(self):
        while True:
            connection, _ = self.socket.accept()
            with connection, connection.makefile("rwb") as stream:
                word = lambda: b"".join(iter(lambda: stream.read(1), b"\0")).decode()
                count = int(word())
                folder = word()
                arguments = [word() for _ in range(count)]
                given = word()
                try:
                    answer = self.answer(arguments, folder, given)
                except Exception as error:  # The test must hear of it.
                    self.faults.append(f"{arguments}: {error!r}")
                    answer = (254, "", repr(error))
                for part in answer:
                    stream.write(str(part).encode() + b"\0")

    def answer(self, arguments, folder, given=""):
        """What the call of a plan gets."""
        changes = arguments[1].startswith(CHANGES)
        how = self.fault.of(self.calls, changes)
        self.calls.append((arguments, changes))
        if how == "fails":
            return 255, "", UNREACHABLE
        if how == "killed before":
            return "kill", "", ""
        refused = changes and self.refused(arguments, folder)
        if refused:
            return 254, "", f"\nAn error occurred ({refused}) when calling the operation\n"
        key = tuple(arguments)
        if self.lag and not changes and self.stale > 0 and key in self.seen:
            self.stale -= 1
            return self.seen[key]
        answer = self.edit(arguments, self.cloud.call(arguments, folder, given))
        if changes:
            self.stale = self.lag
            self.look(arguments)
            if self.watch:
                self.watch()
        else:
            self.seen[key] = answer
        if how == "is lost":
            return 255, "", UNREACHABLE
        if how == "killed after":
            return "kill", "", ""
        return answer

    def refused(self, arguments, folder):
        """What AWS would refuse and moto does not."""
        option = {a.partition("=")[0]: a.partition("=")[2] for a in arguments[2:]}
        if arguments[1].startswith("attach-") and len(self.account.attached()) >= ATTACHED:
            return "LimitExceeded"
        if arguments[1] in ("create-policy", "create-policy-version"):
            with open(os.path.join(folder, option["--policy-document"].removeprefix("file://")), encoding="utf-8") as file:
                text = file.read()
            if len("".join(text.split())) > CHARACTERS or text[:1].isspace():
                return "LimitExceeded"
        if arguments[1] == "delete-policy":
            arn = option["--policy-arn"]
            used = self.cloud.iam.list_entities_for_policy(PolicyArn=arn)
            versions = self.cloud.iam.list_policy_versions(PolicyArn=arn)["Versions"]
            if any(used[kind] for kind in ("PolicyGroups", "PolicyUsers", "PolicyRoles")) or len(versions) > 1:
                return "DeleteConflict"
        return None

    def look(self, arguments):
        """At no moment is less allowed than both before and after, nor more than before or after."""
        if self.bounds is None:
            return
        now = self.account.allowed()
        least, most = self.bounds
        if not least <= now:
            self.faults.append(f"after {arguments} no longer allowed: {sorted(least - now)}")
        if not now <= most:
            self.faults.append(f"after {arguments} allowed as well: {sorted(now - most)}")
