//! The ends of `--help` and of the manual pages: examples and exit codes.

/// For commands with a verdict as their exit code.
macro_rules! with_verdict {
    ($examples:literal) => {
        concat!(
            "EXAMPLES\n",
            $examples,
            "\nEXIT STATUS\n  0  proved\n  1  refuted\n  2  bad input or usage\n  3  unknown\n  4  proved, but too large \
             or too many for AWS"
        )
    };
}

pub(super) const RECOMMEND: &str = with_verdict!(
    "  Refine a policy, certify the result, and print it:
    paredown recommend --policy policy.json --unused finding.json > recommended.json
  All policies of a role, with the steps that put the recommendation into effect:
    paredown recommend --policy policies/ --unused finding.json --output recommended/
  Keep what break-glass access needs, and write a certificate:
    paredown recommend -p policy.json -u finding.json --keep 'iam:*' --certificate certificate.json
  The policies of a role where they are written, as a patch:
    paredown recommend --in template.yaml -u finding.json | git apply
"
);

pub(super) const CERTIFY: &str = with_verdict!(
    "  Decide whether a recommendation is right, whoever made it:
    paredown certify --policy policy.json --unused finding.json --recommended recommended.json
  Only whether it allows nothing new and nothing unused, for a CI job:
    paredown certify -p policy.json -u finding.json -r new.json --require safe --quiet
  Whether the policy may be detached:
    paredown certify -p policy.json -u finding.json --detached
"
);

pub(super) const GATE: &str = "EXAMPLES
  What does this branch newly allow?
    paredown gate --baseline-rev origin/main
  Two folders, and a report for code scanning:
    paredown gate --baseline before/ --candidate after/ --report sarif=paredown.sarif
  A Terraform plan, against what it says there was before:
    terraform show -json plan.out > plan.json; paredown gate --candidate plan.json
  Nothing that was found unused comes back, and nothing that is used is lost:
    paredown gate --baseline-rev HEAD~1 --unused findings.json --used used.txt
  A configuration to begin with:
    paredown gate --init > paredown.toml

EXIT STATUS
  0  passes
  1  a rule objects to the change
  2  bad input or usage
  3  it is not known that none does";

pub(super) const VERIFY: &str = "EXAMPLES
  Check a certificate against its inputs:
    paredown verify certificate.json --policy policy.json --unused finding.json --recommended recommended.json
  Check the certificate of a comparison:
    paredown verify comparison.json --baseline before.json --candidate after.json

EXIT STATUS
  0  accepted
  1  rejected
  2  bad input or usage";

pub(super) const BATCH: &str = "EXAMPLES
  Recommend and certify for each job of a file, packed or not:
    paredown batch jobs.jsonl.gz > answers.jsonl
  Counts only, without proof, to be added up over runs:
    paredown batch jobs.jsonl --certify none --no-documents --summary counts.json > /dev/null

EXIT STATUS
  The worst of the answers: 2 if a line is not a job, else 1 if one is refuted, else 3 if one is unknown, else 4 if
  AWS would refuse one, else 0; 3 in any case if the engines disagree. With --exit-code answered: 0 if every line
  has an answer.";

pub(super) const EVALUATE: &str = "EXAMPLES
  A single request, and what of the nearest statements does not match:
    paredown evaluate --policy policy.json --action s3:GetObject --resource arn:aws:s3:::bucket/key \\
      --context aws:SourceIp=192.0.2.1 --explain
  Requests of a file, within a permissions boundary and the SCPs of two levels:
    paredown evaluate requests.jsonl --policy policies/ --boundary boundary.json --scp root/ --scp unit/
  A check in CI that requests stay allowed:
    paredown evaluate requests.jsonl --policy policy.json --fail-on deny > /dev/null

EXIT STATUS
  0  decided
  1  with --fail-on: a request is decided like that
  2  a line is not a request, or bad usage
  3  unknown";

pub(super) const COMPARE: &str = "EXAMPLES
  Does a change allow more than before?
    paredown compare before.json after.json
  The same for all policies of a principal together:
    paredown compare before/ after/
  Write why it does not, to be checked without a solver:
    paredown compare before.json after.json --certificate comparison.json
  Many pairs, as JSON lines:
    paredown compare --pairs pairs.jsonl > answers.jsonl

EXIT STATUS
  0  the candidate allows nothing that the baseline does not
  1  it does
  2  bad input or usage
  3  unknown, or there is no certificate of what was found";

pub(super) const ANALYZE: &str = "EXAMPLES
  Find what was not used in 90 days, from the exports in a folder:
    paredown analyze account/ --output findings/
  As it was at the end of a quarter, and without the principals of one team:
    paredown analyze account/ --age 180 --as-of 2026-06-30T00:00:00Z --exclude-tag team=break-glass --output findings/

EXIT STATUS
  0  done
  1  with --fail-on finding: there are active findings
  2  bad input or usage";

pub(super) const FINDINGS: &str = "EXAMPLES
  The active findings about permissions:
    paredown findings findings/ --filter status=ACTIVE --filter findingType=UnusedPermission
  How many there are:
    paredown findings findings/ --statistics

EXIT STATUS
  0  done
  2  bad input or usage";

pub(super) const DRIFT: &str = "EXAMPLES
  Compare under the catalogue that was certified with and a newer one:
    paredown drift -p policy.json -u finding.json -r recommended.json --certified older.json --catalogue newer.json

EXIT STATUS
  0  exact by the newer catalogue too
  1  not exact by it
  2  bad input or usage";

pub(super) const DIGEST: &str = "EXAMPLES
  Whether what is stored is the document that was written:
    aws iam get-policy-version --policy-arn ARN --version-id v2 | paredown digest -

EXIT STATUS
  0  printed
  2  bad input or usage";

pub(super) const CATALOGUE: &str = "EXAMPLES
  Which catalogue is built in:
    paredown catalogue
  Which actions a pattern matches:
    paredown catalogue 's3:Get*Acl'

EXIT STATUS
  0  printed
  2  bad input or usage";
