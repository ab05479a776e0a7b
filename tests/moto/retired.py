"""Principals that nobody uses, as they are before a script retires them, and what becomes of them."""

import datetime
import json
import re

from accounts import DESCRIPTION, ODD, QUEUES, TABLES, TAGS, TOPICS, allow, document
from aws import Account
from run import differences, expect

# The script is about 90 days before the beginning of 2026.
OLD = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)
START = datetime.datetime(2025, 10, 3, tzinfo=datetime.timezone.utc)
USED = START + datetime.timedelta(seconds=1)
KEYS = ["AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE"]
PASSWORD, GIVEN = "before Aa1!", "a \"new\" \\ & 'é` $x %s"
DENY = "paredown-retired"
ACTIONS = ["sqs:ListQueues", "sqs:SendMessage", "sns:ListTopics", "dynamodb:ListTables"]


class Role:
    """A role with all that must be gone before it can be deleted."""

    kind, name, path, items = "role", f"R{ODD}r", "/team/", ["role"]

    def __init__(self, cloud):
        self.cloud, self.iam = cloud, cloud.iam
        aws = "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"
        cloud.reset([aws])
        self.account = Account(cloud, self.kind, self.name, ACTIONS)
        iam, of = self.iam, self.account._of
        boundary = iam.create_policy(PolicyName="Boundary", PolicyDocument=json.dumps(document(allow("*"))))
        iam.create_role(RoleName=self.name, Path=self.path, AssumeRolePolicyDocument=json.dumps(document()), Tags=TAGS,
                        Description=DESCRIPTION, MaxSessionDuration=7200,
                        PermissionsBoundary=boundary["Policy"]["Arn"])
        for name in (f"-Q{ODD}q", "Topics"):
            arn = iam.create_policy(PolicyName=name, Path="/a/", PolicyDocument=json.dumps(QUEUES))["Policy"]["Arn"]
            of("attach_KIND_policy", PolicyArn=arn)
        of("attach_KIND_policy", PolicyArn=aws)
        for name, content in {f".In{ODD}": TABLES, "-Gone": TOPICS}.items():
            of("put_KIND_policy", PolicyName=name, PolicyDocument=json.dumps(content))
        for name in (f"-P{ODD}", "Second"):
            iam.create_instance_profile(InstanceProfileName=name)
            iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=self.name)
        self.own().create_date = OLD

    def own(self):
        """The role, as moto has it; None if there is none."""
        return next((role for role in self.cloud.backend().roles.values() if role.name == self.name), None)

    def use(self, _, when):
        self.own().last_used = when

    def snapshot(self):
        own = self.own()
        if own is None:
            return None
        role = self.iam.get_role(RoleName=self.name)["Role"]
        profiles = self.iam.list_instance_profiles_for_role(RoleName=self.name)["InstanceProfiles"]
        return {
            "role": {key: value for key, value in role.items() if key != "RoleLastUsed"},
            "attached": self.account.attached(), "inline": self.account.inline(),
            "profiles": sorted(profile["InstanceProfileName"] for profile in profiles),
        }

    def is_deactivated(self, before):
        wanted = {**before, "inline": {**before["inline"], DENY: document(
            {"Effect": "Deny", "Action": "*", "Resource": "*"})}}
        expect(self.snapshot() == wanted, "not deactivated:", self.snapshot())
        expect(self.account.allowed() == set(), "allowed", self.account.allowed())

    def is_back(self, before):
        expect(self.snapshot() == before, "not as before:", differences(before, self.snapshot()))

    def is_deleted(self, _):
        expect(self.snapshot() is None, "it is still there:", self.snapshot())

    def gone(self):
        """The items that are gone."""
        return [] if self.own() else ["role"]


class User:
    """A user with two keys and a password."""

    kind, name, path, items = "user", f"U{ODD}u", "/", [*KEYS, "password"]

    def __init__(self, cloud):
        self.cloud, self.iam = cloud, cloud.iam
        cloud.reset([])
        self.account = Account(cloud, self.kind, self.name, ACTIONS)
        self.iam.create_user(UserName=self.name)
        self.account._of("put_KIND_policy", PolicyName="Tables", PolicyDocument=json.dumps(TABLES))
        self.iam.create_login_profile(UserName=self.name, Password=PASSWORD)
        for key in KEYS:
            made = self.iam.create_access_key(UserName=self.name)["AccessKey"]["AccessKeyId"]
            backend = cloud.backend()
            backend.access_keys[key] = backend.access_keys.pop(made)
            backend.access_keys[key].access_key_id = key
        self.own().create_date = OLD

    def own(self):
        return self.cloud.backend().users[self.name]

    def use(self, item, when):
        from moto.iam.models import AccessKeyLastUsed

        if item == "password":
            self.own().password_last_used = when
        else:
            self.cloud.backend().access_keys[item].last_used = AccessKeyLastUsed(when, "sqs", "us-east-1")

    def snapshot(self):
        own = self.own()
        known = {None: "none", PASSWORD: "the old one", GIVEN: "the given one"}
        return {"keys": {key.access_key_id: key.status for key in own.access_keys},
                "password": known.get(own.password, "a random one"),
                "reset": own.password_reset_required in (True, "true"),
                "inline": self.account.inline()}

    def is_deactivated(self, before):
        wanted = {**before, "keys": {key: "Inactive" for key in before["keys"]}, "password": "a random one"}
        expect(self.snapshot() == wanted, "not deactivated:", self.snapshot())
        password = self.own().password
        for kind in ("[a-z]", "[A-Z]", "[0-9]", "[^A-Za-z0-9]"):
            expect(re.search(kind, password), "the password has no", kind)
        expect(len(password) == 64, "a short password")

    def is_back(self, before):
        # The old password cannot come back, once it was replaced.
        found = self.snapshot()
        new = {} if found["password"] == "the old one" else {"password": "the given one", "reset": True}
        expect(found == {**before, **new}, "not back:", differences({**before, **new}, found))

    def is_deleted(self, before):
        wanted = {**before, "keys": {}, "password": "none"}
        found = {**self.snapshot(), "reset": before["reset"]}
        expect(found == wanted, "not deleted:", differences(wanted, found))

    def gone(self):
        own = self.own()
        there = [key.access_key_id for key in own.access_keys] + (["password"] if own.password else [])
        return [item for item in self.items if item not in there]
