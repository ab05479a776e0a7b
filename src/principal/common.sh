
# --- From here on all scripts of this kind are the same; the data are above. ------------------------------

verb=${1-}
if [ "$#" -ne 1 ]; then verb=''; fi

unset CDPATH
case "${PAREDOWN:=paredown}" in
    /*) ;;
    */*) PAREDOWN=$PWD/$PAREDOWN ;;
esac
SCRIPT=${BASH_SOURCE[0]##*/}
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
export LC_ALL=C.UTF-8 AWS_CLI_FILE_ENCODING=UTF-8 PYTHONUTF8=1 AWS_PAGER=''
# How long to wait, in seconds, until reads show what was written: IAM is eventually consistent.
WAIT=${PAREDOWN_WAIT:-60}
WORK=$(mktemp -d)
trap 'rm -rf -- "$WORK"' EXIT
: >"$WORK/said"
# What was done before a failure, where the parts of a script do not depend on each other.
DONE=''

say() { printf '%s\n' "$*" >&2; }
stop() {
    say "stopped: $*"
    if [ -n "$DONE" ]; then say "done before that: $DONE"; fi
    exit 1
}
# Fails with the answer of AWS to the last changing call.
failed() {
    LC_ALL=C tr -cd '[:print:]\n' <"$WORK/said" >&2
    stop "$1; run it again to go on from here, or \`$SCRIPT back\` to undo it"
}
unread() {
    LC_ALL=C tr -cd '[:print:]\n' <"$WORK/err" >&2
    stop "AWS did not answer what is there; nothing was changed by this step"
}

# A call that changes nothing. Its answer is in out. 1: AWS says that it does not exist; 2: it failed.
ask() {
    if aws "$@" >"$WORK/out" 2>"$WORK/err"; then return 0; fi
    if grep -q NoSuchEntity "$WORK/err"; then return 1; fi
    return 2
}
# A call that changes something. Whether it did is read afterwards: an answer may be lost.
change() {
    aws "$@" >/dev/null 2>"$WORK/said" || true
}
# Waits until a condition holds, and returns whether it does.
settled() {
    local until=$((SECONDS + WAIT)) pause=1
    while ! "$@"; do
        if [ "$SECONDS" -ge "$until" ]; then return 1; fi
        sleep "$pause"
        if [ "$pause" -lt 8 ]; then pause=$((pause * 2)); fi
    done
}

# --- Reading.

# Checks what every verb needs before it reads anything else.
ready() {
    command -v aws >/dev/null || stop "AWS's command line, aws, is not on the PATH"
}
expect_account() {
    ask sts get-caller-identity --query=Account --output=text || unread
    if [ "$(cat "$WORK/out")" != "$ACCOUNT" ]; then stop "these are credentials of another account than $ACCOUNT"; fi
}

attachments() {
    ask iam "list-attached-$KIND-policies" "--$KIND-name=$NAME" \
        --query='AttachedPolicies[].PolicyArn' --output=text || return 2
    ATTACHED=$'\n'$(tr '\t' '\n' <"$WORK/out")$'\n'
}
has() { [[ $ATTACHED == *$'\n'"$1"$'\n'* ]]; }
attached() { attachments && has "$1"; }
detached() { attachments && ! has "$1"; }

# Sets DIGEST for the document in out, whatever the layout in which AWS's command printed it.
digest_of_answer() {
    local result=0
    DIGEST=$("$PAREDOWN" digest - <"$WORK/out" 2>"$WORK/err") || result=$?
    case $result in
        0) ;;
        2) DIGEST=unreadable ;;
        *) return 2 ;;
    esac
}
# Sets DIGEST for an inline policy, or to absent.
inline() {
    local result=0
    ask iam "get-$KIND-policy" "--$KIND-name=$NAME" "--policy-name=$1" --output=json || result=$?
    case $result in
        0) digest_of_answer ;;
        1) DIGEST=absent ;;
        *) return 2 ;;
    esac
}
inline_is() { inline "$1" && [ "$DIGEST" = "$2" ]; }

# --- Steps: each checks first, changes what differs, and reads it back.

ensure_attached() {
    attachments || unread
    if has "$1"; then return 0; fi
    say "attach $1"
    change iam "attach-$KIND-policy" "--$KIND-name=$NAME" "--policy-arn=$1"
    settled attached "$1" || failed "$1 is not attached"
}
ensure_detached() {
    attachments || unread
    if ! has "$1"; then return 0; fi
    say "detach $1"
    change iam "detach-$KIND-policy" "--$KIND-name=$NAME" "--policy-arn=$1"
    settled detached "$1" || failed "$1 is still attached"
}
# Name, digest, file.
ensure_inline() {
    inline "$1" || unread
    if [ "$DIGEST" = "$2" ]; then return 0; fi
    if [ "$2" = absent ]; then
        say "delete the inline policy $1"
        change iam "delete-$KIND-policy" "--$KIND-name=$NAME" "--policy-name=$1"
    else
        say "put the inline policy $1"
        change iam "put-$KIND-policy" "--$KIND-name=$NAME" "--policy-name=$1" "--policy-document=file://$3"
    fi
    settled inline_is "$1" "$2" || failed "the inline policy $1 is not as it should be"
}
