//! What `paredown-verify --help` says.

pub(crate) const USAGE: &str = "\
usage: paredown-verify [OPTIONS] --policy PATH --unused FILE CERTIFICATE
       paredown-verify [OPTIONS] --baseline PATH --candidate PATH CERTIFICATE
(`paredown-verify --help` lists the options)
";

pub(crate) const HELP: &str = "\
Checks a certificate of paredown against the policies, without a solver and without trusting what wrote it.

usage: paredown-verify [OPTIONS] --policy PATH --unused FILE CERTIFICATE
       paredown-verify [OPTIONS] --baseline PATH --candidate PATH CERTIFICATE

Says `accepted`, or which row of the certificate is wrong. Pass the inputs that it was made with; with others it
is rejected by their digests. The certificate or a FILE may be `-` for standard input, but only one of them.

inputs:
  -p, --policy PATH          an original policy: file or folder of *.json; repeatable
  -u, --unused FILE          what is unused; repeatable
      --unused-format WORD   services, finding or lines [default: recognised]
  -r, --recommended PATH     a recommended policy, or a folder of `recommend --output`; repeatable
      --detached             the recommendation is to detach the policies
      --keep PATTERN         keep what this pattern matches; repeatable
      --keep-file FILE       keep what the patterns in this file match; repeatable
  -c, --catalogue PATH       a catalogue of actions to use instead of the built-in one
      --principal ARN        the principal that has the policies
      --min-unused-days DAYS treat as unused only what was not used for this many days
      --as-of TIME           use this time as now, such as 2026-01-31T00:00:00Z
      --lenient              accept comments and trailing commas in policies

inputs, if the certificate is of a comparison:
      --baseline PATH        a policy of the baseline: file or folder of *.json; repeatable
      --candidate PATH       a policy of the candidate: file or folder of *.json; repeatable

usage, if the certificate says why the unused actions are unused:
      --account FOLDER       the exports of the account of the principal; repeatable
      --last-accessed ARN=FILE
                             a report of last accessed services, with its principal; repeatable
      --observable FILE      which actions AWS records the use of
      --skip-usage           leave it unchecked

the answer:
      --require WHAT         safe, exact or least-general [default: least-general]; of a comparison not-wider or
                             equivalent [default: not-wider]
      --beside-others        of a comparison: require that it holds whatever other policies the principal has
      --format FORMAT        text or json [default: text]
      --color WHEN           auto, always or never [default: auto]

limits:
      --max-time SECONDS     the longest time for the whole run
      --max-input-size SIZE  the largest size of an input [default: 64M]
      --max-line-size SIZE   accepted as by `paredown`, but not used here
      --max-nesting N        the greatest depth of nested lists and objects [default: 250]
      --max-statements N     the largest number of statements in a policy [default: 10000]

  -h, --help                 this text
  -V, --version              the version

exit status: 0 accepted, 1 rejected, 2 bad input or usage, 3 not done before --max-time
";
