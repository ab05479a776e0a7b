#!/bin/sh
# The hook of `.pre-commit-hooks.yaml`: holds what is staged against the last commit, and with `pre-commit run --from-ref A
# --to-ref B` the working tree against what it has in common with A.
#
# Runs the program that PAREDOWN names, else the one on the PATH, else one that it builds once from the clone that this
# script is in: without Z3, so that nothing but Rust is needed.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
if [ -n "${PAREDOWN:-}" ]; then
    program=$PAREDOWN
elif command -v paredown >/dev/null 2>&1; then
    program=paredown
else
    program=$here/target/release/paredown
    if [ ! -x "$program" ]; then
        command -v cargo >/dev/null 2>&1 || {
            echo 'paredown is not installed, and neither is cargo, which could build it' >&2
            exit 2
        }
        cargo build --quiet --release --no-default-features --locked --bin paredown \
            --manifest-path "$here/Cargo.toml" --target-dir "$here/target" >&2
    fi
fi

# With --from-ref nothing is staged, and against the last commit nothing would change.
if [ -n "${PRE_COMMIT_FROM_REF:-}" ]; then
    common=$(git merge-base "$PRE_COMMIT_FROM_REF" HEAD 2>/dev/null || true)
    exec "$program" gate --baseline-rev "${common:-$PRE_COMMIT_FROM_REF}" "$@"
fi

# Before the first commit there is nothing to compare with.
if ! git rev-parse --verify --quiet 'HEAD^{commit}' >/dev/null; then
    empty=$(git hash-object -t tree /dev/null)
    commit=$(git -c user.name=paredown -c user.email=paredown@localhost commit-tree "$empty" -m empty)
    exec "$program" gate --baseline-rev "$commit" "$@"
fi
exec "$program" gate --baseline-rev HEAD "$@"
