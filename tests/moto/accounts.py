"""The principals that plans are tried on, and what AWS's command line prints of their policies."""

import json

from aws import ACCOUNT, Account

# All that is looked at; what is unused is in UNUSED.
ACTIONS = [
    "sqs:ListQueues", "sqs:ListQueueTags", "sqs:SendMessage", "sqs:DeleteQueue", "sqs:GetQueueAttributes",
    "sqs:ListDeadLetterSourceQueues", "sns:ListTopics", "sns:Publish", "dynamodb:ListTables",
    "dynamodb:ListBackups", "dynamodb:ListExports", "dynamodb:GetItem", "kms:ListKeys", "kms:ListAliases",
    "kms:Decrypt", "ses:ListIdentities",
]
UNUSED = {"sqs": ["ListQueues"], "sns": ["ListTopics"], "dynamodb": ["ListTables"], "kms": ["ListKeys"]}
DESCRIPTION = "-x 'single' \"double\" $HOME `id` file://~ \\ é"
TAGS = [{"Key": "team", "Value": "a b"}, {"Key": "k:+=/-_.@", "Value": ""}]
# Every character that IAM allows in names.
ODD = "_+=,.@-"


def allow(*actions, resource="*"):
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource}


def document(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


QUEUES = document(allow("sqs:List*", "sqs:SendMessage", resource="arn:aws:sqs:*:*:b\u00fccher"),
                  {"Effect": "Deny", "Action": "sqs:DeleteQueue", "Resource": "*"})
TOPICS = document(allow("sns:ListTopics"))
TABLES = document(allow("dynamodb:List*", "dynamodb:GetItem"))
KEYS = document(allow("kms:List*"))


class Setting:
    """An account with a principal that has policies, made anew each time."""

    kind, name, path = "role", f"R{ODD}r", "/team/"
    in_place = False
    # Name, path, document, whether others have it too.
    own = [(f"-Q{ODD}q", f"/a{ODD}/b/", QUEUES, True), ("Topics", "/", TOPICS, False)]
    aws = []
    inline = {f"In{ODD}": TABLES, "-Gone": document(allow("sns:ListTopics")), "Stays": document(allow("ses:List*"))}
    boundary = True

    def __init__(self, cloud):
        self.cloud, self.iam = cloud, cloud.iam
        self.account = Account(cloud, self.kind, self.name, ACTIONS)
        self.make()

    @property
    def arn(self):
        return f"arn:aws:iam::{ACCOUNT}:{self.kind}{self.path}{self.name}"

    def make(self):
        self.arns = {name: f"arn:aws:iam::aws:policy/{name}" for name in self.aws}
        self.cloud.reset(self.arns.values())
        iam, trust = self.iam, json.dumps(document())
        boundary = iam.create_policy(PolicyName="Boundary", PolicyDocument=json.dumps(document(allow("*"))))
        extra = {"PermissionsBoundary": boundary["Policy"]["Arn"]} if self.boundary else {}
        iam.create_role(RoleName="Other", AssumeRolePolicyDocument=trust)
        if self.kind == "role":
            iam.create_role(RoleName=self.name, Path=self.path, AssumeRolePolicyDocument=trust, **extra)
        elif self.kind == "user":
            iam.create_user(UserName=self.name, Path=self.path, **extra)
        else:
            iam.create_group(GroupName=self.name, Path=self.path)
        for name, path, content, shared in self.own:
            old = json.dumps(document(allow("iam:*")))
            arn = iam.create_policy(PolicyName=name, Path=path, PolicyDocument=old, Description=DESCRIPTION,
                                    Tags=TAGS)["Policy"]["Arn"]
            iam.create_policy_version(PolicyArn=arn, PolicyDocument=json.dumps(content, indent=3), SetAsDefault=True)
            self.arns[name] = arn
            self.account._of("attach_KIND_policy", PolicyArn=arn)
            if shared:
                iam.attach_role_policy(RoleName="Other", PolicyArn=arn)
        for name in self.aws:
            self.account._of("attach_KIND_policy", PolicyArn=self.arns[name])
        for name, content in self.inline.items():
            self.account._of("put_KIND_policy", PolicyName=name, PolicyDocument=json.dumps(content))

    def inputs(self, folder):
        """Writes what `aws iam get-policy-version` and its like print, and a finding."""
        (folder / "policies").mkdir()
        for name, arn in self.arns.items():
            version = self.iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
            answer = self.iam.get_policy_version(PolicyArn=arn, VersionId=version)
            write(folder / "policies" / f"{name}.json", {"PolicyVersion": answer["PolicyVersion"]})
        for number, name in enumerate(self.inline):
            answer = self.account._of("get_KIND_policy", PolicyName=name)
            del answer["ResponseMetadata"]
            write(folder / "policies" / f"inline {number}.json", answer)
        details = [{"unusedPermissionDetails": {"serviceNamespace": service,
                                                "actions": [{"action": action} for action in actions]}}
                   for service, actions in UNUSED.items()]
        time = "2026-11-01T00:00:00Z"
        write(folder / "finding.json", {
            "id": "f", "resource": self.arn, "resourceType": f"AWS::IAM::{self.kind.title()}",
            "resourceOwnerAccount": ACCOUNT, "status": "ACTIVE", "findingType": "UnusedPermission",
            "analyzedAt": time, "createdAt": time, "updatedAt": time, "findingDetails": details,
        })

    def arguments(self):
        """The command line that plans for it."""
        arns = [word for arn in self.arns.values() for word in ("--policy-arn", arn)]
        return ["recommend", "--policy", "policies", "--unused", "finding.json", "--as-of", "2026-11-02T00:00:00Z",
                "--engine", "automata", "--output", "plan"] + arns + (["--in-place"] if self.in_place else [])


def write(path, value):
    path.write_text(json.dumps(value, default=str, ensure_ascii=False, indent=2), encoding="utf-8")


class Role(Setting):
    """A role with a shared policy, one to detach, a boundary and inline policies."""


class User(Setting):
    """A user with a policy of AWS."""

    kind, name, path = "user", f"U{ODD}u", f"/{ODD}/"
    own, aws, inline = [], ["AmazonSQSReadOnlyAccess"], {"Tables": TABLES}


class Group(Setting):
    """A group."""

    kind, name, path, boundary = "group", f"G{ODD}g", "/", False
    own, inline = [("Queues", "/", QUEUES, False)], {"Keys": KEYS}


class InPlace(Setting):
    """A role whose policy is its own, which gets a new version."""

    name, in_place = "Worker", True
    own, inline = [("Queues", "/x/", QUEUES, False), ("Keys", "/", KEYS, False)], {}


SETTINGS = {"role": Role, "user": User, "group": Group, "in-place": InPlace}
