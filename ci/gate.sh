#!/bin/sh
# Runs `paredown gate` on a change of a repository of git, in any CI, and leaves the reports in a folder.
#
#   gate.sh [OPTION...] [PATH...]       options and paths of `paredown gate`, except for those below
#
# Environment:
#   PAREDOWN            the program                                  [default: paredown]
#   PAREDOWN_BASELINE   the revision to compare with                 [default: that of the pull or merge request]
#   PAREDOWN_REPORTS    the folder for the reports                   [default: paredown-reports]
#   PAREDOWN_FORMAT     how to print the result                      [default: what the place shows natively]
#
# The exit code is that of `paredown gate`: 0 passes, 1 fails, 2 bad input, 3 unknown. Nothing passes that could not be
# decided: if the baseline cannot be found, the exit code is 2.
set -eu

program=${PAREDOWN:-paredown}
reports=${PAREDOWN_REPORTS:-paredown-reports}

fail() {
    printf 'gate.sh: %s\n' "$1" >&2
    exit 2
}

# The revision that the change is made against, as the CI says.
baseline=${PAREDOWN_BASELINE:-}
if [ -z "$baseline" ]; then
    if [ -n "${CI_MERGE_REQUEST_DIFF_BASE_SHA:-}" ]; then
        baseline=$CI_MERGE_REQUEST_DIFF_BASE_SHA
    elif [ -n "${GITHUB_BASE_REF:-}" ]; then
        baseline=origin/$GITHUB_BASE_REF
    elif [ -n "${BITBUCKET_PR_DESTINATION_BRANCH:-}" ]; then
        baseline=origin/$BITBUCKET_PR_DESTINATION_BRANCH
    elif [ -n "${CHANGE_TARGET:-}" ]; then
        baseline=origin/$CHANGE_TARGET
    else
        fail 'no pull request was found: set PAREDOWN_BASELINE to the revision to compare with, such as origin/main'
    fi
fi

# A shallow clone does not have it.
if ! git rev-parse --verify --quiet "$baseline^{commit}" >/dev/null; then
    case $baseline in
        origin/*)
            branch=${baseline#origin/}
            git fetch --quiet --depth=1 origin "+refs/heads/$branch:refs/remotes/origin/$branch" ||
                fail "the branch $branch cannot be fetched"
            ;;
        *) git fetch --quiet --depth=1 origin "$baseline" || fail "the revision $baseline cannot be fetched" ;;
    esac
fi

# Both sides may have moved on since the branch was made: what the base got since then is not part of the change.
common=$(git merge-base "$baseline" HEAD 2>/dev/null || true)
[ -n "$common" ] || common=$baseline

if [ -n "${PAREDOWN_FORMAT:-}" ]; then
    format=$PAREDOWN_FORMAT
elif [ -n "${GITHUB_ACTIONS:-}" ]; then
    format=github
else
    format=text
fi

mkdir -p "$reports"
code=0
"$program" gate --baseline-rev "$common" --format "$format" \
    --report "json=$reports/gate.json" \
    --report "sarif=$reports/gate.sarif" \
    --report "github-sarif=$reports/github.sarif" \
    --report "junit=$reports/gate.xml" \
    --report "gitlab=$reports/gl-code-quality-report.json" \
    --report "markdown=$reports/gate.md" \
    "$@" || code=$?

if [ -n "${GITHUB_STEP_SUMMARY:-}" ] && [ -f "$reports/gate.md" ]; then
    cat "$reports/gate.md" >>"$GITHUB_STEP_SUMMARY"
fi
exit "$code"
